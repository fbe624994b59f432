"""A notice as a page tells it: what was read of it, what was checked, what is open.

In: a review of a text. Out: one :class:`NoticeTold` a notice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from xcdata.dataset.schema import TABLES
from xcdata.gazette.coverage import TextCoverage
from xcdata.ledger.results import PROVED, Finding
from xcdata.review.decision import texts
from xcdata.review.review import Review


@dataclass(frozen=True, slots=True)
class NoticeTold:
    """What there is to tell of a notice.

    Attributes
    ----------
    text : TextCoverage
        What became of its lines.
    title : str
    rows : tuple of (str, int)
        The tables that rows were read into, by their titles.
    rules, holding : int
        The sum rules that begin in it, and those of them that hold.
    open, known : tuple of Finding
        What begins in it and is not explained; and what a known issue explains.
    """

    text: TextCoverage
    title: str
    rows: tuple[tuple[str, int], ...]
    rules: int
    holding: int
    open: tuple[Finding, ...]
    known: tuple[Finding, ...]


def notices(review: Review, lang: str) -> list[NoticeTold]:
    """Return every notice of a text, in order; none of a workbook."""
    return [told(review, text, lang) for text in texts(review)]


def told(review: Review, text: TextCoverage, lang: str) -> NoticeTold:
    """Return what there is to tell of one notice; a finding is told with the notice it begins in."""
    tables = review.tables.rows if review.tables else {}
    counts = Counter(
        TABLES[name].title[lang]
        for name, rows in tables.items()
        for row in rows
        if name != "documents" and row.get("document") == text.document
    )
    titles = [row["title"] for row in tables.get("documents", ()) if row["document"] == text.document]
    own = [one for one in review.found if one.lines and text.first <= one.lines[0] <= text.last]
    rules = [one for one in own if one.is_rule]
    return NoticeTold(
        text,
        str(titles[0]) if titles else "",
        tuple(counts.items()),
        len(rules),
        sum(one.verdict in PROVED for one in rules),
        tuple(one for one in own if one.is_open),
        tuple(one for one in own if one.known is not None and one.verdict not in PROVED),
    )
