"""Adds what follows, in a graph of its own; reports contradictions; explains a statement."""

from adrgraph.reasoning.explanation import Explanation, explain, explain_each
from adrgraph.reasoning.graph import Graph, reason
from adrgraph.reasoning.testimony import Testimony

__all__ = ["Explanation", "Graph", "Testimony", "explain", "explain_each", "reason"]
