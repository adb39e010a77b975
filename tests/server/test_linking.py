"""What can be linked to a dataset, and the steps between two, as pages."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from adrgraph.pictures.facts import steps_of
from adrgraph.server.pages.chains import chains_between
from tests.markup import faults, read

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from tests.asgi import Client

BROWSER = {"Accept": "text/html"}
HOSTILE = "%3Cscript%3Ealert(1)%3C/script%3E%22'%E2%80%AE"


def section(text: str, fragment: str) -> str:
    """The part of a page under one heading of the second level."""
    found = re.search(rf'<section aria-labelledby="{fragment}">(.*?)</section>', text, re.DOTALL)
    assert found
    return found[1]


def words(markup: str) -> str:
    """Markup as its text."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


@pytest.mark.parametrize(
    "query",
    [
        "",
        "dataset=npd",
        "dataset=leo",
        "dataset=echild",
        "dataset=npd&with=df-civil",
        "dataset=npd&with=npd",
        "dataset=nothing-like-it",
        "dataset=npd&with=nothing-like-it",
        f"dataset={HOSTILE}",
        f"dataset=npd&with={HOSTILE}",
    ],
)
def test_pages_are_sound(real_site: Client, query: str) -> None:
    """Each page is valid, with one heading, light, and runs nothing that was given."""
    answer = real_site.get(f"/link?{query}", headers=BROWSER)

    assert faults(answer.text) == []
    assert len(answer.content) < 150_000
    assert "<script>" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_linked_with(real_site: Client) -> None:
    """Of what the National Pupil Database was linked with, the link is told with its method."""
    text = real_site.get("/link?dataset=npd", headers=BROWSER).text
    told = words(section(text, "from"))

    assert "Education and Child Health Insights from Linked data" in told
    assert "Restriction: May not be linked to other datasets at present." in told
    assert told.count("May not be linked to other datasets at present.") == 1
    assert "Match rate" in told
    assert "of: " in told
    assert "Not stated: " in told
    assert "A possibility is no permission." in text


def test_rates_stand_with_their_counts(real_site: Client) -> None:
    """A share is told with the counts it was made of, and with what it is a share of."""
    text = real_site.get("/link?dataset=echild", headers=BROWSER).text
    told = words(section(text, "components"))

    assert "2,174,601 of 2,287,671 linked; of: Pupils in four one-year cohorts" in told


def test_rates_stand_with_their_bounds(real_site: Client) -> None:
    """A share that differs between places is told with its least and its greatest."""
    rows = real_site.get("/link?dataset=scra-referrals&format=csv").text

    assert "67% (at least 54%, at most 97%; of: " in rows


def test_linked_data_of_components(real_site: Client) -> None:
    """What is linked from components is held where the dataset made of them is held."""
    text = real_site.get("/link?dataset=moj-dfe", headers=BROWSER).text
    told = words(section(text, "components"))

    assert "Linked data in ONS Secure Research Service" in told
    assert "linked data in" not in told


def test_own_restriction_comes_first(real_site: Client) -> None:
    """What may not be linked to anything says so before all links."""
    text = real_site.get("/link?dataset=echild", headers=BROWSER).text

    assert text.index("May not be linked to other datasets at present.") < text.index("<section")


def test_every_sense_is_told(real_site: Client) -> None:
    """A sense of which nothing is stated is unknown, and said to be."""
    text = real_site.get("/link?dataset=npd", headers=BROWSER).text

    assert words(section(text, "linkable")) == (
        "Linkable No source states any. That is unknown, not no."
    )


def test_steps_between_two(real_site: Client) -> None:
    """The shortest chain is drawn, and told step by step with what is not known of each."""
    text = real_site.get("/link?dataset=npd&with=df-civil", headers=BROWSER).text
    told = words(section(text, "steps"))

    assert section(text, "steps").count("<svg") == 2  # for a desk and for a phone
    assert section(text, "steps").count("<li>\n<p>") == 3
    assert "National Pupil Database is a component of Data First" in told
    assert "Not stated: by which linkage" in told
    assert "Not stated: how well the records match" in told


def test_no_chain_is_unknown(real_site: Client) -> None:
    """Where no chain is known, the page says that this is unknown."""
    text = real_site.get("/link?dataset=npd&with=cla-wales", headers=BROWSER).text

    assert "is known. That is unknown, not no." in words(section(text, "steps"))


@pytest.mark.parametrize("query", ["dataset=Echildd", "dataset=npd&with=Echildd"])
def test_unknown_name(real_site: Client, query: str) -> None:
    """A name that nothing has is answered 422 with those that may be meant, one step away."""
    answer = real_site.get(f"/link?{query}", headers=BROWSER)
    hrefs = [href for href, _ in read(answer.text).links if href.endswith("=echild")]

    assert answer.status_code == 422
    assert "No dataset is called" in answer.text
    assert [real_site.get(href, headers=BROWSER).status_code for href in hrefs] == [200]


def test_same_twice(real_site: Client) -> None:
    """Between a dataset and itself there are no steps."""
    answer = real_site.get("/link?dataset=npd&with=NPD", headers=BROWSER)

    assert answer.status_code == 422
    assert "Both are the same dataset." in answer.text


def test_dataset_leads_here(real_site: Client) -> None:
    """The page of a dataset leads to what can be linked to it."""
    text = real_site.get("/dataset/echild", headers=BROWSER).text

    assert 'href="/link?dataset=echild"' in section(text, "links")


def test_chains_are_those_of_the_saved_query(real_app: Starlette) -> None:
    """The steps that a page tells are the rows of the saved query `path`."""
    library = real_app.state.library
    iris = [card.iri for card in library.index.cards]
    chance = random.Random(5)  # noqa: S311 — the same pairs each time
    lengths = set()
    for _ in range(24):
        start, end = chance.sample(iris, 2)
        steps = chains_between(library, start, end)
        lengths.add(max((step.position for step in steps), default=0))

        assert steps == steps_of(library.catalogue, start, end)

    assert {0, 2, 3} <= lengths
