"""Figures that are meant as they are → the totals that have to follow them.

In: a ledger and the keys of the figures. Out: by total that does not hold with them the value that it would need; none where no values of totals
would make every sum hold.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

from xcdata.ledger.model import Ledger, SumRule


def following(
    ledger: Ledger, meant: Iterable[Hashable], mended: Mapping[Hashable, Decimal] = MappingProxyType({})
) -> dict[Hashable, Decimal]:
    """Return the totals that have to follow, in the order in which they stand; those that do not count yet what came on top count it then.

    Parameters
    ----------
    ledger : Ledger
    meant : iterable of Hashable
        The keys of the figures that stay as they are.
    mended : mapping of Hashable to Decimal
        What other figures are to be.
    """
    rules = [replace(rule, parts=rule.parts + rule.uncounted, uncounted=()) for rule in ledger.rules]
    kept = {*meant, *(key for rule in ledger.rules for key in rule.uncounted)}
    values = {figure.key: figure.value for figure in ledger.figures if figure.value is not None} | dict(
        mended
    )
    found: dict[Hashable, Decimal] = {}
    # A total of totals follows in the next round; there are no more rounds than rules.
    for _ in rules:
        now = values | found
        needed = {
            rule.total: value
            for rule in rules
            if rule.total not in kept and (kept | found.keys()) & set(rule.parts)
            if (value := added_up(rule, now)) is not None
        }
        if needed == found:
            break
        found = needed
    now = values | found
    touched = (rule for rule in rules if (kept | found.keys()) & {rule.total, *rule.parts})
    if any(added_up(rule, now) != now.get(rule.total) for rule in touched):
        return {}
    place = {figure.key: (figure.line or 0, figure.column or 0) for figure in ledger.figures}
    others = {key: value for key, value in found.items() if value != values.get(key)}
    return dict(sorted(others.items(), key=lambda one: place[one[0]]))


def added_up(rule: SumRule, values: Mapping[Hashable, Decimal]) -> Decimal | None:
    """Return what the parts of a sum come to, None where one cannot be read."""
    if not values.keys() >= set(rule.parts):
        return None
    signed = zip(rule.signs, rule.parts, strict=True)
    return sum((sign * values[part] for sign, part in signed), -rule.known_difference)
