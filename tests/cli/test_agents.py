"""The catalogue as an agent knows it, by the client of the protocol's own SDK."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.service import Service, service, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mcp import Client, StdioServerParameters

    from adrgraph.layout import Layout

pytest.importorskip("mcp", reason="the extra mcp is not installed")

PUPILS = "https://w3id.org/adrgraph/dataset/pupils"
ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
OPTIONS = ("--max-seconds", "3")
INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


@pytest.fixture(scope="module")
def running(shared: Layout, cache: str) -> Iterator[Service]:
    """A server over the small world."""
    with service(shared, *OPTIONS, cache=cache) as started:
        yield started


@pytest.fixture(params=["stdio", "http"])
def agent(
    request: pytest.FixtureRequest, shared: Layout, cache: str
) -> Callable[[Callable[[Client], Any]], Any]:
    """A function that lets an agent do something, over each of the two transports."""
    from mcp import Client, StdioServerParameters

    where: StdioServerParameters | str
    if request.param == "http":
        where = f"{request.getfixturevalue('running').address}mcp"
    else:
        where = StdioServerParameters(
            command=sys.executable,
            args=["-m", "adrgraph", "mcp", *OPTIONS],
            env={**os.environ, "ADRGRAPH_ROOT": str(shared.root), "ADRGRAPH_CACHE": cache},
        )

    async def visit(does: Callable[[Client], Any]) -> Any:
        async with Client(where, read_timeout_seconds=60) as client:
            return await does(client)

    return lambda does: asyncio.run(visit(does))


def words(said: Any) -> str:
    """What a tool said."""
    return "\n".join(part.text for part in said.content)


def test_tools(agent: Callable[[Callable[[Client], Any]], Any]) -> None:
    """Each saved query is a tool with its parameters, their rules and examples; all only read."""
    listed = agent(lambda client: client.list_tools())
    tools = {tool.name: tool for tool in listed.tools}
    asked = tools["linked-with"].input_schema

    assert set(tools) == {"sparql", "schema", "find", "search", "linked-with"}
    assert asked["required"] == ["dataset"]
    assert set(asked["properties"]) == {"dataset", "area", "since", "limit", "offset"}
    assert asked["properties"]["dataset"]["examples"] == ["pupils"]
    assert "pupils (Pupil Register)" in asked["properties"]["dataset"]["description"]
    assert asked["properties"]["area"]["type"] == "array"
    assert asked["properties"]["since"]["pattern"].startswith("^")
    assert all(tool.annotations.read_only_hint for tool in tools.values())


def test_saved_query(agent: Callable[[Callable[[Client], Any]], Any]) -> None:
    """A saved query is answered, names are understood, and what is cut off is said to be."""

    async def ask(client: Client) -> list[Any]:
        return [
            await client.call_tool("linked-with", {"dataset": "Hospital Stays"}),
            await client.call_tool("linked-with", {"dataset": "hospital", "limit": 1}),
            await client.call_tool("linked-with", {"dataset": "hospital", "limit": 1, "offset": 1}),
        ]

    whole, first, second = agent(ask)
    rows = whole.structured_content["rows"]

    assert len(rows) == 2
    assert whole.structured_content["truncated"] is False
    assert "TRUNCATED" not in words(whole)
    assert first.structured_content["rows"] == rows[:1]
    assert first.structured_content["next_offset"] == 1
    assert "TRUNCATED: rows 1 to 1 are shown" in words(first)
    assert second.structured_content["rows"] == rows[1:2]


def test_misfits(agent: Callable[[Callable[[Client], Any]], Any]) -> None:
    """What does not fit is an error that says what would; the connection goes on."""

    async def ask(client: Client) -> list[Any]:
        return [
            await client.call_tool("linked-with", {"dataset": "pupil"}),
            await client.call_tool("linked-with", {"dataset": "pupils", "since": "soon"}),
            await client.call_tool("linked-with", {"dataset": "pupils", "since": '" } #'}),
            await client.call_tool("linked-with", {}),
            await client.call_tool("linked-with", {"dataset": "pupils", "colour": "red"}),
            await client.call_tool("sparql", {"query": "SELECT"}),
            await client.call_tool("sparql", {"query": "DROP ALL"}),
            await client.call_tool("sparql", {"query": "ASK { SERVICE <urn:x> {} }"}),
        ]

    told = agent(ask)

    assert all(said.is_error for said in told)
    assert "pupils" in words(told[0])
    assert "such as 2022-09-30" in words(told[1])
    assert "such as 2022-09-30" in words(told[2])
    assert "needs dataset" in words(told[3])
    assert "takes no colour" in words(told[4])
    assert "line 1" in words(told[5])
    assert "read-only" in words(told[6])
    assert "SERVICE is refused" in words(told[7])


def test_sparql(agent: Callable[[Callable[[Client], Any]], Any]) -> None:
    """SPARQL is answered within the limits of everybody, and says where it is cut."""

    async def ask(client: Client) -> list[Any]:
        return [
            await client.call_tool("sparql", {"query": "ASK {}"}),
            await client.call_tool("sparql", {"query": f"{ALL} LIMIT 3"}),
            await client.call_tool("sparql", {"query": ALL, "limit": 3}),
            await client.call_tool("sparql", {"query": f"DESCRIBE <{PUPILS}>", "limit": 2}),
            await client.call_tool(
                "sparql",
                {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"},
            ),
        ]

    yes, whole, cut, graph, endless = agent(ask)

    assert "true" in words(yes)
    assert whole.structured_content == {"truncated": False, "rows": 3}
    assert cut.structured_content == {"truncated": True, "rows": 3}
    assert words(cut).splitlines()[1:] == words(whole).splitlines()
    assert words(cut).startswith("TRUNCATED: only the first 3 are shown")
    assert graph.structured_content == {"truncated": True, "rows": 2}
    assert endless.is_error
    assert "3 seconds" in words(endless)


def test_names(agent: Callable[[Callable[[Client], Any]], Any]) -> None:
    """A name leads to the things that have it, or to the nearest ones."""

    async def ask(client: Client) -> list[Any]:
        return [
            await client.call_tool("find", {"name": "pupil register"}),
            await client.call_tool("find", {"name": "pupil registers"}),
        ]

    found, near = agent(ask)

    assert found.structured_content["found"] == [
        {"name": "dataset/pupils", "label": "Pupil Register", "iri": PUPILS}
    ]
    assert near.structured_content["found"] == []
    assert "dataset/pupils" in near.structured_content["nearest"]


def test_resources(agent: Callable[[Callable[[Client], Any]], Any]) -> None:
    """Ontology, schema and datasets can be read, and nothing else."""
    from mcp import MCPError

    async def ask(client: Client) -> list[Any]:
        listed = await client.list_resources()
        read = [await client.read_resource(each.uri) for each in listed.resources]
        with pytest.raises(MCPError, match="nothing called"):
            await client.read_resource("https://w3id.org/adrgraph/dataset/none")
        with pytest.raises(MCPError):
            await client.read_resource("file:///etc/passwd")
        return [listed.resources, read, await client.list_resource_templates()]

    listed, read, templates = agent(ask)
    texts = {each.uri: got.contents[0].text for each, got in zip(listed, read, strict=True)}

    assert PUPILS in texts
    assert "Pupil Register" in texts[PUPILS]
    assert "adr:LinkedDataset" in texts["https://w3id.org/adrgraph/ontology"]
    assert re.search(r"^adr:SourceDataset \d+: ", texts["adrgraph://schema"], re.MULTILINE)
    assert "PREFIX dcat:" in texts["adrgraph://schema"]
    assert "{kind}/{slug}" in templates.resource_templates[0].uri_template


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:3000"}, 200),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_rebinding(running: Service, headers: dict[str, str], status: int) -> None:
    """A page that made a name of its own mean this machine is refused."""
    sent = {"Accept": "application/json, text/event-stream"} | headers
    answer = httpx.post(f"{running.address}mcp", json=INITIALIZE, headers=sent, timeout=60)

    assert answer.status_code == status


def test_public_name(shared: Layout, cache: str) -> None:
    """The public URL's host is let in too."""
    headers = {
        "Accept": "application/json, text/event-stream",
        "Host": "data.example",
        "Origin": "https://data.example",
    }
    options = ("--public-url", "https://data.example/")
    with service(shared, *options, cache=cache) as started:
        answer = httpx.post(f"{started.address}mcp", json=INITIALIZE, headers=headers, timeout=60)

    assert answer.status_code == 200


def test_no_stream(running: Service) -> None:
    """There is no stream to hold open: a server that is told to stop has nothing to wait for."""
    assert running.get("mcp", headers={"Accept": "text/event-stream"}).status_code == 405
    assert httpx.delete(f"{running.address}mcp").status_code == 405


def test_logged(running: Service) -> None:
    """What an agent asks is logged and counted as every query is, and as silently."""
    from mcp import Client

    async def ask() -> None:
        async with Client(f"{running.address}mcp") as client:
            await client.call_tool("sparql", {"query": 'ASK { BIND("Winterbourne" AS ?x) }'})

    before = len(running.journal("query"))
    asyncio.run(ask())
    (entry,) = until(lambda: running.journal("query")[before:])

    assert (entry["form"], entry["outcome"]) == ("ask", "answered")
    assert "Winterbourne" not in "".join(running.lines)


def test_llms(running: Service) -> None:
    """/llms.txt names every saved query and leads nowhere in vain."""
    told = running.get("llms.txt")
    links = dict(re.findall(r"^- \[(.*?)\]\((.*?)\): ", told.text, re.MULTILINE))
    followed = {name: httpx.get(link, timeout=60).status_code for name, link in links.items()}
    ends = re.findall(r"\.(\w+)[, ]", told.text.partition("with one of ")[2].partition("behind")[0])
    address = f"{links['linked-with']}.{{}}?dataset=pupils"
    answers = {end: httpx.get(address.format(end), timeout=60).status_code for end in ends}

    assert told.headers["content-type"].startswith("text/plain")
    assert followed.pop("MCP") == 405
    assert set(followed.values()) == {200}
    assert {"csv", "json"} <= set(ends)
    assert set(answers.values()) == {200}
    assert "3 seconds" in told.text


def test_store_elsewhere(shared: Layout) -> None:
    """Over a store that cannot be reached an agent is told so; what is no IRI is nothing's."""
    from mcp import Client, MCPError, StdioServerParameters

    where = StdioServerParameters(
        command=sys.executable,
        args=["-m", "adrgraph", "mcp", "--store", "http://127.0.0.1:9/sparql"],
        env={**os.environ, "ADRGRAPH_ROOT": str(shared.root), "ADRGRAPH_CACHE": os.devnull},
    )

    async def ask() -> None:
        async with Client(where, read_timeout_seconds=60) as client:
            with pytest.raises(MCPError, match="cannot be reached"):
                await client.read_resource(PUPILS)
            with pytest.raises(MCPError, match="nothing called"):
                await client.read_resource("https://w3id.org/adrgraph/dataset/a<b>")
            with pytest.raises(MCPError, match="cannot be reached"):
                await client.list_resources()

    asyncio.run(ask())
