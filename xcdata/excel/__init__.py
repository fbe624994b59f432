"""Tables and their review → the analysts' workbook.

In: a gazette's tables and what was found in them. Out: an ``.xlsx`` file, every total a live formula; or a template for another year.
"""

from xcdata.excel.workbook import write_template, write_workbook

__all__ = ["write_template", "write_workbook"]


def __dir__() -> list[str]:
    return __all__
