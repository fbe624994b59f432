"""What rounding can and cannot explain.

In: a ledger. Out: the kind it most likely is, with how surely; and, for a rounded ledger whose every rule
passes, the rules that no true values can satisfy together.

Sources: the distribution of a sum of rounding errors is Irwin's and Hall's (Biometrika 19, 1927); rounding
intervals as in XBRL Calculations 1.1; the proof of infeasibility is Farkas' lemma.
"""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from xcdata.balance import Balance, balance
from xcdata.ledger import Kind, Ledger, SumRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

ERROR_RATES = np.geomspace(0.001, 0.5, 40)
"""The shares of wrong rules that are weighed, each as likely as the next on a logarithmic scale."""

MEDIAN_ERROR = 3
"""A wrong rule is as likely off by up to so many units as by more, the likelihood falling with the square."""


def kind_of(ledger: Ledger) -> Kind:
    """Give the kind a ledger declares, or else the likelier one."""
    return ledger.kind or infer_kind(ledger)[0]


def infer_kind(ledger: Ledger) -> tuple[Kind, float]:
    """Tell from a ledger's own differences whether its sums hold exactly or within rounding.

    Each rule is right with some probability and then differs by nothing (exact) or by a rounded sum of
    rounding errors (rounded); or it is wrong and differs by any amount, the less likely the larger. The
    unknown share of wrong rules is averaged out; rules that one wrong figure breaks alike are wrong once.
    Blank cells round nothing and bring no rounding error.

    Parameters
    ----------
    ledger : Ledger
        Whatever kind it declares is left aside.

    Returns
    -------
    kind : Kind
        Exact, where the rules favour neither.
    surely : float
        Its posterior probability, 0.5 to 1, both being equally likely before. The rules are taken as
        independent, which makes it bolder than it should be where they share many figures.
    """
    books = balance(ledger, Kind.EXACT)
    blank = [not figure.printed.strip() and figure.value == 0 for figure in ledger.figures]
    consequent = _consequences(books)
    exact, rounded, wrong = [], [], []
    for number, (row, residual) in enumerate(zip(books.rows, books.residuals, strict=True)):
        if row is None or len({books.steps[index] for index in (row.total, *row.parts)}) > 1:
            continue
        units, rest = divmod(abs(residual), books.steps[row.total])
        terms = sum([not blank[part] for part in row.parts])
        within = 0.0 if rest else rounding_probability(terms, units)
        if number in consequent and not within:
            continue
        off = max(units, 1) + MEDIAN_ERROR
        # Which of its figures is wrong decides which other rule fails with it.
        exact.append(1 / (len(row.parts) + 1) if number in consequent else float(residual == 0))
        rounded.append(within)
        wrong.append(0.0 if number in consequent else MEDIAN_ERROR / (off - 1) / off / 2)
    right, rate = np.array([exact, rounded])[..., None], ERROR_RATES[None, None, :]
    each = (1 - rate) * right + rate * np.array(wrong)[None, :, None]
    # What is off by 1e99 is as good as impossible, and still no reason to take the logarithm of nothing.
    each = np.maximum(each, np.finfo(float).tiny)
    log_exact, log_rounded = np.logaddexp.reduce(np.log(each).sum(axis=1), axis=1)
    if log_rounded > log_exact:
        return Kind.ROUNDED, float(1 / (1 + np.exp(log_exact - log_rounded)))
    return Kind.EXACT, float(1 / (1 + np.exp(log_rounded - log_exact)))


def _consequences(books: Balance) -> set[int]:
    """Give the rules that fail only because of a figure that another failing rule shows to be wrong."""
    failing = {number for number, residual in enumerate(books.residuals) if residual and books.rows[number]}
    mends: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for number in failing:
        row, residual = books.rows[number], books.residuals[number]
        assert row is not None
        mends[row.total, residual].add(number)
        for part in row.parts:
            mends[part, -residual].add(number)
    consequent: set[int] = set()
    for rules in sorted(mends.values(), key=len, reverse=True):
        fresh = sorted((rules & failing) - consequent)
        if len(fresh) < 2:
            continue
        consequent |= set(fresh[1:])
        failing.discard(fresh[0])
    return consequent


@lru_cache(maxsize=4096)
def rounding_probability(terms: int, units: int) -> float:
    """Give the probability that the sum of rounded terms differs from the rounded sum by so many units.

    It is the density, at ``units``, of the sum of ``terms + 1`` errors uniform on (-1/2, 1/2).

    Parameters
    ----------
    terms : int
        How many figures are added up; none or one cannot differ.
    units : int
        The difference in units of the last place, of either sign.
    """
    if terms < 2:
        return float(units == 0)
    n = terms + 1
    if n > 60:
        return math.exp(-6 * units * units / n) * math.sqrt(6 / (math.pi * n)) if 2 * abs(units) < n else 0.0
    doubled = 2 * units + n
    terms_of_sum = (
        (-1) ** j * math.comb(n, j) * (doubled - 2 * j) ** (n - 1) for j in range(n + 1) if doubled > 2 * j
    )
    return (
        float(Fraction(sum(terms_of_sum), math.factorial(n - 1) * 2 ** (n - 1)))
        if abs(2 * units) < n
        else 0.0
    )


def joint_conflict(ledger: Ledger) -> tuple[SumRule, ...]:
    """Find rules that pass one by one and cannot hold together.

    A figure printed with the unit ``u`` in its last place stands for the true values within ``u / 2`` of
    it. Where no true values in all those intervals satisfy every rule, some combination of the rules
    differs from nothing by more than its figures' half units allow; that combination is the proof, checked
    in exact arithmetic.

    Parameters
    ----------
    ledger : Ledger

    Returns
    -------
    tuple of SumRule
        As few as can be without leaving the conflict; empty where there is none, where the ledger is exact
        (its rules leave no room), or where a single rule is inconsistent already.
    """
    kind = kind_of(ledger)
    books = balance(ledger, kind)
    if kind is Kind.EXACT or books.violated():
        return ()
    candidates = [index for index, row in enumerate(books.rows) if row is not None]
    conflict = _proof(books, candidates)
    for index in tuple(conflict):
        if index in conflict and (smaller := _proof(books, [rule for rule in conflict if rule != index])):
            conflict = smaller
    return tuple(ledger.rules[index] for index in conflict)


def _proof(books: Balance, rules: list[int]) -> list[int]:
    """Give those of the rules that a proof of conflict combines; none where there is no proof."""
    if not any(books.residuals[rule] for rule in rules):
        return []
    weights = _combination(books, rules)
    exact = {
        rule: weight
        for rule, number in zip(rules, weights, strict=True)
        if (weight := Fraction(float(number)).limit_denominator(1000))
    }
    combined = sum((weight * books.residuals[rule] for rule, weight in exact.items()), Fraction(0))
    by_figure: dict[int, Fraction] = {}
    for rule, weight in exact.items():
        row = books.rows[rule]
        assert row is not None
        by_figure[row.total] = by_figure.get(row.total, Fraction(0)) - weight
        for part in row.parts:
            by_figure[part] = by_figure.get(part, Fraction(0)) + weight
    room = sum((abs(weight) * books.steps[index] / 2 for index, weight in by_figure.items()), Fraction(0))
    return sorted(exact) if abs(combined) > room else []


def _combination(books: Balance, rules: list[int]) -> NDArray[np.float64]:
    """Weigh the rules, each from -1 to 1, so that their sum oversteps its room by as much as possible."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array, csr_array, eye_array, hstack, vstack

    figures = sorted({index for rule in rules for index in books.members(rule)})
    column = {index: position for position, index in enumerate(figures)}
    entries = [
        (column[index], number, -1 if index == row.total else 1)
        for number, rule in enumerate(rules)
        if (row := books.rows[rule]) is not None
        for index in books.members(rule)
    ]
    at, by, sign = zip(*entries, strict=True)
    transposed = coo_array((sign, (at, by)), shape=(len(figures), len(rules)))
    unit = min(books.steps[index] for index in figures)
    objective = [-books.residuals[rule] / unit for rule in rules] + [
        books.steps[index] / 2 / unit for index in figures
    ]
    identity = eye_array(len(figures))
    above = csr_array(vstack([hstack([transposed, -identity]), hstack([-transposed, -identity])]))
    free = np.r_[np.ones(len(rules)), np.full(len(figures), np.inf)]
    bounds = Bounds(np.r_[-np.ones(len(rules)), np.zeros(len(figures))], free)
    solution = milp(objective, bounds=bounds, constraints=LinearConstraint(above, ub=0.0))
    return np.zeros(len(rules)) if solution.x is None else np.asarray(solution.x[: len(rules)])
