"""What the sidecar of our own text says: of the text itself, and of what is damaged in it.

In: the folder of the data. Out: the sidecar's entries; the repair hints for tables whose printed header cannot be read off its
cells.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from xcdata.files import decode, read_bytes

RAW_NAME = "xuchang-gazette-2019"


def data_dir() -> Path:
    """Return the folder of the data: inside an installed wheel, or beside the package in a clone."""
    package = Path(__file__).parent.parent
    packaged = package / "_data"
    return packaged if packaged.is_dir() else package.parent / "data"


def read_sidecar(folder: Path) -> dict[str, Any]:
    """Return what ``raw/xuchang-gazette-2019.toml`` in a folder says of the raw text (title, issuer, sha256, …)."""
    path = folder / "raw" / f"{RAW_NAME}.toml"
    return tomllib.loads(decode(read_bytes(path), path))


@cache
def table_hints() -> tuple[dict[str, Any], ...]:
    """Return the repair hints for damaged tables: title, labels of the first column, header as a tree."""
    return tuple(read_sidecar(data_dir()).get("table", ()))
