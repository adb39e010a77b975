"""Every IRI of the graph at this server: by `Accept`, by suffix, in each profile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.exceptions import HTTPException

from adrgraph.errors import UnknownFormat, UnknownName
from adrgraph.iris import BASE, CATALOG, PREFIXES
from adrgraph.results import quads, triples
from adrgraph.serialisation import write_quads
from adrgraph.server import pages
from adrgraph.server.addresses import site, whole_site
from adrgraph.server.harvesting import part, selection
from adrgraph.server.negotiation import choose
from adrgraph.server.pages.thing import has_page, thing
from adrgraph.server.profiles import ALTERNATES, DCAT_AP, HTML, RDF, STATEMENTS, Forms, wanted
from adrgraph.server.responses import accepted, respond

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.formats import Format
    from adrgraph.server.addresses import Site
    from adrgraph.server.cuts import Cuts
    from adrgraph.server.harvesting import Selection
    from adrgraph.server.pages.library import Library
    from adrgraph.server.profiles import Form, Profile
    from adrgraph.server.records import Record, Records, Standing
    from adrgraph.server.shelf import Shelf

SUFFIXES = {
    **{format.suffix: format for format in (HTML, *RDF)},
    "xml": next(format for format in RDF if format.name == "rdfxml"),  # as CKAN asks
}
"""The ends of an address that name a format."""

LONGEST = 200
"""Characters of a path: no IRI of ours comes near."""

_PATH = re.compile(r"[a-z][a-z0-9-]*(?:/[a-z0-9]+(?:[.-][a-z0-9]+)*)?")
_ENCODED = re.compile(rb"%(?:2f|5c)", re.IGNORECASE)


def resource(request: Request) -> Response:
    """The document at an address of ours, in the form that the request likes best.

    Raises:
        HTTPException: The graph has it no more.
        UnknownName: The graph never had it.
        UnknownFormat: It has no form that would do.
    """
    path, suffix = _split(request)
    records: Records = request.app.state.records
    known = records.standing(f"{BASE}{path}")
    here = site(request)
    if known.is_withdrawn:
        raise _gone(records.find(known.iri), here)
    # The version of the ontology is answered with it, under the address that was asked for.
    forms = Forms(f"{BASE}{path}", here, _profiles(known, request.app.state.cuts))
    profile, format = _chosen(request, forms, suffix)
    if known.iri == CATALOG and profile.export and not (asked := selection(request)).is_all:
        catalogue = Forms(forms.iri, whole_site(request), forms.profiles)
        return _selected(request, asked, catalogue.form(profile, format))
    shelf: Shelf = request.app.state.shelf
    whole = whole_site(request) if profile == ALTERNATES else here
    body = shelf.body(
        (path, profile, format.name, here, whole),
        lambda: _written(request, known.iri, forms, profile=profile, format=format),
    )
    response = respond(request, body, media_type=format.media_type)
    links = [f'<{known.iri}>; rel="cite-as"', f'<{profile.iri}>; rel="profile"']
    response.headers["Link"] = ", ".join([*links, *map(str, forms.chief)])
    response.headers["Content-Profile"] = f"<{profile.iri}>"
    if not suffix:
        response.headers["Content-Location"] = forms.form(profile, format).href
    return response


def _selected(request: Request, asked: Selection, whole: Form) -> Response:
    """Some of the catalogue, with the addresses of the pages around it."""
    cuts: Cuts = request.app.state.cuts
    found = part(request, asked, whole.profile)
    body = found.written(cuts, whole.profile, href=whole.href).write(whole.format)
    response = respond(request, body, media_type=whole.format.media_type)
    links = [f'<{page.address(whole.href)}>; rel="{name}"' for name, page in found.pages.items()]
    response.headers["Link"] = ", ".join([f'<{whole.profile.iri}>; rel="profile"', *links])
    response.headers["Content-Profile"] = f"<{whole.profile.iri}>"
    return response


def _split(request: Request) -> tuple[str, str]:
    """The path of an IRI of ours, and the suffix behind it, if it names a format."""
    path = request.path_params["path"]
    stem, _, suffix = path.rpartition(".")
    if suffix in SUFFIXES:
        path = stem
    else:
        suffix = ""
    is_plain = len(path) <= LONGEST and _PATH.fullmatch(path)
    if not is_plain or _ENCODED.search(request.scope.get("raw_path") or b""):
        raise UnknownName("The catalogue has nothing at this address.")
    return path, suffix


def _profiles(known: Standing, cuts: Cuts) -> tuple[Profile, ...]:
    if known.iri == CATALOG:
        others = (profile for profile in cuts.profiles if profile != DCAT_AP)
        usual = [DCAT_AP] if DCAT_AP in cuts.profiles else []
        return (*usual, *others, STATEMENTS, ALTERNATES)
    return (STATEMENTS, *(cuts.profiles if known.is_listed else ()), ALTERNATES)


def _chosen(request: Request, forms: Forms, suffix: str) -> tuple[Profile, Format]:
    """What the request asks for, by address, then parameter, then header."""
    header = ", ".join(request.headers.getlist("accept-profile"))
    asked = wanted(request.query_params, header, forms.profiles)
    offered = asked[0].formats if asked else (HTML, *RDF)
    format = (
        SUFFIXES[suffix] if suffix else choose(request.query_params, accepted(request), offered)
    )
    if format.name not in {each.name for each in offered}:
        raise UnknownFormat(
            f"{asked[0].label} is not written in {format.label}.",
            offered=[each.media_type for each in offered],
        )
    return asked[0] if asked else forms.usual(format), format


def _written(
    request: Request, iri: str, forms: Forms, *, profile: Profile, format: Format
) -> bytes:
    records: Records = request.app.state.records
    if format.name == HTML.name and profile != ALTERNATES and has_page(iri):
        library: Library = request.app.state.library
        return thing(records.own(iri), library, site=forms.site, forms=forms.chief)
    record = records.find(iri)
    cuts: Cuts = request.app.state.cuts
    if format.name == HTML.name:
        return _page(request, record, forms, profile=profile)
    if profile == ALTERNATES:
        return triples(alternates(forms, whole_site(request))).write(format)
    if profile.export:
        return cuts.cut(profile, record.iri).write(format)
    if format.name in {"trig", "nquads"}:
        return write_quads(quads(record.quads), format)
    return record.merged.write(format)


def _page(request: Request, record: Record, forms: Forms, *, profile: Profile) -> bytes:
    """What people see of what has no page of its kind, or the forms of anything."""
    records: Records = request.app.state.records
    labels = records.labels(_iris(record))
    if profile == ALTERNATES:
        return pages.alternates(record, site=forms.site, labels=labels, forms=list(forms))
    return pages.resource(record, site=forms.site, labels=labels, forms=forms.chief)


def alternates(forms: Forms, whole: Site) -> Iterator[ox.Triple]:
    """All forms of a document, in the words of content negotiation by profile."""
    node = ox.NamedNode(forms.iri)
    for form in Forms(forms.iri, whole, forms.profiles):
        address = ox.NamedNode(form.href)
        is_usual = form.profile == forms.usual(form.format)
        yield ox.Triple(node, _altr("hasRepresentation"), address)
        if is_usual and form.format == HTML:
            yield ox.Triple(node, _altr("hasDefaultRepresentation"), address)
        yield ox.Triple(address, _dcterms("format"), ox.Literal(form.format.media_type))
        yield ox.Triple(address, _dcterms("conformsTo"), ox.NamedNode(form.profile.iri))


def _gone(record: Record, here: Site) -> HTTPException:
    successors = record.successors
    name = record.iri.removeprefix(BASE)
    detail = f"{name} is withdrawn."
    if successors:
        names = ", ".join(iri.removeprefix(BASE) for iri in successors)
        detail = f"{name} is withdrawn. Its place is taken by {names}."
    links = [f'<{here.address(iri)}>; rel="successor-version"' for iri in successors]
    return HTTPException(410, detail, headers={"Link": ", ".join(links)} if links else None)


def _iris(record: Record) -> set[str]:
    terms = {term for triple in record.merged for term in triple}
    return {record.iri} | {term.value for term in terms if isinstance(term, ox.NamedNode)}


def _altr(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["altr"] + name)


def _dcterms(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["dcterms"] + name)
