"""What the native reader of workbooks does not tell of a sheet: its extent, formulas, errors, styles, merged and hidden cells.

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
from xcdata.grids.formats import Style, styles_of

ADDRESS = re.compile(
    r"""("[^"]*"|'[^']*'|[\w.]+\()|(?<![\w.$])((\$?[A-Z]{1,3})(\$?[1-9]\d{0,6}))(?![\w.(])"""
)
"""What is left as it is (texts, names of sheets and functions), or a cell with its column and row."""

Start = Callable[[str, dict[str, str]], None]
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
PACKAGE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
TRUE = ("1", "true")
MOST_HIDDEN = 1_048_576
"""Rows, as many as a sheet can have; a file may say that more are alike."""
VALUES = tuple(
    f"office:{kind}" for kind in ("value", "string-value", "date-value", "time-value", "boolean-value")
)


class LockedError(Exception):
    """A workbook protected by a password."""


class OversizedError(Exception):
    """A part of a workbook that unpacks to more bytes than there is room for."""

    def __init__(self, size: int, most: int) -> None:
        self.size, self.most = size, most
        super().__init__(f"{size:,} bytes, not {most:,}")


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
        In the notation of the file; of .xls none are seen, only where they are.
    computed : set of Place
        Of .xls the cells with a formula.
    uncalculated : list of Place
        The formulas for which no value was saved.
    merged : list of (Place, Place)
        First and last cells; of .xls none are seen, nor hidden rows and columns.
    hidden_rows : set of int
    hidden_columns : list of (int, int)
        First and last.
    styles : dict of int to dict of int to Style
        By row and column the cells that are not printed as they are stored; of .xlsx only.
    failure : Exception or None
        Why the sheet could not be surveyed; then nothing is known of it.
    """

    height: int = 0
    width: int = 0
    errors: dict[Place, str] = field(default_factory=dict)
    formulas: dict[Place, str] = field(default_factory=dict)
    computed: set[Place] = field(default_factory=set)
    uncalculated: list[Place] = field(default_factory=list)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    styles: dict[int, dict[int, Style]] = field(default_factory=dict)
    failure: Exception | None = None

    def reach(self, row: int, column: int) -> None:
        """Take in a cell that holds something."""
        self.height, self.width = max(self.height, row), max(self.width, column)


def survey_xlsx(archive: ZipFile, room: int) -> tuple[BytesIO, list[Survey]]:
    """Survey an Excel workbook whose parts are read as long as they fit into so many bytes.

    A sheet that is damaged or does not fit has that in its survey, and is not packed.
    """
    names = {name.lower(): name for name in archive.namelist()}
    sheets: list[str] = []
    targets: dict[str, str] = {}
    styles: dict[str, Style] = {}
    surveys: list[Survey] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "sheet":
            sheets.append(next((value for key, value in attributes.items() if local(key) == "id"), ""))
        elif name == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    file = BytesIO()
    with ZipFile(file, "w") as packed:
        packed.writestr("_rels/.rels", PACKAGE)
        for part in (WORKBOOK, RELATIONS, STYLES, STRINGS):
            if part in (WORKBOOK, RELATIONS) or part.lower() in names:
                content = unpacked(archive, names.get(part.lower(), part), room)
                room -= len(content)
                if part == STYLES:
                    styles = styles_of(content, walk)
                else:
                    walk(content, None if part == STRINGS else start)
                packed.writestr(part, content)
        for sheet in sheets:
            # Damage makes zipfile, the decompressors and the walk stumble in ways that no list of theirs names.
            try:
                part = targets[sheet]
                content = unpacked(archive, names[part.lower()], room)
                surveys.append(SheetWalk(content, styles).survey)
            except Exception as error:
                surveys.append(Survey(failure=error))
                continue
            room -= len(content)
            if part not in packed.NameToInfo:
                packed.writestr(part, content)
    file.seek(0)
    return file, surveys


def survey_ods(archive: ZipFile, room: int) -> tuple[BytesIO, list[Survey]]:
    """Survey an OpenDocument spreadsheet, all of whose sheets are one part."""
    if b"encryption-data" in unpacked(archive, "META-INF/manifest.xml", room):
        raise LockedError
    content = unpacked(archive, "content.xml", room)
    surveys = ContentWalk(content).surveys
    file = BytesIO()
    with ZipFile(file, "w") as packed:
        for name, part in (
            ("mimetype", SPREADSHEET),
            ("META-INF/manifest.xml", MANIFEST),
            ("content.xml", content),
        ):
            packed.writestr(name, part)
    file.seek(0)
    return file, surveys


def unpacked(archive: ZipFile, name: str, room: int) -> bytes:
    """Return a part of an archive, if it fits."""
    if (size := archive.getinfo(name).file_size) > room:
        raise OversizedError(size, room)
    return archive.read(name)


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
    parser = parser_of_xml()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(content, True)


def parser_of_xml() -> expat.XMLParserType:
    """Return a parser of XML without a document type."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse_document_type
    return parser


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
    """A walk over the cells of a sheet of an .xlsx file; of most only the beginnings are looked at, as they are many."""

    def __init__(self, content: bytes, styles: Mapping[str, Style]) -> None:
        self.survey, self.styles = Survey(), styles
        self.row = self.column = 0
        self.name = "1"
        self.kind = self.shared = self.open = ""
        self.texts: dict[str, str] = {}
        self.columns: dict[str, int] = {}
        self.styled: dict[int, Style] = {}
        self.first_of_shared: dict[str, tuple[Place, str]] = {}
        self.parser = parser_of_xml()
        self.parser.StartElementHandler = self.start
        self.parser.Parse(content, True)
        del self.parser  # which knows the walk

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where a cell is and which of its parts follows."""
        if ":" in name:
            name = local(name)
        if name == "c":
            self.column = self.column_of(attributes["r"]) if "r" in attributes else self.column + 1
            self.kind = attributes.get("t", "")
            self.open = ""
            self.texts.clear()
            if self.kind == "e":
                self.listen(True)
            if (style := self.styles.get(attributes.get("s", ""))) is not None:
                if not self.styled:
                    self.styled = self.survey.styles.setdefault(self.row, {})
                self.styled[self.column] = style
        elif name in ("v", "is"):
            if self.column > self.survey.width or self.row > self.survey.height:
                self.survey.reach(self.row, self.column)
            self.open, self.texts[name] = name, ""
        elif name == "f":
            self.open, self.texts[name] = name, ""
            self.shared = attributes.get("si", "")
            self.listen(True)
        elif name == "row":
            self.go_to(int(attributes.get("r", self.row + 1)))
            self.column = 0
            if attributes.get("hidden") in TRUE or float(attributes.get("ht", 1)) == 0:
                self.survey.hidden_rows.add(self.row)
        elif name == "col" and attributes.get("hidden") in TRUE:
            self.survey.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif name == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            self.survey.merged.append((place_of(first), place_of(last or first)))

    def go_to(self, row: int) -> None:
        """Begin a row."""
        if row < 1:
            raise ValueError(f"row {row}")
        self.row, self.name, self.styled = row, str(row), {}

    def column_of(self, cell: str) -> int:
        """Return the column of a cell, which is in the row that has begun unless it says otherwise."""
        letters = cell.removesuffix(self.name)
        if letters not in self.columns:
            row, column = place_of(cell)
            if row != self.row:
                self.go_to(row)
                return column
            self.columns[letters] = column
        return self.columns[letters]

    def listen(self, wanted: bool) -> None:
        """Take in texts and ends of elements, or no longer."""
        self.parser.CharacterDataHandler = self.text if wanted else None
        self.parser.EndElementHandler = self.end if wanted else None

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
            self.listen(False)
            place, value = (self.row, self.column), self.texts.get("v")
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
        self.hidden, self.most_hidden = False, MOST_HIDDEN
        self.error: Place | None = None
        walk(content, self.start, self.end, self.text)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in a sheet, a row or a cell, as often as it is repeated."""
        hidden = attributes.get("table:visibility") in ("collapse", "filter")
        if name == "table:table" and "table:name" in attributes:
            self.surveys.append(Survey())
            self.row = self.column = 0
        elif name == "table:table-column":
            repeated = int(attributes.get("table:number-columns-repeated", 1))
            if hidden:
                self.surveys[-1].hidden_columns.append((self.column + 1, self.column + repeated))
            self.column += repeated
        elif name == "table:table-row":
            self.repeated = int(attributes.get("table:number-rows-repeated", 1))
            self.column = self.filled = 0
            self.hidden = hidden
        elif name in ("table:table-cell", "table:covered-table-cell"):
            repeated = int(attributes.get("table:number-columns-repeated", 1))
            survey, place = self.surveys[-1], (self.row + 1, self.column + 1)
            self.column += repeated
            kind, formula = attributes.get("office:value-type"), attributes.get("table:formula")
            rows, columns = (
                int(attributes.get(f"table:number-{of}-spanned", 1)) for of in ("rows", "columns")
            )
            if rows * columns > 1:
                survey.merged.append((place, (place[0] + rows - 1, place[1] + columns - 1)))
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
            if self.filled:
                self.surveys[-1].reach(self.row + self.repeated, self.filled)
            if self.filled and self.hidden and (most := self.most_hidden - self.repeated) >= 0:
                self.most_hidden = most
                self.surveys[-1].hidden_rows.update(range(self.row + 1, self.row + self.repeated + 1))
            self.row += self.repeated
