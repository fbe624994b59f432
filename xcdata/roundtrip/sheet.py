"""The plan's sheet of a workbook that somebody edited, or at once why it cannot be used.

In: a path. Out: a :class:`PlanSheet`, every figure with its exact value. A file that is no such workbook, a sheet that was
rearranged, or cells that hold no number raise one :class:`~xcdata.errors.InputError` with all that is wrong.

Values are those that were saved. Only the formulas that we wrote are known without: a total of ours is the sum of its entries, also
where a program saved the workbook that does not calculate.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path

from xcdata.errors import InputError, Problem
from xcdata.files import read_bytes, sha256, unusable
from xcdata.gazette.plan.header import PlanColumn
from xcdata.grids.address import Place, address, column_letters, span
from xcdata.grids.numerals import Unread, read_numeral
from xcdata.grids.read import cell_text
from xcdata.grids.survey import Survey
from xcdata.grids.workbook import MOST_PACKED, kind_of, open_workbook, sheet_rows
from xcdata.labels import LANGUAGES, label
from xcdata.roundtrip.layout import (
    HEADER_ROW,
    LAST_COLUMN,
    NOTED,
    PRINTED,
    PRINTED_ROW,
    ROWS,
    TOTALS,
    cells,
    header_cells,
    is_live,
    live_formula,
    own,
    published,
    summed,
    total_name,
)

LAST_PRINTED = max(PRINTED.values())
TYPED = re.compile(r"[-–—―−─]+|[-+−]?\d[\d,]*(\.\d+)?")


@dataclass(frozen=True)
class PlanSheet:
    """The plan's sheet as it was left.

    Attributes
    ----------
    file, sha256 : str
        The workbook.
    others : tuple of str
        Its other sheets.
    name : str
    contents : dict of Place to object
        The cells that hold anything, formulas with the value that was saved.
    survey : Survey
        Its formulas, merged and hidden cells.
    values : dict of Place to Decimal or None
        The figures, None where the cell is blank.
    texts : tuple of Place
        Figures that are texts: we read them, and the formulas of a spreadsheet do not add them up.
    """

    file: str
    sha256: str
    others: tuple[str, ...]
    name: str
    contents: Mapping[Place, object]
    survey: Survey
    values: Mapping[Place, Decimal | None]
    texts: tuple[Place, ...]

    def is_typed_over(self, area: str, column: PlanColumn) -> bool:
        """Whether something other than the formula that was written stands in a total's own cell."""
        place = own(area, column)
        if place in self.survey.formulas:
            return not is_written(self.survey, area, column)
        return self.values[place] is not None


def open_plan_sheet(path: Path, content: bytes | None = None) -> PlanSheet:
    """Open a workbook's plan sheet; its bytes may have been read before.

    Raises
    ------
    InputError
        A file that cannot be read, is no ``.xlsx``, is protected by a password, damaged or too large; a workbook without the
        plan's sheet; a sheet with a moved header, with merged or hidden rows or columns in the table, or with cells that hold no
        number.
    """
    if content is None:
        content = read_bytes(path, MOST_PACKED)
    if (kind := kind_of(path, content)) != "xlsx":
        raise unusable("not_xlsx", path, kind)
    workbook = open_workbook(path, content)
    names = [label("sheet", "plan", lang) for lang in LANGUAGES]
    number = next((workbook.names.index(name) for name in names if name in workbook.names), None)
    if number is None:
        raise unusable("no_plan_sheet", path, ", ".join(workbook.names), wanted=tuple(names))
    name, survey = workbook.names[number], workbook.surveys[number]
    contents = {
        (r, c): value
        for r, row in enumerate(islice(sheet_rows(workbook, number), PRINTED_ROW), 1)
        for c, value in enumerate(row[:LAST_PRINTED], 1)
        if not isinstance(value, str) or value.strip()
    }
    if problems := [*label_problems(name, contents), *shape_problems(name, contents, survey)]:
        raise InputError(problems)
    others = tuple(other for other in workbook.names if other != name)
    values = figure_values(name, contents, survey)
    texts = tuple(at for at, one in values.items() if one is not None and isinstance(contents.get(at), str))
    return PlanSheet(path.name, sha256(content), others, name, contents, survey, values, texts)


def expected_labels() -> dict[Place, set[str]]:
    """Return every label that shows where the figures are, with its cell."""
    head = {first: {text} for text, first, _ in header_cells()}
    printed = {(HEADER_ROW + 1, PRINTED[column.number]): {total_name(column)} for column in TOTALS}
    areas = {(row, 1): {area} for area, row in ROWS.items()}
    last = {(PRINTED_ROW, 1): {label("workbook", "printed_row", lang) for lang in LANGUAGES}}
    return head | printed | areas | last


def label_problems(name: str, contents: Mapping[Place, object]) -> Iterator[Problem]:
    """Yield a problem for each label that is not in its place."""
    for place, texts in expected_labels().items():
        text = re.sub(r"\s", "", str(contents.get(place, "")))
        if text not in texts:
            yield cell_problem("label_moved", name, place, text, expected=" / ".join(sorted(texts)))


def shape_problems(name: str, contents: Mapping[Place, object], survey: Survey) -> Iterator[Problem]:
    """Yield a problem for merged cells among the figures, figures in the note's place, hidden rows and columns."""
    first, last = min(ROWS.values()), PRINTED_ROW
    note = (ROWS[NOTED], 3), (ROWS[NOTED], LAST_COLUMN)
    for merged in survey.merged:
        (top, left), (bottom, _) = merged
        if top <= last and bottom >= first and left <= LAST_PRINTED and merged != note:
            yield Problem("cells_merged", name, None, span(*merged))
    for column in range(3, LAST_COLUMN + 1):
        place = ROWS[NOTED], column
        content = survey.formulas.get(place, contents.get(place))
        if content is not None and (column > 3 or not isinstance(content, str) or place in survey.formulas):
            note_cell = address((ROWS[NOTED], 3))
            yield cell_problem("not_a_note", name, place, str(content), area=NOTED, cell=note_cell)
    for row in sorted(survey.hidden_rows):
        if HEADER_ROW <= row <= last:
            yield Problem("lines_hidden", name, row, str(row))
    for start, end in survey.hidden_columns:
        if start <= LAST_PRINTED:
            yield Problem("lines_hidden", name, None, f"{column_letters(start)}:{column_letters(end)}")


def cell_problem(kind: str, name: str, place: Place, found: str, **values: object) -> Problem:
    """Return the problem of one cell."""
    return Problem(kind, f"{name}!{address(place)}", None, found, values)


def is_written(survey: Survey, area: str, column: PlanColumn) -> bool:
    """Whether a total's cell holds the formula that was written there."""
    formula = survey.formulas.get(own(area, column), "")
    return re.sub(r"[\s$]", "", formula).upper() == live_formula(area, column)


def figure_values(name: str, contents: Mapping[Place, object], survey: Survey) -> dict[Place, Decimal | None]:
    """Return the exact values of all figures, to the 15 digits that a spreadsheet keeps."""
    ours = [one for one in cells() if is_live(*one) and is_written(survey, *one)]
    totals = {own(*one) for one in ours}
    places = dict.fromkeys(place for one in cells() for place in (own(*one), published(*one)))
    values: dict[Place, Decimal | None] = {}
    problems = []
    for place in places:
        content = contents.get(place)
        number = isinstance(content, int | float) and not isinstance(content, bool) and math.isfinite(content)
        if place in totals:
            continue
        if place in survey.uncalculated:
            formula = survey.formulas[place]
            problems.append(cell_problem("formula_without_value", name, place, formula, cell=address(place)))
        elif number or (content is None and place not in survey.formulas):
            values[place] = None if content is None else Decimal(cell_text(content))
        elif isinstance(content, str) and place not in survey.formulas and is_typed_number(content):
            typed = read_numeral(content)
            values[place] = typed if isinstance(typed, Decimal) else None
        else:
            found = survey.formulas[place] if content is None else cell_text(content)
            problems.append(cell_problem("cell_not_a_number", name, place, found))
    if problems:
        raise InputError(problems)
    for area, column in ours:
        entries = (values[place] for place in summed(area, column))
        values[own(area, column)] = sum((value or Decimal(0) for value in entries), Decimal(0))
    return values


def is_typed_number(text: str) -> bool:
    """Whether a text is a number as people type it, in full width too, or a dash where there is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return TYPED.fullmatch(plain) is not None and read_numeral(text) is not Unread.TEXT


def row_texts(sheet: PlanSheet) -> dict[int, str]:
    """Return the sheet's rows of figures as texts, cells separated by tabs; a computed zero is blank, as it is shown."""

    def shown(place: Place) -> str:
        value = sheet.values.get(place)
        if value is None:
            return cell_text(sheet.contents.get(place))
        return f"{value:f}" if value or place not in sheet.survey.formulas else ""

    rows, columns = (*ROWS.values(), PRINTED_ROW), range(1, LAST_PRINTED + 1)
    return {row: "\t".join(shown((row, column)) for column in columns) for row in rows}
