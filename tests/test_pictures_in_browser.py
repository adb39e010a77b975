"""Pictures as Chromium shows them: texts that can be read, in light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from adrgraph.pictures import style
from tests.test_pictures import drawings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from adrgraph.catalogue import Catalogue

SEEN = """() => {
  // The picture that is shown: texts on each other, texts cut off, and sizes as they really are.
  const svg = [...document.querySelectorAll('svg.picture')].find(form => form.checkVisibility());
  const frame = svg.getBoundingClientRect();
  const scale = frame.width / svg.viewBox.baseVal.width;
  const texts = [...svg.querySelectorAll('text')].map(text => ({
    words: text.textContent,
    place: text.getBoundingClientRect(),
    size: scale * parseFloat(getComputedStyle(text).fontSize),
    fill: getComputedStyle(text).fill,
  }));
  const together = [];
  texts.forEach((one, place) => texts.slice(place + 1).forEach(other => {
    const [p, q] = [one.place, other.place];
    // A line of text is higher than its letters: two lines may share three pixels.
    const beside = p.left >= q.right - 1 || q.left >= p.right - 1;
    if (!beside && p.top + 3 < q.bottom && q.top + 3 < p.bottom)
      together.push([one.words, other.words]);
  }));
  const right = Math.min(frame.right, document.documentElement.clientWidth);
  const outside = texts.filter(({place}) =>
    place.left < Math.max(frame.left, 0) || place.right > right + 1
    || place.top < frame.top || place.bottom > frame.bottom + 1);
  return {
    form: svg.classList.contains('narrow') ? 'narrow' : 'wide',
    together,
    outside: outside.map(text => text.words),
    smallest: Math.min(...texts.map(text => text.size)),
    fills: [...new Set(texts.map(text => text.fill))],
    page: document.documentElement.scrollWidth,
  };
}"""


@pytest.mark.parametrize("name", drawings(narrow=False))
@pytest.mark.parametrize("width", [1440, 320])
def test_readable(name: str, width: int, browser: Browser, real: Catalogue) -> None:
    """In a page no texts lie together or leave the picture, and none is under 11 pixels."""
    picture = drawings(narrow=width < 400)[name](real)
    fills = set()
    for scheme in ("light", "dark"):
        page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
        )
        page.set_content(
            "<!doctype html><html lang=en><title>A picture</title>"
            f"<style>{style()} body {{ margin: 0 }}</style>{picture.inline}"
        )
        seen = cast("dict[str, Any]", page.evaluate(SEEN))
        page.close()
        fills.add(tuple(seen["fills"]))

        assert seen["together"] == []
        assert seen["outside"] == []
        assert seen["smallest"] >= 11
        assert seen["page"] <= width

    assert len(fills) == 2


@pytest.mark.parametrize(("width", "shown"), [(1440, ["wide"]), (320, ["narrow"])])
def test_one_form_is_shown(width: int, shown: list[str], browser: Browser, real: Catalogue) -> None:
    """Of both forms on one page, that is shown which suits its width."""
    forms = "".join(drawings(narrow=narrow)["where"](real).inline for narrow in (False, True))
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(
        f"<!doctype html><style>{style()}</style><div class=picture-forms>{forms}</div>"
    )
    seen = page.evaluate(
        "[...document.querySelectorAll('svg')].filter(form => form.checkVisibility())"
        ".map(form => form.classList[2])"
    )
    page.close()

    assert seen == shown


def test_keyboard(browser: Browser, real: Catalogue) -> None:
    """The keyboard reaches each dataset of the map, and shows where it is."""
    picture = drawings(narrow=False)["map"](real)
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_content(f"<!doctype html><style>{style()}</style>{picture.inline}")
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
    outline = page.evaluate(
        "getComputedStyle(document.activeElement.querySelector('.hit')).strokeWidth"
    )
    page.close()

    assert len(set(reached)) == 3
    assert all(href.startswith("https://w3id.org/adrgraph/dataset/") for href in reached)
    assert outline == "2.5px"
