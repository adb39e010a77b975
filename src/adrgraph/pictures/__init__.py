"""Pictures of the catalogue: rows of saved queries drawn as SVG, with the same facts as a table.

The same facts give the same bytes. What the data say is text: nothing of it becomes markup.
"""

from adrgraph.pictures.canvas import style
from adrgraph.pictures.chain import path_between
from adrgraph.pictures.gaps import coverage_gaps
from adrgraph.pictures.linkages import linkage_map
from adrgraph.pictures.picture import Cell, Link, Picture, Thing
from adrgraph.pictures.places import where_held
from adrgraph.pictures.raster import png
from adrgraph.pictures.timeline import coverage_timeline

__all__ = [
    "Cell",
    "Link",
    "Picture",
    "Thing",
    "coverage_gaps",
    "coverage_timeline",
    "linkage_map",
    "path_between",
    "png",
    "style",
    "where_held",
]
