"""The header of a file of SPARQL: YAML behind `#+ `, in the manner of grlc."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adrgraph.errors import InvalidQueryFile

if TYPE_CHECKING:
    from pathlib import Path


def header(text: str, *, path: Path | str) -> dict[str, Any]:
    r"""What a header says by key; nothing where a text has none.

    >>> header("#+ summary: Who owns a dataset?\nSELECT …", path="owners.rq")
    {'summary': 'Who owns a dataset?'}

    Raises:
        InvalidQueryFile: The header is no YAML, or has no keys.
    """
    import yaml

    lines = text.splitlines()
    numbers = [number for number, line in enumerate(lines) if line.startswith("#+")]
    if not numbers:
        return {}
    said = "\n".join(lines[number].removeprefix("#+") for number in numbers)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        found = yaml.load(said, Loader=loader)  # noqa: S506 — both loaders are the safe ones
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "it does not parse"
        remedy = "Write `#+ key: value` lines, with quotes around a text that has a colon."
        message = f"The header is no YAML: {reason}. {remedy}"
        at = min(mark.line, len(numbers) - 1) if mark else 0  # it may end behind the last
        raise InvalidQueryFile(path, message, line=numbers[at] + 1) from error
    if not isinstance(found, dict):
        message = "Write the header as `#+ key: value` lines."
        raise InvalidQueryFile(path, message, line=numbers[0] + 1)
    return found
