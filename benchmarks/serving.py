"""Our endpoint over a file of N-Quads, as `adrgraph serve` runs it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pyoxigraph as ox

from adrgraph.server.caching import Revision
from adrgraph.server.listener import serve
from adrgraph.server.operation.settings import Content, Settings
from adrgraph.store import load

if __name__ == "__main__":
    store = load(ox.parse(path=sys.argv[1]))
    serve(
        Content(store, Revision("benchmark", datetime.now(UTC))),
        settings=Settings(port=int(sys.argv[2])),
    )
