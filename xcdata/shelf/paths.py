"""Folders, patterns and lists → the files of a shelf, and the batches in which they are done.

In: paths as people write them. Out: a :class:`Listing`: the :class:`Shelved` files, the largest first, named by where they stand below
what was given, and what was :class:`PassedOver` beside them; small files put together, so that what a task costs by itself is little
beside its work.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from xcdata.errors import XcdataError
from xcdata.files import decode, read_bytes

PathText = str | PathLike[str]
Batch = tuple["Shelved", ...]
Seen = Iterator[tuple[Path, str]]
"""Paths, each with the reason for which it is passed over; with none it is a file of the shelf."""

HIDDEN = (".", "~$")
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


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What stands among the files and is not read, unless it is named itself.

    Attributes
    ----------
    path : str
        Named as files are.
    reason : {'hidden', 'linked_folder', 'unreadable_folder', 'no_file'}
    """

    path: str
    reason: str


class Listing(NamedTuple):
    """What was given."""

    files: list[Shelved]
    passed: list[PassedOver]


def shelved(paths: PathText | Iterable[PathText], output: Path | None = None) -> Listing:
    """Return the files of folders (with all below), patterns (``*``, ``**``), lists (``@FILE``, a path a line) and single files.

    Parameters
    ----------
    paths : path-like, or iterable of them
    output : Path, optional
        A folder whose files are none of the shelf: it may stand among what is read, but not above it.

    Raises
    ------
    XcdataError
        No file at all, a list that is not there, or what is read stands in the output.
    """
    given = [paths] if isinstance(paths, str | PathLike) else list(paths)
    roots: list[Path] = []
    seen: dict[Path, str] = {}
    for one in given:
        root, found = files_of(str(one))
        if output and output.resolve() in (root.resolve(), *root.resolve().parents):
            raise XcdataError("output_holds_shelf", path=output, found=str(one))
        roots.append(root)
        for path, why in found:
            if not output or output.absolute() not in path.parents:
                seen[path] = why and seen.get(path, why)  # what is named itself is read
    files = [path for path, why in seen.items() if not why]
    told = tuple(map(str, given))
    if not seen:
        raise XcdataError("no_files", found=told)
    if not files:
        raise XcdataError("only_passed_over", found=told, passed=tuple(path.name for path in seen))
    if not any(map(os.path.lexists, files)):
        raise XcdataError("nothing_there", found=told)
    top = os.path.commonpath(roots)

    def called(path: Path) -> str:
        return shown(os.path.relpath(path, top))

    listed = [Shelved(called(path), str(path), size_of(path)) for path in files]
    passed = [PassedOver(called(path), why) for path, why in seen.items() if why and path not in roots]
    return Listing(
        sorted(listed, key=lambda one: (-one.size, one.file)),
        sorted(passed, key=lambda one: (one.reason, one.path)),
    )


def files_of(text: str) -> tuple[Path, Seen]:
    """Return the folder that the files of one argument are named from, and what it means."""
    if text.startswith("@"):
        where = Path(text[1:])
        lines = decode(read_bytes(where), where).splitlines()
        files = [Path(line.strip()).absolute() for line in lines if line.strip()]
        top = os.path.commonpath([file.parent for file in files] or [where.absolute()])
        return Path(top), ((file, "") for file in files)
    path = Path(text).absolute()
    if path.is_dir():
        return path, walked(path)
    if path.exists() or not glob.has_magic(text):
        return path.parent, iter([(path, "")])
    fixed = path
    while glob.has_magic(str(fixed)):
        fixed = fixed.parent
    return fixed, matched(fixed, str(path.relative_to(fixed)))


def walked(folder: Path) -> Seen:
    """Yield what is below a folder, in the order of the names; a linked one is not entered, as it may lead back."""
    barred: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=barred.append):
        why = {name: reason_of(Path(here, name)) for name in sorted(folders)}
        yield from ((Path(here, name), reason) for name, reason in why.items() if reason)
        folders[:] = [name for name, reason in why.items() if not reason]
        yield from ((path, reason_of(path)) for path in (Path(here, name) for name in sorted(files)))
    yield from ((Path(error.filename), "unreadable_folder") for error in barred)


def matched(folder: Path, pattern: str) -> Seen:
    """Yield the files below a folder that a pattern names; where it enters folders, those that it could not enter, too."""
    for path in sorted(folder.glob(pattern)):
        names = path.relative_to(folder).parts
        hidden = next((at for at, name in enumerate(names, 1) if name.startswith(HIDDEN)), None)
        if hidden:
            yield folder.joinpath(*names[:hidden]), "hidden"
        elif path.is_symlink() or not path.is_dir():
            yield path, reason_of(path)
    if "**" in pattern:
        yield from ((path, why) for path, why in walked(folder) if why.endswith("folder"))


def reason_of(path: Path) -> str:
    """Return why a path is passed over; reading a pipe might never end. A link that leads nowhere is read, and told by whoever reads it."""
    if path.name.startswith(HIDDEN):
        return "hidden"
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    if stat.S_ISDIR(mode):
        return "linked_folder" if path.is_symlink() else ""
    return "" if stat.S_ISREG(mode) else "no_file"


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
