"""The areas of Xuchang as tiles that lie to each other as the areas do.

In: a frame with a county a row (or several, which are added) and any column of numbers. Out: a matplotlib Axes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch
from matplotlib.patheffects import withStroke

from xcdata.charts.colour import class_breaks, shade_of
from xcdata.charts.grid import class_legend
from xcdata.charts.rows import Rows, drawable
from xcdata.charts.style import LEADING, SMALL_SIZE, TEXT_SIZE, Style, drawing, headings, room, sized
from xcdata.charts.words import SEPARATOR, column_title, ems, is_whole, leaders, number, source_line
from xcdata.dataset.select import other_names
from xcdata.errors import XcdataError, errors_in_its_language
from xcdata.labels import label, name_of
from xcdata.names import near_names
from xcdata.palette import FAINT, WHITE, ink_on, outline

# Lower left corner and side of each tile, and where its text stands. 建安区 lies around the districts and zones in the
# middle, so it is drawn first and they on top of it; 中心城区 is no area beside the others and stands apart.
UNIT, SPAN = 1.3, 6.9
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
WIDEST = 14  # letters in a line of a tile
BESIDE = 110  # points that title, subtitle and source stand in


@errors_in_its_language
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
        Where to draw; a new figure of 6.2 × 7.5 inches without it.
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
    df, repeated = mapped(df, measure, lang, getattr(df, "attrs", {}).get("table"))
    totals = df.groupby("county")[measure].sum()
    breaks = class_breaks(totals[totals.index.isin(list(TILES))])
    return draw_tiles(df, measure, breaks, ax, lang, title or column_title(measure, lang), repeated)


def mapped(df: pd.DataFrame, measure: str, lang: str, of: object) -> Rows:
    """Return the rows whose measure can be drawn by county; those without a county stay, as the map tells them beside it."""
    rows = drawable(df, lang, also=("county",), measure=measure, of=of)
    drawable(rows.stated, lang, "county")
    return rows


def draw_tiles(
    df: pd.DataFrame,
    measure: str,
    breaks: Sequence[float],
    ax: Axes | None,
    lang: str,
    title: str,
    repeated: Sequence[str],
) -> Axes:
    """Draw the map of :func:`tile_map` in the given classes, for a frame that can be drawn."""
    values = df.groupby(df["county"].astype("str").fillna(label("charts", "unsettled", lang)), sort=False)[
        measure
    ].sum()
    if not any(area in TILES for area in values.index):
        found = tuple(values.index[:9])
        raise XcdataError("unknown_values", column="county", found=found, known=tuple(TILES))
    whole, here = is_whole(values), values[values.index.isin(list(TILES))]
    with drawing("tile_map", ax, lang) as ax:
        names = {area: textwrap.fill(name_of(area, lang), WIDEST) for area in TILES}
        side = 0.8 * UNIT / SPAN * (min(room(ax)[0], room(ax)[1] - BESIDE))
        size = min(TEXT_SIZE, side / max(ems(line) for name in names.values() for line in name.split("\n")))
        text: Style = {"ha": "center", "va": "center", "linespacing": LEADING, "fontsize": sized(size)}
        # At the top of its place, from where the layout measures the room that the title needs.
        ax.set(xlim=(0, SPAN), ylim=(0, SPAN), aspect="equal", anchor="N", xticks=[], yticks=[])
        for area, (x, y, side, centre) in TILES.items():
            there = area in values.index
            shade = shade_of(values[area], breaks) if there else WHITE
            told = number(values[area], whole=whole) if there else label("charts", "tile_map_none", lang)
            ax.add_patch(tile(x, y, side, shade, apart=area == CORE))
            cx, cy = centre or (x + side / 2, y + side / 2)
            ax.text(cx, cy, f"{names[area]}\n{told}", color=ink_on(shade), **text)
        core_x, core_y, side, _ = TILES[CORE]
        note = label("charts", "tile_map_core", lang)
        ax.text(
            core_x + side, core_y - 0.08, note, ha="right", va="top", color=FAINT, fontsize=sized(SMALL_SIZE)
        )
        class_legend(ax, breaks, loc="upper left")
        beside = [
            f"{asked_about(str(area), lang)} {number(value, whole=whole)}"
            for area, value in values.items()
            if area not in TILES
        ]
        areas = SEPARATOR[lang].join(beside)
        notes = [label("charts", "tile_map_beside", lang, areas=areas)] if beside else []
        about: dict[str, Any] = {
            "column": title,
            "first": leaders(here, lang),
            "value": number(here.max(), whole=whole),
        }
        title = label(
            "charts",
            "tile_map_alone" if len(here) == 1 else "tile_map_of" if beside else "tile_map",
            lang,
            **about,
        )
        source = source_line(df, lang, *notes)
        headings("tile_map", ax, lang, source, *repeated, below=SMALL_SIZE + 4, title=title)
    return ax


def asked_about(area: str, lang: str) -> str:
    """Return an area that has no tile, and the one that may be meant."""
    near = near_names(area, TILES, dict(other_names("county")))
    told = name_of(area, lang)
    return label("charts", "tile_map_near", lang, area=told, near=name_of(near[0], lang)) if near else told


def tile(x: float, y: float, side: float, shade: str, *, apart: bool) -> FancyBboxPatch:
    """Return one tile, set off from the one below it; its outline is broken where it stands apart."""
    return FancyBboxPatch(
        (x + 0.06, y + 0.06),
        side - 0.12,
        side - 0.12,
        boxstyle="round,pad=0,rounding_size=0.08",
        facecolor=shade,
        edgecolor=FAINT if apart else outline(shade),
        linestyle=(0, (3, 2)) if apart else "-",
        linewidth=sized(1.0),
        path_effects=[withStroke(linewidth=sized(5), foreground="white")],
    )
