"""Rows → frames of the declared columns and dtypes, and processed CSVs read back the same way.

In: rows of a table with exact values, or its CSV. Out: a frame as ``schema.toml`` declares it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from xcdata.dataset.schema import DTYPES, TABLES, Column
from xcdata.errors import InputError, Problem, Reason


def conform(name: str, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Make a frame of the declared columns and dtypes.

    Parameters
    ----------
    name : str
        Table.
    rows : iterable of mapping
        One mapping a row; None where a value is missing.

    Returns
    -------
    pandas.DataFrame
        Columns in the declared order, dtypes as in :data:`DTYPES`; ordered columns are ordered categoricals.

    Raises
    ------
    ValueError
        A value is missing where it is required, or is none of those allowed in any text: a fault of a reader, not of
        its input.
    """
    listed = list(rows)
    table = TABLES[name]
    frame = pd.DataFrame(
        {
            column.name: one_column(column, [row.get(column.name) for row in listed])
            for column in table.columns
        }
    )
    for column in table.columns:
        values = frame[column.name]
        if column.required and values.isna().any():
            raise ValueError(f"{name}.{column.name} is missing in {int(values.isna().sum())} rows")
        strange = set(values.dropna()) - set(column.allowed) if column.allowed and not column.open else set()
        if strange:
            raise ValueError(f"{name}.{column.name} may not be {sorted(strange)}")
    return frame


def one_column(column: Column, values: list[Any]) -> pd.Series[Any]:
    """Return one column of the declared dtype."""
    if column.type == "number":
        values = [None if value is None else float(value) for value in values]
    return in_order(column, pd.Series(values, dtype=DTYPES[column.type], name=column.name))


def in_order(column: Column, values: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column as an ordered categorical where its values have an order: the declared one, if that has them all.

    Then it is the same for all tables, and is kept where they are merged. Otherwise, in a text of elsewhere, it is of those that there
    are, first in the declared order, then as they come.
    """
    if column.order is None:
        return values
    there = values.dropna().unique()
    known = [value for value in column.order if value in there]
    others = [value for value in there if value not in column.order]
    return values.astype(
        pd.CategoricalDtype([*known, *others] if others else list(column.order), ordered=True)
    )


def told_of(name: str, frame: pd.DataFrame, source: Mapping[str, str]) -> pd.DataFrame:
    """Tell in a frame's ``attrs`` which table it is, its title, the units of its columns, and the source.

    Small and of plain texts: pandas copies ``attrs`` at every operation, and a Parquet file takes them as JSON.
    """
    table = TABLES[name]
    units = {column.name: column.unit for column in table.columns if column.unit}
    frame.attrs = {"table": name, "title": dict(table.title), "units": units, "source": dict(source)}
    return frame


def read_csv(name: str, path: Path) -> pd.DataFrame:
    """Read a table's CSV with the declared dtypes."""
    columns = TABLES[name].columns
    dates = [column.name for column in columns if column.type == "date"]
    dtypes = {column.name: DTYPES[column.type] for column in columns if column.type != "date"}
    try:
        frame = pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])
    except FileNotFoundError:
        raise InputError([Problem("table_not_built", str(path), None, name, reason=Reason.FILE)]) from None
    frame = frame.astype(dict.fromkeys(dates, DTYPES["date"]))
    ordered = [column for column in columns if column.order is not None]
    return frame.assign(**{column.name: in_order(column, frame[column.name]) for column in ordered})
