"""The endpoint with its own extra alone: what other extras bring is not needed for a page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
ADDRESSES = (
    *(
        "/",
        "/datasets",
        "/dataset/leo",
        "/organisation/adr-england",
        "/ontology",
        "/study",
        "/about",
    ),
    *("/link?dataset=npd", "/search?q=census", "/queries", "/queries/links-to?dataset=npd"),
    *("/queries/links-to.csv?dataset=npd", "/docs", "/openapi.json", "/sparql", "/catalog.ttl"),
    *("/pictures", "/pictures/linkages", "/pictures/linkages.svg", "/llms.txt", "/feed.atom"),
)
SCRIPT = """
import json, sys
told = json.load(sys.stdin)
sys.modules.update(dict.fromkeys(told["missing"]))
from adrgraph.catalogue import load
from adrgraph.server.app import create_app
from tests.asgi import Client
catalogue = load()
client = Client(create_app(catalogue.store, layout=catalogue.layout))
html = {"Accept": "text/html"}
print(json.dumps({a: client.get(a, headers=html).status_code for a in told["addresses"]}))
"""


def modules_of(*extras: str) -> set[str]:
    """The modules that these extras bring, each of which is called as its distribution is."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [line for extra in extras for line in project["optional-dependencies"][extra]]
    return {re.split(r"[^\w-]", line)[0].replace("-", "_") for line in lines}


def test_serve_alone(tmp_path: Path) -> None:
    """Pages, answers and pictures need no library of another extra."""
    others = modules_of("mcp", "xlsx", "reference", "docs", "pictures", "notebook")
    missing = others - modules_of("serve") - {"adrgraph"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps({"missing": sorted(missing), "addresses": ADDRESSES}),
        env={**os.environ, "ADRGRAPH_CACHE": str(tmp_path), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert {"grandalf", "resvg_py", "xlsxwriter", "mcp"} <= missing
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == dict.fromkeys(ADDRESSES, 200)
