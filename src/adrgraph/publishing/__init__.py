"""A build in a store far away: compared, written, and read back."""

from __future__ import annotations

from adrgraph.publishing.publication import Published, publish
from adrgraph.publishing.writing import GraphStore, Updates, Writer

__all__ = ["GraphStore", "Published", "Updates", "Writer", "publish"]
