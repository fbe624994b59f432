"""The sheet of findings: what was located, then everything that was checked, failures first.

In: a review. Out: a sheet, marked by verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from xcdata.console import explanation_lines
from xcdata.labels import label
from xcdata.plan_layout import span
from xcdata.review import Review
from xcdata.schema import TABLES
from xcdata.workbook_sheets import TOP, plain
from xcdata.workbook_style import Book, Head, heading, mark, page, put, write_table

LAST_COLUMN = 9
SHOWN = 30
"""So many lines of located errors are shown; a tie may have a thousand."""


def write_findings(book: Book, review: Review) -> None:
    """Write the located errors, if any, and every finding, failures first."""
    sheet = book.sheet("findings")
    heading(book, sheet, label("sheet", "findings", book.lang), counts_line(book, review))
    row = write_located(book, sheet, review)
    lang = book.lang
    columns = [
        Head(book.say("verdict"), "centre"),
        Head(book.say("finding"), widest=58),
        *(Head(book.say(name), "right") for name in ("published", "computed", "difference")),
        Head(book.say("known"), widest=44),
        Head(book.say("kind")),
        Head(TABLES["plan"].column("line").title[lang], widest=20),
        Head(book.say("id"), widest=34),
    ]
    rows: list[Sequence[object]] = [
        [
            label("verdict", str(one["verdict"]), lang),
            one[f"message_{lang}"],
            *(amount(one[name]) for name in ("published", "computed", "difference")),
            plain(one[f"known_{lang}"]),
            label("kind", str(one["kind"]), lang),
            line_ranges(one["lines"]),
            one["id"],
        ]
        for one in review.findings.to_dict("records")
    ]
    write_table(book, sheet, (row, 1), columns, rows)
    cell = f"$A{row + 1}"
    known = f"$F{row + 1}"
    bad, noticed, rounding = (
        label("verdict", name, lang) for name in ("inconsistent", "noticed", "within rounding")
    )
    mark(
        book,
        sheet,
        span((row + 1, 1), (row + len(rows), len(columns))),
        {
            f'=AND({cell}="{bad}",{known}="")': "bad",
            f'=OR({cell}="{bad}",{cell}="{noticed}",{cell}="{rounding}")': "warn",
        },
    )
    if row == TOP:
        sheet.freeze_panes(row, 0)
    page(book, sheet, (row + len(rows), len(columns)), (row, row))


def write_located(book: Book, sheet: Any, review: Review) -> int:
    """Write where the errors are, if there are any; return the row for the table below."""
    if review.explanations.empty:
        return TOP
    title, *lines = explanation_lines(review, book.lang)
    if len(lines) > SHOWN:
        lines = [*lines[:SHOWN], "…"]
    put(sheet, (TOP, 1), title, book.style("section"))
    for row, text in enumerate(lines, TOP + 1):
        style = book.style("cell left bad")
        sheet.merge_range(row - 1, 0, row - 1, LAST_COLUMN - 1, "", style)
        put(sheet, (row, 1), text.strip(), style)
    return TOP + len(lines) + 2


def line_ranges(lines: Sequence[int]) -> str:
    """Return ascending lines as text, neighbours as a range.

    Examples
    --------
    >>> line_ranges((577, 663, 664, 665))
    '577, 663–665'
    """
    runs = [[line for _, line in run] for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def amount(text: object) -> float | None:
    """Return an amount of a finding as a number."""
    known = plain(text)
    return None if known is None else float(Decimal(str(known)))


def counts_line(book: Book, review: Review) -> str:
    """Return how many rules there are, by verdict."""
    counts = review.counts()
    told = [f"{label('verdict', name, book.lang)} {counts[name]}" for name in counts if name != "rules"]
    return book.say("rules", rules=counts["rules"], told=" · ".join(told), open=len(review.unexplained))
