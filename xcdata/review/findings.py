"""Judged rules, observations, problems and known issues → findings.

In: ledgers, observations, what could not be read, known issues. Out: one
:class:`~xcdata.ledger.results.Finding` for each, in words of both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xcdata.errors import Problem
from xcdata.labels import LANGUAGES
from xcdata.ledger.results import STALE, UNREADABLE, Finding, Notice, Verdict
from xcdata.ledger.words import messages
from xcdata.review.known import KnownIssue


def problem_findings(problems: Iterable[Problem]) -> Iterator[Finding]:
    """Yield a finding for everything in the source that could not be read, and so could not be checked."""
    for number, problem in enumerate(problems, 1):
        lines = () if problem.line is None else (problem.line,)
        message = {lang: problem.told(lang) for lang in LANGUAGES}
        yield Finding(
            f"{UNREADABLE}/{number}",
            UNREADABLE,
            Verdict.NOT_CHECKABLE,
            message,
            lines=lines,
            reason=problem.kind,
        )


def note_findings(notes: Iterable[Problem]) -> Iterator[Finding]:
    """Yield for information what a text leaves out and need not have."""
    for note in notes:
        lines = () if note.line is None else (note.line,)
        message = {lang: note.told(lang) for lang in LANGUAGES}
        yield Finding(f"{note.kind}/{note.where}", "note", Notice.INFORMATION, message, lines=lines)


def stale_entries(found: Sequence[Finding], known: Mapping[str, KnownIssue]) -> Iterator[Finding]:
    """Yield a finding for each known issue that no longer matches what it explains."""
    by_id = {finding.id: finding for finding in found}
    for issue in known.values():
        finding = by_id.get(issue.finding)
        if finding is None:
            why = "stale_gone"
        elif finding.known:
            continue
        else:
            why = "stale_other" if finding.verdict is Verdict.INCONSISTENT else "stale_holds"
            if not finding.is_rule:
                why = "stale_places"
        values: dict[str, object] = {"found": finding and finding.difference, "expected": issue.difference}
        if why == "stale_places" and finding is not None:
            values = {"found": len(finding.lines), "expected": issue.places}
            if issue.places in (None, len(finding.lines)):
                why, values = "stale_judged", {"found": finding.judged, "expected": issue.judged}
        message = messages("stale", id=issue.finding, found=messages(why, **values))
        lines = finding.lines if finding else ()
        yield Finding(f"{STALE}/{issue.finding}", STALE, Notice.NOTICED, message, lines=lines)
