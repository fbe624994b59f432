"""The sheets around the plan: summary, rosters, awards, training, findings, data dictionary.

In: tables and a review. Out: a sheet each, its sums and counts alive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

import pandas as pd

from xcdata.labels import label
from xcdata.plan import AREAS
from xcdata.plan_layout import address, span
from xcdata.review import Review
from xcdata.schema import TABLES
from xcdata.workbook_style import Book, Formula, Head, fit_row, heading, mark, page, put, write_table

TOP = 4
"""The row of a table's headings; title and note stand above."""

ROSTER = ("award", "section", "section_title", "recipient_kind", "name", "institution", "stage")
ROSTER_COLUMNS = (*ROSTER, "county", "county_basis", "document", "line")
TRAINING_COLUMNS = (
    *("programme_no", "programme", "target_group", "printed", "quantity", "unit", "at_least", "years"),
    *("upskilling_share_min", "agencies", "line"),
)
TRAINING_STYLES = {
    "quantity": "count",
    "upskilling_share_min": "share",
    "unit": "centre",
    "at_least": "centre",
}
CODES = {"recipient_kind", "county_basis", "at_least"}


def plain(value: Any) -> Any:
    """Return a cell of a frame as Python has it, None where it is missing."""
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def table_rows(book: Book, frame: pd.DataFrame, columns: Iterable[str]) -> list[list[object]]:
    """Return a frame's rows for a sheet; codes become words."""
    return [
        [
            label("code", str(value), book.lang) if name in CODES and value is not None else value
            for name, value in ((name, plain(record[name])) for name in columns)
        ]
        for record in frame.to_dict("records")
    ]


def heads(book: Book, table: str, columns: Iterable[str], styles: Mapping[str, str]) -> list[Head]:
    """Return the headings of a table's columns."""
    return [Head(TABLES[table].column(name).title[book.lang], styles.get(name, "")) for name in columns]


def write_rosters(book: Book, awards: pd.DataFrame) -> str:
    """Write the rosters, one recipient a row."""
    sheet = book.sheet("rosters")
    heading(book, sheet, TABLES["awards"].title[book.lang], book.say("rosters_note"))
    rows = table_rows(book, awards, ROSTER_COLUMNS)
    write_table(book, sheet, (TOP, 1), heads(book, "awards", ROSTER_COLUMNS, {}), rows)
    sheet.freeze_panes(TOP, 0)
    page(book, sheet, (TOP + len(rows), len(ROSTER_COLUMNS)), (TOP, TOP))
    return str(sheet.get_name())


def write_awards(book: Book, awards: pd.DataFrame, rosters: str) -> None:
    """Write the number of recipients by county and award, counted in the rosters' sheet."""
    sheet = book.sheet("awards")
    heading(book, sheet, book.say("awards_title"), book.say("awards_note"))
    names = list(dict.fromkeys(awards["award"]))
    counts = Counter(zip(awards["county"].fillna(""), awards["award"], strict=True))
    counties = [one for one in (*AREAS, "市直") if (awards["county"] == one).any()]
    lines = [*counties, book.say("unsettled"), book.say("total")]
    first, unsettled, last = TOP + 1, TOP + 1 + len(counties), TOP + 2 + len(counties)
    where = {
        name: f"'{rosters}'!{span((TOP + 1, place), (TOP + len(awards), place), fixed=True)}"
        for name, place in ((name, ROSTER_COLUMNS.index(name) + 1) for name in ("award", "county"))
    }
    rows: list[list[object]] = []
    for number, line in enumerate(lines):
        row: list[object] = [line]
        for column, award in enumerate(names, 2):
            of_award = f"{where['award']},{address((TOP, column), fixed=True)}"
            above = span((first, column), (unsettled - 1, column))
            if first + number < unsettled:
                text = f"=COUNTIFS({where['county']},$A{first + number},{of_award})"
                value = counts[line, award]
            elif first + number == unsettled:
                text, value = f"=COUNTIF({of_award})-SUM({above})", counts["", award]
            else:
                text = f"=SUM({span((first, column), (unsettled, column))})"
                value = sum(counts[county, award] for county in ("", *counties))
            row.append(Formula(text, value))
        values = [cell.value for cell in row if isinstance(cell, Formula)]
        text = f"=SUM({span((first + number, 2), (first + number, len(names) + 1))})"
        rows.append([*row, Formula(text, sum(value for value in values if not isinstance(value, str)))])
    columns = [Head(book.say("county")), *(Head(name, "count", 13) for name in names)]
    write_table(book, sheet, (TOP, 1), [*columns, Head(book.say("total"), "count total", 10)], rows[:-1])
    fit_row(sheet, TOP, [*names], [13] * len(names), 2)
    for column, value in enumerate(rows[-1], 1):
        put(sheet, (last, column), value, book.style("cell count total"))
    sheet.freeze_panes(TOP, 1)
    page(book, sheet, (last, len(names) + 2), (TOP, TOP))


def write_training(book: Book, training: pd.DataFrame, totals: pd.DataFrame) -> None:
    """Write the training targets, their sum, and what the notice states for it."""
    sheet = book.sheet("training")
    heading(book, sheet, TABLES["training"].title[book.lang], book.say("training_note"))
    rows = table_rows(book, training, TRAINING_COLUMNS)
    write_table(book, sheet, (TOP, 1), heads(book, "training", TRAINING_COLUMNS, TRAINING_STYLES), rows)
    at = TRAINING_COLUMNS.index("quantity") + 1
    quantities, units = (span((TOP + 1, at + n), (TOP + len(rows), at + n)) for n in (0, 1))
    last = TOP + len(rows)
    computed = int(training["quantity"].sum())
    lines: list[tuple[str, object, str]] = [
        (book.say("sum"), Formula(f"=SUM({quantities})", computed), "count total")
    ]
    for unit in dict.fromkeys(training["unit"]):
        value = int(training["quantity"][training["unit"] == unit].sum())
        text = f'=SUMIFS({quantities},{units},"{unit}")'
        lines.append((book.say("of_which", unit=unit), Formula(text, value), "count"))
    stated = totals[totals["kind"] == "total"].head(1)
    for record in stated.to_dict("records"):
        quantity = int(record["quantity"])
        text = f"={address((last + 1, at))}-{address((last + len(lines) + 1, at))}"
        lines.append((book.say("stated", item=record["item"]), quantity, "count printed"))
        lines.append((book.say("check_row"), Formula(text, computed - quantity), "check"))
    for row, (name, value, style) in enumerate(lines, last + 1):
        sheet.merge_range(row - 1, 0, row - 1, at - 2, "", book.style("cell name right"))
        put(sheet, (row, 1), name, book.style("cell name right"))
        put(sheet, (row, at), value, book.style(f"cell {style}"))
    row = last + len(lines) + 2
    put(sheet, (row, 1), book.say("other_targets"), book.style("section"))
    for record in totals.drop(index=stated.index).to_dict("records"):
        row += 1
        put(sheet, (row, 2), record["item"], book.style("prose"))
        put(sheet, (row, 4), record["printed"], book.style("prose"))
    sheet.freeze_panes(TOP, 2)
    page(book, sheet, (row, len(TRAINING_COLUMNS)), (TOP, TOP))


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


def write_dictionary(book: Book) -> None:
    """Write every column of every table, and what it means."""
    sheet = book.sheet("dictionary")
    heading(book, sheet, label("sheet", "dictionary", book.lang), book.say("dictionary_note"))
    names = ("table", "column", "heading", "type", "unit", "about", "allowed")
    lang = book.lang
    rows = [
        [
            f"{table.title[lang]} {table.name}",
            column.name,
            column.title[lang],
            column.type,
            column.unit or None,
            column.about[lang],
            " ".join(column.allowed) or None,
        ]
        for table in TABLES.values()
        for column in table.columns
    ]
    write_table(
        book, sheet, (TOP, 1), [Head(book.say(f"dictionary_{name}"), widest=48) for name in names], rows
    )
    sheet.freeze_panes(TOP, 0)
    page(book, sheet, (TOP + len(rows), len(names)), (TOP, TOP))
