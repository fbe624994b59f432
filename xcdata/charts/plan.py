"""The plan in pictures: who has how much, what share, of what.

In: a frame of tasks, one row a county × programme, as ``xcdata.load("plan")`` gives it. Out: matplotlib Axes.
"""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from xcdata.charts.bars import magnified, rows_of, scale, segment_values, small_rows, stacked, staircase
from xcdata.charts.colour import class_breaks, shade_of
from xcdata.charts.grid import cell, class_legend, grid, value
from xcdata.charts.rows import drawable, in_order_of
from xcdata.charts.style import (
    SMALL_SIZE,
    TEXT_SIZE,
    Style,
    drawing,
    headings,
    legend_above,
    room,
)
from xcdata.charts.tilemap import draw_tiles, mapped
from xcdata.charts.words import (
    amount_of,
    column_title,
    ems,
    leaders,
    leading,
    listed,
    names_of,
    number,
    source_line,
)
from xcdata.dataset.schema import TABLES
from xcdata.errors import errors_in_its_language
from xcdata.labels import label, name_of
from xcdata.palette import BAR, FAINT, PALETTE, ink_on

BELOW = SMALL_SIZE + 8
LEGEND_BELOW = SMALL_SIZE + 4
GROUPS = TABLES["plan"].column("group").allowed


@errors_in_its_language
def plan_by_county(
    plan: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", measure: str = "wan_mu"
) -> Axes:
    """Draw each county's tasks as a bar stacked by group of programmes, largest first, totals printed.

    Parameters
    ----------
    plan : pandas.DataFrame
        Rows with ``county``, ``group`` and the measure drawn; ``document``, where there is one, is named as the source.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of 7.2 × 5.4 inches without it. Text is sized by the place there is.
    lang : {'zh', 'en'}
        Language of everything that is written; what has no English name stays as printed.
    measure : str, default 'wan_mu'
        ``wan_mu`` (10,000 mu) or ``hectares``.

    Returns
    -------
    matplotlib.axes.Axes
        Small counties are drawn again in a child Axes, on the same rows, on a scale of their own that is marked.

    Raises
    ------
    XcdataError
        Columns that are missing or stated in no row, an empty frame, amounts that are negative, no numbers or nothing, an unknown language.
    """
    plan, left_out = drawable(plan, lang, "county", "group", measure=measure, of="plan")
    table = plan.pivot_table(index="county", columns="group", values=measure, aggfunc="sum", fill_value=0.0)
    totals = table.sum(axis=1).sort_values(ascending=False, kind="stable")
    table = table.loc[totals.index, in_order_of(plan["group"], GROUPS)]
    groups = dict.fromkeys(
        (*GROUPS, *table.columns)
    )  # a group keeps its colour where others are filtered out
    colours = dict(zip(groups, cycle(PALETTE), strict=False))
    largest = totals.iloc[0]
    with drawing("plan_by_county", ax, lang) as ax:
        rows_of(ax, names_of(totals.index, lang))
        ax.set_xlim(0, largest * 1.12)
        ax.xaxis.set_major_formatter("{x:,g}")
        stacked(ax, table, colours)
        segment_values(ax, table, colours, room(ax)[0])
        for row, total in enumerate(totals):
            ax.text(total + largest * 0.012, row, number(total), va="center")
        if small := small_rows(list(totals)):
            few = table.iloc[-small:]
            panel = magnified(ax, small, (0.42, 1), (0, few.sum(axis=1).max()), lang)
            stacked(panel, few, colours)
            segment_values(panel, few, colours, 0.58 * room(ax)[0])
        scale(ax, "top")
        above = legend_above(ax, 18, names_of(table.columns, lang))
        source, first = source_line(plan, lang), len(leading(totals))
        title, amount = share_told(totals, first, measure, lang), amount_of(plan[measure], lang)
        told: Style = {"above": above, "below": BELOW, "title": title, "amount": amount}
        headings("plan_by_county", ax, lang, source, *left_out, **told)
    return ax


def share_told(totals: pd.Series[Any], first: int, measure: str, lang: str) -> str:
    """Return what part of all that is drawn the first areas have, or how much it is where nobody else has any.

    Of what is drawn and not of the plan: whether a frame holds all of it cannot be told from its rows.
    """
    names = leaders(totals, lang) if first == len(leading(totals)) else listed(totals.index[:first], lang)
    about = {"first": names, "amount": amount_of(totals.rename(measure), lang)}
    about["share"] = number(100 * totals.iloc[:first].sum() / totals.sum())
    return label("charts", "plan_share" if first < len(totals) else "plan_alone", lang, **about)


@errors_in_its_language
def plan_shares(
    plan: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", measure: str = "wan_mu"
) -> Axes:
    """Draw each county's share of all that the frame holds, each beginning where the one above it ends.

    Parameters
    ----------
    plan : pandas.DataFrame
        Rows with ``county`` and the measure drawn.
    ax, lang, measure
        As in :func:`plan_by_county`.

    Returns
    -------
    matplotlib.axes.Axes
        Its scale is per cent of the frame's total; the smallest shares are magnified in a child Axes.

    Raises
    ------
    XcdataError
        As in :func:`plan_by_county`.
    """
    plan, left_out = drawable(plan, lang, "county", measure=measure, of="plan")
    totals = plan.groupby("county", sort=False)[measure].sum().sort_values(ascending=False, kind="stable")
    shares = list(100 * totals / totals.sum())
    with drawing("plan_shares", ax, lang) as ax:
        rows_of(ax, names_of(totals.index, lang))
        ax.set_xlim(0, 112)
        ax.set_xticks(range(0, 101, 20))
        ax.xaxis.set_major_formatter("{x:g}%")
        scale(ax, "top", 100)
        begins = staircase(ax, shares, [BAR] * len(shares))
        for row, (begin, share) in enumerate(zip(begins, shares, strict=True)):
            ax.text(begin + share + 1, row, f"{share:.2f}%", va="center")
        small = small_rows(shares)
        if small and begins[-small] > 85:  # the panel's place is free
            panel = magnified(ax, small, (0.06, 0.72), (begins[-small], 100), lang)
            panel.xaxis.set_major_formatter("{x:g}%")
            staircase(panel, shares[-small:], [BAR] * small, begins[-small])
        headings(
            "plan_shares",
            ax,
            lang,
            source_line(plan, lang, label("charts", "plan_shares_note", lang)),
            *left_out,
            above=14,
            below=BELOW,
            title=share_told(totals, min(2, len(totals) - 1) or 1, measure, lang),
            amount=amount_of(plan[measure], lang),
        )
    return ax


@errors_in_its_language
def plan_heatmap(
    plan: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", measure: str = "wan_mu"
) -> Axes:
    """Draw county × programme as a grid, every value printed, shaded in steps that a factor of a thousand fits in.

    Parameters
    ----------
    plan : pandas.DataFrame
        Rows with ``county``, ``group``, ``programme`` and the measure drawn.
    ax, lang, measure
        As in :func:`plan_by_county`; a new figure is 7.2 × 6 inches.

    Returns
    -------
    matplotlib.axes.Axes
        Counties from the largest total down; their totals and those of the programmes stand at the edges, unshaded.

    Raises
    ------
    XcdataError
        As in :func:`plan_by_county`.
    """
    plan, left_out = drawable(plan, lang, "county", "group", "programme", measure=measure, of="plan")
    keys = ["group", "column"] if "column" in plan else ["group"]
    order = in_order_of(plan["group"], GROUPS)
    placed = plan.sort_values(
        keys, key=lambda values: values.astype("str").map(order.index) if values.name == "group" else values
    )
    columns = ["group", "programme"]
    table = placed.pivot_table(index="county", columns=columns, values=measure, aggfunc="sum", sort=False)
    table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    breaks = plan_classes(plan, measure)
    city = label("charts", "total", lang)
    heads = [
        ("" if group == programme else name_of(group, lang), name_of(programme, lang))
        for group, programme in table.columns.to_frame().to_numpy()
    ]
    tasks = plan.groupby(["county", "programme"], sort=False)[measure].sum()
    tasks.index = pd.Index(
        label(
            "charts", "plan_heatmap_task", lang, county=name_of(county, lang), programme=name_of(task, lang)
        )
        for county, task in tasks.index
    )
    with drawing("plan_heatmap", ax, lang) as ax:
        above = grid(ax, [*names_of(table.index, lang), city], [*heads, ("", city)])
        rows, width = table.shape
        totals, whole = [*table.sum(axis=1), plan[measure].sum()], number(plan[measure].sum())
        size = min(TEXT_SIZE - 0.5, 0.85 * room(ax)[0] / (width + 1) / ems(whole))
        for row, values in enumerate(table.to_numpy()):
            for column, area in enumerate(values):
                if area > 0:
                    shade = shade_of(area, breaks)
                    cell(ax, column, row, shade)
                    value(ax, column, row, number(area), size, color=ink_on(shade))
        for row, total in enumerate(totals):
            value(ax, width, row, number(total), size)
        for column, total in enumerate(table.sum()):
            value(ax, column, rows, number(total), size)
        ax.axhline(rows - 0.5, color=FAINT, linewidth=0.8)
        ax.axvline(width - 0.5, color=FAINT, linewidth=0.8)
        class_legend(ax, breaks, loc="upper right", bbox_to_anchor=(1, 0), ncols=len(breaks))
        largest = pd.Series([tasks.max()], name=measure)
        about = {"unit": column_title(measure, lang), "first": leaders(tasks, lang)}
        about["amount"] = amount_of(largest, lang)
        source = source_line(plan, lang)
        headings("plan_heatmap", ax, lang, source, *left_out, above=above, below=LEGEND_BELOW, **about)
    return ax


@errors_in_its_language
def plan_map(
    plan: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh", measure: str = "wan_mu"
) -> Axes:
    """Draw the plan's tasks as one tile an area, shaded in the classes of :func:`plan_heatmap`.

    Parameters
    ----------
    plan : pandas.DataFrame
        Rows with ``county`` and the measure drawn; ``group`` and ``programme`` as in :func:`plan_heatmap`, for the classes.
    ax, lang, measure
        As in :func:`plan_by_county`; a new figure is 6.2 × 7.5 inches.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    XcdataError
        As in :func:`xcdata.charts.tile_map`.
    """
    plan, repeated = mapped(plan, measure, lang, "plan")
    title = label("charts", "plan_map", lang, unit=column_title(measure, lang))
    return draw_tiles(plan, measure, plan_classes(plan, measure), ax, lang, title, repeated)


def plan_classes(plan: pd.DataFrame, measure: str) -> list[float]:
    """Return the bounds of the colour classes that heat map and map share: those of the counties' tasks and of their totals."""
    totals = plan.groupby("county")[measure].sum()
    tasks = plan.groupby([name for name in ("county", "group", "programme") if name in plan])[measure].sum()
    return class_breaks([*tasks, *totals])
