"""The surface of Turtle and TriG: bytes to text, text to tokens, text to statements.

The parser tells no places, so tokens do; they are cut from any text, well-formed or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import SourceError
from adrgraph.iris import PREFIXES, is_slug
from adrgraph.suggestion import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

BYTE_ORDER_MARK = "\ufeff"

# Turtle 1.1 §6.5; PN_CHARS_BASE, PN_CHARS and PN_LOCAL
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_INNER = rf"{_LETTER}_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_LOCAL = rf"(?:[{_INNER}:]|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?#@%-]|\.+(?=[{_INNER}:%\\]))*+"
_PREFIX = rf"(?:[{_LETTER}](?:[{_INNER}]|\.+(?=[{_INNER}]))*+)?"
_TOKEN = re.compile(
    rf"""
      (?P<space> [ \t\r\n]+ )
    | (?P<comment> \#[^\n\r]* )
    | (?P<text> "{{3}}(?:[^"\\]|\\.|"(?!""))*+"{{3}} | '{{3}}(?:[^'\\]|\\.|'(?!''))*+'{{3}}
              | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+' )
    | (?P<iri> <[^<>"\x00-\x20]*> )
    | (?P<blank> _:[{_LETTER}_0-9](?:[{_INNER}]|\.+(?=[{_INNER}]))*+ )
    | (?P<name> {_PREFIX}:{_LOCAL} )
    | (?P<number> [+-]?(?:\d+\.\d*[eE][+-]?\d+|\d*\.\d+(?:[eE][+-]?\d+)?|\d+(?:[eE][+-]?\d+)?) )
    | (?P<word> @?[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<mark> \^\^ | --[a-z]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LIBRARY_NOISE = re.compile(r"\AParser error [^:]*: ")
_REMEDIES = {
    r"The prefix (?P<prefix>.*): has not been declared": (
        'The prefix "{prefix}:" is not declared. {declare}'
    ),
    r"Line jumps are not allowed in string literals.*": (
        'A text is not closed on its line. Close its quotation mark, or use """ for long text.'
    ),
    r"Unexpected end.*": (
        'The file ends inside a statement. Close its text, bracket or block; end it with " .".'
    ),
    r"No scheme found in an absolute IRI": (
        "An IRI is relative. Write it in full, or shorten it with a prefix."
    ),
    r"Unexpected escape character .*": (
        "A text has a backslash that begins no escape. Write a backslash twice, \\\\."
    ),
    r"A (dot|'}' or a '\.') is expected at the end of .*": (
        'A statement should end before this. Write " ;" or " ," to go on with it, " ." to end it.'
    ),
    r"(<<|=|>+) is not a valid .*": (
        "This looks like the mark of a merge conflict. Keep one of both sides, or what you need of "
        "each, and take the marks out."
    ),
    r"(?i:GRAPH) is not a valid .*": (
        'A block begins inside another. End the statement above with " .", its block with " }}".'
    ),
    r"a is not a valid .*": (
        'A statement begins inside another. End the one above with " .", as in "… ;" and then ".".'
    ),
    r"'[“”„‟]' is not allowed .*": (
        'These are typographic quotation marks. Write straight ones: "…".'
    ),
    r"(?P<token>.*) is not a valid (predicate|RDF object|RDF subject|subject or graph name)": (
        "{token} cannot stand here. Look just before it for a missing term, or a mark too many."
    ),
    r"Invalid IRI code point (?P<character>.*)": (
        "An IRI cannot hold {character}. Leave it out, or percent-encode it."
    ),
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text, and where it stands; lines and columns count from one."""

    kind: str
    text: str
    line: int
    column: int


_START = Token("mark", "", 1, 1)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text without its spaces; comments are among them.

    >>> [(token.kind, token.text) for token in tokens("adr:x a <y> . # z")]
    [('name', 'adr:x'), ('word', 'a'), ('iri', '<y>'), ('mark', '.'), ('comment', '# z')]
    """
    line, begin = 1, 0
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "space":
            column = match.start() - begin + 1
            yield Token(str(match.lastgroup), match[0], line, column)
        newlines = match[0].count("\n")
        if newlines:
            line += newlines
            begin = text.rindex("\n", match.start(), match.end()) + 1


def undeclared(text: str) -> set[str]:
    """The prefixes that a text uses and nowhere declares.

    >>> sorted(undeclared("PREFIX a: <urn:a> a:x b:y :z"))
    ['', 'b']
    """
    used, declared, last = set[str](), set[str](), ""
    for token in tokens(text):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            (declared if last in {"prefix", "@prefix"} else used).add(prefix)
        last = token.text.lower()
    return used - declared


def decode(content: bytes, *, path: str) -> str:
    """The text of a file, its lines ended by LF alone.

    Raises:
        SourceError: The file is no UTF-8, begins with a byte-order mark, or is damaged.
    """
    try:
        text = normalised(content.decode(), path=path)
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise SourceError(
            path,
            f"Byte {error.start + 1} of the file, 0x{content[error.start]:02X}, is no UTF-8. "
            "Save the file with the encoding UTF-8.",
            line=line,
            column=column,
        ) from error
    control = _CONTROL.search(text)
    if control is None:
        return text
    above = text[: control.start()]
    raise SourceError(
        path,
        f"The control character U+{ord(control[0]):04X} is no part of a text. Remove it.",
        line=above.count("\n") + 1,
        column=len(above) - above.rfind("\n"),
    )


def normalised(text: str, *, path: str) -> str:
    """A text whose lines are ended by LF alone.

    Raises:
        SourceError: The text begins with a byte-order mark.
    """
    if text.startswith(BYTE_ORDER_MARK):
        raise SourceError(
            path, "The file begins with a byte-order mark. Save it as UTF-8 without one."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def parse(text: str, *, path: str) -> list[ox.Quad]:
    """The statements of a text, in its order: Turtle where the path ends so, TriG elsewhere.

    Raises:
        SourceError: The text is malformed, or needs more than RDF 1.1.
    """
    syntax = ox.RdfFormat.TURTLE if path.endswith(".ttl") else ox.RdfFormat.TRIG
    try:
        quads = list(ox.parse(text, format=syntax))
    except SyntaxError as error:
        raise SourceError(
            path, _remedy(error.msg), line=error.lineno or 1, column=error.offset or 1
        ) from error
    except MemoryError as error:  # the parser's own limit for one term
        raise SourceError(
            path, "One text in the file is longer than 16 MB. Close it where it should end."
        ) from error
    for quad in quads:
        _refuse_new(quad.object, text=text, path=path)
    return quads


def nameless(text: str, *, path: str) -> SourceError:
    """The error that a blank node is in a text that may have none, at the first one."""
    found = (token for token in tokens(text) if token.kind == "blank" or token.text in {"[", "("})
    where = next(found, _START)
    return SourceError(
        path,
        "Something here has no IRI. Give it one: a fragment of the document, such as :period-2019.",
        line=where.line,
        column=where.column,
    )


def _remedy(message: str) -> str:
    """What the parser says, as a sentence that tells what to do."""
    plain = " ".join(_LIBRARY_NOISE.sub("", message).split())
    for pattern, remedy in _REMEDIES.items():
        match = re.fullmatch(pattern, plain)
        if match:
            declare = _declare(match.groupdict().get("prefix", ""))
            return remedy.format(**match.groupdict(), declare=declare)
    return f"{plain[:1].upper()}{plain[1:]}. Mend what stands here."


def _declare(prefix: str) -> str:
    """How a prefix is declared that this repository knows; which was meant by one it does not."""
    if prefix in PREFIXES:
        return (
            f"Write PREFIX {prefix}: <{PREFIXES[prefix]}> at the head of the file, or let "
            "`adrgraph format` write it."
        )
    meant = did_you_mean(f"{prefix}:", [f"{name}:" for name in PREFIXES], likeness=0.8)
    remedy = f"Write PREFIX {prefix}: <…> at the head of the file."
    if is_slug(prefix):
        remedy += " `adrgraph format` writes it where a concept scheme has this name."
    return f"{meant.strip()} {remedy}".strip()


def _refuse_new(term: object, *, text: str, path: str) -> None:
    """RDF 1.2's triple terms and base directions are not for these files."""
    if isinstance(term, ox.Triple):
        marks = (token for token in tokens(text) if token.kind == "mark")
        where = next((mark for mark in marks if mark.text in {"<", "|", "~"}), _START)
        raise SourceError(
            path,
            "A statement about a statement is RDF 1.2, which is not written here. "
            "Say who stated it by the GRAPH block, or give the matter an IRI of its own.",
            line=where.line,
            column=where.column,
        )
    if isinstance(term, ox.Literal) and term.direction is not None:
        tags = (token for token in tokens(text) if token.text.startswith("--"))
        where = next(tags, _START)
        raise SourceError(
            path,
            "A text has a base direction, which is RDF 1.2 and not written here. "
            'Give its language alone: "…"@en.',
            line=where.line,
            column=where.column,
        )
