"""The UK's linked administrative datasets as a linked-data knowledge graph."""
