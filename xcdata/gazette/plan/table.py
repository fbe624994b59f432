"""The plan tables: areas × programmes of afforestation, such as 许昌市…年度营造林计划明细表.

In: a gazette. Out: each :class:`PlanTable` in it: cells, each with its line, its column and its text as printed. What cannot be read is
told and does not stop the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xcdata.errors import Problem, Reason
from xcdata.gazette.documents import Document, Gazette, once
from xcdata.gazette.outline import RANKS, match_item
from xcdata.gazette.passage import Line, distance, squeeze
from xcdata.gazette.places import Place
from xcdata.gazette.plan.advice import advice
from xcdata.gazette.plan.areas import MU
from xcdata.gazette.plan.found import Found, found_sums
from xcdata.gazette.plan.header import Node, PlanColumn, Sums
from xcdata.gazette.plan.shape import AREA_NAME, TITLE_PLACE, Shape, bare_name, is_whole, place_for, shape_of
from xcdata.gazette.quantities import FULL_WIDTH, chinese_numeral, parse_number
from xcdata.gazette.sidecar import table_hints
from xcdata.gazette.tables import TableRow, find_tables, is_blank, is_figure

TITLE = str(table_hints()[0]["title"])
CITY = "许昌市"
NOTE = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|[一二三四五六七八九十]+(?=大类))(?P<unit>大类|个项目|万亩|亩|公顷)"
)
NOTE_ITEMS = {"大类": "大类", "个项目": "项目"}
NOTED_AREA = "绿化面积"


@dataclass(frozen=True, slots=True)
class PlanCell:
    """A cell of the table; a blank one (no task) has empty text and the value 0, one that cannot be read has no value."""

    area: str
    column: PlanColumn
    line: int
    printed: str
    value: Decimal
    prefix: str = "plan"

    @property
    def key(self) -> str:
        """Its name in ledgers and findings."""
        return plan_key(self.area, self.column, self.prefix)


def plan_key(area: str, column: PlanColumn, prefix: str = "plan") -> str:
    """Return the key of a figure of the table in ledgers and findings."""
    return f"{prefix}/{area}/{column.path}"


@dataclass(frozen=True, slots=True)
class NoteFigure:
    """A figure of the note that stands in the place of cells (六大类, 156个项目, 3009.1亩)."""

    area: str
    line: int
    column: int
    item: str
    printed: str
    value: Decimal
    unit: str
    prefix: str = "plan"
    text: str = ""

    @property
    def key(self) -> str:
        """Its name in ledgers and findings."""
        return f"{self.prefix}/{self.area}/{self.item}"


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A table as printed: its cells row by row, its notes, and the header's labels that stand beside their place.

    Attributes
    ----------
    unread : tuple of (area, column, line, printed)
        Cells that hold no number, or whose row could not be cut into cells (then without line).
    city : str
        The area whose row is the total of the others; empty where there is none.
    inside : mapping of str to str
        The area that an area is part of, where rows form an outline.
    unit : str or None
        The unit of area of its figures; None where it is not stated, or not known.
    read : frozenset of int
        The lines that were read.
    found : Found
        The sums that an audit of the grid finds, where no hint says what adds up.
    """

    document: Document | None
    cells: tuple[PlanCell, ...]
    notes: tuple[NoteFigure, ...]
    displaced: tuple[tuple[int, str, int, int], ...]
    problems: tuple[Problem, ...]
    columns: tuple[PlanColumn, ...] = ()
    tree: tuple[Node, ...] = ()
    sums: Sums = field(default_factory=list)
    hinted: bool = False
    unread: tuple[tuple[str, PlanColumn, int | None, str], ...] = ()
    city: str = ""
    inside: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    title: str = ""
    read: frozenset[int] = frozenset()
    prefix: str = "plan"
    found: Found = field(default_factory=Found)

    @property
    def areas(self) -> tuple[str, ...]:
        """Its areas, the city's total among them, in the order of the rows."""
        return tuple(
            dict.fromkeys((*(cell.area for cell in self.cells), *(area for area, *_ in self.unread)))
        )


def read_table(gazette: Gazette) -> PlanTable:
    """Return the first plan table of a text; an empty one without document where there is none."""
    return next(iter(read_tables(gazette)), PlanTable(None, (), (), (), ()))


@once
def read_tables(gazette: Gazette) -> list[PlanTable]:
    """Read the plan tables of a text; whatever cannot be read becomes a problem."""
    found: list[PlanTable] = []
    for document in gazette.documents:
        own = 0
        for table in find_tables(document.lines):
            place = place_for(document, gazette.place)
            shape = shape_of(table, place, document.title)
            if shape is None:
                continue
            own += 1
            prefix = "plan" if not found else f"plan/{document.id}" + (f"/表{own}" if own > 1 else "")
            found.append(read_shape(shape, document, place, prefix))
    return found


def read_shape(shape: Shape, document: Document, place: Place, prefix: str) -> PlanTable:
    """Read the rows of a table."""
    problems = list(shape.problems)
    where = shape.title or document.id
    named = title_place(shape, document, place)
    cells: list[PlanCell] = []
    notes: list[NoteFigure] = []
    unread: list[tuple[str, PlanColumn, int | None, str]] = []
    seen: dict[str, int] = {}
    city = ""
    inside: dict[str, str] = {}
    outline: list[tuple[float, str]] = []
    read = {row.line.number for row in shape.table.rows}
    for row in shape.body if shape.columns else ():
        label = next((cell for cell in row.cells[shape.names :: -1] if cell and not is_figure(cell)), "")
        area, is_city = area_of(label, place, named)
        above = parent_of(label, area, outline)
        if above and area in seen and inside.get(area) != above:
            area = above + area
        line = row.line.number
        if not area:
            problems.append(Problem("plan_row_without_area", where, line, shown(row), reason=Reason.MISSING))
        elif area in seen:
            problems.append(Problem("plan_area_twice", where, line, area, {"first": seen[area]}))
        else:
            seen[area] = line
            city = area if is_city else city
            inside |= {area: above} if above and not is_city else {}
            new, noted, left, told = read_row(shape, row, area, prefix, where)
            cells, notes, unread = cells + new, notes + noted, unread + left
            problems += told
            continue
        read.discard(line)
    if shape.columns:
        lines = {one.line for one in problems if one.kind == "plan_row_cells"}
        whole = {area: line for area, line in seen.items() if line not in lines}
        problems = advised(shape, cells, unread, city, problems)
        problems += area_problems(whole, city if whole else "", bool(lines), place, where, shape)
    if not shape.columns:
        read = set()
    read |= {line.number for line in (*shape.table.above, *filter(None, [shape.table.title]))}
    table = PlanTable(
        *(document, tuple(cells), tuple(notes), shape.displaced, ()),
        columns=shape.columns,
        tree=shape.tree,
        sums=shape.sums,
        hinted=shape.hinted,
        unread=tuple(unread),
        city=city,
        inside=inside,
        unit=shape.unit or unit_of_prose(document, cells),
        title=shape.title,
        read=frozenset(read),
        prefix=prefix,
    )
    unknown = any(one.kind == "plan_unit_unknown" for one in problems)
    if table.unit is None and cells and not unknown and not all(column.unit for column in table.columns):
        line = shape.table.rows[0].line.number
        problems.append(Problem("plan_unit_missing", where, line, reason=Reason.MISSING))
    found = Found()
    if cells and not shape.hinted:
        printed = {(cell.area, cell.column.number): cell.printed for cell in cells if cell.printed}
        found = found_sums(table.areas, table.columns, printed, city)
    return replace(table, problems=tuple(problems), found=found)


def title_place(shape: Shape, document: Document, place: Place) -> str:
    """Return the place whose total the table states: the known one, or the one that its title begins with."""
    if place.name:
        return place.name
    for text in (shape.title, document.title):
        if match := TITLE_PLACE.match(squeeze(text)):
            return match["place"]
    return ""


def area_of(label: str, place: Place, named: str) -> tuple[str, bool]:
    """Return the area that a row is named after, and whether it is the whole place."""
    plain = bare_name(label)
    if is_whole(plain) or (plain and plain in (named, place.name, place.stem)):
        return named or plain, True
    return place.area_named(plain) or plain, False


def parent_of(label: str, area: str, outline: list[tuple[float, str]]) -> str:
    """Return the area that a row's is part of, by the numbers of the rows above it; keep the outline up to date."""
    item = match_item(Line(0, squeeze(label)), 0)
    rank = float(RANKS[item.style]) if item else float("inf")
    while outline and outline[-1][0] >= rank:
        outline.pop()
    above = outline[-1][1] if outline else ""
    if item:
        outline.append((rank, area))
    return above


def shown(row: TableRow) -> str:
    """Return the beginning of a row for a message."""
    return re.sub(r"\s+", " ", row.line.text.strip())[:30] + "…"


Read = tuple[list[PlanCell], list[NoteFigure], list[tuple[str, PlanColumn, int | None, str]], list[Problem]]


def read_row(shape: Shape, row: TableRow, area: str, prefix: str, where: str) -> Read:
    """Read one row of figures, or the row of an area that has a total and a note."""
    line = row.line.number
    if len(row.cells) != shape.width:
        values = {"expected": shape.width, "cells": len(row.cells)}
        return [], [], unread_row(shape, area), [Problem("plan_row_cells", where, line, shown(row), values)]
    texts = [row.cells[column.number - 1] for column in shape.columns]
    words = [n for n, text in enumerate(texts) if not is_blank(text) and not is_figure(text)]
    numbers = [n for n, text in enumerate(texts) if is_figure(text)]
    filled = [n for n, text in enumerate(texts) if not is_blank(text)]
    if shape.hinted and filled == [0]:
        return [], [], unread_row(shape, area), [Problem("plan_row_bare", where, line, shown(row))]
    noted = (
        len(texts) > 2
        and filled[:1] == [0]
        and len(filled) == 2
        and words == filled[1:]
        and bool(NOTE.search(texts[words[0]]))
    )
    note = texts[words[0]] if noted else ""
    cells: list[PlanCell] = []
    unread: list[tuple[str, PlanColumn, int | None, str]] = []
    problems: list[Problem] = []
    for column, text in list(zip(shape.columns, texts, strict=True))[: 1 if note else None]:
        if is_blank(text):
            cells.append(PlanCell(area, column, line, "", Decimal(0), prefix))
        elif is_figure(text):
            cells.append(PlanCell(area, column, line, text, parse_number(text), prefix))
        else:
            unread.append((area, column, line, text))
            told = {"area": area, "column": column.path}
            problems.append(Problem("plan_cell", where, line, repr(text)[1:-1], told, Reason.VALUE))
    if not numbers and not noted and words and not cells:
        problems = problems[:1]
    notes = [
        replace(one, prefix=prefix)
        for one in read_note(area, row.line, note, shape.columns[1].number if note else 3)
    ]
    spoiled = note and any(
        note.count(word) > sum(word in one.printed for one in notes) for word in NOTE_ITEMS
    )
    if spoiled or (note and not any(figure.unit in MU for figure in notes)):
        problems.append(Problem("plan_note", where, line, note[:40], {"area": area}))
    return cells, notes, unread, problems


def unread_row(shape: Shape, area: str) -> list[tuple[str, PlanColumn, int | None, str]]:
    """Return the cells of a row of which none could be read."""
    return [(area, column, None, "?") for column in shape.columns]


def read_note(area: str, line: Line, note: str, column: int = 3) -> Iterator[NoteFigure]:
    """Yield the figures of a note; a second one of a kind is told by its number."""
    seen: Counter[str] = Counter()
    for match in NOTE.finditer(note.translate(FULL_WIDTH)):
        number, unit = match["number"], match["unit"]
        try:
            value = parse_number(number) if number[0].isdigit() else Decimal(chinese_numeral(number))
        except ValueError:
            continue
        item = NOTE_ITEMS.get(unit, NOTED_AREA)
        seen[item] += 1
        item += str(seen[item]) if seen[item] > 1 else ""
        yield NoteFigure(
            area, line.number, column, item, match[0], value, unit.removesuffix("项目"), text=note
        )


def advised(
    shape: Shape,
    cells: Sequence[PlanCell],
    unread: Sequence[tuple[str, PlanColumn, int | None, str]],
    city: str,
    problems: Sequence[Problem],
) -> list[Problem]:
    """Say of the one row with a wrong number of cells which it is, where the sums prove it."""
    rows = [row for row in shape.body if len(row.cells) != shape.width]
    if len(rows) != 1 or any(line is not None for _, _, line, _ in unread):
        return list(problems)
    left: dict[PlanColumn, Decimal] = {}
    for cell in cells:
        left[cell.column] = left.get(cell.column, Decimal(0)) + (
            cell.value if cell.area == city else -cell.value
        )
    if not any(cell.area == city for cell in cells):
        left = {}
    found = advice(rows[0].cells, shape.width, shape.columns, shape.sums, left)
    if found is None:
        return list(problems)
    kind, values = found
    return [
        replace(one, kind=kind, values={**one.values, **values}) if one.kind == "plan_row_cells" else one
        for one in problems
    ]


def area_problems(
    seen: Mapping[str, int], city: str, lost: bool, place: Place, where: str, shape: Shape
) -> Iterator[Problem]:
    """Yield a problem for each name that looks like a known area's misread, and where the known place's total has no row."""
    known = [area.name for area in place.areas]
    missing = [area for area in known if area not in seen]
    for area, line in seen.items():
        if not known or area in known or area == city:
            continue
        near = [other for other in missing if distance(area, other) < 2 or other.startswith(area)]
        if near or not AREA_NAME.fullmatch(area):
            values = {"known": " ".join((place.name, *known)), "place": place.name}
            yield Problem("plan_area_unknown", where, line, area, values)
    if known and not city and not lost:
        line = shape.table.rows[0].line.number
        yield Problem("plan_total_missing", where, line, place.name, reason=Reason.MISSING)


STATED = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>万亩|亩|万公顷|公顷)")


def unit_of_prose(document: Document, cells: Iterable[PlanCell]) -> str | None:
    """Return the unit in which the document's prose states at least two of a table's figures, if it is one."""
    printed = {cell.value for cell in cells if cell.value}
    units: dict[str, set[Decimal]] = {}
    for line in document.lines:
        if "\t" not in line.text and "|" not in line.text:
            for match in STATED.finditer(line.text):
                if (value := Decimal(match["number"])) in printed:
                    units.setdefault(match["unit"], set()).add(value)
    enough = [unit for unit, values in units.items() if len(values) > 1]
    return enough[0] if len(units) == 1 and enough else None
