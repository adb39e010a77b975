"""What can be linked to a dataset, and the steps between two, as pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.markup import faults, read

if TYPE_CHECKING:
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
