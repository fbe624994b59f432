"""What shape a table of areas and programmes has: its rows of areas, its columns of figures, its unit.

In: a table of a text. Out: a :class:`Shape`, or None where the table is no plan: its title or header speaks of forestry, and its rows are
areas. The header is read off the printed cells, or repaired by a sidecar's hint where it prints the hint's labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xcdata.errors import Problem, Reason
from xcdata.gazette.documents import Document
from xcdata.gazette.outline import match_item
from xcdata.gazette.passage import Line, squeeze
from xcdata.gazette.places import UNKNOWN, Place
from xcdata.gazette.plan.areas import area_unit
from xcdata.gazette.plan.header import (
    CORNER,
    ONLY_NAMES,
    Node,
    PlanColumn,
    Sums,
    columns_of,
    is_lettered,
    printed_columns,
    row_sums,
    tree_under,
    without_unit,
)
from xcdata.gazette.plan.hint import Label, Repaired, hint_for, repair
from xcdata.gazette.quantities import parse_number
from xcdata.gazette.tables import TableRow, TextTable, is_blank, is_figure, printed_unit

FORESTRY = re.compile(
    r"造林|营林|绿化|抚育|森林|林业|国土绿|封山育林|退耕还[林草]|防护林|人工种草|生态修复|经济林|飞播"
)
AREA_NAME = re.compile(
    r".{1,12}(?:省|市|州|盟|地区|县|区|旗|林场|农场|牧场|林业局|林管局|乡|镇|街道|办事处|管委会|苏木|兵团|示范区|市本级|市直|市辖区)"
)
WHOLE = re.compile(r"全?[国省区市州盟县旗镇乡]?(?:合计|总计划?|共计|计|总任务)|全[国省区市州盟县旗镇乡]")
TITLE_PLACE = re.compile(
    r"(?:20\d\d年?度?)?(?P<place>[\u3400-\u9fff]{1,7}?(?:自治[区州县旗]|省|市|州|盟|县|区|旗))"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A plan table before its figures are read.

    Attributes
    ----------
    table : TextTable
    body : tuple of TableRow
        The rows below the header, each as long as the table is wide unless it has too many or too few cells.
    names : int
        Where in a row (0-based) the area stands.
    columns : tuple of PlanColumn
        Those of figures.
    tree : tree of labels, or empty
    sums : list
        The totals of a row with their parts.
    hinted : bool
        Whether its header was repaired by a hint.
    width : int
        How many cells a row has.
    unit : str or None
        The unit of area, as far as the table states one.
    displaced : tuple
        Labels that stand beside their place: line, label, printed column, true column.
    problems : tuple of Problem
    """

    table: TextTable
    body: tuple[TableRow, ...]
    names: int
    columns: tuple[PlanColumn, ...]
    tree: tuple[Node, ...]
    sums: Sums
    hinted: bool
    width: int
    unit: str | None
    displaced: tuple[tuple[int, str, int, int], ...]
    problems: tuple[Problem, ...]

    @property
    def title(self) -> str:
        """What the table is called."""
        return squeeze(self.table.title.content) if self.table.title else ""


def shape_of(table: TextTable, place: Place, heading: str) -> Shape | None:
    """Return the shape of a table of areas and programmes, or None of another table.

    Parameters
    ----------
    table : TextTable
    place : Place
    heading : str
        The title of its document.
    """
    start = body_start(table.rows)
    header, rows = table.rows[:start], table.rows[start:]
    texts = [cell for row in header for cell in row.cells]
    title = squeeze(table.title.content) if table.title else heading
    if not rows or not (FORESTRY.search(title) or any(map(FORESTRY.search, texts))):
        return None
    width = row_width(table, rows)
    body = tuple(padded(row, width, table.stripped) for row in rows)
    names = name_column(header, body, width)
    if names is None or not are_areas([row.cells[names] for row in body if len(row.cells) > names], place):
        return None
    if table.doubtful:
        told = (Problem("plan_spaces", title, table.rows[0].line.number),)
        return Shape(table, body, names, (), (), [], False, width, None, (), told)
    numbers = figure_numbers(header, body, names, width)
    unit, problems = unit_of(table, header)
    labels = [
        Label(cell, numbers.index(number) + 1, row.line.number)
        for row in header
        if not is_lettered(row.cells)
        for number, cell in enumerate(row.cells, 1)
        if cell and number in numbers
    ]
    hint = hint_for(labels)
    if hint is not None:
        whole = [row for row in body if len(row.cells) == width]
        figures = [[figure_or_none(row.cells[number - 1]) for number in numbers] for row in whole]
        repaired = repair(hint, labels, figures, len(numbers))
        columns, sums, more = hinted_columns(repaired, numbers)
        tree, displaced = repaired.tree, repaired.displaced
    else:
        columns, more = named_columns(header, body, numbers)
        tree, displaced = tree_under(columns), ()
        sums = row_sums(tree, columns) if columns else []
        columns, sums = told_apart(*without_of_which(columns, sums, body))
    problems += [*more, *stray_problems(table)]
    own = tuple(replace(problem, where=problem.where or title) for problem in problems)
    return Shape(table, body, names, columns, tree, sums, hint is not None, width, unit, displaced, own)


def body_start(rows: Sequence[TableRow]) -> int:
    """Return where a table's rows of figures begin: at the first that opens with a name, no corner word, and has a figure."""
    for at, row in enumerate(rows):
        named = next((cell for cell in row.cells[:2] if cell and not is_figure(cell)), "")
        corner = CORNER.fullmatch(squeeze(without_unit(named)[0])) or "单位" in named
        if not named or corner or is_lettered(row.cells):
            continue
        if row.figures > (not row.cells[0]):
            return at
        # A row whose figures cannot be read, or an area without any, is none of the header.
        plain = squeeze(row.cells[0])
        if at and len(row.cells) > 2 and (is_whole(plain) or AREA_NAME.fullmatch(plain)):
            return at
    return len(rows)


def row_width(table: TextTable, rows: Sequence[TableRow]) -> int:
    """Return how many cells a row of a table has: as most of its rows do, or where ends were stripped as the longest."""
    lengths = Counter(len(row.cells) for row in rows)
    if table.stripped:
        return max(len(row.cells) for row in table.rows)
    most = max(lengths.values())
    return max(length for length, count in lengths.items() if count == most)


def padded(row: TableRow, width: int, stripped: bool) -> TableRow:
    """Give a row back the empty cells that were stripped from its end."""
    short = width - len(row.cells)
    return replace(row, cells=(*row.cells, *[""] * short)) if stripped and short > 0 else row


def name_column(header: Sequence[TableRow], body: Sequence[TableRow], width: int) -> int | None:
    """Return the first column of names: most of its cells are texts, and its heading does not say that they number lines."""
    for column in range(min(2, width)):
        cells = [row.cells[column] for row in body if len(row.cells) > column and row.cells[column]]
        heading = "".join(row.cells[column] for row in header if len(row.cells) > column)
        if re.fullmatch(r"序\s*号|编\s*号|代\s*码", heading.strip()):
            continue
        if cells and sum(not is_figure(cell) for cell in cells) * 2 > len(cells):
            return column
    return None


def are_areas(names: Sequence[str], place: Place) -> bool:
    """Whether most of some names are those of areas."""
    plain = [bare_name(name) for name in names if name]
    known = sum(
        bool(place.area_named(name)) or is_whole(name) or AREA_NAME.fullmatch(name) is not None
        for name in plain
    )
    return known * 2 > len(plain)


def place_for(document: Document, place: Place) -> Place:
    """Return the place whose areas a document names: that of its text, unless number and title are those of elsewhere."""
    elsewhere = document.series is not None and document.series not in place.codes
    return UNKNOWN if elsewhere and place.stem and place.stem not in document.title else place


def is_whole(name: str) -> bool:
    """Whether a row is called the total of all.

    Examples
    --------
    >>> is_whole("全省合计"), is_whole("全市"), is_whole("设计院")
    (True, True, False)
    """
    return WHOLE.fullmatch(name) is not None


def bare_name(label: str) -> str:
    """Return a name without its number in an outline, and without spaces."""
    plain = squeeze(label)
    item = match_item(Line(0, plain), 0)
    return plain[item.end :] if item and item.end < len(plain) else plain


def figure_numbers(header: Sequence[TableRow], body: Sequence[TableRow], names: int, width: int) -> list[int]:
    """Return the columns (1-based) of figures: neither names, numbers of lines, units nor notes."""
    numbers = []
    for number in range(names + 2, width + 1):
        headings = [row.cells[number - 1] for row in header if len(row.cells) >= number]
        heading = squeeze("".join(headings))
        cells = [row.cells[number - 1] for row in body if len(row.cells) >= number]
        if ONLY_NAMES.fullmatch(heading) or (number == width and not heading and not any(cells)):
            continue
        numbers.append(number)
    return numbers


def figure_or_none(text: str) -> Decimal | None:
    """Read a cell; a blank one is nothing, None what cannot be read."""
    if is_blank(text):
        return Decimal(0)
    try:
        return parse_number(text)
    except ValueError:
        return None


def hinted_columns(
    repaired: Repaired, numbers: Sequence[int]
) -> tuple[tuple[PlanColumn, ...], Sums, list[Problem]]:
    """Return columns, sums and problems of a header that was repaired; no columns where they cannot be told."""
    if not repaired.proved:
        return (), [], list(repaired.problems)
    columns = columns_of(repaired.tree, numbers)
    return columns, row_sums(repaired.tree, columns), list(repaired.problems)


def named_columns(
    header: Sequence[TableRow], body: Sequence[TableRow], numbers: Sequence[int]
) -> tuple[tuple[PlanColumn, ...], list[Problem]]:
    """Return the columns of a printed header; a problem for each that has no label, or the label of another."""
    problems: list[Problem] = []
    columns = printed_columns([row.cells for row in header], numbers)
    line = header[0].line.number if header else body[0].line.number
    if not header:
        return (), [Problem("plan_header_missing", "", line, reason=Reason.MISSING)]
    kept: list[PlanColumn] = []
    for column in columns:
        if not column.labels:
            problems.append(Problem("plan_column_unnamed", "", line, str(column.number)))
        elif any(column.labels == other.labels for other in kept):
            problems.append(
                Problem("plan_column_twice", "", line, "/".join(column.labels), {"column": column.number})
            )
        else:
            kept.append(column)
    # Columns that cannot be told apart are a header that was not understood.
    return () if problems else tuple(kept), problems


def without_of_which(
    columns: Sequence[PlanColumn], sums: Sums, body: Sequence[TableRow]
) -> tuple[tuple[PlanColumn, ...], Sums]:
    """Leave out the sums of groups of which ``其中`` names but a part: their totals are tasks, the part is none.

    What ``其中`` names is a part like others where the group adds up.
    """
    partly: set[int] = set()
    whole: set[int] = set()
    kept: Sums = []
    for total, parts in sums:
        rows = [
            [figure_or_none(row.cells[one.number - 1]) for one in (total, *parts)]
            for row in body
            if len(row.cells) >= max(one.number for one in columns)
        ]
        holds = sum(None not in row and row[0] == sum(value or 0 for value in row[1:]) for row in rows)
        if any(part.of_which for part in parts) and holds * 2 < len(rows):
            partly |= {part.number for part in parts}
            whole |= {total.number} if len(total.labels) > 1 else set()
        else:
            kept.append((total, parts))
    new = {
        column.number: replace(
            column,
            labels=column.labels[:-1] if column.number in whole else column.labels,
            of_which=column.number in partly,
        )
        for column in columns
    }
    return tuple(new.values()), [
        (new[total.number], tuple(new[part.number] for part in parts)) for total, parts in kept
    ]


def told_apart(columns: Sequence[PlanColumn], sums: Sums) -> tuple[tuple[PlanColumn, ...], Sums]:
    """Give columns whose names are the same the labels above them for a name, too."""
    twice = {path for path, count in Counter(column.path for column in columns).items() if count > 1}
    new = {
        column.number: replace(
            column, labels=("".join(column.labels[:-1]) or column.labels[-1], column.labels[-1])
        )
        if column.path in twice
        else column
        for column in columns
    }
    again = [(new[total.number], tuple(new[part.number] for part in parts)) for total, parts in sums]
    return tuple(new.values()), again


def unit_of(table: TextTable, header: Sequence[TableRow]) -> tuple[str | None, list[Problem]]:
    """Return the unit of area that a table states above itself, in its title or in its header's corner; never one assumed."""
    lines = [*table.above, *([table.title] if table.title else [])]
    corner = [cell for row in header for cell in row.cells if cell]
    printed = printed_unit([line.content for line in lines]) or printed_unit(corner)
    at = next((line.number for line in lines if printed and printed in line.content), None)
    if printed is None:
        named = [without_unit(text)[1] for text in (*(line.content for line in lines), *corner[:1])]
        printed = next((one for one in named if one), None)
    if printed is None:
        return None, []
    unit = area_unit(printed)
    if unit is None:
        line = at or table.rows[0].line.number
        return None, [Problem("plan_unit_unknown", "", line, printed)]
    return unit, []


def stray_problems(table: TextTable) -> list[Problem]:
    """Return a problem for each line that stands among a table's rows and is none."""
    return [Problem("plan_row_lost", "", line.number, line.content[:30]) for line in table.strays]
