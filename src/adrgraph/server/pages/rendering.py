"""Templates put together with values, none of which is ever markup."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from adrgraph.server.pages import wording

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load (CSP): files of this server, and nothing that stands in the page itself."""


def rendered(template: str, **values: Any) -> bytes:
    """A page from its template, in which no value is markup."""
    return templates().get_template(template).render(values).encode()


@cache
def templates() -> jinja2.Environment:
    """The templates of all pages, with the filters that they use."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("adrgraph.server"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["capital"] = wording.capital
    environment.filters["dated"] = wording.dated
    environment.filters["counted"] = wording.counted
    environment.filters["clipped"] = wording.clipped
    return environment
