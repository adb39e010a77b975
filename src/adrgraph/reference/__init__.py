"""A reference of ontology, schemes, shapes and queries, as pages that need nothing but a browser.

It is made from the graph's files alone: the same files give the same bytes.
"""

from adrgraph.reference.pages import reference_pages

__all__ = ["reference_pages"]
