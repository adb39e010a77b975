"""The one canonical form of Turtle and TriG: one text for one set of statements."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.errors import SourceError
from adrgraph.iris import PREFIXES, curie, document_iri, mint
from adrgraph.turtle import nameless, normalised, parse, tokens, undeclared

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_TYPE, _FIRST, _REST, _NIL = (f"{_RDF}{name}" for name in ("type", "first", "rest", "nil"))
_LEADING = (
    _TYPE,
    PREFIXES["dcterms"] + "title",
    PREFIXES["foaf"] + "name",
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["rdfs"] + "label",
    PREFIXES["sh"] + "name",
    PREFIXES["skos"] + "definition",
    PREFIXES["sh"] + "path",
    PREFIXES["sh"] + "message",
)
_RANK = {iri: rank for rank, iri in enumerate(_LEADING)}

_BARE = {
    f"{_XSD}integer": re.compile(r"-?[0-9]+"),
    f"{_XSD}decimal": re.compile(r"-?[0-9]+\.[0-9]+"),
    f"{_XSD}boolean": re.compile("true|false"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f]')
_ESCAPED_LONG = re.compile('\\\\|"(?=""|\\Z)|[\x00-\x08\x0b-\x1f\x7f]')
_BLANK_AT_END = re.compile(r"[ \t](?=\n)")

_INDENT = 4
_DEEPEST = 20
_WIDEST_LIST = 88

Node = ox.NamedNode | ox.BlankNode | ox.Triple
Term = Node | ox.Literal
Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
Described = dict[Node, dict[str, list[Term]]]


def canonical(text: str, *, path: str, schemes: Collection[str] = ()) -> str:
    """The canonical form of a text; `path`, from the layout's root, says which document it is.

    What it states is unchanged. The comments at its head are kept. Prefixes that it uses without
    declaring them are declared where this repository knows them: those that everybody shares,
    those of the `schemes` that are named, and that of the document itself.

    Raises:
        SourceError: The text is malformed, or says what the canonical form cannot keep.
    """
    text = normalised(text, path=path)
    quads = _labelled(_parsed(text, path=path, schemes=schemes))
    _refuse_blank(quads, text=text, path=path)
    page = _Page(path, document=_document(path), blanks=_blanks(quads))
    blocks = list(_blocks(page, quads))
    prefixes = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in sorted(page.prefixes.items()))
    head = "\n".join(_head(text, path=path))
    written = "\n\n".join(part for part in (head, prefixes, *blocks) if part)
    return f"{written}\n" if written else ""


def _parsed(text: str, *, path: str, schemes: Collection[str]) -> list[ox.Quad]:
    """What a text states once the prefixes are declared that it leaves out."""
    known = {**{slug: f"{mint('scheme', slug)}#" for slug in schemes}, **PREFIXES}
    own = _document(path)
    if own:
        known[""] = f"{own}#"
    left_out = sorted(undeclared(text) & known.keys())
    if not left_out:
        return parse(text, path=path)
    line = " ".join(f"PREFIX {prefix}: <{known[prefix]}>" for prefix in left_out)
    try:
        return parse(f"{line}\n{text}", path=path)
    except SourceError as error:
        raise SourceError(
            path, error.message, line=max(error.line - 1, 1), column=error.column
        ) from error


def _document(path: str) -> str:
    """The document's IRI; a file outside the layout has no fragments of its own."""
    try:
        return document_iri(path)
    except ValueError:
        return ""


def _head(text: str, *, path: str) -> list[str]:
    """The comments before anything else; the writer could not keep others."""
    head = []
    has_begun = False
    for token in tokens(text):
        if token.kind != "comment":
            has_begun = True
        elif has_begun:
            raise SourceError(
                path,
                f'Move the comment "{token.text.rstrip()}" to the head of the file, or make it a '
                "skos:editorialNote. It would be lost here.",
                line=token.line,
                column=token.column,
            )
        else:
            head.append(token.text.rstrip())
    return head


def _refuse_blank(quads: Iterable[ox.Quad], *, text: str, path: str) -> None:
    """Everything in data has a name, and so has every graph."""
    in_data = path.startswith("data/")
    for quad in quads:
        terms = (quad.subject, quad.object) if in_data else ()
        if any(isinstance(term, ox.BlankNode) for term in (quad.graph_name, *terms)):
            raise nameless(text, path=path)


@dataclass(frozen=True, slots=True)
class _Blanks:
    """The blank nodes of a text by the way they are written."""

    nested: frozenset[ox.BlankNode]  # where they are used: once, and not within themselves
    loose: frozenset[ox.BlankNode]  # as a subject that nothing refers to
    labelled: frozenset[ox.BlankNode]


def _blanks(quads: Iterable[ox.Quad]) -> _Blanks:
    owners: dict[ox.BlankNode, list[Node]] = defaultdict(list)
    graphs: dict[ox.BlankNode, set[Graph]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode):
            graphs[quad.subject].add(quad.graph_name)
        if isinstance(quad.object, ox.BlankNode):
            graphs[quad.object].add(quad.graph_name)
            owners[quad.object].append(quad.subject)
    single = {node for node, found in graphs.items() if len(found) == 1}
    owner = {node: owners[node][0] for node in single if len(owners.get(node, ())) == 1}
    nested = frozenset(owner) - _cyclic(owner)
    loose = frozenset(single - owners.keys())
    return _Blanks(nested, loose, frozenset(graphs) - nested - loose)


def _labelled(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """The same statements, each once; labels follow from what is said (RDFC-1.0)."""
    distinct = set(quads)
    if not _blanks(distinct).labelled:
        return distinct
    dataset = ox.Dataset(distinct)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def _cyclic(owner: dict[ox.BlankNode, Node]) -> set[ox.BlankNode]:
    """The nodes that own themselves, through others or not."""
    cyclic: set[ox.BlankNode] = set()
    seen: set[Node] = set()
    for start in owner:
        trail: dict[Node, int] = {}
        node: Node = start
        while isinstance(node, ox.BlankNode) and node in owner and node not in seen:
            seen.add(node)
            trail[node] = len(trail)
            node = owner[node]
        if node in trail:
            cyclic.update(
                n for n, at in trail.items() if at >= trail[node] and isinstance(n, ox.BlankNode)
            )
    return cyclic


@dataclass(slots=True)
class _Page:
    """What is the same for all blocks of a text, and the prefixes that they come to use."""

    path: str
    document: str
    blanks: _Blanks
    prefixes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def name(self, iri: str) -> str:
        """An IRI as it is written."""
        if iri not in self.names:
            short = curie(iri, within=self.document)
            if short:
                prefix, local = short
                self.prefixes[prefix] = iri.removesuffix(local)
                self.names[iri] = f"{prefix}:{local}"
            else:
                self.names[iri] = f"<{iri}>"
        return self.names[iri]

    def literal(self, literal: ox.Literal) -> str:
        """A literal in its shortest form that keeps its lexical one."""
        datatype = literal.datatype.value
        if datatype in _BARE and _BARE[datatype].fullmatch(literal.value):
            return literal.value
        text = _quoted(literal.value)
        if literal.language:
            return f"{text}@{literal.language}"
        return text if datatype == f"{_XSD}string" else f"{text}^^{self.name(datatype)}"


def _quoted(text: str) -> str:
    if "\n" in text and not _BLANK_AT_END.search(text):
        return f'"""{_ESCAPED_LONG.sub(_escape, text)}"""'
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], f"\\u{ord(match[0]):04X}")


def _blocks(page: _Page, quads: Iterable[ox.Quad]) -> Iterator[str]:
    """What stands outside a graph, and then each graph."""
    graphs: dict[str, Described] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for quad in quads:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        graphs[name][quad.subject][quad.predicate.value].append(quad.object)
    for name, described in sorted(graphs.items()):
        block = "\n\n".join(_Block(page, described).subjects())
        yield f"GRAPH {page.name(name)} {{\n{block}\n}}" if name else block


@dataclass(frozen=True, slots=True)
class _Block:
    """The statements of one graph, as they are written."""

    page: _Page
    described: Described

    def subjects(self) -> list[str]:
        """Each subject with all that is said of it: the document, its parts, others, unnamed."""
        written = []
        for subject, said in self.described.items():
            if subject not in self.page.blanks.nested:
                place, name = self._place(subject)
                written.append((place, "\n".join([name, *self._said(said, indent=_INDENT), "."])))
        return [text for _, text in sorted(written)]

    def _place(self, subject: Node) -> tuple[tuple[int, str], str]:
        """Where a subject stands among the others, and its name."""
        if not isinstance(subject, ox.NamedNode):
            label = str(subject)
            return ((4, ""), "[]") if subject in self.page.blanks.loose else ((3, label), label)
        own, iri = self.page.document, subject.value
        is_part = bool(own) and iri.startswith(f"{own}#")
        rank = 0 if iri == own else 1 if is_part else 2
        return (rank, iri), self.page.name(iri)

    def _said(self, said: dict[str, list[Term]], *, indent: int) -> Iterator[str]:
        """The lines that give predicates and objects."""
        pad = " " * indent
        for predicate in sorted(said, key=self._order):
            name = "a" if predicate == _TYPE else self.page.name(predicate)
            if len(said[predicate]) == 1:
                yield f"{pad}{name} {self._term(said[predicate][0], indent=indent)} ;"
                continue
            deeper = indent + _INDENT
            values = sorted(
                (self._term(value, indent=deeper) for value in said[predicate]),
                key=lambda value: value.removesuffix(">"),
            )
            yield f"{pad}{name}"
            yield " ,\n".join(f"{' ' * deeper}{value}" for value in values) + " ;"

    def _order(self, predicate: str) -> tuple[int, str]:
        if predicate in _RANK:
            return _RANK[predicate], ""
        return len(_RANK), self.page.name(predicate)

    def _term(self, term: Term, *, indent: int) -> str:
        """A term whose first line is indented so far."""
        match term:
            case ox.NamedNode(value=iri):
                return "()" if iri == _NIL else self.page.name(iri)
            case ox.Literal():
                return self.page.literal(term)
            case ox.BlankNode() if term in self.page.blanks.nested:
                return self._nested(term, indent=indent)
        return str(term)

    def _nested(self, node: ox.BlankNode, *, indent: int) -> str:
        if indent > _DEEPEST * _INDENT:
            raise SourceError(
                self.page.path,
                f"Brackets nest more than {_DEEPEST} deep. Give what is inside an IRI.",
            )
        items = self._items(node)
        if items:
            return self._list(items, indent=indent)
        lines = list(self._said(self.described.get(node, {}), indent=indent + _INDENT))
        if not lines:
            return "[]"
        if len(lines) == 1 and "\n" not in lines[0]:
            return f"[ {lines[0].strip().removesuffix(' ;')} ]"
        return "\n".join(["[", *lines, f"{' ' * indent}]"])

    def _list(self, items: list[Term], *, indent: int) -> str:
        deeper = indent + _INDENT
        written = [self._term(item, indent=deeper) for item in items]
        line = f"( {' '.join(written)} )"
        if "\n" not in line and len(line) <= _WIDEST_LIST:
            return line
        return "\n".join(["(", *(f"{' ' * deeper}{item}" for item in written), f"{' ' * indent})"])

    def _items(self, node: ox.BlankNode) -> list[Term]:
        """The items of a list that begins at a node and is nothing but a list, else nothing."""
        items: list[Term] = []
        at: Term = node
        while isinstance(at, ox.BlankNode):
            said = self.described.get(at, {})
            is_cell = said.keys() == {_FIRST, _REST} and all(len(v) == 1 for v in said.values())
            if not is_cell or at not in self.page.blanks.nested:
                return []
            items.append(said[_FIRST][0])
            at = said[_REST][0]
        return items if at == ox.NamedNode(_NIL) else []
