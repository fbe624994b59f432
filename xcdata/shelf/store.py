"""Records → a Parquet data set, a folder a table, which is whole at every moment.

In: packed records, in portions. Out: ``OUT/<table>/<number>.parquet``. A portion's parts are written aside, and those of ``files`` are put in
place last: a part counts if ``files`` has one of its number, and a file's rows count where its last row in ``files`` stands. So what a
killed run has left counts nowhere, and a file that was done again counts once.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xcdata.errors import XcdataError
from xcdata.invoked import installing
from xcdata.shelf.columns import COLUMNS, schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

NOT_SETTLED = ("file_overtime", "worker_ended")
"""Errors that the machine may have made: such a file is tried again at the next start."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a file's rows stand, and what they were made from."""

    part: int
    sha256: str
    made_by: str
    settled: bool


@contextmanager
def opened(folder: Path) -> Iterator[None]:
    """Hold a data set for one run, and clear away what killed runs have left.

    Raises
    ------
    XcdataError
        Another run holds it, or it cannot be written to, or pyarrow is not installed.
    """
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise XcdataError("no_dask", install=installing("corpus")) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise XcdataError("cannot_write", path=folder, reason=error.strerror) from None
    try:
        if not held(handle):
            raise XcdataError("output_in_use", path=folder)
        clear(folder)
        yield
    finally:
        os.close(handle)


def held(handle: int) -> bool:
    """Whether the lock could be taken; it ends with the process, however that ends."""
    try:
        import fcntl
    except ImportError:  # Windows: two runs at once are the user's to avoid
        return True
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def clear(folder: Path) -> None:
    """Remove parts that were not put in place, and those whose portion was not completed."""
    complete = set(numbers(folder))
    for table in COLUMNS:
        for path in (folder / table).glob(".*.part"):
            path.unlink()
        for path in (folder / table).glob("*.parquet"):
            # What anybody else keeps there is theirs.
            if path.stem.isdecimal() and int(path.stem) not in complete:
                path.unlink()


def numbers(folder: Path) -> list[int]:
    """Return the numbers of the portions that are complete."""
    stems = (path.stem for path in (folder / "files").glob("*.parquet"))
    return sorted(int(stem) for stem in stems if stem.isdecimal())


def part(folder: Path, table: str, number: int) -> Path:
    """Return where a part stands."""
    return folder / table / f"{number:06}.parquet"


def kept(folder: Path) -> dict[str, Kept]:
    """Return for every file where its rows stand."""
    found: dict[str, Kept] = {}
    for number in numbers(folder):
        rows = read_part(folder, "files", number, ["file", "sha256", "made_by", "error"])
        columns = (rows[name].to_pylist() for name in ("file", "sha256", "made_by", "error"))
        for file, digest, made_by, error in zip(*columns, strict=True):
            found[file] = Kept(number, digest, made_by, error not in NOT_SETTLED)
    return found


def read_part(folder: Path, table: str, number: int, columns: list[str] | None = None) -> pa.Table:
    """Read a part: one that is not there has no rows, and what another version did not write is missing.

    Raises
    ------
    XcdataError
        It is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = pa.schema([field for field in schema(table) if columns is None or field.name in columns])
    path = part(folder, table, number)
    if not path.exists():
        return wanted.empty_table()
    try:
        with pq.ParquetFile(path) as file:
            rows = file.read([name for name in wanted.names if name in file.schema_arrow.names])
    except (pa.ArrowException, OSError):
        raise XcdataError("part_damaged", path=path) from None
    for field in wanted:
        if field.name not in rows.column_names:
            rows = rows.append_column(field, pa.nulls(len(rows), field.type))
    return rows.select(wanted.names).cast(wanted)


def live_parts(folder: Path, table: str, columns: list[str] | None = None) -> Iterator[pa.Table]:
    """Yield a table's rows that count, part by part."""
    places = {file: one.part for file, one in kept(folder).items()}
    for number in numbers(folder):
        rows = read_part(folder, table, number, columns and ["file", *columns])
        yield counting(rows, {file for file, at in places.items() if at == number})


def counting(rows: pa.Table, files: set[str]) -> pa.Table:
    """Return the rows of some files."""
    import pyarrow as pa
    import pyarrow.compute as pc

    there = set(pc.unique(rows["file"]).to_pylist())
    if there <= files:
        return rows
    return rows.filter(pc.is_in(rows["file"], value_set=pa.array(sorted(there & files), pa.string())))


def read_table(folder: Path, table: str) -> pd.DataFrame:
    """Return a table of the data set as a frame."""
    import pandas as pd
    import pyarrow as pa

    rows = pa.concat_tables([schema(table).empty_table(), *live_parts(folder, table)])
    whole = {name: "Int64" for name, kind in COLUMNS[table].items() if kind == "integer"}
    texts = {name: "str" for name, kind in COLUMNS[table].items() if kind == "string"}
    frame: pd.DataFrame = rows.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    return frame.astype(whole | texts)


def put(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Put a portion into the data set under the next number: all of it, or nothing.

    Raises
    ------
    XcdataError
        It cannot be written; what was there is unchanged.
    """
    number = max(numbers(folder), default=0) + 1
    aside: dict[Path, Path] = {}
    try:
        for name in sorted(tables, key=lambda name: name == "files"):
            place = part(folder, name, number)
            aside[place.with_name(f".{place.name}.part")] = place
            write(tables[name], place.with_name(f".{place.name}.part"))
        for written, place in aside.items():
            written.replace(place)
    except OSError as error:
        for written in aside:
            written.unlink(missing_ok=True)
        raise XcdataError("cannot_write", path=folder, reason=error.strerror or str(error)) from None


def write(table: pa.Table, path: Path) -> None:
    """Write a part and see it on the disk."""
    import pyarrow.parquet as pq

    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        options: Any = {"compression": "zstd"}
        pq.write_table(table, file, **options)
        file.flush()
        os.fsync(file.fileno())


def tidy(folder: Path, wanted: set[str]) -> None:
    """Drop the rows of files that were done again, or are no longer wanted; each portion anew, then without its old number."""
    places = {file: one.part for file, one in kept(folder).items() if file in wanted}
    for number in numbers(folder):
        files = set(read_part(folder, "files", number, ["file"])["file"].to_pylist())
        stay = {file for file in files if places.get(file) == number}
        if stay == files:
            continue
        if stay:
            own = {name: counting(read_part(folder, name, number), stay) for name in COLUMNS}
            put(folder, {name: rows for name, rows in own.items() if rows.num_rows})
        part(folder, "files", number).unlink()
    clear(folder)
