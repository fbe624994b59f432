"""A frame as somebody gives it → the columns that are asked for, as the schema declares them.

In: one of our tables, filtered, joined, edited, or read from a CSV by other means than ours. Out: the same rows, in which the columns asked
for stand once each, dates are dates, and numbers of fewer bits are the decimals that they stand for. What cannot be taken so is told. And, of such a
frame: which rows stand there again, because a join fanned out, or because the frame was put below itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from xcdata.dataset.schema import TABLES
from xcdata.errors import XcdataError
from xcdata.grids.read import decimals, is_short

if TYPE_CHECKING:
    import pandas as pd

OF_A_TEXT = ("document", "sha256")  # what says, beside a line and a column, which text they are of
SUFFIXES = ("", "_x", "_y")  # of columns that stood on both sides of a join, as pandas names them
DATES = {column.name for table in TABLES.values() for column in table.columns if column.type == "date"}


def given(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return a frame with some of its columns as they are declared; the others stay as they are.

    Raises
    ------
    XcdataError
        As in :func:`there_once`; texts that are no dates where dates are declared.
    """
    there_once(frame, *columns)
    return frame.assign(**{name: as_declared(frame[name]) for name in columns})


def there_once(frame: pd.DataFrame, *columns: str) -> None:
    """Raise where there is no frame, or columns are missing in it, or stand in it more than once."""
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise XcdataError("not_a_frame", found=type(frame).__name__)
    there = [name for name in frame.columns if isinstance(name, str)]
    if missing := [name for name in columns if name not in there]:
        raise XcdataError("columns_missing", found=tuple(missing), there=tuple(there))
    if twice := sorted({name for name in columns if there.count(name) > 1}):
        raise XcdataError("columns_repeated", found=tuple(twice))


class Again(NamedTuple):
    """Which rows of a frame have the key of another one above them.

    Attributes
    ----------
    alike : pandas.Series
        Those that say the same as it does: the same row once more.
    other : pandas.Series
        Those that say something else.
    """

    alike: pd.Series[bool]
    other: pd.Series[bool]


def again(frame: pd.DataFrame, table: str, columns: Iterable[str]) -> Again:
    """Return which rows stand in a frame again, by the key of their table; none where the frame does not have its columns.

    A join gives the columns of a key another name where both sides have them: of the names that they may have, those are the key's by which
    the rows of one key differ least in ``columns``.
    """
    import pandas as pd

    there = [name for name in frame.columns if isinstance(name, str)]
    declared = {column.name for column in TABLES[table].columns}
    own = [name for name in columns if name in declared and there.count(name) == 1]
    none = pd.Series(data=False, index=frame.index)
    found: list[Again] = []
    for suffix in SUFFIXES:
        key = [name if name in there else f"{name}{suffix}" for name in TABLES[table].key]
        if any(there.count(name) != 1 for name in key):
            continue
        key += [name for name in OF_A_TEXT if there.count(name) == 1 and name not in key]
        stated = frame[key].notna().all(axis=1)
        alike = stated & frame.duplicated(list({*key, *own}))
        found.append(Again(alike, stated & frame.duplicated(key) & ~alike))
    return min(found, key=lambda one: (one.other.sum(), -one.alike.sum()), default=Again(none, none))


def as_declared(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column with dates for texts that are dates, and each short float as the shortest decimal that it stands for."""
    import pandas as pd

    if column.name in DATES and not pd.api.types.is_datetime64_any_dtype(column):
        dates = pd.to_datetime(column.astype("str"), format="ISO8601", errors="coerce")
        if strange := tuple(column[dates.isna() & column.notna()].unique()[:3]):
            raise XcdataError("not_dates", column=str(column.name), found=strange)
        return dates
    if is_short(column.dtype):
        return pd.Series(decimals(column), column.index, "float64", str(column.name))
    return column
