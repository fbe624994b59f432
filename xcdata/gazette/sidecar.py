"""What the sidecar of our own text says: of the text itself, and of what is damaged in it.

In: the folder of the data. Out: the sidecar's entries; the repair hints for tables whose printed header cannot be read off its
cells.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from xcdata.files import data_dir, decode, read_bytes

RAW_NAME = "xuchang-gazette-2019"


def read_sidecar(folder: Path) -> dict[str, Any]:
    """Return what ``raw/xuchang-gazette-2019.toml`` in a folder says of the raw text (title, issuer, sha256, …)."""
    path = folder / "raw" / f"{RAW_NAME}.toml"
    return tomllib.loads(decode(read_bytes(path), path))


@cache
def table_hints() -> tuple[dict[str, Any], ...]:
    """Return the repair hints for damaged tables: title, labels of the first column, header as a tree."""
    return tuple(read_sidecar(data_dir()).get("table", ()))
