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

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from xcdata.errors import InputError
from xcdata.files import unusable
from xcdata.grids.address import address
from xcdata.grids.biff import OLE, survey_xls
from xcdata.grids.survey import (
    SPREADSHEET,
    WORKBOOK,
    LockedError,
    OversizedError,
    Survey,
    survey_ods,
    survey_xlsx,
)
from xcdata.names import unknown_name

MOST_PACKED, MOST_UNPACKED = 8_000_000, 8_000_000
"""Bytes, some ten times what an edited workbook has."""

MOST_LAID_OUT = 2_000_000
"""Cells up to the last corner of the sheets that are read at once, blank ones included: up to some 170 MB."""

ZIP = b"PK\x03\x04"

T = TypeVar("T")


@dataclass(frozen=True)
class Workbook:
    """A workbook whose parts were looked through.

    Attributes
    ----------
    path : Path
    kind : {'xlsx', 'ods', 'xls'}
    names : tuple of str
        Its sheets.
    hidden : tuple of bool
        Which of them are.
    surveys : tuple of Survey
        One a sheet.
    book : CalamineWorkbook
        What reads their values.
    """

    path: Path
    kind: str
    names: tuple[str, ...]
    hidden: tuple[bool, ...]
    surveys: tuple[Survey, ...]
    book: CalamineWorkbook

    @property
    def filled(self) -> tuple[str, ...]:
        """The sheets that hold anything, or may."""
        each = zip(self.names, self.surveys, strict=True)
        return tuple(name for name, survey in each if survey.height or survey.failure or survey.uncalculated)


def is_workbook(content: bytes) -> bool:
    """Whether bytes begin like those of a workbook."""
    return content.startswith((ZIP, OLE))


def holds_workbook(path: Path) -> bool:
    """Whether a file holds a workbook, whatever its name; other archives and old documents of other programs begin alike."""
    try:
        with path.open("rb") as file:
            content = file.read(len(OLE))
            if not is_workbook(content):
                return False
            content += file.read(MOST_PACKED)
    except (OSError, ValueError):
        return False  # whoever reads it says what is wrong
    if content.startswith(OLE):
        return any(name.encode("utf-16-le") in content for name in ("Workbook", "Book", "EncryptedPackage"))
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            return bool(names & {WORKBOOK, "xl/workbook.bin"}) or declared_kind(archive).startswith(
                SPREADSHEET
            )
    except Exception:  # as below: what is damaged is told by whoever opens it
        return False


def declared_kind(archive: ZipFile) -> bytes:
    """Return what an OpenDocument file says it is."""
    sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    return archive.read("mimetype") if 0 < sizes.get("mimetype", 0) < 200 else b""


def kind_of(path: Path, content: bytes, most: int | None = MOST_UNPACKED) -> str:
    """Return which kind of workbook bytes are: ``xlsx``, ``ods`` or ``xls``.

    Parameters
    ----------
    path : Path
    content : bytes
    most : int or None
        Bytes that it may unpack to, however much of them is read.

    Raises
    ------
    InputError
        Another kind of file, one protected by a password, a damaged archive, or one that unpacks to too much.
    """
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise locked(path)
        return "xls"
    if not content.startswith(ZIP):
        if not content:
            raise unusable("empty_file", path)
        raise unusable("not_a_workbook", path)
    try:
        with ZipFile(BytesIO(content)) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            unpacked = sum(entry.file_size for entry in archive.infolist())
            declared = declared_kind(archive)
    # A damaged archive makes zipfile and the decompressors stumble in ways that no list of theirs names.
    except Exception as error:
        raise damaged(path, error) from None
    kind = "xlsx" if WORKBOOK in sizes else "ods" if declared.startswith(SPREADSHEET) else ""
    if not kind:
        if "xl/workbook.bin" in sizes:
            raise unusable("not_xlsx", path, "xlsb")
        raise unusable("not_a_workbook", path)
    if most is not None and unpacked > most:
        raise oversized(path, OversizedError(unpacked, most))
    return kind


def open_workbook(path: Path, content: bytes, room: int | None = None) -> Workbook:
    """Open a workbook.

    Parameters
    ----------
    path : Path
    content : bytes
    room : int, optional
        Bytes that the parts which are read may unpack to; a sheet of .xlsx beyond is not read, which is told when it is asked for.
        By default the whole file may unpack to :data:`MOST_UNPACKED` bytes.

    Raises
    ------
    InputError
        As of :func:`kind_of`; or a part is damaged that is not one sheet alone.
    """
    kind = kind_of(path, content, None if room else MOST_UNPACKED)
    repacked, surveys = surveyed(path, content, kind, room or MOST_UNPACKED)
    if kind != "xlsx":  # of the others, all sheets are read at once
        refuse_large(path, surveys)
    book = guarded(path, lambda: CalamineWorkbook.from_filelike(repacked))
    if len(book.sheet_names) != len(surveys):
        raise damaged(path, ValueError(f"{len(surveys)} sheets with {len(book.sheet_names)} names"))
    hidden = tuple(sheet.visible is not SheetVisibleEnum.Visible for sheet in book.sheets_metadata)
    return Workbook(path, kind, tuple(book.sheet_names), hidden, tuple(surveys), book)


def surveyed(path: Path, content: bytes, kind: str, room: int) -> tuple[BytesIO, list[Survey]]:
    """Return what of a workbook is read, packed anew, and the survey of each of its sheets."""
    if kind == "xls":
        return guarded(path, lambda: survey_xls(content))
    with ZipFile(BytesIO(content)) as archive:
        return guarded(path, lambda: (survey_xlsx if kind == "xlsx" else survey_ods)(archive, room))


def find_sheets(workbook: Workbook, wanted: str | None) -> tuple[int, ...]:
    """Return the number of the sheet of a name, outer spaces aside; without a name, those of all."""
    if wanted is None:
        if not workbook.filled:
            raise unusable("blank_workbook", workbook.path)
        return tuple(range(len(workbook.names)))
    found = [number for number, name in enumerate(workbook.names) if name.strip() == wanted.strip()]
    if not found:
        kind, told = unknown_name("sheet", wanted, workbook.names)
        raise unusable(kind, workbook.path, wanted, None, **told)
    return (found[0],)


def sheet_rows(workbook: Workbook, number: int) -> Iterator[list[object]]:
    """Return a sheet's rows of values from the first row and column on; a blank cell is an empty text.

    Raises
    ------
    InputError
        The sheet is damaged, or too large.
    """
    path, survey = workbook.path, workbook.surveys[number]
    if isinstance(survey.failure, OversizedError):
        raise oversized(path, survey.failure)
    if survey.failure is not None:
        raise damaged(path, survey.failure)
    refuse_large(path, [survey])
    if not survey.height:  # a chart is a sheet, too, that has no cells
        return
    sheet = guarded(path, lambda: workbook.book.get_sheet_by_index(number))
    if sheet.start is None:
        return
    margin: list[object] = [""] * sheet.start[1]
    rows = sheet.iter_rows()
    rows_with_errors = {row for row, _ in survey.errors}
    for r in range(1, sheet.start[0] + sheet.height + 1):
        row = margin + list(guarded(path, lambda: next(rows)))
        if r in rows_with_errors:
            row = [survey.errors.get((r, c), value) for c, value in enumerate(row, 1)]
        yield row


def refuse_uncalculated(workbook: Workbook, number: int) -> None:
    """Raise for a formula without a saved value, and name its cell."""
    survey = workbook.surveys[number]
    for place in survey.uncalculated[:1]:
        raise unusable("formula_without_value", workbook.path, survey.formulas[place], cell=address(place))


def refuse_large(path: Path, surveys: Sequence[Survey]) -> None:
    """Raise for sheets that would fill the memory, blank cells up to their last corners laid out."""
    if sum(survey.height * survey.width for survey in surveys) > MOST_LAID_OUT:
        largest = max(surveys, key=lambda survey: survey.height * survey.width)
        found = f"{largest.height:,} × {largest.width:,}"
        raise unusable("too_many_cells", path, found, most=f"{MOST_LAID_OUT:,}")


def guarded(path: Path, read: Callable[[], T]) -> T:
    """Return what a reader returns, and turn whatever a damaged part makes it raise into what a user can act on."""
    try:
        return read()
    except LockedError:
        raise locked(path) from None
    except OversizedError as error:
        raise oversized(path, error) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # A panic of native code is no Exception.
    except BaseException as error:
        raise damaged(path, error) from None


def damaged(path: Path, error: BaseException) -> InputError:
    """Return the error for a workbook in which a reader stumbled."""
    return unusable("damaged_workbook", path, f"{type(error).__name__}: {error}")


def oversized(path: Path, error: OversizedError) -> InputError:
    """Return the error for a workbook or a sheet that unpacks to too much."""
    return unusable("workbook_too_large", path, f"{error.size:,}", most=f"{error.most:,}")


def locked(path: Path) -> InputError:
    """Return the error for a workbook protected by a password."""
    return unusable("locked_workbook", path)
