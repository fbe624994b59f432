"""The check picture: a table as a grid, every figure proved or suspect.

In: figures with their row, their column and what checking found of each. Out: a matplotlib Axes.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from xcdata.charts.grid import cell, filled, grid, value
from xcdata.charts.rows import drawable, only
from xcdata.charts.style import LEADING, LEGEND, SMALL_SIZE, Style, drawing, headings, sized
from xcdata.charts.words import names_of, source_line
from xcdata.errors import errors_in_its_language
from xcdata.labels import label, name_of

STATES: dict[str, Style] = {
    "proved": {"fill": "#DCEBF5"},
    "within rounding": {"fill": "#DCEBF5", "hatch": "////"},
    "suspect": {"fill": "#F6C6A8", "edgecolor": "#9C2F10", "linewidth": 2.0, "zorder": 3},
    "in doubt": {"fill": "#FBE9C6"},
    "unchecked": {"fill": "#D9D9D9"},
    "blank": {"fill": "white"},
}


@errors_in_its_language
def check_picture(figures: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw a table of figures as a grid of cells, each shaded by what checking found of it.

    Parameters
    ----------
    figures : pandas.DataFrame
        One row a cell, in the order of the table: ``area`` (its row), ``column`` (its column; parts of a label that are
        set apart by ``/`` stand under each other, the first as the heading of its group), ``printed``, ``state``
        (``proved``, ``within rounding``, ``suspect``, ``in doubt``, ``unchecked``, ``blank``) and, where there is one, ``implied``, the
        value that would make every rule hold, shown below a suspect's own.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of 10 × 6 inches without it.
    lang : {'zh', 'en'}

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    XcdataError
        Columns that are missing, an empty frame, or a state that there is not.
    """
    figures, left_out = drawable(figures, lang, "area", "column", "state", also=("printed",))
    only(figures["state"], STATES)
    areas, columns = (list(dict.fromkeys(figures[name])) for name in ("area", "column"))
    with drawing("check_picture", ax, lang) as ax:
        above = grid(ax, names_of(areas, lang), [head(column, lang) for column in columns])
        for figure in figures.to_dict("records"):
            at = columns.index(figure["column"]), areas.index(figure["area"])
            cell(ax, *at, **STATES[figure["state"]])
            printed, implied = (shown(figure.get(name)) for name in ("printed", "implied"))
            suspect = figure["state"] == "suspect"
            text = f"{printed}\n→{implied}" if suspect and implied else printed
            value(ax, *at, text, SMALL_SIZE, va="center", linespacing=LEADING, zorder=4)
        there = [state for state in STATES if state in set(figures["state"])]
        handles = [
            Patch(**filled(**STATES[state]), label=label("charts", f"state {state}", lang)) for state in there
        ]
        place: Style = {"loc": "upper right", "bbox_to_anchor": (1, 0), "ncols": len(there)}
        ax.legend(handles=handles, **{**LEGEND, "fontsize": sized(SMALL_SIZE), **place})
        counts = figures["state"].value_counts()
        about: dict[str, Any] = {
            "proved": int(counts.get("proved", 0)),
            "suspects": int(counts.get("suspect", 0)),
        }
        headings("check_picture", ax, lang, source_line(figures, lang), *left_out, above=above, **about)
    return ax


def head(column: str, lang: str) -> tuple[str, str]:
    """Return a column's group and its own label, in which the group is not said again."""
    group, *parts = column.split("/")
    own = "/".join(name_of(part, lang) for part in parts if part != group)
    return (name_of(group, lang), own) if own else ("", name_of(group, lang))


def shown(value: Any) -> str:
    """Return a value as text, nothing for a missing one."""
    return "" if pd.isna(value) else str(value)
