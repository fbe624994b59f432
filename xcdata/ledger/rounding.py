"""What rounding can and cannot explain.

In: a ledger. Out: the kind it most likely is, with how surely; and, for a rounded ledger whose every rule
passes, the rules that no true values can satisfy together, and those that are more likely off by a wrong figure.

Sources: the distribution of a sum of rounding errors is Irwin's and Hall's (Biometrika 19, 1927); rounding
intervals as in XBRL Calculations 1.1; the proof of infeasibility is Farkas' lemma.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import numpy as np

from xcdata.ledger.balance import Balance, balance_of
from xcdata.ledger.model import Figure, Kind, Ledger, SumRule

ERROR_RATES = np.geomspace(0.001, 0.5, 40)
"""The shares of wrong rules that are weighed, each as likely as the next on a logarithmic scale."""

MEDIAN_ERROR = 10
"""A wrong rule is as likely off by up to so many units as by more, the likelihood falling with the square.

Of 45 sums that fail in annotated tables which otherwise hold exactly, 9 are off by up to 3 units, 17 by up to 10, 21 by up to 100; those
that are off by one are the fewer seen as they leave it open whether the table is exact.
"""

IMPOSSIBLE = 1e-12
"""What is less likely than that does not happen, so that one sum of this kind does not outweigh two."""

WRONG_SUMS = 0.02
"""The share of printed sums that are wrong: of the annotated ones 2 % do not hold."""


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

    Examples
    --------
    >>> from decimal import Decimal
    >>> from xcdata.ledger.model import Figure
    >>> figures = tuple(Figure(text, text, Decimal(text)) for text in ("5", "2", "3"))
    >>> infer_kind(Ledger(figures, (SumRule("5", ("2", "3")),), Decimal(1)))[0].value
    'exact'
    """
    balance = balance_of(ledger, Kind.EXACT)
    blank = [not figure.printed.strip() and figure.value == 0 for figure in ledger.figures]
    consequent = _consequences(balance)
    exact, rounded, wrong = [], [], []
    for rule, (edit, residual) in enumerate(zip(balance.edits, balance.residuals, strict=True)):
        if edit is None or len({balance.steps[figure] for figure in edit.members}) > 1:
            continue
        units, rest = divmod(abs(residual), balance.steps[edit.total])
        terms = sum([not blank[part] for part in edit.parts])
        within = 0.0 if rest else rounding_probability(terms, units)
        if rule in consequent and not within:
            continue
        off = max(units, 1) + MEDIAN_ERROR
        # Which of its figures is wrong decides which other rule fails with it.
        exact.append(1 / (len(edit.parts) + 1) if rule in consequent else float(residual == 0))
        rounded.append(within)
        wrong.append(0.0 if rule in consequent else MEDIAN_ERROR / (off - 1) / off / 2)
    right, rate = np.array([exact, rounded])[..., None], ERROR_RATES[None, None, :]
    each = (1 - rate) * right + rate * np.array(wrong)[None, :, None]
    # What is off by 1e99 is as good as impossible, and still no reason to take the logarithm of nothing.
    each = np.maximum(each, np.finfo(float).tiny)
    log_exact, log_rounded = np.logaddexp.reduce(np.log(each).sum(axis=1), axis=1)
    if log_rounded > log_exact:
        return Kind.ROUNDED, float(1 / (1 + np.exp(log_exact - log_rounded)))
    return Kind.EXACT, float(1 / (1 + np.exp(log_rounded - log_exact)))


def _consequences(balance: Balance) -> set[int]:
    """Give the rules that fail only because of a figure that another failing rule shows to be wrong."""
    failing: dict[int, int] = {}
    mends: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for rule, (edit, residual) in enumerate(zip(balance.edits, balance.residuals, strict=True)):
        if edit is not None and residual:
            failing[rule] = residual
            for figure, sign in zip(edit.members, edit.signs, strict=True):
                mends[figure, -sign * residual].add(rule)
    consequent: set[int] = set()
    for rules in sorted(mends.values(), key=len, reverse=True):
        fresh = sorted((rules & failing.keys()) - consequent)
        if len(fresh) < 2:
            continue
        consequent |= set(fresh[1:])
        del failing[fresh[0]]
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


@dataclass(frozen=True, slots=True)
class Unlikely:
    """Sums that rounding could explain, and that a wrong figure explains better.

    Attributes
    ----------
    rules : tuple of SumRule
    figure : Figure or None
        The figure that all of them point to, such as that at the crossing of a row and a column; None where it may be any of one sum.
    implied : Decimal or None
        What it should then have been.
    """

    rules: tuple[SumRule, ...]
    figure: Figure | None
    implied: Decimal | None


def unlikely(ledger: Ledger) -> list[Unlikely]:
    """Find what is more likely wrong than rounded, among the sums of a rounded ledger that hold within rounding.

    A sum of nine parts may be off by five units, but hardly ever is by four; and of row and column that are off by three each one wrong
    figure where they cross is by far the simpler explanation.

    Parameters
    ----------
    ledger : Ledger
        Its sums are taken as rounded.
    """
    balance = balance_of(ledger, Kind.ROUNDED)
    alike = {
        rule: edit
        for rule, edit in enumerate(balance.edits)
        if edit is not None and len({balance.steps[figure] for figure in edit.members}) == 1
    }
    off = {rule for rule, edit in alike.items() if 0 < abs(balance.residuals[rule]) <= edit.tolerance}

    def rounded(rule: int, residual: int) -> float:
        units, rest = divmod(abs(residual), balance.steps[alike[rule].total])
        chance = 0.0 if rest else rounding_probability(len(alike[rule].parts), units)
        return math.log(max(chance, IMPOSSIBLE))

    def wrong(units: int) -> float:
        away = units + MEDIAN_ERROR
        return math.log(WRONG_SUMS * MEDIAN_ERROR / (away - 1) / away / 2)

    found: list[tuple[float, tuple[int, ...], int | None, int]] = []
    for rule in off:
        units = abs(balance.residuals[rule]) // balance.steps[alike[rule].total]
        found.append((wrong(units) - rounded(rule, balance.residuals[rule]), (rule,), None, 0))
    for figure in {figure for rule in off for figure in alike[rule].members}:
        own = [(rule, sign) for rule, sign in balance.touching[figure] if rule in alike]
        for change in {-sign * balance.residuals[rule] for rule, sign in own if rule in off}:
            after = {rule: balance.residuals[rule] + sign * change for rule, sign in own}
            better = tuple(rule for rule, left in after.items() if abs(left) < abs(balance.residuals[rule]))
            chance = sum(rounded(rule, left) for rule, left in after.items())
            if len(better) < 2 or not off.issuperset(better):
                continue
            # Which of its figures is wrong is one choice of as many as a sum has.
            size = max(len(alike[rule].members) for rule in better)
            odds = wrong(abs(change) // balance.steps[figure]) - math.log(size) + chance
            odds -= sum(rounded(rule, balance.residuals[rule]) for rule in after)
            found.append((odds, better, figure, change))
    told: list[Unlikely] = []
    taken: set[int] = set()
    for odds, rules, blamed, change in sorted(found, key=lambda one: (-one[0], one[2] is None, one[1])):
        if odds > 0 and taken.isdisjoint(rules):
            taken.update(rules)
            own_rules = tuple(ledger.rules[rule] for rule in sorted(rules))
            implied = None if blamed is None else balance.decimal(balance.values[blamed] + change)
            told.append(Unlikely(own_rules, None if blamed is None else ledger.figures[blamed], implied))
    return told


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
    balance = balance_of(ledger, kind)
    if kind is Kind.EXACT or balance.violated or not any(balance.residuals):
        return ()
    for rules in balance.connected():
        conflict = _proof(balance, rules)
        for rule in tuple(conflict):
            if rule in conflict and (fewer := _proof(balance, [one for one in conflict if one != rule])):
                conflict = fewer
        if conflict:
            return tuple(ledger.rules[rule] for rule in conflict)
    return ()


def _proof(balance: Balance, rules: Sequence[int]) -> list[int]:
    """Give those of some rules that a proof of conflict combines; none where there is no proof.

    The proof is a combination of the rules that is off by more than the half units of its figures allow. It is
    proposed in floats and verified in fractions.
    """
    # Each rule on its own is within its room, and rules that differ by nothing hold as printed.
    if len(rules) < 2 or not any(balance.residuals[rule] for rule in rules):
        return []
    weights = {
        rule: weight
        for rule, number in zip(rules, _weights(balance, rules), strict=True)
        if (weight := Fraction(number).limit_denominator(1000))
    }
    off = sum((weight * balance.residuals[rule] for rule, weight in weights.items()), Fraction(0))
    of_figure: defaultdict[int, Fraction] = defaultdict(Fraction)
    for rule, weight in weights.items():
        for figure, sign in zip(balance.members(rule), balance.signs(rule), strict=True):
            of_figure[figure] += sign * weight
    room = sum((abs(weight) * balance.steps[figure] / 2 for figure, weight in of_figure.items()), Fraction(0))
    return sorted(weights) if abs(off) > room else []


def _weights(balance: Balance, rules: Sequence[int]) -> list[float]:
    """Weigh the rules, each from -1 to 1, so that their sum oversteps its room by as much as possible."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    members = [balance.members(rule) for rule in rules]
    figures = sorted({figure for own in members for figure in own})
    column = {figure: place for place, figure in enumerate(figures)}
    signs = [sign for rule in rules for sign in balance.signs(rule)]
    columns = [column[figure] for own in members for figure in own]
    starts = np.cumsum([0, *map(len, members)])
    of_figure = csr_array((signs, columns, starts), shape=(len(rules), len(figures))).transpose()
    # Behind the rules' weights stands, by figure, at least the size of its combined weight.
    size = eye_array(len(figures))
    unit = min(balance.steps[figure] for figure in figures)
    gain = [balance.residuals[rule] / unit for rule in rules]
    room = [balance.steps[figure] / 2 / unit for figure in figures]
    most = np.r_[np.ones(len(rules)), np.full(len(figures), np.inf)]
    # No variable need be whole, so this is a linear program; scipy's other door takes no sparse matrix by its types.
    solution = milp(
        np.r_[np.negative(gain), room],
        bounds=Bounds(np.r_[-np.ones(len(rules)), np.zeros(len(figures))], most),
        constraints=LinearConstraint(
            csr_array(vstack([hstack([of_figure, -size]), hstack([-of_figure, -size])])), ub=0.0
        ),
    )
    return [0.0] * len(rules) if solution.x is None else [float(one) for one in solution.x[: len(rules)]]
