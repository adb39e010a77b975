"""Adds what follows, in a graph of its own; reports contradictions; explains a statement."""

from adrgraph.reasoning.explanation import Explanation, Testimony, explain
from adrgraph.reasoning.graph import Graph, reason

__all__ = ["Explanation", "Graph", "Testimony", "explain", "reason"]
