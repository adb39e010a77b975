"""Every exception that adrgraph raises.

AdrgraphError
├── LayoutError             no ontology/, shapes/, data/ and queries/ where they should be
├── UnreadableSources       files that cannot be read: one SourceError each
├── SourceError             one file, line and column that cannot be read, and the remedy
├── InvalidGraph            findings that forbid a build
├── BuildFailed             a build that another process was to make, with what that process said
├── HistoryError            a file in which what changes cannot be kept
├── UncompilableAxiom       an axiom that the reasoner has no rule for
├── NotEntailed             a statement that is neither stated nor follows
├── QueryError              SPARQL that does not parse or cannot be answered
├── InvalidQueryFile        a saved query whose file is malformed
├── UnknownQuery            no saved query has this name
├── InvalidParameter        a parameter that the query does not take, or a value that does not fit
├── UnknownName             no thing in the graph has this name
├── AmbiguousName           several things in the graph have this name
├── UnknownRevision         no commit, folder or dump has this name
├── UnknownFormat           no serialisation has this name
├── LimitExceeded           a query that takes more time or memory than it may
├── Overloaded              more queries are under way than are answered at once
├── StoreError              a store that cannot be opened, read or reached
│   ├── RemoteFailure       a store far away that cannot be reached, fails or does not let us in
│   └── UnfaithfulStore     a store far away that does not hold what was written to it
└── MissingExtra            an optional library that this call needs
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from adrgraph.findings import Report


class AdrgraphError(Exception):
    """Anything that adrgraph reports to the person who called it: a sentence with its remedy."""


class LayoutError(AdrgraphError):
    """The folders ontology/, shapes/, data/ and queries/ are not where they should be."""


class SourceError(AdrgraphError):
    """One file that cannot be read, with the place and the remedy."""

    def __init__(self, path: Path | str, message: str, *, line: int = 1, column: int = 1) -> None:
        """Keep the place; the text is `path:line:column: message`."""
        super().__init__(f"{path}:{line}:{column}: {message}")
        self.path = str(path)
        self.line = line
        self.column = column
        self.message = message


class UnreadableSources(AdrgraphError):
    """Files that cannot be read; each of them is told, not only the first."""

    def __init__(self, errors: Sequence[SourceError]) -> None:
        """Keep the errors in the order of their places."""
        places = {error: (error.path, error.line, error.column) for error in errors}
        self.errors = tuple(sorted(places, key=places.__getitem__))
        super().__init__("\n".join(str(error) for error in self.errors))


class InvalidGraph(AdrgraphError):
    """The sources were read, but their findings forbid a build."""

    def __init__(self, report: Report) -> None:
        """Keep the report, whose text is one finding a line."""
        super().__init__(str(report))
        self.report = report


class BuildFailed(AdrgraphError):
    """A build that another process was to make; the message is what that process said."""


class HistoryError(AdrgraphError):
    """A file in which what changes from build to build cannot be kept."""


class UncompilableAxiom(AdrgraphError):
    """An axiom that the reasoner has no rule for; it is refused, never ignored."""


class NotEntailed(AdrgraphError):
    """A statement that no source states and that does not follow from what they state."""


class QueryError(AdrgraphError):
    """SPARQL that does not parse or cannot be answered, with its place where one is known."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        """Keep the place; lines and columns count from one."""
        place = [f"{name} {at}" for name, at in (("line", line), ("column", column)) if at]
        super().__init__(f"{', '.join(place)}: {message}" if place else message)
        self.message = message
        self.line = line
        self.column = column


class InvalidQueryFile(SourceError):
    """A saved query whose header, parameters or text are malformed."""


class UnknownQuery(AdrgraphError):
    """No saved query has this name."""


class InvalidParameter(AdrgraphError):
    """A parameter that the query does not take, or a value that does not fit it."""


class UnknownName(AdrgraphError):
    """No thing in the graph has this name; the nearest ones are told."""

    def __init__(self, message: str, *, nearest: Sequence[str] = ()) -> None:
        """Keep the nearest names, best first."""
        super().__init__(message)
        self.nearest = tuple(nearest)


class AmbiguousName(AdrgraphError):
    """Several things in the graph have this name; all of them are told."""

    def __init__(self, message: str, *, candidates: Sequence[str]) -> None:
        """Keep the IRIs of the candidates, sorted."""
        super().__init__(message)
        self.candidates = tuple(candidates)


class UnknownRevision(AdrgraphError):
    """No commit, folder or dump has this name, so nothing can be compared with it."""


class UnknownFormat(AdrgraphError):
    """No serialisation has this name, or it does not suit this kind of result."""

    def __init__(self, message: str, *, offered: Sequence[str] = ()) -> None:
        """Keep the media types of those that would do, best first."""
        super().__init__(message)
        self.offered = tuple(offered)


class LimitExceeded(AdrgraphError):
    """A query that takes more time or memory than it may."""

    def __init__(self, message: str, *, limit: str) -> None:
        """Keep which limit it is: seconds or memory."""
        super().__init__(message)
        self.limit = limit


class Overloaded(AdrgraphError):
    """More queries are under way than are answered at once."""

    def __init__(self, message: str, *, retry_after: int, by_client: bool = False) -> None:
        """Keep after how many seconds to try again, and whether one client has asked too much."""
        super().__init__(message)
        self.retry_after = retry_after
        self.by_client = by_client


class StoreError(AdrgraphError):
    """A store that cannot be opened, read or reached."""


class RemoteFailure(StoreError):
    """A store far away that cannot be reached, fails, or does not let us in."""

    def __init__(
        self, message: str, *, is_late: bool = False, retry_after: int | None = None
    ) -> None:
        """Keep whether time ran out, and after how many seconds the store would be asked again."""
        super().__init__(message)
        self.is_late = is_late
        self.retry_after = retry_after


class UnfaithfulStore(StoreError):
    """A store far away that does not hold what was written to it, graph by graph."""

    def __init__(self, differences: Sequence[object]) -> None:
        """Keep how each graph differs; the text tells the first of them."""
        told = "\n".join(map(str, differences[:5]))
        more = f"\nSo do {len(differences) - 5} more." if len(differences) > 5 else ""  # noqa: PLR2004
        super().__init__(f"The store does not give back what was written to it:\n{told}{more}")
        self.differences = tuple(differences)


class MissingExtra(AdrgraphError):
    """An optional library that this call needs is not installed."""
