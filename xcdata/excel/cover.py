"""The first screen: the verdict, what the workbook is and contains, and how it is read.

In: tables, their review, and how many cells have a comment. Out: the cover. What it says of the text is said as the workbook was written; what it says of the plan now follows every edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from xcdata.dataset.source import source_title
from xcdata.dataset.tables import Tables
from xcdata.excel.plan import PlanValues, left_out
from xcdata.excel.ranked import sentence
from xcdata.excel.style import Book, Formula, is_number_text, lines_needed, mark, page, put
from xcdata.grids.address import address, span
from xcdata.labels import label
from xcdata.ledger.results import UNREADABLE
from xcdata.review.decision import coverage_lines, decide, state_lines
from xcdata.review.review import Review
from xcdata.roundtrip.layout import CHECK_ROW, CHECKS, LAST_COLUMN, NOTED, ROWS, TASK_AREAS, cells, is_live

CONTENTS = (
    *("plan", "summary", "charts", "figures", "rosters", "awards", "training", "tasks", "organs"),
    *("targets", "members", "findings", "dictionary"),
)
COVER_WIDTHS = (2, 18, 100)
TONES = {"good": "good", "bad": "bad", "doubt": "warn", "none": "warn"}
BOLD = 1.1
"""So much wider is a bold text."""

SHOWN = 8
"""So many culprits are named; the sheet of findings has the rest."""


def write_cover(
    book: Book, sheet: Any, tables: Tables, review: Review, values: PlanValues, remarks: int
) -> None:
    """Write what was found, what the workbook is, where it comes from, what it contains and how to read it."""
    for column, width in enumerate(COVER_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 34)
    put(sheet, (1, 2), book.say("title"), book.style("title"))
    row = write_verdict(book, sheet, tables, review, values, remarks)
    dates = dates_of(tables)
    first, last = (f"{min(dates):%Y-%m-%d}", f"{max(dates):%Y-%m-%d}") if dates else ("?", "?")
    facts = {
        "what": book.say("about"),
        "source": source_title(tables.sha256, book.lang) or tables.name,
        "issued": book.say("dates", first=first, last=last, n=len(tables.rows["documents"])),
        "text": f"{tables.name}\nsha256 {tables.sha256}",
    }
    for name, text in facts.items():
        row = cover_line(book, sheet, row, book.say(f"cover_{name}"), text)
    row = section(book, sheet, row, "contents")
    for name in CONTENTS:
        title = label("sheet", name, book.lang)
        sheet.write_url(row - 1, 1, f"internal:'{title}'!A1", book.style("link"), title)
        row = cover_line(book, sheet, row, None, book.say(f"holds_{name}"))
    row = section(book, sheet, row, "reading")
    for name, style in (
        ("task", "cell task"),
        ("total", "cell total"),
        ("printed", "cell printed task"),
        ("check", "cell check"),
        ("failed", "cell bad"),
        ("blamed", "cell task bad"),
        ("either", "cell task warn"),
        ("remark", "cell task"),
    ):
        sample = book.say(f"legend_{name}")
        shown = float(sample) if is_number_text(sample) else sample
        put(sheet, (row, 2), shown, book.style(f"{style} area centre"))
        row = cover_line(book, sheet, row, None, book.say(f"meaning_{name}"))
    row = section(book, sheet, row, "units")
    for text in book.say("unit_notes").split("\n"):
        row = cover_line(book, sheet, row, None, text)
    page(book, sheet, (row, len(COVER_WIDTHS)), tall=True)
    sheet.activate()


def write_verdict(
    book: Book, sheet: Any, tables: Tables, review: Review, values: PlanValues, remarks: int
) -> int:
    """Write what was found in the text, how much of it was looked at, and whether the plan's sums hold now; return the next row."""
    lang = book.lang
    decision = decide(review, lang)
    row = section(book, sheet, 2, "cover_verdict") - 1
    verdict = f"{decision.mark} {''.join(decision.verdict)}"
    said = row, 3
    put(sheet, said, verdict, book.style(f"prose name middle {TONES[decision.tone]}"))
    sheet.set_row(row - 1, 10 + 15 * lines_needed(verdict, COVER_WIDTHS[2] / BOLD))
    row += 1
    unread = [one.message[lang] for one in decision.new if one.kind == UNREADABLE]
    lines = [
        *(("culprit", text) for text in some(book, decision.culprits)),
        *(("unread", text) for text in some(book, unread)),
        ("remarks", book.say("remarks_told", count=remarks) if remarks else ""),
        ("left_out", left_out(tables.gazette, lang)),
        ("found", label("message", "semicolon", lang).join(state_lines(decision, lang))),
        *(("read", text) for text in coverage_lines(review, lang)),
        ("when", book.say("cover_as_written", of=review.name)),
    ]
    told = ""
    for name, text in lines:
        if text:
            row = cover_line(book, sheet, row, None if name == told else book.say(f"cover_{name}"), text)
            told = name
    row = section(book, sheet, row, "cover_now") - 1
    now = address((row, 3), fixed=True)
    put(sheet, (row, 3), plan_now(book, values), book.style("prose name middle good"))
    sheet.set_row(row - 1, 25)
    fails = f'=LEFT({now},1)="✗"'
    mark(book, sheet, now, {fails: "bad", f'=LEFT({now},1)="–"': "warn"})
    # What was found then is no praise of what stands there now.
    if decision.tone == "good":
        mark(book, sheet, address(said), {fails: "past"})
    return row + 2


def some(book: Book, texts: Sequence[str]) -> list[str]:
    """Return the first of some texts, and how many more there are."""
    more = len(texts) - SHOWN
    return [*texts[:SHOWN], *([book.say("cover_more", more=more)] if more > 0 else [])]


def plan_now(book: Book, values: PlanValues) -> Formula:
    """Return how many totals of the plan's sheet are compared with what is printed, and how many differ, whenever that is."""
    sheet = label("sheet", "plan", book.lang)
    ranges = [
        span((CHECK_ROW, 2), (CHECK_ROW, LAST_COLUMN), fixed=True),
        span(
            (ROWS[TASK_AREAS[0]], min(CHECKS.values())),
            (ROWS[NOTED], max(CHECKS.values())),
            fixed=True,
        ),
    ]
    off_by = [f"COUNTIF('{sheet}'!{cells},\"{sign}0\")" for cells in ranges for sign in "><"]
    count = "+".join([*off_by, *(f"SUMPRODUCT(--ISERROR('{sheet}'!{cells}))" for cells in ranges)])
    differences = [values.difference(*one) for one in cells() if is_live(*one)]
    checked = [one for one in differences if one != ""]
    each = "+".join(f"COUNT('{sheet}'!{cells})" for cells in ranges)
    compared = Formula(f"=({each})", len(checked))
    good = sentence(book.say("plan_holds", count="{count}"), count=compared)
    off = Formula(f"=({count})", sum(map(bool, checked)))
    bad = sentence(book.say("plan_off", count="{count}"), count=off)
    nothing = book.say("plan_not_compared")
    return Formula(
        f'=IF(({count})>0,{bad.expression},IF({compared.expression}=0,"{nothing}",{good.expression}))',
        str(bad.value if off.value else good.value if checked else nothing),
    )


def dates_of(tables: Tables) -> list[date]:
    """Return the dates of issue that are known."""
    return [row["issued"] for row in tables.rows["documents"] if row["issued"]]


def cover_line(book: Book, sheet: Any, row: int, name: str | None, text: str) -> int:
    """Write a line of the cover; return the next row."""
    sheet.set_row(row - 1, 4 + 15 * lines_needed(text, COVER_WIDTHS[2]))
    if name is not None:
        put(sheet, (row, 2), name, book.style("term"))
    put(sheet, (row, 3), text, book.style("prose"))
    return row + 1


def section(book: Book, sheet: Any, row: int, name: str) -> int:
    """Write a heading of the cover; return the next row."""
    sheet.set_row(row, 24)
    put(sheet, (row + 1, 2), book.say(name), book.style("section"))
    return row + 2
