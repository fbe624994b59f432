"""Every table's columns, declared once, in ``schema.toml``.

In: nothing. Out: :data:`TABLES`, by which frames are conformed, ``datapackage.json`` and the data dictionary are
made, and in which charts, workbook and report find the names of columns in Chinese and English.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xcdata.labels import LANGUAGES

DTYPES = {
    "string": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[ms]",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, its names, what it means, what it may hold.

    Attributes
    ----------
    name : str
    type : str
        ``string``, ``integer``, ``number``, ``boolean`` or ``date``: Frictionless names, pandas dtypes in :data:`DTYPES`.
    title, about : dict of str to str
        Short name for headings, and what it holds, by language (``zh``, ``en``).
    unit : str
    allowed : tuple of str
        The only values it may have; empty where any will do.
    required : bool
        False where a value may be missing.
    open : bool
        True where a text of another place or year may hold other values than those allowed in ours.
    order : tuple of str or None
        The order of its values, by which pandas sorts and groups them, empty where they are in the order in which they come; None where
        they have none.
    """

    name: str
    type: str
    title: dict[str, str]
    about: dict[str, str]
    unit: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = True
    open: bool = False
    order: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, its key, and which of its columns refer to another table.

    Attributes
    ----------
    name : str
    folder : str
        Where its file lies below ``data/``: ``processed`` is made by a build, ``reference`` is kept by hand.
    title, about : dict of str to str
        By language (``zh``, ``en``).
    columns : tuple of Column
    key : tuple of str
    foreign : tuple of (str, str)
        A column and the table whose key it names.
    """

    name: str
    folder: str
    title: dict[str, str]
    about: dict[str, str]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[tuple[str, str], ...]

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)


def title_of(column: str, table: object = None) -> dict[str, str]:
    """Return the title of a column by language: in a table, else in the first that has it; its name where none has."""
    tables = sorted(TABLES.values(), key=lambda one: one.name != table)
    found = (each.title for one in tables for each in one.columns if each.name == column)
    return next(found, dict.fromkeys(LANGUAGES, column))


def read_tables() -> dict[str, Table]:
    """Read the declarations."""
    declared = tomllib.loads(Path(__file__).with_name("schema.toml").read_text(encoding="utf-8"))
    shared = {name: {"name": name, **column} for name, column in declared["shared"].items()}
    return {
        name: Table(
            name,
            table.get("folder", "processed"),
            both(table["title"]),
            both(table["about"]),
            tuple(
                read_column(shared[column] if isinstance(column, str) else column, declared["orders"])
                for column in table["columns"]
            ),
            tuple(table["key"]),
            tuple((column, other) for column, other in table.get("foreign", {}).items()),
        )
        for name, table in declared["tables"].items()
    }


def read_column(declared: dict[str, Any], orders: dict[str, list[str]]) -> Column:
    """Read one column's declaration."""
    allowed, ordered = declared.get("allowed", ()), declared.get("ordered", False)
    order = orders[ordered] if isinstance(ordered, str) else allowed if ordered else None
    return Column(
        **{name: value for name, value in declared.items() if name != "ordered"}
        | {"title": both(declared["title"]), "about": both(declared["about"])}
        | {"allowed": tuple(allowed), "order": order if order is None else tuple(order)}
    )


def both(texts: list[str]) -> dict[str, str]:
    """Name the languages of a pair of texts."""
    zh, en = texts
    return {"zh": zh, "en": en}


TABLES = read_tables()
