"""Our endpoint over a file of N-Quads, as `adrgraph serve` runs it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pyoxigraph as ox

from adrgraph.server.caching import Revision
from adrgraph.server.listener import serve
from adrgraph.store import load

if __name__ == "__main__":
    serve(
        load(ox.parse(path=sys.argv[1])),
        port=int(sys.argv[2]),
        revision=Revision("benchmark", datetime.now(UTC)),
    )
