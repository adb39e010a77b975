"""Saved queries at a real server: in processes of their own, within the limits, and kept."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import httpx
import pytest

from adrgraph.server.app import create_app
from adrgraph.server.caching import Revision
from adrgraph.server.isolation.limits import Limits
from tests.asgi import Client
from tests.loopback import served
from tests.server.questions import small_layout, small_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.layout import Layout

HEAVY = """\
#+ summary: What is everything beside everything?
#+ x-params:
#+   words:
#+     label: words
#+     type: text
#+     example: x
SELECT ?words (COUNT(*) AS ?number)
WHERE {
  VALUES ?words { "x" }
  ?a ?p1 ?b . ?c ?p2 ?d . ?e ?p3 ?f . ?g ?p4 ?h . ?i ?p5 ?j . ?k ?p6 ?l . ?m ?p7 ?n . ?o ?p8 ?q
}
GROUP BY ?words
ORDER BY ?words
"""
BUILT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The small questions, and one that no machine answers."""
    found = small_layout(tmp_path_factory.mktemp("layout"))
    (found.queries / "heavy.rq").write_text(HEAVY, encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def address(layout: Layout) -> Iterator[str]:
    """The address of a server with narrow limits."""
    limits = Limits(seconds=1, rows=2, light=1, heavy=1)
    with served(small_store(), limits, layout=layout) as found:
        yield f"{found}queries/"


def test_answered(address: str) -> None:
    """A saved query is answered by the workers, in formats that are streamed or made whole."""
    for suffix in ("csv", "json", "xlsx", "html", "bib"):
        response = httpx.get(f"{address}size.{suffix}?dataset=npd")

        assert response.status_code == 200, suffix
        assert response.headers["x-sparql-maxrows"] == "2"


def test_limit(address: str) -> None:
    """A saved query that takes too long is stopped, and the others go on."""
    response = httpx.get(f"{address}heavy.csv?words=y", timeout=10)

    assert response.status_code == 504
    assert response.json()["limit"] == "seconds"
    assert httpx.get(f"{address}size.csv?dataset=npd").status_code == 200


def test_rows(address: str) -> None:
    """Rows beyond the limit come on pages; without pages an answer is cut off, never shortened."""
    pages = httpx.get(f"{address}sizes.html?limit=1").text
    sheet = httpx.get(f"{address}sizes.xlsx")

    assert "Rows 1 to 1; there are more." in pages
    assert 'rel="next"' in sheet.headers["link"]
    assert httpx.get(f"{address}sizes.csv?limit=2").text.count("\r\n") == 3
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{address}sizes.csv")
    assert httpx.get(f"{address}sizes.csv?limit=3").status_code == 422


def test_head(address: str) -> None:
    """HEAD tells what GET would, without the body."""
    response = httpx.head(f"{address}size.csv?dataset=npd")

    assert response.content == b""
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


def test_kept(layout: Layout) -> None:
    """Answers of a build carry validators; who has them gets 304, and the same file each time."""
    revision = Revision("0123456789abcdef", BUILT)
    client = Client(create_app(small_store(), layout=layout, revision=revision))
    other = Client(create_app(small_store(), layout=layout, revision=revision))
    for suffix in ("csv", "xlsx", "html", "bib", "json"):
        path = f"/queries/sizes.{suffix}?dataset=leo"
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})

        assert again.status_code == 304, suffix
        assert other.get(path).content == first.content, suffix
    cited = client.get("/queries/sizes.txt").text

    assert cited.startswith("adrgraph: “How large is each dataset?”. Build 0123456789ab, 1 March")


def test_asked_from_elsewhere(address: str) -> None:
    """The page gives its question as code: curl and Python that run, and R that asks the same."""
    pytest.importorskip("pandas", reason="pandas is not installed")
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    page = httpx.get(f"{address}size.html", params={"dataset": "Pupils"}).text
    (codes,) = re.findall(r"<summary>From a command line(.*?)</details>", page, re.DOTALL)
    curl, python, r = map(unescape, re.findall("<code>(.*?)</code>", codes, re.DOTALL))
    python += '\nprint(rows.to_csv(index=False), end="")'
    commands = (["bash", "-c", curl], [sys.executable, "-c", python])
    told = [subprocess.run(each, capture_output=True, check=True, text=True) for each in commands]

    assert [each.stdout.splitlines()[0] for each in told] == ["size,year"] * 2
    assert [float(each.stdout.splitlines()[1].strip(",")) for each in told] == [12.5] * 2
    assert r == f'rows <- read.csv("{curl.split(chr(39))[1]}")'
