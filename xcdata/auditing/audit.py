"""Any table → its sum rules, found from the figures, and what breaks them.

In: a file, a frame or rows with a table whose rules nobody declared. Out: an :class:`Audit`: the patterns that were found, every
rule with its verdict, every error located by its cell's address, and whether the sums hold exactly or within rounding, with how
surely. Where a ledger's own figures do not tell that, its doubts are what would be wrong if its sums were to hold exactly, though
within rounding they hold: in a table of two sums of which one is off by one unit nobody can know, and a guess either way would
hide an error or raise an alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from os import PathLike
from statistics import median
from typing import TYPE_CHECKING, cast, overload

from xcdata.auditing.believed import believed
from xcdata.auditing.declared import DeclaredAudit, audit_declared
from xcdata.auditing.discover import discovered
from xcdata.auditing.expected import expected
from xcdata.auditing.footing import LabelNote, footed, of_axis
from xcdata.auditing.ledgers import grid_ledgers
from xcdata.auditing.lines import ordinal_and_name, read_lines
from xcdata.auditing.patterns import (
    Cell,
    Pattern,
    along_of,
    cell_address,
    in_words,
    line_name,
    patterns_of,
    several,
)
from xcdata.auditing.tables import is_wrapped, only, side_by_side
from xcdata.errors import InputError, Problem
from xcdata.frames import FramedResults
from xcdata.grids.numerals import Reading, Unread, read_grid
from xcdata.grids.read import Source, read_source
from xcdata.labels import LANGUAGES, label
from xcdata.ledger.judged import judged, lines_of
from xcdata.ledger.localize import Change, Explanation, Group, locate
from xcdata.ledger.model import Kind, Ledger, SumRule
from xcdata.ledger.results import Finding, LeftOut, Notice, coverage_of, failures_first
from xcdata.ledger.rounding import infer_kind
from xcdata.ledger.verdicts import Verdict, check
from xcdata.ledger.words import messages

if TYPE_CHECKING:
    import pandas as pd

NEIGHBOURS = 2

SAYS_ROUNDED = re.compile(
    r"四舍五入|尾数|due to rounding|because of rounding|figures are rounded", re.IGNORECASE
)

STEPS = 100_000
"""Of the search for errors, for each ledger: about a second."""

SHOWN = 6
"""So many sums of which it is open whether they hold are named."""

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


def errors_and_doubts(ledger: Ledger, surely: float) -> tuple[list[Group], list[Group]]:
    """Locate what is wrong for certain, and what is wrong only if the sums are exact.

    Parameters
    ----------
    ledger : Ledger
        Of the likelier kind.
    surely : float
        The probability of that kind; from :data:`SURE` on there are no doubts.
    """
    groups = locate(ledger, steps=STEPS).groups
    if surely >= SURE:
        return list(groups), []
    findings = check(lenient(ledger, surely))
    within = {finding.rule.id for finding in findings if finding.verdict is Verdict.WITHIN_ROUNDING}
    exact = (
        groups if ledger.kind is Kind.EXACT else locate(replace(ledger, kind=Kind.EXACT), steps=STEPS).groups
    )

    def open_(group: Group) -> bool:
        return all(rule.id in within for rule in group.broken)

    return [group for group in groups if not open_(group)], [group for group in exact if open_(group)]


@dataclass(frozen=True, eq=False, repr=False)
class Audit(FramedResults):
    """Everything found in a table whose rules nobody declared; see :class:`~xcdata.ledger.results.Results`.

    Attributes
    ----------
    source : Source
        What was read.
    patterns : tuple of Pattern
        The sum rules, in words by :func:`~xcdata.auditing.patterns.in_words`.
    surely : tuple of float
        How surely each ledger's sums hold as they were found to (exactly or within rounding), 0.5 to 1.
    unchecked : tuple of LabelNote
        The lines that call themselves totals and that are not checked, or not everywhere.
    """

    source: Source
    patterns: tuple[Pattern, ...]
    surely: tuple[float, ...]
    unchecked: tuple[LabelNote, ...]

    def verdicts(self) -> dict[str, Verdict | Notice]:
        """Return each rule's verdict by its id."""
        return {finding.id: finding.verdict for finding in self.found if finding.is_rule}


@overload
def audit(
    table: str | PathLike[str] | pd.DataFrame | Sequence[Sequence[object]], sheet: str | None = None
) -> Audit: ...
@overload
def audit(table: pd.DataFrame, *, rules: Sequence[str], tolerance: object = None) -> DeclaredAudit: ...
def audit(
    table: str | PathLike[str] | pd.DataFrame | Sequence[Sequence[object]],
    sheet: str | None = None,
    *,
    rules: Sequence[str] | None = None,
    tolerance: object = None,
) -> Audit | DeclaredAudit:
    """Find out which cells of a table are the sums of which, and check them; or check the rules that are declared.

    Parameters
    ----------
    table : path-like, DataFrame, or sequence of rows
        A .csv, .tsv, .xlsx, .xls or .ods (saved values), .txt or .md file; each Markdown or tab-separated table of a text is
        audited. Of a frame the column names are row 1, and a named index comes first.
    sheet : str, optional
        Of a workbook; by default the first that holds anything.
    rules : sequence of str, optional
        For a frame: rules such as ``总计 = 营造林 + 花卉苗木``, whose names are columns (each row is checked) or labels of rows (each
        column is). Nothing is then looked for; see :func:`~xcdata.auditing.declared.audit_declared`.
    tolerance : number, optional
        With `rules`: the unit in the last place, where figures were rounded one by one.

    Returns
    -------
    Audit or DeclaredAudit
        Of an :class:`Audit` the keys are 0-based (row, column) pairs; ``address`` and rule ids are as in a spreadsheet
        (``C10=C3:C9``). Of a :class:`~xcdata.auditing.declared.DeclaredAudit` they are (row label, column label) pairs.

    Raises
    ------
    InputError
        What cannot be read, holds no table with figures in it, or has too many cells; a rule that names what is not there.

    Examples
    --------
    >>> audit([["", "a", "b"], ["x", "112", "245"], ["y", "378", "901"], ["all", "490", "1146"]]).ok
    True
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"a": [1, 2], "b": [3, 4], "all": [4, 7]}, index=["x", "y"])
    >>> audit(frame, rules=["all = a + b"]).unexplained["id"].tolist()
    ['all = a + b [y]']
    """
    if rules is not None:
        if not hasattr(table, "columns"):
            given = f"a {type(table).__name__}"
            raise InputError(
                [Problem("rules", None, "a DataFrame to check them in", given, "Read it first.")]
            )
        return audit_declared(cast("pd.DataFrame", table), rules, tolerance=tolerance)
    source = read_source(table, sheet)
    found: list[Finding] = []
    groups: list[Group] = []
    ledgers: list[Ledger] = []
    patterns: list[Pattern] = []
    surely: list[float] = []
    unchecked: list[LabelNote] = []
    figures = 0
    for grid in source.grids:
        cells: list[list[str]] = [[] for _ in range(grid.first)] + grid.rows
        readings = read_grid(cells)
        figures += sum(isinstance(one, Decimal) for row in readings for one in row)
        own, notes_of_labels = checked_patterns(cells, readings)
        patterns += own
        unchecked += notes_of_labels
        names = labels_of(cells, readings)
        rounded = any(SAYS_ROUNDED.search(cell) for row in cells for cell in row)
        said = {rule.id: (one, at) for one in own for rule, at in zip(one.rules, one.positions, strict=True)}

        def say(rule: SumRule, lang: str, said: dict[str, tuple[Pattern, int]] = said) -> str:
            pattern, position = said[rule.id]
            return in_words(pattern, lang, position)

        stated = [rule for pattern in own for rule in pattern.rules]
        for ledger in grid_ledgers(cells, readings, stated, names):
            if ledger.kind is None and rounded:
                ledger = replace(ledger, kind=Kind.ROUNDED)
            kind, probability = (ledger.kind, 1.0) if ledger.kind else likelier_kind(ledger)
            ledger = replace(ledger, kind=kind)
            ledgers.append(ledger)
            surely.append(probability)
            judgements = list(judged(lenient(ledger, probability), say=say))
            errors, doubts = errors_and_doubts(ledger, probability)
            for group in errors + [replace(group, given=Kind.EXACT) for group in doubts]:
                groups.append(replace(by_series(group, readings), number=len(groups) + 1))
            open_ = {rule.id for group in doubts for rule in group.broken}
            doubtful = [finding for finding in judgements if finding.id in open_]
            found += [*judgements, kind_note(f"kind/{len(ledgers)}", ledger, probability, doubtful)]
    found += [label_finding(note) for note in unchecked if note.is_finding]
    found += notes(source, ledgers)
    others = figures - sum(figure.value is not None for ledger in ledgers for figure in ledger.figures)
    left_out = [LeftOut("sheet", name) for name in source.others]
    left_out += [
        LeftOut(note.reason, in_short(note, "zh"), note.total + 1 if note.axis == "row" else None)
        for note in unchecked
    ]
    return Audit(
        source.name,
        source.sha256,
        failures_first(found),
        tuple(groups),
        tuple(ledgers),
        {grid.first + n: "\t".join(row) for grid in source.grids for n, row in enumerate(grid.rows, 1)},
        coverage_of(found, ledgers, max(others, 0), left_out),
        source,
        tuple(patterns),
        tuple(surely),
        tuple(unchecked),
    )


def by_series(group: Group, readings: Sequence[Sequence[Reading]]) -> Group:
    """Rank first, of explanations that tie, those that bring figures nearer to their neighbours across the rule."""
    if len(group.explanations) < 2:
        return group
    rule = group.broken[0]
    down = along_of(cast("Cell", rule.total), cast("tuple[Cell, ...]", rule.parts)) == 1

    def away(explanation: Explanation) -> tuple[int, bool]:
        size = 1 if explanation.slip else len(explanation.figures)
        return size, not all(is_nearer(change, readings, down=down) for change in explanation.figures)

    ranked = sorted(group.explanations, key=away)
    explanations = tuple(replace(one, rank=rank) for rank, one in enumerate(ranked, 1))
    return replace(group, explanations=explanations)


def is_nearer(change: Change, readings: Sequence[Sequence[Reading]], *, down: bool) -> bool:
    """Whether the value that a figure should have had is no further from its neighbours' middle than what is printed."""
    row, column = cast("Cell", change.figure.key)
    around = [
        (row + step, column) if down else (row, column + step) for step in (-NEIGHBOURS, -1, 1, NEIGHBOURS)
    ]
    values = [
        reading
        for r, c in around
        if 0 <= r < len(readings)
        and 0 <= c < len(readings[r])
        and isinstance(reading := readings[r][c], Decimal)
    ]
    if len(values) < NEIGHBOURS or change.figure.value is None:
        return True
    middle = median(values)
    return abs(change.implied - middle) <= abs(change.figure.value - middle)


def label_finding(note: LabelNote) -> Finding:
    """Return the finding that a line which calls itself a total is none."""
    message = {lang: in_short(note, lang) for lang in LANGUAGES}
    lines = (note.total + 1,) if note.axis == "row" else tuple(position + 1 for position in note.positions)
    id_ = f"{note.reason}/{line_name(note.axis, note.total)}"
    return Finding(id_, "no sum", Notice.NOTICED, message, lines=lines, words=(note.label,))


def in_short(note: LabelNote, lang: str) -> str:
    """Say what is not checked of a total, where, by how much it is off there, and why."""
    other = "column" if note.axis == "row" else "row"
    shown = [
        label("unchecked", "off", lang, where=line_name(other, position), difference=f"{off:+f}")
        for position, off in zip(note.positions[:SHOWN], note.differences, strict=False)
    ]
    shown += ["…"][: len(note.positions) > SHOWN]
    return label(
        "unchecked",
        note.reason,
        lang,
        label=note.label or label("unchecked", "unnamed", lang),
        line=label("audit", note.axis, lang, lines=line_name(note.axis, note.total)),
        parts=several(note.axis, note.parts, lang),
        where=label("audit", "and", lang).join(shown),
    )


def checked_patterns(
    cells: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]
) -> tuple[list[Pattern], list[LabelNote]]:
    """Return the patterns of a grid that are checked, and what its labels declare that is not; of each of its tables."""
    ranges = side_by_side(cells, readings)
    if len(ranges) == 1:
        return patterns_of_table(cells, readings)
    if is_wrapped(cells, ranges):
        return wrapped_sums(cells, readings, ranges), []
    parts = []
    for columns in ranges:
        own = only(cells, columns)
        parts.append(patterns_of_table(own, read_grid(own)))
    return [one for own, _ in parts for one in own], [note for _, notes in parts for note in notes]


def wrapped_sums(
    cells: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]], ranges: Sequence[range]
) -> list[Pattern]:
    """Return the sums of a list that goes on in the next columns: its total closes all of it."""
    last = ranges[-1]
    patterns = []
    for row in sorted(read_lines(only(cells, last), read_grid(only(cells, last)))[0].called_totals):
        for place, column in enumerate(last):
            places = [(r, columns[place]) for columns in ranges for r in range(len(readings))]
            members = [
                (r, c)
                for r, c in places
                if (r, c) != (row, column) and c < len(readings[r]) and isinstance(readings[r][c], Decimal)
            ]
            if (
                column < len(readings[row])
                and readings[row][column] is not Unread.NOTHING
                and len(members) > 1
            ):
                total = (row, column)
                name = "+".join(map(cell_address, members))
                rule = SumRule(total, tuple(members), f"{cell_address(total)}={name}")
                lines = tuple(sorted({r for r, _ in members}))
                patterns.append(Pattern("row", row, lines, (column,), (rule,), "labelled"))
    return patterns


def patterns_of_table(
    cells: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]
) -> tuple[list[Pattern], list[LabelNote]]:
    """Return the patterns of one table that are checked, and what its labels declare that is not."""
    rows, columns = read_lines(cells, readings)
    rules = discovered(cells, readings, rows, columns)
    found = believed(cells, readings, patterns_of(cells, readings, rules))
    patterns: list[Pattern] = []
    notes: list[LabelNote] = []
    for axis, lines in (("row", rows), ("column", columns)):
        own, told = footed(axis, cells, readings, lines, expected(lines), list(of_axis(found, axis)))
        patterns += own
        notes += told
    return patterns, notes


def labels_of(
    grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]
) -> dict[Cell, tuple[str, ...]]:
    """Return what each figure is called: its row's name and the last text above its column's figures."""
    heads: dict[int, str] = {}
    tops: dict[int, str] = {}
    begun: set[int] = set()
    names: dict[Cell, tuple[str, ...]] = {}
    for r, (row, read) in enumerate(zip(grid, readings, strict=True)):
        texts = [cell.strip() if one is Unread.TEXT else "" for cell, one in zip(row, read, strict=True)]
        _, stub = ordinal_and_name(texts)
        for c, (text, one) in enumerate(zip(texts, read, strict=True)):
            if isinstance(one, Decimal):
                begun.add(c)
                head = heads.get(c) or tops.setdefault(c, row[c].strip())  # the year above its figures
                names[r, c] = tuple(name for name in dict.fromkeys((stub, head)) if name)
            elif text and c not in begun:
                heads[c] = text
    return names


def kind_note(id_: str, ledger: Ledger, surely: float, doubtful: Sequence[Finding]) -> Finding:
    """Return what a reader must know of the kind of a ledger's sums; something to look into where that is open and matters.

    It is where the findings `doubtful` are of sums that would be wrong if they were exact.
    """
    assert ledger.kind is not None
    values = {"unit": f"{ledger.ulp:f}", "rules": len(ledger.rules), "surely": f"{surely:.1%}"}
    if not doubtful:
        told = messages(f"sums {ledger.kind.value}", **values)
        return Finding(id_, "kind of sums", Notice.INFORMATION, told)
    values["exact"] = f"{exactly(ledger.kind, surely):.0%}"
    message = {}
    for lang in LANGUAGES:
        names = [
            label("message", "off", lang, id=one.id, difference=f"{one.difference:f}") for one in doubtful
        ]
        shown = [*names[:SHOWN], *["…"][: len(names) > SHOWN]]
        within = label("message", "comma", lang).join(shown)
        message[lang] = label("message", "sums open", lang, **values, within=within)
    figures = tuple(dict.fromkeys(key for finding in doubtful for key in finding.figures))
    # Decimals are rounded more often than not, whole numbers seldom.
    verdict = Notice.NOTICED if ledger.ulp >= 1 else Notice.INFORMATION
    return Finding(id_, "kind of sums", verdict, message, figures, lines_of(ledger, figures))


def notes(source: Source, ledgers: Sequence[Ledger]) -> Iterator[Finding]:
    """Yield what a reader must know of the audit itself."""
    if not ledgers:
        yield Finding("no rules", "no rules", Notice.INFORMATION, messages("no_rules"))
    if source.others:
        told = messages("other_sheets", sheet=source.sheet, others=", ".join(source.others))
        yield Finding("other sheets", "other sheets", Notice.INFORMATION, told)
