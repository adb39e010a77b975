"""What can be linked to a dataset, in which sense, and what is known of each link."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from adrgraph.pictures.chain import draw_chains
from adrgraph.pictures.facts import steps_of
from adrgraph.pictures.picture import Thing
from adrgraph.server.addresses import site
from adrgraph.server.pages.facets import slug_of
from adrgraph.server.pages.facts import Fact, Value
from adrgraph.server.pages.figures import Sketch, figure
from adrgraph.server.pages.naming import Asked, asked, offered
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.pages.replies import reply
from adrgraph.server.pages.wording import counted, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.pictures import Picture
    from adrgraph.pictures.facts import Step
    from adrgraph.server.addresses import Site
    from adrgraph.server.pages.library import Library, Line, Told

SENSES = {
    "beside it": ("beside", "Linked with it", "Both were inputs of one linkage."),
    "built from it": ("from", "Built from it", "It is one of the inputs of these."),
    "built from a part of it": (
        "from-part",
        "Built from a part of it",
        "One of its parts is an input of these.",
    ),
    "component": ("components", "What it is built from", "The data that were linked to make it."),
    "part": ("parts", "Its parts", "They are in it already."),
    "linkable": (
        "linkable",
        "Linkable",
        "A source states that it is possible, or copies of both carry one linking field.",
    ),
    "through a chain": ("chain", "Through a chain", "The steps between are named."),
    "shared": (
        "shared",
        "Shares a component with it",
        "Both are built from the same data. Whether their records can be matched is not known.",
    ),
}
"""Ways in which data are next to each other: id, heading and meaning, in the order shown."""

SAME = "Both are the same dataset. Give another one."

_HEIRS = {"built from it", "built from a part of it", "through a chain"}
"""Senses in which the legal basis of the other dataset is that of the linked data."""

_UNLINKED = {"linkable", "shared", "part"}
_WITHOUT_LINKAGE = ("Linkage", "Method", "Match rate", "Law", "Linked data in")
"""What is asked of a link that was made, and of no other."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Another dataset in one sense, with what is known of the link and what is not."""

    title: str
    href: str
    path: str
    """The page of the steps between the two."""

    facts: tuple[Fact, ...]
    silent: tuple[str, ...]
    warnings: tuple[str, ...]
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What saved queries tell of linkages, laws, restrictions and places, by what it is of."""

    methods: Mapping[str, list[Line]]
    rates: Mapping[str, list[Line]]
    laws: Mapping[str, list[Line]]
    own_laws: Mapping[str, list[Line]]
    limits: Mapping[str, list[Line]]
    places: Mapping[str, list[Line]]
    told: Mapping[str, Told]


def linking(request: Request) -> Response:
    """What can be linked to the dataset asked about, or the steps between two datasets."""
    library: Library = request.app.state.library
    here = site(request)
    one = asked(library, "dataset", request.query_params.get("dataset", ""))
    other = asked(library, "dataset", request.query_params.get("with", ""))
    if one.iri and one.iri == other.iri:
        other = Asked(other.given, problem=SAME)
    values = {"site": here, "one": one, "other": other, "known_names": offered(library)}
    if one.iri and other.iri:
        values |= _between(library, one, other, here)
    elif one.iri and not other.problem:
        values |= _all(library, one, here)
    title = "What can I link to this?"
    if one.iri:
        title = f"What can I link to {one.title}?"
    if one.iri and other.iri:
        title = f"From {one.title} to {other.title}"
    response = reply(request, rendered("linking.html", title=title, **_EMPTY | values))
    if one.problem or other.problem:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


_EMPTY: dict[str, object] = {
    "senses": None,
    "steps": None,
    "figure": None,
    "limits": (),
    "chains": {},
}


def _between(library: Library, one: Asked, other: Asked, here: Site) -> dict[str, object]:
    steps = steps_of(library.catalogue, one.iri, other.iri)
    chains: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        chains[step.chain].append(step)
    drawn = figure(chained(one, other, steps, here), here) if steps else None
    rules = _rules(_known(library), (one.iri, other.iri))
    return {"chains": chains, "steps": steps, "figure": drawn, "limits": rules}


def chained(one: Asked, other: Asked, steps: Sequence[Step], here: Site) -> Sketch:
    """The steps between two datasets, to be drawn."""
    start, end = Thing(one.iri, one.title), Thing(other.iri, other.title)

    def draw(*, narrow: bool) -> Picture:
        return draw_chains(start, end, steps, narrow=narrow, link=here.address)

    return Sketch("path", (("dataset", one.slug), ("with", other.slug)), draw)


def _all(library: Library, one: Asked, here: Site) -> dict[str, object]:
    rows = _rows(library, one.iri)
    known = _known(library)
    sources = {row["source"] for found in rows.values() for row in found if row["source"]}
    known = replace(known, told={**known.told, **library.told(sources)})
    names = library.labels(
        row[column] for found in rows.values() for row in found for column in _NAMED if row[column]
    )
    senses = []
    for sense, (fragment, heading, meaning) in SENSES.items():
        pairings = [
            _pairing(sense, lines, one.iri, known=known, names=names, here=here)
            for lines in _by(rows.get(sense, ()), "other").values()
        ]
        senses.append((fragment, heading, meaning, pairings))
    return {"senses": senses, "limits": _rules(known, (one.iri,))}


_NAMED = ("linkage", "environment")
_ROW = dict.fromkeys(
    ("other", "title", "through", "restriction", "source", "standing", *_NAMED), ""
)


def _rows(library: Library, iri: str) -> dict[str, list[Line]]:
    """The rows of all queries in the columns of one, by sense."""
    found: dict[str, list[Line]] = defaultdict(list)
    for row in library.about("links-to", "dataset", iri):
        found[row["sense"]].append(_ROW | row)
    for row in library.about("linkable-with", "dataset", iri):
        found["linkable"].append(_ROW | row | {"through": row["field"]})
    for row in library.about("components", "dataset", iri):
        found[row["sense"]].append(_ROW | row | {"other": row["component"], "through": ""})
    for row in library.about("linked-through", "dataset", iri):
        found["shared"].append(_ROW | row | {"through": row["component_title"]})
    return found


def _pairing(  # noqa: PLR0913 — what is known of a link comes from so many sides
    sense: str,
    rows: list[Line],
    iri: str,
    *,
    known: Known,
    names: Mapping[str, str],
    here: Site,
) -> Pairing:
    other = rows[0]["other"]
    linkages = list(dict.fromkeys(row["linkage"] for row in rows if row["linkage"]))
    held = dict.fromkeys(row["environment"] for row in rows if row["environment"])
    wanted = {
        "Through": tuple(
            Value(words) for words in dict.fromkeys(r["through"] for r in rows if r["through"])
        ),
        "Linkage": tuple(Value(names.get(each, each), here.address(each)) for each in linkages),
        "Method": _merged(known, _of(known.methods, linkages, names), _method),
        "Match rate": _merged(known, _of(known.rates, linkages, names), _rate),
        "Linked data in": tuple(Value(names.get(each, each), here.address(each)) for each in held),
        "Both held in": _common(known, iri, other, here),
        "Law": _merged(
            known,
            _of(known.laws, linkages, names) or (known.own_laws[other] if sense in _HEIRS else []),
            lambda row: _law(row, here),
        ),
    }
    for label in _WITHOUT_LINKAGE if sense in _UNLINKED else ():
        wanted.pop(label)
    told = tuple(known.told[row["source"]] for row in rows if row["source"] in known.told)
    if sense == "linkable" and told:
        wanted["Said by"] = tuple(
            Value(each.title, here.address(each.iri)) for each in dict.fromkeys(told)
        )
    own = [row["restriction"] for row in rows if row["restriction"]]
    rules = [words for words in _rules(known, (other,)) if not any(said in words for said in own)]
    marks = [row["standing"] for row in rows]
    return Pairing(
        rows[0]["title"] or names.get(other, other),
        here.address(other),
        f"{here.at('link')}?{urlencode({'dataset': slug_of(iri), 'with': slug_of(other)})}",
        tuple(Fact(label, found) for label, found in wanted.items() if found),
        tuple(
            label[:1].lower() + label[1:]
            for label, found in wanted.items()
            if not found and label != "Through"
        ),
        tuple(dict.fromkeys((*own, *rules))),
        marks[0] if all(marks) else "",
    )


def _of(
    known: Mapping[str, list[Line]], linkages: list[str], names: Mapping[str, str]
) -> list[Line]:
    """What is known of linkages, each row with the name of its linkage where there are several."""
    several = len(linkages) > 1
    return [
        row | {"of": names.get(each, each) if several else ""}
        for each in linkages
        for row in known[each]
    ]


def _common(known: Known, one: str, other: str, here: Site) -> tuple[Value, ...]:
    places = {row["value"] for row in known.places[one]}
    found = {row["value"]: row["label"] for row in known.places[other] if row["value"] in places}
    return tuple(Value(label, here.address(place)) for place, label in found.items())


def _merged(
    known: Known, rows: Iterable[Line], worded: Callable[[Line], Value]
) -> tuple[Value, ...]:
    """Rows as values; those that say the same are one, with all who say so."""
    found: dict[Value, list[Told]] = defaultdict(list)
    for row in rows:
        found[worded(row)] += [known.told[row["source"]]] if row["source"] in known.told else []
    return tuple(
        Value(v.text, v.href, "", v.detail, tuple(dict.fromkeys(told))) for v, told in found.items()
    )


def _method(row: Line) -> Value:
    return Value(row["matching"], detail=row["of"])


def _law(row: Line, here: Site) -> Value:
    detail = "; ".join(filter(None, (row["layer"], row.get("of"))))
    return Value(row["law"], here.address(row["gateway"]), "", detail)


def _rate(row: Line) -> Value:
    """A measurement in words, with what it is a share of.

    >>> row = dict.fromkeys(("from", "to", "linked", "out_of", "words", "population", "note"), "")
    >>> _rate(row | {"share": "0.9", "approximate": "true", "denominator": "Deaths"})
    Value(text='about 90%', href='', language='', detail='of: Deaths', sources=())
    """
    text = share(row["share"]) if row["share"] else row["words"]
    if not text and (row["from"] or row["to"]):
        bounds = (
            row["from"] and f"at least {share(row['from'])}",
            row["to"] and f"at most {share(row['to'])}",
        )
        text = ", ".join(filter(None, bounds))
    if not text and row["linked"]:
        text = counted(row["linked"]) + (f" of {counted(row['out_of'])}" if row["out_of"] else "")
    text = f"about {text}" if row["approximate"] == "true" else text
    whole = f"of: {row['denominator']}" if row["denominator"] else "of what is not stated"
    details = (whole, row["population"], row["note"], row.get("of"))
    return Value(text, "", "", "; ".join(filter(None, details)))


def _rules(known: Known, iris: Iterable[str]) -> tuple[str, ...]:
    """The restrictions on datasets, with what each is on unless it is the dataset itself."""
    return tuple(dict.fromkeys(_rule(row) for iri in iris for row in known.limits[iri]))


def _rule(row: Line) -> str:
    on = "" if row["on"] == "the dataset" else f", {row['on']}"
    mark = f" ({row['standing']})" if row["standing"] else ""
    return f"{row['title']}{on}: {row['words']}{mark}"


def _known(library: Library) -> Known:
    return library.fresh("linking", lambda: _read(library))


def _read(library: Library) -> Known:
    methods = [row for row in library.rows("linkage-methods") if row["matching"]]
    rates = [row for row in library.rows("match-rates") if row["measure"] == "match rate"]
    laws = library.rows("legal-basis")
    limits = library.rows("forbidden-with")
    places = [row for row in library.rows("facets") if row["facet"] == "environment"]
    names = library.labels({row["value"] for row in places})
    sources = {row["source"] for rows in (methods, rates, laws, limits) for row in rows}
    return Known(
        methods=_by(methods, "linkage"),
        rates=_by(rates, "linkage"),
        laws=_by(laws, "stated_of"),
        own_laws=_by(laws, "dataset"),
        limits=_by(limits, "dataset"),
        places=_by([row | {"label": names.get(row["value"], "")} for row in places], "dataset"),
        told=library.told(sources),
    )


def _by(rows: Iterable[Line], column: str) -> defaultdict[str, list[Line]]:
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found
