"""How an answer is cited: the question, what was given for it, the build and its day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from adrgraph.formats import Format
from adrgraph.iris import FILE_FORMATS

if TYPE_CHECKING:
    from adrgraph.server.addresses import Site
    from adrgraph.server.asking import Asked
    from adrgraph.server.caching import Revision

TEXT = Format(
    name="citation",
    label="Citation",
    media_type="text/x-bibliography",
    suffix="txt",
    iri=f"{FILE_FORMATS}Citation",
    kinds=(),
)
BIBTEX = Format(
    name="bibtex",
    label="BibTeX",
    media_type="application/x-bibtex",
    suffix="bib",
    iri=f"{FILE_FORMATS}BibTeX",
    kinds=(),
)
CSL = Format(
    name="csl",
    label="CSL-JSON",
    media_type="application/vnd.citationstyles.csl+json",
    suffix="csl",
    iri=f"{FILE_FORMATS}CSL-JSON",
    kinds=(),
)
FORMATS = (TEXT, BIBTEX, CSL)
"""Under the media types by which DOIs are asked for the same."""

NAMES = frozenset(format.name for format in FORMATS)

PUBLISHER = "adrgraph"
SHOWN = 12
"""Characters of a fingerprint that tell builds apart."""

_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
        "\n": " ",
        "\r": " ",
    }
)


@dataclass(frozen=True, slots=True)
class Citation:
    """What tells one answer from every other."""

    name: str
    title: str
    asked: str
    address: str
    day: datetime
    build: str = ""

    def __str__(self) -> str:
        """The citation as a sentence."""
        asked = f" ({self.asked})" if self.asked else ""
        build = f" Build {self.build}," if self.build else ""
        day = f"{self.day.day} {self.day:%B %Y}"
        return f"{PUBLISHER}: “{self.title}”{asked}.{build} {day}. {self.address}"

    def write(self, format: Format) -> bytes:
        """The citation in one of its formats."""
        written = {BIBTEX.name: self._bibtex, CSL.name: self._csl}.get(format.name, self._text)
        return written().encode()

    def _text(self) -> str:
        return f"{self}\n"

    @property
    def _key(self) -> str:
        return "-".join(part for part in (PUBLISHER, self.name, self.build) if part)

    @property
    def _note(self) -> str:
        build = f"build {self.build}" if self.build else ""
        return ", ".join(part for part in (self.asked, build) if part)

    def _bibtex(self) -> str:
        fields = {
            "title": f"{{{self.title.translate(_TEX)}}}",
            "author": f"{{{PUBLISHER}}}",
            "year": str(self.day.year),
            "month": str(self.day.month),
            "note": self._note.translate(_TEX),
            "url": self.address,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{{self._key},", *lines, "}", ""])

    def _csl(self) -> str:
        item = {
            "id": self._key,
            "type": "dataset",
            "title": self.title,
            "author": [{"literal": PUBLISHER}],
            "publisher": PUBLISHER,
            "issued": {"date-parts": [[self.day.year, self.day.month, self.day.day]]},
            "version": self.build,
            "note": self._note,
            "URL": self.address,
        }
        told = {name: value for name, value in item.items() if value}
        return json.dumps([told], ensure_ascii=False, indent=2) + "\n"


def cited(asked: Asked, *, at: Site, revision: Revision | None) -> Citation:
    """The citation of an answer; its day is that of the build, and today where none is known."""
    query = asked.query
    return Citation(
        name=query.name,
        title=query.summary,
        asked=", ".join(f"{name}={value}" for name, value in asked.pairs),
        address=permanent(asked, at=at),
        day=revision.built if revision else datetime.now(UTC),
        build=revision.fingerprint[:SHOWN] if revision else "",
    )


def permanent(asked: Asked, *, at: Site) -> str:
    """The address by which an answer is cited: that of the question, in whatever format."""
    return at.at(f"queries/{asked.query.name}") + (f"?{asked.given}" if asked.given else "")
