"""An edited workbook → the plan's ledger, each figure with its Excel address.

In: a workbook that :mod:`xcdata.workbook` wrote, or its template, as an analyst left it. Out: a ledger, and its review.

What is published in it: the tasks in the table; the totals that the gazette prints, in the cells beside and below the table; and
whatever was put in the place of a total's formula, which must state the same as what is printed, or stands for it where
nothing is. Once any of the city's printed totals is there, a blank one counts as 0, like every blank cell of the
table; so with those of the areas. Where a total is stated nowhere, the tasks below it take its place in the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from os import PathLike
from pathlib import Path

from xcdata.findings import as_explanations, as_findings, explanation_rows, ledger_findings
from xcdata.gazette import Line
from xcdata.ledger import Figure, Ledger, SumRule
from xcdata.ledgers import last_place, note_figure, table_rules, tied_together
from xcdata.locate import locate
from xcdata.plan import CITY, Cell, NoteFigure, read_note
from xcdata.plan_header import Column
from xcdata.plan_layout import (
    NOTED,
    PRINTED,
    PRINTED_ROW,
    ROWS,
    Place,
    address,
    cells,
    is_live,
    live_formula,
    own,
    published,
)
from xcdata.problems import InputError, Problem
from xcdata.review import Review
from xcdata.source import sha256
from xcdata.workbook_cells import Value, cell_values, formula_text
from xcdata.workbook_open import PlanSheet, open_plan_sheet, where


def read_workbook(path: str | PathLike[str]) -> Ledger:
    """Read the plan's sheet of an edited workbook, in 万亩.

    Returns
    -------
    Ledger
        Keys as in the gazette's plan (``plan/禹州市/造林/合计``), ``typed/…`` for what replaced a total's formula although the
        total is printed too; ``line`` and ``column`` are the sheet's row and column.

    Raises
    ------
    InputError
        A workbook that cannot be used, cells that hold no number, or nothing stated that could be checked.
    """
    return plan_sheet_ledger(open_plan_sheet(Path(path)))


def review_workbook(path: str | PathLike[str]) -> Review:
    """Check the plan's sheet of an edited workbook; see :func:`read_workbook`."""
    sheet = open_plan_sheet(Path(path))
    ledger = plan_sheet_ledger(sheet)
    return Review(
        sheet.path.name,
        sha256(sheet.content),
        as_findings(ledger_findings(ledger, {})),
        as_explanations(explanation_rows(locate(ledger).groups)),
        (ledger,),
        dict(row_texts(sheet)),
    )


def plan_sheet_ledger(sheet: PlanSheet) -> Ledger:
    """Return the ledger of a plan's sheet."""
    value = checked_values(sheet)
    stated = {
        city: any(
            value(published(area, column)) is not None
            for area, column in cells()
            if is_live(area, column) and (area == CITY) == city
        )
        for city in (True, False)
    }
    keys: dict[tuple[str, int], str] = {}
    figures: list[Figure] = []
    rules: list[SumRule] = []
    for area, column in cells():
        key = Cell(area, column, 0, "", Decimal(0)).key
        keys[area, column.number] = key
        printed = not is_live(area, column) or stated[area == CITY]
        if printed:
            figures.append(figure(key, published(area, column), value))
        if is_live(area, column) and replaced(sheet, area, column):
            typed = f"typed/{area}/{column.path}" if printed else key
            figures.append(figure(typed, own(area, column), value))
            rules += [SumRule(typed, (key,), typed)] if printed else []
    notes = read_notes(sheet)
    figures += [replace(note_figure(note), address=address((ROWS[NOTED], 3))) for note in notes]
    rules += expanded(list(table_rules(keys, notes)), {str(figure.key) for figure in figures})
    ledger = tied_together(figures, rules, last_place(figure.printed for figure in figures), None)
    if not ledger.rules:
        found, advice = (
            "none: there is nothing to check",
            "Fill in the totals that the gazette prints (beige cells).",
        )
        raise InputError([Problem(where(sheet.formulas), None, "at least one stated total", found, advice)])
    return ledger


def figure(key: str, place: Place, value: Value) -> Figure:
    """Return the figure of a cell; a blank one counts as nothing."""
    number = value(place)
    text = "" if number is None else f"{number:f}"
    return Figure(key, text, number or Decimal(0), *place, address=address(place))


def expanded(rules: list[SumRule], there: set[str]) -> Iterator[SumRule]:
    """Yield the rules of stated totals, parts that are stated nowhere replaced by what makes them up."""
    made_of: dict[object, tuple[object, ...]] = {}
    for rule in rules:
        made_of.setdefault(rule.total, rule.parts)

    def parts(key: object) -> Iterator[object]:
        if key in there or key not in made_of:
            yield key
        else:
            for part in made_of[key]:
                yield from parts(part)

    for rule in rules:
        if rule.total in there:
            yield replace(rule, parts=tuple(one for part in rule.parts for one in parts(part)))


def replaced(sheet: PlanSheet, area: str, column: Column) -> bool:
    """Whether something other than the formula that was written stands in a total's own cell."""
    content = sheet.formulas.cell(*own(area, column)).value
    return content is not None and re.sub(r"[\s$]", "", formula_text(content)).upper() != live_formula(
        area, column
    )


def read_notes(sheet: PlanSheet) -> list[NoteFigure]:
    """Read the figures of 中心城区's note."""
    row = ROWS[NOTED]
    text = str(sheet.formulas.cell(row, 3).value or "")
    notes = list(read_note(NOTED, Line(row, text), text))
    if text.strip() and not any(note.unit == "亩" for note in notes):
        place = f"{where(sheet.formulas)}, {address((row, 3))}"
        expected, advice = (
            "a note with the area, such as '绿化面积3009.1亩', or an empty cell",
            "Mend the note.",
        )
        raise InputError([Problem(place, row, expected, repr(text[:40]), advice)])
    return notes


def checked_values(sheet: PlanSheet) -> Value:
    """Return what gives the value of a cell, all figures read once so that every problem is told at once."""
    value = cell_values(sheet)
    problems: list[Problem] = []
    for area, column in cells():
        for place in dict.fromkeys((own(area, column), published(area, column))):
            try:
                value(place)
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(dict.fromkeys(problems))
    return value


def row_texts(sheet: PlanSheet) -> Iterator[tuple[int, str]]:
    """Yield the sheet's rows of figures as texts, cells separated by tabs; a computed zero is blank, as it is shown."""
    value = cell_values(sheet)

    def shown(place: Place) -> str:
        cell = sheet.formulas.cell(*place)
        if cell.data_type != "f":
            return str(cell.value or "") if isinstance(cell.value, str | None) else f"{value(place):f}"
        return f"{number:f}" if (number := value(place)) else ""

    for row in (*ROWS.values(), PRINTED_ROW):
        yield row, "\t".join(shown((row, column)) for column in range(1, max(PRINTED.values()) + 1))
