"""An area that somebody added to the plan → which figures of the other sheets count it, and which do not yet.

In: the sheets of a workbook that came back, and where the plan's rows and columns stand. Out: a finding for each such area. What a figure counts
is told by its formula, and by the formulas of the cells that it refers to: one that adds up every other area should add up this one, and a
sheet with a row for each of them should have one for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xcdata.gazette.plan.header import COLUMNS
from xcdata.gazette.plan.reading import CITY
from xcdata.grids.address import Place, in_quotes, on_sheet, place_of
from xcdata.labels import LANGUAGES, label
from xcdata.ledger.results import Finding, Notice
from xcdata.returned.contents import UNSEEN, Sheet, exact
from xcdata.review.decision import COUNTED
from xcdata.review.rearranged import some_blocks
from xcdata.roundtrip.layout import NOTED
from xcdata.roundtrip.places import Places
from xcdata.roundtrip.sheet import covered

TEXT = re.compile(r'"[^"]*"')
REFERENCE = re.compile(
    r"(?:('(?:[^']|'')+'|[^\W\d][\w.]*)!)?(?<![\w.$])(\$?[A-Z]{1,3}\$?[1-9]\d*)(?::(\$?[A-Z]{1,3}\$?[1-9]\d*))?(?![\w.(])"
)
TASKS = tuple(column.number for column in COLUMNS if not column.is_total)

Cell = tuple[str, Place]
Areas = frozenset[str]
Told = tuple[str, tuple[str, ...], bool]
"""A sheet, the sums meant, and whether it has a row for each area."""


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that a formula refers to: the sheet, the first and the last."""

    sheet: str
    first: Place
    last: Place

    def has(self, place: Place) -> bool:
        """Whether a cell is among them."""
        return self.first[0] <= place[0] <= self.last[0] and self.first[1] <= place[1] <= self.last[1]


def reach_findings(
    sheets: Mapping[str, Sheet], plan: str, places: Places, ours: Iterable[str]
) -> Iterator[Finding]:
    """Yield a finding for each area that was added: which of our sheets do not count it yet, and which do."""
    names = [name for name in ours if name != plan]
    if not places.new or any(UNSEEN in sheets[name].formulas.values() for name in (plan, *names)):
        return
    counted = areas_of({name: sheets[name] for name in (plan, *names)}, plan, places)
    others = {area for area in places.areas if area not in (CITY, NOTED, *places.new)}
    for area in places.new:
        lacking: list[Told] = []
        counting: list[Told] = []
        for name in names:
            of = {place: those for (sheet, place), those in counted.items() if sheet == name}
            whole = {place: area in those for place, those in of.items() if others <= those}
            sums = {place: counts for place, counts in whole.items() if is_sum(sheets[name].formulas[place])}
            single = {next(iter(those)) for those in of.values() if len(those) == 1}
            has_rows = 2 * len(single & others) >= len(others)
            if without := [place for place, counts in sums.items() if not counts]:
                lacking.append((name, some_blocks(without), False))
            elif (has_rows and area not in single) or not all(whole.values()):
                lacking.append((name, (), has_rows))
            if within := [place for place, counts in sums.items() if counts]:
                counting.append((name, some_blocks(within), False))
        if lacking or counting:
            message = {lang: said(area, lacking, counting, lang) for lang in LANGUAGES}
            verdict = Notice.NOTICED if lacking else Notice.INFORMATION
            stated = tuple(word for name, cells, _ in (*lacking, *counting) for word in (name, *cells))
            yield Finding(f"{COUNTED}{area}", "new area", verdict, message, stated=stated)


def is_sum(formula: str) -> bool:
    """Whether a formula adds up cells of its own sheet."""
    return len(covered(formula) or ()) > 1


def said(area: str, lacking: Iterable[Told], counting: Iterable[Told], lang: str) -> str:
    """Say which sums do not count an area, which sheets have no row for it, and which sums count it."""
    comma = label("message", "comma", lang)
    parts = []
    for name, those in (("sheets_lack", lacking), ("sheets_count", counting)):
        shown = [
            on_sheet(sheet, comma.join(cells)) if cells
            else label("message", "no_row_of_it", lang, sheet=in_quotes(sheet)) if has_rows
            else in_quotes(sheet)
            for sheet, cells, has_rows in those
        ]  # fmt: skip
        parts += [label("message", name, lang, area=area, sheets=comma.join(shown))] if shown else []
    return label("message", "semicolon", lang).join(parts)


def areas_of(sheets: Mapping[str, Sheet], plan: str, places: Places) -> dict[Cell, Areas]:
    """Return by cell with a formula the areas whose tasks it is made up of."""
    tasks = {
        (places.rows[written], now): area
        for area, written in places.areas.items()
        if area != CITY
        for number in (TASKS if area != NOTED else [COLUMNS[0].number])
        if (now := places.columns.get(number))
    }
    known = {exact(name): name for name in sheets}
    referred = {
        (name, place): list(references(formula, name, known))
        for name, sheet in sheets.items()
        for place, formula in sheet.formulas.items()
    }
    found: dict[Cell, Areas] = {}
    needed: dict[Cell, list[Cell]] = {}
    for cell, blocks in referred.items():
        own = {
            area
            for block in blocks
            if block.sheet == plan
            for place, area in tasks.items()
            if block.has(place)
        }
        found[cell] = frozenset(own)
        needed[cell] = [
            (block.sheet, place)
            for block in blocks
            for place in sheets[block.sheet].formulas
            if block.has(place) and (block.sheet, place) != cell
        ]
    changed = True
    while changed:
        changed = False
        for cell, cells in needed.items():
            more = found[cell].union(*(found[one] for one in cells))
            if more != found[cell]:
                found[cell], changed = more, True
    return found


def references(formula: str, own: str, known: Mapping[str, str]) -> Iterator[Block]:
    """Yield the blocks that a formula refers to on the sheets that are known."""
    for match in REFERENCE.finditer(TEXT.sub("", formula)):
        name = known.get(exact(match[1])) if match[1] else own
        if name is not None:
            first = place_of(match[2])
            yield Block(name, first, place_of(match[3]) if match[3] else first)
