"""The verdict on every sum rule.

In: a ledger. Out: one :class:`RuleFinding` a rule, in the ledger's order.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xcdata.balance import EXACTLY, balance
from xcdata.ledger import Ledger, SumRule
from xcdata.rounding import kind_of


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
    """
    books = balance(ledger, kind_of(ledger))
    findings = []
    for rule, row, residual in zip(ledger.rules, books.rows, books.residuals, strict=True):
        published = ledger.by_key[rule.total].value
        if row is None or published is None:
            findings.append(
                RuleFinding(rule, Verdict.NOT_CHECKABLE, published, _sum_of_parts(ledger, rule), None, None)
            )
            continue
        difference = books.decimal(residual + row.zero)
        computed = books.decimal(residual + row.zero + books.values[row.total])
        if residual == 0:
            verdict = Verdict.EXACT
        elif abs(residual) <= row.tolerance:
            verdict = Verdict.WITHIN_ROUNDING
        else:
            verdict = Verdict.INCONSISTENT
        findings.append(
            RuleFinding(rule, verdict, published, computed, difference, books.decimal(row.tolerance))
        )
    return findings


def _sum_of_parts(ledger: Ledger, rule: SumRule) -> Decimal | None:
    computed = Decimal(0)
    for key in rule.parts:
        value = ledger.by_key[key].value
        if value is None:
            return None
        computed = EXACTLY.add(computed, value)
    return computed
