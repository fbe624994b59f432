"""Rules that somebody declares for a frame of their own: written with its labels, checked in every line.

In: a frame, and rules such as ``总计 = 营造林 + 花卉苗木``, whose names are columns (then each row is checked) or labels of rows (then
each column is). Out: a :class:`DeclaredAudit`, in the frame's own labels. Sums that hold are no object each: a million rows
take about a quarter of a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xcdata.errors import InputError, Problem
from xcdata.frames import FramedResults
from xcdata.labels import LANGUAGES, label
from xcdata.ledger.columnar import (
    VERDICTS,
    ArrayLedger,
    LineRule,
    LineVerdicts,
    array_ledger,
    check_lines,
    findings_of,
)
from xcdata.ledger.localize.lines import locate_lines
from xcdata.ledger.localize.locate import Change, Group
from xcdata.ledger.model import Figure, Kind
from xcdata.ledger.results import SUM_RULE, Coverage, Finding, LeftOut, failures_first
from xcdata.ledger.verdicts import RuleFinding, Verdict

if TYPE_CHECKING:
    import pandas as pd

NAME = r"\s*(?:`[^`]+`|[^`=+\s][^`=+]*)\s*"
"""A name; one that holds ``=`` or ``+`` stands between backticks."""

RULE = re.compile(rf"{NAME}={NAME}(?:\+{NAME})*")

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
    """

    declared: tuple[Declared, ...]
    ledger: ArrayLedger
    judged: tuple[LineVerdicts, ...]
    frame: pd.DataFrame

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
            and ``difference`` as floats to sort and plot by, ``verdict``.
        """
        import numpy as np
        import pandas as pd

        unit = float(Decimal(1).scaleb(self.ledger.exponent))
        parts = []
        for one, judged in zip(self.declared, self.judged, strict=True):
            by_row = one.rule.axis == "column"
            totals = (
                self.ledger.columns[one.rule.total]
                if by_row
                else np.array([column[one.rule.total] for column in self.ledger.columns], object)
            )
            published = totals.astype(float) * unit
            difference = judged.differences.astype(float) * unit
            verdicts = pd.Categorical.from_codes(
                judged.codes.tolist(), pd.Index([verdict.value for verdict in VERDICTS])
            )
            lines = self.frame.index if by_row else pd.Index(self.ledger.names)
            columns = {
                "rule": one.text,
                "line": lines,
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
        Such as ``总计 = 营造林 + 花卉苗木``.
    tolerance : number, optional
        The unit in the last place of all figures, where they were rounded one by one: a sum of ``n`` parts is then within rounding
        when off by at most ``(n + 1) / 2`` of it. By default sums of decimal figures must be exact, and those of floats agree to the
        15 digits that a float keeps.

    Raises
    ------
    InputError
        A rule that is none, or that names what the frame does not have.
    """
    columns, labels = figure_columns(frame), row_labels(frame)
    declared = read_rules(rules, list(columns), [str(one) for one in labels])
    unit = None if tolerance is None else Decimal(str(tolerance))
    ledger = array_ledger(
        {name: column.to_numpy() for name, column in columns.items()},
        [one.rule for one in declared],
        ulp=unit,
        kind=Kind.EXACT if unit is None else Kind.ROUNDED,
    )
    judged = check_lines(ledger)

    def key_of(cell: Hashable) -> Key:
        assert isinstance(cell, tuple)
        return labels[cell[0]], ledger.names[cell[1]]

    found: list[Finding] = []
    for one, verdicts in zip(declared, judged, strict=True):
        found += failures(one, ledger, verdicts, key_of)
    groups = tuple(with_keys(group, key_of) for group in locate_lines(ledger, judged).groups)
    everywhere = any(one.rule.axis == "row" for one in declared)
    named = {at for one in declared if one.rule.axis == "column" for at in (one.rule.total, *one.rule.parts)}
    left_out = tuple(
        LeftOut("column", name) for at, name in enumerate(columns) if not everywhere and at not in named
    )
    unread = sum(int((~mask).sum()) for mask in ledger.readable if mask is not None)
    size = len(frame) * len(columns)
    return DeclaredAudit(
        "DataFrame",
        "",
        failures_first(found),
        groups,
        (),
        {},
        Coverage(size, size - len(frame) * len(left_out) - unread, unread, left_out),
        declared,
        ledger,
        judged,
        frame,
    )


def figure_columns(frame: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    """Return the columns that hold figures, by name; the names of a header of several rows are joined by ``/``."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    columns = {}
    for at, name in enumerate(frame.columns):
        column = frame.iloc[:, at]
        exact = column.dtype == object and any(isinstance(one, Decimal | int) for one in column)
        if exact or (is_numeric_dtype(column.dtype) and not is_bool_dtype(column.dtype)):
            words = [str(part) for part in name if str(part)] if isinstance(name, tuple) else [str(name)]
            columns["/".join(words)] = column
    return columns


def row_labels(frame: pd.DataFrame) -> Sequence[Hashable]:
    """Return what the rows are called: the index, or where that only counts, the first column of texts."""
    import pandas as pd

    if isinstance(frame.index, pd.RangeIndex):
        for _, column in frame.items():
            if column.dtype.kind not in "iufbM" and len(column) and isinstance(column.iloc[0], str):
                return column.tolist()
    return frame.index.tolist()


def read_rules(rules: Sequence[str], columns: Sequence[str], rows: Sequence[str]) -> tuple[Declared, ...]:
    """Read declared rules; names are those of columns, or else of rows.

    Raises
    ------
    InputError
        With every rule that cannot be read.
    """
    declared: list[Declared] = []
    problems: list[Problem] = []
    for text in [rules] if isinstance(rules, str) else rules:
        where = f"rule '{text}'"
        names = split_rule(text)
        if names is None:
            advice = "Put names that hold = or + between backticks."
            problems.append(Problem(where, None, "a rule such as 'total = part + part'", "none", advice))
            continue
        by_row = set(names) <= set(rows) - set(columns)
        known = rows if by_row else columns
        unknown = [name for name in names if name not in columns and name not in rows]
        if strange := unknown or [name for name in names if name not in known]:
            both = [*columns, *dict.fromkeys(rows[:MOST_TOLD])]
            near = get_close_matches(strange[0], both, 3) or both[:8]
            expected = "names of columns, or else of rows"
            problems.append(
                Problem(where, None, expected, f"'{strange[0]}'", f"There are: {', '.join(near)}.")
            )
            continue
        if twice := [name for name in names if list(known).count(name) > 1]:
            advice = "Rename one of them, or take the rows that are meant."
            problems.append(
                Problem(where, None, "names that stand once", f"'{twice[0]}' more than once", advice)
            )
            continue
        total, *parts = (known.index(name) for name in names)
        declared.append(
            Declared(
                text.strip(),
                LineRule("row" if by_row else "column", total, tuple(parts), text.strip()),
            )
        )
    if problems:
        raise InputError(problems)
    return tuple(declared)


def split_rule(text: str) -> list[str] | None:
    """Return the names of a rule, the total first; None where it is none.

    Examples
    --------
    >>> split_rule("总计 = 营造林 + `a+b`")
    ['总计', '营造林', 'a+b']
    """
    if not RULE.fullmatch(text):
        return None
    return [name.strip().strip("`").strip() for name in re.findall(NAME, text)]


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
        yield Finding(f"{one.text}/…", "more lines", Verdict.INCONSISTENT, message)


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
