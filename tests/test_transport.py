"""Requests to a store far away: patience, credentials, and failures that say what they are."""

from __future__ import annotations

import base64
import re
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.request import Request

import pytest

from adrgraph.errors import RemoteFailure
from adrgraph.transport import ATTEMPTS, LONGEST_WAIT, Credentials, send
from tests.far import virtuoso
from tests.scripted import YES, Heard, Reply, scripted

BUSY = Reply(503, "text/plain", b"full")


@pytest.fixture(autouse=True)
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made; nobody waits for them."""
    pauses: list[float] = []
    monkeypatch.setattr("adrgraph.transport.time.sleep", pauses.append)
    return pauses


def get(address: str) -> Request:
    """A request of this address."""
    return Request(address)  # noqa: S310 — loopback


@pytest.mark.parametrize("status", [429, 502, 503])
def test_asked_again(status: int, slept: list[float]) -> None:
    """A store that is busy is asked again, with pauses that grow."""
    busy = Reply(status, "text/plain", b"")
    with scripted(busy, busy, Reply()) as endpoint:
        answer = send(get(endpoint.address))

    assert (answer.status, answer.body, len(endpoint.heard)) == (200, YES, 3)
    assert slept[0] < slept[1]


def test_not_for_ever() -> None:
    """A store that stays busy is given up, in its own words."""
    with (
        scripted(BUSY) as endpoint,
        pytest.raises(RemoteFailure, match=r'busy \(503.*"full"') as got,
    ):
        send(get(endpoint.address))

    assert len(endpoint.heard) == ATTEMPTS
    assert got.value.retry_after == 1


@pytest.mark.parametrize(
    "asked", ["7", format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)]
)
def test_retry_after(asked: str, slept: list[float]) -> None:
    """A store is asked again when it says so, and not at all if that is too late for us."""
    busy = Reply(503, "text/plain", b"", headers={"Retry-After": asked})
    with scripted(busy, Reply()) as endpoint:
        if asked == "7":
            send(get(endpoint.address))
        else:
            with pytest.raises(RemoteFailure) as got:
                send(get(endpoint.address))

    assert slept == ([7.0] if asked == "7" else [])
    if asked != "7":
        assert got.value.retry_after is not None
        assert got.value.retry_after > 80_000


@pytest.mark.parametrize("asked", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_endless_retry_after(asked: str) -> None:
    """Who asks us to wait for ever is given up, and what we pass on is a time one can wait."""
    with (
        scripted(Reply(503, headers={"Retry-After": asked})) as endpoint,
        pytest.raises(RemoteFailure) as got,
    ):
        send(get(endpoint.address))

    assert got.value.retry_after == LONGEST_WAIT


@pytest.mark.parametrize(
    "asked", ["soon", "", "-5", "Mon, 01 Jan 99999999999 00:00:00 GMT", "Mon, 99 Foo 2026 0:0 GMT"]
)
def test_unreadable_retry_after(asked: str) -> None:
    """What is neither a number nor a date asks for nothing."""
    with scripted(Reply(503, headers={"Retry-After": asked}), Reply()) as endpoint:
        assert send(get(endpoint.address)).status == 200


@pytest.mark.parametrize("status", [200, 204, 400, 404, 406, 500])
def test_asked_once(status: int) -> None:
    """Other answers are answers, whatever they say."""
    with scripted(Reply(status, body=b"")) as endpoint:
        assert send(get(endpoint.address)).status == status

    assert len(endpoint.heard) == 1


def test_late() -> None:
    """A store that does not answer in time is not asked again."""
    over = threading.Event()

    def never(_: Heard) -> None:
        over.wait(10)

    with scripted(Reply(), judge=never) as endpoint:
        with pytest.raises(RemoteFailure, match="did not answer in time") as got:
            send(get(endpoint.address), seconds=0.2)
        over.set()

    assert got.value.is_late
    assert len(endpoint.heard) == 1


def test_large() -> None:
    """More than is read is not read."""
    with (
        scripted(Reply(body=bytes(3 << 20))) as endpoint,
        pytest.raises(RemoteFailure, match="more than 1 MiB"),
    ):
        send(get(endpoint.address), largest=1 << 20)


def test_cut_off() -> None:
    """An answer without its end is none."""
    with (
        scripted(Reply(body=b"{", declared=2)) as endpoint,
        pytest.raises(RemoteFailure, match="cut its answer off"),
    ):
        send(get(endpoint.address))

    assert len(endpoint.heard) == ATTEMPTS


def test_basic() -> None:
    """Who asks is told by Basic where the store wants it so, and not before."""
    expected = f"Basic {base64.b64encode(b'me:secret').decode()}"

    def judge(heard: Heard) -> Reply | None:
        if heard.headers.get("Authorization") == expected:
            return None
        return Reply(401, headers={"WWW-Authenticate": 'Basic realm="store"'})

    with scripted(Reply(), judge=judge) as endpoint:
        assert send(get(endpoint.address), credentials=Credentials("me", "secret")).status == 200
        assert send(get(endpoint.address), credentials=Credentials("me", "wrong")).status == 401
        assert send(get(endpoint.address)).status == 401

    assert "Authorization" not in endpoint.heard[0].headers


def test_token() -> None:
    """A token is sent as a bearer token (RFC 6750 §2.1)."""
    with scripted(Reply()) as endpoint:
        send(get(endpoint.address), credentials=Credentials(token="secret"))  # noqa: S106

    assert endpoint.heard[0].headers["Authorization"] == "Bearer secret"


def test_unknown_scheme() -> None:
    """A way to say who asks that we do not know is named."""
    kerberos = Reply(401, headers={"WWW-Authenticate": "Negotiate"})
    with (
        scripted(kerberos) as endpoint,
        pytest.raises(RemoteFailure, match=re.escape("'Negotiate'")),
    ):
        send(get(endpoint.address), credentials=Credentials("me", "secret"))


def test_digest(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Who asks is told by Digest where the store wants it so, as Virtuoso does."""
    with virtuoso(tmp_path_factory.mktemp("digest")) as far:
        address = f"{far.graph_store}?graph=urn:none"
        statuses = [
            send(get(address), credentials=credentials).status
            for credentials in (far.credentials, Credentials("dba", "wrong"), None)
        ]

    assert statuses == [404, 401, 401]


@pytest.mark.parametrize(
    "scheme", ['Basic realm="store"', 'Digest realm="store", nonce="1f2e", qop="auth"']
)
def test_long_body_is_sent_once(scheme: str) -> None:
    """Who sends a long body says who asks with it: the store has asked before, at the challenge."""

    def judge(heard: Heard) -> Reply | None:
        return None if "Authorization" in heard.headers else Reply(401, headers=asks)

    asks = {"WWW-Authenticate": scheme}
    with scripted(BUSY, Reply(), judge=judge) as endpoint:
        body = Request(endpoint.address, data=b"long", method="PUT")  # noqa: S310 — loopback
        challenge = Request(endpoint.address, method="DELETE")  # noqa: S310 — loopback
        send(body, credentials=Credentials("me", "secret"), challenge=challenge)

    assert all("Authorization" in heard.headers for heard in endpoint.heard if heard.body)
    assert [heard.method for heard in endpoint.heard].count("PUT") == 1


def test_secrets_are_not_shown() -> None:
    """Neither password nor token is in what is printed."""
    assert "secret" not in repr(Credentials("me", "secret", "secret"))
