"""A picture on a page: drawn for a desk and for a phone, and addresses where it stands alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from markupsafe import Markup

from adrgraph.pictures.ego import draw_focus
from adrgraph.pictures.facts import connections_of, datasets_of, forecasts_of, periods_of
from adrgraph.pictures.leading import leading
from adrgraph.server.pages.facets import slug_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adrgraph.pictures import Picture
    from adrgraph.pictures.facts import Connection, Dataset, Forecast, Period
    from adrgraph.server.addresses import Site
    from adrgraph.server.pages.library import Library


class Draw(Protocol):
    """What draws a picture in one of its forms."""

    def __call__(self, *, narrow: bool) -> Picture:
        """The picture, for a phone or for a desk."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A picture to be drawn: its name, and what is asked of it, as its address says."""

    name: str
    query: tuple[tuple[str, str], ...]
    draw: Draw

    def address(self, here: Site, suffix: str = "") -> str:
        """Where the picture has a page of its own, or is a file of one of its forms."""
        query = f"?{urlencode(self.query)}" if self.query else ""
        return f"{here.at(f'pictures/{self.name}{suffix}')}{query}"

    def page(self, here: Site, number: int) -> str:
        """Where the picture stands with a page of its table, which is long."""
        query = [*self.query, *([("page", str(number))] if number > 1 else [])]
        path = here.at(f"pictures/{self.name}")
        return f"{path}?{urlencode(query)}" if query else path

    @property
    def file(self) -> str:
        """What the picture is called once it is downloaded, without a suffix."""
        return "-".join([self.name, *(value for _, value in self.query)])[:100]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture within a page."""

    title: str
    description: str
    page: str
    files: tuple[tuple[str, str, str], ...]
    """The picture as files: format, address, and what a download is called."""

    forms: Markup
    picture: Picture


def figure(sketch: Sketch, here: Site) -> Figure:
    """The picture in both its forms: what data say in it is text already."""
    wide, narrow = sketch.draw(narrow=False), sketch.draw(narrow=True)
    files = tuple(
        (suffix.upper(), sketch.address(here, f".{suffix}"), f"{sketch.file}.{suffix}")
        for suffix in ("svg", "png")
    )
    return Figure(
        title=wide.title,
        description=wide.description,
        page=sketch.address(here),
        files=files,
        forms=Markup(wide.inline + narrow.inline),  # noqa: S704 — the serialiser of XML wrote it
        picture=wide,
    )


def connections(library: Library) -> tuple[tuple[Dataset, ...], tuple[Connection, ...]]:
    """All datasets, and all that connects two of them."""
    catalogue = library.catalogue
    return library.fresh("links", lambda: (datasets_of(catalogue), connections_of(catalogue)))


@dataclass(frozen=True, slots=True)
class Seen:
    """What pictures of everything show: all datasets, or the leading ones of too many."""

    datasets: tuple[Dataset, ...]
    of: int
    """Datasets that there are."""

    connections: tuple[Connection, ...]
    periods: tuple[Period, ...]
    forecasts: tuple[Forecast, ...]


def seen(library: Library) -> Seen:
    """The facts of what can be seen, which are chosen once."""
    return library.fresh("seen", lambda: _seen(library))


def _seen(library: Library) -> Seen:
    datasets, joined = connections(library)
    shown = leading(datasets, joined)
    known = {each.thing.iri for each in shown}
    forecasts = forecasts_of(library.catalogue)
    is_whole = len(shown) == len(datasets)
    return Seen(
        shown,
        len(datasets),
        tuple(each for each in joined if {each.start.iri, each.end.iri} <= known),
        tuple(p for p in periods_of(library.catalogue) if p.dataset.iri in known or is_whole),
        tuple(each for each in forecasts if each.thing.iri in known or is_whole),
    )


def around(library: Library, iri: str, here: Site) -> Sketch:
    """One dataset and what it is connected with."""
    known = _known(library).get(iri, _Known())

    def draw(*, narrow: bool) -> Picture:
        return draw_focus(iri, known.datasets, known.joined, narrow=narrow, link=here.address)

    return Sketch("linkages", (("dataset", slug_of(iri)),), draw)


def is_connected(library: Library, iri: str) -> bool:
    """Whether anything is stated that connects a dataset with another."""
    return bool(_known(library).get(iri, _Known()).joined)


@dataclass(slots=True)
class _Known:
    """A dataset, as far as it is one, and all that connects it with others."""

    datasets: list[Dataset] = field(default_factory=list)
    joined: list[Connection] = field(default_factory=list)


def _known(library: Library) -> Mapping[str, _Known]:
    """What is known of each thing that is a dataset or is connected with one, by IRI."""

    def read() -> Mapping[str, _Known]:
        found: defaultdict[str, _Known] = defaultdict(_Known)
        datasets, joined = connections(library)
        for dataset in datasets:
            found[dataset.thing.iri].datasets.append(dataset)
        for connection in joined:
            for iri in {connection.start.iri, connection.end.iri}:
                found[iri].joined.append(connection)
        return dict(found)

    return library.fresh("links of each", read)
