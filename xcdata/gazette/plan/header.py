"""The columns of a plan table, and the header they are printed under.

In: the header's rows. Out: its columns as a tree of labels (:func:`printed_tree`), and what makes up each total
(:func:`row_sums`). A label spans the blank cells to its right, up to the next label of its row or the end of the label above it.

One table's printed header is damaged, and its labels stand beside their place. How it is repaired stands in that text's sidecar:
:data:`TREE`, and the :data:`COLUMNS` that it gives; see :mod:`xcdata.gazette.plan.hint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xcdata.gazette.plan.areas import AREA_UNIT, area_unit
from xcdata.gazette.sidecar import table_hints

TOTALS = ("总计", "合计", "小计", "共计", "总数", "总任务", "计")
CALLED_TOTAL = re.compile(r".*(?:总计|合计|小计|共计|总任务|总面积|总量|总规模)")
OPERATIONS = ("新造", "改培", "新建", "改造", "改建")
CORNER = re.compile(
    r"(?:单位|地区|区域|县(?:[（(]?市[、，,/]?区[）)]?)|市县区?|市[（(]州[）)]|县区|区县|[各县市区乡镇街道场（）()、/]+|指标(?:名称)?|项目|名称|单位名称|"
    r"行政区划?|责任单位|实施单位|建设单位|任务单位|序号)(?:名称)?"
)
ONLY_NAMES = re.compile(
    r"备\s*注|说\s*明|序\s*号|编\s*[号码]|代\s*码|(?:计量)?单位|责任单位|地点|[实施]+地点"
)
LETTERS = re.compile(r"[甲乙丙丁戊己庚辛]|\d{1,2}|[A-Z]|[（(]\d{1,2}[）)]")
BRACKETED = re.compile(r"[（(\[【]\s*(?:单位[：:])?\s*(?P<unit>[^）)\]】]{1,8})\s*[）)\]】]")

Node = str | tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of figures.

    Attributes
    ----------
    number : int
        Its 1-based place in the row.
    labels : tuple of str
        From the outermost in.
    unit : str or None
        Of its own, where its labels state one: ``造林面积（亩）``.
    of_which : bool
        Whether its label says that it is a part of another (``其中：…``).
    """

    number: int
    labels: tuple[str, ...]
    unit: str | None = None
    of_which: bool = False

    @property
    def is_total(self) -> bool:
        """Whether it holds totals."""
        return self.labels[-1] in TOTALS or CALLED_TOTAL.fullmatch(self.labels[-1]) is not None

    @property
    def task(self) -> tuple[str, str, str | None]:
        """Group, programme and operation of a column of tasks."""
        inner = [label for label in self.labels if label != "营造林"] or list(self.labels)
        operation = inner.pop() if len(inner) > 1 and inner[-1] in OPERATIONS else None
        return inner[0], "/".join(inner[1:]) or inner[0], operation

    @property
    def words(self) -> tuple[str, ...]:
        """What the figure is called: ``("造林", "合计")``, ``("优质林果", "木本油料", "新造")``."""
        if self.is_total:
            return self.labels[-2:]
        return tuple(filter(None, self.task))

    @property
    def path(self) -> str:
        """The words in one, as in the keys of figures: ``造林/合计``."""
        return "/".join(self.words)


def tree_of(nodes: Sequence[Any]) -> tuple[Node, ...]:
    """Return a tree that was written as lists."""
    return tuple(node if isinstance(node, str) else tree_of(node) for node in nodes)


def labelled(nodes: Sequence[Node], outer: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the label path of every column of a tree, from left to right."""
    for node in nodes:
        if isinstance(node, str):
            yield (*outer, node)
        else:
            yield from labelled(node[1:], (*outer, str(node[0])))


def columns_of(tree: Sequence[Node], numbers: Sequence[int] | None = None) -> tuple[PlanColumn, ...]:
    """Return the columns of a tree; they begin in the second cell of a row where their numbers are not given."""
    paths = list(labelled(tree))
    return tuple(
        PlanColumn(number, labels)
        for number, labels in zip(numbers or range(2, len(paths) + 2), paths, strict=True)
    )


HINTS = tuple(tree_of(hint["header"]) for hint in table_hints())
TREE = HINTS[0]
COLUMNS = columns_of(TREE)

Sums = list[tuple[PlanColumn, tuple[PlanColumn, ...]]]


def row_sums(tree: Sequence[Node] = TREE, columns: Sequence[PlanColumn] = COLUMNS) -> Sums:
    """Return every total of a row with the columns that make it up, as the tree says.

    A group's total is the one of its columns that is called a total and stands first, or else last, in it.
    """
    by_labels = {column.labels: column for column in columns}
    return list(subtotals(tree, by_labels, ()))


def total_of(nodes: Sequence[Node]) -> str | None:
    """Return the label of a group's total, or None."""
    if not nodes:
        return None
    ends = [node for node in (nodes[0], nodes[-1]) if isinstance(node, str) and node in TOTALS]
    return ends[0] if ends else None


def subtotals(
    nodes: Sequence[Node], columns: dict[tuple[str, ...], PlanColumn], outer: tuple[str, ...]
) -> Iterator[tuple[PlanColumn, tuple[PlanColumn, ...]]]:
    """Yield a group's total with its parts, then those of the groups in it."""
    total = total_of(nodes)
    members = [node for node in nodes if node != total]
    parts: list[PlanColumn] = []
    for member in members:
        if isinstance(member, str):
            parts.append(columns[(*outer, member)])
        elif (inner := total_of(member[1:])) is not None:
            parts.append(columns[(*outer, str(member[0]), inner)])
        else:
            parts.extend(columns[labels] for labels in labelled([member], outer))
    if total is not None and parts:
        yield columns[(*outer, total)], tuple(parts)
    for member in members:
        if not isinstance(member, str):
            yield from subtotals(member[1:], columns, (*outer, str(member[0])))


def printed_paths(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the labels over each of some columns, from the outermost in.

    Parameters
    ----------
    rows : sequence of sequence of str
        The header's cells.
    numbers : sequence of int
        1-based columns, in order.
    """
    paths: dict[int, tuple[str, ...]] = dict.fromkeys(numbers, ())
    spans: dict[int, tuple[int, ...]] = dict.fromkeys(numbers, ())
    for row in rows:
        if is_lettered(row):
            continue
        label, start = "", 0
        outer: tuple[int, ...] = ()
        for number in numbers:
            cell = row[number - 1] if number <= len(row) else ""
            if cell:
                label, start, outer = cell, number, spans[number]
            elif label and spans[number] != outer:
                label = ""
            if label:
                paths[number] = (*paths[number], label)
                spans[number] = (*spans[number], start)
            else:
                spans[number] = (*spans[number], 0)
    return paths


def is_lettered(row: Sequence[str]) -> bool:
    """Whether a row of a header only counts its columns: 甲 乙 丙 1 2 3."""
    cells = [cell for cell in row if cell]
    return len(cells) > 1 and all(LETTERS.fullmatch(cell) for cell in cells) and cells[0] in "甲一1A栏次"


def printed_columns(rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> tuple[PlanColumn, ...]:
    """Return the columns of figures under a printed header, each with its labels and the unit that they state."""
    columns = []
    for number, path in printed_paths(rows, numbers).items():
        unit: str | None = None
        labels: list[str] = []
        for label in path:
            plain, own = without_unit(re.sub(r"\s+|^其中[：:]?", "", label))
            unit = own or unit
            if plain and (not labels or labels[-1] != plain):
                labels.append(plain)
        columns.append(
            PlanColumn(number, tuple(labels), unit, path[-1:] != () and path[-1].startswith("其中"))
        )
    return tuple(columns)


def without_unit(label: str) -> tuple[str, str | None]:
    """Part a label from the unit in brackets behind it.

    Examples
    --------
    >>> without_unit("人工造林（万亩）"), without_unit("县（市、区）")
    (('人工造林', '万亩'), ('县（市、区）', None))
    """
    match = BRACKETED.search(label)
    if match is None or not (area_unit(match["unit"]) or re.fullmatch(OTHER_UNITS, match["unit"])):
        return label, None
    return label[: match.start()] + label[match.end() :], match["unit"]


OTHER_UNITS = r"万?(?:株|棵|元|人|个|处|吨|公里|千米|米|平方米|立方米|%|％|户|项|家|块|次|人次)"


def tree_under(columns: Sequence[PlanColumn]) -> tuple[Node, ...]:
    """Return the tree of labels that stands over some columns."""

    def grown(items: list[tuple[str, ...]]) -> tuple[Node, ...]:
        nodes: list[Node] = []
        at = 0
        while at < len(items):
            head = items[at]
            if len(head) == 1:
                nodes.append(head[0])
                at += 1
                continue
            end = at
            while end < len(items) and len(items[end]) > 1 and items[end][0] == head[0]:
                end += 1
            nodes.append((head[0], *grown([one[1:] for one in items[at:end]])))
            at = end
        return tuple(nodes)

    return grown([column.labels for column in columns])


def mentions_area(texts: Sequence[str]) -> bool:
    """Whether a unit of area stands in some texts."""
    return any(AREA_UNIT.search(text) for text in texts)
