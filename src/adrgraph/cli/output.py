"""Where text comes from and goes to: the standard streams, and files that appear whole."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path


def tell(message: str) -> None:
    """Say something to the person that is no result."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(message.encode(encoding, "replace").decode(encoding) + "\n")
    sys.stderr.flush()


def read_input() -> bytes:
    """All of standard input."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "Standard input is closed")
    return sys.stdin.buffer.read()


def emit(result: bytes | str, *, output: str = "-") -> None:
    """Write a result to a file, or to standard output."""
    if output == "-":
        _print(result)
    else:
        write_whole(Path(output), result if isinstance(result, bytes) else result.encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there: it is the old one or the new, never a part.

    A pipe or a device is written to as it is; a link keeps pointing at the file it names.
    """
    import tempfile

    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    target = path.resolve()
    number, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(beside).chmod(_mode(target))
        Path(beside).replace(target)
    except BaseException:  # Ctrl-C too leaves nothing behind
        Path(beside).unlink(missing_ok=True)
        raise


def is_terminal(*, of: str = "stdout") -> bool:
    """Whether a person looks at this stream."""
    stream = getattr(sys, of)
    return stream is not None and bool(stream.isatty())


def _mode(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _print(result: bytes | str) -> None:
    if sys.stdout is None:
        raise OSError(errno.EBADF, "Standard output is closed")
    content = result
    if isinstance(content, str):
        ending = "" if content.endswith("\n") or not content else "\n"
        content = (content + ending).encode(sys.stdout.encoding or "utf-8", "replace")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
