"""What can be asked, one function a topic: its questions, and where they start.

In: tidy frames. Out: a :class:`~xcdata.explore.panel.Panel`. A start that is misspelt is told, with the names near it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from xcdata.charts.rows import HECTARES, drawable, in_order_of, only
from xcdata.charts.tasks import each_task
from xcdata.charts.words import column_title
from xcdata.dataset.schema import title_of
from xcdata.dataset.select import other_names
from xcdata.dataset.tables import Tables
from xcdata.errors import errors_in_its_language, known_language
from xcdata.explore.answers import (
    KINDS,
    ROLES,
    Answer,
    awards_answer,
    misprint_answer,
    plan_answer,
    say,
    spaced,
    tasks_answer,
    tasks_without_organs,
    training_answer,
    until_told,
    ways_to_count,
    words,
)
from xcdata.explore.panel import Panel, Question
from xcdata.labels import LANGUAGES, label, name_of
from xcdata.names import known_name
from xcdata.review import cell_states, check


@errors_in_its_language
def plan(
    plan: pd.DataFrame,
    *,
    area: str | None = None,
    programme: str | None = None,
    measure: str = "wan_mu",
    lang: str = "zh",
) -> Panel:
    """Ask who has how much of the plan: by county, programme and unit.

    Parameters
    ----------
    plan : pandas.DataFrame
        Rows with ``county``, ``group``, ``programme`` and ``wan_mu``.
    area, programme : str, optional
        What is chosen at first; all of them without it.
    measure : {'wan_mu', 'hectares'}
    lang : {'zh', 'en'}

    Returns
    -------
    Panel

    Raises
    ------
    XcdataError
        Columns that are missing, a name that the frame does not have, an unknown language, or no ipywidgets.
    """
    needed = ("county", "group", "programme")
    drawable(plan, lang, *needed, measure="wan_mu")
    units = {column_title(name, lang): name for name in ("wan_mu", "hectares")}
    questions = (
        one_of("area", plan["county"], area, lang),
        one_of("programme", plan["programme"], programme, lang),
        Question("measure", units, known_name("column", measure, units.values())),
    )
    whole = plan if "hectares" in plan else plan.assign(hectares=plan["wan_mu"] * HECTARES)
    return panel_of(questions, whole, needed, plan_answer, lang, "plan")


@errors_in_its_language
def awards(
    awards: pd.DataFrame, *, area: str | None = None, award: str | None = None, lang: str = "zh"
) -> Panel:
    """Ask who is commended where: by county and award.

    Parameters
    ----------
    awards : pandas.DataFrame
        One row a recipient, as ``xcdata.load("awards")`` gives it.
    area, award : str, optional
        What is chosen at first; all of them without it.
    lang : {'zh', 'en'}

    Returns
    -------
    Panel

    Raises
    ------
    XcdataError
        As in :func:`plan`.
    """
    needed = ("award", "recipient_kind")
    drawable(awards, lang, *needed, also=("county", "name", "institution", "stage", "line"))
    only(awards["recipient_kind"], KINDS)
    unsettled = [label("charts", "unsettled", lang)] if awards["county"].isna().any() else []
    questions = (
        one_of("area", awards["county"], area, lang, unsettled),
        one_of("award", awards["award"], award, lang),
    )
    return panel_of(questions, awards, needed, awards_answer, lang, "awards")


@errors_in_its_language
def training(
    targets: pd.DataFrame, *, scheme: str | None = None, counted: str = "quantity", lang: str = "zh"
) -> Panel:
    """Ask how many are to be trained: by programme, in all, a year, or of them upskilled.

    Parameters
    ----------
    targets : pandas.DataFrame
        One row a target, as ``xcdata.load("training")`` gives it.
    scheme : str, optional
        The programme that is chosen at first; all of them without it.
    counted : {'quantity', 'yearly', 'upskilling'}
    lang : {'zh', 'en'}

    Returns
    -------
    Panel

    Raises
    ------
    XcdataError
        As in :func:`plan`.
    """
    needed = ("programme",)
    drawable(targets, lang, *needed, also=("target_group", "quantity", "years", "upskilling_share_min"))
    ways = {say(f"counted {name}", lang): name for name in ways_to_count(targets)}
    questions = (
        one_of("scheme", targets["programme"], scheme, lang),
        Question("counted", ways, known_name("column", counted, ways.values())),
    )
    return panel_of(questions, targets, needed, training_answer, lang, "training")


@errors_in_its_language
def tasks(
    tasks: pd.DataFrame,
    task_organs: pd.DataFrame,
    *,
    organ: str | None = None,
    role: str | None = None,
    until: str | None = None,
    lang: str = "zh",
) -> Panel:
    """Ask who does what by when: by organ, role and month.

    Parameters
    ----------
    tasks, task_organs : pandas.DataFrame
        As ``xcdata.load`` gives them.
    organ : str, optional
        What is chosen at first; all of them without it.
    role : {'lead', 'responsible', 'support'}, optional
    until : str, optional
        The month, such as ``2020-06``, at whose end the last deadline lies that is looked at.
    lang : {'zh', 'en'}

    Returns
    -------
    Panel

    Raises
    ------
    XcdataError
        As in :func:`plan`.
    """
    needed, keys = ("organ", "role"), ["document", "path"]
    dated, told = drawable(
        each_task(tasks), lang, "document", "path", also=("title", "start", "deadline"), of="tasks"
    )
    drawable(task_organs, lang, *needed, also=("document", "path", "line"))
    parts = task_organs.merge(dated, on=["document", "path"], suffixes=("", "_task"))
    alone = dated[~pd.MultiIndex.from_frame(dated[keys]).isin(pd.MultiIndex.from_frame(task_organs[keys]))]
    stated = parts if parts.empty else drawable(parts, lang, *needed).stated
    only(stated["role"], ROLES)
    most = pd.Series(stated["organ"].value_counts().index, name="organ")
    days = pd.concat([stated["deadline"], alone["deadline"]]).dropna().sort_values()
    months = days.dt.strftime("%Y-%m")
    roles = stated["role"].astype(pd.CategoricalDtype(list(ROLES)))
    questions = (
        one_of("organ", most, organ, lang),
        one_of("role", roles, role, lang, told=words(ROLES, lang)),
        one_of("until", months, until, lang, told={month: until_told(month, lang) for month in months}),
    )
    if parts.empty and len(alone):
        return Panel(questions, partial(tasks_without_organs, alone, lang=lang), lang)
    return panel_of(questions, parts, needed, partial(tasks_answer, alone), lang, "task_organs", told)


@errors_in_its_language
def misprint(
    tables: Tables, *, area: str = "禹州市", column: str = "总计", typed: str = "13.10", lang: str = "zh"
) -> Panel:
    """Ask whether the sums would find a figure of the plan's table that is mistyped: type over any of them.

    Parameters
    ----------
    tables : Tables
        As :func:`xcdata.read_gazette` gives them.
    area, column, typed : str
        The figure's row and column, and what is typed over it at first.
    lang : {'zh', 'en'}

    Returns
    -------
    Panel

    Raises
    ------
    XcdataError
        As in :func:`plan`.
    """
    known_language(lang)
    before = check(tables)
    cells = cell_states(before)
    drawable(cells, lang)
    names = {title: list(dict.fromkeys(cells[title])) for title in ("area", "column")}
    for title, found in (("area", area), ("column", column)):
        known_name({of: say(title, of) for of in LANGUAGES}, found, names[title])
    questions = (
        Question("area", {name_of(name, lang): name for name in names["area"]}, area),
        Question("column", {spaced(name, lang): name for name in names["column"]}, column),
        Question("typed", {}, typed),
    )
    return Panel(questions, partial(misprint_answer, tables, before, lang=lang), lang)


def panel_of(
    questions: Sequence[Question],
    df: pd.DataFrame,
    needed: Sequence[str],
    answer: Callable[..., Answer],
    lang: str,
    of: str,
    more: Sequence[str] = (),
) -> Panel:
    """Return the panel of a frame, whose answers count the rows that stand there again or do not state what is needed, and add up none of them.

    ``more`` is told too.
    """

    def answered(**chosen: Any) -> Answer:
        rows, left_out = drawable(df, lang, *needed, measure=chosen.get("measure"), of=of, told="not_counted")
        found = answer(rows, **chosen, lang=lang)
        return replace(
            found,
            sentence=found.sentence
            + "".join(say("left out", lang, told=told) for told in (*more, *left_out)),
        )

    return Panel(questions, answered, lang)


def one_of(
    name: str,
    column: pd.Series[Any],
    start: str | None,
    lang: str,
    more: Iterable[str] = (),
    told: Mapping[str, str] | None = None,
) -> Question:
    """Return the question for one of a column's values, or for all.

    The values come in the order that they have, else as they stand; ``more`` follow, and ``told`` has the words of those that are codes.
    """
    order = column.cat.categories if column.dtype == "category" else ()
    values = [*in_order_of(column, list(order)), *more]
    if start is not None:
        known_name(title_of(str(column.name)), start, values, dict(other_names(column.name)))
    options: dict[str, object] = {say(f"every {name}", lang): None}
    options |= {(told or {}).get(value) or name_of(value, lang): value for value in values}
    return Question(name, options, start)
