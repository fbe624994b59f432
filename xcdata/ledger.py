"""The one idea: figures with their provenance, and the sum rules that tie them together.

In: published figures, each with the place it was printed at, and rules that say which of them is the sum of
which others. Out: a :class:`Ledger`, which checking, locating and reporting understand without knowing
what its figures are about. Values are exact throughout: ``Decimal`` at the door, scaled ``int`` inside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from xcdata.problems import InputError, Problem


class Kind(StrEnum):
    """How a ledger's sums hold."""

    EXACT = "exact"
    ROUNDED = "rounded"


@dataclass(frozen=True, slots=True)
class Figure:
    """A published number and where it stands.

    Attributes
    ----------
    key : Hashable
        Its name in the ledger: a path such as ``plan/禹州市/造林/合计``, or a (row, column) pair of a grid.
    printed : str
        The text as printed; empty for a blank cell, which counts as nothing.
    value : Decimal or None
        Its exact value in the ledger's unit; None when it cannot be read.
    line, column : int or None
        1-based line (row) and cell (column) of the source.
    ulp : Decimal or None
        Its own unit in the last place, where that is not the ledger's.
    address : str or None
        Its cell in a workbook, e.g. ``E8``.
    """

    key: Hashable
    printed: str
    value: Decimal | None
    line: int | None = None
    column: int | None = None
    ulp: Decimal | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class SumRule:
    """A balance edit: the total is the sum of its parts.

    A rule with one part says that two places state the same figure.

    Attributes
    ----------
    total : Hashable
    parts : tuple of Hashable
    id : str
        Its name in the findings.
    known_difference : Decimal
        The difference (computed minus published) that a known issue explains; the rule's zero.
    """

    total: Hashable
    parts: tuple[Hashable, ...]
    id: str = ""
    known_difference: Decimal = Decimal(0)


@dataclass(frozen=True)
class Ledger:
    """Figures and the sum rules between them.

    Attributes
    ----------
    figures : tuple of Figure
        With distinct keys.
    rules : tuple of SumRule
        Over those keys only.
    ulp : Decimal
        The unit in the last place of the whole table (0.01 for one that prints ``4``, ``18.4`` and ``1.50``).
    kind : Kind or None
        Exact, rounded, or None to have it inferred.
    least : Decimal or None
        The least value that a figure can truly have: 0 for areas and head counts. No explanation goes below.

    Raises
    ------
    InputError
        When a key names two figures, a figure or a unit is no finite number, or a rule names a figure that is
        not there, names one twice, or has no parts.
    """

    figures: tuple[Figure, ...]
    rules: tuple[SumRule, ...]
    ulp: Decimal
    kind: Kind | None = Kind.EXACT
    least: Decimal | None = None

    def __post_init__(self) -> None:
        if problems := [*_figure_problems(self), *_rule_problems(self)]:
            raise InputError(problems)

    @cached_property
    def by_key(self) -> dict[Hashable, Figure]:
        """The figures by key."""
        return {figure.key: figure for figure in self.figures}


def _figure_problems(ledger: Ledger) -> Iterator[Problem]:
    if len(ledger.by_key) < len(ledger.figures):
        counts = Counter(figure.key for figure in ledger.figures)
        for key in (key for key, count in counts.items() if count > 1):
            found = f"{counts[key]} figures named {key!r}"
            yield Problem(
                "ledger", ledger.by_key[key].line, "one figure a key", found, "Give each its own key."
            )
    if not (ledger.ulp.is_finite() and ledger.ulp > 0):
        yield Problem("ledger", None, "a positive unit in the last place", str(ledger.ulp), "Use e.g. 0.01.")
    for figure in ledger.figures:
        if figure.value is not None and not figure.value.is_finite():
            found = f"{figure.value} for {figure.key!r}"
            yield Problem("ledger", figure.line, "a finite value", found, "Use None for what cannot be read.")
        if figure.ulp is not None and not (figure.ulp.is_finite() and figure.ulp > 0):
            found = f"{figure.ulp} for {figure.key!r}"
            yield Problem("ledger", figure.line, "a positive unit in the last place", found, "Use e.g. 0.01.")


def _rule_problems(ledger: Ledger) -> Iterator[Problem]:
    known = ledger.by_key
    for rule in ledger.rules:
        where = f"rule {rule.id or repr(rule.total)}"
        if not rule.parts:
            yield Problem(where, None, "at least one part", "none", "Name what adds up to the total.")
        members = {rule.total, *rule.parts}
        if rule.total in rule.parts:
            found = f"its total {rule.total!r} among them"
            yield Problem(
                where, None, "parts other than the total", found, "Leave the total out of the parts."
            )
        elif len(members) <= len(rule.parts):
            twice = next(key for key, count in Counter(rule.parts).items() if count > 1)
            yield Problem(where, None, "each part once", f"{twice!r} twice", "Name it once.")
        for key in [key for key in members if key not in known]:
            yield Problem(where, None, "figures of the ledger", f"{key!r}", "Add the figure or mend the key.")
