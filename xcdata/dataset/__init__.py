"""Rows → tidy tables of declared columns, and files of them.

In: a gazette's text, or the processed files. Out: :class:`Tables`, frames by name, CSV with a data package.
"""

from xcdata.dataset.schema import TABLES
from xcdata.dataset.select import select
from xcdata.dataset.tables import Tables, load, read_gazette

__all__ = ["TABLES", "Tables", "load", "read_gazette", "select"]


def __dir__() -> list[str]:
    return __all__
