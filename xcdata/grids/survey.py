"""What the native reader of workbooks does not tell of a sheet: its extent, formulas, errors, merged and hidden cells.

In: an archive (.xlsx, .ods). Out: a :class:`Survey` of each sheet, and the parts that were surveyed packed anew, which are all that
python-calamine is given. It lays out every cell up to a sheet's last corner, wherever a file says that is, reads a part that is
cut short without end, and leaves a cell blank that holds an error or a formula that was never calculated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat
from zipfile import ZipFile

from xcdata.grids.address import Place, column_letters, place_of

ADDRESS = re.compile(
    r"""("[^"]*"|'[^']*'|[\w.]+\()|(?<![\w.$])((\$?[A-Z]{1,3})(\$?[1-9]\d{0,6}))(?![\w.(])"""
)
"""What is left as it is (texts, names of sheets and functions), or a cell with its column and row."""

Start = Callable[[str, dict[str, str]], None]
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
BESIDE = ("xl/styles.xml", "xl/sharedStrings.xml")
PACKAGE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
TRUE = ("1", "true")
VALUES = tuple(
    f"office:{kind}" for kind in ("value", "string-value", "date-value", "time-value", "boolean-value")
)


class LockedError(Exception):
    """A workbook protected by a password."""


@dataclass
class Survey:
    """What one sheet holds.

    Attributes
    ----------
    height, width : int
        The last row and the last column with anything in them; 0 of an empty sheet.
    errors : dict of Place to str
        The cells with an error, such as ``#REF!``.
    formulas : dict of Place to str
        In the notation of the file; of .xls none are seen.
    uncalculated : list of Place
        The formulas for which no value was saved.
    merged : list of (Place, Place)
        First and last cells; of .xlsx only, as are hidden rows and columns.
    hidden_rows : set of int
    hidden_columns : list of (int, int)
        First and last.
    """

    height: int = 0
    width: int = 0
    errors: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    uncalculated: list[Place] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Take in a cell that holds something."""
        self.height, self.width = max(self.height, row), max(self.width, column)


def survey_xlsx(archive: ZipFile) -> tuple[bytes, list[Survey]]:
    """Survey an Excel workbook."""
    names = {name.lower(): name for name in archive.namelist()}
    parts = {WORKBOOK: archive.read(WORKBOOK), RELATIONS: archive.read(RELATIONS)}
    parts |= {name: archive.read(names[name.lower()]) for name in BESIDE if name.lower() in names}
    sheets: list[str] = []
    targets: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "sheet":
            sheets.append(next((value for key, value in attributes.items() if local(key) == "id"), ""))
        elif name == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    for content in parts.values():
        walk(content, start)
    surveys = []
    for sheet in sheets:
        part = targets[sheet]
        parts[part] = archive.read(names[part.lower()])
        surveys.append(SheetWalk(parts[part]).survey)
    return packed({"_rels/.rels": PACKAGE, **parts}), surveys


def survey_ods(archive: ZipFile) -> tuple[bytes, list[Survey]]:
    """Survey an OpenDocument spreadsheet."""
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise LockedError
    content = archive.read("content.xml")
    surveys = ContentWalk(content).surveys
    parts = {"mimetype": SPREADSHEET, "META-INF/manifest.xml": MANIFEST, "content.xml": content}
    return packed(parts), surveys


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of these parts and no others."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def walk(
    content: bytes,
    start: Start | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse XML from end to end, without a document type, whose entities could grow beyond all bounds."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_document_type
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(content, True)


def moved(formula: str, rows: int, columns: int) -> str:
    """Return a formula copied to another cell: addresses without ``$`` move along.

    Examples
    --------
    >>> moved("SUM(A1:$B1)+C$1", 1, 2)
    'SUM(C2:$B2)+E$1'
    """

    def other(match: re.Match[str]) -> str:
        if match[1]:
            return match[0]
        row, column = place_of(match[2])
        letters = match[3] if match[3].startswith("$") else column_letters(max(column + columns, 1))
        return letters + (match[4] if match[4].startswith("$") else str(max(row + rows, 1)))

    return ADDRESS.sub(other, formula)


def refuse_document_type(*_: object) -> None:
    """Raise for a document type, which no program writes into a workbook."""
    raise ValueError("a document type in XML")


class SheetWalk:
    """A walk over the cells of a sheet of an .xlsx file."""

    def __init__(self, content: bytes) -> None:
        self.survey = Survey()
        self.row = self.column = 0
        self.kind = self.shared = self.open = ""
        self.texts: dict[str, str] = {}
        self.first_of_shared: dict[str, tuple[Place, str]] = {}
        walk(content, self.start, self.end, self.text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where a cell is and which of its parts follows."""
        name = local(name)
        if name == "c":
            place = attributes.get("r")
            self.row, self.column = place_of(place) if place else (self.row, self.column + 1)
            self.kind, self.texts = attributes.get("t", ""), {}
        elif name in ("v", "f", "is"):
            self.open, self.texts[name] = name, ""
            if name == "f":
                self.shared = attributes.get("si", "")
        elif name == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
            if attributes.get("hidden") in TRUE or float(attributes.get("ht", 1)) == 0:
                self.survey.hidden_rows.add(self.row)
        elif name == "col" and attributes.get("hidden") in TRUE:
            self.survey.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif name == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            self.survey.merged.append((place_of(first), place_of(last or first)))

    def text(self, text: str) -> None:
        """Take the text of a part of a cell."""
        if self.open:
            self.texts[self.open] += text

    def end(self, name: str) -> None:
        """Take in a cell that is complete."""
        name = local(name)
        if name == self.open:
            self.open = ""
        elif name == "c":
            place, value = (self.row, self.column), self.texts.get("v")
            if value is not None or "is" in self.texts:
                self.survey.reach(*place)
            if self.kind == "e":
                self.survey.errors[place] = value or ""
            if "f" in self.texts:
                self.survey.formulas[place] = f"={self.formula(place)}"
                # A formula that yields an empty text has that saved; the type of the cell tells it from none.
                if not value and self.kind != "str":
                    self.survey.uncalculated.append(place)

    def formula(self, place: Place) -> str:
        """Return the formula of a cell; of those that share one, only the first has it."""
        text = self.texts["f"]
        if not self.shared:
            return text
        (row, column), shared = self.first_of_shared.setdefault(self.shared, (place, text))
        return text or moved(shared, self.row - row, self.column - column)


class ContentWalk:
    """A walk over the sheets of an .ods file; names are as python-calamine compares them, with their usual prefixes."""

    def __init__(self, content: bytes) -> None:
        self.surveys: list[Survey] = []
        self.row = self.column = self.repeated = self.filled = 0
        self.error: Place | None = None
        walk(content, self.start, self.end, self.text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in a sheet, a row or a cell, as often as it is repeated."""
        if name == "table:table" and "table:name" in attributes:
            self.surveys.append(Survey())
            self.row = 0
        elif name == "table:table-row":
            self.repeated = int(attributes.get("table:number-rows-repeated", 1))
            self.column = self.filled = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            repeated = int(attributes.get("table:number-columns-repeated", 1))
            survey, place = self.surveys[-1], (self.row + 1, self.column + 1)
            self.column += repeated
            kind, formula = attributes.get("office:value-type"), attributes.get("table:formula")
            if kind == "string" or any(value in attributes for value in VALUES) or formula is not None:
                self.filled = self.column
            if formula is not None:
                survey.formulas[place] = formula
                survey.uncalculated += [place] if kind is None else []
            if attributes.get("calcext:value-type") == "error":
                self.error, survey.errors[place] = place, ""

    def text(self, text: str) -> None:
        """Take what is shown of an error."""
        if self.error:
            self.surveys[-1].errors[self.error] += text

    def end(self, name: str) -> None:
        """Take in a row that is complete."""
        if name in ("table:table-cell", "table:covered-table-cell"):
            self.error = None
        elif name == "table:table-row":
            self.row += self.repeated
            if self.filled:
                self.surveys[-1].reach(self.row, self.filled)
