"""Any table → its sum rules, declared, labelled or discovered, and what breaks them.

In: a file, a frame or rows with tables whose rules nobody has to declare. Out: an :class:`Audit` of each sheet: the patterns that were
found, every rule with its verdict, every error located by its cell's address, whether the sums hold exactly or within rounding, with how
surely, and what was not looked at. Of a workbook with several tables it is a :class:`~xcdata.auditing.sheets.WorkbookAudit`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from xcdata.auditing.formulas import FormulaNote
from xcdata.auditing.kinds import (
    is_open,
    kind_note,
    lenient,
    likelier_kind,
    located_groups,
)
from xcdata.auditing.labelled.bounds import Part
from xcdata.auditing.labelled.notes import LabelNote
from xcdata.auditing.ledgers import grid_ledgers
from xcdata.auditing.look import Told, look
from xcdata.auditing.observed import (
    formula_finding,
    formula_told,
    hidden_notes,
    label_finding,
    label_left_out,
    notes,
    part_findings,
    part_told,
    sheets_left_out,
    unlikely_finding,
    unread_notes,
)
from xcdata.auditing.patterns import Pattern, in_words
from xcdata.auditing.uncovered import Area, uncovered
from xcdata.frames import FramedResults
from xcdata.grids.read import Source
from xcdata.ledger.judged import judged
from xcdata.ledger.localize import Group
from xcdata.ledger.model import Bound, Kind, Ledger, SumRule
from xcdata.ledger.results import (
    Finding,
    LeftOut,
    Notice,
    checked_keys,
    coverage_of,
    failures_first,
)
from xcdata.ledger.rounding import unlikely
from xcdata.ledger.verdicts import Verdict

SAYS_ROUNDED = re.compile(
    r"四舍五入|尾数|due to rounding|because of rounding|figures are rounded", re.IGNORECASE
)
"""What a note says that stands below whole yearbooks: some sums may be off. Which are, the figures have to show."""


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
    undecided : tuple of bool
        Of each ledger whether that is left open, so that sums which hold within rounding are in doubt.
    unchecked : tuple of LabelNote
        The lines that call themselves totals and that are not checked, or not everywhere.
    formulas : tuple of FormulaNote
        What is wrong with the sheet's formulas, and how many were left out.
    parts : tuple of Part
        The lines that are a part of another by their labels (其中), and so no larger.
    uncovered : tuple of Area
        The figures that no rule checks, area by area.
    """

    source: Source
    patterns: tuple[Pattern, ...]
    surely: tuple[float, ...]
    undecided: tuple[bool, ...]
    unchecked: tuple[LabelNote, ...]
    formulas: tuple[FormulaNote, ...]
    parts: tuple[Part, ...]
    uncovered: tuple[Area, ...]

    def verdicts(self) -> dict[str, Verdict | Notice]:
        """Return each rule's verdict by its id."""
        return {finding.id: finding.verdict for finding in self.found if finding.is_rule}


def audit_sheet(source: Source, told: Told) -> Audit:
    """Audit the tables of a source that share their coordinates: all of a text, or one sheet."""
    found: list[Finding] = []
    groups: list[Group] = []
    ledgers: list[Ledger] = []
    surely: list[float] = []
    undecided: list[bool] = []
    looked = look(source, told)
    for one in looked:
        noted = any(SAYS_ROUNDED.search(cell) for row in one.cells for cell in row)
        said = {
            rule.id: (pattern, at)
            for pattern in one.patterns
            for rule, at in zip(pattern.rules, pattern.positions, strict=True)
        }

        def say(rule: SumRule, lang: str, said: dict[str, tuple[Pattern, int]] = said) -> str:
            pattern, position = said[rule.id]
            # A pattern can have as many rules as the table has rows: each is said by itself.
            return in_words(replace(pattern, positions=(position,), rules=(rule,)), lang)

        stated = [rule for pattern in one.patterns for rule in pattern.rules]
        bounds = [Bound(*pair) for part in one.parts for pair in part.bounds]
        for ledger in grid_ledgers(one.cells, one.readings, stated, one.names):
            ledger = replace(
                ledger, bounds=tuple(b for b in bounds if {b.whole, b.part} <= ledger.by_key.keys())
            )
            if told.tolerance is not None:
                ledger = replace(ledger, kind=Kind.ROUNDED, ulp=told.tolerance)
            elif ledger.kind is None and not one.shortened.isdisjoint(ledger.by_key):
                ledger = replace(ledger, kind=Kind.ROUNDED)
            kind, probability = (ledger.kind, 1.0) if ledger.kind else likelier_kind(ledger, noted=noted)
            ledger = replace(ledger, kind=kind)
            ledgers.append(ledger)
            open_ = is_open(ledger, probability, noted=noted)
            surely.append(probability)
            undecided.append(open_)
            judgements = list(judged(lenient(ledger, open_=open_), say=say))
            own = located_groups(ledger, one.readings, open_=open_)
            groups += [replace(group, number=len(groups) + n) for n, group in enumerate(own, 1)]
            in_doubt = {rule.id for group in own if group.given for rule in group.broken}
            doubtful = [finding for finding in judgements if finding.id in in_doubt]
            if ledger.kind is Kind.ROUNDED and not open_ and told.tolerance is None:
                found += [unlikely_finding(ledger, each) for each in unlikely(ledger)]
            id_ = f"kind/{len(ledgers)}"
            found += [*judgements, kind_note(id_, ledger, probability, doubtful, noted=noted)]
    unchecked = tuple(note for one in looked for note in one.unchecked)
    formulas = tuple(note for one in looked for note in one.formulas)
    found += [label_finding(note) for note in unchecked if note.is_finding]
    found += [formula_finding(note) for note in formulas if note.is_finding]
    in_rules = {key for ledger in ledgers for key in ledger.by_key}
    found += [note for one in looked for note in unread_notes(one, in_rules)]
    found += [note for one in looked for note in hidden_notes(one, in_rules)]
    found += [each for one in looked for part in one.parts for each in part_findings(one, part)]
    found += notes(source, ledgers)
    figures = sum(isinstance(cell, Decimal) for one in looked for row in one.readings for cell in row)
    checked = checked_keys(found)
    others = figures - sum(figure.value is not None for ledger in ledgers for figure in ledger.figures)
    left_out = [*sheets_left_out(source), *map(label_left_out, unchecked)]
    left_out += [
        LeftOut(f"part {part.doubt}", part_told(part, "zh"), part.part + 1 if part.axis == "row" else None)
        for one in looked
        for part in one.parts
        if part.doubt
    ]
    left_out += [
        LeftOut(f"formula {note.reason}", formula_told(note, "zh"), note.cells[0][0] + 1) for note in formulas
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
        tuple(pattern for one in looked for pattern in one.patterns),
        tuple(surely),
        tuple(undecided),
        unchecked,
        formulas,
        tuple(part for one in looked for part in one.parts),
        tuple(area for one in looked for area in uncovered(one.cells, one.readings, one.names, checked)),
    )
