"""Tables → files: one CSV a table, ``datapackage.json`` and the data dictionary.

In: frames by table name. Out: the files of ``data/processed``, the same bytes for the same frames. All of them are written
beside the old ones before the first is put in its place, so a build that fails or is killed leaves whole files; the
data package, which names every file's hash, is put in its place last.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from xcdata.dataset.conform import read_csv
from xcdata.dataset.schema import TABLES, Column, Table
from xcdata.dataset.source import data_dir, read_sidecar
from xcdata.dataset.tables import Tables
from xcdata.errors import XcdataError
from xcdata.files import sha256, write_all

PACKAGE = "datapackage.json"


def build(tables: Tables, folder: Path) -> dict[str, pd.DataFrame]:
    """Write every table of a gazette, and the reference tables, into a folder; return what was written.

    Raises
    ------
    XcdataError
        A folder that cannot be written to, or a table in it that was edited since.
    """
    reference = {
        name: read_csv(name, data_dir() / table.folder / f"{name}.csv")
        for name, table in TABLES.items()
        if table.folder == "reference" and tables.gazette.place.name
    }
    frames = tables.frames | reference
    contents = {f"{name}.csv": to_csv(frame) for name, frame in frames.items()}
    contents["data-dictionary.md"] = data_dictionary().encode()
    contents[PACKAGE] = data_package(contents, tables).encode()
    # What we publish ourselves has to be what a build gives.
    if folder.resolve() != (data_dir() / "processed").resolve():
        refuse_edited(folder, contents)
    write_all(folder, contents)
    return frames


def refuse_edited(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Raise where a table in a folder is neither what its data package says nor what is to be written."""
    try:
        package = json.loads((folder / PACKAGE).read_bytes())
        hashes = {str(one["path"]): str(one["hash"]) for one in package["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return
    for name in sorted(contents.keys() & hashes.keys()):
        path = folder / name
        before = path.read_bytes() if path.is_file() else contents[name]
        if before != contents[name] and f"sha256:{sha256(before)}" != hashes[name]:
            other = f"-o {folder.with_name(f'{folder.name}-2')}"
            raise XcdataError("output_edited", path=path, other=other, remove=shlex.quote(str(path)))


def file_names() -> list[str]:
    """Return the names of all files that a build writes."""
    return [*(f"{name}.csv" for name in TABLES), "data-dictionary.md", PACKAGE]


def to_csv(frame: pd.DataFrame) -> bytes:
    """Return a frame as CSV: UTF-8, line feeds, missing values empty, floats at their shortest."""
    return frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode()


def data_package(contents: Mapping[str, bytes], tables: Tables) -> str:
    """Return the Frictionless Data Package (v2) that describes the CSV files."""
    sidecar = read_sidecar()
    ours = tables.sha256 == sidecar["sha256"]
    title, issuer = (sidecar["title"], sidecar["issuer"]) if ours else (tables.name, "not known")
    resources = [
        {
            "name": name,
            "type": "table",
            "path": f"{name}.csv",
            "title": f"{table.title['zh']} · {table.title['en']}",
            "description": f"{table.about['zh']}\n{table.about['en']}",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": len(contents[f"{name}.csv"]),
            "hash": f"sha256:{sha256(contents[f'{name}.csv'])}",
            "schema": table_schema(table, known_place=bool(tables.gazette.place.name)),
        }
        for name, table in TABLES.items()
        if f"{name}.csv" in contents
    ]
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "xuchang-gazette-2019" if ours else "gazette",
        "title": title,
        "description": "Tables of the gazette; every row names the document and the line it was read from.",
        "sources": [{"title": f"{title} ({issuer}), sha256 {tables.sha256}"}],
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def table_schema(table: Table, *, known_place: bool = True) -> dict[str, object]:
    """Return a table's schema in Frictionless terms; areas of a place without a profile refer to no reference table."""
    schema: dict[str, object] = {
        "fields": [field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    foreign = [
        (column, other)
        for column, other in table.foreign
        if known_place or TABLES[other].folder != "reference"
    ]
    if foreign:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": list(TABLES[other].key)}}
            for column, other in foreign
        ]
    return schema


def field(column: Column) -> dict[str, object]:
    """Return a column's field in Frictionless terms."""
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    described: dict[str, object] = {
        "name": column.name,
        "type": column.type,
        "title": f"{column.title['zh']} · {column.title['en']}",
        "description": f"{column.about['zh']}\n{column.about['en']}",
    }
    if column.unit:
        described["unit"] = column.unit
    return described | ({"constraints": constraints} if constraints else {})


def data_dictionary() -> str:
    """Return the data dictionary, a Markdown page with a section a table."""
    parts = [
        "# Data dictionary · 数据字典\n\nMade by `xcdata build` from `xcdata/dataset/schema.toml`. "
        "One CSV a table; `datapackage.json` says the same to machines.\n"
    ]
    for table in TABLES.values():
        parts.append(f"## {table.name}: {table.title['zh']} · {table.title['en']}\n")
        parts.append(f"{table.about['zh']}。\n\n{table.about['en']}\n")
        parts.append(f"Key: {', '.join(f'`{name}`' for name in table.key)}.\n")
        lines = ["| column | 名称 | type | unit | what it holds | 说明 |", "|---|---|---|---|---|---|"]
        for column in table.columns:
            told = column.about["en"] + ("" if column.required else " *(may be missing)*")
            if column.allowed:
                told += f": {', '.join(column.allowed)}"
            lines.append(
                f"| `{column.name}` | {column.title['zh']} | {column.type} | {column.unit} | {told} "
                f"| {column.about['zh']} |"
            )
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
