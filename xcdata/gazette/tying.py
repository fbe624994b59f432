"""What the ledgers of a text have in common: figures of rows, and rules kept where all of their figures are there.

In: rows, figures, rules. Out: a :class:`~xcdata.ledger.model.Ledger`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from xcdata.gazette.documents import Record
from xcdata.gazette.quantities import leading_number
from xcdata.ledger.model import Figure, Ledger, SumRule

ONE = Decimal(1)


def row_figure(key: str, name: tuple[str, ...], row: Record, ulp: Decimal | None, per: int = 1) -> Figure:
    """Return the figure of a table's row, in units of ``per``."""
    value = Decimal(str(row["quantity"])) / per
    line, column = int(str(row["line"])), int(str(row["column"]))
    return Figure(key, leading_number(str(row["printed"])), value, line, column, ulp, name=name)


def tied_together(
    name: str, figures: list[Figure], rules: list[SumRule], ulp: Decimal, known: Mapping[str, Decimal] | None
) -> Ledger:
    """Return an exact ledger of the rules whose figures are all there, and of the figures they tie."""
    there = {figure.key for figure in figures}
    kept = tuple(
        replace(rule, known_difference=(known or {}).get(rule.id, Decimal(0)))
        for rule in rules
        if there.issuperset((rule.total, *rule.parts))
    )
    tied = {key for rule in kept for key in (rule.total, *rule.parts)}
    own = tuple(figure for figure in figures if figure.key in tied)
    return Ledger(own, kept, ulp, least=Decimal(0), name=name)


def last_place(texts: Iterable[str]) -> Decimal:
    """Return the unit in the last place of a table: of the finest precision that a twentieth of its figures print.

    A figure or two are no precision: moved decimal points must not make all other figures look coarse.
    """
    decimals = Counter(len(number.partition(".")[2]) for text in texts if (number := leading_number(text)))
    enough = decimals.total() / 20
    often = [places for places, count in decimals.items() if count > 1 and count >= enough] or list(decimals)
    return Decimal(1).scaleb(-max(often, default=0))
