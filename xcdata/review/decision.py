"""What a reviewer decides on: the first screen of page, text and workbook.

In: any results. Out: a :class:`Decision`: the verdict in words, whom the errors point to, what is new, known and no longer there; and of a
review the sentences that say how much was looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xcdata.auditing.sheets import WorkbookAudit
from xcdata.gazette.coverage import TextCoverage
from xcdata.grids.address import runs
from xcdata.labels import label
from xcdata.ledger.results import NOTHING_CHECKED, PROVED, Finding, Notice, Results, changes
from xcdata.ledger.verdicts import Verdict
from xcdata.ledger.words import count_in_short, culprit_lines
from xcdata.review.review import Review

GONE = "stale entry"
"""The kind of the findings that say of a known issue that it is no longer there."""

SHOWN_DOCUMENTS = 5
"""So many documents or known issues are named."""

MARKS = {"good": "✓", "none": "○", "doubt": "!", "bad": "✗"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be decided, and on what grounds.

    Attributes
    ----------
    tone : str
        ``good``, ``bad``, ``doubt`` (nothing is wrong for certain) or ``none`` (nothing was checked).
    verdict : tuple of str
        In words, a sentence each.
    culprits : tuple of str
        The sentences to act on.
    new, known, gone : tuple of Finding
        Not explained; explained by a known issue; known issues that are there no longer.
    """

    tone: str
    verdict: tuple[str, ...]
    culprits: tuple[str, ...]
    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    gone: tuple[Finding, ...]

    @property
    def mark(self) -> str:
        """The tone as a sign."""
        return MARKS[self.tone]


def decide(results: Results, lang: str) -> Decision:
    """Return what a reviewer decides on."""
    return Decision(
        tone_of(results),
        tuple(conclusion(results, lang)),
        tuple(culprit_lines(results, lang)),
        tuple(one for one in results.open if one.kind != GONE),
        tuple(one for one in results.found if one.known and one.verdict not in PROVED),
        tuple(one for one in results.found if one.kind == GONE),
    )


def tone_of(results: Results) -> str:
    """Return how a verdict sounds."""
    if results.exit_code == NOTHING_CHECKED:
        return "none"
    if results.ok:
        return "good"
    only_doubts = results.doubts and {one.verdict for one in results.open} == {Notice.NOTICED}
    return "doubt" if only_doubts else "bad"


def conclusion(results: Results, lang: str) -> list[str]:
    """Return the verdict in one or two sentences; whom it points to is told by the culprits."""
    if results.exit_code == NOTHING_CHECKED:
        return [label("report", "nothing_checked", lang)]
    if results.ok:
        known = [finding for finding in results.found if finding.known]
        rules = sum(finding.is_rule for finding in known)
        return [
            label("report", "all_hold_but" if rules else "all_hold", lang, rules=rules),
            label("report", "settled_known" if known else "settled", lang, known=len(known)),
        ]
    blamed = [
        (explanation, change)
        for group in results.located
        for explanation in group.explanations
        for change in explanation.figures
    ]
    values: dict[str, object] = {"suspects": len({change.figure.key for _, change in blamed})}
    if not blamed and any(changes(results.doubts)):
        name, values = "only_doubts", {"doubts": len(results.doubts)}
    elif not blamed:
        broken = any(finding.verdict is Verdict.INCONSISTENT for finding in results.open)
        name = "not_located" if broken else "no_suspect"
    elif all(count_in_short(results, group, lang) for group in results.located if group.explanations):
        name = "lists"
    elif any(explanation.tied > 1 for explanation, _ in blamed):
        name = "tied_suspects"
    else:
        name = "some_suspects" if len(blamed) > 1 and not blamed[0][0].slip else "one_suspect"
    return [
        label("report", "broken", lang, unexplained=len(results.open)),
        label("report", name, lang, **values),
    ]


def workbook_conclusion(results: WorkbookAudit, lang: str) -> str:
    """Return the verdict on a workbook in a sentence."""
    if results.exit_code == NOTHING_CHECKED:
        return label("report", "nothing_checked", lang)
    bad = [audit.source.sheet or "" for audit in results if not audit.ok]
    idle = sum(audit.exit_code == NOTHING_CHECKED for audit in results)
    values = {"sheets": len(results), "bad": len(bad), "idle": idle, "checked": len(results) - idle}
    return label("report", "sheets_hold" if results.ok else "sheets_broken", lang, **values)


def state_lines(decision: Decision, lang: str) -> list[str]:
    """Return how many findings are new, known, and no longer there, these by name."""
    gone = [label("decision", "gone", lang, count=len(decision.gone))]
    gone += [f"  {one.message[lang]}" for one in decision.gone[:SHOWN_DOCUMENTS]]
    return [
        label("decision", "new", lang, count=len(decision.new)),
        label("decision", "known" if decision.known else "none known", lang, count=len(decision.known)),
        *gone,
    ]


def coverage_lines(review: Review, lang: str) -> Iterator[str]:
    """Yield the sentences that say how much was read, and which documents, or sheets, hold most of what was not."""
    if review.returned:
        yield from review.returned.lines(lang)
    documents = texts(review)
    if not documents:
        counts = {name: getattr(review.coverage, name) for name in ("checked", "figures", "unread")}
        yield label("audit", "coverage", lang, **counts)
        if sheets := tuple(one.what for one in review.coverage.left_out if one.reason == "sheet"):
            yield label("coverage", "sheets", lang, sheets=sheets)
        return
    sums = {
        name: sum(getattr(one, name) for one in documents)
        for name in ("lines", "head", "rows", "prose", "figures", "in_rows")
    }
    unread = sum(len(one.unread) for one in documents)
    yield label("coverage", "lines", lang, documents=len(documents), unread=unread, **sums)
    yield label("coverage", "figures", lang, left=sums["figures"] - sums["in_rows"], **sums)
    most = sorted((one for one in documents if one.unread), key=lambda one: -len(one.unread))
    if most:
        shown = label("coverage", "comma", lang).join(
            label(
                "coverage",
                "document",
                lang,
                id=one.document,
                lines=len(one.unread),
                figures=one.figures - one.in_rows,
            )
            for one in most[:SHOWN_DOCUMENTS]
        )
        more = len(most) - SHOWN_DOCUMENTS
        yield label("coverage", "most_more" if more > 0 else "most", lang, shown=shown, more=more)


def texts(review: Review) -> tuple[TextCoverage, ...]:
    """Return what became of each document's lines; nothing of a workbook."""
    return review.tables.coverage if review.tables else ()


def where(lines: Iterable[int], lang: str) -> str:
    """Return some lines in short: a run by its first and last."""
    told = [str(first) if first == last else f"{first}–{last}" for first, last in runs(lines)]
    name = "line" if len(told) == 1 and told[0].isdigit() else "lines"
    return label("decision", name, lang, lines=label("message", "comma", lang).join(told)) if told else ""


def by_kind(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Group findings by kind, in the order of first appearance."""
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.kind, []).append(finding)
    return list(kinds.items())
