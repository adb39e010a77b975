"""Datasets by facet: counts that are true, and addresses that hold what was chosen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from adrgraph.results import Solutions
from adrgraph.server.pages.facets import FACETS, SILENT, SORTS, Choice
from adrgraph.server.pages.listing import AT_ONCE, chosen
from tests.markup import faults

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from adrgraph.catalogue import Catalogue
    from adrgraph.server.pages.facets import Index
    from tests.asgi import Client

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def index(real_app: Starlette) -> Index:
    """The datasets of the real graph by facet."""
    found: Index = real_app.state.library.index
    return found


def choices(index: Index) -> st.SearchStrategy[Choice]:
    """Combinations of facet values that the graph has, with years and sorts."""
    chosen = [
        st.sampled_from([("", ""), *((facet, slug) for slug in sorted(index.values[facet]))])
        for facet in FACETS
    ]
    years = st.none() | st.integers(1950, 2030)
    return st.builds(
        lambda pairs, words, since, until, sort: Choice(
            tuple(pair for pair in pairs if pair[0]), words, since, until, sort
        ),
        st.tuples(*chosen),
        st.sampled_from(["", "census", "Data FIRST", "no such thing"]),
        years,
        years,
        st.sampled_from(sorted(SORTS)),
    )


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_counts_are_what_clicking_gives(index: Index, data: st.DataObject) -> None:
    """The count beside each value is the number of datasets that choosing it finds."""
    choice = data.draw(choices(index))
    among = data.draw(st.none() | st.frozensets(st.sampled_from([c.iri for c in index.cards])))
    for facet in FACETS:
        for option in index.options(choice, facet, among=among):
            found = index.matching(choice.with_value(facet, option.slug), among=among)

            assert len(found) == option.count
            assert option.is_chosen == (choice.of(facet) == option.slug)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data(), page=st.integers(1, 9))
def test_the_address_is_the_state(index: Index, data: st.DataObject, page: int) -> None:
    """What an address says is what was chosen."""
    choice = data.draw(choices(index))
    query = choice.query(page=page)
    again, at = chosen(QueryParams(query))

    assert (again.query(), at) == (choice.query(), page)
    assert set(again.values) == set(choice.values)
    assert (again.words, again.since, again.until) == (choice.words, choice.since, choice.until)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_facets_find_what_the_query_finds(
    real: Catalogue, index: Index, data: st.DataObject
) -> None:
    """A choice finds the rows of the saved query `datasets` under the same parameters."""
    choice = data.draw(choices(index))
    pairs = {f: s for f, s in choice.values if f != "nature" and s != SILENT}
    choice = Choice(tuple(pairs.items()), since=choice.since, until=choice.until)
    years = {"from": choice.since, "to": choice.until}
    given = pairs | {name: year for name, year in years.items() if year is not None}
    rows = real.run("datasets", **given)

    assert isinstance(rows, Solutions)
    found = {str(term).strip("<>") for term, *_ in rows}

    assert {card.iri for card in index.matching(choice)} == found


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data(), size=st.integers(1, 40), number=st.integers(1, 9))
def test_a_page_is_a_part_of_the_whole(
    index: Index, data: st.DataObject, size: int, number: int
) -> None:
    """What a page shows is that part of all that was found, in every sort."""
    found = index.matching(data.draw(choices(index)))

    assert found.page(number, size=size) == [*found][(number - 1) * size : number * size]


def test_listing_agrees_with_its_counts(real_site: Client) -> None:
    """On the page, the number beside each value is the number of the page that it leads to."""
    counts = []
    for query in ("nation=wales", "q=educatoin"):
        text = real_site.get(f"/datasets?{query}", headers=BROWSER).text
        counts += re.findall(
            r'<a href="(/datasets\?[^"]+)"><span>[^<]+</span> <span class="count">(\d+)', text
        )

    assert len(counts) > 40
    for href, count in counts[::4]:
        page = real_site.get(href.replace("&amp;", "&"), headers=BROWSER).text
        assert f'<p role="status"><strong>{count}</strong>' in page


def test_pages_of_the_listing(real_site: Client) -> None:
    """Pages follow each other by links, hold every dataset once, and end."""
    seen: list[str] = []
    path = "/datasets"
    while path:
        text = real_site.get(path, headers=BROWSER).text
        seen += re.findall(r'<h2><a href="(/dataset/[^"]+)"', text)
        found = re.search(r'<link rel="next" href="([^"]+)">', text)
        path = found[1].replace("&amp;", "&") if found else ""

    assert len(seen) == len(set(seen)) > AT_ONCE
    assert real_site.get("/datasets?page=99", headers=BROWSER).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "theme=<script>",
        "page=-1",
        "page=1e9",
        "from=abcd&to=²",
        "sort=;",
        "q=%00%ff",
        "theme=a&theme=b",
    ],
)
def test_odd_choices(real_site: Client, query: str) -> None:
    """An address that makes no sense is answered with a page all the same."""
    answer = real_site.get(f"/datasets?{query}", headers=BROWSER)

    assert answer.status_code == 200
    assert faults(answer.text) == []


@given(text=st.text(max_size=30))
def test_choice_is_total(text: str) -> None:
    """Whatever stands in an address is a choice."""
    choice, page = chosen(
        QueryParams([(name, text) for name in (*FACETS, "q", "from", "to", "page")])
    )

    assert page >= 1
    assert dict(parse_qsl(urlsplit(f"?{choice.query()}").query)).keys() <= {
        *FACETS,
        "q",
        "from",
        "to",
    }


@pytest.mark.parametrize("words", ["LEO", "EES", "lonngitudinal outcomes", "prison", "a zzzzzz"])
def test_words_find_what_search_finds(real_site: Client, words: str) -> None:
    """Words find the datasets that search finds, typing mistakes and acronyms included."""
    asked = {"q": words, "kind": "dataset", "limit": "100"}
    found = real_site.get("/search.json", params=asked).json()
    hits = {hit["iri"] for hit in found["hits"]}
    page = real_site.get("/datasets", params={"q": words}, headers=BROWSER).text
    (count,) = re.findall(r'<p role="status"><strong>(\d+)</strong>', page)

    assert (not found["has_more"], int(count)) == (True, len(hits))
    assert bool(hits) == (words != "a zzzzzz")
    for typed, read in found["readings"].items():
        assert f"Nothing has “{typed}”: it is read as {' or '.join(read)}" in page


def test_one_dataset(real_site: Client) -> None:
    """One is a dataset, several are datasets, to those who hear the page too."""
    text = real_site.get("/datasets", headers=BROWSER).text
    told = set(re.findall(r'<span class="count">(\d+)<span class="hidden"> (\w+)</span>', text))

    assert {number for number, word in told if word == "dataset"} == {"1"}
    assert "1" not in {number for number, word in told if word == "datasets"}
