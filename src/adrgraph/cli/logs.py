"""What the server logs, as lines of JSON on standard error."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from adrgraph.cli.output import hush
from adrgraph.server.operation.journal import Journal


def log(*, addresses: bool) -> Journal:
    """A journal on standard error, where all else that is logged goes too."""
    journal = Journal(_write, addresses=addresses)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("mcp").setLevel(logging.CRITICAL)  # what it says of requests quotes them
    return journal


class Lines(logging.Formatter):
    """A line of JSON for what a library or a fault of ours has to say.

    The message of an exception may quote a query, so only its name and its places are told.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One record as one line."""
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "event": record.levelname.lower(),
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            entry["error"] = record.exc_info[0].__name__
            entry["at"] = [f"{frame.filename}:{frame.lineno}" for frame in frames]
        else:
            entry["message"] = record.getMessage()
        return json.dumps(entry)


def _write(line: str) -> None:
    try:
        sys.stderr.write(line)
        sys.stderr.flush()
    except OSError:  # nobody reads any more; that is no reason not to answer
        hush(sys.stderr)
