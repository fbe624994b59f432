"""The sheet of findings: what was located, then everything that was checked, failures first.

In: a review. Out: a sheet, coloured where it asks for something.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xcdata.dataset.schema import TABLES
from xcdata.excel.sheets import TOP
from xcdata.excel.style import Book, Head, heading, mark, page, put, write_table
from xcdata.grids.address import runs, span
from xcdata.labels import label
from xcdata.ledger.culprits import explanation_lines
from xcdata.ledger.results import Results

LAST_COLUMN = 9
SHOWN = 30
"""So many lines of located errors are shown; a tie may have a thousand."""


def write_findings(book: Book, results: Results) -> None:
    """Write the located errors, if any, and every finding, failures first."""
    sheet = book.sheet("findings")
    heading(book, sheet, label("sheet", "findings", book.lang), counts_line(book, results))
    row = write_located(book, sheet, results)
    lang = book.lang
    columns = [
        Head(book.say("verdict"), "centre"),
        Head(book.say("finding"), widest=58),
        *(Head(book.say(name), "exact") for name in ("published", "computed", "difference")),
        Head(book.say("known"), widest=44),
        Head(book.say("kind")),
        Head(TABLES["plan"].column("line").title[lang], "left", 20),
        Head(book.say("id"), "id", 34),
    ]
    rows: list[Sequence[object]] = [
        [
            label("verdict", one.verdict, lang),
            one.message[lang],
            *(one.published, one.computed, one.difference),
            one.known and one.known[lang],
            label("kind", one.kind, lang),
            line_ranges(one.lines),
            one.id,
        ]
        for one in results.found
    ]
    write_table(book, sheet, (row, 1), columns, rows)
    cell = f"$A{row + 1}"
    known = f"$F{row + 1}"
    bad, unchecked, noticed = (
        label("verdict", name, lang) for name in ("inconsistent", "not checkable", "noticed")
    )
    # What has a known reason, holds or is for information asks for nothing.
    mark(
        book,
        sheet,
        span((row + 1, 1), (row + len(rows), len(columns) - 1)),
        {
            f'=AND({cell}="{bad}",{known}="")': "bad",
            f'=AND(OR({cell}="{unchecked}",{cell}="{noticed}"),{known}="")': "warn",
        },
    )
    if row == TOP:
        sheet.freeze_panes(row, 0)
    page(book, sheet, (row + len(rows), len(columns)), (row, row))


def write_located(book: Book, sheet: Any, results: Results) -> int:
    """Write where the errors are, if there are any; return the row for the table below."""
    if not results.groups:
        return TOP
    title, *lines = explanation_lines(results, book.lang)
    if len(lines) > SHOWN:
        lines = [*lines[:SHOWN], "…"]
    put(sheet, (TOP, 1), title, book.style("section"))
    for row, text in enumerate(lines, TOP + 1):
        style = book.style("cell left bad")
        sheet.merge_range(row - 1, 0, row - 1, LAST_COLUMN - 1, "", style)
        put(sheet, (row, 1), text.strip(), style)
    return TOP + len(lines) + 2


def line_ranges(lines: Sequence[int]) -> int | str:
    """Return lines as a text, neighbours as a range; one alone as the number that it is.

    Examples
    --------
    >>> line_ranges((577, 663, 664, 665)), line_ranges([577])
    ('577、663–665', 577)
    """
    if len(lines) == 1:
        return lines[0]
    return "、".join(str(first) if first == last else f"{first}–{last}" for first, last in runs(lines))


def counts_line(book: Book, results: Results) -> str:
    """Return how many rules there are, by verdict, and of which state that is said: the sheet does not follow edits."""
    counts = results.counts()
    told = [f"{label('verdict', name, book.lang)} {counts[name]}" for name in counts if name != "rules"]
    return book.say(
        "rules", rules=counts["rules"], told=" · ".join(told), open=len(results.open), of=results.name
    )
