"""Style and scripts of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adrgraph.server.assets import KEPT, PARTS, asset, asset_path

if TYPE_CHECKING:
    from tests.asgi import Client


@pytest.mark.parametrize("name", PARTS)
def test_assets_are_kept_for_good(client: Client, name: str) -> None:
    """A file under its own digest is sent as what it is, and may be kept for good."""
    response = client.get(f"/{asset_path(name)}")

    assert response.status_code == 200
    assert response.content == asset(name).body
    assert response.headers["Content-Type"] == PARTS[name][0]
    assert response.headers["Cache-Control"] == KEPT


def test_earlier_assets_are_not_kept(client: Client) -> None:
    """Under an earlier digest the file of today is sent, which no cache keeps under that name."""
    response = client.get("/static/site.0123456789abcdef.css")

    assert response.content == asset("site.css").body
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["site.js", "..%2Fapp.py", "site", "nothing.0.css"])
def test_other_assets_are_not_found(client: Client, name: str) -> None:
    """What is no file of the pages is answered 404."""
    assert client.get(f"/static/{name}").status_code == 404


def test_pages_load_nothing_else(client: Client) -> None:
    """A page links the style under its digest, and its policy allows no inline style or script."""
    response = client.get("/dataset/leo", headers={"Accept": "text/html"})

    assert f'href="/{asset_path("site.css")}"' in response.text
    assert "<style" not in response.text
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
