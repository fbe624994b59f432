"""What somebody put in, took out, moved or has not filled in yet in the plan's sheet, and how it is said.

In: an :class:`~xcdata.roundtrip.read.EditedPlan`. Out: an :class:`~xcdata.review.edits.Edit` for each row and column that was put in or
taken out, and findings for what follows from it for formulas and sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from xcdata.gazette.plan.header import COLUMNS
from xcdata.gazette.plan.reading import CITY
from xcdata.grids.address import Place, blocks, column_letters
from xcdata.grids.read import cell_text
from xcdata.labels import LANGUAGES, first_few, label
from xcdata.ledger.results import UNFILLED, Finding, LeftOut, Notice
from xcdata.ledger.words import messages
from xcdata.review.edits import Edit
from xcdata.roundtrip.layout import CHECK_ROW, CHECKS, PRINTED, PRINTED_ROW, TOTALS, total_name
from xcdata.roundtrip.places import CORNER, is_figure
from xcdata.roundtrip.read import EditedPlan
from xcdata.roundtrip.settle import Unfilled
from xcdata.roundtrip.sheet import PlanSheet

RENAMED = "renamed"
"""The change of a label; where cell by cell is compared, it is told there."""

SHOWN_CELLS = 5


def rearrangements(plan: EditedPlan) -> Iterator[Edit]:
    """Yield the rows and columns that were put in, taken out or moved, and those that are hidden."""
    sheet, places = plan.sheet, plan.sheet.places
    tasks = {column.number for column in COLUMNS if not column.is_total}
    for area, row in places.new.items():
        written = places.areas[area]
        count = str(sum(bool(sheet.values.get((written, number))) for number in tasks))
        settled = plan.settled.counted[area] is not None and not places.gone
        yield Edit(sheet.name, "new area", (area,), "", None, count, *ends(sheet, row), settled)
    for row in places.inserted_rows:
        told, quiet = held(content for (r, _), content in sorted(sheet.contents.items()) if r == row)
        yield Edit(sheet.name, "row inserted", (str(row),), "", None, told, *ends(sheet, row), quiet)
    for column in places.inserted_columns:
        told, quiet = held(content for (_, c), content in sorted(sheet.contents.items()) if c == column)
        yield Edit(sheet.name, "column inserted", (column_letters(column),), "", None, told, proved=quiet)
    # Of tasks that were taken out the sums tell whether anything misses them; what is stated of them is gone with its cells.
    # Where others came on top, these may be the same areas under other names.
    for name in (*places.gone, *map(name_of_row, places.gone_rows)):
        yield Edit(sheet.name, "row gone", (name,), proved=name in places.gone and not places.new)
    for number in places.gone_columns:
        name = names_of_columns()[number]
        yield Edit(sheet.name, "column dropped", column=name, proved=number in tasks)
    for what, moved in zip(("rows moved", "columns moved"), places.are_reordered, strict=True):
        if moved:
            yield Edit(sheet.name, what)
    for place, before, after in places.renamed:
        yield Edit(sheet.name, RENAMED, (before,), "", before, after, place)
    if sheet.hidden:
        yield Edit(sheet.name, "hidden", sheet.hidden, proved=True)


def held(contents: Iterable[object]) -> tuple[str | None, bool]:
    """Return what some cells hold, and whether there is no figure among it."""
    those = list(contents)
    return " / ".join(map(cell_text, those)) or None, not any(map(is_figure, those))


def ends(sheet: PlanSheet, row: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first and the last cell of a row that hold anything."""
    columns = [column for r, column in sheet.contents if r == row] or [1]
    return (row, min(columns)), (row, max(columns))


def consequences(plan: EditedPlan) -> Iterator[Finding]:
    """Yield what the changes did to formulas and sums, and what is not filled in yet."""
    sheet = plan.sheet
    noticed, quiet = Notice.NOTICED, Notice.INFORMATION
    for area, counted in plan.settled.counted.items():
        if counted is False:
            yield left_out(plan, area)
        if cells := sheet.beyond_formulas.get(area):
            values = {"area": area, "row": sheet.places.new[area], "city": CITY}
            where = {"sheet": sheet.name, "cells": some_blocks(cells)}
            yield said("new area", f"formulas/{area}", noticed, "formulas_leave_out", **values, **where)
    if plan.settled.apart:
        gone = (*sheet.places.gone, *(names_of_columns()[one] for one in sheet.places.gone_columns))
        yield said(
            "not judged", "gone", noticed, "sums_without_gone", count=len(plan.settled.apart), gone=gone
        )
    if plan.settled.joined:
        columns = tuple(map(column_letters, sheet.places.inserted_columns))
        count = len(plan.settled.joined)
        yield said("not judged", "joined", quiet, "sums_with_column", count=count, columns=columns)
    for kind, cells, verdict in (
        ("formulas_typed_over", sheet.replaced["typed over"], noticed),
        ("formulas_other", sheet.replaced["formula"], noticed),
        ("formulas_left_behind", sheet.left_behind, noticed),
        ("formulas_broken", sheet.broken, noticed),
        ("formulas_outdated", sheet.outdated, quiet),
    ):
        if cells:
            yield said(
                "formula", kind, verdict, kind, count=len(cells), cells=some_blocks(cells), sheet=sheet.name
            )
    for what in dict.fromkeys(one.what for one in plan.settled.unfilled):
        rows = [one for one in plan.settled.unfilled if one.what == what]
        verdict = quiet if all(sheet.waits(one.area) for one in rows) else noticed
        message = {lang: label("unfilled", what, lang, rows=told_rows(rows, lang)) for lang in LANGUAGES}
        yield Finding(
            f"{UNFILLED}/{what}",
            UNFILLED,
            verdict,
            message,
            lines=tuple(one.row for one in rows),
            stated=tuple(word for one in rows for word in (one.area, *one.columns)),
        )


def left_out(plan: EditedPlan, area: str) -> Finding:
    """Say which totals of the city do not count an area that was added, and what they come to with all that was added."""
    ledger = plan.ledger
    of_it = {figure.key for figure in ledger.figures if figure.name[:1] == (area,)}
    totals = [
        (
            ledger.by_key[rule.total],
            sum((ledger.by_key[part].value or 0 for part in rule.uncounted), Decimal(0)),
        )
        for rule in ledger.rules
        if any(ledger.by_key[part].value for part in of_it & set(rule.uncounted))
    ]
    message = {}
    for lang in LANGUAGES:
        shown = tuple(
            label("console", "total", lang, address=figure.address, value=f"{(figure.value or 0) + more:f}")
            for figure, more in totals
        )
        message[lang] = label("message", "new_area_left_out", lang, area=area, city=CITY, totals=shown)
    return Finding(f"new area/{area}", "new area", Notice.NOTICED, message)


def some_blocks(cells: Iterable[Place]) -> tuple[str, ...]:
    """Return the first of some cells, as ranges."""
    return first_few(blocks(cells), SHOWN_CELLS)


def waiting(plan: EditedPlan) -> list[LeftOut]:
    """Return the rows of a template whose tasks are not filled in yet."""
    rows = {one.row: one.area for one in plan.settled.unfilled if one.what in ("row", "tasks", "some tasks")}
    return [LeftOut(UNFILLED, area, row) for row, area in rows.items()]


def names_of_columns() -> dict[int, str]:
    """Return what the columns of the sheet are called, by their numbers as written."""
    table = {column.number: column.path for column in COLUMNS}
    beside = {of[one.number]: total_name(one) for of in (PRINTED, CHECKS) for one in TOTALS}
    return {1: CORNER} | table | beside


def name_of_row(row: int) -> str:
    """Return what a row of the sheet that is no area's is called, or its number as written."""
    names = {PRINTED_ROW: "printed_row", CHECK_ROW: "check_row"}
    return label("workbook", names[row]) if row in names else str(row)


def told_rows(rows: Sequence[Unfilled], lang: str) -> tuple[str, ...]:
    """Return rows by area and number, with the totals that are missing where it is some."""
    comma = label("message", "comma", lang)
    return tuple(
        label(
            "unfilled",
            "of" if one.columns else "at",
            lang,
            area=one.area,
            row=one.row,
            columns=comma.join(one.columns),
        )
        for one in rows
    )


def said(kind: str, name: str, verdict: Notice, sentence: str, **values: object) -> Finding:
    """Return a finding in both languages."""
    message = messages(sentence, **values)
    stated = (one for value in values.values() for one in (value if isinstance(value, tuple) else (value,)))
    return Finding(f"{kind}/{name}", kind, verdict, message, stated=tuple(map(str, stated)))
