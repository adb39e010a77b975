"""What is known of a SPARQL text before a parser sees it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adrgraph.errors import QueryError
from adrgraph.outline import outline, refuse_danger, refuse_update

# The engine refuses this port before it connects: an attempt shows, and nothing is called.
CALL = "SERVICE <http://127.0.0.1:9/> {}"

FRAGMENTS = [
    *("?a", "?b ", "1", "true", "<", ">", "<?b#>", "<urn:x#>", "<http://x#>", "<x/y#>", "<#>"),
    *('"""', "'''", '"', "'", "#", "\n", " ", "\\", "\\#", "\\'", ":", "e:", "e:a", "e:\\#", "_:a"),
    *("(", ")", "[", "]", "{", "}", ".", ";", ",", "&&", "=", "FILTER(", "BIND(", " AS ?z)", "-"),
    *("@en", "@en--ltr", "^^", "STR(", "OPTIONAL {", "<STR('>", "\u0301", "%41", "service", CALL),
]


def reaches(sparql: str) -> bool:
    """Whether the engine tries to call a service for this text."""
    store = ox.Store()
    store.add(ox.Quad(*[ox.NamedNode("urn:x")] * 3))
    try:
        answer = store.query(sparql, base_iri="http://x/")
        if isinstance(answer, ox.QuerySolutions):
            list(answer)
    except SyntaxError:
        return False
    except (OSError, RuntimeError) as error:
        return "port 9" in str(error) or "service name" in str(error)
    return False


@pytest.mark.parametrize(
    "sparql",
    [
        f"ASK {{ {CALL} }}",
        f"ask {{ {CALL.lower()} }}",
        "ASK { SERVICE SILENT <http://127.0.0.1:9/> {} }",
        f'ASK {{ FILTER(1<2#>"""\n) {CALL} #"""\n }}',
        f"PREFIX e: <urn:> ASK {{ ?s ?p ?o . BIND(e:a\\#b AS ?x) {CALL} }}",
        f"ASK {{ ?s ?p ?o FILTER(true){CALL} }}",
        f"ASK {{ BIND(1 AS ?x){CALL}}}",
        f"ASK {{ # '''\n {CALL} # '''\n }}",
        f"PREFIX : <http://127.0.0.1:9/> ASK {{ {CALL.replace('<http://127.0.0.1:9/>', ':')} }}",
        "PREFIX : <http://127.0.0.1:9/> ASK { service:{} }",
    ],
)
def test_service_is_seen(sparql: str) -> None:
    """A call that the engine would make is seen, however it is hidden."""
    assert reaches(sparql) or "SILENT" in sparql
    assert outline(sparql).calls_out


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14))
@example(["FILTER(1", "<", "1", "#", ">", '"""', "\n", ")", CALL, "#", '"""', "\n"])
@settings(max_examples=400)
def test_no_service_slips_through(fragments: list[str]) -> None:
    """Whatever the text, the engine calls no service that the outline has not seen."""
    sparql = f"PREFIX e: <urn:> PREFIX : <urn:> SELECT * {{ {''.join(fragments)} }}"

    assert outline(sparql).calls_out or not reaches(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        'ASK { ?s ?p "SERVICE <x> {}" }',
        "ASK { ?s ?p ?o } # SERVICE",
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> ASK { ?s a dcat:DataService }",
        "ASK { ?service <https://example.org/service#x> ?o }",
        "ASK { <dataset/leo#service> ?p 'x'@en-service }",
    ],
)
def test_the_word_alone_is_harmless(sparql: str) -> None:
    """The word in strings, comments, names and IRIs calls nobody."""
    assert not outline(sparql).calls_out


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# ASK\nPREFIX select: <http://x/> BASE <http://x/> construct {} {}", "CONSTRUCT"),
        ("describe<urn:x>", "DESCRIBE"),
        ("PREFIX : <urn:> INSERT DATA { :a :b :c }", "INSERT"),
        ("LOAD <http://x/>", "LOAD"),
        ("", ""),
        ("nothing", ""),
    ],
)
def test_form(sparql: str, form: str) -> None:
    """The form is the first keyword after the prologue."""
    assert outline(sparql).form == form


def test_dataset() -> None:
    """The graphs of FROM are known where their IRIs are whole or by a declared prefix."""
    found = outline(
        "PREFIX g: <http://g/> SELECT * FROM <urn:a> FROM g:b FROM NAMED g:c FROM <d/e> {}"
    )

    assert found.default_graphs == ("urn:a", "http://g/b", "")
    assert found.named_graphs == ("http://g/c",)


def test_updates_are_refused() -> None:
    """An update is named as such."""
    with pytest.raises(QueryError, match="INSERT is an update, and the store is read-only"):
        refuse_update(outline("INSERT DATA {}"))


@pytest.mark.parametrize(
    "sparql",
    [
        "ASK { FILTER(" + "(" * 200,
        "ASK { FILTER(1<((((" + "(" * 200 + "1>",
        "ASK " + "{" * 200,
        "ASK { FILTER(true" + "&&true" * 2000,
        "ASK { FILTER(" + "!" * 2000,
        "ASK { ?s <urn:p>" + "/<urn:p>" * 2000,
        "ASK {" + "OPTIONAL {}" * 2000,
        "SELECT " + "(1 AS ?x)" * 2000,
        "ASK { <#(> ?p ?o FILTER" + "(" * 200,
    ],
)
def test_depth_is_refused(sparql: str) -> None:
    """Nests and chains that would overrun the parser's stack are refused before it."""
    with pytest.raises(QueryError, match="at most"):
        refuse_danger(outline(sparql), depth=100, steps=1000)


def test_long_lists_pass() -> None:
    """Many values are no nest."""
    rows = "".join(f'(<https://example.org/{n}> "({n})")' for n in range(5000))
    found = outline(f"SELECT * {{ VALUES (?a ?b) {{ {rows} }} }}")

    assert (found.depth, found.steps) == (3, 3)


@given(st.text())
def test_total(sparql: str) -> None:
    """Any text has an outline."""
    assert outline(sparql).depth >= 0


@pytest.mark.parametrize(
    ("sparql", "allowed"),
    [
        ("ASK { SERVICE <https://x.org/sparql> {} }", True),
        ("ASK { SERVICE SILENT <https://x.org/sparql> {} }", True),
        ("PREFIX x: <https://x.org/> ASK { SERVICE x:sparql {} }", True),
        ("ASK { SERVICE <https://x.org/sparql> { SERVICE <https://x.org/sparql> {} } }", True),
        ("ASK { SERVICE <https://x.org/sparql> {} SERVICE <https://y.org/sparql> {} }", False),
        ("ASK { SERVICE <https://x.org/sparql/> {} }", False),
        ("ASK { SERVICE ?x {} VALUES ?x { <https://x.org/sparql> } }", False),
        ("BASE <https://x.org/> ASK { SERVICE <sparql> {} }", False),
        ("ASK { SERVICE <https://x.org/sparql> {} BIND(1.SERVICE AS ?x) }", False),
        (
            "ASK { FILTER(?a <?b) # > SERVICE <https://x.org/sparql>\n SERVICE <http://y/> {} }",
            False,
        ),
        ("ASK { FILTER(1 <(2#)>3)\n) SERVICE <https://x.org/sparql> {} }", False),
    ],
)
def test_allowed_services(sparql: str, *, allowed: bool) -> None:
    """A query may call allowed services, if it can be told for sure that it calls no other."""

    def check() -> None:
        refuse_danger(outline(sparql), depth=100, steps=1000, services=["https://x.org/sparql"])

    if allowed:
        check()
    else:
        with pytest.raises(QueryError, match="Only these services"):
            check()
