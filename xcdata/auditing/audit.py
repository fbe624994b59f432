"""Any table → its sum rules, found from the figures, and what breaks them.

In: a file, a frame or rows with a table whose rules nobody declared. Out: an :class:`Audit`: the patterns that were found, every
rule with its verdict, every error located by its cell's address, and whether the sums hold exactly or within rounding, with how
surely. Where a ledger's own figures do not tell that, its doubts are what would be wrong if its sums were to hold exactly, though
within rounding they hold: in a table of two sums of which one is off by one unit nobody can know, and a guess either way would
hide an error or raise an alarm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from os import PathLike
from typing import TYPE_CHECKING, cast, overload

from xcdata.auditing.believed import believed
from xcdata.auditing.declared import DeclaredAudit, audit_declared
from xcdata.auditing.discover import discover
from xcdata.auditing.ledgers import grid_ledgers
from xcdata.auditing.lines import ordinal_and_name
from xcdata.auditing.patterns import Cell, Pattern, in_words, patterns_of, rule_cells
from xcdata.errors import InputError, Problem
from xcdata.frames import FramedResults
from xcdata.grids.numerals import Reading, Unread, read_grid
from xcdata.grids.read import Grid, Source, read_source
from xcdata.labels import LANGUAGES, label
from xcdata.ledger.judged import judged, lines_of
from xcdata.ledger.localize import Group, locate
from xcdata.ledger.model import Kind, Ledger, SumRule
from xcdata.ledger.results import Finding, LeftOut, Notice, coverage_of, failures_first
from xcdata.ledger.rounding import infer_kind
from xcdata.ledger.verdicts import Verdict, check
from xcdata.ledger.words import messages

if TYPE_CHECKING:
    import pandas as pd

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
    groups = locate(ledger).groups
    if surely >= SURE:
        return list(groups), []
    findings = check(lenient(ledger, surely))
    within = {finding.rule.id for finding in findings if finding.verdict is Verdict.WITHIN_ROUNDING}
    exact = groups if ledger.kind is Kind.EXACT else locate(replace(ledger, kind=Kind.EXACT)).groups

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
    """

    source: Source
    patterns: tuple[Pattern, ...]
    surely: tuple[float, ...]

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
    figures = 0
    for grid in source.grids:
        cells: list[list[str]] = [[] for _ in range(grid.first)] + grid.rows
        readings = read_grid(cells)
        figures += sum(isinstance(one, Decimal) for row in readings for one in row)
        own = believed(cells, readings, patterns_of(cells, readings, rules_of(grid)))
        patterns += own
        names = labels_of(cells, readings)
        said = {rule.id: (one, at) for one in own for rule, at in zip(one.rules, one.positions, strict=True)}

        def say(rule: SumRule, lang: str, said: dict[str, tuple[Pattern, int]] = said) -> str:
            pattern, position = said[rule.id]
            return in_words(pattern, lang, position)

        stated = [rule for pattern in own for rule in pattern.rules]
        for ledger in grid_ledgers(cells, readings, stated, names):
            kind, probability = likelier_kind(ledger)
            ledger = replace(ledger, kind=kind)
            ledgers.append(ledger)
            surely.append(probability)
            judgements = list(judged(lenient(ledger, probability), say=say))
            errors, doubts = errors_and_doubts(ledger, probability)
            for group in errors + [replace(group, given=Kind.EXACT) for group in doubts]:
                groups.append(replace(group, number=len(groups) + 1))
            open_ = {rule.id for group in doubts for rule in group.broken}
            doubtful = [finding for finding in judgements if finding.id in open_]
            found += [*judgements, kind_note(f"kind/{len(ledgers)}", ledger, probability, doubtful)]
    found += notes(source, ledgers)
    others = figures - sum(figure.value is not None for ledger in ledgers for figure in ledger.figures)
    left_out = [LeftOut("sheet", name) for name in source.others]
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
    )


def rules_of(grid: Grid) -> Iterator[SumRule]:
    """Yield the rules of a table, keyed by the rows of its source."""
    for rule in discover(grid.rows):
        total, *parts = [(row + grid.first, column) for row, column in rule_cells(rule)]
        yield SumRule(total, tuple(parts))


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
    return Finding(id_, "kind of sums", Notice.NOTICED, message, figures, lines_of(ledger, figures))


def notes(source: Source, ledgers: Sequence[Ledger]) -> Iterator[Finding]:
    """Yield what a reader must know of the audit itself."""
    if not ledgers:
        yield Finding("no rules", "no rules", Notice.INFORMATION, messages("no_rules"))
    if source.others:
        told = messages("other_sheets", sheet=source.sheet, others=", ".join(source.others))
        yield Finding("other sheets", "other sheets", Notice.INFORMATION, told)
