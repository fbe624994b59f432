"""The plan's sheet of a workbook that somebody edited, or at once why it cannot be used.

In: a path. Out: a :class:`PlanSheet`, every figure with its exact value, wherever its row and column stand now. A file that is no such
workbook, a sheet whose labels are gone, or cells that hold no number raise one :class:`~xcdata.errors.InputError` with all that is wrong.

Values are those that were saved. Only the formulas that we wrote are known without: a total of ours is the sum of its entries, also
where a program saved the workbook that does not calculate.
"""

from __future__ import annotations

import math
import re
import shlex
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from xcdata.errors import InputError, Problem
from xcdata.files import read_bytes, sha256, unusable
from xcdata.gazette.plan.header import COLUMNS, PlanColumn
from xcdata.gazette.plan.reading import CITY
from xcdata.grids.address import Place, address, column_letters, place_of, span
from xcdata.grids.numerals import Unread, read_numeral
from xcdata.grids.read import cell_text, formulas_of
from xcdata.grids.survey import Survey
from xcdata.grids.workbook import MOST_PACKED, guarded, open_workbook, sheet_rows
from xcdata.labels import LANGUAGES, label
from xcdata.roundtrip.layout import (
    HEADER_ROW,
    LAST_COLUMN,
    NOTED,
    PRINTED,
    PRINTED_ROW,
    ROWS,
    cells,
    is_live,
    live_formula,
    own,
    plan_sheets,
    published,
    summed,
)
from xcdata.roundtrip.origin import made_from
from xcdata.roundtrip.places import FIRST_NEW, Places, places_of

LAST_PRINTED = max(PRINTED.values())
TYPED = re.compile(r"[-–—―−─]+|[-+−]?\d[\d,]*(\.\d+)?")
SUM = re.compile(r"=SUM\(([^()]*)\)")
ADDED = re.compile(r"=[A-Z]+\d+(\+[A-Z]+\d+)+")
MOST_PARTS = 100
"""Ranges of a sum that are looked at; ours have four."""

MOST_SUMMED = 20_000
"""Cells of such a range; the table has 171."""

LOST = "#REF!"
"""What a spreadsheet puts in the place of cells that were taken out."""


@dataclass(frozen=True)
class PlanSheet:
    """The plan's sheet as it was left. Cells are known by where they were written, and their contents by where they stand now.

    Attributes
    ----------
    file, sha256 : str
        The workbook.
    made_from : str or None
        The sha256 of the text that it says it was made from; a template was made from none.
    others : tuple of str
        Its other sheets.
    name : str
    contents : dict of Place to object
        The cells that hold anything, formulas with the value that was saved.
    formulas : dict of Place to str
        As Excel writes them; of .xls none are seen.
    survey : Survey
        Its merged and hidden cells.
    places : Places
        Where rows and columns stand now.
    values : dict of Place to Decimal or None
        The figures, None where the cell is blank.
    ours : frozenset of Place
        The totals in whose cells stands what was written there.
    texts : tuple of Place
        Figures that are texts: we read them, and the formulas of a spreadsheet do not add them up; where they stand now.
    """

    file: str
    sha256: str
    made_from: str | None
    others: tuple[str, ...]
    name: str
    contents: Mapping[Place, object]
    formulas: Mapping[Place, str]
    survey: Survey
    places: Places
    values: Mapping[Place, Decimal | None]
    ours: frozenset[Place]
    texts: tuple[Place, ...]

    def waits(self, area: str) -> bool:
        """Whether a blank total of an area is one that nobody has filled in yet: in a template, and of an area that somebody added."""
        return self.made_from is None or area in self.places.new

    def is_typed_over(self, area: str, column: PlanColumn) -> bool:
        """Whether something other than the formula that was written stands in a total's own cell."""
        place = own(area, column, self.places.areas)
        return place not in self.ours and self.values.get(place) is not None

    @cached_property
    def left_behind(self) -> tuple[Place, ...]:
        """Our formulas that still say what they said before rows or columns were moved, and so add up other cells; where they stand now."""
        live = ((area, column) for area, column in cells(self.places.areas) if is_live(area, column))
        found = (one for one in live if one[0] in ROWS and is_left_behind(self.formulas, self.places, *one))
        return tuple(place for one in found if (place := self.places.now(own(*one))))

    def beside(self, row: int) -> Decimal:
        """Return the sum of what stands in a row, as it is now, in the columns that were put in."""
        figures = (number(self.contents.get((row, column))) for column in self.places.inserted_columns)
        return sum(filter(None, figures), Decimal(0))

    @cached_property
    def replaced(self) -> dict[str, tuple[Place, ...]]:
        """The cells of our totals that hold a number or nothing (``typed over``), or another formula (``formula``); where they stand now.

        In a template a total may be stated in the place of its formula, where it is not stated beside or below the table.
        """
        live = {self.places.now(own(*one)): one for one in cells() if is_live(*one)}
        ours = {self.places.now(written) for written in self.ours}
        told = ours | self.survey.computed | set(self.broken)
        others = [place for place in live if place and place not in told]
        return {
            "formula": tuple(place for place in others if place in self.formulas),
            "typed over": tuple(
                place
                for place in others
                if place not in self.formulas and not self.is_stated_there(*live[place])
            ),
        }

    def is_stated_there(self, area: str, column: PlanColumn) -> bool:
        """Whether a total of a template is stated in its own cell, and nowhere else."""
        stated, beside = (self.values.get(of(area, column)) for of in (own, published))
        return self.made_from is None and stated is not None and beside is None

    @property
    def broken(self) -> tuple[Place, ...]:
        """Formulas that lost cells which were taken out."""
        return tuple(place for place, text in self.formulas.items() if LOST in text)

    @property
    def outdated(self) -> tuple[Place, ...]:
        """Formulas of ours whose saved value is not what they add up to: nobody has calculated since the last edit."""
        found = []
        for written in sorted(self.ours):
            now = self.places.now(written) or (0, 0)
            added, saved = covered(self.formulas.get(now, "")), number(self.contents.get(now))
            if added and saved is not None:
                values = (number(self.contents.get(cell)) for cell in added)
                if saved != sum(filter(None, values), Decimal(0)):
                    found.append(now)
        return tuple(found)

    @property
    def beyond_formulas(self) -> dict[str, tuple[Place, ...]]:
        """Of the areas that somebody added, the totals of the city whose formulas do not add them up; where they stand now."""
        totals = filter(
            None, (self.places.now(place) for place in sorted(self.ours) if place[0] == ROWS[CITY])
        )
        added = {total: covered(self.formulas.get(total, "")) for total in totals}
        rows = {total: {row for row, _ in those} for total, those in added.items() if those}
        found = {
            area: tuple(total for total, those in rows.items() if row not in those)
            for area, row in self.places.new.items()
        }
        return {area: cells for area, cells in found.items() if cells}

    @property
    def hidden(self) -> tuple[str, ...]:
        """The rows and columns of the table that do not show."""
        within = (*range(HEADER_ROW, PRINTED_ROW + 1), *self.places.areas.values())
        rows = {self.places.rows.get(row) for row in within} & self.survey.hidden_rows
        columns = {now for one, now in self.places.columns.items() if one <= LAST_PRINTED}
        hidden = {c for start, end in self.survey.hidden_columns for c in columns if start <= c <= end}
        return (*map(str, sorted(filter(None, rows))), *map(column_letters, sorted(hidden)))


def open_plan_sheet(path: Path, content: bytes | None = None) -> PlanSheet:
    """Open a workbook's plan sheet; its bytes may have been read before.

    Raises
    ------
    InputError
        A file that cannot be read, is no workbook, is protected by a password, damaged or too large; a workbook without the
        plan's sheet; a sheet whose labels cannot be told apart, with merged cells in the table, or with cells that hold no number.
    """
    if content is None:
        content = read_bytes(path, MOST_PACKED)
    workbook = open_workbook(path, content)
    names = plan_sheets()
    number = next((workbook.names.index(name) for name in names if name in workbook.names), None)
    if number is None:
        found = ", ".join(workbook.names)
        raise unusable("no_plan_sheet", path, found, wanted=tuple(names), file=shlex.quote(str(path)))
    name, survey = workbook.names[number], workbook.surveys[number]
    formulas = formulas_of(survey)
    contents = {
        (r, c): value
        for r, row in enumerate(sheet_rows(workbook, number), 1)
        for c, value in enumerate(row, 1)
        if not isinstance(value, str) or value.strip()
    }
    places = places_of(name, contents, formulas)
    if problems := list(shape_problems(name, contents, formulas, survey, places)):
        raise InputError(problems)
    others = tuple(other for other in workbook.names if other != name)
    values, ours = figure_values(name, contents, formulas, survey, places)
    stand = ((places.now(place), value) for place, value in values.items())
    texts = tuple(
        at for at, one in stand
        if at and one is not None and isinstance(contents.get(at), str)
    )  # fmt: skip
    cover = next((n for n in (label("sheet", "cover", lang) for lang in LANGUAGES) if n in others), None)
    told = cover and (str(one) for row in sheet_rows(workbook, workbook.names.index(cover)) for one in row)
    return PlanSheet(
        path.name,
        sha256(content),
        guarded(path, lambda: made_from(content, told or ())),
        others,
        name,
        contents,
        formulas,
        survey,
        places,
        values,
        ours,
        texts,
    )


def shape_problems(
    name: str, contents: Mapping[Place, object], formulas: Mapping[Place, str], survey: Survey, places: Places
) -> Iterator[Problem]:
    """Yield a problem for merged cells among the figures, and for figures in the note's place."""
    body = {places.rows[row] for row in (*places.areas.values(), PRINTED_ROW) if row in places.rows}
    width = max(now for one, now in places.columns.items() if one <= LAST_PRINTED)
    note = places.now((ROWS[NOTED], 3))
    written = (ROWS[NOTED], 3), (ROWS[NOTED], LAST_COLUMN)
    for merged in survey.merged:
        (top, left), (bottom, _) = merged
        if left > width or not any(top <= row <= bottom for row in body):
            continue
        is_note = top == bottom == places.rows.get(ROWS[NOTED]) and left > places.columns.get(2, 1)
        # Where a program moved the cells alone, the merged ones stay where they were.
        if is_note or (merged == written and note != written[0]):
            continue
        yield Problem("cells_merged", name, None, span(*merged))
    for column in range(3, LAST_COLUMN + 1) if note else ():
        place = places.now((ROWS[NOTED], column))
        content = formulas.get(place, contents.get(place)) if place else None
        if (
            place
            and content is not None
            and (place != note or not isinstance(content, str) or place in formulas)
        ):
            yield cell_problem(
                "not_a_note", name, place, str(content), area=NOTED, cell=address(note or place)
            )


def cell_problem(kind: str, name: str, place: Place, found: str, **values: object) -> Problem:
    """Return the problem of one cell."""
    return Problem(kind, f"{name}!{address(place)}", None, found, values)


def covered(formula: str) -> set[Place] | None:
    """Return the cells that a formula adds up, None of one that is no plain sum; what was taken out is left out.

    Examples
    --------
    >>> sorted(covered("=SUM(B2:B3,$C$5,#REF!)")), sorted(covered("=B2+B3")), covered("=B2-B3")
    ([(2, 2), (3, 2), (5, 3)], [(2, 2), (3, 2)], None)
    """
    bare = re.sub(r"[\s$]", "", formula).upper()
    found: set[Place] = set()
    match = SUM.fullmatch(bare)
    parts = match[1].split(",") if match else bare[1:].split("+") if ADDED.fullmatch(bare) else []
    if not parts or len(parts) > MOST_PARTS or (not match and len(set(parts)) < len(parts)):
        return None
    for part in parts:
        if part == LOST:
            continue
        try:
            ends = [place_of(end) for end in part.split(":")]
        except ValueError:
            return None
        (top, left), (bottom, right) = ends[0], ends[-1]
        if (bottom - top + 1) * (right - left + 1) > MOST_SUMMED:
            return None
        found |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    return found


def is_written(formulas: Mapping[Place, str], places: Places, area: str, column: PlanColumn) -> bool:
    """Whether a total's cell holds the formula that was written there, or what a spreadsheet made of it when rows or columns were put in."""
    place = places.now(own(area, column, places.areas))
    if place is None or place not in formulas:
        return False
    added = covered(formulas[place])
    if added is None:
        return False
    known = {one: row for one, row in places.areas.items() if row < FIRST_NEW or one == area}
    wanted = {now for cell in summed(area, column, known) if (now := places.now(cell))}
    return wanted <= added and not any(was_written(places, cell) for cell in added - wanted)


def was_written(places: Places, cell: Place) -> bool:
    """Whether a cell is one of ours that may hold a figure; what was put in may be added up, too, and 中心城区's note adds nothing."""
    written = places.written(cell)
    is_note = written is not None and written[0] == ROWS[NOTED] and written[1] > COLUMNS[0].number
    return written is not None and written[0] < FIRST_NEW and not is_note


def is_left_behind(formulas: Mapping[Place, str], places: Places, area: str, column: PlanColumn) -> bool:
    """Whether a total's formula says what was written although its cells have moved."""
    place = places.now(own(area, column, places.areas))
    if place is None or area not in ROWS or is_written(formulas, places, area, column):
        return False
    return re.sub(r"[\s$]", "", formulas.get(place, "")).upper() == live_formula(area, column)


def figure_values(
    name: str,
    contents: Mapping[Place, object],
    formulas: Mapping[Place, str],
    survey: Survey,
    places: Places,
) -> tuple[dict[Place, Decimal | None], frozenset[Place]]:
    """Return the exact values of all figures, to the 15 digits that a spreadsheet keeps, and which totals are still ours.

    Of a formula that cannot be seen its value tells: ours gives the sum of the entries.
    """
    areas = places.areas
    live = [one for one in cells(areas) if is_live(*one)]
    ours = [
        one for one in live if is_written(formulas, places, *one) or is_left_behind(formulas, places, *one)
    ]
    totals = {own(*one, areas) for one in ours}
    wanted = dict.fromkeys(
        place for one in cells(areas) for place in (own(*one, areas), published(*one, areas))
    )
    # A formula that took the place of ours and gives no number states nothing; it is told as damage.
    damaged = {own(area, column) for area, column in live if area in ROWS} - totals
    values: dict[Place, Decimal | None] = {}
    problems = []
    for written in wanted:
        place = places.now(written)
        if place is None or written in totals:
            continue
        content = contents.get(place)
        if written in damaged and place in formulas and (number(content) is None or LOST in formulas[place]):
            values[written] = None
        elif place in survey.uncalculated:
            formula = formulas[place]
            problems.append(cell_problem("formula_without_value", name, place, formula, cell=address(place)))
        elif number(content) is not None or (content is None and place not in formulas):
            values[written] = number(content)
        elif isinstance(content, str) and is_typed_number(content):
            typed = read_numeral(content)
            values[written] = typed if isinstance(typed, Decimal) else None
        else:
            found = formulas[place] if content is None else cell_text(content)
            problems.append(cell_problem("cell_not_a_number", name, place, found))
    if problems:
        raise InputError(problems)
    unseen = [one for one in live if places.now(own(*one, areas)) in survey.computed]
    for area, column in (*ours, *unseen):
        written = own(area, column, areas)
        known = {one: row for one, row in areas.items() if row < FIRST_NEW or one == area}
        either = [added_up(values, summed(area, column, rows)) for rows in (areas, known)]
        if (area, column) in ours or values.get(written) in either:
            added = covered(formulas.get(places.now(written) or (0, 0), "")) or set()
            in_it = any((places.written(cell) or (0, 0))[0] >= FIRST_NEW for cell in added)
            totals.add(written)
            values[written] = either[0] if in_it or area != CITY else either[1]
    return values, frozenset(totals)


def number(content: object) -> Decimal | None:
    """Return the number that a cell holds, None where it holds none."""
    is_number = isinstance(content, int | float) and not isinstance(content, bool)
    return Decimal(cell_text(content)) if is_number and math.isfinite(content) else None  # type: ignore[arg-type]


def added_up(values: Mapping[Place, Decimal | None], places: Iterable[Place]) -> Decimal:
    """Return the sum of some cells; a blank one counts as nothing."""
    return sum((values.get(place) or Decimal(0) for place in places), Decimal(0))


def is_typed_number(text: str) -> bool:
    """Whether a text is a number as people type it, in full width too, or a dash where there is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return TYPED.fullmatch(plain) is not None and read_numeral(text) is not Unread.TEXT


def row_texts(sheet: PlanSheet) -> dict[int, str]:
    """Return the sheet's rows of figures as texts, cells separated by tabs; a computed zero is blank, as it is shown."""
    places = sheet.places
    width = max(now for one, now in places.columns.items() if one <= LAST_PRINTED)

    def shown(place: Place) -> str:
        value = sheet.values.get(places.written(place) or (0, 0))
        if value is None:
            return cell_text(sheet.contents.get(place))
        return f"{value:f}" if value or place not in sheet.formulas else ""

    rows = [places.rows[row] for row in (*places.areas.values(), PRINTED_ROW) if row in places.rows]
    return {row: "\t".join(shown((row, column)) for column in range(1, width + 1)) for row in sorted(rows)}
