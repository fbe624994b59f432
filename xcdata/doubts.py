"""Ledgers whose own figures do not tell whether they are rounded.

In: a ledger of no declared kind. Out: its likelier kind with the probability of that; its errors; and its doubts: what would be
wrong if its sums were to hold exactly, though within rounding they hold. In a table of two sums of which one is off by one unit
nobody can know, and a guess either way would hide an error or raise an alarm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from time import monotonic

from xcdata.ledger import Kind, Ledger
from xcdata.locate import Group, locate
from xcdata.rounding import infer_kind
from xcdata.verdicts import Verdict, check

ROUNDED_SHARE = 0.25
"""The share of tables that hold within rounding only: of 359 tables with sums annotated by hand, one quarter."""

SURE = 0.95
"""A kind less probable than this is open."""


def likelier_kind(ledger: Ledger) -> tuple[Kind, float]:
    """Return the likelier kind of a ledger and its probability, knowing how many published tables are rounded."""
    exact = exactly(*infer_kind(ledger))
    weights = exact * (1 - ROUNDED_SHARE), (1 - exact) * ROUNDED_SHARE
    return (Kind.EXACT if weights[0] >= weights[1] else Kind.ROUNDED), max(weights) / sum(weights)


def exactly(kind: Kind, surely: float) -> float:
    """Return the probability that sums are exact, given that of their likelier kind."""
    return surely if kind is Kind.EXACT else 1 - surely


def lenient(ledger: Ledger, surely: float) -> Ledger:
    """Return the ledger by which rules are judged: rounding is allowed for as long as it is not ruled out."""
    return ledger if surely >= SURE else replace(ledger, kind=Kind.ROUNDED)


def errors_and_doubts(ledger: Ledger, surely: float, time_limit: float) -> tuple[list[Group], list[Group]]:
    """Locate what is wrong for certain, and what is wrong only if the sums are exact.

    Parameters
    ----------
    ledger : Ledger
        Of the likelier kind.
    surely : float
        The probability of that kind; from :data:`SURE` on there are no doubts.
    time_limit : float
        Seconds for both.
    """
    end = monotonic() + time_limit
    groups = locate(ledger, time_limit=time_limit).groups
    if surely >= SURE:
        return list(groups), []
    judged = check(lenient(ledger, surely))
    within = {finding.rule.id for finding in judged if finding.verdict is Verdict.WITHIN_ROUNDING}
    if ledger.kind is Kind.EXACT:
        exact = groups
    else:
        exact = locate(replace(ledger, kind=Kind.EXACT), time_limit=max(end - monotonic(), 0.1)).groups

    def open_(group: Group) -> bool:
        return all(rule.id in within for rule in group.broken)

    return _numbered(group for group in groups if not open_(group)), _numbered(filter(open_, exact))


def _numbered(groups: Iterable[Group]) -> list[Group]:
    return [replace(group, number=number) for number, group in enumerate(groups, 1)]
