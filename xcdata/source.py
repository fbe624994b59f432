"""Find the data and read it: the only room of the text side that touches files.

In: a path, or nothing for the gazette that comes with the package. Out: its text, decoded and, for our own
gazette, verified against the hash in its sidecar. A file that cannot be used raises one
:class:`~xcdata.problems.InputError` that says what it is and what to do.
"""

from __future__ import annotations

import hashlib
import tomllib
from os import PathLike
from pathlib import Path
from typing import Any

from xcdata.problems import InputError, Problem

RAW_NAME = "xuchang-gazette-2019"


def data_dir() -> Path:
    """Return the folder of the data: inside an installed wheel, or beside the package in a clone."""
    packaged = Path(__file__).parent / "_data"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "data"


def read_sidecar() -> dict[str, Any]:
    """Return what ``data/raw/xuchang-gazette-2019.toml`` says of the raw text (title, issuer, sha256, …)."""
    path = data_dir() / "raw" / f"{RAW_NAME}.toml"
    return tomllib.loads(decode(read_bytes(path), path))


def read_raw() -> str:
    """Return the text of our own gazette, its sha256 verified against the sidecar."""
    path = data_dir() / "raw" / f"{RAW_NAME}.txt"
    content = read_bytes(path)
    expected, found = read_sidecar()["sha256"], sha256(content)
    if found != expected:
        raise InputError(
            [
                Problem(
                    str(path),
                    None,
                    f"sha256 {expected}",
                    f"sha256 {found}",
                    "The raw text was edited, or its line ends were converted; raw text is never edited: "
                    "restore it with 'git checkout -- data/raw'. To read an edited copy, give its path.",
                )
            ]
        )
    return decode(content, path)


def read_text(path: str | PathLike[str]) -> str:
    """Return the text of any file of gazette text.

    Parameters
    ----------
    path : path-like
        A UTF-8 file, with or without a byte order mark.

    Raises
    ------
    InputError
        When it is missing, a directory, empty, binary, or in another encoding (GB18030 is named).
    """
    where = Path(path)
    content = read_bytes(where)
    text = decode(content, where)
    if not text.strip():
        raise unusable(where, "the text of a gazette", "an empty file", "Give the file that holds the text.")
    return text


def sha256(content: bytes) -> str:
    """Return the hex digest by which a source is named."""
    return hashlib.sha256(content).hexdigest()


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes, or raise what a user can act on."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        advice = "Check the path; in a clone, 'git checkout -- data' brings the project's own data back."
        raise unusable(path, "a file", "nothing of that name", advice) from None
    except IsADirectoryError:
        raise unusable(path, "a file", "a directory", "Give the path of the text file in it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise unusable(path, "a readable file", reason, "Check the path and its permissions.") from None


def decode(content: bytes, path: Path) -> str:
    """Decode UTF-8; name what the bytes are when they are not."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        advice = f"Convert it: iconv -f UTF-16 -t UTF-8 '{path}' > utf8.txt"
        raise unusable(path, "text in UTF-8", "text in UTF-16", advice)
    if b"\0" in content:
        advice = "Give the plain text (UTF-8), not a PDF, a picture or an Office file."
        raise unusable(path, "text in UTF-8", "a binary file (it holds NUL bytes)", advice)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        advice = "Save it as UTF-8, or restore a damaged copy."
        raise unusable(path, "text in UTF-8", "bytes of no known encoding", advice, line) from None
    advice = f"Convert it: iconv -f GB18030 -t UTF-8 '{path}' > utf8.txt"
    raise unusable(
        path,
        "text in UTF-8",
        "bytes that read as GB18030 (GBK) or another double-byte encoding",
        advice,
        line,
    )


def unusable(path: Path, expected: str, found: str, advice: str, line: int | None = None) -> InputError:
    """Return the error for a file that cannot be used at all."""
    return InputError([Problem(str(path), line, expected, found, advice)])
