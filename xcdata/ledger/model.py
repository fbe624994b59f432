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

from xcdata.errors import InputError, Problem, Reason
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
    uncounted : tuple of Hashable
        Figures that came on top and that the total does not count yet; it is judged without them, and counts them once it is mended.
    """

    total: Hashable
    parts: tuple[Hashable, ...]
    id: str = ""
    known_difference: Decimal = Decimal(0)
    minus: tuple[Hashable, ...] = ()
    uncounted: tuple[Hashable, ...] = ()

    @property
    def signs(self) -> tuple[int, ...]:
        """By part, 1 or, where it is subtracted, -1."""
        minus = frozenset(self.minus)
        return tuple(-1 if part in minus else 1 for part in self.parts)


@dataclass(frozen=True, slots=True)
class Bound:
    """An inequality edit: a figure of which another is a part is no less than it.

    Attributes
    ----------
    whole, part : Hashable
    """

    whole: Hashable
    part: Hashable


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
    bounds : tuple of Bound
        Over those keys only. They break a tie: of equally small explanations those stay that break the fewest.

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
    bounds: tuple[Bound, ...] = ()

    def __post_init__(self) -> None:
        if self.kind is not None:
            object.__setattr__(self, "kind", kind_named(self.kind))
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


def kind_named(kind: object) -> Kind:
    """Give the kind of that name.

    Raises
    ------
    InputError
        When there is none.

    Examples
    --------
    >>> kind_named("rounded")
    <Kind.ROUNDED: 'rounded'>
    """
    try:
        return Kind(kind)  # type: ignore[arg-type]
    except ValueError:
        kinds = tuple(repr(str(one)) for one in Kind)
        problem = Problem("unknown_kind_of_sums", "kind", None, repr(kind), {"kinds": kinds}, Reason.VALUE)
        raise InputError([problem]) from None


def no_decimal(where: str, line: int | None, number: object) -> Problem:
    """Say of a number that it is no ``Decimal``, and how it is made one."""
    values = {"type": type(number).__name__, "text": repr(str(number))}
    return Problem("not_a_decimal", where, line, repr(number), values, Reason.VALUE)


def no_unit(where: str, line: int | None, found: str) -> Problem:
    """Say of what was found that it can be no unit in the last place."""
    return Problem("not_a_unit", where, line, found, {"reach": REACH}, Reason.VALUE)


def beyond_reach(where: str, line: int | None, number: Decimal) -> Problem:
    """Say of a number that it cannot be reckoned with."""
    return Problem("number_beyond_reach", where, line, shortened(number), {"reach": REACH}, Reason.VALUE)


def _type_problems(ledger: Ledger) -> Iterator[Problem]:
    for figure in ledger.figures:
        if not (figure.value is None or isinstance(figure.value, Decimal)):
            yield no_decimal(repr(figure.key), figure.line, figure.value)
        if not (figure.ulp is None or isinstance(figure.ulp, Decimal)):
            yield no_decimal(f"{figure.key!r}.ulp", figure.line, figure.ulp)
    if not isinstance(ledger.ulp, Decimal):
        yield no_decimal("ulp", None, ledger.ulp)
    if not (ledger.least is None or isinstance(ledger.least, Decimal)):
        yield no_decimal("least", None, ledger.least)
    for rule in ledger.rules:
        if not isinstance(rule.known_difference, Decimal):
            yield no_decimal(f"{_name_of(rule)}.known_difference", None, rule.known_difference)


def _name_of(rule: SumRule) -> str:
    return rule.id or repr(rule.total)


def _figure_problems(ledger: Ledger) -> Iterator[Problem]:
    if len(ledger.position) < len(ledger.figures):
        counts = Counter(figure.key for figure in ledger.figures)
        for key in (key for key, count in counts.items() if count > 1):
            line = ledger.by_key[key].line
            yield Problem("key_repeated", "", line, repr(key), {"count": counts[key]})
    if not (ledger.ulp.is_finite() and ledger.ulp > 0):
        yield no_unit("ulp", None, shortened(ledger.ulp))
    if ledger.least is not None and not ledger.least.is_finite():
        yield beyond_reach("least", None, ledger.least)
    for figure in ledger.figures:
        if figure.value is not None and not figure.value.is_finite():
            yield beyond_reach(repr(figure.key), figure.line, figure.value)
        if figure.ulp is not None and not (figure.ulp.is_finite() and figure.ulp > 0):
            yield no_unit(f"{figure.key!r}.ulp", figure.line, shortened(figure.ulp))
    yield from _far_off(ledger)


def _far_off(ledger: Ledger) -> Iterator[Problem]:
    """Yield what is too large or too fine to be reckoned with."""
    figures = ledger.figures
    # Of most ledgers one look at all numbers together tells that none is.
    numbers: list[Decimal | None] = [ledger.ulp, ledger.least, *(figure.value for figure in figures)]
    numbers += {figure.ulp for figure in figures}
    if not any_out_of_reach(one for one in numbers if one is not None and one.is_finite()):
        return
    places = [(figure.line, repr(figure.key), figure.value) for figure in figures]
    places += [(figure.line, f"{figure.key!r}.ulp", figure.ulp) for figure in figures]
    places += [(None, "ulp", ledger.ulp), (None, "least", ledger.least)]
    for line, name, number in places:
        if number is not None and number.is_finite() and out_of_reach(number):
            yield beyond_reach(name, line, number)


def shortened(number: Decimal) -> str:
    """Write a number for a message: a figure of 400 digits by its first ones and its size."""
    text = str(number)
    return text if len(text) <= 20 else f"{text[:12]}… (≈ 10**{number.adjusted()})"


def _rule_problems(ledger: Ledger) -> Iterator[Problem]:
    known = ledger.position
    for rule in ledger.rules:
        where, known_difference = _name_of(rule), rule.known_difference
        if not known_difference.is_finite() or (known_difference and out_of_reach(known_difference)):
            yield beyond_reach(f"{where}.known_difference", None, known_difference)
        if not rule.parts:
            yield Problem("rule_without_parts", where, reason=Reason.RULE)
        members = {rule.total, *rule.parts}
        if rule.total in rule.parts:
            yield Problem("total_among_parts", where, None, repr(rule.total), reason=Reason.RULE)
        elif len(members) <= len(rule.parts):
            twice = next(key for key, count in Counter(rule.parts).items() if count > 1)
            yield Problem("part_repeated", where, None, repr(twice), reason=Reason.RULE)
        for key in [key for key in members if key not in known]:
            yield Problem("figure_not_in_ledger", where, None, repr(key), reason=Reason.RULE)
        for key in [key for key, count in Counter(rule.minus).items() if count > 1 or key not in rule.parts]:
            yield Problem("minus_not_a_part", where, None, repr(key), reason=Reason.RULE)
