"""The sheet of charts: bars, the largest first, each chart above the figures that it shows.

In: tables. Out: a sheet of native charts. Bars, their order and the headlines are formulas on the other sheets and follow an
edit; colours are those of the pictures. What is too small to be seen as a bar is printed beside its name, and drawn once more on a scale of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xcdata.excel.ranked import SPARE, Ranked, beyond, sentence, told
from xcdata.excel.style import FONT, Book, Formula, fit_row, heading, page, put
from xcdata.grids.address import Place, address, span
from xcdata.palette import BAR, FAINT, INK, PALETTE, RULE, ink_on

WIDTHS = (6, 40, *(11,) * 6, 2, 40, 14)
LABELS, RANKS = len(WIDTHS) - 1, len(WIDTHS)
"""The columns of what stands beside the bars, and of the ranks of the table that they show; they are not printed."""

MOST = 20
"""Bars that a chart holds; how many are not drawn is told."""

SMALL = 0.04
"""Bars shorter than this part of the longest are drawn once more, if there are three of them;"""

LABELLED = 0.045
"""and segments shorter than this part of the longest bar hold no label."""

CHART_WIDTH = 820
BAR_HEIGHT, FRAME_HEIGHT, ROW_HEIGHT = 27, 110, 20
"""Pixels: of a bar with the gap to the next, of all around the bars, of a row of the sheet."""


@dataclass(frozen=True)
class Block:
    """A chart and the figures below it.

    Attributes
    ----------
    name : str
        Of its labels.
    source : Ranked
    parts : sequence of int
        The columns of the source that are stacked; none where a bar is the total alone.
    form : str
        The number format of the figures: ``0.00`` or ``#,##0``.
    rest : str
        The heading of what the total has beside the parts, if there is such a thing.
    colours : sequence of str
    """

    name: str
    source: Ranked
    parts: Sequence[int] = ()
    form: str = "#,##0"
    rest: str = ""
    colours: Sequence[str] = PALETTE

    @property
    def titles(self) -> list[str]:
        """The headings of the figures, the total last."""
        of = self.source.titles
        return [*(of[part] for part in self.parts), *filter(None, [self.rest]), of[self.source.by]]

    @property
    def rows(self) -> int:
        """How many bars there are."""
        return min(MOST, len(self.source.order))


def write_charts(
    book: Book,
    sheet: Any,
    *,
    counties: Ranked,
    programmes: Ranked,
    awards: Ranked,
    training: Ranked,
    organs: Ranked,
) -> None:
    """Write the charts; a table without rows has none."""
    heading(book, sheet, book.say("charts_title"), book.say("charts_note"))
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    given = [column for column in awards.values if column != awards.by]
    most = sorted(given, key=lambda column: -sum(awards.values[column]))[:3]
    roles = [column for column in organs.values if column != organs.by]
    groups = [column for column in counties.values if column != counties.by]
    blocks = [
        Block("county", counties, groups, "0.00"),
        Block("programme", programmes, form="0.00"),
        Block("awards", awards, most, rest=book.say("other_awards"), colours=(*PALETTE[:3], PALETTE[4])),
        Block("training", training),
        Block("organs", organs, roles, colours=(PALETTE[0], PALETTE[2], PALETTE[4])),
    ]
    row, breaks = 4, []
    for block in blocks:
        if block.rows:
            breaks.append(row - 1)
            row = write_block(book, sheet, block, row) + 2
    page(book, sheet, (row - 2, LABELS - 2), tall=True)
    sheet.set_h_pagebreaks(breaks[1:])


def write_block(book: Book, sheet: Any, block: Block, top: int) -> int:
    """Write a headline, the chart and its figures from a row on; return the last row."""
    source, titles = block.source, block.titles
    small = small_bars(block)
    heights = [FRAME_HEIGHT + BAR_HEIGHT * bars for bars in (block.rows, small) if bars]
    begins = [top + 1]
    for height in heights:
        begins.append(begins[-1] + math.ceil(height / ROW_HEIGHT) + 1)
    head = begins[-1]
    first, last, total = head + 1, head + block.rows, 2 + len(titles)
    heads = [book.say("rank"), book.say(f"charts_{block.name}_of"), *titles]
    for column, text in enumerate(heads, 1):
        put(sheet, (head, column), text, book.style("cell head wrap"))
    fit_row(sheet, head, heads, WIDTHS[: len(heads)])
    put(sheet, (head, RANKS), book.say("charts_ranks", sheet=source.sheet), book.style("subtitle wrap"))
    for row, formula in enumerate(source.ranks(), first):
        put(sheet, (row, RANKS), formula, book.style("subtitle centre"))
    for place in range(block.rows):
        row = first + place
        at = line_of((row, 1), block, first)
        sheet.set_row(row - 1, 19)
        name = source.name(place, at)
        put(sheet, (row, 1), place + 1, book.style("cell centre"))
        put(sheet, (row, 2), name, book.style("cell name left shrink"))
        values = [source.value(part, place, at) for part in (*block.parts, source.by)]
        if block.rest:
            parts = span((row, 3), (row, 2 + len(block.parts)))
            rest = float(values[-1].value) - sum(float(one.value) for one in values[:-1])
            values.insert(-1, Formula(f"={address((row, total))}-SUM({parts})", rest))
        style = "area" if block.form == "0.00" else "count"
        for column, value in enumerate(values, 3):
            put(sheet, (row, column), value, book.style(f"cell {style}{' total' * (column == total)}"))
        if block.parts:
            shown_total = told(address((row, total)), float(values[-1].value), block.form)
            beside = sentence(
                "{name}  {total}", name=Formula(f"={address((row, 2))}", name.value), total=shown_total
            )
            put(sheet, (row, LABELS), beside, book.style("subtitle left"))
    if block.parts:
        put(sheet, (head, LABELS), book.say("charts_labels"), book.style("subtitle left"))
    sheet.set_row(top - 1, 24)
    put(sheet, (top, 1), headline(book, block, first, total), book.style("section"))
    more = len(source.order) - block.rows
    about = book.say("charts_more" if more else "charts_all", shown=block.rows, more=more)
    title = book.say(f"charts_{block.name}", about=about)
    draw(book, sheet, block, title, (begins[0], heights[0]), (head, first, last))
    if small:
        title = book.say("charts_small", title=book.say(f"charts_{block.name}", about=""), count=small)
        draw(book, sheet, block, title, (begins[1], heights[1]), (head, last - small + 1, last))
    return max(last, head + len(source.order) + SPARE)


def line_of(rank: Place, block: Block, first: int) -> str:
    """Return the formula of the number that the line of a rank has in its table."""
    ranks = span((first, RANKS), (first + len(block.source.order) + SPARE - 1, RANKS), fixed=True)
    return f"MATCH({address(rank, fixed=True)},{ranks},0)"


def small_bars(block: Block) -> int:
    """Return how many bars at the end are too short to be seen; none where they are but one or two."""
    totals = [block.source.values[block.source.by][line] for line in block.source.order[: block.rows]]
    small = sum(total < SMALL * totals[0] for total in totals)
    return small if block.parts and small > 2 else 0


def headline(book: Book, block: Block, first: int, total: int) -> Formula:
    """Return the finding, as the figures are now."""
    source = block.source
    amounts = [float(source.values[source.by][line]) for line in source.order]
    whole = sum(amounts) or 1.0
    every = source.whole or f"SUM({source.cells(source.by)})"
    largest = address((first, total))
    three = f"SUM({span((first, total), (first + min(3, block.rows) - 1, total))})"
    parts = {
        "first": Formula(f"={address((first, 2))}", source.name(0, "1").value),
        "amount": told(largest, amounts[0], block.form),
        "share": told(f"IF({every}=0,0,{largest}/{every})", amounts[0] / whole, "0.0%"),
        "three": told(f"IF({every}=0,0,{three}/{every})", sum(amounts[:3]) / whole, "0.0%"),
        "whole": told(every, sum(amounts), block.form),
    }
    if block.parts:
        part = source.values[block.parts[0]][source.order[0]]
        parts["part"] = told(address((first, 3)), float(part), block.form)
    # The braces of the label stand until the formula is made of it.
    braces = {key: f"{{{key}}}" for key in parts}
    found = sentence(book.say(f"charts_{block.name}_found", **braces), **parts)
    if not source.whole:
        return found
    drawn = span((first, total), (first + block.rows - 1, total))
    more = beyond(book.say("charts_beyond", more="{more}"), source.whole, drawn, block.form)
    return sentence("{found}{more}", found=found, more=more)


def draw(
    book: Book, sheet: Any, block: Block, title: str, place: tuple[int, int], rows: tuple[int, int, int]
) -> None:
    """Draw some rows as bars: the row of the sheet and the height, and the rows of headings, of the first and of the last bar."""
    (top, height), (head, first, last) = place, rows
    name, stacked = sheet.get_name(), bool(block.parts)
    chart = book.file.add_chart({"type": "bar", **({"subtype": "stacked"} if stacked else {})})
    small = {"name": FONT["font_name"], "size": 9, "color": INK}
    bars = block.source.order[first - head - 1 : last - head]
    longest = max(block.source.values[block.source.by][line] for line in bars)
    series = block.titles[:-1] if stacked else block.titles
    for number in range(len(series)):
        colour = block.colours[number] if stacked else BAR
        column = 2 + number
        labels: dict[str, Any] = {"value": True, "num_format": block.form, "font": small}
        if stacked:
            least = (
                f"[>={longest * LABELLED:.4g}]" if block.form == "0.00" else f"[>={longest * LABELLED:.0f}]"
            )
            labels |= {"position": "center", "num_format": f'{least}{block.form};""'}
            labels["font"] = small | {"color": ink_on(colour), "size": 8}
        else:
            labels["position"] = "outside_end"
        beside = LABELS - 1 if stacked else 1
        chart.add_series(
            {
                "name": [name, head - 1, column],
                "categories": [name, first - 1, beside, last - 1, beside],
                "values": [name, first - 1, column, last - 1, column],
                "fill": {"color": colour},
                "gap": 40,
                "data_labels": labels,
            }
        )
    chart.set_title({"name": title, "overlay": False, "name_font": {**small, "size": 11, "bold": True}})
    chart.set_legend({"position": "top", "font": small} if stacked else {"none": True})
    axis = {"num_font": small, "line": {"color": FAINT}, "major_tick_mark": "none"}
    chart.set_y_axis({**axis, "reverse": True, "crossing": "max"})
    chart.set_x_axis(
        {
            **axis,
            "num_format": "General",
            "num_font": small | {"color": FAINT, "size": 8},
            "visible": stacked,
            "major_gridlines": {"visible": stacked, "line": {"color": RULE}},
        }
    )
    chart.set_chartarea({"border": {"color": RULE}})
    chart.set_size({"width": CHART_WIDTH, "height": height})
    sheet.insert_chart(top - 1, 0, chart, {"object_position": 2, "description": title})
