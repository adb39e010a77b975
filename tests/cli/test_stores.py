"""The options `--store` and `--user`, and the verb `publish`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.far import oxigraph, virtuoso
from tests.scripted import Reply, scripted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from adrgraph.layout import Layout
    from tests.cli.conftest import Ran

ASKED = ("run", "linked-with", "dataset=pupils", "-f", "csv")
SOUGHT = ("search", "pupils", "-f", "csv")
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(autouse=True)
def _unknown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is known of who asks but what a test says."""
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("STORE", "USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"ADRGRAPH_{name}", raising=False)


def test_end_to_end(
    adrgraph: Callable[..., Ran], shared: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is published is asked there as it is here, by option and by environment."""
    with oxigraph(tmp_path) as far:
        done = adrgraph("publish", "--store", far.store, "--update", far.update, on=shared)
        again = adrgraph("publish", "--store", far.store, "--update", far.update, on=shared)
        there = adrgraph(*ASKED, "--store", far.store, on=shared)
        found = adrgraph(*SOUGHT, "--store", far.store, on=shared)
        monkeypatch.setenv("ADRGRAPH_STORE", far.store)
        count = adrgraph("query", COUNT, "-f", "csv", on=shared)
    monkeypatch.delenv("ADRGRAPH_STORE")
    here = adrgraph(*ASKED, on=shared)

    assert done.code == again.code == there.code == 0
    assert re.search(r"graphs written, 0 dropped, all read back \(sha256 \w{64}\)", done.err)
    assert " 0 graphs written, 0 dropped" in again.err
    assert there.out == here.out != ""
    assert found.out == adrgraph(*SOUGHT, on=shared).out != ""
    assert count.out == adrgraph("query", COUNT, "-f", "csv", on=shared).out


def test_folder(adrgraph: Callable[..., Ran], shared: Layout) -> None:
    """An empty store is asked as well as a full one."""
    assert adrgraph("query", "ASK { ?s ?p ?o }", "--store", "memory:", on=shared).out == "false\n"


def test_serve(shared: Layout) -> None:
    """A server over a store far away passes its answers on, and needs no build."""
    with (
        scripted(Reply()) as endpoint,
        subprocess.Popen(
            [sys.executable, "-m", "adrgraph", "serve", "--port", "0"],
            env=os.environ
            | {"ADRGRAPH_ROOT": str(shared.root), "ADRGRAPH_STORE": endpoint.address}
            | {"ADRGRAPH_CACHE": os.devnull},
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stderr is not None
        address = process.stderr.readline().split()[2]
        with urlopen(f"{address}?query=ASK%7B%7D") as response:  # noqa: S310 — loopback
            answer = response.read()
        process.terminate()
        process.wait()

    assert b"true" in answer
    assert len(endpoint.heard) == 1


def test_password_of_the_environment(
    adrgraph: Callable[..., Ran], shared: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Virtuoso is written by Digest, with the password of the environment."""
    with virtuoso(tmp_path) as far:
        where = ("--store", far.store, "--graph-store", far.graph_store, "--user", "dba")
        monkeypatch.setenv("ADRGRAPH_PASSWORD", "dba")
        done = adrgraph("publish", *where, on=shared)
        there = adrgraph(*ASKED, "--store", far.store, on=shared)
        monkeypatch.setenv("ADRGRAPH_PASSWORD", "wrong")
        refused = adrgraph("publish", *where, "--store", f"{far.store}2", on=shared)
    monkeypatch.delenv("ADRGRAPH_PASSWORD")

    assert (done.code, done.err.count("written")) == (0, 1)
    assert there.out == adrgraph(*ASKED, on=shared).out
    assert refused.code == 3
    assert "does not let us in (401)" in refused.err


def test_netrc(
    adrgraph: Callable[..., Ran], shared: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that curl reads is read, a token of the environment is sent."""
    asked = Reply(401, headers={"WWW-Authenticate": 'Basic realm="store"'})
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    with scripted(asked, Reply()) as endpoint:
        by_file = adrgraph("query", "ASK {}", "--store", endpoint.address, on=shared)
        monkeypatch.setenv("ADRGRAPH_TOKEN", "t0ken")
        by_token = adrgraph("query", "ASK {}", "--store", endpoint.address, on=shared)

    sent = [heard.headers.get("Authorization") for heard in endpoint.heard]
    assert (by_file.out, by_token.out) == ("true\n", "true\n")
    assert sent == [None, "Basic bWU6c2VjcmV0", "Bearer t0ken"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("publish",), "Name the address"),
        (("publish", "--store", "memory:"), "Name the address"),
        (("publish", "--store", "http://127.0.0.1:9/"), "Say where the store is written"),
        (
            ("publish", "--store", "http://127.0.0.1:9/", "--protocol", "graph-store"),
            "--graph-store URL",
        ),
        (("publish", "--store", "http://127.0.0.1:9/", "--update", "x"), "is no address"),
        (
            ("publish", "--store", "http://127.0.0.1:9/", "--user", "me"),
            "ADRGRAPH_PASSWORD or ~/.netrc",
        ),
        (("query", "ASK {}", "--store", "ftp://127.0.0.1/"), "is no store"),
        (("query", "ASK {}", "--store", "http://me:secret@127.0.0.1:9/"), "neither user nor"),
    ],
)
def test_refused(
    adrgraph: Callable[..., Ran], shared: Layout, arguments: tuple[str, ...], words: str
) -> None:
    """What is missing or wrong is said, and no secret with it."""
    ran = adrgraph(*arguments, on=shared)

    assert ran.code in {2, 3}
    assert words in " ".join(ran.err.split())
    assert "secret" not in ran.err
