"""A frame as it is given → the rows that can be drawn, and what is told of those that cannot.

In: a frame, and the columns that a chart draws. Out: its rows in which these are stated, each once, and sentences that count the others; where
there is nothing to draw, the error that says why.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from xcdata.charts.words import amount_of
from xcdata.dataset.given import again, given
from xcdata.dataset.schema import TABLES, title_of
from xcdata.errors import XcdataError, known_language
from xcdata.gazette.plan.areas import MU
from xcdata.labels import LANGUAGES, label
from xcdata.names import known_name

HECTARES = float(MU["万亩"] / MU["公顷"])
ROUNDED = 0.005 + 1e-9  # what rounding to 0.01 takes away at most


class Rows(NamedTuple):
    """What can be drawn of a frame.

    Attributes
    ----------
    stated : pandas.DataFrame
        The rows in which every column that is drawn says something, each once.
    left_out : tuple of str
        The sentences that count the other rows: those that stand there again, and those that do not state what is drawn, with what they have
        of the measure in all. And which of those that are drawn are in doubt. None where there are none.
    """

    stated: pd.DataFrame
    left_out: tuple[str, ...]


def drawable(
    df: pd.DataFrame,
    lang: str,
    *columns: str,
    also: Sequence[str] = (),
    measure: str | None = None,
    of: object = None,
    told: str = "left_out",
) -> Rows:
    """Return the rows of a frame that can be drawn.

    Parameters
    ----------
    df : pandas.DataFrame
    lang : {'zh', 'en'}
    *columns : str
        Those that a row has to state, or it has no place in the chart.
    also : sequence of str
        Those that have to be there, and may be blank.
    measure : str, optional
        The column of amounts that is drawn.
    of : str, optional
        The table that the rows are of, by whose key a row is known that stands there again.
    told : str
        The label that says what became of the rows that are left out.

    Raises
    ------
    XcdataError
        Columns that are missing, no rows, no row that states them all, a measure that is no amount.
    """
    known_language(lang)
    if measure and isinstance(df, pd.DataFrame):
        known_name("column", measure, [name for name in df.columns if isinstance(name, str)])
    df = exactly(df, measure)
    asked = tuple(dict.fromkeys((*columns, *also, *((measure,) if measure else ()))))
    rows, repeated = once_each(given(df, *asked), of, asked, lang)
    if rows.empty:
        raise XcdataError("frame_without_rows")
    if measure:
        rows = rows.assign(**{measure: numbers(rows[measure])})
        amounts(rows[measure])
    blank = rows[list(columns)].isna()
    left = blank.any(axis=1)
    if not left.any():
        return Rows(rows, repeated)
    titles = [title_of(name, df.attrs.get("table")) for name in columns if blank[name].any()]
    named = {of: label("message", "or", of).join(title[of] for title in titles) for of in LANGUAGES}
    if left.all():
        raise XcdataError("columns_blank", columns=named)
    values: dict[str, object] = {"count": int(left.sum()), "columns": named[lang]}
    if measure:
        told, values["amount"] = f"{told}_amount", amount_of(rows.loc[left, measure], lang)
    return Rows(rows[~left], (*repeated, label("charts", told, lang, **values)))


def once_each(df: pd.DataFrame, of: object, columns: Sequence[str], lang: str) -> Rows:
    """Return each row of a table once, and what is told of those that stand in the frame again, and of hectares that disagree with the mu.

    The rows of a frame that is of none of the tables are what they are.
    """
    counts = {}
    if of in TABLES:
        rows = again(df, str(of), columns)
        counts = {"repeated": int(rows.alike.sum()), "repeated_otherwise": int(rows.other.sum())}
        df = df[~rows.alike] if counts["repeated"] else df
    if "hectares" in columns and {"wan_mu", "hectares"} <= set(df.columns):
        mu, area = df["wan_mu"], df["hectares"]
        if is_numeric_dtype(mu) and is_numeric_dtype(area):
            counts["hectares_apart"] = int(((mu * HECTARES - area).abs() > ROUNDED).sum())
    return Rows(
        df, tuple(label("charts", name, lang, count=count) for name, count in counts.items() if count)
    )


def only(values: pd.Series[Any], known: Collection[str]) -> None:
    """Raise where a column holds other values than those that are drawn."""
    if strange := tuple(sorted(set(values.dropna().astype("str")) - {*known})):
        raise XcdataError("unknown_values", column=str(values.name), found=strange, known=tuple(known))


def amounts(values: pd.Series[Any]) -> None:
    """Raise where a column is not of amounts: numbers of zero or more in every row, and some above it."""
    column = str(values.name)
    if strange := int((values.isna() | values.abs().eq(np.inf)).sum()):
        raise XcdataError("amounts_missing", column=column, count=strange)
    if values.min() < 0 or values.max() == 0:
        raise XcdataError(
            "not_amounts", column=column, found=f"{values.min()}–{values.max()} ({values.dtype})"
        )


def numbers(values: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column as numbers, which stand among other objects where one of them is missing."""
    if is_numeric_dtype(values):
        return values
    if not all(isinstance(value, Real) for value in values.dropna()):
        raise XcdataError("not_amounts", column=str(values.name), found=str(values.dtype))
    return values.astype(object).where(values.notna(), float("nan")).astype("float64")


def exactly(df: pd.DataFrame, measure: str | None) -> pd.DataFrame:
    """Return a frame whose hectares, where they are drawn, are not rounded: those of a row are to 0.01, and a sum of them is off."""
    if measure != "hectares" or not {"wan_mu", "hectares"} <= set(getattr(df, "columns", ())):
        return df
    rows = given(df, "wan_mu", "hectares")
    if not (is_numeric_dtype(rows["wan_mu"]) and is_numeric_dtype(rows["hectares"])):
        return rows
    exact = rows["wan_mu"] * HECTARES
    # Hectares that somebody typed over are not those of the mu beside them any more, and stay.
    return rows.assign(hectares=exact.where((exact - rows["hectares"]).abs() <= ROUNDED, rows["hectares"]))


def in_order_of(values: pd.Series[Any], order: Sequence[Hashable]) -> list[str]:
    """Return the values that there are: in a known order first, the others as they come."""
    there = list(dict.fromkeys(values.dropna()))
    return [str(each) for each in [*(x for x in order if x in there), *(x for x in there if x not in order)]]
