"""The data that come with the package: where they lie, what the sidecar says, the raw text verified.

In: nothing. Out: the gazette's own text, its sha256 verified against the sidecar, and the folder of the data.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from xcdata.errors import InputError, Problem
from xcdata.files import data_dir, decode, read_bytes, sha256
from xcdata.gazette import sidecar
from xcdata.gazette.sidecar import RAW_NAME

__all__ = ["RAW_NAME", "data_dir", "read_raw", "read_reference", "read_sidecar", "source_title"]


def read_sidecar() -> dict[str, Any]:
    """Return what ``data/raw/xuchang-gazette-2019.toml`` says of the raw text (title, issuer, sha256, …)."""
    return sidecar.read_sidecar(data_dir())


def read_reference(name: str) -> list[dict[str, str]]:
    """Return the rows of a reference table as its CSV has them, all values texts; a missing one is empty."""
    path = data_dir() / "reference" / f"{name}.csv"
    return list(csv.DictReader(StringIO(decode(read_bytes(path), path))))


def source_title(digest: str, lang: str) -> str | None:
    """Return the title of our own gazette, told by its hash; None of any other source."""
    sidecar = read_sidecar()
    if digest != sidecar["sha256"]:
        return None
    return str(sidecar["title_zh" if lang == "zh" else "title"])


def read_raw() -> str:
    """Return the text of our own gazette, its sha256 verified against the sidecar."""
    path = data_dir() / "raw" / f"{RAW_NAME}.txt"
    content = read_bytes(path)
    expected, found = read_sidecar()["sha256"], sha256(content)
    if found != expected:
        raise InputError([Problem("raw_text_edited", str(path), None, found, {"expected": expected})])
    return decode(content, path)
