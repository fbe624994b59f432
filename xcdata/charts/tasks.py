"""Who does what by when in pictures: the load of each organ, the deadlines, the notices that each organ stands in.

In: frames as ``xcdata.load("tasks")`` and ``load("task_organs")`` give them. Out: matplotlib Axes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib import dates as calendar
from matplotlib.axes import Axes

from xcdata.charts.bars import rows_of, segment_values, stacked
from xcdata.charts.colour import class_breaks, shade_of
from xcdata.charts.grid import cell, class_legend, grid, value
from xcdata.charts.rows import drawable, only
from xcdata.charts.style import SMALL_SIZE, Style, drawing, headings, legend_above, room, sized
from xcdata.charts.words import document_name, ems, leaders, leading, names_of, number, source_line
from xcdata.dataset.given import again, given, there_once
from xcdata.errors import XcdataError, errors_in_its_language
from xcdata.labels import label, name_of
from xcdata.palette import BAR, FAINT, INK, PALETTE, RULE, ink_on

ROLES = {"lead": PALETTE[0], "responsible": PALETTE[2], "support": PALETTE[4]}
MOST = 20
"""Rows that a page holds; the organs with most tasks are drawn, and how many are not is told."""
LONGEST = 24  # Chinese characters
DATE = 55  # points that a date needs


@errors_in_its_language
def tasks_by_organ(task_organs: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw how many tasks each organ leads, is responsible for and supports, as stacked bars.

    Parameters
    ----------
    task_organs : pandas.DataFrame
        One row an organ of a task, with ``organ`` and ``role``; organs that are not known by a name are left out and counted. Joined with
        ``tasks``, whose every ``deadline`` is stated, it is told between which days they are.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of 7.2 × 6.4 inches without it.
    lang : {'zh', 'en'}

    Returns
    -------
    matplotlib.axes.Axes
        The twenty organs with most tasks, from the top down.

    Raises
    ------
    XcdataError
        Columns that are missing, or an empty frame.
    """
    task_organs, left_out = drawable(task_organs, lang, "organ", "role", of="task_organs")
    only(task_organs["role"], ROLES)
    table = pd.crosstab(task_organs["organ"], task_organs["role"])
    table = table[[role for role in ROLES if role in table.columns]]
    table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    shown = table.head(MOST)
    totals = shown.sum(axis=1)
    with drawing("tasks_by_organ", ax, lang) as ax:
        rows_of(ax, names_of(shown.index, lang))
        ax.set_xlim(0, totals.max() * 1.08)
        stacked(ax, shown, ROLES)
        segment_values(ax, shown, ROLES, room(ax)[0], whole=True)
        for row, total in enumerate(totals):
            ax.text(total + totals.max() * 0.012, row, number(total, whole=True), va="center")
        ax.set_xticks([])
        above = legend_above(ax, 4, [label("charts", role, lang) for role in shown.columns])
        (role, *others) = shown.columns
        about: dict[str, Any] = {"first": leaders(totals, lang), "count": totals.max()}
        days, named = due_days(task_organs), "has_tasks" if others else f"has_tasks {role}"
        title = "tasks_by_organ_due" if days else "tasks_by_organ"
        if len(table) == 1:
            title, named = "tasks_by_organ_alone", f"alone {named}"
        about |= {"role": label("charts", named, lang), "last": days[-1] if days else ""}
        about |= {"organs": organs_told(table, lang), "total": len(task_organs)}
        about["title"] = label("charts", title, lang, **about)
        notes = (*due_between(days, lang), *more_organs(table, lang), *left_out)
        headings("tasks_by_organ", ax, lang, source_line(task_organs, lang), *notes, above=above, **about)
    return ax


def due_days(parts: pd.DataFrame) -> list[str]:
    """Return the first and the last day on which the tasks are due; none where the frame does not say it of all."""
    try:
        days = given(parts, "deadline")["deadline"]
    except XcdataError:  # no dates, of which nothing can be told
        return []
    return [] if days.isna().any() else [f"{day:%Y-%m-%d}" for day in (days.min(), days.max())]


def due_between(days: Sequence[str], lang: str) -> list[str]:
    """Tell between which days all the tasks are due."""
    if not days:
        return []
    first, last = days
    return [label("charts", "due_between" if first < last else "due_on", lang, first=first, last=last)]


def organs_told(table: pd.DataFrame, lang: str) -> str:
    """Return how many organs there are, as sentences give it."""
    return label("charts", "organ" if len(table) == 1 else "organs", lang, count=len(table))


def more_organs(table: pd.DataFrame, lang: str) -> list[str]:
    """Tell how many organs have no room; nothing where all have."""
    left = len(table) - MOST
    return [label("charts", "more_organs", lang, left=left)] if left > 0 else []


@errors_in_its_language
def deadlines(tasks: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw the tasks that have a deadline on a line of time, each from its start, the earliest deadline first.

    Parameters
    ----------
    tasks : pandas.DataFrame
        Tasks with ``title``, ``start`` and ``deadline``; those without a deadline are left out and counted. Joined with their organs, each
        is drawn once, by its ``document`` and ``path``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of 8.4 × 6.4 inches without it.
    lang : {'zh', 'en'}

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    XcdataError
        Columns that are missing, or no task with a deadline.
    """
    titled, left_out = drawable(each_task(tasks), lang, "title", also=("start", "deadline"), of="tasks")
    drawn, _ = drawable(titled, lang, "deadline")
    dated = drawn.sort_values(["deadline", "start"], kind="stable")
    starts = [day_number(day) if pd.notna(day) else None for day in dated["start"]]
    ends = [day_number(day) for day in dated["deadline"]]
    days = [f"{pd.Timestamp(day):%Y-%m-%d}" for day in dated["deadline"]]
    first = min([*(day for day in starts if day is not None), *ends])
    span = max(ends) - first or 1.0
    with drawing("deadlines", ax, lang) as ax:
        rows_of(ax, [shortened(name_of(str(title), lang)) for title in dated["title"]])
        width = room(ax)[0]
        ax.set_xlim(first - 0.03 * span, max(ends) + span * DATE / (width - DATE))
        for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
            ax.hlines(row + 0.5, *ax.get_xlim(), color=RULE, linewidth=0.4)
            if start is not None:
                ax.plot([start, end], [row, row], color=BAR, linewidth=sized(3.0), solid_capstyle="butt")
            ax.plot([end], [row], marker="D", markersize=sized(4.5), color=PALETTE[1], linewidth=0)
            beside: Style = {"textcoords": "offset points", "va": "center", "annotation_clip": False}
            ax.annotate(days[row], (end, row), (sized(5), 0), fontsize=sized(SMALL_SIZE), color=INK, **beside)
        most = max(5, int(width / DATE))
        locator = calendar.AutoDateLocator(minticks=2, maxticks=most)  # type: ignore[no-untyped-call]
        ax.xaxis.set_major_locator(locator)
        ax.xaxis.set_major_formatter(
            calendar.ConciseDateFormatter(  # type: ignore[no-untyped-call]
                locator, formats=["%Y-%m", "%Y-%m", "%m-%d", "", "", ""], show_offset=False
            )
        )
        ax.xaxis.set_ticks_position("top")
        ax.tick_params(axis="x", labelsize=sized(SMALL_SIZE), labelcolor=FAINT)
        together = pd.Series(days).value_counts()
        about = {"dated": len(dated), "day": min(leading(together).index), "count": together.max()}
        undated = len(titled) - len(dated)
        notes = [label("charts", "deadlines_undated", lang, left=undated)] if undated else []
        headings("deadlines", ax, lang, source_line(dated, lang), *notes, *left_out, above=14, **about)
    return ax


def each_task(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return one row a task of a frame that may have one an organ of each, which is nothing to tell."""
    columns = ("document", "path", "title", "start", "deadline")
    there_once(tasks, *columns[2:])
    return tasks[~again(tasks, "tasks", columns).alike]


def day_number(day: object) -> float:
    """Return a date as matplotlib counts days."""
    return float(calendar.date2num(day))  # type: ignore[no-untyped-call]


def shortened(title: str) -> str:
    """Return a title that fits beside the chart."""
    while ems(title) > LONGEST:
        title = f"{title.removesuffix('…')[:-1]}…"
    return title


@errors_in_its_language
def organs_by_notice(task_organs: pd.DataFrame, *, ax: Axes | None = None, lang: str = "zh") -> Axes:
    """Draw organ × notice as a grid, the number of tasks printed and shaded.

    Parameters
    ----------
    task_organs : pandas.DataFrame
        One row an organ of a task, with ``organ`` and ``document``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure of 7.2 × 6.8 inches without it.
    lang : {'zh', 'en'}

    Returns
    -------
    matplotlib.axes.Axes
        The twenty organs with most tasks, from the top down; notices in the order of the frame; totals at the right edge.

    Raises
    ------
    XcdataError
        Columns that are missing, or an empty frame.
    """
    task_organs, left_out = drawable(task_organs, lang, "organ", "document", of="task_organs")
    notices = list(dict.fromkeys(task_organs["document"]))
    table = pd.crosstab(task_organs["organ"], task_organs["document"])[notices]
    table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    shown = table.head(MOST)
    breaks = class_breaks(shown.to_numpy().ravel())
    total = label("charts", "total", lang)
    heads = [document_name(notice, lang) for notice in notices]
    most = leading(pd.Series(shown.stack()))
    most.index = pd.Index(in_notice(organ, notice, lang) for organ, notice in most.index)
    with drawing("organs_by_notice", ax, lang) as ax:
        above = grid(ax, names_of(shown.index, lang), [*heads, ("", total)])
        for row, values in enumerate(shown.to_numpy()):
            for column, count in enumerate(values):
                if count:
                    shade = shade_of(count, breaks)
                    cell(ax, column, row, shade)
                    value(ax, column, row, number(count, whole=True), color=ink_on(shade))
            value(ax, len(notices), row, number(values.sum(), whole=True))
        ax.axvline(len(notices) - 0.5, color=FAINT, linewidth=0.8)
        class_legend(ax, breaks, loc="upper right", bbox_to_anchor=(1, 0), ncols=len(breaks))
        about = {"organs": organs_told(table, lang), "first": leaders(most, lang), "count": most.max()}
        notes = (*more_organs(table, lang), *left_out)
        headings("organs_by_notice", ax, lang, "", *notes, above=above, **about)
    return ax


def in_notice(organ: str, notice: str, lang: str) -> str:
    """Return an organ and a notice as a title names them."""
    number = " ".join(document_name(notice, lang)).strip() if lang == "en" else notice
    return label("charts", "organs_by_notice_task", lang, organ=name_of(organ, lang), notice=number)
