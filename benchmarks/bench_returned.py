"""How many edits of a workbook are told, and how many of what nobody edited: one random edit a workbook, over all its sheets.

Run: ``python benchmarks/bench_returned.py [EDITS]``. An edit changes, deletes or types over a cell, takes a row out or puts one in; in the plan's sheet,
which is written to a file and checked as a whole, also a column, as a spreadsheet does it. The other sheets are edited as they are read.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import openpyxl
import spreadsheet

from xcdata.dataset.tables import read_gazette
from xcdata.excel.workbook import workbook_content
from xcdata.grids.address import Place, address
from xcdata.ledger.results import changes
from xcdata.ledger.verdicts import Verdict
from xcdata.returned.check import check, of_our_own
from xcdata.returned.compare import compare_sheets
from xcdata.returned.contents import Sheet
from xcdata.review.review import check as check_text

SEED = 7
FIRST_ROW = 5
PLAN = "营造林计划"
KINDS = ("changed", "deleted", "typed over", "dropped", "added")
LINES = ("dropped", "added", "column dropped", "column added")
BODY, WIDE = (7, 18), (2, 18)
"""Rows and columns of the plan's table."""


def edit(rng: random.Random, sheet: Sheet, kind: str) -> tuple[Sheet, Place | None]:
    """Return a sheet with one edit, and its cell; None of a row that is gone."""
    values, formulas = dict(sheet.values), dict(sheet.formulas)
    if kind in ("changed", "deleted"):
        place = rng.choice(sorted(values))
        text = values.pop(place)
        if kind == "changed":
            values[place] = another(rng, text)
        return Sheet(sheet.name, values, formulas), place
    if kind == "typed over":
        place = rng.choice(sorted(formulas))
        del formulas[place]
        values[place] = "7"
        return Sheet(sheet.name, values, formulas), place
    row = rng.choice([row for row in sheet.rows if row >= FIRST_ROW])
    shift = -1 if kind == "dropped" else 1

    def moved(cells: Mapping[Place, str]) -> dict[Place, str]:
        kept = {place: text for place, text in cells.items() if shift == 1 or place[0] != row}
        return {(r + shift if r >= row else r, c): text for (r, c), text in kept.items()}

    values, formulas = moved(values), moved(formulas)
    if kind == "added":
        values |= {(row, 1): "新增", (row, 2): "一行"}
    return Sheet(sheet.name, values, formulas), (row, 1) if kind == "added" else None


def another(rng: random.Random, text: str) -> str:
    """Return another figure, or a text with another end."""
    return f"{rng.random() * 100:.2f}" if rng.random() < 0.5 else text[:-1] + rng.choice("甲乙丙丁")


def edit_plan(rng: random.Random, content: bytes, kind: str, path: Path) -> Place | None:
    """Write the plan's sheet with one edit, as a spreadsheet would; return its cell, None of rows and columns."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book[PLAN]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    formulas = [cell for cell in cells if str(cell.value).startswith("=")]
    place = None
    if kind in LINES:
        change = spreadsheet.insert if kind.endswith("added") else spreadsheet.delete
        at = {"column": rng.randint(*WIDE)} if kind.startswith("column") else {"row": rng.randint(*BODY)}
        change(book, PLAN, **at)
    else:
        one = rng.choice(
            formulas if kind == "typed over" else [cell for cell in cells if cell not in formulas]
        )
        place = one.row, one.column
        if kind == "changed" and isinstance(one.value, str):
            one.value = one.value[:-1] + rng.choice("甲乙丙丁")
        else:
            one.value = {"typed over": 7, "deleted": None}.get(kind, round(rng.random() * 100, 2))
    book.save(path)
    return place


def plan_told(path: Path, place: Place | None) -> tuple[bool, int]:
    """Return whether the edit of a plan's sheet is told, and how many others are, or figures blamed that nobody edited."""
    review = check(path)
    found = [one for one in review.returned.edits if one.change != "sheet dropped"]
    own = [one for one in found if place is None or one.place == place]
    strange = {change.figure.address for change in changes(review.groups)} - {place and address(place)}
    # Where several explanations are equally small, the edited cell has to be among them.
    among = place and address(place) in {change.figure.address for change in changes(review.groups)}
    wrong = any(one.verdict is Verdict.INCONSISTENT for one in review.open) and place is None
    return bool(own), len(found) - len(own[:1]) + (0 if among else len(strange)) + wrong


def main(edits: int) -> None:
    """Make the edits and count."""
    rng = random.Random(SEED)
    _, fresh = of_our_own("zh")
    tables = read_gazette()
    book = openpyxl.load_workbook(BytesIO(workbook_content(tables, check_text(tables), lang="zh")))
    for name in set(book.sheetnames) - {PLAN}:
        del book[name]
    book.defined_names.clear()
    alone = BytesIO()
    book.save(alone)
    told: Counter[str] = Counter()
    blamed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edited.xlsx"
        for _ in range(edits):
            sheet = fresh[rng.choice(sorted(fresh))]
            if sheet.name == PLAN:
                kind = rng.choice((*KINDS, *LINES[2:]))
                is_told, others = plan_told(path, edit_plan(rng, alone.getvalue(), kind, path))
            else:
                kind = rng.choice(KINDS)
                if kind == "typed over" and not sheet.formulas:  # most sheets have none
                    kind = "changed"
                edited, place = edit(rng, sheet, kind)
                found, _, _ = compare_sheets(fresh, fresh | {sheet.name: edited}, "zh")
                # A line of one cell that was deleted is a row that is gone.
                own = [one for one in found if one.sheet == sheet.name and one.place in (place, None)]
                is_told, others = bool(own), len(found) - len(own[:1])
            told["told" if is_told else "missed"] += 1
            blamed += others
            if not is_told or others:
                print(f"{sheet.name}, {kind}: {'told' if is_told else 'missed'}, {others} blamed")
    print(
        f"{edits} edits: told {told['told']}, missed {told['missed']}; cells blamed that nobody edited: {blamed}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
