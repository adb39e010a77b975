"""How often each client may ask."""

from __future__ import annotations

from adrgraph.server.operation import rates
from adrgraph.server.operation.rates import Rates


class Clock:
    """A time that passes when it is told to."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_bucket() -> None:
    """A client may ask twice its rate at once, and then as often as the rate says."""
    clock = Clock()
    limited = Rates(2, now=clock)
    at_once = [limited.wait("a") for _ in range(5)]
    clock.now = 0.5
    later = [limited.wait("a") for _ in range(2)]

    assert at_once == [0, 0, 0, 0, 0.5]
    assert later == [0, 0.5]


def test_each_client() -> None:
    """One client takes nothing from another; the addresses of one IPv6 network are one client."""
    limited = Rates(0.5, now=Clock())

    assert limited.wait("192.0.2.1") == limited.wait("192.0.2.2") == 0
    assert limited.wait("2001:db8::1") == 0
    assert limited.wait("2001:db8::2") == 2
    assert limited.wait("2001:db8:0:1::1") == 0


def test_refusals_cost_nothing() -> None:
    """Who asks too early is told the same time again, not a longer one."""
    clock = Clock()
    limited = Rates(1, now=clock)
    for _ in range(100):
        limited.wait("a")
    clock.now = 1.0

    assert limited.wait("a") == 0


def test_no_rate() -> None:
    """Without a rate nobody waits."""
    limited = Rates(0, now=Clock())

    assert {limited.wait("a") for _ in range(1_000)} == {0}


def test_bounded() -> None:
    """More clients than are remembered take no more memory."""
    limited = Rates(1, now=Clock())
    for number in range(rates.CLIENTS + 10):
        limited.wait(str(number))

    assert len(limited) == rates.CLIENTS
