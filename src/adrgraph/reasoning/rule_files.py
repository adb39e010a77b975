"""The files of `ontology/rules/`: what each says in a sentence, and in which stratum it works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adrgraph.errors import SourceError
from adrgraph.reasoning.rule_text import refusal
from adrgraph.turtle import decode

if TYPE_CHECKING:
    from pathlib import Path

    from adrgraph.layout import Layout

_SUMMARY = re.compile(r"\A#\+ summary: *(\S.*)$", re.MULTILINE)
_STRATUM = re.compile(r"^#\+ stratum: *(.*?) *$", re.MULTILINE)
_ABSENCE = re.compile(r"^#\+ not found: *(\S.*?)\.? *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file with its header read: what the rule says, and what it looks for in vain, in words."""

    path: str
    summary: str
    stratum: int
    absences: tuple[str, ...]
    text: str

    @property
    def reason(self) -> str:
        """The summary as the end of a sentence that begins with `because`."""
        return self.summary[:1].lower() + self.summary[1:].rstrip(".")


def read_rule_files(layout: Layout) -> tuple[RuleFile, ...]:
    """The files of `ontology/rules/`, in the order of their names.

    Raises:
        SourceError: A file cannot be read.
        UncompilableAxiom: A file does not begin as a rule does.
    """
    return tuple(
        read_header(_text(file, path=path), path=path)
        for file in sorted((layout.ontology / "rules").glob("[!.]*.rq"))
        for path in [file.relative_to(layout.root).as_posix()]
    )


def read_header(text: str, *, path: str) -> RuleFile:
    """A text with its header read.

    Raises:
        UncompilableAxiom: The header does not say what it has to.
    """
    summary = _SUMMARY.search(text)
    if summary is None:
        raise refusal(path, "Begin the rule with `#+ summary: ` and what it says.")
    stratum = _STRATUM.search(text)
    if stratum and stratum[1] not in {"1", "2"}:
        raise refusal(
            path,
            f'There is no stratum "{stratum[1]}". Leave the line out, or write `#+ stratum: 2` '
            "for a rule that is asked once, when all else has followed.",
        )
    number = int(stratum[1]) if stratum else 1
    absences = tuple(each[1] for each in _ABSENCE.finditer(text))
    return RuleFile(path, summary[1].strip(), number, absences, text)


def _text(file: Path, *, path: str) -> str:
    try:
        return decode(file.read_bytes(), path=path)
    except OSError as error:
        raise SourceError(
            path, f"The rule cannot be read: {error.strerror}. Put a file of SPARQL here."
        ) from error
