"""What a page is made from: saved queries, queries of its own, and names."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import pyoxigraph as ox

from adrgraph.catalogue import Catalogue
from adrgraph.history import History
from adrgraph.iris import PREFIXES
from adrgraph.queries import read_query
from adrgraph.results import Solutions
from adrgraph.server.choices import FRESH
from adrgraph.server.pages.facets import indexed
from adrgraph.server.pages.wording import dated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from adrgraph.queries import Query, Term
    from adrgraph.server.choices import Choices
    from adrgraph.server.pages.facets import Index
    from adrgraph.server.records import Records
    from adrgraph.server.saved import Saved
    from adrgraph.store import Store

_Made = TypeVar("_Made")

Line: TypeAlias = "dict[str, str]"
"""One row of an answer as text; nothing where a variable is unbound."""

OWN = (
    "told",
    "pointing",
    "components",
    "between",
    "held",
    "steps",
    "facets",
    "spans",
    "census",
    "coverage",
    "stretches",
    "kinds",
    "saying",
    "doubts",
    "happened",
    "latest",
    "durations",
    "uses",
)
"""The queries that are of pages alone, beside this module."""

MOST = 200_000
"""Things of which something is kept, of each sort."""

CURATION = PREFIXES["source"] + "adrgraph"
"""The graph of what the curators add."""

STANDING = {
    PREFIXES["source"] + "derived": "derived",
    PREFIXES["source"] + "unverified": "not verified",
}
"""The graphs of what no source states outright."""


@dataclass(frozen=True, slots=True)
class Told:
    """A source as a statement names it."""

    iri: str
    title: str
    date: str = ""

    @property
    def standing(self) -> str:
        """What a reader must know of it before the statement is believed."""
        return STANDING.get(self.iri, "")

    @property
    def when(self) -> str:
        """When a document came out, as far as it tells; what curators add is no document."""
        return self.date or ("" if self.iri in {*STANDING, CURATION} else "undated")


@dataclass(frozen=True)  # no slots: the queries are read when first asked for
class Library:
    """A store with everything that is asked of it for pages."""

    store: Store
    saved: Saved
    records: Records
    choices: Choices
    history: History = field(default_factory=History, repr=False)
    is_fixed: bool = False
    """Whether the store stays as it is."""

    _kept: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)
    _met: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The same store as a person asks it."""
        return Catalogue(self.saved.layout, self.store)

    @property
    def index(self) -> Index:
        """Every dataset by facet."""
        return self.fresh("index", lambda: indexed(self))

    def fresh(self, name: str, made: Callable[[], _Made]) -> _Made:
        """What is made once where the store stays as it is, else every so often."""
        at, value = self._kept.get(name, (0.0, None))
        is_old = not self.is_fixed and time.monotonic() - at > FRESH
        if value is None or is_old:
            value = made()
            self._kept[name] = (time.monotonic(), value)
        return cast("_Made", value)

    @cached_property
    def _own(self) -> Mapping[str, Query]:
        found = {}
        for name in OWN:
            with as_file(files(__package__).joinpath(f"{name}.rq")) as path:
                found[name] = read_query(path)
        return found

    def census(self) -> dict[str, int]:
        """How many things of each kind there are, counted once."""
        return self.fresh(
            "census", lambda: {row["kind"]: int(row["number"]) for row in self.rows("census")}
        )

    def rows(self, name: str, **values: Term | Sequence[Term]) -> list[Line]:
        """The answer of a query of pages, or of a saved query, in text."""
        query = self._own.get(name) or self.saved.queries.get(name)
        if query is None:  # a layout need not have each of our questions
            return []
        answer = self.store.query(query.bind(values))
        if not isinstance(answer, Solutions):
            return []
        names = answer.variables
        return [dict(zip(names, map(_text, row), strict=True)) for row in answer]

    def about(self, name: str, kind: str, iri: str) -> list[Line]:
        """The answer of a query on one thing, which is its parameter."""
        return self.rows(name, **{kind: ox.NamedNode(iri)})

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """What things are called, as far as the graph says."""
        return self._known("labels", iris, self._labels)

    def told(self, iris: Iterable[str]) -> dict[str, Told]:
        """The sources with these IRIs, as statements name them."""
        return self._known("told", iris, self._told)

    def steps(self, route: str) -> list[Line]:
        """The steps of a way in, which leads to many data."""
        return self._known("steps", [route], self._steps).get(route, [])

    def steps_from(self, datasets: Iterable[str]) -> dict[str, list[Line]]:
        """The steps that lead from datasets to their neighbours, and how each is made."""
        return self._known("between", datasets, self._between)

    def places(self, dataset: str) -> list[str]:
        """What the environments are called that hold a dataset itself."""
        return self._known("held", [dataset], self._held)[dataset]

    def told_of(self, name: str, kind: str, iri: str) -> list[Line]:
        """The answer of a query on one thing that pages ask again and again."""
        return self._known(name, [iri], lambda _: {iri: self.about(name, kind, iri)})[iri]

    def _known(
        self, what: str, iris: Iterable[str], asked: Callable[[set[str]], Mapping[str, _Made]]
    ) -> dict[str, _Made]:
        """What is known of things; where the store stays as it is, nothing is asked twice."""
        wanted = set(iris)
        kept: dict[str, _Made | None] = self._met.setdefault(what, {}) if self.is_fixed else {}
        missing = wanted - kept.keys()
        if missing:
            if len(kept) > MOST:
                kept.clear()
                missing = wanted
            found = asked(missing)
            kept.update({iri: found.get(iri) for iri in missing})
        return {iri: value for iri in wanted if (value := kept[iri]) is not None}

    def _labels(self, iris: set[str]) -> dict[str, str]:
        return {iri: label.value for iri, label in self.records.labels(iris).items()}

    def _told(self, iris: set[str]) -> dict[str, Told]:
        found: dict[str, Told] = {}
        for row in self.rows("told", source=[ox.NamedNode(iri) for iri in sorted(iris)]):
            is_named = not row["whole"] or row["title"].startswith(row["whole"])
            title = row["title"] if is_named else f"{row['whole']}: {row['title']}"
            found.setdefault(row["source"], Told(row["source"], title, dated(row["issued"])))
        return found

    def _held(self, iris: set[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {iri: [] for iri in iris}
        for row in self.rows("held", dataset=[ox.NamedNode(iri) for iri in sorted(iris)]):
            found[row["dataset"]].append(row["name"])
        return found

    def _between(self, iris: set[str]) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {iri: [] for iri in iris}
        for row in self.rows("between", here=[ox.NamedNode(iri) for iri in sorted(iris)]):
            found[row["here"]].append(row)
        return found

    def _steps(self, iris: set[str]) -> dict[str, list[Line]]:
        found: dict[str, list[Line]] = {iri: [] for iri in iris}
        for row in self.rows("steps", route=[ox.NamedNode(iri) for iri in sorted(iris)]):
            found[row["route"]].append(row)
        return found


def _text(term: Any) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
