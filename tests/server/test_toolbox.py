"""What the tools of agents say of the real graph."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from adrgraph.results import Solutions, text
from adrgraph.server.agents.llms import written
from adrgraph.server.agents.schema import summary
from adrgraph.server.agents.toolbox import Said, Toolbox
from adrgraph.server.agents.tools import LISTED, tools
from adrgraph.server.answering import Threads
from adrgraph.server.choices import Choices
from adrgraph.server.saved import Saved
from adrgraph.server.searching import Finder

if TYPE_CHECKING:
    from adrgraph.catalogue import Catalogue
    from adrgraph.server.agents.tools import Tool


@pytest.fixture(scope="module")
def toolbox(real: Catalogue) -> Toolbox:
    """The tools over this project's own graph."""
    store = real.store
    return Toolbox(
        store,
        Threads(store),
        Saved(real.layout),
        Choices(store, is_fixed=True),
        Finder(store, is_fixed=True),
    )


def use(toolbox: Toolbox, name: str, /, **arguments: Any) -> Said:
    """What a tool says."""
    return asyncio.run(toolbox.use(name, arguments, client=""))


def test_every_query(toolbox: Toolbox, real: Catalogue) -> None:
    """Every saved query is a tool whose name and schema the protocol can hold."""
    found = {tool.name: tool for tool in tools(toolbox.saved, toolbox.choices)}

    assert set(real.queries) < set(found)
    for tool in found.values():
        assert len(tool.name) <= 64
        assert tool.description
        assert set(tool.required) <= set(tool.parameters)
        assert json.loads(json.dumps(tool.schema)) == tool.schema


def test_examples(toolbox: Toolbox) -> None:
    """Every tool answers the examples that its own schema gives."""

    def example(tool: Tool) -> dict[str, Any]:
        return {name: tool.parameters[name]["examples"][0] for name in tool.required}

    ours = {"sparql", "schema"}
    for name, tool in toolbox.tools.items():
        if name not in ours:
            said = use(toolbox, name, **example(tool))

            assert not said.is_error, (name, said.text)


def test_ambiguous(toolbox: Toolbox) -> None:
    """A name of several things is refused with all of them, and `find` lists them."""
    refused = use(toolbox, "organisation", organisation="DfE")
    found = use(toolbox, "find", name="DfE")
    slugs = {each["name"] for each in found.data["found"]}

    assert refused.is_error
    assert len(refused.data["refusals"][0]["candidates"]) > 1
    assert slugs == {f"organisation/{c}" for c in refused.data["refusals"][0]["candidates"]}
    assert found.text.startswith('"DfE" names')


def test_search(toolbox: Toolbox) -> None:
    """Words lead to things, each with why it was found; a kind that there is not is refused."""
    said = use(toolbox, "search", text="children looked after", kind="dataset")
    wrong = use(toolbox, "search", text="children", kind="colour")

    assert "dataset/children-looked-after-england" in said.text
    assert all(hit["path"].startswith("dataset/") for hit in said.data["hits"])
    assert wrong.is_error


def test_reading(toolbox: Toolbox) -> None:
    """What an acronym was taken for is told beside the answer."""
    plain = use(toolbox, "links-to", dataset="National Pupil Database", limit=2)
    read = use(toolbox, "links-to", dataset="NPD", limit=2)

    assert plain.data["notes"] == []
    assert read.data["notes"] == ['"NPD" is read as npd (National Pupil Database).']
    assert read.text.startswith(read.data["notes"][0])
    assert read.data["rows"] == plain.data["rows"]


def test_short_lists(toolbox: Toolbox) -> None:
    """Where there are few things to choose from they are listed, with their labels."""
    (areas,) = [
        parameter["description"]
        for name, parameter in toolbox.tools["datasets"].parameters.items()
        if name == "nation"
    ]

    assert "wales (Wales)" in areas
    assert areas.count(";") < LISTED


def test_schema(real: Catalogue) -> None:
    """The schema counts what there is, and says what our own terms mean."""
    told = summary(real.store)
    found = real.query(
        "PREFIX adr: <https://w3id.org/adrgraph/ontology#> "
        "SELECT (COUNT(?x) AS ?n) { ?x a adr:LinkedDataset }"
    )
    assert isinstance(found, Solutions)

    assert f"adr:LinkedDataset {text(found[0]['n'])}: A " in told
    assert "PREFIX dcat: <http://www.w3.org/ns/dcat#>" in told
    assert "graph/inferred" in told


def test_llms(toolbox: Toolbox, real: Catalogue) -> None:
    """Every saved query stands in /llms.txt, with its question."""
    from adrgraph.server.addresses import Site

    told = written(Site("https://data.example"), toolbox.saved, toolbox.answerer.limits)

    for query in real.queries.values():
        assert f"- [{query.name}](https://data.example/queries/{query.name}): " in told
