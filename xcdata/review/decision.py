"""What a reviewer decides on: the first screen of page, text and workbook.

In: any results. Out: a :class:`Decision`: the verdict in words, whom the errors point to, what is new, known and no longer there; and of a
review the sentences that say how much was looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xcdata.gazette.coverage import TextCoverage
from xcdata.grids.address import runs
from xcdata.labels import document_name, label
from xcdata.ledger.conclusion import MARKS, conclusion, tone_of
from xcdata.ledger.culprits import culprit_lines
from xcdata.ledger.results import PROVED, STALE, UNFILLED, Finding, Results
from xcdata.review.demands import DIFFERS
from xcdata.review.review import Review

COUNTED = "new area/sheets/"
"""How the findings begin that say which sheets count an area that was added."""

SHOWN_DOCUMENTS = 5
"""So many documents or known issues are named."""


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
        tuple(one for one in results.open if one.kind != STALE),
        tuple(one for one in results.found if one.known and one.verdict not in PROVED),
        tuple(one for one in results.found if one.kind == STALE),
    )


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
    """Yield the sentences that say how much was read, which documents, or sheets, hold most of what was not, and what an edited copy changed."""
    if review.returned:
        yield from review.returned.lines(lang)
        yield from review.returned.whole(lang)
    documents = texts(review)
    if not documents:
        counts = {name: getattr(review.coverage, name) for name in ("checked", "figures", "unread")}
        yield label("audit", "coverage", lang, **counts)
        yield from (one.message[lang] for one in review.found if one.kind == UNFILLED)
        yield from (
            one.message[lang] for one in review.found if one.id.startswith(COUNTED) and not one.is_open
        )
        sheets = tuple(one.what for one in review.coverage.left_out if one.reason == "sheet")
        if sheets and not (review.returned and review.returned.source):
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
                id=document_name(one.document, lang),
                lines=len(one.unread),
                figures=one.figures - one.in_rows,
            )
            for one in most[:SHOWN_DOCUMENTS]
        )
        more = len(most) - SHOWN_DOCUMENTS
        yield label("coverage", "most_more" if more > 0 else "most", lang, shown=shown, more=more)
    yield from (one.message[lang] for one in review.found if one.kind == DIFFERS)


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
