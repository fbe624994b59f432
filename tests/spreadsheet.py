"""What spreadsheets do to a workbook: rows and columns put in and taken out, so that formulas and merged cells move along; other formats."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from struct import pack
from xml.sax.saxutils import escape, quoteattr

import openpyxl
from hostile_tables import archive
from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple

from xcdata.grids.biff import contained
from xcdata.returned.contents import Sheet

REFERENCE = re.compile(
    r"(?:(?P<sheet>'[^']+'|[^\W\d]\w*)!)?(?P<first>\$?[A-Z]{1,2}\$?\d+)(?::(?P<last>\$?[A-Z]{1,2}\$?\d+))?(?![\w(])"
)


def typed(content: bytes, name: str, cells: Mapping[str, object]) -> bytes:
    """Type into cells of a sheet and change nothing else; reading and saving the whole workbook takes ten times as long."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive_:
        parts = {part: archive_.read(part) for part in archive_.namelist()}
    names = re.findall(r'<sheet name="([^"]*)"', parts["xl/workbook.xml"].decode())
    part = f"xl/worksheets/sheet{names.index(name) + 1}.xml"
    sheet = re.sub(r"<dimension [^>]*/>", "", parts[part].decode())
    for cell, value in cells.items():
        sheet = with_cell(sheet, cell, value)
    return archive(parts | {part: sheet.encode()})


def with_cell(sheet: str, cell: str, value: object) -> str:
    """Return the XML of a sheet with a cell that holds something else, in the format that it had."""
    if found := re.search(rf'<c r="{cell}"( s="\d+")?[^>]*?(/>|>.*?</c>)', sheet):
        return sheet[: found.start()] + cell_xml(cell, found[1] or "", value) + sheet[found.end() :]
    column, row = coordinate_to_tuple(cell)[::-1]
    rows = list(re.finditer(r'<row r="(\d+)"[^>]*?(/>|>(.*?)</row>)', sheet))
    own = next((one for one in rows if int(one[1]) == row), None)
    if own is None or own[2] == "/>":
        at = own or next((one for one in rows if int(one[1]) > row), None)
        start = at.start() if at else sheet.index("</sheetData>")
        made = f'<row r="{row}">{cell_xml(cell, "", value)}</row>'
        return sheet[:start] + made + sheet[own.end() if own else start :]
    start, end = own.span(3)
    later = re.finditer(r'<c r="([A-Z]+\d+)"', own[3])
    at = next((start + one.start() for one in later if coordinate_to_tuple(one[1])[1] > column), end)
    return sheet[:at] + cell_xml(cell, "", value) + sheet[at:]


def cell_xml(cell: str, style: str, value: object) -> str:
    if value is None:
        return f'<c r="{cell}"{style}/>'
    if isinstance(value, int | float):
        return f'<c r="{cell}"{style}><v>{value}</v></c>'
    if str(value).startswith("="):
        return f'<c r="{cell}"{style}><f>{escape(str(value)[1:])}</f></c>'
    return f'<c r="{cell}"{style} t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def insert(book: Workbook, name: str, *, row: int = 0, column: int = 0) -> None:
    """Put in a blank row, or a blank column."""
    move(book, name, row, column, 1)


def delete(book: Workbook, name: str, *, row: int = 0, column: int = 0) -> None:
    """Take out a row, or a column."""
    move(book, name, row, column, -1)


def move(book: Workbook, name: str, row: int, column: int, step: int) -> None:
    sheet, at = book[name], row or column
    merged = [one.coord for one in sheet.merged_cells.ranges]
    for coord in merged:
        sheet.unmerge_cells(coord)
    if row:
        (sheet.insert_rows if step == 1 else sheet.delete_rows)(row)
    else:
        (sheet.insert_cols if step == 1 else sheet.delete_cols)(column)
    for coord in merged:
        if (now := shifted(coord, at, bool(row), step)) != "#REF!" and ":" in now:
            sheet.merge_cells(now)
    for other in book.worksheets:
        for cell in (cell for line in other.iter_rows() for cell in line):
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.value = moved_along(cell.value, other.title, name, at, bool(row), step)


def moved_along(formula: str, own: str, name: str, at: int, of_rows: bool, step: int) -> str:
    """Return a formula after a row, or a column, of a sheet was put in or taken out."""

    def moved(match: re.Match[str]) -> str:
        if (match["sheet"] or own).strip("'") != name:
            return match[0]
        coord = ":".join(filter(None, (match["first"], match["last"])))
        prefix = f"{match['sheet']}!" if match["sheet"] else ""
        return prefix + shifted(coord.replace("$", ""), at, of_rows, step)

    return REFERENCE.sub(moved, formula)


def with_row(sheets: Mapping[str, Sheet], name: str, row: int, cells: Mapping[int, str]) -> dict[str, Sheet]:
    """Return the sheets of a workbook after a row of one was put in; no file is written, which takes seconds."""

    def there(sheet: Sheet, place: tuple[int, int]) -> tuple[int, int]:
        return (place[0] + (sheet.name == name and place[0] >= row), place[1])

    return {
        sheet.name: Sheet(
            sheet.name,
            {there(sheet, place): text for place, text in sheet.values.items()}
            | ({(row, column): text for column, text in cells.items()} if sheet.name == name else {}),
            {
                there(sheet, place): moved_along(formula, sheet.name, name, row, True, 1)
                for place, formula in sheet.formulas.items()
            },
        )
        for sheet in sheets.values()
    }


def shifted(coord: str, at: int, of_rows: bool, step: int) -> str:
    """Return where a cell or a range is afterwards."""
    left, top, right, bottom = range_boundaries(coord)
    first, last = (top, bottom) if of_rows else (left, right)
    if step == 1:
        first, last = first + (first >= at), last + (last >= at)
    else:
        first, last = first - (first > at), last - (last >= at)
    if first > last:
        return "#REF!"
    (top, bottom) = (first, last) if of_rows else (top, bottom)
    (left, right) = (left, right) if of_rows else (first, last)
    ends = f"{get_column_letter(left)}{top}", f"{get_column_letter(right)}{bottom}"
    return ":".join(dict.fromkeys(ends)) if ":" not in coord or ends[0] == ends[1] else ":".join(ends)


def as_ods(path: Path) -> bytes:
    """Return a workbook as LibreOffice would save it: every sheet, values, formulas with what they give, and the property of its origin."""
    sheets = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(ods_row, rows))}</table:table>'
        for name, rows in cells_of(path)
    )
    names = ["office", "table", "text", "meta"]
    declared = " ".join(f'xmlns:{name}="urn:{name}:1.0"' for name in names)
    properties = openpyxl.load_workbook(path).custom_doc_props
    kept = "".join(
        f'<meta:user-defined meta:name="{one.name}">{one.value}</meta:user-defined>' for one in properties
    )
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest/>",
        "meta.xml": f"<office:document-meta {declared}>{kept}</office:document-meta>",
        "content.xml": f"<office:document-content {declared}>{body}</office:document-content>",
    }
    return archive({name: text.encode() for name, text in parts.items()})


def ods_row(cells: list[tuple[object, object]]) -> str:
    return f"<table:table-row>{''.join(ods_cell(*one) for one in cells)}</table:table-row>"


def ods_cell(content: object, value: object) -> str:
    more = ""
    if isinstance(content, str) and content.startswith("="):
        parts = re.split(r'("[^"]*")', content)  # what stands in quotes is no reference
        formula = "".join(
            part if n % 2 else REFERENCE.sub(in_brackets, part).replace(",", ";")
            for n, part in enumerate(parts)
        )
        more = f" table:formula={quoteattr(f'of:{formula}')}"
    if value is None:
        return f"<table:table-cell{more}/>"
    if isinstance(value, datetime):
        return f'<table:table-cell{more} office:value-type="date" office:date-value="{value:%Y-%m-%d}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell{more} office:value-type="float" office:value="{value}"/>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell{more} office:value-type="string">{lines}</table:table-cell>'


def in_brackets(match: re.Match[str]) -> str:
    ends = [f".{end}" for end in (match["first"], match["last"]) if end]
    return f"[{('$' + match['sheet']) if match['sheet'] else ''}{':'.join(ends)}]"


def as_xls(path: Path, *names: str, typed: dict[tuple[int, int], float] | None = None) -> bytes:
    """Return some sheets of a workbook as Excel 97 would save them: texts, numbers, and formulas of which only the results are there.

    What was typed, by row and column from 0, stands in place of what the last of the sheets had.
    """
    start = record(0x0809, pack("<8H", 0x0600, 5, 0, 0, 0, 0, 0, 0))
    changes = {names[-1]: typed or {}}
    bodies = [
        (name, b"".join(xls_records(rows, changes.get(name, {}))))
        for name, rows in cells_of(path)
        if name in names
    ]
    heads = [pack("<IBBBB", 0, 0, 0, len(name), 1) + name.encode("utf-16-le") for name, _ in bodies]
    at = len(start) + sum(4 + len(head) for head in heads) + 4
    for n, (head, (_, body)) in enumerate(zip(heads, bodies, strict=True)):
        heads[n] = pack("<I", at) + head[4:]
        at += len(body)
    stream = start + b"".join(record(0x0085, head) for head in heads) + record(0x000A, b"")
    return contained(stream + b"".join(body for _, body in bodies))


def xls_records(
    rows: list[list[tuple[object, object]]], typed: dict[tuple[int, int], float]
) -> Iterator[bytes]:
    yield record(0x0809, pack("<8H", 0x0600, 0x10, 0, 0, 0, 0, 0, 0))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            content, value = (typed[r, c],) * 2 if (r, c) in typed else cell
            if isinstance(content, str) and content.startswith("="):
                is_text = not isinstance(value, int | float)
                result = b"\3" + bytes(5) + b"\xff\xff" if is_text else pack("<d", value)
                yield record(0x0006, pack("<3H", r, c, 0) + result + bytes(8))
            elif isinstance(value, int | float):
                yield record(0x0203, pack("<3Hd", r, c, 0, value))
            elif value is not None:
                text = str(value).encode("utf-16-le")
                yield record(0x0204, pack("<4HB", r, c, 0, len(text) // 2, 1) + text)
    yield record(0x000A, b"")


def record(kind: int, content: bytes) -> bytes:
    return pack("<HH", kind, len(content)) + content


@cache
def cells_of(path: Path) -> list[tuple[str, list[list[tuple[object, object]]]]]:
    """Return each sheet with its rows of cells, what was typed beside what it gives."""
    typed, given = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    return [
        (
            sheet.title,
            [
                [(a.value, b.value) for a, b in zip(one, other, strict=True)]
                for one, other in zip(sheet.iter_rows(), given[sheet.title].iter_rows(), strict=True)
            ],
        )
        for sheet in typed
    ]
