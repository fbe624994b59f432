"""Bars for values that differ by a factor of a thousand: stacked and magnified, or one after the other.

In: an Axes and numbers. Out: bars on it. The small rows are drawn a second time, at the same height, on a linear scale of
their own that says by how much it is magnified; a logarithmic axis would belie the lengths that bars are read by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes

from xcdata.chart_style import FAINT, INK, RULE, SMALL_SIZE, ink_on, number
from xcdata.labels import label

SMALL_SHARE = 0.04
HEIGHT = 0.62
FACTORS = (2, 5, 10, 20, 50, 100, 200, 500, 1000)


def rows_of(ax: Axes, names: Sequence[str]) -> None:
    """Set up one row a name, from the top down."""
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_yticks(range(len(names)), names)
    ax.tick_params(axis="y", length=0)
    ax.tick_params(axis="x", labelsize=SMALL_SIZE, length=2)
    ax.grid(axis="x", color=RULE, linewidth=0.6)


def stacked(ax: Axes, table: pd.DataFrame, colours: Mapping[str, str]) -> None:
    """Draw one bar a row of the table, one segment a column."""
    left = pd.Series(0.0, index=table.index)
    for name in table.columns:
        ax.barh(
            range(len(table)),
            table[name],
            HEIGHT,
            left=left,
            color=colours[name],
            edgecolor="white",
            linewidth=0.6,
            label=name,
        )
        left = left + table[name]


def segment_values(ax: Axes, table: pd.DataFrame, colours: Mapping[str, str], widest: float) -> None:
    """Print each segment's value in it, where it is wide enough to hold it."""
    whole = bool((table % 1 == 0).all(axis=None))
    for row, (_, values) in enumerate(table.iterrows()):
        left = 0.0
        for name, value in values.items():
            if value >= widest:
                place = {"ha": "center", "va": "center", "fontsize": SMALL_SIZE}
                told = number(value, whole=whole)
                ax.text(left + value / 2, row, told, color=ink_on(colours[str(name)]), **place)
            left += value


def small_rows(totals: Sequence[float]) -> int:
    """Return how many rows at the end, of totals in falling order, are too short to be seen beside the first."""
    return sum(total < SMALL_SHARE * totals[0] for total in totals)


def magnified(ax: Axes, rows: int, left: float, right: float, reach: float, lang: str) -> Axes:
    """Return a panel over the last rows, whose scale is a round multiple of the main one.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        With rows and limits set up.
    rows : int
        How many of its last rows the panel magnifies.
    left, right : float
        The panel's sides, as fractions of the Axes.
    reach : float
        How much of the scale it has to show.
    """
    count = round(ax.get_ylim()[0] + 0.5)
    full = ax.get_xlim()[1] - ax.get_xlim()[0]
    factor = max((f for f in FACTORS if full * (right - left) / f >= reach), default=1)
    panel = ax.inset_axes((left, 0, right - left, rows / count))
    rows_of(panel, [""] * rows)
    panel.set_xlim(0, full * (right - left) / factor)
    panel.set_facecolor("#F7F7F7")
    panel.xaxis.tick_top()
    for side in ("top", "right", "left", "bottom"):
        panel.spines[side].set(visible=True, color=FAINT, linewidth=0.6)
    panel.set_xlabel(label("charts", "magnified", lang, factor=factor), color=INK, fontsize=SMALL_SIZE)
    panel.xaxis.set_label_position("top")
    return panel


def staircase(ax: Axes, values: Sequence[float], colours: Sequence[str]) -> list[float]:
    """Draw each value from where the one before it ended; return where each begins."""
    begins = [sum(values[:row]) for row in range(len(values))]
    ax.barh(range(len(values)), values, HEIGHT, left=begins, color=list(colours))
    for row, (begin, value) in enumerate(zip(begins, values, strict=True)):
        if row + 1 < len(values):
            ends = [row + HEIGHT / 2, row + 1 - HEIGHT / 2]
            ax.plot([begin + value] * 2, ends, color=FAINT, linewidth=0.6)
    return begins
