"""What is chosen → the answer: a sentence, the table that it is read from, and its chart.

In: tidy frames, and the value chosen for each question; None stands for all. Out: an :class:`Answer`. An answer is never empty: where nothing fits the
choice the sentence says so, and table and chart show what there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from xcdata.charts import awards_by_county, awards_by_stage, check_picture, deadlines, new_axes
from xcdata.charts import plan_by_county, ranking, tasks_by_organ
from xcdata.charts.style import column_title, number, source_line
from xcdata.dataset.tables import Tables
from xcdata.labels import label
from xcdata.review import cell_states, check, retype
from xcdata.review.review import Review

ROLES = ("lead", "responsible", "support")
KINDS = ("person", "unit", "team")


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


def per_cent(part: float, whole: float) -> str:
    """Return a share as sentences give it."""
    return f"{100 * part / whole:.2f}"


def drawn(values: pd.Series[Any], lang: str, **told: Any) -> Axes:
    """Draw values that no chart of their own is made for."""
    return ranking(values, ax=new_axes("ranking"), lang=lang, **told)


def plan_answer(
    plan: pd.DataFrame, area: str | None, programme: str | None, measure: str, lang: str
) -> Answer:
    """Answer who has how much of the plan: of a county by programme, else by county."""
    of = plan if programme is None else plan[plan["programme"] == programme]
    unit, source = column_title(measure, lang), source_line(plan, lang)
    by_county = of.groupby("county", sort=False, observed=True)[measure].sum()
    by_county = by_county.sort_values(ascending=False, kind="stable")
    whole = by_county.sum()
    about = {"area": area, "programme": programme, "unit": unit, "total": number(whole)}
    about |= {"first": by_county.index[0], "value": number(by_county.iloc[0])}
    if area is not None and programme is None:
        own = of[of["county"] == area].groupby("programme", sort=False, observed=True)[measure].sum()
        own = own.sort_values(ascending=False, kind="stable")
        city = of.groupby("programme", observed=True)[measure].sum()[own.index]
        about |= {"total": number(own.sum()), "share": per_cent(own.sum(), whole), "first": own.index[0]}
        about |= {"value": number(own.iloc[0]), "part": per_cent(own.iloc[0], own.sum())}
        ax = drawn(own, lang, title=say("plan area title", lang, **about), source=source)
        table = own.to_frame(unit).assign(**{say("share", lang): 100 * own / city})
        return Answer(say("plan area", lang, **about), table.rename_axis(say("programme", lang)), ax)
    table = by_county.to_frame(unit).assign(**{say("share", lang): 100 * by_county / whole})
    table = table.rename_axis(say("area", lang))
    if programme is None:
        ax = plan_by_county(plan, ax=new_axes("plan_by_county"), lang=lang, measure=measure)
    else:
        title = say("plan programme title", lang, **about)
        ax = drawn(by_county, lang, title=title, source=source, mark=area)
    if area is None:
        what = programme or say("plan all", lang)
        said = say("plan city", lang, what=what, share=per_cent(by_county.iloc[0], whole), **about)
    elif area in by_county.index:
        about |= {"value": number(by_county[area]), "share": per_cent(by_county[area], whole)}
        said = say("plan area programme", lang, **about)
    else:
        said = say("plan area none", lang, **about)
    return Answer(said, table, ax, area)


def awards_answer(awards: pd.DataFrame, area: str | None, award: str | None, lang: str) -> Answer:
    """Answer who is commended where: the names of one county, else how many in each."""
    unsettled = label("charts", "unsettled", lang)
    of = awards if award is None else awards[awards["award"] == award]
    places = of["county"].astype("str").fillna(unsettled)
    counts = places.value_counts()
    own = of[places == area]
    about = {"area": area, "what": award or say("every award", lang), "total": len(of), "value": len(own)}
    if len(own):
        said = say("awards area", lang, share=per_cent(len(own), len(of)), **about)
        columns = ["institution", "award", "recipient_kind", "line"]
        table = own.set_index("name")[columns].assign(recipient_kind=own["recipient_kind"].map(words(KINDS, lang)).to_numpy())
        ax = awards_by_stage(own, ax=new_axes("awards_by_stage"), lang=lang)
        return Answer(said, titled(table, lang), ax)
    about |= {"first": counts.index[0], "value": counts.iloc[0]}
    name = "awards city" if area is None else "awards area none"
    said = say(name, lang, share=per_cent(counts.iloc[0], len(of)), **about)
    kinds = pd.crosstab(places, of["recipient_kind"].astype("str")).loc[counts.index]
    table = kinds[[kind for kind in KINDS if kind in kinds]].rename(columns=words(KINDS, lang))
    table.insert(0, say("recipients", lang), counts)
    ax = awards_by_county(of, ax=new_axes("awards_by_county"), lang=lang)
    return Answer(said, table.rename_axis(say("area", lang), axis=0).rename_axis(None, axis=1), ax)


def training_answer(targets: pd.DataFrame, scheme: str | None, counted: str, lang: str) -> Answer:
    """Answer how many are to be trained: in one programme by those who are, else by programme."""
    values = {
        "quantity": targets["quantity"],
        "yearly": targets["quantity"] / targets["years"],
        "upskilling": targets["quantity"] * targets["upskilling_share_min"],
    }[counted].astype("float64")
    measure = say(f"counted {counted}", lang)
    known = targets.assign(value=values)[values.notna()]
    own = known if scheme is None else known[known["programme"] == scheme]
    silent = len(targets) - len(known) if scheme is None else 0
    about = {"scheme": scheme, "measure": measure, "count": len(own), "total": f"{known['value'].sum():,.0f}"}
    if scheme is not None and own.empty:
        said, own = say("training scheme silent", lang, **about), known
    elif scheme is not None:
        share = per_cent(own["value"].sum(), known["value"].sum())
        said = say("training scheme", lang, value=f"{own['value'].sum():,.0f}", share=share, **about)
    else:
        said = ""
    by = own["programme"] if own is known else own["target_group"].fillna(own["programme"])
    found = own["value"].groupby(by, sort=False).sum().round().astype("int64")
    if not said:
        first = found.sort_values(ascending=False, kind="stable")
        about |= {"first": first.index[0], "value": f"{first.iloc[0]:,}"}
        said = say("training all", lang, share=per_cent(first.iloc[0], found.sum()), **about)
        said += say("training silent", lang, count=silent) if silent else ""
    table = found.to_frame(measure).assign(**{say("share of all", lang): 100 * found / known["value"].sum()})
    ax = drawn(found, lang, title=measure, about=scheme or "", source=source_line(targets, lang), mark=scheme)
    return Answer(said, table.rename_axis(say("scheme", lang)), ax, scheme)


def tasks_answer(
    parts: pd.DataFrame, organ: str | None, role: str | None, until: str | None, lang: str
) -> Answer:
    """Answer who does what by when: the tasks of one organ, else how many each has.

    ``parts`` has one row an organ of a task, with what the task says.
    """
    when = say("until none", lang) if until is None else until_told(until, lang)
    what = say("tasks what", lang, until=when, role=say("role none", lang) if role is None else words(ROLES, lang)[role])
    own = parts if organ is None else parts[parts["organ"] == organ]
    fits = own if role is None else own[own["role"] == role]
    undated = int(fits["deadline"].isna().sum()) if until else 0
    fits = fits if until is None else fits[fits["deadline"].dt.strftime("%Y-%m") <= until]
    told = say("tasks undated", lang, count=undated) if undated else ""
    shown = fits if len(fits) else own
    roles = shown["role"].value_counts()
    about: dict[str, Any] = {"organ": organ, "what": what, "total": len(shown)}
    about |= {name: int(roles.get(name, 0)) for name in ROLES} | {"dated": int(shown["deadline"].notna().sum())}
    if organ is None:
        counts = pd.crosstab(shown["organ"].astype("str"), shown["role"].astype("str"))
        counts = counts[[name for name in ROLES if name in counts]]
        totals = counts.sum(axis=1).sort_values(ascending=False, kind="stable")
        about |= {"organs": len(totals), "first": totals.index[0], "value": totals.iloc[0]}
        said = say("tasks all" if len(fits) else "tasks none at all", lang, **about)
        table = counts.loc[totals.index].rename(columns=words(ROLES, lang))
        table = table.rename_axis(say("organ", lang)).rename_axis(None, axis=1)
        return Answer(said + told, table, tasks_by_organ(shown, ax=new_axes("tasks_by_organ"), lang=lang))
    said = say("tasks organ" if len(fits) else "tasks none", lang, **about)
    listed = shown.sort_values("deadline", kind="stable").assign(role=shown["role"].map(words(ROLES, lang)))
    table = titled(listed.set_index("title")[["deadline", "role", "document", "line"]], lang)
    if until is not None and len(fits):
        return Answer(said + told, table, deadlines(fits, ax=new_axes("deadlines"), lang=lang))
    same = parts.merge(shown[["document", "path"]].drop_duplicates(), on=["document", "path"])
    others = same.loc[same["organ"] != organ, "organ"].astype("str").value_counts()
    title, about_chart = say("tasks partners", lang, **about), say("tasks partners about", lang)
    if others.empty:  # it stands alone in all of them
        others, title, about_chart = shown["document"].value_counts(), say("tasks alone", lang, **about), ""
    return Answer(said + told, table, drawn(others, lang, title=title, about=about_chart))


def misprint_answer(tables: Tables, before: Review, area: str, column: str, typed: str, lang: str) -> Answer:
    """Answer what a figure of the plan's table, typed over, would break, and whether the sums tell it."""
    states = cell_states(before)
    cell = states[(states["area"] == area) & (states["column"] == column)].iloc[0]
    printed = "" if pd.isna(cell["printed"]) else str(cell["printed"])
    review = before if typed.strip() == printed else check(retype({cell["key"]: typed.strip()}, tables))
    explained = {finding.id for finding in before.open}
    broken = [finding for finding in review.open if finding.id not in explained and finding.published is not None]
    blank = say("blank", lang)
    about = {"area": area, "column": column.replace("/", " "), "printed": printed or blank, "typed": typed or blank}
    suspects = cell_states(review).query("state == 'suspect'")
    named = [
        say("misprint one", lang, figure=f"{one.area} {one.column.replace('/', ' ')}", implied=one.implied)
        for one in suspects.itertuples()
    ]
    name = "misprint same" if not broken else "misprint found" if named else "misprint open"
    said = say(name, lang, broken=len(broken), found=tuple(named), **about)
    rows = [(one.message[lang], one.published, one.computed, one.difference) for one in broken or review.sums]
    titles = [label("report", each, lang) for each in ("published", "computed", "difference")]
    table = pd.DataFrame(rows, columns=["", *titles]).set_index("").map(lambda value: f"{value:f}")
    return Answer(said, table, check_picture(cell_states(review), ax=new_axes("check_picture"), lang=lang))


def until_told(until: str, lang: str) -> str:
    """Return a month as an end of time."""
    year, month = map(int, until.split("-"))
    return say("until end", lang, year=year, month=month)


def words(names: tuple[str, ...], lang: str) -> Mapping[str, str]:
    """Return the codes of a column by what people call them."""
    return {name: label("charts", name, lang) for name in names}


def titled(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return a table whose index and columns have their titles."""
    titles = {str(name): column_title(str(name), lang) for name in (table.index.name, *table.columns)}
    return table.rename(columns=titles).rename_axis(titles[str(table.index.name)])
