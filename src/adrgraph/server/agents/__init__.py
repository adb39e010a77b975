"""The catalogue for agents: saved queries as tools, the graph's schema, SPARQL within limits."""
