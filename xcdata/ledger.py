"""The one idea: figures with their provenance, and the sum rules that tie them together.

In: published figures, each with the place it was printed at, and rules that say which of them is the sum of
which others. Out: a :class:`Ledger`, which checking, locating and reporting understand without knowing
what its figures are about. Values are exact throughout: ``Decimal`` at the door, scaled ``int`` inside.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


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
    """

    key: Hashable
    printed: str
    value: Decimal | None
    line: int | None = None
    column: int | None = None
    ulp: Decimal | None = None


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
    """

    figures: tuple[Figure, ...]
    rules: tuple[SumRule, ...]
    ulp: Decimal
    kind: Kind | None = Kind.EXACT

    @cached_property
    def by_key(self) -> dict[Hashable, Figure]:
        """The figures by key."""
        return {figure.key: figure for figure in self.figures}
