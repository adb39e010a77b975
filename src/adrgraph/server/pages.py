"""What people see in a browser; the templates stand beside this module."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template

from adrgraph.formats import Format, holding
from adrgraph.iris import FILE_FORMATS

HTML = Format(
    name="html",
    label="HTML",
    media_type="text/html",
    suffix="html",
    iri=f"{FILE_FORMATS}HTML",
    kinds=(),
)
"""Negotiated like the formats of the graph, but no result is written in it."""


def landing(endpoint: str) -> bytes:
    """The front page: what this is, where to ask, and a form to try it."""
    template = Template(files(__package__).joinpath("landing.html").read_text(encoding="utf-8"))
    options = "".join(
        f'<option value="{escape(format.name)}">{escape(format.label)}</option>'
        for format in holding("solutions")
    )
    return template.substitute(endpoint=escape(endpoint), formats=options).encode()
