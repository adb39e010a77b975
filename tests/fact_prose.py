"""How the prose of a page is looked up in the graph, whose words are its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adrgraph.iris import BASE

if TYPE_CHECKING:
    from tests.facts import Sight


def prose(sight: Sight) -> bool:
    """A value of a property in that graph has the words that carry the fact."""
    rules = sight.wordings["pages"][f"{sight.item.slug} {sight.item.attribute}"]
    return any(_follows(sight, rule) for rule in rules)


def section_of(sight: Sight) -> str:
    """The slug of the source, without its edition."""
    return sight.item.heading.removeprefix(f"{BASE}source/").partition("#")[0]


def has_words(sight: Sight, bearers: set[str], name: str, words: object) -> bool:
    """Whether one value of a property has all of the words, or none are asked for."""
    texts = set[str]().union(*(sight.objects(bearer, name) for bearer in bearers))
    wanted = [str(word) for word in words] if isinstance(words, list) else []
    return not wanted or any(all(word in text for word in wanted) for text in texts)


def _follows(sight: Sight, rule: dict[str, object]) -> bool:
    if section_of(sight) != rule["source"] or str(sight.item.value) != rule["fact"]:
        return False
    bearers = {sight.thing}
    if rule.get("caveat"):
        bearers = sight.subjects("adr:appliesTo", sight.thing)
    if rule.get("usage"):
        usages = sight.subjects("prov:entity", sight.thing)
        bearers = set[str]().union(*(sight.objects(each, "adr:hasBirthCohort") for each in usages))
    return has_words(sight, bearers, str(rule["property"]), rule["words"])
