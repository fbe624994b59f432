"""A workbook → the values of its sheets.

In: the bytes of an .xlsx, .ods or .xls file. Out: rows of values as they were saved, errors as text, read by python-calamine, and a
survey of what that does not tell. What is protected, damaged, of another format or too large raises one
:class:`~xcdata.errors.InputError`; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypeVar
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from xcdata.errors import InputError
from xcdata.files import unusable
from xcdata.grids.address import address
from xcdata.grids.biff import OLE, survey_xls
from xcdata.grids.survey import SPREADSHEET, WORKBOOK, LockedError, Survey, survey_ods, survey_xlsx

MOST_PACKED, MOST_UNPACKED = 8_000_000, 8_000_000
"""Bytes, some ten times what an edited workbook has; one of that size is still read in a few seconds."""

MOST_LAID_OUT = 2_000_000
"""Cells up to the last corner of the sheets that are read at once, blank ones included: up to some 170 MB."""

ZIP = b"PK\x03\x04"
KINDS = {
    "xlsx": "an Excel workbook (.xlsx)",
    "ods": "an OpenDocument spreadsheet (.ods)",
    "xls": "a workbook of Excel 97–2003 (.xls)",
}
SAVE_AS = "Save it as an Excel workbook (.xlsx) in Excel, WPS or LibreOffice."
COPY = "Copy the table into a file of its own, without the empty rows below it."
CALCULATE = "Open the file in Excel, WPS or LibreOffice and save it there: that saves the values."
FETCH = "Fetch or save the file again: it was cut short or damaged on its way."
UNLOCK = "Take the password off: in Excel, File, Info, Protect Workbook."

T = TypeVar("T")


@dataclass(frozen=True)
class Workbook:
    """A workbook whose parts were looked through.

    Attributes
    ----------
    path : Path
    names : tuple of str
        Its sheets.
    surveys : tuple of Survey
        One a sheet.
    book : CalamineWorkbook
        What reads their values.
    """

    path: Path
    names: tuple[str, ...]
    surveys: tuple[Survey, ...]
    book: CalamineWorkbook

    @property
    def filled(self) -> tuple[str, ...]:
        """The sheets that hold anything."""
        return tuple(name for name, survey in zip(self.names, self.surveys, strict=True) if survey.height)


def is_workbook(content: bytes) -> bool:
    """Whether bytes begin like those of a workbook."""
    return content.startswith((ZIP, OLE))


def kind_of(path: Path, content: bytes) -> str:
    """Return which of :data:`KINDS` a workbook is.

    Raises
    ------
    InputError
        Another kind of file, one protected by a password, a damaged archive, or one that unpacks to too much.
    """
    wanted = KINDS["xlsx"]
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise locked(path)
        return "xls"
    if not content.startswith(ZIP):
        if not content:
            raise unusable(path, wanted, "an empty file", "Give the file that holds the table.")
        found = (
            "a binary file of another kind" if b"\0" in content else "a text file, perhaps CSV, named .xlsx"
        )
        raise unusable(path, wanted, found, SAVE_AS)
    try:
        with ZipFile(BytesIO(content)) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            unpacked = sum(entry.file_size for entry in archive.infolist())
            declared = archive.read("mimetype") if 0 < sizes.get("mimetype", 0) < 200 else b""
    # A damaged archive makes zipfile and the decompressors stumble in ways that no list of theirs names.
    except Exception as error:
        raise unusable(path, "a whole workbook", f"a damaged archive ({error})", FETCH) from None
    kind = "xlsx" if WORKBOOK in sizes else "ods" if declared.startswith(SPREADSHEET) else ""
    if not kind:
        binary = "xl/workbook.bin" in sizes
        found = "a binary Excel workbook (.xlsb)" if binary else "an archive of something else"
        raise unusable(path, wanted, found, SAVE_AS)
    if unpacked > MOST_UNPACKED:
        raise unusable(path, f"at most {MOST_UNPACKED:,} bytes unpacked", f"{unpacked:,}", COPY)
    return kind


def open_workbook(path: Path, content: bytes) -> Workbook:
    """Open a workbook.

    Raises
    ------
    InputError
        As of :func:`kind_of`; or a part is damaged.
    """
    kind = kind_of(path, content)
    repacked, surveys = surveyed(path, content, kind)
    if kind != "xlsx":  # of the others, all sheets are read at once
        refuse_large(path, surveys)
    book = guarded(path, lambda: CalamineWorkbook.from_filelike(BytesIO(repacked)))
    if len(book.sheet_names) != len(surveys):
        raise damaged(path, ValueError(f"{len(surveys)} sheets with {len(book.sheet_names)} names"))
    return Workbook(path, tuple(book.sheet_names), tuple(surveys), book)


def surveyed(path: Path, content: bytes, kind: str) -> tuple[bytes, list[Survey]]:
    """Return what of a workbook is read, packed anew, and the survey of each of its sheets."""
    if kind == "xls":
        return guarded(path, lambda: survey_xls(content))
    with ZipFile(BytesIO(content)) as archive:
        return guarded(path, lambda: (survey_xlsx if kind == "xlsx" else survey_ods)(archive))


def find_sheet(workbook: Workbook, wanted: str | None) -> int:
    """Return the number of the sheet of a name, outer spaces aside; without a name, of the first that holds anything."""
    if wanted is None:
        found = [number for number, survey in enumerate(workbook.surveys) if survey.height]
        expected, listed = "a table", "a workbook without any value"
        advice = "Give the one that holds the table."
    else:
        found = [number for number, name in enumerate(workbook.names) if name.strip() == wanted.strip()]
        expected, listed = f"a sheet named '{wanted}'", ", ".join(f"'{name}'" for name in workbook.names)
        advice = "Name one of them."
    if not found:
        raise unusable(workbook.path, expected, listed or "none", advice)
    return found[0]


def sheet_rows(workbook: Workbook, number: int) -> Iterator[list[object]]:
    """Return a sheet's rows of values from the first row and column on; a blank cell is an empty text."""
    survey = workbook.surveys[number]
    refuse_large(workbook.path, [survey])

    sheet = guarded(workbook.path, lambda: workbook.book.get_sheet_by_index(number))
    if sheet.start is None:
        return
    margin: list[object] = [""] * sheet.start[1]
    rows = sheet.iter_rows()
    for r in range(1, sheet.start[0] + sheet.height + 1):
        row = margin + list(guarded(workbook.path, lambda: next(rows)))
        yield [survey.errors.get((r, c), value) for c, value in enumerate(row, 1)] if survey.errors else row


def refuse_uncalculated(workbook: Workbook, number: int) -> None:
    """Raise for a formula without a saved value, and name its cell."""
    survey = workbook.surveys[number]
    for place in survey.uncalculated[:1]:
        cell = f"{workbook.names[number]}!{address(place)}"
        found = f"the formula {survey.formulas[place]} in {cell} without a saved value"
        raise unusable(workbook.path, "a saved value for every formula", found, CALCULATE)


def refuse_large(path: Path, surveys: Sequence[Survey]) -> None:
    """Raise for sheets that would fill the memory, blank cells up to their last corners laid out."""
    if sum(survey.height * survey.width for survey in surveys) > MOST_LAID_OUT:
        largest = max(surveys, key=lambda survey: survey.height * survey.width)
        found = f"{largest.height:,} rows × {largest.width:,} columns"
        raise unusable(path, f"a table of at most {MOST_LAID_OUT:,} cells", found, COPY)


def guarded(path: Path, read: Callable[[], T]) -> T:
    """Return what a reader returns, and turn whatever a damaged part makes it raise into what a user can act on."""
    try:
        return read()
    except LockedError:
        raise locked(path) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # A panic of native code is no Exception.
    except BaseException as error:
        raise damaged(path, error) from None


def damaged(path: Path, error: BaseException) -> InputError:
    """Return the error for a workbook in which a reader stumbled."""
    return unusable(path, "a workbook", f"a damaged one ({type(error).__name__}: {error})", SAVE_AS)


def locked(path: Path) -> InputError:
    """Return the error for a workbook protected by a password."""
    return unusable(path, KINDS["xlsx"], "a workbook protected by a password", UNLOCK)
