"""Bars for values that differ by a factor of a thousand: stacked and magnified, or one after the other.

In: an Axes and numbers. Out: bars on it. The small rows are drawn a second time, at the same height, on a linear scale of
their own that says by how much it is magnified; a logarithmic axis would belie the lengths that bars are read by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from xcdata.charts.style import SMALL_SIZE, TEXT_SIZE, Style, sized
from xcdata.charts.words import ems, number
from xcdata.labels import label
from xcdata.palette import FAINT, INK, PANEL, ink_on, outline

SMALL_SHARE = 0.04
HEIGHT = 0.62
FEWEST = 6
"""Rows that there is room for at least, so that one bar does not fill the page."""
PEN = 0.8  # of a bar's edge, in points: the least bar is a line, on a figure of any size
FACTORS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 200, 500, 1000)


def rows_of(ax: Axes, names: Sequence[str]) -> None:
    """Set up one row a name, from the top down."""
    ax.set_ylim(max(len(names), FEWEST) - 0.5, -0.5)
    ax.set_yticks(range(len(names)), names, fontsize=sized(TEXT_SIZE))


def scale(ax: Axes, side: Literal["top", "bottom"], end: float | None = None) -> None:
    """Show the horizontal scale at one side, up to its end."""
    limits = ax.get_xlim()
    ax.spines[side].set_bounds(limits[0], end or limits[1])
    ax.spines[side].set(visible=True, color=FAINT, linewidth=0.6)
    ax.xaxis.set_ticks_position(side)
    size: Style = {"labelsize": sized(SMALL_SIZE), "length": sized(3), "pad": sized(3.5), "width": 0.6}
    ax.tick_params(axis="x", labelcolor=FAINT, color=FAINT, **size)


def stacked(ax: Axes, table: pd.DataFrame, colours: Mapping[str, str]) -> None:
    """Draw one bar a row of the table, one segment a column."""
    left, rows = pd.Series(0.0, index=table.index), pd.Series(range(len(table)), index=table.index)
    for name in table.columns:
        there, fill = table[name] > 0, colours[name]
        edge: Style = {"edgecolor": outline(fill), "linewidth": PEN}
        ax.barh(rows[there], table.loc[there, name], HEIGHT, left=left[there], color=fill, label=name, **edge)
        left = left + table[name]


def segment_values(
    ax: Axes, table: pd.DataFrame, colours: Mapping[str, str], width: float, *, whole: bool = False
) -> None:
    """Print each segment's value in it, where it is wide enough to hold it and not the whole bar; the Axes is ``width`` points wide."""
    letter = SMALL_SIZE * ax.get_xlim()[1] / width
    for row, (_, values) in enumerate(table.iterrows()):
        left = 0.0
        for name, value in values.items():
            told = number(value, whole=whole)
            if (ems(told) + 0.8) * letter < value < values.sum():
                place: Style = {"ha": "center", "va": "center", "fontsize": sized(SMALL_SIZE)}
                ax.text(left + value / 2, row, told, color=ink_on(colours[str(name)]), **place)
            left += value


def small_rows(totals: Sequence[float]) -> int:
    """Return how many rows at the end, of totals in falling order, are too short to be seen beside the first."""
    return sum(total < SMALL_SHARE * totals[0] for total in totals)


def magnified(ax: Axes, rows: int, sides: tuple[float, float], reach: tuple[float, float], lang: str) -> Axes:
    """Return a panel over the last rows, whose scale is a round multiple of the main one and stands below it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With rows and limits set up.
    rows : int
        How many of its last rows the panel magnifies.
    sides : (float, float)
        Left and right side of the panel, as fractions of the Axes.
    reach : (float, float)
        Where its scale begins, and up to where it has to show.
    lang : {'zh', 'en'}
    """
    (left, right), (begin, end) = sides, reach
    count, limits = round(ax.get_ylim()[0] + 0.5), ax.get_xlim()
    span = (limits[1] - limits[0]) * (right - left)
    factor = max((f for f in FACTORS if span / f >= end - begin), default=1)
    ticks = [
        tick
        for tick in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(begin, end)
        if begin <= tick <= end * (1 + 1e-9)
    ]
    spare = count - len(ax.get_yticks())
    panel = ax.inset_axes((left, spare / count, right - left, rows / count))
    panel.spines[:].set_visible(False)
    panel.set(
        xlim=(begin, begin + span / factor),
        xticks=ticks,
        ylim=(rows - 0.5, -0.5),
        yticks=[],
        facecolor=PANEL,
    )
    scale(panel, "bottom")
    panel.xaxis.set_major_formatter("{x:,g}")
    told = label("charts", "magnified", lang, factor=factor)
    panel.set_title(told, loc="left", fontsize=sized(SMALL_SIZE), color=INK, pad=sized(4))
    return panel


def staircase(ax: Axes, values: Sequence[float], colours: Sequence[str], start: float = 0) -> list[float]:
    """Draw each value from where the one before it ended; return where each begins."""
    begins = [start + sum(values[:row]) for row in range(len(values))]
    ax.barh(
        range(len(values)),
        values,
        HEIGHT,
        left=begins,
        color=list(colours),
        linewidth=PEN,
        edgecolor=list(colours),
        snap=False,
    )
    for row, (begin, value) in enumerate(zip(begins, values, strict=True)):
        if row + 1 < len(values):
            ends = [row + HEIGHT / 2, row + 1 - HEIGHT / 2]
            ax.plot([begin + value] * 2, ends, color=FAINT, linewidth=0.6)
    return begins
