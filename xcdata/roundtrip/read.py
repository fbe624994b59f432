"""An edited workbook → the plan's ledger, each figure with its Excel address.

In: a workbook that :mod:`xcdata.excel.workbook` wrote, or its template, as an analyst left it. Out: an :class:`EditedPlan`.

What is published in it: the tasks in the table; the totals that the gazette prints, in the cells beside and below the table; and
whatever was put in the place of a total's formula, which must state the same as what is printed, or stands for it where
nothing is. In a workbook that was made from a text, once any of the city's printed totals is there, a blank one counts as 0, like every
blank cell of the table; so with those of the areas. In a template a blank total is one that nobody has filled in yet, unless there is
nothing to add up. Where a total is stated nowhere, the tasks below it take its place in the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from os import PathLike
from pathlib import Path

from xcdata.errors import InputError
from xcdata.gazette.passage import Line
from xcdata.gazette.plan.areas import MU
from xcdata.gazette.plan.header import COLUMNS, row_sums
from xcdata.gazette.plan.ledger import note_figure, table_rules
from xcdata.gazette.plan.reading import CITY, NoteFigure, plan_key, read_note
from xcdata.gazette.tying import last_place, tied_together
from xcdata.grids.address import Place, address
from xcdata.ledger.model import Figure, Ledger, SumRule
from xcdata.roundtrip.layout import NOTED, ROWS, cells, is_live, own, published, summed
from xcdata.roundtrip.settle import Settled, settled
from xcdata.roundtrip.sheet import PlanSheet, added_up, cell_problem, open_plan_sheet, row_texts


@dataclass(frozen=True)
class EditedPlan:
    """The plan as it stands in an edited workbook.

    Attributes
    ----------
    sheet : PlanSheet
    ledger : Ledger
        In 万亩. Keys as in the gazette's plan (``plan/禹州市/造林/合计``), ``typed/…`` for what replaced a total's formula although
        the total is printed too; ``line`` and ``column`` are the sheet's row and column. Every cell of the table is a figure, those
        in no sum too.
    stated : int
        The figures that something is stated for.
    lines : dict of int to str
        The sheet's rows of figures as texts, cells separated by tabs.
    settled : Settled
        Which sums were judged.
    """

    sheet: PlanSheet
    ledger: Ledger
    stated: int
    lines: dict[int, str]
    settled: Settled


def read_edited(path: str | PathLike[str], content: bytes | None = None) -> EditedPlan:
    """Read the plan's sheet of an edited workbook; its bytes may have been read before.

    Raises
    ------
    InputError
        A workbook that cannot be used, or cells that hold no number.
    """
    sheet = open_plan_sheet(Path(path), content)
    figures, keys, typed = stated_figures(sheet)
    notes = read_notes(sheet)
    noted = sheet.places.now((ROWS[NOTED], 3))
    areas = [note for note in notes if noted and note.unit in MU]
    figures += [replace(note_figure(note), address=address(noted or (0, 0))) for note in areas]
    there = {str(figure.key) for figure in figures}
    order = tuple(sheet.places.areas)
    rules = expanded(list(table_rules(keys, notes, COLUMNS, row_sums(), CITY, order=order)), there)
    judged = settled(sheet, figures, [*typed, *rules])
    ulp = last_place(figure.printed for figure in figures)
    tied = tied_together("plan", figures, list(judged.rules), ulp, None)
    stated = sum(bool(figure.printed) or figure.key in tied.by_key for figure in figures)
    ledger = replace(tied, figures=tuple(laid_out(sheet, figures)))
    return EditedPlan(sheet, ledger, stated, row_texts(sheet), judged)


def laid_out(sheet: PlanSheet, figures: Iterable[Figure]) -> Iterator[Figure]:
    """Yield a figure for each cell of the table, blank ones for those in which nothing is stated, then the others."""
    areas, left = sheet.places.areas, {figure.key: figure for figure in figures}
    for area, column in cells(areas):
        key, place = plan_key(area, column), sheet.places.now(published(area, column, areas))
        row, number = place or (sheet.places.rows[areas[area]], None)
        name = tuple(dict.fromkeys((area, *column.words)))
        yield left.pop(key, Figure(key, "", Decimal(0), row, number, name=name))
    yield from left.values()


def stated_figures(sheet: PlanSheet) -> tuple[list[Figure], dict[tuple[str, int], str], list[SumRule]]:
    """Return the figures of a sheet, the key of every cell, and the rules of what was typed over formulas."""
    areas = sheet.places.areas
    begun = {
        area
        for area, column in cells(areas)
        if is_live(area, column) and sheet.values.get(published(area, column, areas)) is not None
    }
    keys: dict[tuple[str, int], str] = {}
    figures: list[Figure] = []
    rules: list[SumRule] = []
    for area, column in cells(areas):
        key, place = plan_key(area, column), published(area, column, areas)
        words = tuple(dict.fromkeys((area, *column.words)))
        keys[area, column.number] = key
        live, typed_over = is_live(area, column), sheet.is_typed_over(area, column)
        if sheet.waits(area):
            is_0 = (
                area in begun and not typed_over and not added_up(sheet.values, summed(area, column, areas))
            )
        else:
            is_0 = any((one == CITY) == (area == CITY) for one in begun)
        printed = place in sheet.values and (not live or is_0 or sheet.values[place] is not None)
        if printed:
            figures.append(figure(key, words, place, sheet))
        if live and typed_over:
            typed, name = (f"typed/{area}/{column.path}", (*words, "typed")) if printed else (key, words)
            figures.append(figure(typed, name, own(area, column, areas), sheet))
            rules += [SumRule(typed, (key,), typed)] if printed else []
    return figures, keys, rules


def figure(key: str, name: tuple[str, ...], written: Place, sheet: PlanSheet) -> Figure:
    """Return the figure of a cell; a blank one counts as nothing."""
    value, place = sheet.values[written], sheet.places.now(written) or written
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
    place = sheet.places.now((ROWS[NOTED], 3))
    text = str(sheet.contents.get(place, "")) if place else ""
    notes = list(read_note(NOTED, Line(place[0], text), text, place[1])) if place else []
    if place and text and not any(note.unit == "亩" for note in notes):
        raise InputError([cell_problem("note_without_area", sheet.name, place, text[:40])])
    return notes
