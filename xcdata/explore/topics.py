"""What can be asked, one function a topic: its questions, and where they start.

In: tidy frames. Out: a :class:`~xcdata.explore.panel.Panel`. A start that is misspelt is told, with the names near it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pandas as pd

from xcdata.charts.people import COUNTIES
from xcdata.charts.plan import GROUPS
from xcdata.charts.style import area_names, column_title, in_order_of, need
from xcdata.dataset.select import select
from xcdata.dataset.tables import Tables
from xcdata.errors import known_language
from xcdata.explore.answers import (
    ROLES,
    awards_answer,
    misprint_answer,
    plan_answer,
    say,
    tasks_answer,
    training_answer,
    until_told,
    words,
)
from xcdata.explore.panel import Panel, Question
from xcdata.labels import label
from xcdata.names import known_name
from xcdata.review import cell_states, check


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
        Rows with ``county``, ``group``, ``programme``, ``wan_mu`` and ``hectares``.
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
    known_language(lang)
    need(plan, "county", "group", "programme", "wan_mu", "hectares")
    units = {column_title(name, lang): name for name in ("wan_mu", "hectares")}
    by_group = (
        plan.sort_values("group", key=lambda group: group.map(GROUPS.index), kind="stable")
        if set(plan["group"]) <= set(GROUPS)
        else plan
    )
    questions = (
        area_question(plan, area, lang),
        one_of("programme", by_group, "programme", programme, lang),
        Question("measure", units, known_name("column", measure, units.values())),
    )
    return Panel(questions, partial(plan_answer, plan, lang=lang), lang)


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
    known_language(lang)
    need(awards, "county", "award", "recipient_kind", "name", "institution", "stage", "line")
    counties = area_question(awards, area, lang)
    if awards["county"].isna().any():
        unsettled = label("charts", "unsettled", lang)
        counties = Question("area", {**counties.options, unsettled: unsettled}, counties.start)
    questions = (counties, one_of("award", awards, "award", award, lang))
    return Panel(questions, partial(awards_answer, awards, lang=lang), lang)


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
    known_language(lang)
    need(targets, "programme", "target_group", "quantity", "years", "upskilling_share_min")
    ways = {say(f"counted {name}", lang): name for name in ("quantity", "yearly", "upskilling")}
    questions = (
        one_of("scheme", targets, "programme", scheme, lang),
        Question("counted", ways, known_name("column", counted, ways.values())),
    )
    return Panel(questions, partial(training_answer, targets, lang=lang), lang)


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
    known_language(lang)
    need(tasks, "document", "path", "title", "start", "deadline", "line")
    need(task_organs, "document", "path", "organ", "role")
    parts = task_organs.merge(tasks, on=["document", "path"], suffixes=("_organ", "")).dropna(subset="organ")
    months = sorted(parts["deadline"].dropna().dt.strftime("%Y-%m").unique())
    there = [name for name in ROLES if name in set(parts["role"])]
    most = parts.assign(
        organ=pd.Categorical(parts["organ"], parts["organ"].astype("str").value_counts().index)
    )
    questions = (
        one_of("organ", most.sort_values("organ"), "organ", organ, lang),
        Question(
            "role", {say("every role", lang): None} | {words(ROLES, lang)[name]: name for name in there}, role
        ),
        Question(
            "until",
            {say("every until", lang): None} | {until_told(month, lang): month for month in months},
            until,
        ),
    )
    for name, value, names in (("role", role, there), ("deadline", until, months)):
        if value is not None:
            known_name({of: column_title(name, of) for of in ("zh", "en")}, value, names)
    return Panel(questions, partial(tasks_answer, parts, lang=lang), lang)


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
    need(cells)
    select(cells, area=area, column=column)
    areas, columns = (list(dict.fromkeys(cells[name])) for name in ("area", "column"))
    questions = (
        Question("area", shown_areas(areas, lang), area),
        Question("column", {name.replace("/", " "): name for name in columns}, column),
        Question("typed", {}, typed),
    )
    return Panel(questions, partial(misprint_answer, tables, before, lang=lang), lang)


def area_question(frame: pd.DataFrame, area: str | None, lang: str) -> Question:
    """Return the question for an area, in the order of the plan's table."""
    if area is not None:
        select(frame, county=area)
    areas = shown_areas(in_order_of(frame["county"], COUNTIES), lang)
    return Question("area", {say("every area", lang): None} | areas, area)


def shown_areas(areas: Iterable[str], lang: str) -> dict[str, object]:
    """Return areas by the words for them."""
    named = list(areas)
    return {
        shown.replace("\n", " "): area for shown, area in zip(area_names(named, lang, 99), named, strict=True)
    }


def one_of(name: str, frame: pd.DataFrame, column: str, start: str | None, lang: str) -> Question:
    """Return the question for one of a column's values, or all."""
    if start is not None:
        select(frame, **{column: start})
    there = list(dict.fromkeys(frame[column].dropna().astype("str")))
    return Question(name, {say(f"every {name}", lang): None} | {value: value for value in there}, start)
