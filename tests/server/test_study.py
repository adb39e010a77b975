"""Whether something can be studied, as a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from adrgraph.server.app import create_app
from adrgraph.store import load
from tests.asgi import Client
from tests.markup import faults

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue

BROWSER = {"Accept": "text/html"}
MANY = """
PREFIX adr: <https://w3id.org/adrgraph/ontology#>
PREFIX dataset: <https://w3id.org/adrgraph/dataset/>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX environment: <https://w3id.org/adrgraph/environment/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX theme: <https://w3id.org/adrgraph/scheme/theme#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
theme:work a skos:Concept ; skos:prefLabel "work"@en .
environment:one rdfs:label "One"@en .
dataset:years dcat:startDate "2001"^^xsd:gYear ; dcat:endDate "2002"^^xsd:gYear .
"""
EDUCATION = "theme=education&nation=england&from=2012&to=2018"
HOSTILE = "%3Cscript%3Ealert(1)%3C/script%3E%22'%E2%80%AE"


def section(text: str, fragment: str) -> str:
    """The words of a page under one heading of the second level."""
    found = re.search(rf'<section aria-labelledby="{fragment}">(.*?)</section>', text, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        (EDUCATION, 200),
        ("theme=education&theme=health", 200),
        ("theme=education", 200),
        ("theme=agriculture&nation=wales&from=1901&to=1902", 200),
        ("theme=nothing-like-it", 422),
        ("theme=education&nation=atlantis", 422),
        ("theme=education&from=then", 422),
        ("theme=education&from=2018&to=2012", 422),
        ("theme=education&from=1000&to=9999", 422),
        (f"theme={HOSTILE}&nation={HOSTILE}&from={HOSTILE}&to={HOSTILE}", 422),
    ],
)
def test_pages_are_sound(real_site: Client, query: str, status: int) -> None:
    """Each page is valid, light, says what does not fit, and runs nothing that was given."""
    answer = real_site.get(f"/study?{query}", headers=BROWSER)

    assert answer.status_code == status
    assert faults(answer.text) == []
    assert ('role="alert"' in answer.text) == (status == 422)
    assert len(answer.content) < 150_000
    assert "<script>" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_education_in_england(real_site: Client) -> None:
    """Data on education in England from 2012 to 2018 sit together in one environment."""
    text = real_site.get(f"/study?{EDUCATION}", headers=BROWSER).text
    together = section(text, "together")

    assert "ONS Secure Research Service" in together
    assert (
        "Longitudinal Education Outcomes nations wholly, years wholly · "
        "January 1995 to August 2019 (period)"
    ) in together
    assert "GUIE Wave 1 nations wholly, years partly · 2001 to 2015" in together
    assert "Restriction: May not be linked to other datasets at present." in together
    assert "National Pupil Database" in section(text, "elsewhere")
    assert "A possibility is no permission." in text


def test_gaps(real_site: Client) -> None:
    """Gaps are drawn and stand in a table by nation and years."""
    text = real_site.get(f"/study?{EDUCATION}", headers=BROWSER).text

    assert "England 2012 to 2018 wholly" in section(text, "gaps")
    assert re.findall(r'class="picture gaps (\w+)"', text) == ["wide", "narrow"]


def test_way_in(real_site: Client) -> None:
    """The way in is told once for the data that share it, with time and whom to write to."""
    text = real_site.get(f"/study?{EDUCATION}", headers=BROWSER).text
    way = section(text, "way")

    assert "Time: 2 to 4 months." in way
    assert way.count("About 10 weeks on average.") == 1
    assert "who acts is not stated" in way or "researcher" in way
    assert "leo.programme@education.gov.uk" in section(text, "contacts")


def test_the_address_is_the_form(real_site: Client) -> None:
    """The form on a page holds what its address asks."""
    text = real_site.get(f"/study?{EDUCATION}&nation=great-britain", headers=BROWSER).text

    assert re.findall(r'value="([\w-]+)" checked', text) == [
        "education",
        "england",
        "great-britain",
    ]
    assert re.findall(r'name="(?:from|to)"[^>]* value="(\d+)"', text) == ["2012", "2018"]


def test_nothing_found(real_site: Client) -> None:
    """An answer without data says that this is unknown."""
    text = real_site.get("/study?theme=family-justice&nation=scotland", headers=BROWSER).text

    assert "That is unknown, not no." in section(text, "together")
    assert section(text, "way").endswith("No source states a way in.")


def test_many_data_are_shown_in_parts(real: Catalogue) -> None:
    """A long answer has pages: all are counted, each is shown once, the picture is of one."""
    lines = [
        f'dataset:d{n} a dcat:Dataset ; rdfs:label "Data {n:03}"@en ; dcat:theme theme:work ; '
        f"dcterms:temporal dataset:years{' ; adr:isHeldIn environment:one' if n < 60 else ''} ."
        for n in range(120)
    ]
    store = load(ox.parse(MANY + "\n".join(lines), format=ox.RdfFormat.TURTLE))
    site = Client(create_app(store, layout=real.layout))
    query = "/study?theme=work&from=2001&to=2003"

    texts = [site.get(f"{query}&page={n}", headers=BROWSER).text for n in (1, 2, 3)]
    shown = [re.findall(r">Data (\d+)</a>", text) for text in texts]
    links = [re.findall(r'<link rel="(\w+)" href="([^"]+)">', text) for text in texts]

    assert [faults(text) for text in texts] == [[], [], []]
    assert [number for page in shown for number in page] == [f"{n:03}" for n in range(120)]
    assert "120 datasets on work from 2001 to 2003, 51 to 100 shown." in plain(texts[1])
    assert "One 10 of 60 Data 050" in section(texts[1], "together")
    assert section(texts[2], "together").endswith("They are shown on pages before.")
    assert section(texts[0], "elsewhere").endswith("They are shown on pages after.")
    assert [link for link in links[1] if link[0] in {"prev", "next"}] == [
        ("prev", query.replace("&", "&amp;")),
        ("next", f"{query}&page=3".replace("&", "&amp;")),
    ]
    drawn = site.get(f"/pictures/gaps.svg?{query.partition('?')[2]}&part=3").text
    assert drawn.count("Data 1") >= len(shown[2])
    assert "Data 099" not in drawn
    assert "gaps.svg?theme=work&amp;from=2001&amp;to=2003&amp;part=3" in texts[2]
    table = f"/pictures/gaps?{query.partition('?')[2]}&part=3"
    assert "Data 100" in site.get(table, headers=BROWSER).text
    assert site.get(f"{query}&page=4", headers=BROWSER).status_code == 404
    assert len(site.get(f"{query}&format=csv").text.splitlines()) == 121


def plain(markup: str) -> str:
    """Markup as its text."""
    return " ".join(re.sub(r"<[^>]+>", "", markup).split())
