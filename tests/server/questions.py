"""A few saved queries over three datasets, some with names that are hostile or shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from adrgraph.layout import Layout
from adrgraph.server.app import create_app
from adrgraph.store import Store, load
from tests.asgi import Client

if TYPE_CHECKING:
    from pathlib import Path

WORLD = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dataset: <https://w3id.org/adrgraph/dataset/>
PREFIX ex: <http://example.org/>
dataset:leo a dcat:Dataset ; rdfs:label "Longitudinal <b>Outcomes</b>"@en ; ex:size 38 .
dataset:npd a dcat:Dataset ; rdfs:label "Pupils"@en ; skos:altLabel "both" ; ex:size 12.5 .
dataset:npd skos:altLabel "pupil data" .
dataset:pnc a dcat:Dataset ; rdfs:label "=1+1"@en ; skos:altLabel "both" ; ex:size "many" .
"""

FILES = {
    "sizes": """\
#+ summary: How large is each dataset?
#+ tags:
#+   - contents
#+ x-params:
#+   dataset:
#+     label: dataset
#+     help: Only these.
#+     type: dataset
#+     example: leo
#+     many: true
#+ x-columns:
#+   title: name of it
PREFIX ex: <http://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?dataset ?title ?size
WHERE {
  VALUES ?dataset { UNDEF }
  ?dataset rdfs:label ?title ;
    ex:size ?size .
}
ORDER BY ?dataset
""",
    "size": """\
#+ summary: How large is a dataset?
#+ x-params:
#+   dataset:
#+     label: dataset
#+     type: dataset
#+     example: npd
#+     required: true
#+   year:
#+     label: year
#+     type: year
#+     example: 2022
PREFIX ex: <http://example.org/>
SELECT ?size ?year
WHERE {
  VALUES ?dataset { UNDEF }
  VALUES ?year { UNDEF }
  ?dataset ex:size ?size .
}
ORDER BY ?size
""",
    "echo": """\
#+ summary: What was said?
#+ x-params:
#+   words:
#+     label: words
#+     type: text
#+     example: hello
SELECT ?words
WHERE {
  VALUES ?words { "nothing" }
}
ORDER BY ?words
""",
    "said": """\
#+ summary: What is said of a thing?
#+ x-params:
#+   thing:
#+     label: thing
#+     type: thing
#+     example: dataset/npd
#+     required: true
SELECT ?property ?value
WHERE {
  VALUES ?thing { UNDEF }
  ?thing ?property ?value .
}
ORDER BY ?property ?value
""",
    "is-known": """\
#+ summary: Is a dataset known?
#+ x-params:
#+   dataset:
#+     label: dataset
#+     type: dataset
#+     example: npd
ASK {
  VALUES ?dataset { UNDEF }
  ?dataset a <http://www.w3.org/ns/dcat#Dataset>
}
""",
    "labels": """\
#+ summary: What are datasets called?
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?dataset rdfs:label ?title }
WHERE { ?dataset rdfs:label ?title }
""",
    "broken": "#+ summary: What is wrong?\nSELECT ?x WHERE { ?x } ORDER BY ?x\n",
}


def small_layout(folder: Path) -> Layout:
    """A layout with six saved queries, and a file that holds none."""
    found = Layout(folder)
    found.queries.mkdir()
    for name, text in FILES.items():
        (found.queries / f"{name}.rq").write_text(text, encoding="utf-8")
    return found


def small_store() -> Store:
    """Three datasets."""
    return load(ox.parse(WORLD, format=ox.RdfFormat.TURTLE))


def small_site(folder: Path) -> Client:
    """A client of the application over both."""
    return Client(create_app(small_store(), layout=small_layout(folder)))
