"""The verdict on every sum rule.

In: a ledger. Out: one :class:`RuleFinding` a rule, in the ledger's order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xcdata.ledger.balance import balance_of
from xcdata.ledger.decimals import EXACTLY
from xcdata.ledger.model import Ledger, SumRule
from xcdata.ledger.rounding import kind_of


class Verdict(StrEnum):
    """What a rule's figures say about it."""

    EXACT = "exact"
    WITHIN_ROUNDING = "within rounding"
    INCONSISTENT = "inconsistent"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """One rule, judged.

    Attributes
    ----------
    rule : SumRule
    verdict : Verdict
    published : Decimal or None
        The total as printed; None where it cannot be read.
    computed : Decimal or None
        The sum of the parts; None where one of them cannot be read.
    difference : Decimal or None
        Computed minus published.
    tolerance : Decimal or None
        How far the difference may be from the rule's known difference.
    """

    rule: SumRule
    verdict: Verdict
    published: Decimal | None
    computed: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None


def check(ledger: Ledger) -> list[RuleFinding]:
    """Judge every rule of a ledger, in exact arithmetic.

    Parameters
    ----------
    ledger : Ledger
        Its kind is inferred where it does not say.

    Returns
    -------
    list of RuleFinding
        One a rule, in the ledger's order. A difference that is exactly the rule's known difference is
        ``exact`` in either kind of ledger.

    Examples
    --------
    >>> from xcdata.ledger.model import Figure, Kind
    >>> figures = tuple(Figure(text, text, Decimal(text)) for text in ("0.62", "0.2", "0.3", "0.1"))
    >>> rule = SumRule("0.62", ("0.2", "0.3", "0.1"))
    >>> for kind in Kind:
    ...     [finding] = check(Ledger(figures, (rule,), Decimal("0.01"), kind))
    ...     print(finding.verdict.value, finding.difference, finding.tolerance)
    inconsistent -0.02 0.00
    within rounding -0.02 0.02
    """
    balance = balance_of(ledger, kind_of(ledger))
    decimal, values = balance.decimal, balance.values
    # Rules alike have one tolerance.
    tolerances = {room: decimal(room) for room in {edit.tolerance for edit in balance.edits if edit}}
    nothing = decimal(0)
    findings = []
    for rule, edit, residual in zip(ledger.rules, balance.edits, balance.residuals, strict=True):
        if edit is None:
            published = ledger.by_key[rule.total].value
            computed = sum_of((ledger.by_key[part].value for part in rule.parts), rule.signs)
            findings.append(RuleFinding(rule, Verdict.NOT_CHECKABLE, published, computed, None, None))
            continue
        off = residual + edit.zero
        findings.append(
            RuleFinding(
                rule,
                verdict_of(residual, edit.tolerance),
                ledger.figures[edit.total].value,
                decimal(off + values[edit.total]),
                decimal(off) if off else nothing,
                tolerances[edit.tolerance],
            )
        )
    return findings


def verdict_of(residual: int, tolerance: int) -> Verdict:
    """Give the verdict on a checkable rule that is off by so much."""
    if residual == 0:
        return Verdict.EXACT
    return Verdict.WITHIN_ROUNDING if abs(residual) <= tolerance else Verdict.INCONSISTENT


def sum_of(values: Iterable[Decimal | None], signs: Iterable[int]) -> Decimal | None:
    """Add up exactly what could be read, each times its sign; None where something could not."""
    computed = Decimal(0)
    for value, sign in zip(values, signs, strict=True):
        if value is None:
            return None
        computed = EXACTLY.add(computed, value) if sign > 0 else EXACTLY.subtract(computed, value)
    return computed
