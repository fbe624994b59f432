"""How many edits of a workbook are told, and how many of what nobody edited: one random edit a workbook, over all its sheets.

Run: ``python benchmarks/bench_returned.py [EDITS]``. An edit changes, deletes or types over a cell, drops a row or puts one in; the sheets are
edited as they are read, without a file for each.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Mapping

from xcdata.grids.address import Place
from xcdata.returned.check import of_our_own
from xcdata.returned.compare import compare_sheets
from xcdata.returned.contents import Sheet

SEED = 7
FIRST_ROW = 5
PLAN = "营造林计划"
KINDS = ("changed", "deleted", "typed over", "dropped", "added")


def edit(rng: random.Random, sheet: Sheet, kind: str) -> tuple[Sheet, Place | None]:
    """Return a sheet with one edit, and its cell; None of a row that is gone."""
    values, formulas = dict(sheet.values), dict(sheet.formulas)
    if kind in ("changed", "deleted"):
        place = rng.choice(sorted(values))
        text = values.pop(place)
        if kind == "changed":
            values[place] = (
                f"{rng.random() * 100:.2f}" if rng.random() < 0.5 else text[:-1] + rng.choice("甲乙丙丁")
            )
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


def main(edits: int) -> None:
    """Make the edits and count."""
    rng = random.Random(SEED)
    _, fresh = of_our_own("zh")
    told: Counter[str] = Counter()
    blamed = 0
    for _ in range(edits):
        sheet = fresh[rng.choice(sorted(fresh))]
        kind = rng.choice(KINDS)
        # The plan's sheet is refused where its rows were moved; most sheets have no formulas.
        if (kind in ("dropped", "added") and sheet.name == PLAN) or (
            kind == "typed over" and not sheet.formulas
        ):
            kind = "changed"
        edited, place = edit(rng, sheet, kind)
        found, _, _ = compare_sheets(fresh, fresh | {sheet.name: edited}, "zh")
        # A line of one cell that was deleted is a row that is gone.
        own = [one for one in found if one.sheet == sheet.name and one.place in (place, None)]
        told["told" if own else "missed"] += 1
        blamed += len(found) - len(own[:1])
    print(
        f"{edits} edits: told {told['told']}, missed {told['missed']}; cells blamed that nobody edited: {blamed}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
