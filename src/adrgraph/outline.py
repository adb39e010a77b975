"""The outline of a SPARQL text: what must be known of it before a parser sees it.

Nested brackets and long chains crash the parser, and SERVICE makes the engine call any address.
So the text is cut into tokens, and what could be read in two ways is read in the worse one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from adrgraph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Self

QUERY_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
MAX_LENGTH = 1_000_000
"""Characters of a query: a long list of values fits, the parser's time stays bounded."""

MAX_DEPTH = 100
"""Brackets within brackets: at 250 the parser overruns the smallest stacks."""

MAX_STEPS = 1_000
"""Operators, groups, filters and bindings: chains of some 4,000 overrun the stack as well."""

UPDATE_FORMS = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)

# `<` opens an IRI or compares. Only `scheme://…`, `folder/…` and plain URNs can be nothing but an
# IRI; others are read as if compared, and are in doubt where that would begin a comment, a string,
# an escape or a bracket. A word may be glued to what stands before it: `1.SERVICE`, `trueSERVICE`.
_TOKEN = re.compile(
    r"""
      (?P<skip> \s+ | \#[^\n\r]* | @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<text> "{3}(?:[^"\\]|\\.|"(?!""))*"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri> <(?: urn:[\w:.-]*
                  | [A-Za-z][A-Za-z0-9+.-]*://[^<>"{}|^`\x00-\x20]*
                  | (?!(?i:true|false))[A-Za-z][A-Za-z-]*/[^<>"{}|^`\x00-\x20]* )> )
    | (?P<doubt> <(?=[^<>"{}|^`\x00-\x20\#'\\()[\]]*[\#'\\()[\]][^<>"{}|^`\x00-\x20]*>) )
    | (?P<variable> [?$]\w+ )
    | (?P<name> (?:\w[\w.-]*+)?+:(?:(?:[\w:%]|\\.)(?:[\w:.%-]|\\.)*)? )
    | (?P<word> \w[\w.-]* )
    | (?P<mark> && | \|\| | \\. | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_AFTER_DATASET = frozenset({"WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})
_STEPS = frozenset({"&&", "||", "!", "+", "-", "*", "/", "|", "^", "{", "AS", "FILTER"})


class Filled(str):  # noqa: SLOT000 — a str that has slots has no place for another name
    """A text with terms in the places of others: a term becomes no syntax, so its outline is known.

    >>> Filled("ASK { <urn:a> ?b ?c }", template="ASK { VALUES ?a { UNDEF } ?a ?b ?c }").template
    'ASK { VALUES ?a { UNDEF } ?a ?b ?c }'
    """

    template: str

    def __new__(cls, text: str, *, template: str) -> Self:
        """The text that was made from a template."""
        made = super().__new__(cls, text)
        made.template = template
        return made


@dataclass(slots=True)
class Outline:
    """What a text asks for, whom it calls and how deep it goes."""

    form: str = ""
    default_graphs: tuple[str, ...] = ()  # an empty string where an IRI has to be resolved
    named_graphs: tuple[str, ...] = ()
    prefixes: dict[str, str] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)  # where each prefix first stands
    dataset_at: int = -1  # where a FROM may be written; nowhere, if that is in doubt
    calls_out: bool = False
    calls: int = 0
    services: tuple[str, ...] = ()  # whom it calls, as far as that can be told
    depth: int = 0
    steps: int = 0


def outline(sparql: str) -> Outline:
    """The outline of a query or an update; total over any text.

    >>> found = outline("SELECT * FROM <urn:g> { SERVICE <https://example.org/sparql> {} }")
    >>> found.form, found.default_graphs, found.calls_out, found.depth
    ('SELECT', ('urn:g',), True, 2)
    """
    found = Outline()
    level, earlier, last, in_doubt = 0, "", "", False
    for match in _TOKEN.finditer(sparql):
        kind, word = match.lastgroup, match[0].upper()
        if kind == "skip":
            continue
        if found.dataset_at < 0 and level == 0 and _ends_head(found, match, last=last):
            found.dataset_at = match.start()
        if kind == "mark":
            level += (word in "([{") - (word in ")]}")
            found.depth = max(found.depth, level)
        found.steps += word in _STEPS
        found.calls += kind in {"word", "name"} and "SERVICE" in word.partition(":")[0]
        if kind == "word" and not found.form and word in QUERY_FORMS | UPDATE_FORMS:
            found.form = word
        in_doubt |= kind == "doubt"
        _read_names(found, match, last=last, earlier=earlier)
        earlier, last = last, word if kind == "word" else match[0]
    found.calls_out = found.calls > 0
    if found.dataset_at < 0 and found.form == "DESCRIBE" and not in_doubt:
        found.dataset_at = len(sparql)
    return _at_worst(found, sparql) if in_doubt else found


def _ends_head(found: Outline, match: re.Match[str], *, last: str) -> bool:
    """Whether a token outside brackets begins what follows the dataset (SPARQL 1.1 §19.8)."""
    if not found.form or (found.form == "CONSTRUCT" and last == "CONSTRUCT" and match[0] == "{"):
        return False
    return match[0] == "{" or (match.lastgroup == "word" and match[0].upper() in _AFTER_DATASET)


def _read_names(found: Outline, match: re.Match[str], *, last: str, earlier: str) -> None:
    """Keep the prefixes that are declared and used, and the graphs that FROM names."""
    iri = ""
    if match.lastgroup == "iri":
        iri = match[0][1:-1] if ":" in match[0] and "\\" not in match[0] else ""
        if earlier == "PREFIX":
            found.prefixes[last] = iri
    elif match.lastgroup == "name" and last not in {"PREFIX", "<"}:
        prefix, colon, local = match[0].partition(":")
        found.used.setdefault(prefix + colon, match.start())
        namespace = found.prefixes.get(prefix + colon)
        iri = f"{namespace}{local}" if namespace and "\\" not in local else ""
    is_called = last == "SERVICE" and match[0].upper() != "SILENT"
    if is_called or (earlier, last) == ("SERVICE", "SILENT"):
        found.services += (iri,)
    elif last == "FROM" and match[0].upper() != "NAMED":
        found.default_graphs += (iri,)
    elif (earlier, last) == ("FROM", "NAMED"):
        found.named_graphs += (iri,)


def _at_worst(found: Outline, sparql: str) -> Outline:
    """Count what stands in comments, strings and IRIs too: they may be none."""
    found.dataset_at = -1
    found.calls_out |= "SERVICE" in sparql.upper()
    found.services = ()
    found.depth = max(found.depth, sum(map(sparql.count, "([{")))
    found.steps = max(found.steps, sum(map(sparql.upper().count, _STEPS)))
    return found


def outline_of_query(sparql: str, *, services: Collection[str] = ()) -> Outline:
    """The outline of a query that may be put to a store, and may call these services.

    Raises:
        QueryError: It is too long, an update, calls a service, or goes too deep or too far.
    """
    if len(sparql) > MAX_LENGTH:
        raise QueryError(f"The query is longer than {MAX_LENGTH} characters.")
    found = outline(sparql)
    refuse_update(found)
    refuse_danger(found, depth=MAX_DEPTH, steps=MAX_STEPS, services=services)
    return found


@lru_cache(maxsize=256)
def outline_of_template(template: str) -> Outline:
    """The outline of a query that is asked again and again with other terms in it.

    Raises:
        QueryError: As above.
    """
    return outline_of_query(template)


def refuse_update(found: Outline) -> None:
    """Nothing that would change a store is ever sent to one.

    Raises:
        QueryError: The text is an update.
    """
    if found.form in UPDATE_FORMS:
        raise QueryError(f"{found.form} is an update, and the store is read-only. Ask a query.")


def refuse_danger(
    found: Outline, *, depth: int, steps: int, services: Collection[str] = ()
) -> None:
    """What would crash the engine or send it elsewhere does not reach its parser.

    Raises:
        QueryError: The text calls a service that is not among those allowed, or one that cannot be
            told for sure, or goes deeper or further than allowed.
    """
    told = bool(found.services) and len(found.services) == found.calls
    if found.calls_out and not (told and {*found.services} <= {*services}):
        if services:
            allowed = ", ".join(f"<{service}>" for service in services)
            raise QueryError(
                f"Only these services may be called, each by its whole IRI: {allowed}."
            )
        raise QueryError(
            "SERVICE is refused: queries are answered from this store alone. "
            'Leave it out; a prefix called "service:" needs another name.'
        )
    if found.depth > depth:
        raise QueryError(f"The query nests {found.depth} brackets; at most {depth} are read.")
    if found.steps > steps:
        raise QueryError(
            f"The query has {found.steps} operators and groups; at most {steps} are read. "
            "Use VALUES or IN for long lists."
        )
