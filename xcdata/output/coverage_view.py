"""A review of a text for people at a terminal and for programs.

In: a :class:`~xcdata.review.review.Review` of a text. Out: text of one screen or of everything, and JSON.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from xcdata.labels import label
from xcdata.ledger.results import Finding
from xcdata.ledger.words import amounts_told
from xcdata.output.contract import contract, coverage
from xcdata.output.text import as_text, first_and_more, summary_line
from xcdata.review.decision import (
    SHOWN_DOCUMENTS,
    coverage_lines,
    decide,
    state_lines,
    texts,
    where,
)
from xcdata.review.edits import Returned
from xcdata.review.review import Review

SCREEN = 25
"""Lines of a terminal."""


def review_text(review: Review, lang: str = "zh", *, full: bool = False) -> str:
    """Return a review for a terminal: on one screen what is to be decided, or in full with every finding and its lines.

    Both begin with the verdict and end with whom it points to.
    """
    decision = decide(review, lang)
    verdict = label("decision", "verdict", lang, mark=decision.mark, told="".join(decision.verdict))
    looked_at = [*coverage_lines(review, lang), summary_line(review, lang)]
    last = [first_and_more(decision.culprits, lang)] if decision.culprits else []
    last = last or [verdict]
    states = state_lines(decision, lang)
    if full:
        first = [verdict, *decision.culprits, *states, *looked_at]
        return as_text(review, lang, first=first, last=last)
    head = [verdict, *decision.culprits, ""]
    tail = [*states[1:], *looked_at, label("decision", "full", lang), *last]
    room = SCREEN - len(head) - len(states[:1]) - len(tail) - 1
    return "\n".join([*head, *states[:1], *new_lines(review, decision.new, room, lang), *tail])


def new_lines(review: Review, new: Sequence[Finding], room: int, lang: str) -> list[str]:
    """Return the new findings, a line each, as many as there is room for."""
    shown = new if len(new) <= room else new[: max(0, room - 1)]
    told = [f"  {in_one_line(review, one, lang)}" for one in shown]
    more = len(new) - len(shown)
    return [*told, "  " + label("decision", "more", lang, more=more)] if more else told


def in_one_line(review: Review, finding: Finding, lang: str) -> str:
    """Return a finding in a line: the verdict, what it says, of a sum the amounts, and where it stands."""
    told = f"{label('verdict', finding.verdict, lang)}  {finding.message[lang]}"
    if finding.difference is not None:
        told += label("decision", "amounts", lang, told=amounts_told(review, finding, lang))
        told += where(finding.lines, lang) if len(finding.lines) <= SHOWN_DOCUMENTS else ""
    return told


def review_json(review: Review) -> str:
    """Return a review as JSON: the contract, and under ``coverage`` what became of each document's lines."""
    whole = contract(review)
    whole["coverage"] = coverage(review.coverage) | {"documents": coverage_json(review)}
    if review.returned:
        whole["returned"] = returned_json(review.returned)
    return json.dumps(whole, ensure_ascii=False, indent=2)


def returned_json(returned: Returned) -> dict[str, object]:
    """Return what was compared of a workbook, and every edit with its address."""
    edits = [
        {name: getattr(edit, name) for name in ("sheet", "change", "what", "column", "before", "after")}
        | {"address": edit.address}
        for edit in returned.edits
    ]
    return {
        **{name: getattr(returned, name) for name in ("made_from", "source", "compared", "own")},
        "edits": edits,
    }


def coverage_json(review: Review) -> list[dict[str, object]]:
    """Return what became of each document's lines, the unread ones with what they hold."""
    return [
        {
            **{
                name: getattr(one, name)
                for name in ("document", "first", "last", "lines", "head", "rows", "prose")
            },
            **{"figures": one.figures, "figures_in_rows": one.in_rows},
            "unread": [{"line": line.line, "figures": list(line.figures)} for line in one.unread],
        }
        for one in texts(review)
    ]
