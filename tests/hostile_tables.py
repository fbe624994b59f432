"""Files that are no table to audit, each with a word that its refusal must say."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(cells: dict[str, object] | None = None) -> bytes:
    book = Workbook()
    for place, content in (cells or {}).items():
        book.active[place] = content
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_sheet(xml: bytes) -> bytes:
    file, whole = BytesIO(), ZipFile(BytesIO(workbook()))
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            archive.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else whole.read(name))
    return file.getvalue()


def archive(name: str, content: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as one:
        one.writestr(name, content)
    return file.getvalue()


def laughs() -> bytes:
    lines = ['<!DOCTYPE x [<!ENTITY a0 "1234567890">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData></worksheet>'
    return with_sheet("".join([*lines, "]>", sheet, cell]).encode())


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.csv": (lambda: b"", "empty file"),
    "blank.csv": (lambda: b" \n\n  \n", "empty file"),
    "random.csv": (lambda: random.Random(1).randbytes(100_000), "another encoding"),
    "nul.csv": (lambda: b"a,b\n1,2\0\n3,4\n", "binary file"),
    "latin1.csv": (lambda: "Ort;Fläche\nKöln;405\nÜ;3\n".encode("latin-1"), "another encoding"),
    "half.tsv": (lambda: "a\tb\n1\t2\n".encode("utf-16")[:-1], "another encoding"),
    "picture.csv": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary file"),
    "wide.csv": (lambda: b"1," * 1_000_000, "at most 50,000 cells"),
    "long.csv": (lambda: b"1\n" * 10_000_000, "at most 8,000,000 bytes"),
    "rows.csv": (lambda: b"1\n" * 3_900_000, "at most 50,000 cells"),
    "lines.csv": (lambda: b"1,2,3\n" + b"\n" * 7_900_000, "at most 50,000 cells"),
    "quote.csv": (lambda: b'a,b\n"1,' + b"2,3\n" * 500_000, "quotation mark"),
    "prose.txt": (lambda: "没有表格，只有文字。\n".encode() * 50, "a table of figures"),
    "words.csv": (lambda: b"a,b\nc,d\n", "a table of figures"),
    "old.xls": (lambda: OLE + bytes(5000), "Excel 97"),
    "locked.xlsx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(5000), "password"),
    "text.xlsx": (lambda: b"a,b\n1,2\n", "a text file"),
    "cut.xlsx": (lambda: workbook({"A1": 1})[:-300], "damaged archive"),
    "other.xlsx": (lambda: archive("readme.txt", b"1,2"), "an archive of something else"),
    "open.ods": (lambda: archive("content.xml", b"<x/>"), "OpenDocument"),
    "bomb.xlsx": (lambda: with_sheet(bytes(300_000_000)), "bytes unpacked"),
    "broken.xlsx": (lambda: with_sheet(b"<worksheet><sheetData><row"), "damaged"),
    "laughs.xlsx": (laughs, "damaged"),
    "corner.xlsx": (lambda: workbook({"A1": 1, "XFD1048576": 2}), "at most 50,000 cells"),
    "nothing.xlsx": (workbook, "without any value"),
    "formula.xlsx": (
        lambda: workbook({"A1": 1, "A2": 2, "A3": 3, "B4": "=SUM(A1:A3)"}),
        "=SUM(A1:A3) in Sheet!B4 without a saved value",
    ),
}
"""By file name, so that what a name promises is not believed."""


def write(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(HOSTILE[name][0]())
    return path
