"""The sheet of findings: what was located, then everything that was checked, failures first.

In: a review. Out: a sheet, marked by verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from xcdata.labels import label
from xcdata.plan_layout import span
from xcdata.review import Review
from xcdata.schema import TABLES
from xcdata.workbook_sheets import TOP, plain
from xcdata.workbook_style import Book, Head, heading, mark, page, put, write_table


def write_findings(book: Book, review: Review) -> None:
    """Write the located errors, if any, and every finding, failures first."""
    sheet = book.sheet("findings")
    heading(book, sheet, label("sheet", "findings", book.lang), counts_line(book, review))
    row = TOP
    changes = [one for one in review.explanations.to_dict("records") if plain(one["key"]) is not None]
    if changes:
        put(sheet, (row, 1), label("console", "located", book.lang), book.style("section"))
        for one in changes:
            row += 1
            text = book.say(
                "change", **{name: plain(one[name]) or "–" for name in ("key", "line", "printed", "implied")}
            )
            put(sheet, (row, 1), f"{one['group']}.{one['rank']}  {text}", book.style("prose bad"))
        row += 2
    lang = book.lang
    columns = [
        Head(book.say("verdict"), "centre"),
        Head(book.say("finding"), widest=58),
        *(Head(book.say(name), "amount") for name in ("published", "computed", "difference")),
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
    sheet.freeze_panes(row, 0)
    page(book, sheet, (row + len(rows), len(columns)), (row, row))


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
