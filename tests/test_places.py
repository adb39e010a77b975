"""The places of subjects and properties in a text, and the tokens that tell them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adrgraph.iris import PREFIXES
from adrgraph.places import places, statements
from adrgraph.turtle import tokens

TYPE = PREFIXES["rdf"] + "type"

UNTIDY = r"""# dataset:no a :comment .
PREFIX : <http://example.org/a#>
@prefix d.t: <http://purl.org/dc/terms/> . @base <http://example.org/base/> .
:x d.t:title "a # no comment ; . [", '''long
text with :x :y "quotes" and \'''
'''@en ; d.t:extent 1.0, -2, .5e3, true ; # :x :z 1 .

    a :C ; ;
. <rel>a :C,:D;:p (1 [:q :v; :r (2)] ) , [ ] ; :last "1"^^:t
.
[ :anon 1 ] :more 2 . ( 1 ) :of 3 . _:b.1 :p 4.
GRAPH :g{:x
  :only-here 5 . :x :p 6}
:h { <#frag> a :C }
{ :y :a\,b.c 7 . }
base <http://other.org/> <rel> :p <\u0061bc> .
"""


def test_untidy() -> None:
    """Subjects and properties are found however they are spread over lines and brackets."""
    x, y, a = "http://example.org/a#x", "http://example.org/a#y", "http://example.org/a#"
    rel, frag = "http://example.org/base/rel", "http://example.org/base/#frag"

    assert places(UNTIDY) == {
        (x, ""): 4,
        (x, PREFIXES["dcterms"] + "title"): 4,
        (x, PREFIXES["dcterms"] + "extent"): 6,
        (x, TYPE): 8,
        (x, f"{a}only-here"): 13,
        (x, f"{a}p"): 13,
        (rel, ""): 9,
        (rel, TYPE): 9,
        (rel, f"{a}p"): 9,
        (rel, f"{a}last"): 9,
        (frag, ""): 14,
        (frag, TYPE): 14,
        (y, ""): 15,
        (y, f"{a}a,b.c"): 15,
        ("http://other.org/rel", ""): 16,
        ("http://other.org/rel", f"{a}p"): 16,
    }


def test_agrees_with_parser() -> None:
    """What is found is what the parser reads: graph, subject and predicate."""
    read = {
        (
            quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else "",
            quad.subject.value,
            quad.predicate.value,
        )
        for quad in ox.parse(UNTIDY, format=ox.RdfFormat.TRIG)
        if isinstance(quad.subject, ox.NamedNode)
    }

    assert {
        (each.graph, each.subject, each.predicate) for each in statements(UNTIDY) if each.subject
    } == read


def test_columns() -> None:
    """A subject is told by line and column, both from one, in characters."""
    found = [
        (each.subject_at.line, each.subject_at.column, each.predicate_at.column)
        for each in statements('<urn:é> <urn:p> "é\\n" .\n  <urn:b>\t<urn:q> 1 .')
    ]

    assert found == [(1, 1, 9), (2, 3, 11)]


@given(st.text() | st.text("<>\"'\\#[](){};,.:@^_ab1\n\r é"))
def test_total(text: str) -> None:
    """Any text is cut into tokens that leave out nothing but spaces, and its places are found."""
    rest = text
    for token in tokens(text):
        space, _, rest = rest.partition(token.text)
        assert space.strip(" \t\r\n") == ""

    assert rest.strip(" \t\r\n") == ""
    assert all(1 <= line <= text.count("\n") + 1 for line in places(text).values())


@given(st.text("<>\"'\\#[](){};,.:@^_ab1\n\r é"))
def test_tokens_at_their_place(text: str) -> None:
    """Each token stands where it says."""
    begins = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]

    for token in tokens(text):
        assert text.startswith(token.text, begins[token.line - 1] + token.column - 1)


@pytest.mark.parametrize(
    "literal",
    [
        '"a"',
        "'a'",
        '"""a"b""c"""',
        "'''a'b''c\n'''",
        r'"\""',
        '""',
        "''",
        '""""""',
        r'"""\""""',
        "1.5e3",
        "1.e3",
        "+.5",
        "false",
        '"a"@en-GB',
        "<http://example.org/a#b;c,d.>",
        "<http://example.org/\u2028>",
        "_:a.b-c",
        "[ <urn:q> [ ] ]",
        "( ( ) ( 1 ) )",
    ],
)
def test_objects(literal: str) -> None:
    """No object, whatever it is made of, hides the next property."""
    text = f"<urn:a> <urn:p> {literal} ;\n <urn:q> 1."
    list(ox.parse(text, format=ox.RdfFormat.TRIG))

    assert places(text)["urn:a", "urn:q"] == 2 + literal.count("\n")
