"""Any named values as bars, the largest on top: what a question of one's own comes to.

In: a pandas Series, such as ``value_counts()`` or a sum by group gives it. Out: a matplotlib Axes.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from xcdata.charts.bars import HEIGHT, PEN, rows_of
from xcdata.charts.rows import drawable
from xcdata.charts.style import drawing, headings
from xcdata.charts.words import is_whole, names_of, number
from xcdata.errors import errors_in_its_language
from xcdata.labels import label
from xcdata.palette import BAR, INK, PALETTE

MOST = 20
"""Bars that a page holds; how many more there are is told."""


@errors_in_its_language
def ranking(
    values: pd.Series[Any],
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    title: str = "",
    about: str = "",
    source: str = "",
    mark: Hashable = None,
) -> Axes:
    """Draw one bar a value, the largest on top, every value printed.

    Parameters
    ----------
    values : pandas.Series
        Numbers from 0 up, by name.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of 7.2 × 4.8 inches without it.
    lang : {'zh', 'en'}
    title, about, source : str
        What is drawn; what more there is to say of it; where it comes from.
    mark : hashable, optional
        The name whose bar is marked.

    Returns
    -------
    matplotlib.axes.Axes
        The twenty largest.

    Raises
    ------
    XcdataError
        Nothing to draw, or values that are negative or no numbers.
    """
    drawable(values.rename("value").to_frame(), lang, measure="value")
    values = values.rename(index=lambda name: label("charts", "not_stated", lang) if pd.isna(name) else name)
    ranked = values.sort_values(ascending=False, kind="stable")
    shown, largest = ranked.head(MOST), float(ranked.iloc[0])
    whole = is_whole(values)
    with drawing("ranking", ax, lang) as ax:
        rows_of(ax, names_of(shown.index, lang))
        ax.set(xlim=(0, largest * 1.12), xticks=[])
        marked = [name == mark for name in shown.index]
        colours = [PALETTE[1] if each else BAR for each in marked]
        ax.barh(range(len(shown)), shown, HEIGHT, color=colours, edgecolor=colours, linewidth=PEN)
        for row, value in enumerate(shown):
            told = number(value, whole=whole)
            ink = PALETTE[1] if marked[row] else INK
            ax.text(value + largest * 0.012, row, told, va="center", color=ink)
        left = len(ranked) - MOST
        notes = [label("charts", "ranking_left", lang, left=left)] if left > 0 else []
        headings("ranking", ax, lang, source, *notes, title=title, about=about)
    return ax
