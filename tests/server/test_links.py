"""Permanent links to queries: the same text has the same address, and hostile use is bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adrgraph.server import links
from adrgraph.server.app import create_app
from adrgraph.server.links import LONGEST, number_of
from tests.asgi import Client
from tests.server.questions import FILES, small_layout, small_store

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

ASKED = "SELECT ?d WHERE { ?d a <http://www.w3.org/ns/dcat#Dataset> } ORDER BY ?d"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where queries are kept; it is made when the first one is."""
    return tmp_path / "state" / "links"


@pytest.fixture
def client(tmp_path: Path, folder: Path) -> Client:
    """A client of an application that keeps queries."""
    return Client(create_app(small_store(), layout=small_layout(tmp_path), links=folder))


def keep(client: Client, text: str) -> httpx.Response:
    """The response to a query that shall be kept."""
    response: httpx.Response = client.post("/q", data={"query": text})
    return response


def test_kept(client: Client, folder: Path) -> None:
    """A query that is posted has an address, which shows it and answers it in every format."""
    kept = keep(client, ASKED)
    path = f"/q/{number_of(ASKED)}"

    assert kept.status_code == 201
    assert kept.headers["location"] == f"http://testserver{path}" == kept.json()["address"]
    assert [file.name for file in folder.iterdir()] == [f"{number_of(ASKED)}.rq"]
    assert client.get(f"{path}.rq").text == f"{ASKED}\n"
    assert client.get(f"{path}.csv").text.count("\r\n") == 4
    assert client.get(path, headers={"Accept": "text/csv"}).text.startswith("d\r\n")
    assert client.get(f"{path}.csv").links["cite-as"]["url"] == kept.json()["address"]


def test_again(client: Client) -> None:
    """The same text again, or with other line ends, has the address that it had."""
    first = keep(client, ASKED.replace("{", "{\n"))
    again = client.post(
        "/q",
        content=ASKED.replace("{", "{\r\n") + "\r\n",
        headers={"Content-Type": "application/sparql-query"},
    )

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.headers["location"] == first.headers["location"]


def test_page(client: Client) -> None:
    """The page of a link shows the text and asks nothing until that is wanted; robots stay out."""
    text = "SELECT ('<script>alert(1)</script>' AS ?x) WHERE {}"
    keep(client, text)
    path = f"/q/{number_of(text)}"
    shown = client.get(path, headers={"Accept": "text/html"})
    run = client.get(f"{path}?run=1", headers={"Accept": "text/html"})

    assert "&lt;script&gt;" in shown.text
    assert "<script>" not in shown.text + run.text
    assert "<table>" not in shown.text
    assert '<td data-label="X">&lt;script&gt;alert(1)&lt;/script&gt;</td>' in run.text
    assert shown.headers["x-robots-tag"] == run.headers["x-robots-tag"] == "noindex"


def test_forms(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Queries of all forms have links, each with the formats that hold its answer."""
    monkeypatch.setattr(links, "PACE", 0)
    client = Client(create_app(small_store(), links=client.app.state.links._folder))  # noqa: SLF001
    for text, suffix, begins in (
        ("ASK {}", "json", '{"head"'),
        ("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }", "ttl", "@prefix"),
        ("DESCRIBE <https://w3id.org/adrgraph/dataset/npd>", "nt", "<https://w3id.org"),
    ):
        assert keep(client, text).status_code == 201
        assert client.get(f"/q/{number_of(text)}.{suffix}").text.startswith(begins)
        assert client.get(f"/q/{number_of(text)}.html?run=1").status_code == 200


def test_saved_query(client: Client) -> None:
    """The text of a saved query has its address without being kept."""
    number = number_of(FILES["sizes"])

    assert client.get(f"/q/{number}.rq").text == FILES["sizes"]
    assert keep(client, FILES["sizes"]).status_code == 200


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("SELECT ?x WHERE { ?x }", 400),
        ("nothing at all", 400),
        ("DROP ALL", 400),
        ("", 400),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 400),
        (f"ASK {{}} # {'x' * LONGEST}", 413),
    ],
)
def test_refused(client: Client, folder: Path, text: str, status: int) -> None:
    """What is no query, or too long, is not kept."""
    assert keep(client, text).status_code == status
    assert not folder.exists()


def test_update(client: Client) -> None:
    """An update has no link."""
    assert client.post("/q", data={"update": "DROP ALL"}).status_code == 403


def test_pace(client: Client) -> None:
    """One client can have only so many queries kept; those that have links do not count."""
    keep(client, ASKED)
    second = keep(client, "ASK {}")

    assert second.status_code == 429
    assert int(second.headers["retry-after"]) <= 30
    assert keep(client, ASKED).status_code == 200


def test_full(client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there is no room nothing is kept, and what was kept is served."""
    keep(client, ASKED)
    monkeypatch.setattr(links, "MOST", 1)
    other = Client(create_app(small_store(), links=folder))

    assert keep(other, "ASK {}").status_code == 507
    assert other.get(f"/q/{number_of(ASKED)}.rq").status_code == 200


def test_no_folder() -> None:
    """A server without a folder keeps nothing, and says what to do instead."""
    response = keep(Client(create_app(small_store())), "ASK {}")

    assert response.status_code == 403
    assert "/sparql?query=" in response.json()["detail"]


@pytest.mark.parametrize(
    "name", ["a" * 32, "../secret", "..%2Fsecret", "A" * 32, f"{'a' * 31}/", "x.rq", "%00" * 4]
)
def test_unknown(client: Client, folder: Path, name: str) -> None:
    """What was never kept, or lies outside the folder, is not found."""
    keep(client, ASKED)
    (folder.parent / "secret.rq").write_text("ASK {}")

    assert client.get(f"/q/{name}").status_code == 404


def test_changed(client: Client, folder: Path) -> None:
    """A file that holds another text than the one it is named for is not served."""
    keep(client, ASKED)
    next(folder.iterdir()).write_text("ASK {}")

    assert client.get(f"/q/{number_of(ASKED)}.rq").status_code == 404
