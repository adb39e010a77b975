"""Sizes, periods, roles, measurements and other parts of a document, each in a few words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from adrgraph.iris import PREFIXES
from adrgraph.server.pages.wording import counted, dated, period, share

if TYPE_CHECKING:
    from adrgraph.server.pages.facts import Reading

_DATES = {PREFIXES["xsd"] + name for name in ("date", "dateTime", "gYear", "gYearMonth")}
_NUMBERS = {PREFIXES["xsd"] + name for name in ("integer", "nonNegativeInteger", "int", "long")}


@dataclass(frozen=True, slots=True)
class Worded:
    """A few words, what limits them, and the IRI that they lead to."""

    text: str
    detail: str = ""
    iri: str = ""


def worded(reading: Reading, term: Any) -> Worded:
    """A literal as people read it, or a part of the document in a few words."""
    if isinstance(term, ox.Literal):
        kind = term.datatype.value
        if kind in _DATES:
            return Worded(dated(term.value))
        return Worded(counted(term.value) if kind in _NUMBERS else term.value)
    part = _Part(reading, term.value)
    for reader in (_size, _period, _agent, _rate, _contact, _forecast, _page):
        found = reader(part)
        if found is not None:
            return found
    name = part.text("dcterms:description") or part.text("adr:wording")
    return Worded(name, part.text("skos:note"))


@dataclass(frozen=True, slots=True)
class _Part:
    reading: Reading
    iri: str

    def text(self, curie: str) -> str:
        return next(iter(self.reading.texts(self.iri, curie)), "")

    def node(self, curie: str) -> str:
        return next(iter(self.reading.nodes(self.iri, curie)), "")

    def name(self, curie: str) -> str:
        node = self.node(curie)
        return self.reading.label(node) if node else ""

    @property
    def about(self) -> str:
        return "about " if self.text("adr:isApproximate") in {"true", "1"} else ""


def _joined(*parts: str) -> str:
    """Remarks one after the other; only the last keeps its full stop.

    >>> _joined("Subject to approval.", "", "said in 2022")
    'Subject to approval; said in 2022'
    """
    told = [part for part in parts if part]
    return "; ".join([*(part.rstrip(".") for part in told[:-1]), *told[-1:]])


def _as_of(part: _Part) -> str:
    day = part.text("adr:asOf")
    return f"as of {dated(day)}" if day else ""


def _size(part: _Part) -> Worded | None:
    amount, unit = part.text("adr:amount"), part.name("adr:hasUnit")
    if not amount or not unit:
        return None
    detail = _joined(part.text("adr:countedThing"), _as_of(part), part.text("adr:wording"))
    return Worded(f"{part.about}{counted(amount)} {unit}", detail)


def _period(part: _Part) -> Worded | None:
    dates = period(part.text("dcat:startDate"), part.text("dcat:endDate"))
    words = part.text("adr:wording")
    if not dates:
        return Worded(words, part.text("adr:countedThing")) if _is_period(part) else None
    return Worded(dates, _joined(words, part.text("adr:countedThing"), part.text("skos:note")))


def _is_period(part: _Part) -> bool:
    return PREFIXES["dcterms"] + "PeriodOfTime" in part.reading.nodes(part.iri, "rdf:type")


def _agent(part: _Part) -> Worded | None:
    if not part.node("dcat:hadRole") and not part.node("prov:hadRole"):
        return None
    agent = part.node("prov:agent")
    text = part.reading.label(agent) if agent else part.text("adr:wording") or "not named"
    detail = part.text("adr:wording") if agent else ""
    return Worded(text, _joined(detail, part.text("skos:note"), _as_of(part)), agent)


def _rate(part: _Part) -> Worded | None:
    metric = part.name("dqv:isMeasurementOf")
    if not metric:
        return None
    linked, of_all = part.text("adr:linkedCount"), part.text("adr:denominatorCount")
    lower, upper = part.text("adr:lowerBound"), part.text("adr:upperBound")
    number = f"{counted(linked)}{f' of {counted(of_all)}' if of_all else ''} linked"
    between = f"{share(lower)} to {share(upper)}" if lower or upper else ""
    rate = share(part.text("dqv:value")) or between or part.text("adr:wording")
    text = f"{part.about}{rate}" if rate else number
    whole = part.text("adr:denominator")
    detail = _joined(
        f"of {whole}" if whole else "of what, is not said",
        number if linked and rate else "",
        part.text("adr:population"),
        part.text("adr:wording") if rate != part.text("adr:wording") else "",
        _as_of(part),
        part.text("skos:note"),
    )
    return Worded(f"{metric}: {text}", detail)


def _contact(part: _Part) -> Worded | None:
    address = part.node("vcard:hasEmail") or part.node("vcard:hasURL")
    if not address:
        return None
    name = part.text("vcard:fn")
    text = address.removeprefix("mailto:")
    return Worded(text, _joined(name, part.text("skos:note")), address)


def _forecast(part: _Part) -> Worded | None:
    day, words = part.text("adr:expectedAvailability"), part.text("adr:wording")
    if not part.node("adr:isForecastOf"):
        return None
    stated = part.text("adr:statedOn")
    detail = _joined(
        words if day else "",
        part.text("adr:condition"),
        f"said in {dated(stated)}" if stated else "",
    )
    return Worded(dated(day) or words or "no date given", detail)


def _page(part: _Part) -> Worded | None:
    title = part.text("dcterms:title") or part.text("foaf:name")
    if not title:
        return None
    kind = part.name("dcterms:type")
    return Worded(title, _joined(kind, part.text("skos:note")), part.node("foaf:page"))
