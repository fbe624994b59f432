"""The bytes of a workbook, or at once why they cannot be used.

In: a path. Out: the content of an ``.xlsx`` file that is whole, unprotected and small enough to be read in a few
seconds, and its sheets as openpyxl reads them. Anything else raises one :class:`~xcdata.problems.InputError`.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xcdata.source import read_bytes, unusable

MOST_PACKED, MOST_UNPACKED = 8_000_000, 8_000_000
"""Bytes, some ten times what an edited workbook has; one of that size is still read in a few seconds."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AS = "Save it as an Excel workbook (.xlsx) in Excel, WPS or LibreOffice."
COPY = "Copy the table into a file of its own, without the empty rows below it."


def small_bytes(path: Path) -> bytes:
    """Return a file's bytes unless there are too many of them."""
    if path.is_file() and (size := path.stat().st_size) > MOST_PACKED:
        raise unusable(path, f"a file of at most {MOST_PACKED:,} bytes", f"{size:,}", COPY)
    return read_bytes(path)


def workbook_bytes(path: Path) -> bytes:
    """Return a workbook's bytes.

    Raises
    ------
    InputError
        A file that cannot be read, is no ``.xlsx``, is protected by a password, damaged or too large.
    """
    content = small_bytes(path)
    refuse_other_formats(path, content)
    refuse_what_is_too_large(path, content)
    return content


def sheets_of(
    path: Path, content: bytes, *, saved: bool = False, read_only: bool = False
) -> dict[str, Worksheet]:
    """Return a workbook's sheets by name, with their formulas or with the values that were saved for them."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns of parts that it would lose on saving; nothing is saved here.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(BytesIO(content), data_only=saved, keep_links=False, read_only=read_only)
    except Exception as error:
        raise damaged(path, error) from None
    return {sheet.title: sheet for sheet in book.worksheets}


def damaged(path: Path, error: Exception) -> Exception:
    """Return the error for a workbook in which openpyxl stumbled: it lets through whatever a damaged part raises."""
    return unusable(path, "a workbook", f"a damaged one ({type(error).__name__}: {error})", SAVE_AS)


def refuse_other_formats(path: Path, content: bytes) -> None:
    """Raise for bytes that are no zip archive, and say what they are."""
    if content.startswith(ZIP):
        return
    wanted = "an Excel workbook (.xlsx)"
    if not content:
        raise unusable(path, wanted, "an empty file", "Give the file that holds the table.")
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            advice = "Take the password off: in Excel, File, Info, Protect Workbook."
            raise unusable(path, wanted, "a workbook protected by a password", advice)
        raise unusable(path, wanted, "a workbook of Excel 97–2003 (.xls)", SAVE_AS)
    if b"\0" in content:
        raise unusable(path, wanted, "a binary file of another kind", SAVE_AS)
    raise unusable(path, wanted, "a text file, perhaps CSV, named .xlsx", SAVE_AS)


def refuse_what_is_too_large(path: Path, content: bytes) -> None:
    """Raise for an archive that is damaged, holds no workbook, or unpacks to more than can be read quickly."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    except (BadZipFile, ValueError, NotImplementedError) as error:
        advice = "Fetch or save the file again: it was cut short or damaged on its way."
        raise unusable(path, "a whole workbook", f"a damaged archive ({error})", advice) from None
    if "xl/workbook.xml" not in sizes:
        found = "an OpenDocument spreadsheet" if "content.xml" in sizes else "an archive of something else"
        raise unusable(path, "an Excel workbook (.xlsx)", found, SAVE_AS)
    if (unpacked := sum(sizes.values())) > MOST_UNPACKED:
        raise unusable(path, f"at most {MOST_UNPACKED:,} bytes unpacked", f"{unpacked:,}", COPY)
