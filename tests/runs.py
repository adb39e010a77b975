"""Runs of words in a text, by which copied prose is found."""

from __future__ import annotations

import re


def runs(text: str, *, length: int) -> frozenset[str]:
    """Every run of so many words, without case, punctuation and the addresses of links."""
    words = re.findall(r"[\w@.-]*\w", re.sub(r"\]\([^)]*\)", "] ", text).lower())
    return frozenset(" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
