"""Many rules alike, as arrays: one sum rule for every row of a table, or for every column.

In: the columns of a table and :class:`LineRule` rules. Out: a verdict on each rule in each line as arrays, exact as
:func:`~xcdata.ledger.verdicts.check` is. A million rules that hold are no object each: figures and rules are made of the lines
that are shown, or in which errors are located (:mod:`~xcdata.ledger.localize.lines`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xcdata.errors import InputError, Problem, Reason
from xcdata.ledger.arrays import ROOM, Bools, Ints, exact_sum, fitted, largest, read_column
from xcdata.ledger.balance import tolerance_of_alike
from xcdata.ledger.decimals import EXACTLY, finest_exponent, out_of_reach
from xcdata.ledger.model import (
    Kind,
    beyond_reach,
    kind_named,
    no_decimal,
    no_unit,
    shortened,
)
from xcdata.ledger.verdicts import Verdict
from xcdata.names import unknown_name

VERDICTS = tuple(Verdict)
"""What the codes of verdicts stand for."""

EXACT, WITHIN, INCONSISTENT, NOT_CHECKABLE = range(4)


@dataclass(frozen=True, slots=True)
class LineRule:
    """A sum rule that holds all along a table.

    Attributes
    ----------
    axis : {"column", "row"}
        What is added up: columns (in every row, one column is the sum of others), or rows (in every column).
    total : int
        0-based column or row.
    parts : sequence of int
        A ``range`` costs nothing however long it is.
    id : str
        Its name in the findings, which put the line or the column's name behind it.
    minus : tuple of int
        Those of the parts that are subtracted.
    """

    axis: Literal["column", "row"]
    total: int
    parts: Sequence[int]
    id: str = ""
    minus: tuple[int, ...] = ()

    @property
    def signs(self) -> list[int]:
        """By part, 1 or, where it is subtracted, -1."""
        minus = frozenset(self.minus)
        return [-1 if part in minus else 1 for part in self.parts]


@dataclass(frozen=True, eq=False, repr=False)
class ArrayLedger:
    """A table of figures as arrays, and the rules along it; made by :func:`array_ledger`.

    Attributes
    ----------
    names : tuple of str
        Of the columns.
    columns : tuple of (rows,) int64 or object arrays
        Whole numbers of ``10**exponent``; 0 where a figure cannot be read.
    readable : tuple of ((rows,) bool or None)
        None for a column in which every figure can be read.
    units : tuple of (int or (rows,) int64 or object)
        The unit in the last place, of a column or of each of its figures, in whole numbers.
    sizes : tuple of int
        The size of each column's largest figure, in whole numbers.
    exponent : int
    rules : tuple of LineRule
    kind : Kind
    binary : bool
        Whether there are floats that no number of decimals makes short. Each is known to 15 digits only, copies too.
    least : Decimal or None
        The least value that a figure can truly have.
    lines : sequence of int
        The line of the source that each row stands in.
    given : tuple of sequence
        The columns as they were given, to print figures from.
    """

    names: tuple[str, ...]
    columns: tuple[Ints, ...]
    readable: tuple[Bools | None, ...]
    units: tuple[int | Ints, ...]
    sizes: tuple[int, ...]
    exponent: int
    rules: tuple[LineRule, ...]
    kind: Kind
    binary: bool
    least: Decimal | None
    lines: Sequence[int]
    given: tuple[NDArray[np.generic], ...]

    def __repr__(self) -> str:
        rows = len(self.lines)
        return f"{type(self).__name__}({rows:,} rows of {', '.join(self.names)}; {len(self.rules)} rules)"

    def decimal(self, whole: int) -> Decimal:
        """Give the exact value of a whole number."""
        return Decimal(int(whole)).scaleb(self.exponent, EXACTLY)


@dataclass(frozen=True, eq=False)
class LineVerdicts:
    """The verdicts on one rule, line by line.

    Attributes
    ----------
    rule : LineRule
    codes : (lines,) int8
        Places in :data:`VERDICTS`, by row of a rule that adds up columns, by column of one that adds up rows.
    differences : (lines,) int64 or object
        Computed minus published, in the ledger's whole numbers; 0 where it cannot be checked.
    tolerances : int or (lines,) int64 or object
        How far the difference may be from nothing, in halves of the ledger's whole numbers.
    """

    rule: LineRule
    codes: NDArray[np.int8]
    differences: Ints
    tolerances: int | Ints

    def counts(self) -> dict[Verdict, int]:
        """Count the lines of each verdict."""
        return dict(zip(VERDICTS, np.bincount(self.codes, minlength=4).tolist(), strict=True))

    def lines(self, verdict: Verdict) -> NDArray[np.intp]:
        """Give the 0-based lines that a verdict was given on."""
        return np.flatnonzero(self.codes == VERDICTS.index(verdict))

    def tolerance(self, line: int) -> int:
        """Give the tolerance of one line."""
        return self.tolerances if isinstance(self.tolerances, int) else int(self.tolerances[line])


def array_ledger(
    columns: Mapping[str, ArrayLike],
    rules: Sequence[LineRule],
    *,
    ulp: Decimal | Mapping[str, Decimal] | None = None,
    kind: Kind = Kind.EXACT,
    least: Decimal | None = None,
    lines: Sequence[int] | None = None,
) -> ArrayLedger:
    """Make a ledger of a table's columns.

    Parameters
    ----------
    columns : mapping of str to (rows,) array or sequence
        Numbers as :func:`~xcdata.ledger.arrays.read_column` reads them. An int64 column is not copied.
    rules : sequence of LineRule
    ulp : Decimal, or mapping of str to Decimal, optional
        The unit in the last place of all figures, or of those of some columns; of the others, and by default of all, the finest
        place that any figure is given to. Floats for which no number of decimals is enough (1/3) have each the unit of their 15th
        digit, and all sums are then taken to hold within half units.
    kind : Kind
    least : Decimal, optional
        The least value that a figure can truly have.
    lines : sequence of int, optional
        The source's line of each row; by default they count from 1.

    Raises
    ------
    InputError
        When columns are not equally long or not flat, a unit is no positive ``Decimal`` within reach, the kind is none, or a rule
        names a line that is not there, one twice, or no parts.

    Examples
    --------
    >>> table = {"a": [12.5, 30.25, 1], "b": [0.5, 12, 2], "total": [13, 42.25, 3.1]}
    >>> ledger = array_ledger(table, [LineRule("column", 2, (0, 1), "total")])
    >>> ledger, ledger.exponent
    (ArrayLedger(3 rows of a, b, total; 1 rules), -2)
    >>> [verdicts] = check_lines(ledger)
    >>> verdicts.codes, verdicts.lines(Verdict.INCONSISTENT), ledger.decimal(verdicts.differences[2])
    (array([0, 0, 2], dtype=int8), array([2]), Decimal('-0.10'))
    """
    kind = kind_named(kind)
    given = {name: _flat(name, column) for name, column in columns.items()}
    units_given: Mapping[str, object] = (
        ulp if isinstance(ulp, Mapping) else {} if ulp is None else dict.fromkeys(columns, ulp)
    )
    lengths = [len(column) for column in given.values()]
    if problems := [
        *_table_problems(columns, lengths, units_given, least),
        *_rule_problems(rules, lengths[0] if lengths else 0, len(lengths)),
    ]:
        raise InputError(problems)
    given_units = {name: unit for name, unit in units_given.items() if isinstance(unit, Decimal)}
    read = [read_column(column) for column in given.values()]
    rows = len(read[0].values) if read else 0
    binary = any(
        one.units is not None and name not in given_units for name, one in zip(columns, read, strict=True)
    )
    numbers = [*given_units.values(), *(() if least is None else (least,))]
    exponent = min([finest_exponent(numbers), *(one.exponent for one in read)])
    read = [one.at(exponent) for one in read]
    units: list[int | Ints] = []
    for name, one in zip(columns, read, strict=True):
        if name in given_units:
            units.append(int(given_units[name].scaleb(-exponent, EXACTLY)))
        else:
            units.append(1 if one.units is None else one.units)
    return ArrayLedger(
        tuple(columns),
        tuple(one.values for one in read),
        tuple(one.readable for one in read),
        tuple(units),
        tuple(one.size for one in read),
        exponent,
        tuple(rules),
        Kind.ROUNDED if binary else kind,
        binary,
        least,
        range(1, rows + 1) if lines is None else lines,
        tuple(given.values()),
    )


def _flat(name: str, column: ArrayLike) -> NDArray[np.generic]:
    try:
        array = np.asarray(column)
    except ValueError:
        pass  # rows of several lengths
    else:
        if array.ndim == 1:
            return array
    raise InputError([Problem("column_not_flat", found=repr(name))])


def _table_problems(
    columns: Mapping[str, ArrayLike],
    lengths: Sequence[int],
    units: Mapping[str, object],
    least: object,
) -> Iterator[Problem]:
    for name, length in zip(columns, lengths, strict=True):
        if length != lengths[0]:
            values = {"length": length, "first": lengths[0]}
            yield Problem("columns_of_unequal_length", found=repr(name), values=values)
    if least is not None and not isinstance(least, Decimal):
        yield no_decimal("least", None, least)
    elif least is not None and (not least.is_finite() or out_of_reach(least)):
        yield beyond_reach("least", None, least)
    for name, unit in units.items():
        if name not in columns:
            kind, told = unknown_name("column", str(name), map(str, columns))
            yield Problem(kind, "ulp", None, str(name), told)
        elif not isinstance(unit, Decimal):
            yield no_decimal(f"ulp[{name!r}]", None, unit)
        elif not (unit.is_finite() and unit > 0) or out_of_reach(unit):
            yield no_unit(f"ulp[{name!r}]", None, shortened(unit))


def _rule_problems(rules: Sequence[LineRule], rows: int, columns: int) -> Iterator[Problem]:
    for rule in rules:
        where, size = rule.id or str(rule.total), columns if rule.axis == "column" else rows
        members = (
            [rule.total, *rule.parts]
            if not isinstance(rule.parts, range)
            else [rule.total, *rule.parts[:1], *rule.parts[-1:]]
        )
        if not len(rule.parts):
            yield Problem("rule_without_parts", where, reason=Reason.RULE)
        for line in sorted({line for line in members if not 0 <= line < size}):
            yield Problem("index_not_in_table", where, None, str(line), {"size": size}, Reason.RULE)
        if rule.total in rule.parts:
            yield Problem("total_among_parts", where, None, str(rule.total), reason=Reason.RULE)
        elif not isinstance(rule.parts, range) and len(set(rule.parts)) < len(rule.parts):
            twice = next(part for part, count in Counter(rule.parts).items() if count > 1)
            yield Problem("part_repeated", where, None, str(twice), reason=Reason.RULE)
        for line in [one for one, count in Counter(rule.minus).items() if count > 1 or one not in rule.parts]:
            yield Problem("minus_not_a_part", where, None, str(line), reason=Reason.RULE)


def check_lines(ledger: ArrayLedger) -> tuple[LineVerdicts, ...]:
    """Judge every rule in every line, in exact arithmetic.

    Parameters
    ----------
    ledger : ArrayLedger

    Returns
    -------
    tuple of LineVerdicts
        One a rule, in the ledger's order.
    """
    return tuple(
        _check_columns(ledger, rule) if rule.axis == "column" else _check_rows(ledger, rule)
        for rule in ledger.rules
    )


def _check_columns(ledger: ArrayLedger, rule: LineRule) -> LineVerdicts:
    first, *others = rule.parts
    members = (rule.total, *rule.parts)
    columns: Sequence[Ints] = ledger.columns
    if sum(ledger.sizes[column] for column in members) >= ROOM:
        columns = [column.astype(object) for column in columns]
    minus = frozenset(rule.minus)
    difference = (-columns[first] if first in minus else columns[first]) - columns[rule.total]
    for part in others:
        if part in minus:
            difference -= columns[part]
        else:
            difference += columns[part]
    tolerances = _tolerances([ledger.units[column] for column in members], ledger.kind, binary=ledger.binary)
    unread = [~mask for column in members if (mask := ledger.readable[column]) is not None]
    return _judged(rule, difference, tolerances, np.logical_or.reduce(unread) if unread else None)


def _check_rows(ledger: ArrayLedger, rule: LineRule) -> LineVerdicts:
    rows, parts, minus = len(rule.parts) + 1, _selected(rule.parts), _selected(rule.minus)
    differences, tolerances, unread = [], [], []
    for column, readable, unit in zip(ledger.columns, ledger.readable, ledger.units, strict=True):
        unread.append(readable is not None and not (readable[rule.total] and readable[parts].all()))
        added = exact_sum(column[parts]) - 2 * exact_sum(column[minus])
        differences.append(0 if unread[-1] else added - int(column[rule.total]))
        if isinstance(unit, int):
            tolerances.append(
                unit * rows if ledger.binary else tolerance_of_alike(rows, 2 * unit, ledger.kind)
            )
        else:
            tolerances.append(exact_sum(unit[parts]) + int(unit[rule.total]))
    off = fitted(np.array(differences, object))
    return _judged(
        rule, off, fitted(np.array(tolerances, object)), np.array(unread, bool) if any(unread) else None
    )


def _selected(parts: Sequence[int]) -> slice | NDArray[np.intp]:
    if isinstance(parts, range) and parts.step > 0:
        return slice(parts.start, parts.stop, parts.step)
    return np.asarray(parts, np.intp)


def _judged(rule: LineRule, differences: Ints, tolerances: int | Ints, unread: Bools | None) -> LineVerdicts:
    codes = np.zeros(len(differences), np.int8)
    off = np.flatnonzero(differences)
    if len(off):
        # What is off in a million lines is looked at in these lines alone.
        room = tolerances if isinstance(tolerances, int) else tolerances[off]
        within = np.asarray(2 * np.abs(differences[off]) <= room, bool)
        codes[off] = np.where(within, WITHIN, INCONSISTENT)
    if unread is not None:
        codes[unread], differences[unread] = NOT_CHECKABLE, 0
    return LineVerdicts(rule, codes, differences, tolerances)


def _tolerances(units: Sequence[int | Ints], kind: Kind, *, binary: bool) -> int | Ints:
    """Give how far the lines of a rule may be off, in half units: :func:`~xcdata.ledger.balance.tolerance` for arrays."""
    if all(isinstance(unit, int) for unit in units):
        alike = [unit for unit in units if isinstance(unit, int)]
        finest = min(alike)
        if binary:
            return sum(alike)
        if max(alike) == finest:
            return tolerance_of_alike(len(alike), 2 * finest, kind)
        return sum(unit for unit in alike if unit > finest or kind is Kind.ROUNDED)
    # Floats bring units of their own, and each its half, copies too.
    sizes = sum(unit if isinstance(unit, int) else largest(unit) for unit in units)
    if sizes >= ROOM:
        return sum((np.asarray(unit, object) for unit in units), np.zeros(1, object))
    return sum((np.asarray(unit, np.int64) for unit in units), np.zeros(1, np.int64))
