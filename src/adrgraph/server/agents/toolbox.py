"""The tools at work: what an agent asks goes the way of every query, and says where it is cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from anyio import to_thread

from adrgraph.errors import AdrgraphError, UnknownName
from adrgraph.names import Name, direct_iris, slug
from adrgraph.results import Solutions
from adrgraph.server.agents.schema import summary
from adrgraph.server.agents.tools import (
    FIND,
    MOST_ROWS,
    ROWS,
    SCHEMA,
    SEARCH,
    SPARQL,
    Tool,
    tools,
)
from adrgraph.server.asking import ask, is_paged, missing, readings
from adrgraph.server.isolation.question import CutOff, Question

if TYPE_CHECKING:
    from collections.abc import Mapping

    from adrgraph.queries import Query
    from adrgraph.server.answering import Answerer
    from adrgraph.server.asking import Asked, Refusal
    from adrgraph.server.choices import Choices
    from adrgraph.server.saved import Saved
    from adrgraph.server.searching import Finder
    from adrgraph.store import Store

LONGEST = 200_000
"""Bytes of an answer in SPARQL's formats at most."""

_LINES = "text/tab-separated-values, application/n-triples;q=0.9"
"""Formats of one row or statement a line: they can be cut anywhere, and that can be said."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a tool says: in words, and for programs."""

    text: str
    data: dict[str, Any] = field(default_factory=dict)
    is_error: bool = False


@dataclass(frozen=True)  # no slots: tools and schema are made out when first asked for
class Toolbox:
    """What agents can do with one build."""

    store: Store
    answerer: Answerer
    saved: Saved
    choices: Choices
    finder: Finder

    @cached_property
    def tools(self) -> Mapping[str, Tool]:
        """The tools by name."""
        return {tool.name: tool for tool in tools(self.saved, self.choices)}

    @cached_property
    def schema(self) -> str:
        """The schema, in words."""
        return summary(self.store)

    async def use(self, name: str, arguments: Mapping[str, Any], *, client: str) -> Said:
        """What a tool says to these arguments; what does not fit, and what would.

        Raises:
            KeyError: There is no such tool.
        """
        tool = (await to_thread.run_sync(lambda: self.tools))[name]
        surplus = sorted(arguments.keys() - tool.parameters.keys())
        lacking = [each for each in tool.required if not arguments.get(each)]
        if surplus or lacking:
            taken = ", ".join(tool.parameters) or "nothing"
            wrong = [f"It takes no {each}." for each in surplus]
            wrong += [f"It needs {each}." for each in lacking]
            return Said(" ".join([*wrong, f"It takes {taken}."]), is_error=True)
        try:
            return await self._used(name, arguments, client)
        except CutOff:
            return Said("The answer broke off: it takes too much. Ask for less.", is_error=True)
        except AdrgraphError as error:
            return Said(str(error), is_error=True)

    async def _used(self, name: str, arguments: Mapping[str, Any], client: str) -> Said:
        if name == SCHEMA.name:
            return Said(await to_thread.run_sync(lambda: self.schema))
        if name == FIND.name:
            wanted, kind = str(arguments["name"]), str(arguments.get("kind", "thing"))
            return await to_thread.run_sync(self._found, wanted, kind)
        if name == SEARCH.name:
            wanted, kind = str(arguments["text"]), str(arguments.get("kind", ""))
            return await to_thread.run_sync(self._searched, wanted, kind)
        if name == SPARQL.name:
            return await self._answered(arguments, client)
        return await self._asked(self.saved.queries[name], arguments, client)

    def _found(self, name: str, kind: str) -> Said:
        known = self.choices.names()
        iris = {iri for iri in direct_iris(name, kind) if iri in known.labels}
        iris |= set(known.called(name, kind=kind))
        if not iris:
            try:
                iris = {known.resolve(name, kind=kind).value}
            except UnknownName as error:
                return Said(str(error), {"found": [], "nearest": list(error.nearest)})
        found = [Name(iri, slug(iri), known.labels.get(iri, "")) for iri in sorted(iris)]
        told = [{"name": n.slug, "label": n.label, "iri": n.iri} for n in found]
        lead = "" if len(found) == 1 else f'"{name}" names {len(found)} things. Say which.\n'
        lines = (f"{each.slug}\t{each.label}\t{each.iri}" for each in found)
        return Said(lead + "\n".join(lines), {"found": told})

    def _searched(self, words: str, kind: str) -> Said:
        found = self.finder.index().search(words, kind=kind)
        lines = [f"{hit.path}\t{hit.title}\t{hit.why}: {_plain(hit.text)}" for hit in found]
        notes = [f'"{word}" is read as {", ".join(read)}.' for word, read in found.readings.items()]
        notes += [f'"{word}" was left out: nothing has it too.' for word in found.without]
        notes += ["TRUNCATED: there are more; use more words."] if found.has_more else []
        return Said("\n".join([*notes, *lines]) or "Nothing is found.", found.as_json())

    async def _asked(self, query: Query, arguments: Mapping[str, Any], client: str) -> Said:
        """The answer to a saved query, or what of its values does not fit."""
        known = await to_thread.run_sync(self.choices.names)
        asked = await self.choices.look_up(
            lambda: ask(query, _pairs(arguments), store=self.store, known=known, most=MOST_ROWS)
        )
        refusals = [*asked.refusals, *missing(query, asked.values)]
        if refusals:
            lines = "\n".join(_refused(refusal) for refusal in refusals)
            return Said(lines, {"refusals": [r.as_json() for r in refusals]}, is_error=True)
        notes = await self.choices.look_up(lambda: readings(asked, store=self.store, known=known))
        if not is_paged(query):
            said = await self._lines(asked.sparql(limit=None, offset=0), MOST_ROWS, client)
            return Said("\n".join([*notes, said.text]), {**said.data, "notes": notes})
        limit = asked.limit or ROWS
        sparql = asked.sparql(limit=limit + 1, offset=asked.offset)
        question = Question(sparql, accept="application/sparql-results+json")
        async with self.answerer.asking(question, client=client) as reply:
            body = reply.begun
            if reply.rest is not None:
                body += b"".join([piece async for piece in reply.rest])
        return _rows(asked, Solutions(body), limit=limit, notes=notes)

    async def _answered(self, arguments: Mapping[str, Any], client: str) -> Said:
        limit = arguments.get("limit", ROWS)
        if not isinstance(limit, int) or not 1 <= limit <= MOST_ROWS:
            return Said(f"Give as limit a whole number from 1 to {MOST_ROWS}.", is_error=True)
        return await self._lines(str(arguments["query"]), limit, client)

    async def _lines(self, sparql: str, limit: int, client: str) -> Said:
        """The first rows or statements of an answer; the rest of it is not waited for."""
        question = Question(sparql, accept=_LINES)
        async with self.answerer.asking(question, client=client) as reply:
            is_graph = reply.media_type.startswith("application/n-triples")
            wanted = limit + (not is_graph)
            body = reply.begun
            while reply.rest and body.count(b"\n") <= wanted and len(body) <= LONGEST:
                piece = await anext(reply.rest, b"")
                if not piece:
                    break
                body += piece
        lines = body.decode().splitlines()
        is_cut = len(lines) > wanted or len(body) > LONGEST
        if is_cut:
            lines = body[:LONGEST].decode(errors="ignore").split("\n")[:-1][:wanted]
        rows = max(0, len(lines) - (not is_graph))
        notes = [_TRUNCATED.format(rows=rows)] if is_cut else []
        text = "\n".join([*notes, *lines]) or "Nothing matches."
        return Said(text, {"truncated": is_cut, "rows": rows})


_TRUNCATED = (
    "TRUNCATED: only the first {rows} are shown, and there are more. Ask for less, or for the next "
    "with ORDER BY, LIMIT and OFFSET."
)


def _pairs(arguments: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Arguments as a request would have them; several values of one name are several pairs."""
    pairs = []
    for name, value in arguments.items():
        values = value if isinstance(value, list) else [value]
        pairs += [(name, str(each)) for each in values if each is not None]
    return pairs


def _refused(refusal: Refusal) -> str:
    parts = [refusal.detail, f"Give {refusal.rule}."]
    if refusal.candidates:
        parts.append(f"It may mean {', '.join(refusal.candidates)}: say which.")
    if refusal.example:
        parts.append(f"For example: {refusal.example}.")
    return " ".join(parts)


def _rows(asked: Asked, found: Solutions, *, limit: int, notes: list[str]) -> Said:
    """Rows as a table of tab-separated words, and by column for programs."""
    is_more = len(found) > limit
    rows = found.texts()[:limit]
    shown = ["\t".join(found.variables), *("\t".join(map(_plain, row)) for row in rows)]
    data: dict[str, Any] = {
        "columns": {name: asked.query.columns.get(name, name) for name in found.variables},
        "rows": [
            {name: value for name, value in zip(found.variables, row, strict=True) if value}
            for row in rows
        ],
        "notes": notes,
        "truncated": is_more,
    }
    told = list(notes)
    if is_more:
        data["next_offset"] = asked.offset + limit
        told.append(
            f"TRUNCATED: rows {asked.offset + 1} to {asked.offset + limit} are shown, and there "
            f"are more. Call again with offset {asked.offset + limit}."
        )
    if not rows:
        return Said("\n".join([*told, "Nothing matches; silence is unknown, never no."]), data)
    return Said("\n".join([*told, *shown]), data)


def _plain(value: str) -> str:
    return " ".join(value.split())
