"""Profiles and forms: what a representation conforms to, and which one a request wants; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.errors import UnknownFormat
from adrgraph.formats import Format, holding
from adrgraph.iris import FILE_FORMATS, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adrgraph.server.addresses import Site

HTML = Format(
    name="html",
    label="HTML",
    media_type="text/html",
    suffix="html",
    iri=f"{FILE_FORMATS}HTML",
    kinds=(),
)
"""Negotiated like the formats of the graph, but no result is written in it."""

RDF = holding("graph")

PARAMETERS = ("_profile", "profiles")
"""Parameters by which clients name a profile: the W3C's, and that of CKAN."""

_RANGE = re.compile(
    r"\s*(?:<([^<>]*)>|([^\s,;<>]+))\s*(?:;\s*q\s*=\s*([0-9.]+))?[^,]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a representation conforms to; `export` is the saved export that makes it, if any."""

    token: str
    iri: str
    label: str
    export: str = ""

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats that it is written in, best first; pages tell statements, not exports."""
        return RDF if self.export else (HTML, *RDF)


STATEMENTS = Profile("adrgraph", ONTOLOGY, "All statements")
DCAT = Profile("dcat3", PREFIXES["dcat"], "DCAT 3", export="dcat")
DCAT_AP = Profile("dcatap3", PREFIXES["dcatap"], "DCAT-AP 3", export="dcat-ap")
SCHEMA_ORG = Profile("schemaorg", PREFIXES["schema"], "schema.org", export="schemaorg")
ALTERNATES = Profile("alt", PREFIXES["altr"].removesuffix("#"), "All forms of this")

EXPORTED = (DCAT, DCAT_AP, SCHEMA_ORG)


@dataclass(frozen=True, slots=True)
class Form:
    """A document in one format and profile, at an address of its own."""

    href: str
    format: Format
    profile: Profile

    def __str__(self) -> str:
        """The form as the Link header tells it (RFC 8288)."""
        kind = f'type="{self.format.media_type}"; format="{self.profile.iri}"'
        return f'<{self.href}>; rel="alternate"; {kind}'


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one document; of the profiles, the first stands for all RDF unless asked."""

    iri: str
    site: Site
    profiles: tuple[Profile, ...]

    def __iter__(self) -> Iterator[Form]:
        """Every format of every profile."""
        for profile in self.profiles:
            for format in profile.formats:
                yield self.form(profile, format)

    @property
    def chief(self) -> list[Form]:
        """Every format of what comes unasked, and the others in the formats most read."""
        return [
            form
            for form in self
            if form.profile == self.usual(form.format)
            or form.format.name == ("html" if form.profile == ALTERNATES else "jsonld")
        ]

    def usual(self, format: Format) -> Profile:
        """The profile that comes unasked."""
        return STATEMENTS if format.name == HTML.name else self.profiles[0]

    def form(self, profile: Profile, format: Format) -> Form:
        """The form in this format and profile."""
        asked = "" if profile == self.usual(format) else f"?_profile={profile.token}"
        return Form(f"{self.site.address(self.iri)}.{format.suffix}{asked}", format, profile)


def wanted(
    parameters: Mapping[str, str], accept_profile: str, offered: Sequence[Profile]
) -> tuple[Profile, ...]:
    """The profiles that a request asks for, best first; none where it asks for none.

    >>> wanted({"_profile": "dcat3"}, "", (STATEMENTS, DCAT))[0].token
    'dcat3'
    >>> wanted({}, "<urn:other>, <http://www.w3.org/ns/dcat#>;q=0.5", (STATEMENTS, DCAT))[0].token
    'dcat3'

    Raises:
        UnknownFormat: It asks for some, and none of them is offered.
    """
    named = next((parameters[name] for name in PARAMETERS if parameters.get(name)), "")
    asked = _asked(named or accept_profile)
    if not asked or (not named and asked.get("*", 0.0) > 0):
        return ()
    liking = {
        profile: max(asked.get(profile.token, 0.0), asked.get(profile.iri, 0.0))
        for profile in offered
    }
    found = sorted((p for p in offered if liking[p] > 0), key=lambda p: -liking[p])
    if not found:
        tokens = ", ".join(profile.token for profile in offered)
        raise UnknownFormat(
            f"There is no such profile of this. Ask for {tokens}.",
            offered=[profile.iri for profile in offered],
        )
    return tuple(found)


def _asked(header: str) -> dict[str, float]:
    """Each profile that a header names, with its weight."""
    found: dict[str, float] = {}
    for match in _RANGE.finditer(header):
        weight = _weight(match[3])
        found[match[1] or match[2]] = max(weight, found.get(match[1] or match[2], 0.0))
    return found


def _weight(written: str | None) -> float:
    try:
        return min(float(written), 1.0) if written else 1.0
    except ValueError:  # several points are no number
        return 0.0
