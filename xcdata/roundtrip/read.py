"""An edited workbook → the plan's ledger, each figure with its Excel address.

In: a workbook that :mod:`xcdata.excel.workbook` wrote, or its template, as an analyst left it. Out: an :class:`EditedPlan`.

What is published in it: the tasks in the table; the totals that the gazette prints, in the cells beside and below the table; and
whatever was put in the place of a total's formula, which must state the same as what is printed, or stands for it where
nothing is. Once any of the city's printed totals is there, a blank one counts as 0, like every blank cell of the
table; so with those of the areas. Where a total is stated nowhere, the tasks below it take its place in the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from os import PathLike
from pathlib import Path

from xcdata.errors import InputError, Problem
from xcdata.gazette.passage import Line
from xcdata.gazette.plan.header import COLUMNS, row_sums
from xcdata.gazette.plan.ledger import note_figure, table_rules
from xcdata.gazette.plan.reading import CITY, NoteFigure, plan_key, read_note
from xcdata.gazette.tying import last_place, tied_together
from xcdata.grids.address import Place, address
from xcdata.ledger.model import Figure, Ledger, SumRule
from xcdata.roundtrip.layout import NOTED, ROWS, cells, is_live, own, published
from xcdata.roundtrip.sheet import PlanSheet, cell_problem, open_plan_sheet, row_texts


@dataclass(frozen=True)
class EditedPlan:
    """The plan as it stands in an edited workbook.

    Attributes
    ----------
    name, sha256 : str
        The file.
    ledger : Ledger
        In 万亩. Keys as in the gazette's plan (``plan/禹州市/造林/合计``), ``typed/…`` for what replaced a total's formula although
        the total is printed too; ``line`` and ``column`` are the sheet's row and column.
    lines : dict of int to str
        The sheet's rows of figures as texts, cells separated by tabs.
    others : tuple of str
        The sheets that were not looked at.
    texts : tuple of str
        The cells whose number is a text.
    """

    name: str
    sha256: str
    ledger: Ledger
    lines: dict[int, str]
    others: tuple[str, ...]
    texts: tuple[str, ...] = ()


def read_edited(path: str | PathLike[str], content: bytes | None = None) -> EditedPlan:
    """Read the plan's sheet of an edited workbook; its bytes may have been read before.

    Raises
    ------
    InputError
        A workbook that cannot be used, cells that hold no number, or nothing stated that could be checked.
    """
    sheet = open_plan_sheet(Path(path), content)
    ledger, texts = plan_sheet_ledger(sheet), tuple(map(address, sheet.texts))
    return EditedPlan(sheet.file, sheet.sha256, ledger, row_texts(sheet), sheet.others, texts)


def plan_sheet_ledger(sheet: PlanSheet) -> Ledger:
    """Return the ledger of a plan's sheet."""
    stated = {
        city: any(
            sheet.values[published(area, column)] is not None
            for area, column in cells()
            if is_live(area, column) and (area == CITY) == city
        )
        for city in (True, False)
    }
    keys: dict[tuple[str, int], str] = {}
    figures: list[Figure] = []
    rules: list[SumRule] = []
    for area, column in cells():
        key = plan_key(area, column)
        words = tuple(dict.fromkeys((area, *column.words)))
        keys[area, column.number] = key
        printed = not is_live(area, column) or stated[area == CITY]
        if printed:
            figures.append(figure(key, words, published(area, column), sheet))
        if is_live(area, column) and sheet.is_typed_over(area, column):
            typed, name = (f"typed/{area}/{column.path}", (*words, "typed")) if printed else (key, words)
            figures.append(figure(typed, name, own(area, column), sheet))
            rules += [SumRule(typed, (key,), typed)] if printed else []
    notes = read_notes(sheet)
    figures += [replace(note_figure(note), address=address((ROWS[NOTED], 3))) for note in notes]
    rules += expanded(
        list(table_rules(keys, notes, COLUMNS, row_sums(), CITY)), {str(figure.key) for figure in figures}
    )
    ledger = tied_together("plan", figures, rules, last_place(figure.printed for figure in figures), None)
    if not ledger.rules:
        raise InputError([Problem("no_total_stated", sheet.name)])
    return ledger


def figure(key: str, name: tuple[str, ...], place: Place, sheet: PlanSheet) -> Figure:
    """Return the figure of a cell; a blank one counts as nothing."""
    value = sheet.values[place]
    text = "" if value is None else f"{value:f}"
    return Figure(key, text, value or Decimal(0), *place, address=address(place), name=name)


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


def read_notes(sheet: PlanSheet) -> list[NoteFigure]:
    """Read the figures of 中心城区's note."""
    row = ROWS[NOTED]
    text = str(sheet.contents.get((row, 3), ""))
    notes = list(read_note(NOTED, Line(row, text), text))
    if text and not any(note.unit == "亩" for note in notes):
        raise InputError([cell_problem("note_without_area", sheet.name, (row, 3), text[:40])])
    return notes
