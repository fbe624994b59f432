"""Awards and training in pictures: who is commended, in which schools, and what adds up to the stated target.

In: frames as ``xcdata.load("awards")``, ``load("training")`` and ``load("training_totals")`` give them. Out:
matplotlib Axes.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from xcdata.charts.bars import HEIGHT, rows_of, scale, segment_values, stacked, staircase
from xcdata.charts.colour import BAR, FAINT, INK, PALETTE, RULE
from xcdata.charts.grid import grid
from xcdata.charts.style import (
    SMALL_SIZE,
    TEXT_SIZE,
    Style,
    area_names,
    drawing,
    folded,
    headings,
    in_order_of,
    legend_above,
    need,
    number,
    source_line,
)
from xcdata.dataset.schema import TABLES
from xcdata.errors import XcdataError
from xcdata.labels import label

COUNTIES = TABLES["awards"].column("county").allowed
STAGES = TABLES["awards"].column("stage").allowed
KINDS = {"person": PALETTE[0], "unit": PALETTE[3], "team": PALETTE[4]}
LARGEST = 27.0  # diameter of the largest disc, in points


def awards_by_county(awards: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw county × award as discs whose area is the number of recipients, every number printed.

    Parameters
    ----------
    awards : pandas.DataFrame
        One row a recipient, with ``county`` and ``award``. Recipients whose county is not settled have a row of their own.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of 7.2 × 6.4 inches without it.
    lang : {'zh', 'en'}

    Returns
    -------
    matplotlib.axes.Axes
        Counties in the order of the plan table, awards from the most recipients to the fewest, totals at the edges.

    Raises
    ------
    XcdataError
        Columns that are missing, or an empty frame.
    """
    need(awards, "county", "award")
    unsettled, total = (label("charts", name, lang) for name in ("unsettled", "total"))
    table = pd.crosstab(awards["county"].astype("str").fillna(unsettled), awards["award"])
    table = table.loc[
        in_order_of(table.index.to_series(), (*COUNTIES, unsettled)), awards["award"].value_counts().index
    ]
    heads = [("", total), *(("", award.removeprefix("许昌市")) for award in table.columns)]
    size = TEXT_SIZE - 0.5
    text: Style = {"ha": "center", "va": "center_baseline", "fontsize": size}
    with drawing("awards_by_county", ax, lang) as ax:
        above = grid(ax, [total, *area_names(table.index, lang)], heads)
        ax.hlines([row + 0.5 for row in range(len(table))], -0.5, len(heads) - 0.5, color=RULE, linewidth=0.6)
        for row, counts in enumerate(table.to_numpy(), 1):
            for column, count in enumerate(counts, 1):
                if count:
                    disc(ax, column, row, count, LARGEST * (count / table.max(axis=None)) ** 0.5, size)
        for row, count in enumerate([len(awards), *table.sum(axis=1)]):
            ax.text(0, row, number(count, whole=True), **text)
        for column, count in enumerate(table.sum(), 1):
            ax.text(column, 0, number(count, whole=True), **text)
        headings("awards_by_county", ax, lang, source_line(awards, lang), above=above, total=len(awards))
    return ax


def disc(ax: Axes, column: int, row: int, count: int, across: float, size: float) -> None:
    """Draw a disc ``across`` points wide with its count: in it, or beside it where it is too small."""
    ax.scatter(column, row, s=across**2, color="#A9CFE8", linewidth=0)
    beside = across < 1.5 * size
    place: Style = {"ha": "left" if beside else "center", "va": "center_baseline", "fontsize": size}
    offset = (across / 2 + 2 if beside else 0, 0)
    ax.annotate(number(count, whole=True), (column, row), offset, textcoords="offset points", **place)


def awards_by_stage(awards: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw the recipients of each school stage as a bar, stacked by people, units and teams.

    Parameters
    ----------
    awards : pandas.DataFrame
        One row a recipient, with ``stage`` and ``recipient_kind``. Where the institution's name does not tell the stage
        the recipients have a bar of their own, the last.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of 7.2 × 4.8 inches without it.
    lang : {'zh', 'en'}

    Returns
    -------
    matplotlib.axes.Axes
        Stages from kindergarten up.

    Raises
    ------
    XcdataError
        Columns that are missing, an empty frame, or recipients of a kind that there is not.
    """
    need(awards, "stage", "recipient_kind")
    unknown = label("charts", "stage_unknown", lang)
    stages = awards["stage"].astype("str").fillna(unknown)
    table = pd.crosstab(stages, awards["recipient_kind"])
    if strange := sorted(set(table.columns) - KINDS.keys()):
        found = tuple(strange)
        raise XcdataError("unknown_values", column="recipient_kind", found=found, known=tuple(KINDS))
    kinds = [kind for kind in KINDS if kind in table.columns]
    table = table.loc[in_order_of(stages, (*STAGES, unknown)), kinds]
    totals = table.sum(axis=1)
    with drawing("awards_by_stage", ax, lang) as ax:
        rows_of(ax, list(table.index))
        ax.set_xlim(0, totals.max() * 1.08)
        stacked(ax, table, KINDS)
        segment_values(ax, table, KINDS, totals.max() * 0.03, whole=True)
        for row, total in enumerate(totals):
            ax.text(total + totals.max() * 0.012, row, number(total, whole=True), va="center")
        ax.set_xticks([])
        legend_above(ax, 4, [label("charts", kind, lang) for kind in kinds])
        about = {"total": len(awards), "unknown": int(awards["stage"].isna().sum())}
        headings("awards_by_stage", ax, lang, source_line(awards, lang), above=16, **about)
    return ax


def training_targets(
    training: pd.DataFrame, totals: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh"
) -> Axes:
    """Draw every training target, each beginning where the one above it ends, down to the stated total.

    Parameters
    ----------
    training : pandas.DataFrame
        One row a target, with ``programme``, ``target_group``, ``quantity`` and ``printed``.
    totals : pandas.DataFrame
        The stated totals, with ``kind``, ``printed`` and ``quantity``; the first ``total`` is the one that the targets make up.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of 7.2 × 6.4 inches without it.
    lang : {'zh', 'en'}

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    XcdataError
        Columns that are missing, an empty frame, or no stated total.
    """
    need(training, "programme", "target_group", "quantity", "printed")
    need(totals, "kind", "printed", "quantity")
    need(totals[totals["kind"] == "total"])
    stated = totals[totals["kind"] == "total"].iloc[0]
    values = [value / 10_000 for value in training["quantity"]]
    grouped = training["target_group"].notna()
    named = training["target_group"].astype("str").fillna(training["programme"].astype("str").map(short))
    with drawing("training_targets", ax, lang) as ax:
        rows_of(ax, [*named, label("charts", "training_stated", lang)])
        reach = float(stated["quantity"]) / 10_000
        begins = staircase(ax, values, [PALETTE[2] if each else BAR for each in grouped])
        ax.barh(len(values), reach, HEIGHT, color="white", edgecolor=INK, linewidth=1.0)
        ax.vlines(reach, -0.5, len(values), color=FAINT, linewidth=0.8, linestyle=(0, (3, 2)))
        ax.set_xlim(0, max(reach, sum(values)) * 1.2)
        ax.set_xticks(
            [tick for tick in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(0, reach) if tick <= reach]
        )
        scale(ax, "bottom", reach)
        gap = reach * 0.012
        for row, printed in enumerate([*training["printed"], stated["printed"]]):
            begin = begins[row] if row < len(values) else 0.0
            end = begin + values[row] if row < len(values) else reach
            after = begin < 0.7 * reach
            x, side = (end + gap, "left") if after else (begin - gap, "right")
            ax.text(x, row, printed, ha=side, va="center", fontsize=TEXT_SIZE - 0.5)
        for programme, rows in training.reset_index()[grouped.to_numpy()].groupby("programme", sort=False):
            first, last = rows.index[0], rows.index[-1]
            x = begins[first] - 2 * gap
            ax.plot([x, x], [first - HEIGHT / 2, last + HEIGHT / 2], color=PALETTE[2], linewidth=1.2)
            ax.text(x - gap, (first + last) / 2, folded(short(str(programme)), 8), ha="right", va="center")
        ax.set_xlabel(label("charts", "training_unit", lang), fontsize=SMALL_SIZE, color=FAINT, loc="left")
        about = {"count": len(values), "sum": f"{training['quantity'].sum():,}", "stated": stated["printed"]}
        headings(
            "training_targets", ax, lang, source_line(training, lang), below=2 * SMALL_SIZE + 10, **about
        )
    return ax


def short(programme: str) -> str:
    """Return a programme's name without what all of them end in."""
    return programme.removesuffix("计划").removesuffix("技能提升").removesuffix("培训")
