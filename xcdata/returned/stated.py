"""A sheet that states a total beside the sum of its rows → whether the total still follows the rows that somebody edited.

In: the sheet as written and as it came back. Out: a finding for each difference of a sum and a stated total that is another one now: of the
plan's sheet the ledger tells it, here it is that of the other sheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xcdata.grids.address import Place, address, on_sheet, place_of
from xcdata.ledger.results import UNMET_SUM, Finding, Notice
from xcdata.ledger.verdicts import Verdict
from xcdata.ledger.words import messages
from xcdata.returned.contents import NUMBER, Sheet, exact, plain
from xcdata.roundtrip.sheet import covered

DIFFERENCE = re.compile(r"=([A-Z]+\d+)-([A-Z]+\d+)")

Balance = tuple[Decimal, Decimal]
"""What rows add up to, and what is stated for it."""


def stated_findings(fresh: Sheet, edited: Sheet) -> Iterator[Finding]:
    """Yield a finding for each stated total of a sheet that was edited, or whose rows were: whether it follows them."""
    before = set(balances(fresh).values())
    for (total, stated), (computed, said) in balances(edited).items():
        if (computed, said) in before:
            continue
        holds = computed == said
        values = {
            "sheet": edited.name,
            "total": on_sheet(edited.name, address(total)),
            "stated": address(stated),
            "computed": f"{computed:f}",
            "said": f"{said:f}",
            "difference": f"{computed - said:f}",
        }
        name = "stated_follows" if holds else "stated_differs"
        verdict = Notice.INFORMATION if holds else Verdict.INCONSISTENT
        place = on_sheet(edited.name, address(stated))
        yield Finding(f"stated total/{place}", UNMET_SUM, verdict, messages(name, **values))


def balances(sheet: Sheet) -> dict[tuple[Place, Place], Balance]:
    """Return by the cells of a sum and of what is stated for it both values, wherever a formula of the sheet takes their difference."""
    found: dict[tuple[Place, Place], Balance] = {}
    for formula in sheet.formulas.values():
        if not (match := DIFFERENCE.fullmatch(exact(formula))):
            continue
        total, stated = place_of(match[1]), place_of(match[2])
        parts = covered(sheet.formulas.get(total, ""))
        said = number(sheet, stated)
        if parts and said is not None and not parts & sheet.formulas.keys():
            found[total, stated] = sum((number(sheet, one) or Decimal(0) for one in parts), Decimal(0)), said
    return found


def number(sheet: Sheet, place: Place) -> Decimal | None:
    """Return the number that a cell holds, None where it holds none."""
    text = plain(sheet.values.get(place, ""))
    return Decimal(text) if NUMBER.fullmatch(text) else None
