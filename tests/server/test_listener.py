"""The process that listens, and the clients that people use."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from adrgraph.errors import StoreError
from adrgraph.server.listener import address, listen, serve
from adrgraph.server.operation.settings import Content, Settings
from adrgraph.store import load
from tests.loopback import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adrgraph.store import Store

LEO = "https://w3id.org/adrgraph/dataset/leo"
SELECT = "SELECT ?title { <dataset/leo> <http://purl.org/dc/terms/title> ?title }"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"

SERVER = """
from adrgraph.server.listener import serve
from adrgraph.server.operation.settings import Content, Settings
from adrgraph.store import open_store
serve(Content(open_store("memory:")), settings=Settings(port=0),
      on_listening=lambda address: print(address, flush=True))
print("stopped", flush=True)
"""


def ask(endpoint: str, query: str, *, format: str, method: str = "GET") -> Any:
    """What SPARQLWrapper makes of the answer to a query."""
    client = SPARQLWrapper(endpoint, returnFormat=format)
    client.setMethod(method)
    client.setQuery(query)
    return client.query().convert()


@pytest.fixture(scope="module")
def endpoint(store: Store) -> Iterator[str]:
    """The address of the endpoint on a real socket."""
    with served(store) as found:
        yield f"{found}sparql"


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_rows(endpoint: str, method: str) -> None:
    """SPARQLWrapper reads rows and truth values by GET and POST."""
    rows = ask(endpoint, SELECT, format=JSON, method=method)
    answer = ask(endpoint, "ASK {}", format=JSON, method=method)

    assert rows["results"]["bindings"] == [
        {"title": {"type": "literal", "value": "LEO", "xml:lang": "en"}}
    ]
    assert answer["boolean"] is True


@pytest.mark.parametrize(
    ("wanted", "media_type"),
    [
        (XML, "application/sparql-results+xml"),
        (CSV, "text/csv"),
        (TSV, "text/tab-separated-values"),
    ],
)
def test_sparqlwrapper_formats(endpoint: str, wanted: str, media_type: str) -> None:
    """SPARQLWrapper's other formats of rows are what it gets."""
    client = SPARQLWrapper(endpoint, returnFormat=wanted)
    client.setQuery(SELECT)

    assert client.query().info()["content-type"].startswith(media_type)


@pytest.mark.filterwarnings("ignore:.*ConjunctiveGraph.*:DeprecationWarning")  # SPARQLWrapper's
@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <dataset/leo>"])
@pytest.mark.parametrize("wanted", [XML, RDFXML, JSONLD])
def test_sparqlwrapper_graphs(endpoint: str, query: str, wanted: str) -> None:
    """SPARQLWrapper reads graphs, of DESCRIBE too, into rdflib."""
    assert (URIRef(LEO), None, None) in ask(endpoint, query, format=wanted)


@pytest.mark.parametrize("wanted", [TURTLE, N3])
def test_sparqlwrapper_turtle(endpoint: str, wanted: str) -> None:
    """What SPARQLWrapper hands on as text is text that rdflib reads."""
    graph = Graph().parse(data=ask(endpoint, CONSTRUCT, format=wanted), format="turtle")

    assert (URIRef(LEO), None, None) in graph


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib(endpoint: str, method: str) -> None:
    """The SPARQLStore of rdflib asks, and walks the graph, by each of its methods."""
    graph = Graph(SPARQLStore(endpoint, method=method))
    constructed = graph.query(CONSTRUCT).graph

    assert [str(row[0]) for row in graph.query(SELECT) if isinstance(row, tuple)] == ["LEO"]
    assert graph.query("ASK {}").askAnswer is True
    assert len(list(graph.triples((URIRef(LEO), None, None)))) == 2
    assert constructed is not None
    assert len(constructed) == 4


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(endpoint: str) -> None:
    """With curl one gets JSON without a word, and what it accepts with one."""

    def curl(*arguments: str) -> str:
        command = ["curl", "--silent", "--fail", "--max-time", "20", *arguments]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout

    asked = curl("--data-urlencode", f"query={SELECT}", endpoint)
    csv = curl("-G", "-H", "Accept: text/csv", "--data-urlencode", f"query={SELECT}", endpoint)
    direct = curl("-H", "Content-Type: application/sparql-query", "-d", "ASK {}", endpoint)
    head = curl("--head", endpoint)

    assert json.loads(asked)["head"] == {"vars": ["title"]}
    assert csv.split() == ["title", "LEO"]
    assert json.loads(direct) == {"head": {}, "boolean": True}
    assert head.startswith("HTTP/1.1 200")


def test_connection_survives_head(endpoint: str) -> None:
    """A HEAD leaves the connection fit for the next request."""
    with httpx.Client() as client:
        codes = [client.head(endpoint).status_code, client.get(endpoint).status_code]

    assert codes == [200, 200]


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_stopped(told: signal.Signals) -> None:
    """Told to stop, the server ends well, having said nothing but what its caller printed."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        found = process.stdout.readline().strip()
        answer = httpx.get(f"{found}sparql", params={"query": "ASK {}"}, timeout=20)
        process.send_signal(told)
        out, err = process.communicate(timeout=20)

    assert answer.json()["boolean"] is True
    assert "server" not in answer.headers
    assert (process.returncode, out, err) == (0, "stopped\n", "")


def test_port_in_use() -> None:
    """A port that is taken is named, with the remedy."""
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(StoreError, match=f"port {port}: .*Choose another --port"):
            serve(Content(load([])), settings=Settings(port=port))


@pytest.mark.parametrize(("host", "port"), [("203.0.113.1", 0), ("127.0.0.1", 99999)])
def test_no_such_address(host: str, port: int) -> None:
    """An address that is not this machine's, or no port at all, is named."""
    with pytest.raises(StoreError, match="Nothing can listen at"):
        listen(host, port)


def test_address() -> None:
    """The address is one that a browser understands, for IPv6 too."""
    with listen("127.0.0.1", 0) as listening:
        assert address(listening) == f"http://127.0.0.1:{listening.getsockname()[1]}/"


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_address_of_six() -> None:
    """An IPv6 address stands in brackets."""
    try:
        listening = listen("::1", 0)
    except StoreError:
        pytest.skip("this machine has no IPv6 loopback")
    with listening:
        assert address(listening).startswith("http://[::1]:")
