"""The verb `format`: files written in their canonical form, or a list of those that are not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from adrgraph.cli import FINDINGS, FINE
from adrgraph.cli.output import emit, read_input, tell, write_whole
from adrgraph.errors import SourceError, UnreadableSources

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adrgraph.layout import Layout

_SUFFIXES = (".ttl", ".trig")


def format_files(layout: Layout, paths: Sequence[str], *, only_check: bool) -> int:
    """Format files, or list those that would change; what cannot be read does not stop the rest.

    Raises:
        UnreadableSources: Files that cannot be read; the others are done.
    """
    changed, errors = 0, []
    schemes = [path.stem for path in (layout.ontology / "schemes").glob("[!.]*.ttl")]
    for path in _files(layout, paths):
        try:
            changed += _formatted(layout, path, schemes=schemes, only_check=only_check)
        except SourceError as error:
            errors.append(error)
    if errors:
        raise UnreadableSources(errors)
    if only_check and changed:
        tell(f"{changed} to be written anew: run `adrgraph format`.")
        return FINDINGS
    return FINE


def _files(layout: Layout, paths: Sequence[str]) -> Iterator[Path | None]:
    if not paths:
        yield from (path for path in layout.files() if path.suffix in _SUFFIXES)
    for given in paths:
        path = Path(given)
        if given == "-":
            yield None
        elif path.is_dir():
            yield from (file for file in sorted(path.rglob("[!.]*")) if file.suffix in _SUFFIXES)
        else:
            yield path


def _formatted(
    layout: Layout, path: Path | None, *, schemes: Sequence[str], only_check: bool
) -> bool:
    from adrgraph.canonical import canonical

    shown = _shown(layout, path)
    text = _read(path, shown)
    wanted = canonical(text, path=shown, schemes=schemes)
    if only_check:
        if text != wanted:
            emit(shown)
    elif path is None:
        emit(wanted)
    elif text != wanted:
        write_whole(path, wanted.encode())
        tell(f"Formatted {shown}")
    return text != wanted


def _shown(layout: Layout, path: Path | None) -> str:
    if path is None:
        return "-"
    try:
        full = path.resolve()
    except (OSError, RuntimeError):  # links in a circle; reading it says so
        return str(path)
    inside = full.is_relative_to(layout.root)
    return full.relative_to(layout.root).as_posix() if inside else str(path)


def _read(path: Path | None, shown: str) -> str:
    try:
        content = read_input() if path is None else path.read_bytes()
        return content.decode()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SourceError(shown, "This is no UTF-8 text. Save it as UTF-8.", line=line) from error
    except OSError as error:
        raise SourceError(shown, f"This cannot be read: {error.strerror}.") from error
