"""The columns of the plan table, and the header they are printed under.

In: the header's rows. Out: :data:`COLUMNS`, what makes up each total (:func:`row_sums`), and what in the printed header
is not as it should be.

The printed header is damaged: labels stand a column or a row beside their place. So labels are not read off the
columns they stand over. :data:`TREE` says which labels there are and how they nest; the header must print just these,
siblings in order and none more than a column off, and then the tree gives the columns. That it is right is proved by
the sums: every total is the sum of what stands beside it in the tree, in every row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xcdata.errors import LegacyProblem, Problem
from xcdata.gazette.passage import Line

WHERE = "plan table, header"
ADVICE = "Restore the header's labels as the gazette prints them."

Node = str | tuple["Node", ...]
TREE: tuple[Node, ...] = (
    "总计",
    (
        "营造林",
        "合计",
        ("造林", "合计", "山区生态林", "平原防风固沙林", "农田防护林", "廊道绿化", "乡村绿化美化"),
        ("优质林果", "合计", ("木本油料", "新造", "改培"), ("特色经济林", "新造", "改培")),
        "森林抚育",
    ),
    ("花卉苗木", "合计", "新造", "改培"),
)


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of figures: its 1-based place in the row, and its labels from the outermost in."""

    number: int
    labels: tuple[str, ...]

    @property
    def is_total(self) -> bool:
        """Whether it holds totals."""
        return self.labels[-1] in ("总计", "合计")

    @property
    def task(self) -> tuple[str, str, str | None]:
        """Group, programme and operation of a column of tasks."""
        inner = [label for label in self.labels if label != "营造林"]
        operation = inner.pop() if inner[-1] in ("新造", "改培") else None
        return inner[0], inner[-1], operation

    @property
    def words(self) -> tuple[str, ...]:
        """What the figure is called: ``("造林", "合计")``, ``("优质林果", "木本油料", "新造")``."""
        if self.labels == ("总计",):
            return self.labels
        if self.is_total:
            return self.labels[-2], "合计"
        return tuple(filter(None, self.task))

    @property
    def path(self) -> str:
        """The words in one, as in the keys of figures: ``造林/合计``."""
        return "/".join(self.words)


def labelled(nodes: Sequence[Node], outer: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the label path of every column of a tree, from left to right."""
    for node in nodes:
        if isinstance(node, str):
            yield (*outer, node)
        else:
            yield from labelled(node[1:], (*outer, str(node[0])))


COLUMNS = tuple(PlanColumn(number, labels) for number, labels in enumerate(labelled(TREE), 2))
WIDTH = len(COLUMNS) + 1


def row_sums() -> list[tuple[PlanColumn, tuple[PlanColumn, ...]]]:
    """Return every total of a row with the columns that make it up, as the tree says."""
    total, *branches = TREE
    return list(subtotals((str(total), *branches), {column.labels: column for column in COLUMNS}, ()))


def subtotals(
    nodes: Sequence[Node], columns: dict[tuple[str, ...], PlanColumn], outer: tuple[str, ...]
) -> Iterator[tuple[PlanColumn, tuple[PlanColumn, ...]]]:
    """Yield a group's total with its parts, then those of the groups in it; ``nodes[0]`` is the total."""
    total, *members = nodes
    parts: list[PlanColumn] = []
    for member in members:
        if isinstance(member, str):
            parts.append(columns[(*outer, member)])
        elif member[1] == "合计":
            parts.append(columns[(*outer, str(member[0]), "合计")])
        else:
            parts.extend(columns[labels] for labels in labelled([member], outer))
    yield columns[(*outer, str(total))], tuple(parts)
    for member in members:
        if not isinstance(member, str) and member[1] == "合计":
            yield from subtotals(member[1:], columns, (*outer, str(member[0])))


def printed_cells(line: Line) -> list[str]:
    """Return the cells of a row."""
    return [cell.strip() for cell in line.text.split("\t")]


def read_header(rows: Sequence[Line]) -> tuple[list[tuple[int, str, int, int]], list[Problem]]:
    """Compare the printed header with the tree: (line, label, printed column, true column) of what is displaced."""
    printed: dict[str, list[tuple[int, int]]] = {}
    for line in rows:
        for number, label in enumerate(printed_cells(line), 1):
            if label and label != "单位":
                printed.setdefault(label, []).append((number, line.number))
    true: dict[str, list[int]] = {}
    for label, number in label_columns(TREE, iter(COLUMNS)):
        true.setdefault(label, []).append(number)
    expected, found = (Counter({k: len(v) for k, v in places.items()}) for places in (true, printed))
    if expected != found:
        missing, strange = " ".join((expected - found).elements()), " ".join((found - expected).elements())
        told = f"missing: {missing or 'none'}; not known: {strange or 'none'}"
        return [], [LegacyProblem(WHERE, rows[0].number, "each label once", told, ADVICE)]
    displaced: list[tuple[int, str, int, int]] = []
    problems: list[Problem] = []
    for label, numbers in true.items():
        for (at, row), column in zip(sorted(printed[label]), numbers, strict=True):
            if at != column:
                displaced.append((row, label, at, column))
            if abs(at - column) > 1:
                told = f"'{label}' in column {at}"
                problems.append(LegacyProblem(WHERE, row, f"'{label}' in column {column}", told, ADVICE))
    at_column = {label: places[0][0] for label, places in printed.items() if len(places) == 1}
    problems += order_of_siblings(TREE, at_column, rows[0].number)
    return sorted(displaced), problems


def label_columns(nodes: Sequence[Node], columns: Iterator[PlanColumn]) -> Iterator[tuple[str, int]]:
    """Yield every label of a tree with the first column below it."""
    for node in nodes:
        if isinstance(node, str):
            yield node, next(columns).number
        else:
            below = list(label_columns(node[1:], columns))
            yield str(node[0]), below[0][1]
            yield from below


def order_of_siblings(nodes: Sequence[Node], at_column: dict[str, int], line: int) -> Iterator[Problem]:
    """Yield a problem where labels that are printed once stand in another order than in the tree."""
    names = [node if isinstance(node, str) else str(node[0]) for node in nodes]
    single = [name for name in names if name in at_column]
    printed = sorted(single, key=lambda name: at_column[name])
    if printed != single:
        yield LegacyProblem(WHERE, line, " ".join(single), " ".join(printed), ADVICE)
    for node in nodes:
        if not isinstance(node, str):
            yield from order_of_siblings(node[1:], at_column, line)
