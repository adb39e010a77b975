"""What pages answer is given as rows too: the same, whatever the form."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    import httpx

    from tests.asgi import Client

BROWSER = {"Accept": "text/html"}
PAGES = {
    "/datasets?nation=wales&q=educatoin": "datasets",
    "/study?theme=education&theme=criminal-justice&nation=england&from=2012&to=2018": "study",
    "/link?dataset=npd": "link",
    "/link?dataset=npd&with=hes": "link",
}


def rows(answer: httpx.Response) -> list[dict[str, Any]]:
    """The rows of an answer in JSON."""
    assert answer.headers["content-type"].startswith("application/json")
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


@pytest.mark.parametrize("path", PAGES)
def test_forms(real_site: Client, path: str) -> None:
    """The page names a download in each form; all of them hold the same rows."""
    page = real_site.get(path, headers=BROWSER).text
    links = re.findall(r'<a href="([^"]+)" type="[^"]+" rel="nofollow">([^<]+)</a>', page)
    by_label = {label: real_site.get(unescape(address)) for address, label in links}
    told = rows(by_label["JSON"])
    read = csv.reader(io.StringIO(by_label["CSV"].text))
    columns, *lines = list(read)
    book = openpyxl.load_workbook(io.BytesIO(by_label["Spreadsheet"].content))
    cells = [["" if v is None else v for v in row] for row in book["Answer"].values]

    assert told
    assert [dict(zip(columns, line, strict=True)) for line in lines] == told
    assert cells == [[column.replace("_", " ") for column in columns], *lines]
    assert f'filename="{PAGES[path]}.csv"' in by_label["CSV"].headers["content-disposition"]


def test_same_as_the_page(real_site: Client) -> None:
    """The rows are those of the page: as many datasets, links and steps."""
    datasets, study, link, steps = PAGES
    pages = {path: real_site.get(path, headers=BROWSER).text for path in PAGES}
    told = {path: rows(real_site.get(path + "&format=json")) for path in PAGES}

    assert f'role="status"><strong>{len(told[datasets])}</strong>' in pages[datasets]
    assert {"educatoin"} == set(re.findall("Nothing has “(\\w+)”", pages[datasets]))
    number = len({row["dataset"] for row in told[study]})
    assert f'role="status"><strong>{number}</strong>' in pages[study]
    assert pages[link].count("Step by step</a>") == len(told[link])
    assert pages[steps].count('<p class="note">Linkage: ') == len(told[steps])


def test_negotiated(real_site: Client) -> None:
    """A program gets what it accepts; what cannot be answered is a problem, not an empty table."""
    answer = real_site.get("/link?dataset=npd", headers={"Accept": "text/csv"})

    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.startswith("sense,dataset,title,standing,through,linkage,method,match_rate")
    for path in ("/link", "/link?dataset=zzz", "/study?nation=wales", "/study?theme=zzz"):
        refused = real_site.get(path, headers={"Accept": "application/json"})
        assert refused.status_code == 422
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["detail"]
