"""Awards and training in pictures: who is commended, in which schools, and what adds up to the stated target.

In: frames as ``xcdata.load("awards")``, ``load("training")`` and ``load("training_totals")`` give them. Out:
matplotlib Axes.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from xcdata.charts.bars import HEIGHT, rows_of, scale, segment_values, stacked, staircase
from xcdata.charts.grid import grid, value
from xcdata.charts.rows import drawable, in_order_of, only
from xcdata.charts.style import (
    SMALL_SIZE,
    TEXT_SIZE,
    Style,
    drawing,
    headings,
    legend_above,
    room,
    sized,
)
from xcdata.charts.words import ems, folded, leaders, names_of, number, source_line
from xcdata.dataset.schema import TABLES
from xcdata.errors import errors_in_its_language, known_language
from xcdata.labels import label, name_of
from xcdata.palette import BAR, FAINT, INK, PALETTE, RULE, outline

TOLD = {"zh": ("printed",), "en": ("unit", "at_least")}  # how much a target asks for, beside its quantity
STAGES = TABLES["awards"].column("stage").allowed
KINDS = {"person": PALETTE[0], "unit": PALETTE[3], "team": PALETTE[4]}
DISC = "#A9CFE8"
LARGEST = 26.0  # diameter of the largest disc, in points
ABOUT = {"zh": 10_000, "en": 1_000}  # what the scale of the training targets counts in


@errors_in_its_language
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
        Counties and awards from the most recipients to the fewest, those not settled last, totals at the edges.

    Raises
    ------
    XcdataError
        Columns that are missing, or an empty frame.
    """
    awards, left_out = drawable(awards, lang, "award", also=("county",), of="awards")
    unsettled, total = (label("charts", name, lang) for name in ("unsettled", "total"))
    table = pd.crosstab(awards["county"].astype("str").fillna(unsettled), awards["award"])
    totals = table.sum(axis=1).sort_values(ascending=False, kind="stable")
    settled = totals.drop(unsettled, errors="ignore")
    table = table.loc[
        [*settled.index, *totals.index.difference(settled.index)], awards["award"].value_counts().index
    ]
    heads = [("", total), *(("", name.removeprefix("许昌市")) for name in names_of(table.columns, lang))]
    with drawing("awards_by_county", ax, lang) as ax:
        above = grid(ax, [total, *names_of(table.index, lang)], heads)
        ax.hlines([row + 0.5 for row in range(len(table))], -0.5, len(heads) - 0.5, color=RULE, linewidth=0.6)
        for row, counts in enumerate(table.to_numpy(), 1):
            for column, count in enumerate(counts, 1):
                if count:
                    disc(ax, column, row, count, LARGEST * (count / table.max(axis=None)) ** 0.5)
        for row, count in enumerate([len(awards), *table.sum(axis=1)]):
            value(ax, 0, row, number(count, whole=True))
        for column, count in enumerate(table.sum(), 1):
            value(ax, column, 0, number(count, whole=True))
        title = most_told("awards_by_county", settled, len(awards), lang)
        headings("awards_by_county", ax, lang, source_line(awards, lang), *left_out, above=above, title=title)
    return ax


def most_told(name: str, counts: pd.Series[Any], total: int, lang: str) -> str:
    """Return who has most of all, or that it is known of none whose they are."""
    if counts.empty:
        return label("charts", f"{name}_none", lang, total=total)
    about = {"first": leaders(counts, lang), "count": counts.max(), "total": total}
    return label("charts", "awards_alone" if len(counts) == 1 else "awards_most", lang, **about)


def disc(ax: Axes, column: int, row: int, count: int, across: float) -> None:
    """Draw a disc ``across`` points wide with its count: in it, or beside it where it is too small."""
    size = TEXT_SIZE - 0.5
    ax.scatter(column, row, s=sized(across) ** 2, color=DISC, edgecolor=outline(DISC), linewidth=0.8)
    beside = across < 1.45 * size
    place: Style = {"ha": "left" if beside else "center", "va": "center_baseline", "in_layout": False}
    offset = (sized(across / 2 + 2) if beside else 0, 0)
    ax.annotate(
        number(count, whole=True),
        (column, row),
        offset,
        textcoords="offset points",
        fontsize=sized(size),
        **place,
    )


@errors_in_its_language
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
    awards, left_out = drawable(awards, lang, "recipient_kind", also=("stage",), of="awards")
    only(awards["recipient_kind"], KINDS)
    unknown = label("charts", "stage_unknown", lang)
    stages = awards["stage"].astype("str").fillna(unknown)
    table = pd.crosstab(stages, awards["recipient_kind"])
    kinds = [kind for kind in KINDS if kind in table.columns]
    table = table.loc[in_order_of(stages, (*STAGES, unknown)), kinds]
    totals = table.sum(axis=1)
    with drawing("awards_by_stage", ax, lang) as ax:
        rows_of(ax, names_of(table.index, lang))
        ax.set_xlim(0, totals.max() * 1.08)
        stacked(ax, table, KINDS)
        segment_values(ax, table, KINDS, room(ax)[0], whole=True)
        for row, total in enumerate(totals):
            ax.text(total + totals.max() * 0.012, row, number(total, whole=True), va="center")
        ax.set_xticks([])
        above = legend_above(ax, 4, [label("charts", kind, lang) for kind in kinds])
        title = most_told("awards_by_stage", totals.drop(unknown, errors="ignore"), len(awards), lang)
        silent = int(awards["stage"].isna().sum())
        notes = [label("charts", "awards_by_stage_unknown", lang, unknown=silent)] if silent else []
        source = source_line(awards, lang)
        headings("awards_by_stage", ax, lang, source, *notes, *left_out, above=above, title=title)
    return ax


@errors_in_its_language
def training_targets(
    training: pd.DataFrame, totals: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh"
) -> Axes:
    """Draw every training target, each beginning where the one above it ends, down to the stated total.

    Parameters
    ----------
    training : pandas.DataFrame
        One row a target, with ``programme``, ``target_group``, ``quantity`` and ``printed``; in English ``unit`` and ``at_least``
        in the place of ``printed``.
    totals : pandas.DataFrame
        The stated totals, with ``kind`` and the same; the first ``total`` is the one that the targets make up.
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
    known_language(lang)
    also = ("target_group", *TOLD[lang])
    training, left_out = drawable(training, lang, "programme", also=also, measure="quantity", of="training")
    stating, _ = drawable(totals, lang, "kind", "quantity", also=TOLD[lang])
    overall, _ = drawable(stating[stating["kind"] == "total"], lang)
    stated = overall.iloc[0]
    values = [value / ABOUT[lang] for value in training["quantity"]]
    grouped = training["target_group"].notna()
    named = training["target_group"].astype("str").fillna(training["programme"].astype("str"))
    with drawing("training_targets", ax, lang) as ax:
        rows_of(ax, [*(short(each, lang) for each in named), label("charts", "training_stated", lang)])
        reach = float(stated["quantity"]) / ABOUT[lang]
        begins = staircase(ax, values, [PALETTE[2] if each else BAR for each in grouped])
        ax.barh(len(values), reach, HEIGHT, color="white", edgecolor=INK, linewidth=1.0)
        ax.vlines(
            reach,
            len(values) - 1 - HEIGHT / 2,
            len(values),
            color=FAINT,
            linewidth=0.8,
            linestyle=(0, (3, 2)),
        )
        width = room(ax)[0]
        beside = TEXT_SIZE * (ems(told(stated, lang)) + 1)  # the total's label
        ax.set_xlim(0, max(reach, sum(values)) * width / (width - beside))
        ax.set_xticks(
            [tick for tick in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(0, reach) if tick <= reach]
        )
        scale(ax, "bottom", reach)
        gap, letter = reach * 0.012, (TEXT_SIZE - 0.5) * ax.get_xlim()[1] / width
        ends = [*(begin + value for begin, value in zip(begins, values, strict=True)), reach]
        amounts = training[["quantity", *TOLD[lang]]].to_dict("records")
        texts = [told(amount, lang) for amount in (*amounts, stated)]
        for row, (end, text) in enumerate(zip(ends, texts, strict=True)):
            ax.text(end + gap, row, text, va="center", fontsize=sized(TEXT_SIZE - 0.5))
        numbered = training.reset_index(drop=True)[grouped.to_numpy()]
        for programme, rows in numbered.groupby("programme", sort=False, observed=True):
            first, last = rows.index[0], rows.index[-1]
            x, before = begins[first] - 2 * gap, True
            if x < 3 * letter:  # the first bars leave no room before them
                x, before = max(ends[row] + gap + ems(texts[row]) * letter for row in rows.index) + gap, False
            ax.plot([x, x], [first - HEIGHT / 2, last + HEIGHT / 2], color=PALETTE[2], linewidth=1.2)
            name = folded(short(str(programme), lang), min(8, x / letter - 1) if before else 8)
            side = -gap if before else gap
            ax.text(x + side, (first + last) / 2, name, ha="right" if before else "left", va="center")
        unit = label("charts", "training_unit", lang)
        ax.set_xlabel(unit, fontsize=sized(SMALL_SIZE), color=FAINT, loc="left", labelpad=sized(4))
        total = training["quantity"].sum()
        off = total - stated["quantity"]
        # Whether the frame holds all targets cannot be told from its rows: fewer than stated are a part of them, and no shortfall.
        agrees = "training_more" if off > 0 else "training_part" if off < 0 else "training_agrees"
        about: dict[str, Any] = {
            "count": len(values),
            "sum": number(total, whole=True),
            "stated": told(stated, lang),
        }
        share = number(100 * total / stated["quantity"])
        about["verdict"] = label("charts", agrees, lang, off=number(off, whole=True), share=share)
        source = source_line(training, lang)
        headings("training_targets", ax, lang, source, *left_out, below=2 * SMALL_SIZE + 10, **about)
    return ax


def short(programme: str, lang: str) -> str:
    """Return a programme's name without what all of them end in."""
    return name_of(programme, lang).removesuffix("计划").removesuffix("技能提升").removesuffix("培训")


def told(amount: Any, lang: str) -> str:
    """Return a quantity as readers see it: as printed; in English as a number with its unit, and whether it is a least."""
    quantity = number(amount["quantity"], whole=True)
    if lang == "zh":
        return quantity if pd.isna(amount["printed"]) else str(amount["printed"])
    unit = "" if pd.isna(amount["unit"]) else f" {name_of(amount['unit'], lang)}"
    least = not pd.isna(amount["at_least"]) and bool(amount["at_least"])
    return f"{'≥ ' if least else ''}{quantity}{unit}"
