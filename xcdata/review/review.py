"""A source → everything that is found in it: proved, wrong, noticed, known, and how much was looked at.

In: a gazette's text or tables, or an edited workbook. Out: a :class:`Review`: every sum rule with its verdict, the smallest
explanations of those that do not hold, what was noticed beyond sums, and which of it a known issue explains.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, partial
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

from xcdata.dataset.schema import TABLES
from xcdata.dataset.source import read_raw, read_sidecar
from xcdata.dataset.tables import Tables, read_gazette
from xcdata.errors import XcdataError
from xcdata.frames import FramedResults
from xcdata.gazette.awards.ledger import awards_ledger
from xcdata.gazette.documents import Gazette
from xcdata.gazette.plan.ledger import plan_ledger
from xcdata.gazette.rules.ledger import notice_ledger
from xcdata.gazette.training.ledger import training_ledger
from xcdata.grids.address import address
from xcdata.grids.workbook import holds_workbook
from xcdata.labels import label
from xcdata.ledger.judged import judged
from xcdata.ledger.localize import Group, locate
from xcdata.ledger.model import Figure, Ledger
from xcdata.ledger.results import Finding, LeftOut, Notice, coverage_of, failures_first
from xcdata.ledger.verdicts import Verdict
from xcdata.ledger.verdicts import check as verdicts
from xcdata.ledger.words import messages
from xcdata.review.demands import differing, is_copy, unmet
from xcdata.review.edits import CELL_CHANGES, Returned, edit_findings
from xcdata.review.findings import note_findings, problem_findings, stale_entries
from xcdata.review.known import KnownIssue, read_known_issues
from xcdata.review.noticed import Observation
from xcdata.review.observations import observe
from xcdata.review.rearranged import consequences, rearrangements, waiting
from xcdata.roundtrip.layout import cells, is_live, plan_sheets, published
from xcdata.roundtrip.read import EditedPlan, read_edited
from xcdata.roundtrip.sheet import PlanSheet

Known: TypeAlias = str | PathLike[str] | Mapping[str, KnownIssue] | None
"""What of a source is known and why, or the file that says so."""

ROWS_DIFFER = "rows of a frame"
"""The kind of finding that tells how the rows of a frame differ from the text."""
LONGEST_HEADING = 1000  # bytes
EXCEL = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Source:
    """The text whose totals the rows of a frame are held against.

    Attributes
    ----------
    name : str
    stated : bool
        Whether the frame, or who gave it, says that it was read from it; else only the numbers of its notices do.
    gone : frozenset of Hashable
        Keys of the text's figures for which the frame has no row.
    """

    name: str
    stated: bool
    gone: frozenset[Hashable] = frozenset()


@dataclass(frozen=True, eq=False, repr=False)
class Review(FramedResults):
    """Everything found in a gazette or in an edited workbook; see :class:`~xcdata.ledger.results.Results`.

    Attributes
    ----------
    tables : Tables or None
        The tables of the gazette; None of a workbook.
    returned : Returned or None
        Of a workbook what was compared with what it was made from.
    held_against : Source or None
        Of a frame the text whose totals its rows were held against.
    """

    tables: Tables | None = None
    returned: Returned | None = None
    held_against: Source | None = None

    @property
    def is_copy(self) -> bool:
        """Whether it is a workbook: its cells hold what somebody has made of what was printed."""
        return self.returned is not None

    def is_gone(self, figure: Figure) -> bool:
        """Whether a frame has no row for a figure of the text."""
        return self.held_against is not None and figure.key in self.held_against.gone

    def was(self, figure: Figure) -> str | None:
        """Return what stood in a cell of the plan when the workbook was written; None where it still does, or nothing was compared."""
        return self._before.get(figure.address or "")

    @cached_property
    def _before(self) -> dict[str, str]:
        plans = plan_sheets()
        edits = self.returned.edits if self.returned else ()
        return {
            address(edit.place): edit.before or ""
            for edit in edits
            if edit.sheet in plans and edit.place and edit.change in CELL_CHANGES
        }

    def looked_at(self, lang: str = "zh") -> list[str]:
        """Say how many lines of a text were read too, and what a frame was held against."""
        told = super().looked_at(lang)
        told += [one.message[lang] for one in self.found if one.kind == ROWS_DIFFER]
        if source := self.held_against:
            name = "against" if source.stated else "against_by_number"
            told.append(label("coverage", name, lang, name=source.name))
        read = self.tables.coverage if self.tables else ()
        counts = {"lines": sum(one.lines for one in read), "unread": sum(len(one.unread) for one in read)}
        return [*told, *([label("coverage", "read", lang, **counts)] if read else [])]


def check(
    source: str | PathLike[str] | Tables | None = None,
    *,
    place: str | None = None,
    known: Known = None,
) -> Review:
    """Check everything that a text states; of a workbook the sums of its plan alone (:func:`xcdata.returned.check`: every sheet).

    Parameters
    ----------
    source : path-like or Tables, optional
        The text of one notice or of many, an edited plan workbook (.xlsx, .ods or .xls, whatever its name), or tables already read; our own gazette by
        default. What cannot be read of a text is a finding; the rest is checked all the same.
    place : str, optional
        The place whose areas the text names; found by the issuer's code where it is not given.
    known : path-like or mapping of str to KnownIssue, optional
        Findings of this source that were judged, or the file that says so; by default that of our own gazette.

    Returns
    -------
    Review

    Raises
    ------
    InputError
        A source that cannot be read.
    XcdataError
        A CSV file of one of our tables.

    Examples
    --------
    >>> check().ok
    True
    """
    if is_workbook(source):
        return review_workbook(read_edited(source), issues_in(known) or {})  # type: ignore[arg-type]
    if (name := table_in(source)) is not None:
        raise XcdataError("table_of_ours", path=source, table=name)
    tables = source if isinstance(source, Tables) else read_gazette(source, strict=False, place=place)
    return review(tables, read_known_issues(), own=issues_in(known))


def table_in(source: object) -> str | None:
    """Return which of our tables a file holds as CSV, by its heading: it is no text of a notice, and would be read as one without a figure."""
    if not isinstance(source, str | PathLike) or not (path := Path(source)).is_file():
        return None
    with path.open("rb") as file:
        heading = file.readline(LONGEST_HEADING).decode("utf-8-sig", "replace").strip()
    names = [name.strip('"') for name in heading.split(",")]
    return next(
        (table.name for table in TABLES.values() if names == [one.name for one in table.columns]), None
    )


def issues_in(known: Known) -> Mapping[str, KnownIssue] | None:
    """Return what is known; None where it was not said."""
    return known if known is None or isinstance(known, Mapping) else read_known_issues(Path(known))


def is_workbook(source: object) -> bool:
    """Tell whether a source is a workbook: it is named like one, or holds one."""
    if not isinstance(source, str | PathLike):
        return False
    return Path(source).suffix.lower() in EXCEL or holds_workbook(Path(source))


def review(
    tables: Tables, known: Mapping[str, KnownIssue], *, own: Mapping[str, KnownIssue] | None = None
) -> Review:
    """Check the three ledgers of a text and look beyond sums, in the light of what is known.

    What is known of our own gazette explains nothing in a text that shares none of its documents; and that all of it
    still applies, with all that the sidecar demands, is asked of a copy only. A list of a text's `own` comes on top, and is held against it whole.
    """
    sidecar = read_sidecar()
    known = {**(known if has_ours(tables, sidecar) else {}), **(own or {})}
    found: list[Finding] = []
    groups: list[Group] = []
    ledgers: list[Ledger] = []
    reasons = {name: issue.reason for name, issue in known.items()}
    for make in (plan_ledger, awards_ledger, training_ledger, partial(notice_ledger, tables.rows)):
        ledger, located = (best_read if own is None else as_judged)(make, tables.gazette, known)
        ledgers.append(ledger)
        found += judged(ledger, reasons)
        groups += [replace(group, number=len(groups) + group.number) for group in located]
    found += problem_findings(tables.unread)
    found += note_findings(tables.gazette.notes)
    found += (as_known(seen(one), known) for one in observe(tables))
    if is_copy(tables, sidecar):
        found += [*unmet(tables, sidecar), *differing(tables, read_raw())]
    asked = known if is_copy(tables, sidecar) else own or {}
    found += list(stale_entries(found, asked))
    left_out = (LeftOut(problem.reason, problem.where, problem.line) for problem in tables.unread)
    return Review(
        tables.name,
        tables.sha256,
        failures_first(found),
        tuple(groups),
        tuple(ledgers),
        {line.number: line.text for line in tables.gazette.lines},
        coverage_of(found, ledgers, left_out=left_out),
        tables,
    )


def review_workbook(plan: EditedPlan, known: Mapping[str, KnownIssue]) -> Review:
    """Check the plan's sheet of an edited workbook."""
    ledger, sheet = with_differences(plan.ledger, known), plan.sheet
    edits = tuple(rearrangements(plan))
    found = list(judged(ledger, {name: issue.reason for name, issue in known.items()}))
    found += (
        as_known(one, known)
        for one in (
            *text_findings(sheet),
            *computed_totals(sheet),
            *consequences(plan),
            *edit_findings(edits),
        )
    )
    left_out = [*waiting(plan), *(LeftOut("sheet", name) for name in sheet.others)]
    return Review(
        sheet.file,
        sheet.sha256,
        failures_first(found),
        locate(ledger).groups if ledger.rules else (),
        (ledger,),
        plan.lines,
        replace(coverage_of(found, [ledger], left_out=left_out), figures=plan.stated),
        returned=Returned(sheet.made_from, own=sheet.others, edits=edits),
    )


def as_known(finding: Finding, known: Mapping[str, KnownIssue]) -> Finding:
    """Return a finding with the reason that is known for it, if that is about just this."""
    issue = known.get(finding.id)
    return replace(finding, known=issue.reason) if issue and issue.explains(finding) else finding


def text_findings(sheet: PlanSheet) -> Iterator[Finding]:
    """Yield a finding for each number that is a text: what a spreadsheet shows for its total leaves it out."""
    for cell in map(address, sheet.texts):
        message = messages("number_as_text", cell=cell)
        yield Finding(f"number as text/{cell}", "number as text", Notice.NOTICED, message)


def computed_totals(sheet: PlanSheet) -> Iterator[Finding]:
    """Yield one finding of the stated totals that are formulas: they follow the tasks, and so check nothing."""
    places = (sheet.places.now(published(*one)) for one in cells() if is_live(*one))
    found = tuple(address(place) for place in places if place and place in sheet.formulas)
    if found:
        message = messages("computed_total", cells=found, count=len(found))
        yield Finding("computed total", "computed total", Notice.NOTICED, message, stated=found)


def has_ours(tables: Tables, sidecar: Mapping[str, Any]) -> bool:
    """Tell whether a text has any of the documents of our own gazette."""
    ours = {entry["id"] for entry in sidecar["document"]}
    return any(document.id in ours for document in tables.gazette.documents)


def seen(found: Observation) -> Finding:
    """Return the finding of an observation."""
    verdict = Notice.INFORMATION if found.for_information else Notice.NOTICED
    return Finding(
        found.id,
        found.kind,
        verdict,
        found.message,
        lines=found.lines,
        words=found.words,
        stated=found.stated,
    )


def with_differences(ledger: Ledger, known: Mapping[str, KnownIssue]) -> Ledger:
    """Return a ledger whose rules take the differences that are known for their zero, where they are off by just these."""
    off = {finding.rule.id: finding.difference for finding in verdicts(ledger)}
    differences = {
        name: issue.difference
        for name, issue in known.items()
        if issue.difference and issue.difference == off.get(name)
    }
    rules = (replace(rule, known_difference=differences.get(rule.id, Decimal(0))) for rule in ledger.rules)
    return replace(ledger, rules=tuple(rules))


def as_judged(
    make: Callable[[Gazette, Mapping[str, Decimal]], Ledger],
    gazette: Gazette,
    known: Mapping[str, KnownIssue],
) -> tuple[Ledger, tuple[Group, ...]]:
    """Return a ledger and where its errors are, with what somebody judged of this very text."""
    made = make(gazette, {})
    ledger = with_differences(made, known)
    holds = all(finding.verdict is not Verdict.INCONSISTENT for finding in verdicts(ledger))
    return ledger, () if holds else locate(with_differences(made, unchanged(made, known))).groups


def unchanged(ledger: Ledger, known: Mapping[str, KnownIssue]) -> dict[str, KnownIssue]:
    """Return what is known without the differences of sums that share a figure with one whose difference has changed.

    One wrong figure may be known by several sums. Where one of them is off by another amount now, the others alone say no longer what
    that figure should be, and no small change explains what is left.
    """
    changed = {
        key
        for finding in verdicts(ledger)
        if (issue := known.get(finding.rule.id)) and issue.difference not in (None, finding.difference)
        for key in (finding.rule.total, *finding.rule.parts)
    }
    dropped = {rule.id for rule in ledger.rules if not changed.isdisjoint((rule.total, *rule.parts))}
    return {name: issue for name, issue in known.items() if name not in dropped}


def best_read(
    make: Callable[[Gazette, Mapping[str, Decimal]], Ledger],
    gazette: Gazette,
    known: Mapping[str, KnownIssue],
) -> tuple[Ledger, tuple[Group, ...]]:
    """Return a ledger and where its errors are, with the known differences or, if that explains more, without.

    A text that is not ours need not have them; in an edited one of ours a wrong figure may make up for one.
    """
    differences = {name: issue.difference for name, issue in known.items() if issue.difference is not None}
    with_known = make(gazette, differences)
    without = replace(
        with_known, rules=tuple(replace(rule, known_difference=Decimal(0)) for rule in with_known.rules)
    )
    ledgers = (with_known, without)
    for ledger in ledgers:
        if all(finding.verdict is not Verdict.INCONSISTENT for finding in verdicts(ledger)):
            return ledger, ()

    def wrong(reading: tuple[Ledger, tuple[Group, ...]]) -> int:
        firsts = [group.explanations[0] if group.explanations else None for group in reading[1]]
        return sum(
            len(gazette.lines) if one is None else 1 if one.slip else len(one.figures) for one in firsts
        )

    readings = []
    for ledger in ledgers:
        readings.append((ledger, locate(ledger).groups))
        if wrong(readings[-1]) <= len(readings[-1][1]):
            break  # one slip a group: no other reading explains it with less
    return min(readings, key=wrong)
