"""Begins the files of things: what is known of one as data, what is missing as a list."""

from __future__ import annotations

from adrgraph.drafts.draft import DRAFTED, Draft, draft
from adrgraph.drafts.properties import kind_classes

__all__ = ["DRAFTED", "Draft", "draft", "kind_classes"]
