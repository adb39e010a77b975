"""The first answer on the command line: whole processes, against the import of rdflib alone.

Both keep what they have compiled, as they do where people use them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial

from timing import compare, table

WORKS = {
    "python -c 'import rdflib'": [sys.executable, "-c", "import rdflib"],
    "adrgraph run links-to dataset=npd": [
        *(sys.executable, "-m", "adrgraph"),
        *("run", "links-to", "dataset=npd"),
    ],
    "python -c pass": [sys.executable, "-c", "pass"],
}

if __name__ == "__main__":
    compiled = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    runs = {
        name: partial(subprocess.run, command, check=True, capture_output=True, env=compiled)
        for name, command in WORKS.items()
    }
    print(
        table(
            "First answer on a built graph, whole process",
            compare(runs, rounds=15),
            reference="python -c 'import rdflib'",
        )
    )
