"""The sheets of the other tables: rosters, awards by county, training targets, and the data dictionary.

In: tables. Out: a sheet each, its sums and counts alive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xcdata.dataset.schema import TABLES
from xcdata.excel.ranked import Ranked
from xcdata.excel.style import (
    Book,
    Formula,
    Head,
    fit_row,
    heading,
    mark,
    number_style,
    page,
    put,
    write_table,
)
from xcdata.gazette.documents import Record
from xcdata.gazette.places import COUNTIES
from xcdata.grids.address import address, span
from xcdata.labels import label, read_labels

TOP = 4
"""The row of a table's headings; title and note stand above."""

ROSTER = ("award", "section", "section_title", "recipient_kind", "name", "institution", "stage")
ROSTER_COLUMNS = (*ROSTER, "county", "county_basis", "document", "line")
TRAINING_COLUMNS = (
    *("programme_no", "programme", "target_group", "printed", "quantity", "unit", "at_least", "years"),
    *("upskilling_share_min", "agencies", "line"),
)
TRAINING_STYLES = {"quantity": "count", "upskilling_share_min": "percent"} | dict.fromkeys(
    ("programme_no", "unit", "at_least", "years"), "centre"
)
CODES = {"recipient_kind", "county_basis", "at_least", "kind", "bound", "role"}


def table_rows(book: Book, rows: Iterable[Record], columns: Iterable[str]) -> list[list[object]]:
    """Return a table's rows for a sheet; codes become words."""
    names = list(columns)
    return [[shown(book, name, row[name]) for name in names] for row in rows]


def shown(book: Book, column: str, value: object) -> object:
    """Return a value as the sheet has it: codes as words, exact decimals as numbers."""
    if column in CODES and str(value) in read_labels()["code"]:
        return label("code", str(value), book.lang)
    return float(value) if isinstance(value, Decimal) else value


def heads(book: Book, table: str, columns: Iterable[str], styles: Mapping[str, str]) -> list[Head]:
    """Return the headings of a table's columns."""
    return [Head(TABLES[table].column(name).title[book.lang], styles.get(name, "")) for name in columns]


def nothing(book: Book, sheet: Any) -> Ranked:
    """Say that a text has nothing for a sheet; return a table without rows."""
    put(sheet, (TOP, 1), book.say("nothing"), book.style("subtitle"))
    page(book, sheet, (TOP, 1))
    return Ranked(str(sheet.get_name()), TOP + 1, {1: ()}, {2: ()}, {2: ""}, by=2)


def write_rosters(book: Book, awards: Sequence[Record]) -> str:
    """Write the rosters, one recipient a row."""
    sheet = book.sheet("rosters")
    heading(book, sheet, TABLES["awards"].title[book.lang], book.say("rosters_note"))
    rows = table_rows(book, awards, ROSTER_COLUMNS)
    write_table(book, sheet, (TOP, 1), heads(book, "awards", ROSTER_COLUMNS, {}), rows)
    sheet.freeze_panes(TOP, 0)
    page(book, sheet, (TOP + len(rows), len(ROSTER_COLUMNS)), (TOP, TOP))
    return str(sheet.get_name())


def write_awards(book: Book, awards: Sequence[Record], rosters: str) -> Ranked:
    """Write the number of recipients by county and award, counted in the rosters' sheet; return where it stands."""
    sheet = book.sheet("awards")
    heading(book, sheet, book.say("awards_title"), book.say("awards_note"))
    if not awards:
        return nothing(book, sheet)
    names = list(dict.fromkeys(row["award"] for row in awards))
    counts = Counter((row["county"] or "", row["award"]) for row in awards)
    there = {county for county, _ in counts}
    counties = [county for county in COUNTIES if county in there]
    of_county, of_award = (
        f"'{rosters}'!{span((TOP + 1, place), (TOP + len(awards), place), fixed=True)}"
        for place in (ROSTER_COLUMNS.index("county") + 1, ROSTER_COLUMNS.index("award") + 1)
    )
    titles = [address((TOP, column), fixed=True) for column in range(2, len(names) + 2)]
    columns = [Head(book.say("county")), *(Head(name, "count", 13) for name in names)]
    unsettled = TOP + 1 + len(counties)
    rows: list[list[object]] = [
        [
            county,
            *(
                Formula(f"=COUNTIFS({of_county},$A{row},{of_award},{title})", counts[county, name])
                for name, title in zip(names, titles, strict=True)
            ),
            Formula(
                f"=SUM({span((row, 2), (row, len(names) + 1))})", sum(counts[county, name] for name in names)
            ),
        ]
        for row, county in enumerate(counties, TOP + 1)
    ]
    rows.append([book.say("unsettled")])
    total: list[object] = [book.say("total")]
    for column, (name, title) in enumerate(zip(names, titles, strict=True), 2):
        above = span((TOP + 1, column), (unsettled - 1, column))
        rows[-1].append(Formula(f"=COUNTIF({of_award},{title})-SUM({above})", counts["", name]))
        whole = sum(counts[county, name] for county in ("", *counties))
        total.append(Formula(f"=SUM({span((TOP + 1, column), (unsettled, column))})", whole))
    for row, line in ((unsettled, rows[-1]), (unsettled + 1, total)):
        whole = sum(int(cell.value) for cell in line if isinstance(cell, Formula))
        line.append(Formula(f"=SUM({span((row, 2), (row, len(names) + 1))})", whole))
    write_table(book, sheet, (TOP, 1), [*columns, Head(book.say("total"), "count total", 10)], rows)
    fit_row(sheet, TOP, names, [columns[1].widest] * len(names))
    for column, value in enumerate(total, 1):
        put(
            sheet,
            (unsettled + 1, column),
            value,
            book.style(f"cell total {'left' if column == 1 else 'count'}"),
        )
    sheet.freeze_panes(TOP, 1)
    by = len(names) + 2
    page(book, sheet, (unsettled + 1, by), (TOP, TOP))
    values: dict[int, Sequence[float]] = {
        column: [counts[county, name] for county in counties] for column, name in enumerate(names, 2)
    }
    values[by] = [sum(counts[county, name] for name in names) for county in counties]
    named = dict(enumerate([*names, book.say("total")], 2))
    return Ranked(str(sheet.get_name()), TOP + 1, {1: counties}, values, named, by)


def write_training(book: Book, training: Sequence[Record], totals: Sequence[Record]) -> Ranked:
    """Write the training targets, their sum, and what the notice states for it; return where they stand."""
    sheet = book.sheet("training")
    heading(book, sheet, TABLES["training"].title[book.lang], book.say("training_note"))
    if not training:
        return nothing(book, sheet)
    rows = table_rows(book, training, TRAINING_COLUMNS)
    write_table(book, sheet, (TOP, 1), heads(book, "training", TRAINING_COLUMNS, TRAINING_STYLES), rows)
    at = TRAINING_COLUMNS.index("quantity") + 1
    quantities, units = (span((TOP + 1, at + n), (TOP + len(rows), at + n)) for n in (0, 1))
    last = TOP + len(rows)
    computed = sum(int(row["quantity"]) for row in training)
    lines: list[tuple[str, object, str]] = [
        (book.say("sum"), Formula(f"=SUM({quantities})", computed), "count total")
    ]
    for unit in dict.fromkeys(row["unit"] for row in training):
        of_unit = sum(int(row["quantity"]) for row in training if row["unit"] == unit)
        text = f'=SUMIFS({quantities},{units},"{unit}")'
        lines.append((book.say("of_which", unit=unit), Formula(text, of_unit), "count"))
    stated = [row for row in totals if row["kind"] == "total"][:1]
    for record in stated:
        quantity = int(record["quantity"])
        text = f"={address((last + 1, at))}-{address((last + len(lines) + 1, at))}"
        lines.append((book.say("stated", item=record["item"]), quantity, "count printed"))
        lines.append((book.say("check_row"), Formula(text, computed - quantity), "check whole"))
    for row, (name, value, style) in enumerate(lines, last + 1):
        sheet.merge_range(row - 1, 0, row - 1, at - 2, "", book.style("cell name right"))
        put(sheet, (row, 1), name, book.style("cell name right"))
        put(sheet, (row, at), value, book.style(f"cell {style}"))
        if style == "check whole":
            cell = address((row, at))
            mark(book, sheet, cell, {f"={cell}<>0": "bad"})
    # The stated total is a figure of the text as well, and may be the one to blame.
    titles = [TABLES["training"].column(name).title[book.lang] for name in ("quantity", "line")]
    place = (last + len(lines) - 2, at)
    book.tables.extend((sheet, place, titles, [[one["quantity"], one["line"]]]) for one in stated)
    row = last + len(lines) + 2
    put(sheet, (row, 1), book.say("other_targets"), book.style("section"))
    for record in totals:
        if record in stated:
            continue
        row += 1
        put(sheet, (row, 2), record["item"], book.style("prose"))
        put(sheet, (row, 4), record["printed"], book.style("prose"))
        amount = shown(book, "quantity", record["quantity"])
        put(sheet, (row, at), amount, book.style(number_style("amount", amount)))
        put(sheet, (row, at + 1), record["unit"], book.style("centre"))
    sheet.freeze_panes(TOP, 2)
    page(book, sheet, (row, len(TRAINING_COLUMNS)), (TOP, TOP))
    called = {
        TRAINING_COLUMNS.index(name) + 1: [record[name] or "" for record in training]
        for name in ("programme", "target_group")
    }
    amounts = [float(record["quantity"]) for record in training]
    return Ranked(str(sheet.get_name()), TOP + 1, called, {at: amounts}, {at: titles[0]}, at)


def write_dictionary(book: Book) -> None:
    """Write every column of every table, and what it means."""
    sheet = book.sheet("dictionary")
    heading(book, sheet, label("sheet", "dictionary", book.lang), book.say("dictionary_note"))
    names = ("table", "column", "heading", "type", "unit", "about", "allowed")
    lang = book.lang
    rows = [
        [
            f"{table.title[lang]} ({table.name})",
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
