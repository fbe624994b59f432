"""Any file, frame or rows with tables in them → grids of text.

In: a path to a workbook, a delimited file or a text; a frame; rows. Out: a :class:`Source` with one :class:`Grid` a table, every cell
a text; and for every cell the exact number that it prints, or that it prints none.
"""

from xcdata.grids.address import address, place_of
from xcdata.grids.numerals import Reading, Unread, read_numeral
from xcdata.grids.read import Grid, Source, read_source
from xcdata.grids.readings import read_grid

__all__ = [
    "Grid",
    "Reading",
    "Source",
    "Unread",
    "address",
    "place_of",
    "read_grid",
    "read_numeral",
    "read_source",
]


def __dir__() -> list[str]:
    return __all__
