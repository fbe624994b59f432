"""A review of a text for people at a terminal and for programs; how much was read of it, for the page too.

In: a :class:`~xcdata.review.review.Review` of a text. Out: text, JSON, and a row a document for
the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from xcdata.gazette.coverage import TextCoverage
from xcdata.labels import label
from xcdata.output.contract import contract, coverage
from xcdata.output.text import as_text
from xcdata.review.edits import Returned
from xcdata.review.review import Review

SHOWN_DOCUMENTS = 5


def review_text(review: Review, lang: str = "zh") -> str:
    """Return a review for a terminal: how much was read, then what was found."""
    looked_at = "\n".join(coverage_lines(review, lang))
    return "\n\n".join(filter(None, (looked_at, as_text(review, lang))))


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


def texts(review: Review) -> tuple[TextCoverage, ...]:
    """Return what became of each document's lines; nothing of a workbook."""
    return review.tables.coverage if review.tables else ()


def coverage_lines(review: Review, lang: str) -> Iterator[str]:
    """Yield the sentences that say how much was read, and which documents hold most of what was not."""
    if review.returned:
        yield from review.returned.lines(lang)
    documents = texts(review)
    if not documents:
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
