"""Permanent links to queries: the address of a text follows from the text.

Texts of saved queries always have one. Those of strangers are kept in a folder where there is one:
each once, none too long, so many in all, and of each client only so many.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import tempfile
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from adrgraph.errors import Overloaded, UnknownName
from adrgraph.server.operation.rates import Rates

if TYPE_CHECKING:
    from adrgraph.server.saved import Saved

LONGEST = 20_000
"""Bytes of a text that is kept."""

MOST = 10_000
"""Texts that are kept."""

PACE = 1 / 30
"""Texts a second that one client may have kept."""

_DIGITS = 32
_NUMBER = re.compile(f"[a-z2-7]{{{_DIGITS}}}")


def plain(text: str) -> str:
    r"""A text without what a form or an editor adds: line ends of another kind, blanks around it.

    >>> plain(" ASK {}\r\n")
    'ASK {}\n'
    """
    return text.replace("\r\n", "\n").strip() + "\n"


def number_of(text: str) -> str:
    r"""What the address of a text ends in.

    >>> number_of("ASK {}") == number_of("ASK {}\n"), len(number_of("ASK {}"))
    (True, 32)
    """
    digest = hashlib.sha256(plain(text).encode()).digest()
    return base64.b32encode(digest)[:_DIGITS].decode().lower()


class Links:
    """The texts that have an address: those of saved queries, and those in a folder."""

    def __init__(self, folder: Path | None, saved: Saved) -> None:
        """Look into the folder when asked, as other servers may write to it too."""
        self._folder = folder
        self._saved = saved
        self._rates = Rates(PACE)

    async def find(self, number: str) -> str:
        """The text with this number.

        Raises:
            UnknownName: Nobody had one kept.
        """
        text = self._texts.get(number) or await run_in_threadpool(self._read, number)
        if not text:
            raise UnknownName("No query has this address.")
        return text

    async def has(self, number: str) -> bool:
        """Whether a text has its address already."""
        try:
            await self.find(number)
        except UnknownName:
            return False
        return True

    def admit(self, text: str, *, client: str) -> None:
        """Insist that a text may be kept, and that this client may have one kept now.

        Raises:
            HTTPException: No texts are kept here, or none as long as this.
            Overloaded: The client has to wait.
        """
        if self._folder is None:
            raise HTTPException(
                HTTPStatus.FORBIDDEN,
                "This server keeps no queries. Send the query itself: /sparql?query=…",
            )
        if len(plain(text).encode()) > LONGEST:
            raise HTTPException(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"A query of more than {LONGEST} bytes has no link. Shorten it.",
            )
        seconds = self._rates.wait(client)
        if seconds:
            raise Overloaded(
                "One client can have a query kept every half a minute.",
                retry_after=int(seconds) + 1,
                by_client=True,
            )

    async def keep(self, text: str) -> None:
        """Keep a text for good.

        Raises:
            HTTPException: No more are kept.
        """
        await run_in_threadpool(self._write, plain(text).encode())

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The texts of the saved queries by their numbers."""
        texts = (plain(query.text) for query in self._saved.queries.values())
        return {number_of(text): text for text in texts}

    def _read(self, number: str) -> str:
        if self._folder is None or not _NUMBER.fullmatch(number):
            return ""
        try:
            text = (self._folder / f"{number}.rq").read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return ""
        return text if number_of(text) == number else ""  # not as it was kept

    def _write(self, text: bytes) -> None:
        assert self._folder is not None  # noqa: S101 — who is admitted has a folder
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with os.scandir(self._folder) as found:
                is_full = sum(1 for _ in found) >= MOST
            if is_full:
                raise _no_room("As many queries as are kept have their links.")
            _appear(self._folder / f"{number_of(text.decode())}.rq", text)
        except OSError as error:
            raise _no_room("The query cannot be kept at the moment.") from error


def _appear(path: Path, content: bytes) -> None:
    """Write a file whole: nobody ever sees a part of it."""
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".rq")
    with os.fdopen(number, "wb") as file:
        file.write(content)
    Path(name).replace(path)


def _no_room(reason: str) -> HTTPException:
    detail = f"{reason} Send the query itself: /sparql?query=…"
    return HTTPException(HTTPStatus.INSUFFICIENT_STORAGE, detail)
