"""What there is → what a notebook shows of it, in Chinese or English.

In: a frame, one of our tables or made of them, or what a check found. Out: the frame with titles and words, or the verdict and its tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, overload

from xcdata.dataset.schema import TABLES
from xcdata.errors import XcdataError, errors_in_its_language, known_language
from xcdata.labels import label, read_labels
from xcdata.shown import Shown, in_words

if TYPE_CHECKING:
    import pandas as pd

RESULTS = {"verdict", "implied", "state", "change"}
"""Columns by which a frame is known to be of results, whose columns have titles of their own."""


CODES = {
    column.name
    for table in TABLES.values()
    for column in table.columns
    if column.type == "boolean" or (column.allowed and all(value.isascii() for value in column.allowed))
} | {"state", "change"}
"""Columns whose values are codes, not text as it was printed."""


NAMED = frozenset(
    {"county", "organ", "group", "programme", "operation", "item", "award", "stage", "target_group", "unit"}
)
"""Columns whose values go in English by their English names, where they have one, as in charts; those of people stay as printed."""


class Showing(Protocol):
    """What can be shown in a language: a review, an audit, a comparison, tables."""

    def shown(self, lang: str = ...) -> Shown:
        """Show it in a language."""


@overload
def show(thing: Showing, lang: str = "zh") -> Shown: ...
@overload
def show(thing: pd.DataFrame | pd.Series[Any], lang: str = "zh") -> pd.DataFrame: ...
@errors_in_its_language
def show(thing: Showing | pd.DataFrame | pd.Series[Any], lang: str = "zh") -> Shown | pd.DataFrame:
    """Show a frame or a result in a language.

    Parameters
    ----------
    thing : pandas.DataFrame, pandas.Series, Review, Audit, Comparison or Tables
    lang : {'zh', 'en'}

    Returns
    -------
    pandas.DataFrame or Shown
        Of a frame the same with titles for names of columns and levels, and words for codes (``lead``, ``inconsistent``, …); in English with
        names for areas, organs, programmes, awards, stages and units that have one. Other values, and the names of people, stay as printed. Of a result what Jupyter shows of it: the verdict first.

    Raises
    ------
    XcdataError
        A language that there is not; what is neither a frame nor a result.

    Examples
    --------
    >>> from xcdata.dataset.tables import load
    >>> show(load("task_organs")[["role", "organ"]].head(1), "en")
              role                                 organ
    0  responsible  Governments of all counties and zones
    """
    import pandas as pd

    known_language(lang)
    frame = thing.to_frame() if isinstance(thing, pd.Series) else thing
    if not isinstance(frame, pd.DataFrame) and not hasattr(frame, "shown"):
        raise XcdataError("not_a_frame", found=type(thing).__name__)
    if not isinstance(frame, pd.DataFrame):
        return frame.shown(lang)
    own = TABLES.get(frame.attrs.get("table", ""))
    columns = [column for table in (*reversed(TABLES.values()), own) if table for column in table.columns]
    of_results = () if RESULTS.isdisjoint(frame.columns) else read_labels()["column"]
    titles = {column.name: column.title[lang] for column in columns if column.name not in of_results}
    section = f"columns of {frame.attrs.get('table')}"
    titles |= {name: label(section, name, lang) for name in read_labels().get(section, ())}
    return in_words(frame, lang, titles, CODES, NAMED)
