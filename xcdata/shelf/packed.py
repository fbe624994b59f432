"""The records of a batch ⇄ columns as bytes, which a worker makes and whoever gathers only joins and writes.

In: records. Out: a :class:`Packed` for all of them, an Arrow stream a table; and back, several of these as one Arrow table each. It is
what travels between processes, so that the one which gathers turns no row into columns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xcdata.shelf.columns import COLUMNS, SOURCE, schema

if TYPE_CHECKING:
    import pyarrow as pa

    from xcdata.shelf.record import Record


@dataclass(frozen=True, slots=True)
class Packed:
    """Some records.

    Attributes
    ----------
    records : int
    rows : int
        Of all their tables.
    tables : mapping of str to bytes
        Those that have rows, each an Arrow stream.
    """

    records: int
    rows: int
    tables: Mapping[str, bytes]


def packed(records: Iterable[Record]) -> Packed:
    """Pack records."""
    several = list(records)
    tables: dict[str, dict[str, list[object]]] = {}
    for record in several:
        for table, rows in record.rows.items():
            if not rows:
                continue
            columns = tables.setdefault(table, {name: [] for name in COLUMNS[table]})
            for name, values in columns.items():
                values += [row.get(name) for row in rows] if name not in SOURCE else []
            columns["file"] += [record.file] * len(rows)
            columns["sha256"] += [record.sha256] * len(rows)
    height = sum(len(columns["file"]) for columns in tables.values())
    return Packed(len(several), height, {name: stream(name, columns) for name, columns in tables.items()})


def stream(table: str, columns: Mapping[str, list[object]]) -> bytes:
    """Return a table as an Arrow stream."""
    import pyarrow as pa

    whole, sink = pa.table(columns, schema(table)), pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, whole.schema) as writer:
        writer.write_table(whole)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def joined(parts: Iterable[Packed]) -> dict[str, pa.Table]:
    """Return the tables of all records together."""
    import pyarrow as pa

    tables: dict[str, list[pa.Table]] = defaultdict(list)
    for part in parts:
        for table, content in part.tables.items():
            tables[table].append(pa.ipc.open_stream(content).read_all())
    return {table: pa.concat_tables(several) for table, several in tables.items()}
