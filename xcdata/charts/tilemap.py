"""The areas of Xuchang as tiles that lie to each other as the areas do.

In: a frame with a county a row (or several, which are added) and any column of numbers. Out: a matplotlib Axes.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from xcdata.charts.colour import FAINT, RULE, WHITE, class_breaks, ink_on, shade_of
from xcdata.charts.grid import class_legend
from xcdata.charts.style import (
    LEADING,
    SMALL_SIZE,
    Style,
    area_names,
    column_title,
    drawing,
    headings,
    is_whole,
    name_size,
    need,
    number,
    source_line,
)
from xcdata.errors import XcdataError
from xcdata.labels import label

# Lower left corner and side of each tile, and where its text stands. 建安区 lies around the districts and zones in the
# middle, so it is drawn first and they on top of it; 中心城区 is no area beside the others and stands apart.
UNIT = 1.3
TILES = {
    "建安区": (1.4, 1.4, 4.1, (4.1, 2.15)),
    "禹州市": (0.1, 3.3, UNIT, None),
    "长葛市": (2.8, 5.5, UNIT, None),
    "鄢陵县": (5.5, 2.8, UNIT, None),
    "襄城县": (0.1, 0.1, UNIT, None),
    "示范区": (2.8, 4.1, UNIT, None),
    "魏都区": (2.8, 2.8, UNIT, None),
    "东城区": (4.1, 2.8, UNIT, None),
    "开发区": (1.5, 1.5, UNIT, None),
    "中心城区": (5.5, 0.1, UNIT, None),
}
CORE = "中心城区"


def tile_map(
    df: pd.DataFrame,
    measure: str = "wan_mu",
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    title: str | None = None,
) -> Axes:
    """Draw one tile an area, shaded by a column, every value printed.

    Parameters
    ----------
    df : pandas.DataFrame
        Rows with ``county``, named as in the plan table, and ``measure``. Rows of one county are added. What has no
        tile (``市直``, missing) is told below the map with its value.
    measure : str
        A column of numbers, zero or more.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of 6.4 × 7.3 inches without it.
    lang : {'zh', 'en'}
    title : str, optional
        What the numbers are; the column's title in the schema without it.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    XcdataError
        Columns that are missing, no rows, no area of the map among the counties, values that are no amounts.
    """
    need(df, "county", measure=measure)
    values = df.groupby(df["county"].fillna(label("charts", "unsettled", lang)), sort=False)[measure].sum()
    if not any(area in TILES for area in values.index):
        found = tuple(values.index[:9])
        raise XcdataError("unknown_values", column="county", found=found, known=tuple(TILES))
    whole, named = is_whole(values), title or column_title(measure, lang)
    breaks = class_breaks(values[values.index.isin(list(TILES))])
    with drawing("tile_map", ax, lang) as ax:
        size = name_size(area_names(TILES, lang))
        text: Style = {"ha": "center", "va": "center", "linespacing": LEADING, "fontsize": size}
        ax.set(xlim=(0, 6.9), ylim=(0, 6.9), aspect="equal", xticks=[], yticks=[])
        for area, (x, y, side, centre) in TILES.items():
            there = area in values.index
            shade = shade_of(values[area], breaks) if there else WHITE
            told = number(values[area], whole=whole) if there else label("charts", "tile_map_none", lang)
            ax.add_patch(tile(x, y, side, shade, apart=area == CORE, hatched=not there))
            name = area_names([area], lang, 14)[0]
            cx, cy = centre or (x + side / 2, y + side / 2)
            ax.text(cx, cy, f"{name}\n{told}", color=ink_on(shade), **text)
        core_x, core_y, side, _ = TILES[CORE]
        note = label("charts", "tile_map_core", lang)
        ax.text(core_x + side, core_y - 0.08, note, ha="right", va="top", color=FAINT, fontsize=SMALL_SIZE)
        class_legend(ax, breaks, loc="upper left")
        beside = [
            f"{area} {number(value, whole=whole)}" for area, value in values.items() if area not in TILES
        ]
        separator = "、" if lang == "zh" else ", "
        notes = [label("charts", "tile_map_beside", lang, areas=separator.join(beside))] if beside else []
        headings("tile_map", ax, lang, source_line(df, lang, *notes), below=SMALL_SIZE + 4, column=named)
    return ax


def plan_map(
    plan: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", measure: str = "wan_mu"
) -> Axes:
    """Draw the plan's tasks on the tile map; parameters as in :func:`tile_map`."""
    title = label("charts", "plan_map", lang, unit=column_title(measure, lang))
    return tile_map(plan, measure, ax=ax, lang=lang, title=title)


def tile(x: float, y: float, side: float, shade: str, *, apart: bool, hatched: bool) -> FancyBboxPatch:
    """Return one tile: with a broken outline where it stands apart, hatched where it has no value."""
    return FancyBboxPatch(
        (x + 0.06, y + 0.06),
        side - 0.12,
        side - 0.12,
        boxstyle="round,pad=0,rounding_size=0.08",
        facecolor=shade,
        edgecolor=RULE if shade == WHITE else FAINT if apart else "white",
        linestyle=(0, (3, 2)) if apart else "-",
        linewidth=1.0,
        hatch="////" if hatched else None,
    )
