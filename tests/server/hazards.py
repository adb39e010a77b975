"""Queries that harm a server which trusts its clients, at many depths and lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPTHS = (10, 99, 101, 250, 1_000, 3_000, 20_000)


def nested() -> Iterator[tuple[str, str]]:
    """What goes deep or on and on, by name; the shallow ones are harmless and are answered."""
    for n in DEPTHS:
        yield f"groups-{n}", "ASK " + "{" * n + "?s ?p ?o" + "}" * n
        yield f"optionals-{n}", "ASK {" + "OPTIONAL { ?s ?p ?o " * n + "}" * n + "}"
        yield f"brackets-{n}", "ASK { FILTER(" + "(" * n + "1" + ")" * n + ") }"
        yield f"negations-{n}", "ASK { FILTER(" + "!" * n + "true) }"
        yield f"minuses-{n}", "ASK { FILTER(0 = " + "-" * n + "1) }"
        yield f"conjunctions-{n}", "ASK { FILTER(" + "true && " * n + "true) }"
        yield f"sums-{n}", "ASK { FILTER(0 < " + "1 + " * n + "1) }"
        yield f"functions-{n}", "SELECT (" + "STR(" * n + "1" + ")" * n + " AS ?x) {}"
        yield f"conditions-{n}", "SELECT (" + "IF(true, " * n + "1" + ", 0)" * n + " AS ?x) {}"
        yield f"paths-{n}", "ASK { ?s " + "(" * n + "<p>" + ")*" * n + " ?o }"
        yield f"steps-{n}", "ASK { ?s " + "<p>/" * n + "<p> ?o }"
        yield f"alternatives-{n}", "ASK { ?s " + "<p>|" * n + "<p> ?o }"
        yield f"inverses-{n}", "ASK { ?s " + "^" * n + "<p> ?o }"
        yield f"unions-{n}", "ASK { {}" + " UNION {}" * n + " }"
        yield f"binds-{n}", "ASK {" + "".join(f"BIND({i} AS ?b{i}) " for i in range(n)) + "}"
        yield f"existence-{n}", "ASK {" + "FILTER EXISTS {" * n + "?s ?p ?o" + "}" * n + "}"
        yield f"selects-{n}", "ASK {" + "SELECT * {" * n + "?s ?p ?o" + "}" * n + "}"
        yield f"lists-{n}", "ASK { ?s ?p " + "(" * n + ")" * n + " }"
        yield f"blanks-{n}", "ASK { ?s ?p " + "[ ?p " * n + "1" + "]" * n + " }"
        yield f"triples-{n}", "ASK { ?s ?p " + "<<( <s> <p> " * n + "<o>" + " )>>" * n + " }"
        yield f"graphs-{n}", "ASK {" + "GRAPH ?g {" * n + "}" * n + "}"


_ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_NEVER = "FILTER(STRLEN(CONCAT(STR(?a), STR(?f), STR(?i), STR(?l))) < 0)"

ENDLESS = {
    "count": f"SELECT (COUNT(*) AS ?n) {{ {_ALL} }}",
    "no row": f"SELECT * {{ {_ALL} {_NEVER} }}",
    "yes or no": f"ASK {{ {_ALL} {_NEVER} }}",
    "graph of nothing": f"CONSTRUCT {{ ?a ?b ?c }} {{ {_ALL} {_NEVER} }}",
    "existence": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
    "FILTER NOT EXISTS { ?g ?h ?i . ?j ?k ?l FILTER(?i = ?a && ?l = ?b && ?g = ?k) } }",
    "expressions": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . "
    "FILTER(SHA512(CONCAT(STR(?a), STR(?f), STR(?i))) = 'never') }",
}
"""Queries that would go on for hours in little memory."""

GREEDY = {
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x>)* ?b . ?b (!<x>)* ?c . ?c (!<x>)* ?d }",
    "same again": f"CONSTRUCT {{ <s> <p> <o> }} {{ {_ALL} }}",
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i ?l",
    "distinct": "SELECT DISTINCT (CONCAT(STR(?c), STR(?f), STR(?i), STR(?l)) AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?x",
    "group": "SELECT ?c ?f ?i (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } "
    "GROUP BY ?a ?b ?c ?d ?e ?f ?g ?h ?i",
    "concatenation": "SELECT (GROUP_CONCAT(STR(?c)) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . "
    "?j ?k ?l }",
    "graph": "CONSTRUCT { ?a <p> ?x } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    "BIND(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l)) AS ?x) }",
    "doubling": "SELECT (STRLEN(?x30) AS ?n) { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(30))
    + " }",
    "one doubled row": "SELECT ?x26 { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(26))
    + " }",
    "replacement": "SELECT (STRLEN(?z) AS ?n) { BIND('aaaaaaaaaaaaaaaaaaaaaaaa' AS ?v) "
    + " ".join(
        f"BIND(REPLACE(?{name}, 'a', 'aaaaaaaaaaaaaaaaaaaa') AS ?{after})"
        for name, after in zip("vwxy", "wxyz", strict=True)
    )
    + " }",
    "pattern": "ASK { FILTER(REGEX('a', '(((a{1000}){1000}){1000}){1000}')) }",
    "join": "SELECT * { { SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } } "
    "{ SELECT * { ?a ?j ?k . ?l ?m ?n . ?g ?o ?p } } } ORDER BY ?a",
}
"""Queries that would take all memory within seconds."""
