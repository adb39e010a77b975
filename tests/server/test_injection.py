"""A value can never become syntax, by whichever way it comes: addresses, forms, JSON, agents."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adrgraph.server.agents.toolbox import Toolbox
from adrgraph.server.answering import Threads
from adrgraph.server.choices import Choices
from adrgraph.server.saved import Saved
from adrgraph.server.searching import Finder
from tests.server.questions import small_layout, small_site, small_store

if TYPE_CHECKING:
    from tests.asgi import Client

WORDS = (
    *('"', "'", '"""', "'''", "\\", "\\\\", '\\"', "\n", "\r", "\t", "\b", "\f", "a\nb", "a\r\nb"),
    *("\\u0022", "\\U00000022", "\\u005C\\u0022", "\\u000A", "\\u003E", "\\\\u0022 } #", "\\u00"),
    *("# comment", '" # comment\n}', "\u0022 } UNION { ?s ?p ?o } #", "} } ORDER BY ?words #"),
    *("http://x/>", "http://x/> } #", "<http://x/>", "http://x/\\u003E } #", "> ; DROP ALL ; <"),
    *('"@en', '"@en-GB--ltr', '"^^<http://x/>', '"^^xsd:integer', "$words", "?words", "_:b", "[]"),
    *(
        "%22",
        "%3E",
        "%0A",
        "%2522",
        "%5Cu0022",
        "&words=x",
        "words=x;y",
        "+",
        "a+b",
        "{}",
        "(UNDEF)",
    ),
    *(
        "\x00",
        "\x1f",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
        "\U000e0001",
        "\u202e",
    ),
)
TYPED = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ODD = st.text(st.sampled_from("\\uU0023EeA\"'<>{}#?$@^%&=+;\n\r "), max_size=60)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A client of the application over the small world."""
    return small_site(tmp_path_factory.mktemp("layout"))


@pytest.fixture(scope="module")
def toolbox(tmp_path_factory: pytest.TempPathFactory) -> Toolbox:
    """The tools of agents over the same."""
    store = small_store()
    return Toolbox(
        store,
        Threads(store),
        Saved(small_layout(tmp_path_factory.mktemp("tools"))),
        Choices(store, is_fixed=True),
        Finder(store, is_fixed=True),
    )


def echoed(client: Client, address: str) -> str:
    """The one value that comes back."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    (row,) = answer.json()["results"]["bindings"]
    assert row["words"]["type"] == "literal"
    assert set(row["words"]) == {"type", "value"}
    value: str = row["words"]["value"]
    return value


def expected(words: str) -> str:
    """What comes back: the value, or what stands in the file where it is empty."""
    return words if words.strip() else "nothing"


@pytest.mark.parametrize("words", WORDS)
def test_encoded(client: Client, words: str) -> None:
    """A value comes back as it was encoded in an address, once decoded and no further."""
    every = "".join(f"%{byte:02x}" for byte in words.encode())
    twice = quote(quote(words, safe=""), safe="")

    assert echoed(client, f"/queries/echo.json?words={every}") == expected(words)
    assert echoed(client, f"/queries/echo.json?words={twice}") == quote(words, safe="")


@given(st.one_of(TYPED, ODD))
@settings(max_examples=200, deadline=None)
def test_any(client: Client, words: str) -> None:
    """Any text at all comes back as that text."""
    address = f"/queries/echo.json?words={quote(words, safe='')}"

    assert echoed(client, address) == expected(words)


@given(st.one_of(TYPED, ODD), st.sampled_from(["", "http://x/", "<http://x/", "urn:", "dataset/"]))
@settings(max_examples=200, deadline=None)
def test_any_thing(client: Client, words: str, before: str) -> None:
    """Any text at all given for an IRI is refused where it names nothing that there is."""
    answer = client.get(f"/queries/said.json?thing={quote(before + words, safe='')}")

    assert answer.status_code == 422
    assert [error["parameter"] for error in answer.json()["errors"]] == ["thing"]


@pytest.mark.parametrize("words", WORDS)
def test_agents(toolbox: Toolbox, words: str) -> None:
    """What an agent gives in JSON comes back as it is, and what it gives for a name is a name."""
    arguments = json.loads(json.dumps({"words": words}))
    said = asyncio.run(toolbox.use("echo", arguments, client=""))
    named = asyncio.run(toolbox.use("size", {"dataset": words}, client=""))

    assert not said.is_error, said.text
    assert said.data["rows"] == [{"words": expected(words)}]
    assert named.is_error


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"words=%22+%7D+%23"),
        ("application/json", b'{"words": "\\u0022 } #"}'),
        ("application/sparql-query", b"SELECT * { ?s ?p ?o }"),
    ],
)
def test_posted(client: Client, media_type: str, body: bytes) -> None:
    """Nothing is posted to a saved query: there is one way in, and a form uses it too."""
    answer = client.post("/queries/echo.json", content=body, headers={"Content-Type": media_type})

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) <= {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("octets", ["%ff", "%c0%a2", "%ed%a0%80", "%f8%88%80%80%a2"])
def test_no_text(client: Client, octets: str) -> None:
    """Bytes that are no text, a quotation mark written too long among them, are refused."""
    assert client.get(f"/queries/echo.json?words={octets}").status_code == 400


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["http://x/> { } #", "http://x/\\u003E", "urn:x> FROM <urn:y", '"'])
def test_graphs(client: Client, name: str, iri: str) -> None:
    """What is given for a graph is an IRI or refused, by address as in a form."""
    given_ = {"query": "ASK {}", name: iri}

    assert client.get("/sparql", params=given_).status_code == 400
    assert client.post("/sparql", data=given_).status_code == 400
