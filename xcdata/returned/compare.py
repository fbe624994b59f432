"""The workbook that xcdata writes of a text, and the one that came back → every edit.

In: the sheets of both. Out: an :class:`~xcdata.review.edits.Edit` for each cell that holds something else, each row and column that was added
or dropped, each formula that was typed over; and what the workbook holds that xcdata did not write. What a formula shows is not
compared: it follows what it adds up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter

from xcdata.dataset.schema import TABLES
from xcdata.grids.address import Place, address, column_letters, in_quotes, on_sheet
from xcdata.labels import label
from xcdata.returned.contents import UNSEEN, Sheet, exact, plain, shape
from xcdata.returned.matching import FIRST_HEAD, Matching, is_text, matched
from xcdata.review.compare import KEYS
from xcdata.review.edits import Edit
from xcdata.review.rearranged import SHOWN_CELLS
from xcdata.roundtrip.layout import cells, check_place, is_live, own, plan_sheets, published
from xcdata.roundtrip.places import FIRST_NEW, Places, places_of
from xcdata.roundtrip.sheet import LOST

ROWS_OF = {
    "rosters": ("awards", (*KEYS["awards"], "document")),
    "training": ("training", KEYS["training"]),
    "tasks": ("tasks", (*KEYS["tasks"], "document")),
    "targets": ("targets", (*KEYS["targets"], "document")),
    "members": ("members", (*KEYS["members"], "document")),
}
"""The sheets of one table, and what a row of it is known by."""


BROKEN = "formulas broken"
"""The change of formulas that lost the cells which they speak of."""


def keys_of(lang: str) -> dict[str, tuple[str, ...]]:
    """Return by the name of each sheet of rows the headings of the columns that a row is known by."""
    found = {
        label("sheet", name, lang): tuple(TABLES[table].column(column).title[lang] for column in columns)
        for name, (table, columns) in ROWS_OF.items()
    }
    organ = tuple(TABLES["task_organs"].column(name).title[lang] for name in ("organ", "printed"))
    found[label("sheet", "tasks", lang)] += organ
    found[label("sheet", "findings", lang)] = (label("workbook", "id", lang),)
    names = ("dictionary_table", "dictionary_column")
    found[label("sheet", "dictionary", lang)] = tuple(label("workbook", name, lang) for name in names)
    return found


def renamed(fresh: Mapping[str, Sheet], edited: Mapping[str, Sheet]) -> dict[str, str]:
    """Return by their names of old the sheets that have another name now, told by their titles."""
    strange = {sheet.shown((1, 1)): name for name, sheet in edited.items() if name not in fresh}
    missing = {name: sheet.shown((1, 1)) for name, sheet in fresh.items() if name not in edited}
    return {name: strange[title] for name, title in missing.items() if title and title in strange}


def compare_sheets(
    fresh: Mapping[str, Sheet], edited: Mapping[str, Sheet], lang: str
) -> tuple[list[Edit], list[str], list[str]]:
    """Return the edits, the sheets that were compared, and the sheets and columns that are the analyst's own."""
    keys, names = keys_of(lang), {name: name for name in fresh if name in edited} | renamed(fresh, edited)
    plan = label("sheet", "plan", lang)
    found = {
        name: matched(fresh[name], edited[there], keys.get(name, ()))
        for name, there in names.items()
        if name != plan
    }
    moved = {exact(name) for name, match in found.items() if match is None or match.moved}
    moved |= {exact(there) for name, there in names.items() if name != there}
    places, were = (
        places_of(sheet.name, sheet.values, sheet.formulas) for sheet in (edited[names[plan]], fresh[plan])
    )
    if places.is_shifted or were.is_shifted:
        moved.add(exact(names[plan]))
    edits: list[Edit] = []
    strange = [in_quotes(name) for name in edited if name not in names.values()]
    for name, sheet in fresh.items():
        if name not in names:
            edits.append(Edit(name, "sheet dropped"))
            continue
        there = edited[names[name]]
        edits += hidden_edits(sheet, there, name == plan)
        if name == plan:
            edits += plan_edits(as_laid_out(sheet, were), there, places, moved)
        elif (match := found[name]) is None:
            edits.append(Edit(there.name, "heading gone"))
        else:
            edits += sheet_edits(sheet, there, match, moved, name in keys)
            strange += [own_column(there, match, column) for column in match.own]
    cut = places.gone or places.gone_rows or places.gone_columns
    edits = [
        one
        for one in broken_together(edits)
        if not (cut and one.sheet == names[plan] and one.change == BROKEN)
    ]
    return edits, [there for name, there in names.items() if found.get(name) or name == plan], strange


def own_column(sheet: Sheet, match: Matching, column: int) -> str:
    """Return what a column of the analyst's own is called: its address, and its heading if it has one."""
    letters = column_letters(column)
    heading = sheet.shown((head_of(match, sheet), column))
    return " ".join(filter(None, (on_sheet(sheet.name, f"{letters}:{letters}"), heading)))


def broken_together(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield edits, the formulas of a sheet that lost the cells which they speak of as one.

    Those of the plan are a finding of its review; where rows or columns were taken out of it, they follow from that and are no edit.
    """
    broken: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        if edit.change == "formula" and LOST in (edit.after or "") and LOST not in (edit.before or ""):
            broken[edit.sheet].append(edit)
        else:
            yield edit
    for sheet, those in broken.items():
        cells = tuple(address(edit.place) for edit in those if edit.place)[:SHOWN_CELLS]
        is_plan = sheet in plan_sheets()
        yield Edit(sheet, BROKEN, cells, "", None, str(len(those)), proved=is_plan)


def hidden_edits(fresh: Sheet, edited: Sheet, is_plan: bool) -> Iterator[Edit]:
    """Yield what does not show any more: the sheet, or lines of it; those of the plan are told by its review."""
    if edited.hidden and not fresh.hidden:
        yield Edit(edited.name, "sheet hidden", proved=True)
    lines = tuple(line for line in edited.hidden_lines if line not in fresh.hidden_lines)
    if lines and not is_plan:
        yield Edit(edited.name, "hidden", lines, proved=True)


def head_of(match: Matching, edited: Sheet) -> int:
    """Return the row of the headings as it is now."""
    heads = set(match.heads.values())
    return max(edited.rows, key=lambda row: (len(heads & set(edited.rows[row].values())), -row))


def sheet_edits(
    fresh: Sheet, edited: Sheet, match: Matching, moved: set[str], is_list: bool
) -> Iterator[Edit]:
    """Yield the edits of a sheet."""
    name = edited.name
    for column in match.lost:
        yield Edit(name, "column dropped", column=match.heads.get(column, ""))
    for row in inserted_blanks(match.rows, edited.rows):
        yield Edit(name, "row inserted", (str(row),), place=(row, 1), proved=True)
    for number in inserted_blanks(match.columns, {column for row in edited.rows.values() for column in row}):
        yield Edit(name, "column inserted", (column_letters(number),), proved=True)
    for order, pairs in (("rows moved", match.rows), ("columns moved", match.columns)):
        if any(other > after for (_, other), (_, after) in pairwise(pairs)):
            yield Edit(name, order, proved=True)
    for row in match.gone:
        held = [fresh.shown((row, column)) or "" for column in fresh.rows[row]]
        what = what_of(fresh.rows[row], match.known_by)
        yield Edit(edited.name, "dropped", what, before=" / ".join(held))
    for row in match.new:
        held = [edited.shown((row, column)) or "" for column in edited.rows[row]]
        ends = (row, min(edited.rows[row])), (row, max(edited.rows[row]))
        # Words below or beside a summary are a note of the analyst's.
        note = not is_list and all(map(is_text, edited.rows[row].values()))
        yield Edit(edited.name, "added", (held[0],), "", None, " / ".join(held), *ends, note)
    for old, new in match.rows:
        what = what_of(fresh.rows[old], match.known_by)
        for column, there in match.columns:
            one, other = (old, column), (new, there)
            if change := cell_change(fresh, one, edited, other, moved):
                heading = match.heads.get(column, "") if is_list or len(match.heads) >= FIRST_HEAD else ""
                yield Edit(edited.name, change, what, heading, fresh.shown(one), edited.shown(other), other)


def inserted_blanks(pairs: Iterable[tuple[int, int]], there: Collection[int]) -> Iterator[int]:
    """Yield the blank rows, or columns, of which there are more now between two with anything in them."""
    for (one, other), (next_old, next_new) in pairwise(sorted(pairs, key=itemgetter(1))):
        blank = [number for number in range(other + 1, next_new) if number not in there]
        if (more := len(blank) - (next_old - one - 1)) > 0 and next_old > one:
            yield from blank[-more:]


def what_of(row: Mapping[int, str], known_by: Iterable[int]) -> tuple[str, ...]:
    """Return what a row is called: what it is known by, or its first cell of words."""
    own = tuple(dict.fromkeys(row[column] for column in known_by if column in row))
    return own or tuple(text for text in row.values() if is_text(text))[:1]


def cell_change(fresh: Sheet, one: Place, edited: Sheet, other: Place, moved: Collection[str]) -> str | None:
    """Return how a cell was changed; None where it holds the same."""
    formula, now = fresh.formulas.get(one), edited.formulas.get(other)
    if UNSEEN in (formula, now):
        before, after = (
            sheet.saved.get(place, sheet.values.get(place, ""))
            for sheet, place in ((fresh, one), (edited, other))
        )
        return None if (formula and now) or plain(before) == plain(after) else "changed"
    if formula is None:
        before, after = fresh.values.get(one, ""), now or edited.values.get(other, "")
        return None if plain(before) == plain(after) else "changed"
    if now is None:
        return "typed over"
    # Where rows or columns were moved, addresses follow, and the last part of a name is all that is left to compare.
    if exact(edited.name) in moved or any(name in exact(now) for name in moved):
        return None if shape(formula).split("!")[-1] == shape(now).split("!")[-1] else "formula"
    return None if exact(formula) == exact(now) else "formula"


def as_laid_out(sheet: Sheet, places: Places) -> Sheet:
    """Return the plan's sheet with its cells where they were written."""
    if not places.is_shifted:
        return sheet
    values, formulas, saved = (
        {written: text for place, text in of.items() if (written := places.written(place))}
        for of in (sheet.values, sheet.formulas, sheet.saved)
    )
    return replace(sheet, values=values, formulas=formulas, saved=saved)


def plan_edits(fresh: Sheet, edited: Sheet, places: Places, moved: Collection[str]) -> Iterator[Edit]:
    """Yield the edits of cells in the plan's sheet; rows and columns that were put in or taken out are told by its review."""
    proved = {place: one for one in cells() for place in (own(*one), published(*one))}
    checks = {check_place(*one): one for one in cells() if is_live(*one)}
    moved = {exact(edited.name)} & set(moved)
    there = {place: places.written(place) for place in (*edited.values, *edited.formulas)}
    written = {*fresh.values, *fresh.formulas, *filter(None, there.values())}
    for place in sorted(written):
        now = places.now(place)
        if now is None or place[0] >= FIRST_NEW:
            continue
        if change := cell_change(fresh, place, edited, now, moved):
            area, column = proved.get(place) or checks.get(place) or ("", None)
            what, heading = tuple(filter(None, [area])), column.path if column else ""
            values = fresh.shown(place), edited.shown(now)
            yield Edit(edited.name, change, what, heading, *values, now, None, place in proved)
