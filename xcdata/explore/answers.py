"""What is chosen → the answer: a sentence, the table that it is read from, and its chart.

In: tidy frames, and the value chosen for each question; None stands for all. Out: an :class:`Answer`, never an empty one: where nothing fits the
choice the sentence says so, and table and chart show what there is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from xcdata.charts import (
    awards_by_county,
    check_picture,
    deadlines,
    new_axes,
    plan_by_county,
    ranking,
    tasks_by_organ,
)
from xcdata.charts.rows import numbers
from xcdata.charts.words import column_title, names_of, number, source_line
from xcdata.dataset.schema import TABLES
from xcdata.dataset.show import show
from xcdata.dataset.tables import Tables
from xcdata.labels import label, name_of
from xcdata.review import Review, cell_states, check, retype

ROLES = ("lead", "responsible", "support")
KINDS = ("person", "unit", "team")
TOLD = 3
"""Names of equally large values that a sentence lists."""
PLACES = 6  # sums of floats that are alike may differ in their last digits


@dataclass(frozen=True, eq=False)
class Answer:
    """An answer in three forms that say the same.

    Attributes
    ----------
    sentence : str
    table : pandas.DataFrame
        With titles for people, in their language.
    ax : matplotlib.axes.Axes
        On a figure that pyplot knows nothing of.
    mark : str or None
        The row of the table that the sentence speaks of.
    """

    sentence: str
    table: pd.DataFrame
    ax: Axes
    mark: str | None = None


def say(name: str, lang: str, /, **values: object) -> str:
    """Return a sentence of the answers."""
    return label("explore", name, lang, **values)


def most_of(name: str, values: pd.Series[Any], lang: str, /, **told: object) -> str:
    """Return the sentence that says who has most of some values, or that nobody else has any."""
    return say(f"{name} alone" if len(values) == 1 else name, lang, **told)


def words(names: tuple[str, ...], lang: str) -> dict[str, str]:
    """Return what people call the codes of a column."""
    return {name: label("code", name, lang) for name in names}


def told_of(value: str | None, lang: str) -> str:
    """Return what is chosen as readers call it; nothing where all are."""
    return "" if value is None else name_of(value, lang)


def per_cent(part: float, whole: float) -> str:
    """Return a share as sentences give it."""
    return f"{100 * part / whole if whole else 0:.2f}"


def sums(values: pd.Series[Any], by: pd.Series[Any]) -> pd.Series[Any]:
    """Return sums by name, the largest first."""
    added = values.groupby(by.astype("str"), sort=False).sum()
    return added.sort_values(ascending=False, kind="stable")


def leaders(values: pd.Series[Any], lang: str, *, whole: bool = True) -> dict[str, str]:
    """Return what sentences say of the largest values: whose they are, how large, and that several have as much."""
    most = values.max()
    names = names_of(values.index[values.round(PLACES) == round(most, PLACES)], lang)
    told = say("leaders", lang, names=tuple(names[:TOLD]), count=len(names)) if len(names) > TOLD else None
    each = say("each", lang) if len(names) > 1 else ""
    first = told or label("message", "comma", lang).join(names)
    return {
        "first": first,
        "most": number(most, whole=whole),
        "each": each,
        "share": per_cent(most, values.sum()),
    }


def listed(rows: pd.DataFrame, of: str, lang: str) -> pd.DataFrame:
    """Return rows of one of our tables in words."""
    rows.attrs["table"] = of
    return show(rows, lang).map(lambda value: name_of(value, lang) if isinstance(value, str) else value)


def with_shares(values: pd.Series[Any], whole: Any, title: str, of: str, by: str, lang: str) -> pd.DataFrame:
    """Return values as a table with what they are per cent of, and the titles of its columns and its index."""
    table = pd.DataFrame({title: values, of: 100 * values / whole})
    return named(table, lang).rename_axis(by)


def named(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return a table whose rows are called as readers call them."""
    return table.set_axis(pd.Index(names_of(table.index, lang)))


def bars(values: pd.Series[Any], lang: str, mark: str | None = None, **told: str) -> Axes:
    """Draw values as bars: what a choice leaves of a table is too little for the chart of the whole."""
    return ranking(values, ax=new_axes("ranking"), lang=lang, mark=mark, **told)


def plan_answer(
    plan: pd.DataFrame, area: str | None, programme: str | None, measure: str, lang: str
) -> Answer:
    """Answer who has how much of the plan: of a county by programme, else by county."""
    if area is not None and programme is None:
        return plan_of_county(plan, area, measure, lang)
    of = plan if programme is None else plan[plan["programme"] == programme]
    unit, counties = column_title(measure, lang), sums(of[measure], of["county"])
    whole = counties.sum()
    table = with_shares(counties, whole, unit, say("share", lang), say("area", lang), lang)
    about = {"area": told_of(area, lang), "programme": told_of(programme, lang) or say("plan all", lang)}
    about["unit"] = unit
    about |= {"total": number(whole)} | leaders(counties, lang, whole=False)
    if programme is None:
        ax = plan_by_county(plan, ax=new_axes("plan_by_county"), lang=lang, measure=measure)
        return Answer(most_of("plan all counties", counties, lang, **about), table, ax)
    told = {"title": say("plan programme title", lang, **about), "source": source_line(of, lang)}
    told["about"] = say("plan about", lang, **about)
    ax = bars(counties, lang, area, **told)
    if area is not None and area in counties.index:
        about |= {"value": number(counties[area]), "share": per_cent(counties[area], whole)}
        return Answer(say("plan county programme", lang, **about), table, ax, name_of(area, lang))
    return Answer(
        most_of("plan all counties", counties, lang, **about)
        if area is None
        else say("plan county without", lang, **about),
        table,
        ax,
    )


def plan_of_county(plan: pd.DataFrame, area: str, measure: str, lang: str) -> Answer:
    """Answer what a county has to do."""
    rows = plan[plan["county"] == area]
    own, city = (sums(frame[measure], frame["programme"]) for frame in (rows, plan))
    unit, whole = column_title(measure, lang), own.sum()
    table = with_shares(
        own, city[own.index], unit, say("share of programme", lang), say("programme", lang), lang
    )
    about = {
        "area": name_of(area, lang),
        "unit": unit,
        "total": number(whole),
        "whole": number(city.sum()),
        "part": per_cent(whole, city.sum()),
    }
    about |= leaders(own, lang, whole=False)
    told = {"title": say("plan county title", lang, **about), "about": say("plan about", lang, **about)}
    ax = bars(own, lang, source=source_line(rows, lang), **told)
    return Answer(most_of("plan county", own, lang, **about), table, ax)


def awards_answer(awards: pd.DataFrame, area: str | None, award: str | None, lang: str) -> Answer:
    """Answer who is commended where: the names of one county, else how many in each."""
    of = awards if award is None else awards[awards["award"] == award]
    places = of["county"].astype("str").fillna(label("charts", "unsettled", lang))
    kinds = of["recipient_kind"].astype("str").map(words(KINDS, lang))
    own, counts = of[places == area], places.value_counts()
    about = {"area": told_of(area, lang), "what": told_of(award, lang) or say("every award", lang)}
    about |= {"total": f"{len(of)}", "value": f"{len(own)}"}
    told = {"title": say("awards title", lang, **about), "source": source_line(of, lang)}
    told["about"] = say("awards about", lang, total=len(of))
    if len(own):
        columns = ["institution", "award", "recipient_kind", "line"]
        table = listed(own.set_index("name")[columns], "awards", lang)
        said = say("awards county", lang, share=per_cent(len(own), len(of)), **about)
        if award is not None:
            return Answer(said, table, bars(counts, lang, area, **told))
        told = {"title": say("awards county title", lang, **about), "source": source_line(own, lang)}
        told["about"] = say("awards about", lang, total=len(own))
        return Answer(said, table, bars(own["award"].value_counts(), lang, **told))
    settled = counts.drop(label("charts", "unsettled", lang), errors="ignore")
    about |= leaders(settled if len(settled) else counts, lang) | {"unsettled": f"{len(of) - settled.sum()}"}
    about["share"] = per_cent(settled.max() if len(settled) else 0, len(of))
    table = pd.crosstab(places, kinds).reindex(counts.index)
    table = table[[kind for kind in words(KINDS, lang).values() if kind in table]]
    table.insert(0, say("recipients", lang), counts)
    table = named(table, lang).rename_axis(index=say("area", lang), columns=None)
    if award is None:
        ax = awards_by_county(of, ax=new_axes("awards_by_county"), lang=lang)
    else:
        ax = bars(counts, lang, **told)
    name = "awards county without" if area else "awards city" if len(settled) else "awards none settled"
    told_of_all = most_of(name, settled, lang, **about) if name == "awards city" else say(name, lang, **about)
    if len(settled) and len(settled) < len(counts):
        told_of_all += say("awards unsettled", lang, **about)
    return Answer(told_of_all, table, ax)


def training_answer(targets: pd.DataFrame, scheme: str | None, counted: str, lang: str) -> Answer:
    """Answer how many are to be trained: in one programme by those who are, else by programme."""
    values = ways_to_count(targets)[counted]
    stating = targets.assign(value=values)[values.notna()]
    own = stating[stating["programme"] == scheme]
    rows, by = (own, "target_group") if len(own) else (stating, "programme")
    found = sums(rows["value"], rows[by].fillna(rows["programme"])).round().astype("int64")
    whole, measure = stating["value"].sum(), say(f"counted {counted}", lang)
    about = {
        "scheme": told_of(scheme, lang),
        "measure": measure,
        "count": len(rows),
        "total": f"{whole:,.0f}",
    }
    if len(own):
        part = own["value"].sum()
        said = say("training scheme", lang, value=f"{part:,.0f}", share=per_cent(part, whole), **about)
    elif scheme is not None:
        said = say("training scheme without", lang, **about)
    else:
        said = most_of("training all", found, lang, **about, **leaders(found, lang))
        silent = len(targets) - len(stating)
        said += say("training silent", lang, count=silent) if silent else ""
    told = {
        "title": measure,
        "about": told_of(scheme, lang) or say("every scheme", lang),
        "source": source_line(rows, lang),
    }
    table = with_shares(
        found, whole, measure, say("share of all", lang), TABLES["training"].column(by).title[lang], lang
    )
    return Answer(said, table, bars(found, lang, **told))


def ways_to_count(targets: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    """Return what the targets state in different ways, where any of them does."""
    quantity, years, share = (
        numbers(targets[name]) for name in ("quantity", "years", "upskilling_share_min")
    )
    values = {
        "quantity": quantity,
        "yearly": quantity / years.where(years > 0),
        "upskilling": quantity * share,
    }
    return {name: stated.astype("float64") for name, stated in values.items() if stated.notna().any()}


def tasks_answer(
    alone: pd.DataFrame,
    parts: pd.DataFrame,
    organ: str | None,
    role: str | None,
    until: str | None,
    lang: str,
) -> Answer:
    """Answer who does what by when: the tasks of one organ, else how many each has.

    ``parts`` has one row an organ of a task, with what the task says; ``alone`` the tasks that have no organ there.
    """
    own = parts if organ is None else parts[parts["organ"] == organ]
    of_role = own if role is None else own[own["role"] == role]
    rows, others = due_until(of_role, until), len(due_until(alone, until)) if organ is None else 0
    nobody = say("tasks of nobody", lang, count=others) if others else ""
    about: dict[str, Any] = {"organ": told_of(organ, lang), "what": tasks_told(role, until, lang)}
    if rows.empty:
        about |= {"tasks": tasks_in(own), "undated": tasks_in(own[own["deadline"].isna()])}
        told = say("tasks organ without" if organ else "tasks all without", lang, **about) + nobody
        return replace(tasks_answer(alone, parts, organ, None, None, lang), sentence=told)
    left = 0 if until is None else tasks_in(of_role[of_role["deadline"].isna()])
    undated = say("tasks undated", lang, count=left) if left else ""
    about |= {"tasks": tasks_in(rows), "total": len(rows)}
    counts = pd.crosstab(rows["organ"].astype("str"), rows["role"].astype("str"))
    counts = counts[[name for name in ROLES if name in counts]].rename(columns=words(ROLES, lang))
    if organ is None:
        totals = counts.sum(axis=1).sort_values(ascending=False, kind="stable")
        about |= {"organs": len(totals), **leaders(totals, lang)}
        table = named(counts.loc[totals.index], lang).rename_axis(index=say("organ", lang), columns=None)
        if role is None and until is None:
            ax = tasks_by_organ(rows, ax=new_axes("tasks_by_organ"), lang=lang)
        else:
            drawn = {"title": say("tasks most", lang, **about), "source": source_line(rows, lang)}
            ax = bars(totals, lang, about=say("tasks about", lang, **about) + undated + nobody, **drawn)
        return Answer(most_of("tasks all", totals, lang, **about) + undated + nobody, table, ax)
    roles = tuple(f"{name} {count}" for name, count in counts.sum().items())
    about["roles"] = say("tasks roles", lang, roles=roles) if role is None else ""
    dated = tasks_in(rows[rows["deadline"].notna()])
    about["dated"] = say("tasks dated", lang, dated=dated) if until is None else ""
    table = rows.sort_values("deadline", kind="stable").set_index("title")
    table = named(listed(table[["deadline", "role", "document", "line"]], "tasks", lang), lang)
    table = table.rename_axis(TABLES["tasks"].column("title").title[lang])
    if until is None:
        ax = partners(parts, rows, organ, lang)
    else:
        ax = deadlines(rows, ax=new_axes("deadlines"), lang=lang)
    return Answer(say("tasks organ", lang, **about) + undated, table, ax)


def tasks_without_organs(
    alone: pd.DataFrame,
    organ: str | None,  # noqa: ARG001 — asked of every panel of tasks; here there is none to choose
    role: str | None,  # noqa: ARG001
    until: str | None,
    lang: str,
) -> Answer:
    """Answer what is to be done by when, where no organ is named for any of it."""
    rows = due_until(alone, until).sort_values("deadline", kind="stable")
    about = {"what": tasks_told(None, until, lang), "tasks": len(rows), "dated": rows["deadline"].count()}
    table = named(listed(rows.set_index("title")[["deadline", "document"]], "tasks", lang), lang)
    table = table.rename_axis(TABLES["tasks"].column("title").title[lang])
    if rows["deadline"].notna().any():
        ax = deadlines(rows, ax=new_axes("deadlines"), lang=lang)
    else:
        told = {"title": TABLES["tasks"].title[lang], "source": source_line(rows, lang)}
        ax = bars(rows["document"].value_counts(), lang, about="", **told)
    return Answer(say("tasks none named", lang, **about), table, ax)


def due_until(tasks: pd.DataFrame, until: str | None) -> pd.DataFrame:
    """Return the tasks that are due by the end of a month; all where none is chosen."""
    return tasks if until is None else tasks[tasks["deadline"].dt.strftime("%Y-%m") <= until]


def tasks_in(parts: pd.DataFrame) -> int:
    """Return how many tasks there are in rows that have one an organ of each."""
    return len(parts[["document", "path"]].drop_duplicates())


def tasks_told(role: str | None, until: str | None, lang: str) -> str:
    """Return which tasks are chosen, as sentences call them."""
    due = say("tasks due", lang, until=until_told(until, lang)) if until else ""
    told = say(f"tasks {role}", lang) if role else ""
    both = say("tasks and", lang) if due and told else ""
    return say("tasks what", lang, due=due, role=told, both=both)


def partners(parts: pd.DataFrame, rows: pd.DataFrame, organ: str, lang: str) -> Axes:
    """Draw who else stands in an organ's tasks, or, where it stands in all of them alone, which notices they are of."""
    same = parts.merge(rows[["document", "path"]].drop_duplicates(), on=["document", "path"])
    others = same.loc[same["organ"] != organ, "organ"].astype("str").value_counts()
    name, values = (
        ("tasks partners", others) if len(others) else ("tasks alone", rows["document"].value_counts())
    )
    told = {"title": say(name, lang, organ=name_of(organ, lang)), "source": source_line(rows, lang)}
    return bars(values, lang, about=say(f"{name} about", lang, tasks=tasks_in(rows)), **told)


def until_told(until: str, lang: str) -> str:
    """Return a month as an end of time."""
    year, month = map(int, until.split("-"))
    return say("until end", lang, year=year, month=month)


def misprint_answer(tables: Tables, before: Review, area: str, column: str, typed: str, lang: str) -> Answer:
    """Answer what a figure of the plan's table, typed over, would break, and whether the sums tell it."""
    row = cell_states(before).query("area == @area")
    there = row[row["column"] == column]
    cell = (row if there.empty else there).iloc[0]  # an area without a breakdown has a total alone
    printed, typed = "" if pd.isna(cell["printed"]) else str(cell["printed"]), typed.strip()
    same = there.empty or typed == printed
    review = before if same else check(retype({cell["key"]: typed}, tables))
    after = cell_states(review)
    open_before = {finding.id for finding in before.open}
    broken = [finding for finding in review.open if finding.is_rule and finding.id not in open_before]
    named = tuple(
        say(
            "misprint suspect",
            lang,
            figure=figure_name(row["area"], row["column"], lang),
            implied=row["implied"],
        )
        for row in after[after["state"] == "suspect"].to_dict("records")
    )
    about = {"figure": figure_name(area, column, lang), "broken": len(broken), "named": named}
    about |= {"printed": printed or say("blank", lang), "typed": typed or say("blank", lang)}
    name = "misprint found" if named else "misprint open" if broken else "misprint none"
    name = "misprint nowhere" if there.empty else name
    rows = [
        (rule.message[lang], rule.published, rule.computed, rule.difference)
        for rule in review.found
        if rule.is_rule and cell["key"] in map(str, rule.figures)
    ]
    titles = [label("workbook", each, lang) for each in ("published", "computed", "difference")]
    table = pd.DataFrame(rows, columns=[say("rule", lang), *titles]).set_index(say("rule", lang))
    ax = check_picture(after, ax=new_axes("check_picture"), lang=lang)
    return Answer(say(name, lang, **about), table, ax)


def figure_name(area: str, column: str, lang: str) -> str:
    """Return what a figure of the plan's table is called."""
    return f"{name_of(area, lang)} {spaced(column, lang)}"


def spaced(column: str, lang: str) -> str:
    """Return the name of a column of the plan's table as sentences give it."""
    return " ".join(names_of(column.split("/"), lang))
