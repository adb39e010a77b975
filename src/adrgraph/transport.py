"""Requests to a store far away: who asks, how long that may take, and when to ask again."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from base64 import b64encode
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from adrgraph.errors import RemoteFailure

if TYPE_CHECKING:
    from email.message import Message

TIMEOUT = 60.0
"""Seconds for one answer, all attempts included."""

ATTEMPTS = 4
"""How often a request is sent at most: what it does may be done twice."""

PAUSE = 0.2
"""Seconds before the second attempt; twice as long before each further one."""

LARGEST = 1 << 30
"""Bytes of an answer that are read."""

PIECE = 1 << 16
"""Bytes that are read at once."""

LONGEST_WAIT = 365 * 86_400.0
"""Seconds that a store may ask us to wait; what is longer is as good as for ever."""

WORDS = 500
"""Characters of what a store says of a failure that are passed on."""

_AGAIN = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks: a user with a password, by Digest or Basic as the store wants it, or a token."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a store answers: any status that is not asked again."""

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """What the store says that the body is."""
        return str(self.headers.get("content-type", ""))

    def words(self) -> str:
        """The body as a sentence for people, for what it is worth."""
        text = self.body.decode(errors="replace").partition("\nSPARQL query:")[0]
        return " ".join(text.split())[:WORDS]


def send(
    request: urllib.request.Request,
    *,
    credentials: Credentials | None = None,
    seconds: float = TIMEOUT,
    largest: int = LARGEST,
    challenge: urllib.request.Request | None = None,
) -> Answer:
    """The answer to a request that may be sent again; a store that is busy is given time.

    A `challenge` is a small request that a store answers by asking who we are, where it would ask:
    for a request with a long body, whose end a store may not wait for before it asks.

    Raises:
        RemoteFailure: There is no answer, or none in time.
    """
    opener, introduction = _opener(request, credentials)
    end = time.monotonic() + seconds
    for attempt in range(1, ATTEMPTS + 1):
        try:
            if challenge and introduction:
                answer = _answer(opener, challenge, end=end, largest=largest)
                if answer.status == HTTPStatus.UNAUTHORIZED:
                    return answer
                introduction.precede(request)
            answer = _answer(opener, request, end=end, largest=largest)
        except (OSError, http.client.HTTPException, ValueError) as error:
            failure = _failure(request, error)
            wait = None if failure.is_late else PAUSE * 2 ** (attempt - 1)
        else:
            if answer.status not in _AGAIN:
                return answer
            asked = _seconds(answer.headers.get("retry-after"))
            wait = PAUSE * 2 ** (attempt - 1) if asked is None else asked
            failure = refusal(request.full_url, answer)
        if wait is None or attempt == ATTEMPTS or time.monotonic() + wait >= end:
            raise failure
        time.sleep(wait)
    raise AssertionError


def refusal(address: str, answer: Answer) -> RemoteFailure:
    """What an answer that is none says, with the address and what can be done."""
    status = answer.status
    name = address.partition("?")[0]
    said = f' It says: "{words}".' if (words := answer.words()) else ""
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return RemoteFailure(
            f"{name} does not let us in ({status}). Check user and password, and what the user "
            f"may do.{said}"
        )
    if status == HTTPStatus.NOT_FOUND:
        return RemoteFailure(f"There is nothing at {name} (404). Check the address.{said}")
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        asked = _seconds(answer.headers.get("retry-after"))
        return RemoteFailure(
            f"{name} is busy ({status}). Try again later.{said}",
            retry_after=int(asked or 1) or 1,
        )
    is_late = status == HTTPStatus.GATEWAY_TIMEOUT
    return RemoteFailure(f"{name} failed ({status}).{said}", is_late=is_late)


def _opener(
    request: urllib.request.Request, credentials: Credentials | None
) -> tuple[urllib.request.OpenerDirector, _Introduction | None]:
    """What sends a request, and what answers a store that asks who we are."""
    if credentials is None:
        return urllib.request.build_opener(), None
    if credentials.token:
        request.add_unredirected_header("Authorization", f"Bearer {credentials.token}")
        return urllib.request.build_opener(), None
    known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    place = urlsplit(request.full_url)
    known.add_password(
        None, f"{place.scheme}://{place.netloc}/", credentials.user, credentials.password
    )
    digest = _Digest(known)
    opener = urllib.request.build_opener(digest, _Basic(known))
    return opener, _Introduction(credentials, digest)


class _Closing:
    """What answers a challenge, and closes the answer that it came with: the library does not."""

    def http_error_401(self, req: Any, fp: Any, code: int, msg: str, headers: Message) -> Any:
        is_done = True
        try:
            answer = super().http_error_401(req, fp, code, msg, headers)  # type: ignore[misc]
            is_done = answer is not None
            return answer
        finally:
            if is_done:
                fp.close()


class _Digest(_Closing, urllib.request.HTTPDigestAuthHandler):
    """The first that is asked, whatever the challenge: it keeps it."""

    challenge = ""

    def http_error_401(self, req: Any, fp: Any, code: int, msg: str, headers: Message) -> Any:
        self.challenge = headers.get("www-authenticate", "")
        return super().http_error_401(req, fp, code, msg, headers)


class _Basic(_Closing, urllib.request.HTTPBasicAuthHandler):
    pass


@dataclass(frozen=True, slots=True)
class _Introduction:
    """Who asks, in the way that the store has asked for it before."""

    credentials: Credentials
    digest: _Digest

    def precede(self, request: urllib.request.Request) -> None:
        """Say who asks before we are asked, if the store has ever asked."""
        scheme, _, rest = self.digest.challenge.partition(" ")
        if scheme.lower() == "digest":
            fields = filter(None, urllib.request.parse_http_list(rest))
            asked = urllib.request.parse_keqv_list(list(fields))
            said = self.digest.get_authorization(request, asked)
            request.add_unredirected_header("Authorization", f"Digest {said}")
        elif scheme.lower() == "basic":
            pair = f"{self.credentials.user}:{self.credentials.password}".encode()
            request.add_unredirected_header("Authorization", f"Basic {b64encode(pair).decode()}")


def _answer(
    opener: urllib.request.OpenerDirector,
    request: urllib.request.Request,
    *,
    end: float,
    largest: int,
) -> Answer:
    try:
        response = opener.open(request, timeout=max(0.01, end - time.monotonic()))
    except urllib.error.HTTPError as error:
        response = error
    with response:
        body = bytearray()
        while piece := response.read1(PIECE):
            body += piece
            if time.monotonic() > end:
                raise TimeoutError
            if len(body) > largest:
                raise RemoteFailure(
                    f"{request.full_url.partition('?')[0]} answers with more than {largest >> 20} "
                    "MiB. Ask for less at once, with LIMIT and OFFSET."
                )
        length = response.headers.get("content-length")
        if length and request.get_method() != "HEAD" and len(body) < int(length):
            raise http.client.IncompleteRead(bytes(body), int(length) - len(body))
        return Answer(response.status or 0, response.headers, bytes(body))


def _failure(request: urllib.request.Request, error: Exception) -> RemoteFailure:
    name = request.full_url.partition("?")[0]
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return RemoteFailure(
            f"{name} did not answer in time. Ask for less at once, or try again later.",
            is_late=True,
        )
    if isinstance(reason, http.client.IncompleteRead):
        return RemoteFailure(f"{name} cut its answer off. Ask for less at once, with a LIMIT.")
    if isinstance(reason, ValueError):  # a scheme of authentication that urllib does not know
        return RemoteFailure(f"{name} cannot be asked: {reason}")
    return RemoteFailure(f"{name} cannot be reached: {reason}. Check the address and try again.")


def _seconds(retry_after: str | None) -> float | None:
    """The seconds that `Retry-After` asks for: a number of them, or a date (RFC 9110 §10.2.3)."""
    if retry_after is None:
        return None
    said = retry_after.strip()
    try:
        wait = float(said) if said.isdecimal() else _seconds_until(said)
    except (ValueError, TypeError, OverflowError):  # no date, or one that no calendar has
        return None
    return min(max(0.0, wait), LONGEST_WAIT)


def _seconds_until(date: str) -> float:
    return parsedate_to_datetime(date).timestamp() - time.time()
