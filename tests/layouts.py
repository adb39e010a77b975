"""Layouts that tests may break: the small world with the real ontology, in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from adrgraph.layout import Layout, find_layout

WORLD = Path(__file__).parent / "world"

QUERY = """\
#+ summary: Which datasets share a linkage with a dataset?
#+ x-params:
#+   dataset:
#+     label: Dataset
#+     help: The dataset that the others are linked with
#+     type: dataset
#+     example: pupils
#+     required: true
#+   area:
#+     label: Area
#+     type: area
#+     example: wales
#+     many: true
#+   since:
#+     label: Since
#+     type: date
#+     example: 2022-09
#+ x-columns:
#+   linked: Linked dataset

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>

SELECT ?linked ?label
WHERE {
  VALUES ?dataset { UNDEF }  # a dataset
  VALUES ?area { UNDEF }  # an area; any when left out
  VALUES ?since { UNDEF }  # a day; any when left out
  ?linkage prov:used ?dataset, ?linked .
  ?linked dcterms:title ?label .
  FILTER(?linked != ?dataset)
}
ORDER BY ?label ?linked
"""


def world_layout(folder: Path) -> Layout:
    """The small world in a folder, with one saved query: `linked-with`."""
    project = find_layout()
    for name in ("ontology", "shapes"):
        shutil.copytree(project.root / name, folder / name)
    shutil.copytree(WORLD / "data", folder / "data")
    (folder / "queries").mkdir()
    (folder / "queries" / "linked-with.rq").write_text(QUERY, encoding="utf-8")
    return Layout(folder.resolve())
