"""Rows by their names: an area, a programme, an organ.

In: a frame, and for some of its columns the value or values wanted. Out: the rows that have them. A name that there is not is told with
those near it; comparing it oneself (``df[df["county"] == "禹州"]``) would give an empty frame and say nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from xcdata.dataset.given import there_once
from xcdata.dataset.schema import TABLES, title_of
from xcdata.dataset.tables import load
from xcdata.labels import LANGUAGES, label, name_of, read_labels
from xcdata.names import known_name

if TYPE_CHECKING:
    import pandas as pd

SEPARATOR = "；"


def select(df: pd.DataFrame, /, **values: object) -> pd.DataFrame:
    """Select the rows of a frame whose columns have the values named.

    Parameters
    ----------
    df : pandas.DataFrame
        One of our tables, or any other.
    **values
        Column names, each with the value wanted or a list of them; None stands for missing. A row has to have one of each. Numbers and dates
        may be given as texts.

    Returns
    -------
    pandas.DataFrame
        Empty only where every value is known and no row has all of them.

    Raises
    ------
    XcdataError
        A column that the frame has not, or a value that it does not know; the message asks whether one near it was meant. Areas and
        organs are asked about by their other names too, and all by their English ones.

    Examples
    --------
    >>> plan = load("plan")
    >>> len(select(plan, county="禹州市", group=["造林", "森林抚育"]))
    5
    >>> select(plan, county="禹州")
    Traceback (most recent call last):
    xcdata.errors.XcdataError: 没有县市区“禹州”；是不是“禹州市”？
    """
    import pandas as pd

    there_once(df)
    chosen = pd.Series(True, index=df.index)
    for name, wanted in values.items():
        known_name("column", name, [each for each in df.columns if isinstance(each, str)])
        there_once(df, name)
        chosen &= having(df[name], list(wanted) if pd.api.types.is_list_like(wanted) else [wanted])  # type: ignore[call-overload]
    return df[chosen]


def having(column: pd.Series[Any], wanted: list[Any]) -> pd.Series[bool]:
    """Tell which rows of a column have one of the values wanted, each of which has to be known."""
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(column):
        wanted = [value if pd.isna(value) else str(value).removesuffix(" 00:00:00") for value in wanted]
        column = column.dt.strftime("%Y-%m-%d")
    named = [value for value in wanted if not pd.isna(value)]
    there = list(column.cat.categories if column.dtype == "category" else column.dropna().unique())
    named = [same_of(value, there) for value in named]
    strange = [value for value in named if value not in there]
    others = dict(other_names(column.name)) | words_of(there) | in_english(there) if strange else {}
    for value in strange:
        known_name(title_of(str(column.name)), str(value), [*map(str, there), *others.values()], others)
    found = column.isin(named)
    return found | column.isna() if len(named) < len(wanted) else found


def same_of(value: Any, there: list[Any]) -> Any:
    """Return the value of a column that one is, also where one of the two is a text that writes the other, a number or a day; else itself."""
    if value in there:
        return there[there.index(value)]  # a float of fewer bits is equal to the decimal, and not found by it
    texts = {str(one): one for one in there}
    if (told := str(value).removesuffix(" 00:00:00")) in texts or not isinstance(value, str):
        return texts.get(told, value)
    with suppress(ValueError):
        return next((one for one in there if not isinstance(one, str) and one == float(value)), value)
    return value


def words_of(values: Iterable[object]) -> dict[str, str]:
    """Return the words that are shown for codes, in both languages, each with its code."""
    codes = [str(value) for value in values if str(value) in read_labels()["code"]]
    return {label("code", code, lang): code for code in codes for lang in LANGUAGES}


def in_english(values: Iterable[object]) -> dict[str, str]:
    """Return the English names of values that have one, each with the value."""
    return {name: str(value) for value in values if (name := name_of(str(value), "en")) != str(value)}


def other_names(column: Hashable) -> Iterator[tuple[str, str]]:
    """Yield what else the values of a column are called, each with the value, where a reference table says so."""
    foreign = {of: other for table in TABLES.values() for of, other in table.foreign}
    table = TABLES.get(foreign.get(str(column), ""))
    if table is None or table.folder != "reference":
        return
    texts = [each.name for each in table.columns if each.type == "string" and not each.allowed]
    for row in load(table.name)[texts].to_dict("records"):
        for text in row.values():
            yield from ((name, row[column]) for name in str(text).split(SEPARATOR) if text == text)
