"""The verdict on results, in words.

In: any results. Out: how the verdict sounds, and the sentences that say it; whom it points to is told by the culprits' lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from xcdata.labels import label
from xcdata.ledger.culprits import count_in_short, culprit_lines
from xcdata.ledger.results import NOTHING_CHECKED, PART_EXCEEDS, STALE, Notice, Results, changes
from xcdata.ledger.verdicts import Verdict

MARKS = {"good": "✓", "none": "○", "doubt": "!", "bad": "✗"}


def verdict_lines(results: Results, lang: str) -> Iterator[str]:
    """Yield the verdict, its culprits, and how many sums there are by verdict, a line each."""
    yield f"{MARKS[tone_of(results)]} {''.join(conclusion(results, lang)).strip()}"
    yield from culprit_lines(results, lang)
    yield summary_line(results, lang)


def summary_line(results: Results, lang: str) -> str:
    """Return the one line of counts: sums by verdict, and findings that are left unexplained."""
    counts = results.counts()
    known = sum(one.is_rule and one.known is not None for one in results.found)
    return label(
        "console",
        "counts",
        lang,
        name=results.name,
        rules=counts["rules"],
        exact=counts["exact"],
        within=counts["within rounding"],
        inconsistent=counts["inconsistent"],
        known=known,
        unread=counts["not checkable"],
        unexplained=len(results.open),
    )


def tone_of(results: Results) -> str:
    """Return how a verdict sounds."""
    if results.exit_code == NOTHING_CHECKED:
        return "none"
    if results.ok:
        return "good"
    if all(one.kind == STALE for one in results.open):
        return "doubt"
    only_doubts = results.doubts and {one.verdict for one in results.open} == {Notice.NOTICED}
    return "doubt" if only_doubts else "bad"


def conclusion(results: Results, lang: str) -> list[str]:
    """Return the verdict in one or two sentences; whom it points to is told by the culprits."""
    if results.exit_code == NOTHING_CHECKED:
        name = "unfilled" if results.any_checked else "nothing_checked"
        return [label("report", name, lang, rows=len(results.unfilled))]
    if results.ok:
        known = [finding for finding in results.found if finding.known]
        rules = sum(finding.is_rule for finding in known)
        return [
            label("report", "all_hold_but" if rules else "all_hold", lang, rules=rules),
            label("report", "settled_known" if known else "settled", lang, known=len(known)),
        ]
    if all(one.kind == STALE for one in results.open):
        return [label("report", "only_stale", lang, stale=len(results.open))]
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
        broken = any(one.verdict is Verdict.INCONSISTENT and one.kind != PART_EXCEEDS for one in results.open)
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
