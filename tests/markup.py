"""A page read strictly: what is opened is closed, in order, and every reference leads somewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}
NESTED = {"a", "button", "form"}
BLOCKS = {"ul", "ol", "dl", "table", "h2", "h3", "p", "section", "div"}


@dataclass(slots=True)
class Page(HTMLParser):
    """A page read strictly: what is opened is closed, in order, and ids are unique."""

    faults: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Addresses with their words."""

    headings: list[int] = field(default_factory=list)
    landmarks: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    """Ids that attributes name."""

    scripts: list[dict[str, str | None]] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _words: list[list[str]] = field(default_factory=list)
    _hrefs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing read."""
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is opened."""
        given = dict(attrs)
        self.faults += self._misplaced(tag)
        if len(given) != len(attrs):
            self.faults.append(f"{tag} has an attribute twice")
        if "style" in given or any(name.startswith("on") for name in given):
            self.faults.append(f"{tag} has a style or a script of its own")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.references += str(given.get(name) or "").split()
        self._note(tag, given)
        if tag not in VOID:
            self._open.append(tag)

    def _misplaced(self, tag: str) -> list[str]:
        found = []
        if tag in NESTED and tag in self._open:
            found.append(f"{tag} within {tag}")
        if tag in BLOCKS and "p" in self._open:
            found.append(f"{tag} within p")
        if self._open and self._open[-1] in {"ul", "ol"} and tag != "li":
            found.append(f"{tag} in a list")
        return found

    def _note(self, tag: str, given: dict[str, str | None]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        elif tag in {"main", "header", "footer", "nav"}:
            self.landmarks.append(tag)
        elif tag == "script":
            self.scripts.append(given)
        elif tag == "img":
            self.handle_data(str(given.get("alt") or ""))
        elif tag == "a":
            self._hrefs.append(str(given.get("href") or ""))
            self._words.append([])

    def handle_endtag(self, tag: str) -> None:
        """Note what is closed."""
        if tag in VOID:
            return
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"{tag} closed out of order")
        if tag == "a":
            self.links.append((self._hrefs.pop(), "".join(self._words.pop()).strip()))

    def handle_data(self, data: str) -> None:
        """Note the words of links."""
        for words in self._words:
            words.append(data)


def read(text: str) -> Page:
    """A page, read."""
    page = Page()
    page.feed(text)
    page.close()
    return page


def faults(text: str) -> list[str]:
    """What is wrong with a page."""
    page = read(text)
    found = list(page.faults)
    found += [f"never closed: {tag}" for tag in page._open]  # noqa: SLF001
    found += [f"id twice: {each}" for each in set(page.ids) if page.ids.count(each) > 1]
    found += [f"no such id: {each}" for each in set(page.references) - set(page.ids)]
    found += [f"{page.headings.count(1)} h1"] if page.headings.count(1) != 1 else []
    found += ["a heading is skipped"] if _skips(page.headings) else []
    found += [
        f"{each} missing" for each in ("main", "header", "footer") if each not in page.landmarks
    ]
    found += [f"empty link: {href or words}" for href, words in page.links if not href or not words]
    found += (
        ["an inline script"]
        if any(
            "src" not in each and each.get("type") != "application/ld+json" for each in page.scripts
        )
        else []
    )
    return found


def _skips(levels: list[int]) -> bool:
    return any(later > earlier + 1 for earlier, later in pairwise(levels))
