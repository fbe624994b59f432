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

from xcdata.errors import InputError, LegacyProblem, Problem, Reason
from xcdata.ledger.decimals import REACH, any_out_of_reach, out_of_reach


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
    name : tuple of str
        What people call it, from the outermost word in: ``("禹州市", "造林", "合计")``. Words that ``labels.toml`` has under
        ``[figure]`` are shown in the reader's language, all others as they are.
    counted : bool
        Whether it was counted by us; then it was never printed.
    """

    key: Hashable
    printed: str
    value: Decimal | None
    line: int | None = None
    column: int | None = None
    ulp: Decimal | None = None
    address: str | None = None
    name: tuple[str, ...] = ()
    counted: bool = False


@dataclass(frozen=True, slots=True)
class SumRule:
    """A balance edit: the total is the sum of its parts, of which some may be subtracted.

    A rule with one part says that two places state the same figure.

    Attributes
    ----------
    total : Hashable
    parts : tuple of Hashable
    id : str
        Its name in the findings.
    known_difference : Decimal
        The difference (computed minus published) that a known issue explains; the rule's zero.
    minus : tuple of Hashable
        Those of the parts that are subtracted: ``closing = opening + additions - disposals``.
    """

    total: Hashable
    parts: tuple[Hashable, ...]
    id: str = ""
    known_difference: Decimal = Decimal(0)
    minus: tuple[Hashable, ...] = ()

    @property
    def signs(self) -> tuple[int, ...]:
        """By part, 1 or, where it is subtracted, -1."""
        minus = frozenset(self.minus)
        return tuple(-1 if part in minus else 1 for part in self.parts)


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
    name : str
        What it is about, where there are several.

    Raises
    ------
    InputError
        When a key names two figures, a number is no ``Decimal``, not finite or beyond ``10**100`` or ``10**-100``, a unit is not
        positive, the kind is none, or a rule names a figure that is not there, names one twice, or has no parts.
    """

    figures: tuple[Figure, ...]
    rules: tuple[SumRule, ...]
    ulp: Decimal
    kind: Kind | None = Kind.EXACT
    least: Decimal | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if self.kind is not None:
            object.__setattr__(self, "kind", kind_named("ledger", self.kind))
        # What is no number cannot be asked whether it is a sensible one.
        if problems := [*_type_problems(self)] or [*_figure_problems(self), *_rule_problems(self)]:
            raise InputError(problems)

    @cached_property
    def position(self) -> dict[Hashable, int]:
        """Where in :attr:`figures` each key stands."""
        return {figure.key: index for index, figure in enumerate(self.figures)}

    @cached_property
    def by_key(self) -> dict[Hashable, Figure]:
        """The figures by key."""
        return {figure.key: figure for figure in self.figures}


def kind_named(where: str, kind: object) -> Kind:
    """Give the kind of that name.

    Raises
    ------
    InputError
        When there is none.

    Examples
    --------
    >>> kind_named("ledger", "rounded")
    <Kind.ROUNDED: 'rounded'>
    """
    try:
        return Kind(kind)  # type: ignore[arg-type]
    except ValueError:
        expected, advice = f"a kind, {' or '.join(map(repr, map(str, Kind)))}", "Name one of the kinds."
        raise InputError([LegacyProblem(where, None, expected, repr(kind), advice, Reason.VALUE)]) from None


def no_decimal(where: str, line: int | None, number: object, name: str) -> Problem:
    """Say of a number that it is no ``Decimal``, and how it is made one."""
    found = f"{number!r} ({type(number).__name__}) for {name}"
    advice = f"Give Decimal({str(number)!r})."
    return LegacyProblem(where, line, "a Decimal", found, advice, Reason.VALUE)


def _type_problems(ledger: Ledger) -> Iterator[Problem]:
    for figure in ledger.figures:
        if not (figure.value is None or isinstance(figure.value, Decimal)):
            yield no_decimal("ledger", figure.line, figure.value, repr(figure.key))
        if not (figure.ulp is None or isinstance(figure.ulp, Decimal)):
            yield no_decimal("ledger", figure.line, figure.ulp, f"the unit of {figure.key!r}")
    if not isinstance(ledger.ulp, Decimal):
        yield no_decimal("ledger", None, ledger.ulp, "the unit")
    if not (ledger.least is None or isinstance(ledger.least, Decimal)):
        yield no_decimal("ledger", None, ledger.least, "the least value")
    for rule in ledger.rules:
        if not isinstance(rule.known_difference, Decimal):
            name = f"the known difference of {rule.id or rule.total!r}"
            yield no_decimal("ledger", None, rule.known_difference, name)


def _figure_problems(ledger: Ledger) -> Iterator[Problem]:
    if len(ledger.position) < len(ledger.figures):
        counts = Counter(figure.key for figure in ledger.figures)
        for key in (key for key, count in counts.items() if count > 1):
            found = f"{counts[key]} figures named {key!r}"
            yield LegacyProblem(
                "ledger", ledger.by_key[key].line, "one figure a key", found, "Give each its own key."
            )
    if not (ledger.ulp.is_finite() and ledger.ulp > 0):
        yield LegacyProblem(
            "ledger", None, "a positive unit in the last place", str(ledger.ulp), "Use e.g. 0.01."
        )
    if ledger.least is not None and not ledger.least.is_finite():
        yield LegacyProblem(
            "ledger", None, "a finite least value", str(ledger.least), "Use None for no least value."
        )
    for figure in ledger.figures:
        if figure.value is not None and not figure.value.is_finite():
            found = f"{figure.value} for {figure.key!r}"
            yield LegacyProblem(
                "ledger", figure.line, "a finite value", found, "Use None for what cannot be read."
            )
        if figure.ulp is not None and not (figure.ulp.is_finite() and figure.ulp > 0):
            found = f"{figure.ulp} for {figure.key!r}"
            yield LegacyProblem(
                "ledger", figure.line, "a positive unit in the last place", found, "Use e.g. 0.01."
            )
    yield from _far_off(ledger)


def _far_off(ledger: Ledger) -> Iterator[Problem]:
    """Yield what is too large or too fine to be reckoned with."""
    figures = ledger.figures
    # Of most ledgers one look at all numbers together tells that none is.
    numbers: list[Decimal | None] = [ledger.ulp, ledger.least, *(figure.value for figure in figures)]
    numbers += {figure.ulp for figure in figures}
    if not any_out_of_reach(one for one in numbers if one is not None and one.is_finite()):
        return
    expected = f"numbers between 10**-{REACH} and 10**{REACH}"
    advice = "State the figures in another unit, or use None for what cannot be read."
    places = [(figure.line, repr(figure.key), figure.value) for figure in figures]
    places += [(figure.line, f"the unit of {figure.key!r}", figure.ulp) for figure in figures]
    places += [(None, "the unit", ledger.ulp), (None, "the least value", ledger.least)]
    for line, name, number in places:
        if number is not None and number.is_finite() and out_of_reach(number):
            yield LegacyProblem("ledger", line, expected, f"{shortened(number)} for {name}", advice)


def shortened(number: Decimal) -> str:
    """Write a number for a message: a figure of 400 digits by its first ones and its size."""
    text = str(number)
    return text if len(text) <= 20 else f"{text[:12]}… (of the order of 10**{number.adjusted()})"


def _rule_problems(ledger: Ledger) -> Iterator[Problem]:
    known = ledger.position
    for rule in ledger.rules:
        where = f"rule {rule.id or repr(rule.total)}"
        known_difference = rule.known_difference
        if not known_difference.is_finite() or (known_difference and out_of_reach(known_difference)):
            found = f"a known difference of {shortened(known_difference)}"
            yield LegacyProblem(where, None, "a number", found, f"It is finite and within 10**{REACH}.")
        if not rule.parts:
            yield LegacyProblem(where, None, "at least one part", "none", "Name what adds up to the total.")
        members = {rule.total, *rule.parts}
        if rule.total in rule.parts:
            found = f"its total {rule.total!r} among them"
            yield LegacyProblem(
                where, None, "parts other than the total", found, "Leave the total out of the parts."
            )
        elif len(members) <= len(rule.parts):
            twice = next(key for key, count in Counter(rule.parts).items() if count > 1)
            yield LegacyProblem(where, None, "each part once", f"{twice!r} twice", "Name it once.")
        for key in [key for key in members if key not in known]:
            yield LegacyProblem(
                where, None, "figures of the ledger", f"{key!r}", "Add the figure or mend the key."
            )
        for key in [key for key, count in Counter(rule.minus).items() if count > 1 or key not in rule.parts]:
            advice = "Name what is subtracted among the parts, and once."
            yield LegacyProblem(where, None, "to subtract parts of the rule", f"{key!r}", advice, Reason.RULE)
