"""Files in and out: whole, decoded, of bearable size; written whole or not at all, and never over what somebody typed.

In: a path. Out: its bytes, or its text decoded; in the other direction contents by name, put into a folder together. A
file that cannot be used raises one :class:`~xcdata.errors.InputError` that says what it is and what to do.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shlex
import time
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path

from xcdata.errors import InputError, Problem, Reason, XcdataError

MOST_BYTES = 64_000_000
"""Of a text, some 250 gazettes; larger is a mistake or a device that never ends."""

ABANDONED = 600
"""Seconds after which a part of a file is taken for what a killed run has left; writing takes one or two."""

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .ods begin, and .xls and what is protected by a password."""

ARCHIVE_END = b"PK\x05\x06"
"""How the last record of an archive begins: 22 bytes, and a comment as long as the last two of them say."""

PAGE = b"<!doctype"

WRITTEN, MARKED = "wrote", "marked"
"""What became of a workbook before it was sealed: all of it is ours, or the marks alone."""

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sha256(content: bytes) -> str:
    """Return the hex digest by which a source is named."""
    return hashlib.sha256(content).hexdigest()


def unusable(kind: str, path: Path, found: str = "", line: int | None = None, **values: object) -> InputError:
    """Return the error for a file that cannot be used at all."""
    return InputError([Problem(kind, str(path), line, found, values, Reason.FILE)])


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return a file's bytes, or raise what a user can act on.

    Parameters
    ----------
    path : Path
    most : int
        Bytes that are read at most; a file that has more is refused, whatever it says its size is.
    """
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except FileNotFoundError:
        ours = data_dir().absolute() in path.absolute().parents
        raise unusable("data_file_missing" if ours else "file_missing", path) from None
    except IsADirectoryError:
        raise unusable("is_folder", path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise unusable("file_unreadable", path, reason) from None
    if len(content) > most:
        raise unusable("file_too_large", path, most=f"{most:,}")
    return content


def read_text(path: str | PathLike[str]) -> str:
    """Return the text of a file, its encoding found out; see :func:`decode`."""
    where = Path(path)
    text = decode(read_bytes(where), where)
    if not text.strip():
        raise unusable("empty_file", where)
    return text


def decode(content: bytes, path: Path) -> str:
    """Decode UTF-8, UTF-16 with a byte order mark, or GB18030.

    Raises
    ------
    InputError
        Bytes of no such encoding, or that are no text.
    """
    utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            continue
        if control := CONTROL.search(text):
            line = text.count("\n", 0, control.start()) + 1
            raise unusable("binary_file", path, f"U+{ord(control[0]):04X}", line)
        return text
    raise unusable("unknown_encoding", path, line=line)


def sealed(content: bytes, how: str = WRITTEN) -> bytes:
    """Return a workbook with its own digest as the comment of the archive: whatever saves it afterwards breaks or drops it."""
    is_bare = content.startswith(WORKBOOKS[0]) and content[-22:-18] == ARCHIVE_END
    return content[:-2] + _seal(content[:-2], how) if is_bare else content


def is_as_written(content: bytes, how: str = WRITTEN) -> bool:
    """Whether a workbook is, byte for byte, what :func:`write_all` wrote."""
    at = len(content) - len(_seal(b"", how))
    return at > 0 and content[at:] == _seal(content[:at], how)


def _seal(body: bytes, how: str) -> bytes:
    """Return what stands at the end of an archive: the length of its comment, and the comment."""
    comment = f"as xcdata {how} it: sha256 {sha256(body)}".encode()
    return len(comment).to_bytes(2, "little") + comment


def refuse_to_lose(path: Path, content: bytes = b"", *, typed: bool = False, instead: str = "") -> None:
    """Raise where a file holds what we did not write, and would be written over.

    Parameters
    ----------
    path : Path
    content : bytes
        What is to be written, where it is known already.
    typed : bool
        Whether such files are made to be typed into, so that only what repeats all that is there may stand for it.
    instead : str
        The arguments that would write elsewhere.

    Raises
    ------
    XcdataError
        A workbook that was saved since, or that we did not write, or a copy that we only marked, over which another marked copy alone is
        written; a page, or a workbook, over something else.
    """
    before = b""
    if path.is_file():
        with path.open("rb") as file:
            before = file.read(MOST_BYTES)
    is_lost = before.startswith(WORKBOOKS) and not is_as_written(before)
    if is_as_written(before, MARKED):
        # What somebody typed is in it; of the same file another copy can be marked, and it is not known yet what is to be written.
        is_lost = bool(content) and not is_as_written(content, MARKED)
    is_lost |= content.startswith(WORKBOOKS) and not before.startswith(WORKBOOKS)
    is_lost |= content[: len(PAGE)].lower() == PAGE and before[: len(PAGE)].lower() != PAGE
    if before and before != content and (is_lost or (typed and not content.startswith(before))):
        other = instead or f"-o {path.with_stem(f'{path.stem}-2')}"
        raise XcdataError("output_edited", path=path, other=other, remove=shlex.quote(str(path)))


def write_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files whole or not at all: everything beside its place first, then each into its place, in order.

    The names beside are of this run alone, so that two at once do not write into each other's. Workbooks are sealed, see :func:`sealed`,
    and what somebody else wrote is not written over, see :func:`refuse_to_lose`.
    """
    contents = {name: sealed(content) for name, content in contents.items()}
    for path in (folder / name for name in contents):
        # A link, a device or a folder in the file's place would be replaced, not written to.
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise XcdataError("output_not_a_file", path=path)
    run = os.urandom(8).hex()
    beside = {name: folder / f".{name}.{run}.part" for name in contents}
    try:
        for name, content in contents.items():
            refuse_to_lose(folder / name, content)
        folder.mkdir(parents=True, exist_ok=True)
        _remove_parts(folder, time.time() - ABANDONED)
        try:
            for name, content in contents.items():
                with beside[name].open("xb") as part:
                    part.write(content)
                    part.flush()
                    os.fsync(part.fileno())
            with _alone_in(folder):
                for name in contents:
                    beside[name].replace(folder / name)
        except BaseException:
            for part_path in beside.values():
                part_path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise XcdataError(_write_failure(error), path=folder, reason=error.strerror) from None


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let one run at a time swap its files in, so that the folder ends as one run's, not as a mix of two."""
    try:
        import fcntl
    except ImportError:  # Windows: each file is still whole
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _remove_parts(folder: Path, before: float) -> None:
    """Remove what runs that were killed have left."""
    for part in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if part.stat().st_mtime < before:
                part.unlink()


def _write_failure(error: OSError) -> str:
    """Return the kind of problem that a failed write is."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "disk_full"
    return "no_permission" if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else "cannot_write"


def data_dir() -> Path:
    """Return the folder of the data that come with the package: inside an installed wheel, or beside it in a clone."""
    package = Path(__file__).parent
    packaged = package / "_data"
    return packaged if packaged.is_dir() else package.parent / "data"
