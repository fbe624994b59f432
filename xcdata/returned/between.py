"""Two sources, a workbook among them → what was added, dropped or changed.

In: two texts, a text and a workbook, or two workbooks. Out: a :class:`~xcdata.review.compare.Comparison`: figures of the plan by what they are,
wherever they stand; every other cell of every sheet that both have, a text's sheets being those of the workbook that is written of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from xcdata.dataset.tables import Tables
from xcdata.errors import InputError
from xcdata.files import read_bytes
from xcdata.gazette.plan.ledger import plan_ledger
from xcdata.gazette.plan.reading import plan_key
from xcdata.grids.workbook import MOST_PACKED
from xcdata.ledger.model import Figure
from xcdata.returned.check import as_written
from xcdata.returned.compare import compare_sheets
from xcdata.returned.contents import Sheet, read_sheets
from xcdata.review.compare import Comparison, Difference, compare_texts, read, told
from xcdata.review.edits import Edit
from xcdata.review.rearranged import rearrangements
from xcdata.review.review import is_workbook
from xcdata.roundtrip.layout import HEADER_ROW, ROWS, cells, plan_sheets
from xcdata.roundtrip.read import EditedPlan, read_edited

Figures = Mapping[str, Figure]
Names = Mapping[str, tuple[str, int | None]]
"""By what a row or a column was called what it is called now, and where."""

PUT_IN, TAKEN_OUT = ("new area", "row inserted", "column inserted"), ("row gone", "column dropped")


@dataclass(frozen=True)
class Side:
    """One of two sources.

    Attributes
    ----------
    name : str
    figures : dict of str to Figure
        Of the plan, by key.
    tables : Tables or None
        Of a text.
    plan : EditedPlan or None
        Of a workbook.
    sheets : dict of str to Sheet
        Of a workbook.
    """

    name: str
    figures: Figures
    tables: Tables | None
    plan: EditedPlan | None
    sheets: Mapping[str, Sheet]

    @property
    def names(self) -> Names:
        """The rows and columns of the plan that are called otherwise."""
        renamed = self.plan.sheet.places.renamed if self.plan else ()
        return {before: (after, place[0]) for place, before, after in renamed}

    def shape(self) -> tuple[dict[tuple[str, ...], Edit], dict[tuple[str, ...], Edit]]:
        """Return what was put into the plan's sheet and what was taken out of it, by what it is."""
        edits = list(rearrangements(self.plan)) if self.plan else []
        return (
            {(*one.what, one.column, one.after or ""): one for one in edits if one.change in PUT_IN},
            {(*one.what, one.column): one for one in edits if one.change in TAKEN_OUT},
        )


def compare(before: str | PathLike[str] | Tables, after: str | PathLike[str] | Tables) -> Comparison:
    """Compare two texts, two workbooks, or a text and a workbook.

    Parameters
    ----------
    before, after : path-like or Tables
        Texts, tables already read, or workbooks that xcdata wrote (now .xlsx, .ods or .xls), of which every sheet that both have is compared.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        A source that cannot be read.
    """
    if not (is_workbook(before) or is_workbook(after)):
        return compare_texts(read(before), read(after))
    old, new = side_of(before), side_of(after)
    figures = in_table(old, new)
    differences = [*other_names(old.names, new.names), *other_figures(*figures)]
    differences += other_shape(old, new, {one.what[0] for one in differences})
    plan, lang = next(one for one in plan_sheets().items() if one[0] in (new.sheets or old.sheets))
    compared = {"plan": (len(figures[0]), len(figures[1]))}
    sheets_of = [sheets_in(side, lang) for side in (old, new)]
    if not all(plan in sheets for sheets in sheets_of):
        edits: list[Edit] = []
        left = [name for name in (*old.sheets, *new.sheets) if name != plan]
    else:
        first, second = only_plans(sheets_of, plan)
        edits, done, left = compare_sheets(first, second, lang)
        left = [*left, *(name for sheets in sheets_of for name in sheets if name not in done)]
        compared |= {
            name: (len(first[name].rows), len(second[name].rows))
            for name in done
            if name != plan and name in first and name in second
        }
        if len({len(sheets) == 1 for sheets in sheets_of}) == 2:
            # The one is a template: its formulas and notes are its own; the names of rows and columns are told as such.
            edits = [one for one in edits if one.place and one.place[0] < HEADER_ROW]
    # Figures of the plan are told as such.
    edits = [one for one in edits if not (one.sheet == plan and one.proved and one.change == "changed")]
    is_told = {one.sheet for one in edits if one.change == "sheet dropped"}
    left = [name for name in dict.fromkeys(left) if name not in is_told]
    return Comparison(old.name, new.name, tuple(differences), compared, tuple(left), edits=tuple(edits))


def side_of(source: str | PathLike[str] | Tables) -> Side:
    """Read a source: the plan's figures of a text, all of a workbook."""
    if isinstance(source, Tables) or not is_workbook(source):
        tables = read(source)
        figures = {str(one.key): one for one in plan_ledger(tables.gazette).figures}
        return Side(tables.name, figures, tables, None, {})
    path = Path(source)
    content = read_bytes(path, MOST_PACKED)
    plan = read_edited(path, content)
    figures = {str(one.key): one for one in plan.ledger.figures}
    return Side(plan.sheet.file, figures, None, plan, read_sheets(path, content))


def sheets_in(side: Side, lang: str) -> Mapping[str, Sheet]:
    """Return the sheets of a workbook, or those that are written of a text; none of a text without the plan of the sheet."""
    if side.tables is None:
        return side.sheets
    try:
        return as_written(side.tables, lang)[1]
    except InputError:
        return {}


def only_plans(sheets_of: list[Mapping[str, Sheet]], plan: str) -> list[Mapping[str, Sheet]]:
    """Return the sheets to compare: of a plan that stands alone, as a template's does, that one."""
    alone = any(len(sheets) == 1 for sheets in sheets_of)
    return [{plan: sheets[plan]} if alone else sheets for sheets in sheets_of]


def in_table(old: Side, new: Side) -> tuple[Figures, Figures]:
    """Return of each side the figures of the plan that a workbook has a cell for; counts of the note (156个项目) stand in the text alone."""
    laid_out = {plan_key(area, column) for area, column in cells()} | (
        old.figures.keys() & new.figures.keys()
    )
    laid_out |= {key for one in (old, new) if one.plan for key in one.figures}
    first, second = (
        {key: one for key, one in side.figures.items() if key.startswith("plan/") and key in laid_out}
        for side in (old, new)
    )
    return first, second


def other_figures(old: Figures, new: Figures) -> Iterator[Difference]:
    """Yield the figures of the plan that differ."""
    for key in dict.fromkeys([*old, *new]):
        first, second = old.get(key), new.get(key)
        values = [figure.value if figure else None for figure in (first, second)]
        if values[0] == values[1] or not any(values):
            continue
        change = "changed" if all(values) else "added" if not values[0] else "dropped"
        what = tuple(key.split("/")[1:])
        lines = (first.line if first else None, second.line if second else None)
        yield Difference("plan", change, what, "wan_mu", told(values[0]), told(values[1]), *lines)


def other_names(old: Names, new: Names) -> Iterator[Difference]:
    """Yield the rows and columns of the plan that are called otherwise."""
    for name in dict.fromkeys([*old, *new]):
        (before, line_before), (after, line_after) = (of.get(name, (name, None)) for of in (old, new))
        if before != after:
            column = "county" if name in ROWS else "programme"
            yield Difference("plan", "changed", (name,), column, before, after, line_before, line_after)


def other_shape(old: Side, new: Side, told: set[str]) -> Iterator[Difference]:
    """Yield the rows and columns of the plan's sheet that only one has, and of which no figure tells."""
    (put_in, taken_out), (now_in, now_out) = old.shape(), new.shape()
    for change, having, lacking in (
        ("added", (now_in, taken_out), (put_in, now_out)),
        ("dropped", (put_in, now_out), (now_in, taken_out)),
    ):
        for those, others in zip(having, lacking, strict=True):
            for what, one in those.items():
                name = (*one.what, *filter(None, [one.column]))
                if what not in others and name[0] not in told:
                    line = one.place[0] if one.place else None
                    lines = (None, line) if change == "added" else (line, None)
                    held = one.after or ""
                    values = (None, held) if change == "added" else (held, None)
                    yield Difference("plan", change, name, "", *values, *lines)
