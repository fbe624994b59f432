"""Rules that somebody declares for a frame of their own: written with its labels, checked in every line.

In: a frame, and rules such as ``总计 = 营造林 + 花卉苗木`` or ``closing = opening + additions - disposals``, whose names are columns
(then each row is checked) or labels of rows (then each column is). Out: a :class:`DeclaredAudit`, in the frame's own labels. Sums
that hold are no object each: a million rows take a tenth of a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from numbers import Number
from typing import TYPE_CHECKING, Any, Literal

from xcdata.auditing.notation import in_rule, names_of, rule_texts, split_rule
from xcdata.auditing.parameters import PARAMETERS
from xcdata.errors import InputError, Problem, Reason
from xcdata.frames import FramedResults
from xcdata.labels import LANGUAGES, label
from xcdata.ledger.arrays import number_of
from xcdata.ledger.columnar import (
    NOT_CHECKABLE,
    VERDICTS,
    ArrayLedger,
    LineRule,
    LineVerdicts,
    array_ledger,
    check_lines,
)
from xcdata.ledger.decimals import out_of_reach
from xcdata.ledger.line_findings import findings_of
from xcdata.ledger.localize.lines import locate_lines
from xcdata.ledger.localize.locate import Change, Group
from xcdata.ledger.model import Figure, Kind, no_unit
from xcdata.ledger.results import SUM_RULE, Coverage, Finding, LeftOut, failures_first
from xcdata.ledger.verdicts import RuleFinding, Verdict
from xcdata.names import unknown_name

if TYPE_CHECKING:
    import pandas as pd


LONG = 200
"""Of longer rules so many characters are told."""

MOST_TOLD = 1000
"""So many lines that do not hold are told one by one, of each rule; the others are counted."""

Key = tuple[Hashable, Hashable]
"""A row's label and a column's."""


KeyOf = Callable[[Hashable], Key]
"""From the 0-based (row, column) of a ledger to the frame's labels."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A rule as it was declared, and the lines of the frame that its names are."""

    text: str
    rule: LineRule


@dataclass(frozen=True, eq=False, repr=False)
class DeclaredAudit(FramedResults):
    """Everything found in a frame by declared rules; see :class:`~xcdata.ledger.results.Results`.

    Findings and explanations name figures by (row label, column label). Of sums that hold there are no findings; :attr:`verdicts`
    has them all.

    Attributes
    ----------
    declared : tuple of Declared
    ledger : ArrayLedger
    judged : tuple of LineVerdicts
        One a rule.
    frame : pandas.DataFrame
        What was audited.
    labels : sequence of Hashable
        What its rows are called.
    """

    declared: tuple[Declared, ...]
    ledger: ArrayLedger
    judged: tuple[LineVerdicts, ...]
    frame: pd.DataFrame
    labels: Sequence[Hashable]

    def counts(self) -> dict[str, int]:
        """Return the number of sums, and of each verdict on them."""
        counted = [one.counts() for one in self.judged]
        found = {verdict.value: sum(one[verdict] for one in counted) for verdict in Verdict}
        return {"rules": sum(found.values())} | found

    @cached_property
    def figures(self) -> dict[Hashable, Figure]:
        """The figures that findings and explanations name."""
        keys = {key for finding in self.found for key in finding.figures}
        named = {
            key: Figure(key, "", None, name=tuple(map(str, key))) for key in keys if isinstance(key, tuple)
        }
        changed = (
            change.figure for group in self.groups for one in group.explanations for change in one.figures
        )
        return named | {figure.key: figure for figure in changed}

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """Every sum with its verdict.

        Returns
        -------
        pandas.DataFrame
            One row a rule and a line of the frame: ``rule``, ``line`` (the row's label, or the column's), ``published``, ``computed``
            and ``difference`` as floats to sort and plot by (NaN where figures cannot be read), ``verdict``.
        """
        import numpy as np
        import pandas as pd

        unit = float(Decimal(1).scaleb(self.ledger.exponent))
        parts = []
        for one, judged in zip(self.declared, self.judged, strict=True):
            by_row, total = one.rule.axis == "column", one.rule.total
            masks = self.ledger.readable
            if by_row:
                totals, mask = self.ledger.columns[total], masks[total]
                unread = np.zeros(len(totals), bool) if mask is None else ~mask
            else:
                totals = np.array([column[total] for column in self.ledger.columns], object)
                unread = np.array([mask is not None and not mask[total] for mask in masks], bool)
            published = np.where(unread, np.nan, totals.astype(float) * unit)
            difference = np.where(
                judged.codes == NOT_CHECKABLE, np.nan, judged.differences.astype(float) * unit
            )
            verdicts = pd.Categorical.from_codes(
                judged.codes.tolist(), pd.Index([verdict.value for verdict in VERDICTS])
            )
            columns = {
                "rule": one.text,
                "line": list(self.labels if by_row else self.ledger.names),
                "published": published,
                "computed": published + difference,
            }
            parts.append(pd.DataFrame(columns | {"difference": difference, "verdict": verdicts}))
        return pd.concat(parts, ignore_index=True)


def audit_declared(frame: pd.DataFrame, rules: Sequence[str], *, tolerance: object = None) -> DeclaredAudit:
    """Check declared rules in every line of a frame.

    Parameters
    ----------
    frame : pandas.DataFrame
        Its index, or the first column of texts where the index only counts, labels the rows.
    rules : sequence of str
        Such as ``总计 = 营造林 + 花卉苗木`` or ``closing = opening + additions - disposals``.
    tolerance : number, optional
        The unit in the last place of all figures, where they were rounded one by one: a sum of ``n`` parts is then within rounding
        when off by at most ``(n + 1) / 2`` of it. By default sums of decimal figures must be exact, and those of floats agree to the
        15 digits that a float keeps.

    Raises
    ------
    InputError
        A rule that is none, or that names what the frame does not have; a tolerance that is none; nothing to check.
    """
    texts = rule_texts(rules)
    unit = None if tolerance is None else unit_of_tolerance(tolerance)
    used = {name for text in texts for name in names_of(text)}
    labelling, labels = row_labels(frame, used)
    names = [joined(name) for name in frame.columns]
    places = [
        at
        for at in range(len(names))
        if at != labelling and holds_figures(frame.iloc[:, at], names[at] in used)
    ]
    others = [name for at, name in enumerate(names) if at not in places]
    refuse_empty(frame, len(names))
    # A million labels are looked at only where rules name any.
    rows = [] if used <= set(names) else [joined(one) for one in labels]
    declared = read_rules(texts, [names[at] for at in places], rows, others)
    refuse_empty(frame, len(places))
    # The names of columns that no rule uses may repeat; a ledger's do not.
    ledger = array_ledger(
        {f"{at}": frame.iloc[:, place].to_numpy() for at, place in enumerate(places)},
        [one.rule for one in declared],
        ulp=unit,
        kind=Kind.EXACT if unit is None else Kind.ROUNDED,
    )
    ledger = replace(ledger, names=tuple(names[at] for at in places))
    judged = check_lines(ledger)

    def key_of(cell: Hashable) -> Key:
        assert isinstance(cell, tuple)
        return labels[cell[0]], ledger.names[cell[1]]

    found: list[Finding] = []
    for one, verdicts in zip(declared, judged, strict=True):
        found += failures(one, ledger, verdicts, key_of)
    groups = tuple(with_keys(group, key_of) for group in locate_lines(ledger, judged).groups)
    return DeclaredAudit(
        "DataFrame",
        "",
        failures_first(found),
        groups,
        (),
        {},
        coverage(ledger, judged, [name for at, name in enumerate(names) if at not in (*places, labelling)]),
        declared,
        ledger,
        judged,
        frame,
        labels,
    )


def refuse_empty(frame: pd.DataFrame, columns: int) -> None:
    """Refuse a frame that leaves nothing to check.

    Raises
    ------
    InputError
        When it has no rows, or no columns of figures.
    """
    if len(frame) and columns:
        return
    values = {"rows": f"{len(frame):,}", "columns": f"{columns:,}"}
    raise InputError([Problem("no_figures_in_frame", "DataFrame", values=values, reason=Reason.MISSING)])


def coverage(ledger: ArrayLedger, judged: Sequence[LineVerdicts], others: Sequence[str]) -> Coverage:
    """Count the figures that stand in a sum that could be checked, and name the columns in none, and those without figures."""
    import numpy as np

    rows, names = len(ledger.lines), ledger.names
    checked = [np.zeros(rows, bool) for _ in names]
    for one in judged:
        checkable = one.codes != NOT_CHECKABLE
        members = np.array([one.rule.total, *one.rule.parts], np.intp)
        for column in members.tolist() if one.rule.axis == "column" else np.flatnonzero(checkable).tolist():
            if one.rule.axis == "column":
                checked[column] |= checkable
            else:
                checked[column][members] = True
    everywhere = any(one.rule.axis == "row" for one in judged)
    named = {at for one in judged if one.rule.axis == "column" for at in (one.rule.total, *one.rule.parts)}
    left_out = [name for at, name in enumerate(names) if not everywhere and at not in named]
    return Coverage(
        rows * len(names),
        sum(int(mask.sum()) for mask in checked),
        sum(int((~mask).sum()) for mask in ledger.readable if mask is not None),
        tuple(LeftOut("column", name) for name in (*left_out, *others)),
    )


def unit_of_tolerance(tolerance: object) -> Decimal:
    """Give a declared tolerance as the unit in the last place that it is.

    Raises
    ------
    InputError
        When it is no positive number within reach.
    """
    # A float is the decimal number that it is written as.
    unit = Decimal("NaN")
    if isinstance(tolerance, str | Number) and not isinstance(tolerance, bool):
        with suppress(InvalidOperation):
            unit = Decimal(str(tolerance).strip())
    if not (unit.is_finite() and unit > 0) or out_of_reach(unit):
        raise InputError([no_unit("tolerance", None, repr(tolerance))])
    return unit


def joined(name: Hashable) -> str:
    """Give a column's or row's name; those of a header of several rows are joined by ``/``."""
    return "/".join(str(part) for part in name if str(part)) if isinstance(name, tuple) else str(name)


def holds_figures(column: pd.Series[Any], used: bool) -> bool:
    """Tell whether a column holds figures: numbers, or texts and objects of which half are; of one that rules use, any."""
    from pandas.api.types import is_bool_dtype, is_complex_dtype, is_datetime64_any_dtype, is_numeric_dtype

    if is_numeric_dtype(column.dtype):
        return not is_bool_dtype(column.dtype) and not is_complex_dtype(column.dtype)
    if is_datetime64_any_dtype(column.dtype) or column.dtype.kind == "m":
        return False
    cells = column.dropna().iloc[: PARAMETERS.column_sample].tolist()
    cells = [cell for cell in cells if not (isinstance(cell, str) and not cell.strip())]
    numbers = sum(number_of(cell) is not None for cell in cells)
    return numbers > 0 if used else 0 < 2 * numbers >= len(cells)


def row_labels(frame: pd.DataFrame, used: Set[str]) -> tuple[int | None, Sequence[Hashable]]:
    """Give which column labels the rows, and the labels: the first of texts that no rule uses, or else the index.

    An index that does more than count labels them itself.
    """
    import pandas as pd

    if isinstance(frame.index, pd.RangeIndex):
        for at, (name, column) in enumerate(frame.items()):
            texts = column.dtype.kind not in "iufbMm" and len(column) and isinstance(column.iloc[0], str)
            if texts and joined(name) not in used:
                return at, column.tolist()
    return None, frame.index.tolist()


def read_rules(
    rules: Sequence[str], columns: Sequence[str], rows: Sequence[str], others: Sequence[str] = ()
) -> tuple[Declared, ...]:
    """Read declared rules; names are those of columns, or else of rows.

    Parameters
    ----------
    rules : sequence of str
    columns, rows : sequence of str
        Names, in the frame's order.
    others : sequence of str
        Names of columns without figures.

    Raises
    ------
    InputError
        With every rule that cannot be read.
    """
    declared: list[Declared] = []
    problems: list[Problem] = []
    known_columns, known_rows = Counter([*columns, *others]), Counter(rows)
    for text in rules:
        where = text if len(text) <= LONG else text[:LONG] + "…"
        read = split_rule(text)
        if read is None:
            problems.append(Problem("not_a_rule", where, reason=Reason.RULE))
            continue
        names, signs = read
        by_row = not set(names) <= known_columns.keys() and set(names) <= known_rows.keys()
        known, counts = (rows, known_rows) if by_row else (columns, known_columns)
        unknown = [name for name in names if name not in known_columns and name not in known_rows]
        strange = unknown or [name for name in names if name not in counts]
        if strange:
            both = [*columns, *dict.fromkeys(rows[:MOST_TOLD])]
            kind, told = unknown_name("line", strange[0], map(in_rule, both))
            problems.append(Problem(kind, where, None, strange[0], told, Reason.RULE))
        elif again := [name for name in names if names.count(name) > 1]:
            problems.append(Problem("part_repeated", where, None, again[0], reason=Reason.RULE))
        elif twice := [name for name in names if counts[name] > 1]:
            problems.append(Problem("name_repeated", where, None, twice[0], reason=Reason.RULE))
        elif without := [name for name in names if name not in known]:
            problems.append(Problem("column_without_figures", where, None, without[0], reason=Reason.RULE))
        else:
            total, *parts = (known.index(name) for name in names)
            minus = tuple(part for part, sign in zip(parts, signs, strict=True) if sign < 0)
            axis: Literal["row", "column"] = "row" if by_row else "column"
            declared.append(Declared(text.strip(), LineRule(axis, total, tuple(parts), text.strip(), minus)))
    if problems:
        raise InputError(problems)
    return tuple(declared)


def failures(one: Declared, ledger: ArrayLedger, verdicts: LineVerdicts, key_of: KeyOf) -> Iterator[Finding]:
    """Yield a finding for each line in which a rule does not hold, the largest differences first, and one for those not told."""
    rest = 0
    for verdict in (Verdict.INCONSISTENT, Verdict.NOT_CHECKABLE):
        findings = list(findings_of(ledger, verdicts, verdict))
        findings.sort(key=lambda finding: abs(finding.difference or Decimal(0)), reverse=True)
        rest += max(0, len(findings) - MOST_TOLD)
        for finding in findings[:MOST_TOLD]:
            yield one_line(one, finding, key_of)
    if rest:
        message = {
            lang: label("message", "more_lines", lang, rule=one.text, count=f"{rest:,}") for lang in LANGUAGES
        }
        yield Finding(f"{one.text}/…", "more lines", Verdict.INCONSISTENT, message, stated=(str(rest),))


def one_line(one: Declared, finding: RuleFinding, key_of: KeyOf) -> Finding:
    """Return the finding on one line, in the frame's labels."""
    keys = tuple(key_of(cell) for cell in (finding.rule.total, *finding.rule.parts))
    line = keys[0][0] if one.rule.axis == "column" else keys[0][1]
    return Finding(
        f"{one.text} [{line}]",
        SUM_RULE,
        finding.verdict,
        {lang: label("message", "declared", lang, rule=one.text, line=line) for lang in LANGUAGES},
        keys,
        published=finding.published,
        computed=finding.computed,
        difference=finding.difference,
        tolerance=finding.tolerance,
    )


def with_keys(group: Group, key_of: KeyOf) -> Group:
    """Return a group whose figures are keyed and named by the frame's labels."""

    def renamed(change: Change) -> Change:
        key = key_of(change.figure.key)
        return replace(change, figure=replace(change.figure, key=key, name=tuple(map(str, key))))

    explanations = tuple(replace(one, figures=tuple(map(renamed, one.figures))) for one in group.explanations)
    return replace(group, explanations=explanations)
