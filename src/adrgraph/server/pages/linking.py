"""What can be linked to a dataset, in which sense, and what is known of each link."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from adrgraph.pictures.chain import draw_chains
from adrgraph.pictures.picture import Thing
from adrgraph.server.addresses import Site, site
from adrgraph.server.pages.chains import chains_between
from adrgraph.server.pages.facets import slug_of
from adrgraph.server.pages.facts import Fact, Value
from adrgraph.server.pages.figures import Sketch, figure
from adrgraph.server.pages.known import by, known_of, rules_on
from adrgraph.server.pages.naming import Asked, asked, offered
from adrgraph.server.pages.rendering import rendered
from adrgraph.server.pages.replies import kept, reply
from adrgraph.server.pages.tables import Table, downloads, wanted, written
from adrgraph.server.pages.wording import counted, share
from adrgraph.server.profiles import HTML
from adrgraph.server.responses import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from adrgraph.formats import Format
    from adrgraph.pictures import Picture
    from adrgraph.pictures.facts import Step
    from adrgraph.server.pages.known import Known
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

    iri: str
    facts: tuple[Fact, ...]
    silent: tuple[str, ...]
    warnings: tuple[str, ...]
    standing: str = ""

    def told(self, label: str) -> str:
        """What is known of one kind, in one line of text."""
        values = (value for fact in self.facts if fact.label == label for value in fact.values)
        return "; ".join(f"{v.text} ({v.detail})" if v.detail else v.text for v in values)


def linking(request: Request) -> Response:
    """What can be linked to the dataset asked about, or the steps between two datasets."""
    library: Library = request.app.state.library
    here = site(request)
    one = asked(library, "dataset", request.query_params.get("dataset", ""))
    other = asked(library, "dataset", request.query_params.get("with", ""))
    if one.iri and one.iri == other.iri:
        other = Asked(other.given, problem=SAME)
    format = wanted(request)
    if format.name != HTML.name:
        return _rows_of(request, library, one, other, format=format)
    if one.iri and not other.given:
        return kept(request, "linking", one, made=lambda: _page(library, one, other, here))
    response = reply(request, _page(library, one, other, here))
    if one.problem or other.problem:
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


def _rows_of(
    request: Request, library: Library, one: Asked, other: Asked, *, format: Format
) -> Response:
    """The same as rows: every link, or every step between the two."""
    if one.problem or other.problem or not one.iri:
        detail = one.problem or other.problem or "Give a dataset: dataset=npd, say."
        return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    if other.iri:
        return written(request, _steps_table(library, one, other), format)
    return written(request, _links_table(library, one), format)


_STEP = ("chain", "step", "from", "way", "to", "linkage", "environment", "restriction")


def _steps_table(library: Library, one: Asked, other: Asked) -> Table:
    rows = (
        (
            *(step.chain, str(step.position), step.start.iri, step.way, step.end.iri),
            *(
                "; ".join(each.iri for each in things)
                for things in (step.linkages, step.environments)
            ),
            "; ".join(step.restrictions),
            "; ".join(step.unknown),
        )
        for step in chains_between(library, one.iri, other.iri)
    )
    title = f"From {one.title} to {other.title}"
    return Table("link", title, (*_STEP, "not_stated"), tuple(rows))


_FACTS = ("Through", "Linkage", "Method", "Match rate", "Linked data in", "Both held in", "Law")


def _links_table(library: Library, one: Asked) -> Table:
    rows = (
        (
            *(heading, pairing.iri, pairing.title, pairing.standing),
            *(pairing.told(label) for label in _FACTS),
            "; ".join(pairing.warnings),
            "; ".join(pairing.silent),
        )
        for _, heading, _, pairings in _senses(library, one, Site(""))
        for pairing in pairings
    )
    facts = (label.lower().replace(" ", "_") for label in _FACTS)
    columns = ("sense", "dataset", "title", "standing", *facts, "restriction", "not_stated")
    return Table("link", f"What can I link to {one.title}?", columns, tuple(rows))


def _page(library: Library, one: Asked, other: Asked, here: Site) -> bytes:
    pairs = [("dataset", one.slug), ("with", other.slug)]
    values = {
        "site": here,
        "one": one,
        "other": other,
        "known_names": offered(library),
        "downloads": downloads(here.at("link"), pairs),
    }
    if one.iri and other.iri:
        values |= _between(library, one, other, here)
    elif one.iri and not other.problem:
        values |= _all(library, one, here)
    title = "What can I link to this?"
    if one.iri:
        title = f"What can I link to {one.title}?"
    if one.iri and other.iri:
        title = f"From {one.title} to {other.title}"
    return rendered("linking.html", title=title, **_EMPTY | values)


_EMPTY: dict[str, object] = {
    "senses": None,
    "steps": None,
    "figure": None,
    "limits": (),
    "chains": {},
}


def _between(library: Library, one: Asked, other: Asked, here: Site) -> dict[str, object]:
    steps = chains_between(library, one.iri, other.iri)
    chains: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        chains[step.chain].append(step)
    drawn = figure(chained(one, other, steps, here), here) if steps else None
    rules = rules_on(known_of(library), (one.iri, other.iri))
    return {"chains": chains, "steps": steps, "figure": drawn, "limits": rules}


def chained(one: Asked, other: Asked, steps: Sequence[Step], here: Site) -> Sketch:
    """The steps between two datasets, to be drawn."""
    start, end = Thing(one.iri, one.title), Thing(other.iri, other.title)

    def draw(*, narrow: bool) -> Picture:
        return draw_chains(start, end, steps, narrow=narrow, link=here.address)

    return Sketch("path", (("dataset", one.slug), ("with", other.slug)), draw)


def _all(library: Library, one: Asked, here: Site) -> dict[str, object]:
    rules = rules_on(known_of(library), (one.iri,))
    return {"senses": _senses(library, one, here), "limits": rules}


def _senses(library: Library, one: Asked, here: Site) -> list[tuple[str, str, str, list[Pairing]]]:
    """Every sense with its fragment, heading and meaning, and the datasets that are linked so."""
    rows = _rows(library, one.iri)
    known = known_of(library)
    sources = {row["source"] for found in rows.values() for row in found if row["source"]}
    known = replace(known, told={**known.told, **library.told(sources)})
    names = library.labels(
        row[column] for found in rows.values() for row in found for column in _NAMED if row[column]
    )
    senses = []
    for sense, (fragment, heading, meaning) in SENSES.items():
        pairings = [
            _pairing(sense, lines, one.iri, known=known, names=names, here=here)
            for lines in by(rows.get(sense, ()), "other").values()
        ]
        senses.append((fragment, heading, meaning, pairings))
    return senses


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
    if sense == "component":
        held |= dict.fromkeys(row["value"] for row in known.places[iri])
        names = {**names, **{row["value"]: row["label"] for row in known.places[iri]}}
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
            _of(known.laws, linkages, names) or known.own_laws[_heir(sense, iri, other)],
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
    rules = [words for words in rules_on(known, (other,)) if not any(said in words for said in own)]
    marks = [row["standing"] for row in rows]
    return Pairing(
        rows[0]["title"] or names.get(other, other),
        here.address(other),
        f"{here.at('link')}?{urlencode({'dataset': slug_of(iri), 'with': slug_of(other)})}",
        other,
        tuple(Fact(label, found) for label, found in wanted.items() if found),
        tuple(
            label[:1].lower() + label[1:]
            for label, found in wanted.items()
            if not found and label != "Through"
        ),
        tuple(dict.fromkeys((*own, *rules))),
        marks[0] if all(marks) else "",
    )


def _heir(sense: str, one: str, other: str) -> str:
    """Whichever of the two is the linked data, if either is."""
    return other if sense in _HEIRS else one if sense == "component" else ""


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
    """A measurement in words, with its bounds, its counts and what it is a share of.

    >>> row = dict.fromkeys(("share", "from", "to", "linked", "out_of", "counted", "words"), "")
    >>> row |= {"population": "", "note": "", "approximate": "", "denominator": "Deaths"}
    >>> _rate(row | {"share": "0.9", "approximate": "true"})
    Value(text='about 90%', href='', language='', detail='of: Deaths', sources=())
    >>> _rate(row | {"share": "0.5", "linked": "2000", "out_of": "4000"}).detail
    '2,000 of 4,000 linked; of: Deaths'
    >>> _rate(row | {"linked": "7000000", "denominator": ""}).text
    '7,000,000 linked'
    """
    bounds = (
        row["from"] and f"at least {share(row['from'])}",
        row["to"] and f"at most {share(row['to'])}",
    )
    counts = " of ".join(counted(row[each]) for each in ("linked", "out_of") if row[each])
    told = (
        share(row["share"]) if row["share"] else row["words"],
        ", ".join(filter(None, bounds)),
        f"{counts} linked" if row["linked"] else counts and f"of {counts}",
    )
    text, *more = filter(None, told) if any(told) else ("",)
    text = f"about {text}" if row["approximate"] == "true" else text
    things = row["counted"] and f"counted: {row['counted']}"
    whole = f"of: {row['denominator']}" if row["denominator"] else "of what is not stated"
    details = (*more, things, whole, row["population"], row["note"], row.get("of"))
    return Value(text, "", "", "; ".join(filter(None, details)))
