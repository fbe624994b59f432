"""A workbook that came back → what became of it, and a copy with marks.

In: a workbook that :mod:`xcdata.excel` wrote, as an analyst left it, and the text it was made from. Out: the review of its plan with every
edit of every sheet (:func:`check`), and the analyst's own file with the guilty cells coloured (:func:`write_marked`).
"""

from xcdata.returned.check import check
from xcdata.returned.marked import write_marked

__all__ = ["check", "write_marked"]


def __dir__() -> list[str]:
    return __all__
