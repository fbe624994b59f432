"""How the workbook looks, and the few ways in which cells are written.

In: a workbook of XlsxWriter. Out: cells, tables and pages of one appearance. Texts are written as texts whatever they begin
with; column widths count a Chinese character as two.

The font is Microsoft YaHei: it comes with Windows and with Office for Mac, and LibreOffice replaces it by a Noto Sans CJK
or whatever Chinese font there is, so nobody sees boxes.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from xcdata.grids.address import span
from xcdata.labels import label

FONT = {"font_name": "Microsoft YaHei", "font_size": 10}
INK, QUIET, GREEN, PALE, LINE = "#1F2A24", "#6B756F", "#2E6B4F", "#E8F1EC", "#C5CFC9"
BLUE, BEIGE, YELLOW = "#1F4E9E", "#F4F1E6", "#FBEFC8"
RED, ROSE = "#9C1C10", "#F8D7D3"
AREA = "0.00_ ;-0.00_ ;;@"
"""Areas in 万亩; a zero is a blank cell, as in print. Texts have a part of their own: saved by LibreOffice, they were hidden otherwise."""

STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": GREEN, "valign": "vcenter"},
    "subtitle": {"font_color": QUIET, "valign": "vcenter"},
    "alert": {"font_color": RED, "valign": "vcenter"},
    "section": {"bold": True, "font_size": 12, "font_color": GREEN, "valign": "vcenter"},
    "prose": {"text_wrap": True, "align": "left", "valign": "top", "indent": 1},
    "term": {"bold": True, "valign": "top"},
    "name": {"bold": True},
    "link": {"font_color": BLUE, "underline": 1, "valign": "top"},
    "head": {"bold": True, "font_color": "#FFFFFF", "bg_color": GREEN, "align": "center"},
    "cell": {"border": 1, "border_color": LINE, "valign": "vcenter"},
    "wrap": {"text_wrap": True},
    "shrink": {"shrink": True},
    "left": {"align": "left", "indent": 1},
    "right": {"align": "right", "indent": 1},
    "centre": {"align": "center"},
    "middle": {"valign": "vcenter"},
    "area": {"num_format": AREA},
    "hectares": {"num_format": "#,##0.00_ ;-#,##0.00_ ;;@"},
    "share": {"num_format": "0.00%_ "},
    "percent": {"num_format": "0%", "align": "center"},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "count": {"num_format": "#,##0_ ;-#,##0_ ;;@"},
    "amount": {"num_format": "#,##0.0###_ ;-#,##0.0###_ ;0_ ", "align": "right"},
    "exact": {"num_format": "#,##0.00##_ ;-#,##0.00##_ ;0.00_ ", "align": "right"},
    "id": {"font_color": QUIET, "align": "left", "indent": 1},
    "check": {"num_format": '+0.00##;-0.00##;"✓"', "align": "center", "font_color": GREEN},
    "whole": {"num_format": '+#,##0;-#,##0;"✓"'},
    "total": {"bold": True, "bg_color": PALE},
    "printed": {"bg_color": BEIGE},
    "task": {"font_color": BLUE},
    "bad": {"bg_color": ROSE, "font_color": RED},
    "warn": {"bg_color": YELLOW},
    "past": {"bg_color": "#FFFFFF", "font_color": QUIET},
    "good": {"bg_color": PALE, "font_color": GREEN},
}


class EmptyText(str):
    """The empty text as what a formula gives: XlsxWriter saves one that equals ``""`` as if nobody had calculated."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and its value, so that a viewer that computes nothing shows it too."""

    text: str
    value: float | str

    @property
    def expression(self) -> str:
        """The formula as it stands within another one."""
        return self.text.removeprefix("=")


WIDEST = 44
"""Digits that a column takes at most, if it does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table: its heading, how its cells look, and how wide it may grow."""

    title: str
    style: str = ""
    widest: int = WIDEST


Written = tuple[Any, tuple[int, int], list[str], Sequence[Sequence[object]]]
"""A table as it was written: the sheet, where its headings begin, the headings, the rows."""


@dataclass(frozen=True)
class Book:
    """A workbook being written, in one language, with the styles, sheets and tables so far."""

    file: Any
    lang: str
    title: str = ""
    formats: dict[str, Any] = field(default_factory=dict)
    sheets: dict[str, Any] = field(default_factory=dict)
    tables: list[Written] = field(default_factory=list)

    def style(self, names: str) -> Any:
        """Return the format of some styles, later ones overriding earlier ones."""
        if names not in self.formats:
            properties = FONT | {"font_color": INK}
            for name in names.split():
                properties |= STYLES[name]
            self.formats[names] = self.file.add_format(properties)
        return self.formats[names]

    def say(self, name: str, **values: object) -> str:
        """Return a label of the workbook."""
        return label("workbook", name, self.lang, **values)

    def sheet(self, name: str) -> Any:
        """Add a sheet; its name is a label."""
        sheet = self.sheets[name] = self.file.add_worksheet(label("sheet", name, self.lang))
        sheet.hide_gridlines(2)
        return sheet


def put(sheet: Any, place: tuple[int, int], value: object, style: Any) -> None:
    """Write a cell (row and column from 1): a text always as a text, None as a blank cell."""
    row, column = place[0] - 1, place[1] - 1
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, value.text, style, EmptyText() if value.value == "" else value.value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, style)
    else:
        sheet.write_number(row, column, float(value), style)  # type: ignore[arg-type]


def text_width(text: str) -> int:
    """Return how many digits wide a text is; Chinese characters and punctuation count two.

    Examples
    --------
    >>> text_width("许昌市2020")
    10
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def lines_needed(text: str, width: float) -> int:
    """Return in how many lines a text fits a column; where it wraps, a tenth is lost to words that do not break."""
    widths = (text_width(part) for part in text.split("\n"))
    return sum(1 if wide < width else math.ceil(wide * 1.1 / (width - 1)) for wide in widths)


def write_table(
    book: Book,
    sheet: Any,
    start: tuple[int, int],
    heads: Sequence[Head],
    rows: Sequence[Sequence[object]],
    *,
    name: str = "",
) -> None:
    """Write a table with a filter: widths to fit, long texts wrapped, rows as high as they need; with a name it is an Excel table."""
    (top, left), widths = (
        start,
        [column_width(head, [row[n] for row in rows]) for n, head in enumerate(heads)],
    )
    book.tables.append((sheet, start, [head.title for head in heads], rows))
    whole = (top - 1, left - 1, top - 1 + len(rows), left + len(heads) - 2)
    if name:
        columns = [{"header": head.title} for head in heads]
        sheet.add_table(*whole, {"name": name, "columns": columns, "style": None})
    else:
        sheet.autofilter(*whole)
    if texts := [column for column in range(len(heads)) if any(is_number_text(row[column]) for row in rows)]:
        ranges = " ".join(span((top + 1, left + n), (top + len(rows), left + n)) for n in texts)
        # What was printed stays a text.
        sheet.ignore_errors({"number_stored_as_text": ranges})
    fit_row(sheet, top, [head.title for head in heads], widths)
    for number, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(left + number - 1, left + number - 1, width)
        put(sheet, (top, left + number), head.title, book.style("cell head wrap"))
    for row, values in enumerate(rows, top + 1):
        fit_row(sheet, row, values, widths)
        for number, (head, value) in enumerate(zip(heads, values, strict=True)):
            style = (
                f"cell wrap {head.style or 'left'}"
                if isinstance(value, str)
                else f"cell {number_style(head.style, value)}"
            )
            put(sheet, (row, left + number), value, book.style(style.strip()))


def number_style(style: str, value: object) -> str:
    """Return the style of a number: amounts have thousands separators, and decimals where there are any; exact ones where any were printed."""
    whole = isinstance(value, int | float) and value == int(value)
    whole |= isinstance(value, Decimal) and "." not in f"{value:f}"
    return "count" if whole and style in ("amount", "exact") else style or "right"


def is_number_text(value: object) -> bool:
    """Whether a text is one that a spreadsheet takes for a number, and marks."""
    return isinstance(value, str) and re.fullmatch(r"-?[\d,]*\.?\d+%?", value) is not None


def column_width(head: Head, values: Sequence[object]) -> int:
    """Return a column's width: of its widest value, within bounds; a heading may take two lines beside the filter's button."""
    shown = [value.value if isinstance(value, Formula) else value for value in values]
    texts = [
        (f"{value:,.0f}" if value == int(value) else f"{value:,.9g}")
        if isinstance(value, int | float | Decimal)
        else str(value)
        for value in shown
        if isinstance(value, str | int | float | Decimal | date)
    ]
    heading = math.ceil(text_width(head.title) / 2) + 5
    return min(head.widest, max([heading, *(text_width(text) + 3 for text in texts)]))


def fit_row(sheet: Any, row: int, values: Sequence[object], widths: Sequence[float], least: int = 1) -> None:
    """Make a row as high as its longest text needs."""
    pairs = zip(values, widths, strict=True)
    lines = max(lines_needed(value, width) if isinstance(value, str) else 1 for value, width in pairs)
    sheet.set_row(row - 1, 4 + 15 * max(lines, least))


def heading(book: Book, sheet: Any, title: str, note: str = "") -> None:
    """Write a sheet's title and the line below it."""
    sheet.set_row(0, 28)
    put(sheet, (1, 1), title, book.style("title"))
    sheet.set_row(1, 18)
    put(sheet, (2, 1), note, book.style("subtitle"))


def page(
    book: Book,
    sheet: Any,
    last: tuple[int, int],
    repeat: tuple[int, int] | None = None,
    *,
    tall: bool = False,
) -> None:
    """Set a sheet up for print: A4, as wide as the page, headings repeated, pages numbered."""
    sheet.set_paper(9)
    sheet.set_portrait() if tall else sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.print_area(0, 0, last[0] - 1, last[1] - 1)
    if repeat:
        sheet.repeat_rows(repeat[0] - 1, repeat[1] - 1)
    sheet.set_footer(f"&L&9{book.title} · &A&R&9&P / &N")


def mark(book: Book, sheet: Any, cells: str, styles: Mapping[str, str]) -> None:
    """Mark cells by conditions: a formula on the range's first cell → the style it gives."""
    for criteria, style in styles.items():
        rule = partial(sheet.conditional_format, cells)
        rule({"type": "formula", "criteria": criteria, "format": book.file.add_format(STYLES[style])})
