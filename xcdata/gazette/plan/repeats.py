"""Which figure of a plan table a figure of the prose repeats.

In: a table, and what the prose calls its figure. Out: the area that it is of, and the key of the table's figure, by the table's own labels:
``生态廊道绿化建设任务`` is the column 廊道绿化 once the words that say no more than "task" are taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xcdata.gazette.plan.areas import MU
from xcdata.gazette.plan.header import OPERATIONS, PlanColumn
from xcdata.gazette.plan.table import PlanTable, plan_key

EMPTY_ENDS = re.compile(r"(?:建设|工程|任务|项目|计划|基地|面积|工作|目标|总量)+$")
EMPTY_STARTS = re.compile(r"^(?:完成|新增|实施|开展|推进|计划|落实)+")
GREENING = ("", "绿化", "造林绿化", "园林绿化", "营造林", "国土绿化")
SHORTEST = 3
"""Characters of a label that may stand at the end of a longer name; two (造林) end too many."""


def repeated(table: PlanTable, item: str, sentence: str, unit: str, whole: bool) -> tuple[str, str | None]:
    """Return the area that a figure of the prose is of, and the key of the table's figure that it repeats, or None.

    Parameters
    ----------
    table : PlanTable
    item : str
        What the prose calls it.
    sentence : str
        From its year to the figure.
    unit : str
    whole : bool
        Whether the prose goes on to say what is included in it.
    """
    area, rest = table.city, item
    for one in sorted((one for one in table.areas if one != table.city), key=len, reverse=True):
        if item.startswith(one):
            area, rest = one, item.removeprefix(one)
            break
        if sentence.startswith(one):
            area = one
    noted = {note.item: note.key for note in table.notes if note.area == area}
    if noted and unit not in MU:
        word = "大类" if unit == "大类" else item
        return area, noted.get(word)
    if unit not in MU or not area or not table.columns:
        return area, None
    there = {column for one, column, *_ in table.unread if one == area}
    there |= {cell.column for cell in table.cells if cell.area == area}
    column = table.columns[0] if noted else column_called(table, core(rest))
    if column is None and (whole or (area != table.city and core(rest) in GREENING)):
        column = table.columns[0] if table.columns[0].is_total and len(table.columns[0].labels) == 1 else None
    return area, plan_key(area, column, table.prefix) if column in there and column else None


def core(name: str) -> str:
    """Take off a name the words that say no more than that it is a task.

    Examples
    --------
    >>> core("优质林果基地建设"), core("完成人工造林任务")
    ('优质林果', '人工造林')
    """
    return EMPTY_STARTS.sub("", EMPTY_ENDS.sub("", name))


def column_called(table: PlanTable, name: str) -> PlanColumn | None:
    """Return the one column that a name calls: by its label, or by one that the name ends with; else None."""
    named = list(names_of(table))
    exact = {column for label, column in named if label == name}
    if exact:
        return exact.pop() if len(exact) == 1 else None
    ends = [
        (len(label), column) for label, column in named if len(label) >= SHORTEST and name.endswith(label)
    ]
    longest = max((length for length, _ in ends), default=0)
    found = {column for length, column in ends if length == longest}
    return found.pop() if len(found) == 1 else None


def names_of(table: PlanTable) -> Iterator[tuple[str, PlanColumn]]:
    """Yield what each column may be called in prose; a group's name is that of its total."""
    for column in table.columns:
        if column.is_total:
            if len(column.labels) > 1:
                yield core(column.labels[-2]), column
        elif column.labels[-1] in OPERATIONS:
            yield "".join(column.labels[-2:]), column
            yield column.labels[-1] + column.labels[-2], column
        else:
            yield core(column.labels[-1]), column
