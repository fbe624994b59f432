"""The tables of a shelf's data set and their columns, declared once.

In: nothing. Out: :data:`COLUMNS`, by which rows are made and Parquet is written. The tables of notices are those of
``schema.toml``; the others are declared here, in the same types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from xcdata.dataset.schema import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

Columns = Mapping[str, str]
"""Names of columns → their types: string, integer, number, boolean, date."""

SOURCE: Columns = {"file": "string", "sha256": "string"}
"""What every row begins with."""

AMOUNTS: Columns = dict.fromkeys(("published", "computed", "difference", "tolerance"), "string")
"""Exact decimal texts, as in the JSON."""

OWN: Mapping[str, Columns] = {
    "files": {
        **dict.fromkeys(("bytes",), "integer"),
        **dict.fromkeys(("kind", "compared_with", "outcome", "error", "told_zh", "told_en"), "string"),
        **dict.fromkeys(("headline_zh", "headline_en"), "string"),
        **dict.fromkeys(("rules", "exact", "within_rounding", "inconsistent", "not_checkable"), "integer"),
        **dict.fromkeys(
            ("unexplained", "located", "figures", "checked", "unread", "unread_lines"), "integer"
        ),
        "seconds": "number",
        "made_by": "string",
    },
    "rules": {
        **dict.fromkeys(("sheet", "rule", "source", "verdict"), "string"),
        **AMOUNTS,
        **dict.fromkeys(("lines", "known"), "string"),
    },
    "findings": {
        **dict.fromkeys(("sheet", "id", "kind", "verdict"), "string"),
        "unexplained": "boolean",
        **AMOUNTS,
        "size": "number",
        **dict.fromkeys(("lines", "message_zh", "message_en", "known_zh", "known_en"), "string"),
    },
    "explanations": {
        "sheet": "string",
        "group": "integer",
        "given": "string",
        **dict.fromkeys(("rank", "tied"), "integer"),
        **dict.fromkeys(("slip", "key"), "string"),
        **dict.fromkeys(("line", "column"), "integer"),
        **dict.fromkeys(("address", "printed", "implied", "range", "figure_slip", "note"), "string"),
    },
    "coverage": {**dict.fromkeys(("part", "reason", "what"), "string"), "line": "integer"},
    "names": {
        **dict.fromkeys(("what", "name", "role", "document"), "string"),
        **dict.fromkeys(("line", "times"), "integer"),
    },
}

COLUMNS: Mapping[str, Columns] = {
    name: {**SOURCE, **columns}
    for name, columns in {
        **OWN,
        **{
            name: {column.name: column.type for column in table.columns}
            for name, table in TABLES.items()
            if table.folder == "processed"
        },
    }.items()
}
"""Every table of a data set; ``files`` has one row a file, and names the files whose rows count."""


def schema(table: str) -> pa.Schema:
    """Return a table's Arrow schema."""
    import pyarrow as pa

    types = {
        **{"string": pa.string(), "integer": pa.int64(), "number": pa.float64()},
        **{"boolean": pa.bool_(), "date": pa.date32()},
    }
    return pa.schema([(name, types[kind]) for name, kind in COLUMNS[table].items()])
