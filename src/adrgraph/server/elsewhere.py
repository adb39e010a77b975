"""A question as a command or a few lines that ask it from elsewhere, with nothing to install."""

from __future__ import annotations

CURL = """\
curl --fail '{address}'
"""
PYTHON = """\
import csv
from urllib.request import urlopen

with urlopen("{address}") as answer:
    lines = answer.read().decode().splitlines(keepends=True)
rows = list(csv.DictReader(lines))
print(len(rows), "rows")
"""
R = """\
rows <- read.csv("{address}", encoding = "UTF-8")
"""


def elsewhere(address: str) -> tuple[tuple[str, str], ...]:
    """The code for each language that asks for the CSV at an address, which is encoded as such.

    >>> dict(elsewhere("https://example.org/queries/areas.csv"))["curl"].strip()
    "curl --fail 'https://example.org/queries/areas.csv'"
    """
    texts = {"curl": CURL, "Python": PYTHON, "R": R}
    return tuple((name, text.format(address=address)) for name, text in texts.items())
