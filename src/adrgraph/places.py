"""Where in a Turtle or TriG text each subject, and each property of it, is first written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from adrgraph.iris import PREFIXES
from adrgraph.turtle import Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

_TERMS = frozenset({"iri", "name", "blank", "text", "number", "word"})
_DIRECTIVES = frozenset({"prefix", "@prefix", "base", "@base", "version", "@version"})
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST = 0x10FFFF
_END = Token("end", "", 1, 1)


@dataclass(frozen=True, slots=True)
class Statement:
    """Subject and predicate as they are written once, with their places.

    What has no IRI (a blank node, the default graph) is an empty string.
    """

    graph: str
    subject: str
    predicate: str
    subject_at: Token
    predicate_at: Token


def places(text: str) -> dict[tuple[str, str], int]:
    r"""The line on which each pair of subject and predicate first stands.

    The predicate is an empty string where the subject itself is meant.

    >>> places("PREFIX : <urn:> \n:leo\n  :title 'LEO' .")
    {('urn:leo', ''): 2, ('urn:leo', 'urn:title'): 3}
    """
    found: dict[tuple[str, str], int] = {}
    for each in statements(text):
        if each.subject:
            found.setdefault((each.subject, ""), each.subject_at.line)
            found.setdefault((each.subject, each.predicate), each.predicate_at.line)
    return found


def statements(text: str) -> Iterator[Statement]:
    """Each predicate of a text with its subject and graph, in the order of writing."""
    return _Walk().over(token for token in tokens(text) if token.kind != "comment")


class _Walk:
    """A way through the tokens: what was declared, where we stand and what is expected next."""

    def __init__(self) -> None:
        self.prefixes: dict[str, str] = {}
        self.base = ""
        self.graph = ""
        self.subject = ""
        self.subject_at = _END
        self.expected = "subject"
        self.open: list[tuple[str, Token, str]] = []

    def over(self, stream: Iterator[Token]) -> Iterator[Statement]:
        for token in stream:
            if token.kind == "mark":
                self._mark(token)
            elif token.kind == "word" and token.text.lower() in _DIRECTIVES:
                self._declare(token.text.lower(), stream)
            elif self.expected == "subject" and token.kind in _TERMS:
                if token.text.upper() != "GRAPH":
                    self._begin(token)
            elif self.expected == "predicate" and token.kind in _TERMS:
                self.expected = "object"
                predicate = self._iri(token)
                yield Statement(self.graph, self.subject, predicate, self.subject_at, token)

    def _begin(self, token: Token) -> None:
        self.subject, self.subject_at = self._iri(token), token
        self.expected = "predicate"

    def _mark(self, token: Token) -> None:
        match token.text:
            case "{":
                self.graph = self.subject if self.expected == "predicate" else ""
                self.expected = "subject"
            case "}":
                self.graph, self.expected = "", "subject"
                self.open.clear()
            case "." if not self.open:
                self.expected = "subject"
            case ";":
                self.expected = "predicate"
            case "[" | "(":
                self.open.append((self.subject, self.subject_at, self.expected))
                self.subject, self.subject_at = "", token
                self.expected = "predicate" if token.text == "[" else "object"
            case "]" | ")" if self.open:
                self._close(token)

    def _close(self, token: Token) -> None:
        self.subject, self.subject_at, self.expected = self.open.pop()
        if self.expected == "subject":
            self.subject, self.subject_at, self.expected = "", token, "predicate"

    def _declare(self, directive: str, stream: Iterator[Token]) -> None:
        self.expected = "subject"
        first = next(stream, _END)
        if directive.endswith("base"):
            self.base = self._iri(first)
        elif directive.endswith("prefix"):
            self.prefixes[first.text.removesuffix(":")] = self._iri(next(stream, _END))

    def _iri(self, token: Token) -> str:
        """The IRI that a token stands for; an empty string where it stands for none."""
        if token.kind == "iri":
            return _resolved(self.base, _ESCAPE.sub(_character, token.text[1:-1]))
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            return self.prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
        return PREFIXES["rdf"] + "type" if token.text == "a" else ""


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= _LAST else ""


def _resolved(base: str, iri: str) -> str:
    """An IRI against the base; one that cannot be resolved stays as it is."""
    if not base:
        return iri
    try:
        return urljoin(base, iri)
    except ValueError:  # urllib's word on malformed hosts
        return iri
