"""Folders, patterns and lists → the files of a shelf, and the batches in which they are done.

In: paths as people write them. Out: :class:`Shelved` files, the largest first, named by where they stand below what was given; small
ones put together, so that what a task costs by itself is little beside its work.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from xcdata.errors import XcdataError
from xcdata.files import decode, read_bytes

PathText = str | PathLike[str]
Batch = tuple["Shelved", ...]

PASSED_OVER = (".", "~$")
"""How the names of files begin that are no work of their users: hidden ones, and those that Office keeps beside open ones."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file of the shelf.

    Attributes
    ----------
    file : str
        What it is called: its path below what was given, with slashes.
    path : str
        Where it is read, absolute: a worker may run in another folder.
    size : int
        Bytes, as the folder says.
    known : str
        The hash of its bytes when it was last done by this version; empty where it was not.
    """

    file: str
    path: str
    size: int = 0
    known: str = ""


def shelved(paths: PathText | Iterable[PathText], but: Path | None = None) -> list[Shelved]:
    """Return the files of folders (with all below), patterns (``*``, ``**``), lists (``@FILE``, a path a line) and single files.

    Parameters
    ----------
    paths : path-like, or iterable of them
    but : Path, optional
        A folder whose files are none of the shelf: the output may stand among what is read.

    Raises
    ------
    XcdataError
        No file at all, or a folder or list that is not there.
    """
    given = [paths] if isinstance(paths, str | PathLike) else list(paths)
    roots: list[Path] = []
    found: dict[Path, None] = {}
    for one in given:
        root, files = files_of(str(one))
        roots.append(root)
        found |= dict.fromkeys(file for file in files if not but or but.absolute() not in file.parents)
    if not found:
        raise XcdataError("no_files", found=tuple(map(str, given)))
    top = os.path.commonpath(roots)
    listed = [Shelved(shown(os.path.relpath(path, top)), str(path), size_of(path)) for path in found]
    return sorted(listed, key=lambda one: (-one.size, one.file))


def files_of(text: str) -> tuple[Path, list[Path]]:
    """Return the files that one argument means, and the folder that they are named from."""
    if text.startswith("@"):
        where = Path(text[1:])
        lines = decode(read_bytes(where), where).splitlines()
        files = [Path(line.strip()).absolute() for line in lines if line.strip()]
        return Path(os.path.commonpath([file.parent for file in files] or [where.absolute()])), files
    path = Path(text).absolute()
    if path.is_dir():
        return path, list(walked(path))
    if path.exists() or not glob.has_magic(text):
        return path.parent, [path]
    fixed = path
    while glob.has_magic(str(fixed)):
        fixed = fixed.parent
    return fixed, sorted(match for match in fixed.glob(str(path.relative_to(fixed))) if is_shelved(match))


def walked(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, in the order of their names."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(PASSED_OVER))
        for name in sorted(files):
            if is_shelved(path := Path(here, name)):
                yield path


def is_shelved(path: Path) -> bool:
    """Whether a path is a file, or a link that leads nowhere, which is told; reading a pipe or a device might never end."""
    return not path.name.startswith(PASSED_OVER) and (path.is_file() or not path.exists())


def size_of(path: Path) -> int:
    """Return a file's size; none of one that is not there, which whoever reads it will tell."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def shown(path: str) -> str:
    """Return a path as text that UTF-8 can write, with slashes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def batches(files: Sequence[Shelved], most_files: int, most_bytes: int) -> Iterator[Batch]:
    """Yield files in their order, together as long as they are few and small.

    Examples
    --------
    >>> sizes = [9, 4, 3, 1, 1, 1]
    >>> files = [Shelved(str(n), "", size) for n, size in enumerate(sizes)]
    >>> [[one.size for one in batch] for batch in batches(files, 3, 7)]
    [[9], [4, 3], [1, 1, 1]]
    """
    batch: list[Shelved] = []
    weight = 0
    for one in files:
        if batch and (len(batch) == most_files or weight + one.size > most_bytes):
            yield tuple(batch)
            batch, weight = [], 0
        batch.append(one)
        weight += one.size
    if batch:
        yield tuple(batch)
