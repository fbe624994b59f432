"""Files that are no table to audit, each with a word that its refusal must say."""

from __future__ import annotations

import random
from base64 import b85decode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from struct import pack
from zipfile import ZIP_DEFLATED, ZipFile
from zlib import decompress

from openpyxl import Workbook

from xcdata.grids.biff import contained

OLD = decompress(
    b85decode(
        b"c-rk)O-NKx6#mYgH#$!KjHZPK!z83-y69)oMyH~3)nGr+|Bp68VQLJuutixW6cq@qiZ+5Rg3#JjQjzUk2u3Y}pio=33JO}Nu"
        b"XE0OW1~*sKnceC9`}3qoqNx{XU;wMygTphXyI7zld^HlK^=UUwsVk`A|oz2$%hcQ-L|Egya%}09+nhx0=$q}e!R#V$(A*g^&"
        b"W@8W9tnwFu~<0&LP&`)*M+xY*!l^No=Ski(}8=K9_uys$E6Or<9i~4`|<)%3D=(Te+6|j?rO^Mq^c5+&DgH%C#+@nea??KB{"
        b"B`N-!*Oe7T35zJ6>=oM}9}#2Ug@F8aVrTHoB(oRH@NJU|fWVAQm>*2LpuDCXtv!w)+Gd{6G{p@=76TseW|KWEFc{~!<WBF>f"
        b"HF&5AX`y@#)cXMVgx1`0Q2u@!|EW)xNZfGVax)qy5B}WOg5a{(jri~Yv4#j++!H&<z%yAwmu)p_aP%^$|h|sJIk*E76mpP6C"
        b"trzO<39*5b55K+J-P900p^{F0D>(0tHDV}iToDac&es;dvX4uZYOGhjs-v#bdYN)D_vCv;Ly242)unx|X=??~vq|wjTA5N`%"
        b"k}QBd!C28zeLw@y}y3^VsZb6XfMk7T^1Jy@YRKCs-}B)1%uJ#o!l(*Nx5`h#tE2^YrE~fAPX=hdyG-2>^zBgXy(bdz7lOpqf"
        b"M$U{&>anlWHF^B6GAw&!o{aswW=4WP<LRh=+YfvYgDi+4YHx;F~jo-vm@9mdd;w3Ct6ZL~mfEXTq7+N~2}zOe-l1tGRAm+vO"
        b"zSbX$fU{3C{#%#g3n6yd2@$|?Fc79-4PhL>uXQHtYbiJdSD%VABtigaG};K73j4<0;tm<Q4`rE~ta+|#%my|Uf!I#XPxz0V~"
        b"7E%u_Fuk-wuawppOo<K)N@v{PcN{&Sf)Jc9X6dd5$6KFw`+R>76{PNM6Qh(2a6+?e-3uQY0bS8HG<N1F9(#8)R"
    )
)
"""An .xls file as xlwt 1.3 writes it: on the sheet ' 表一 ' texts, figures, TRUE, a date, and in the last row #REF! and =B2+C2; on '二'
the figure 7.
"""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(cells: dict[str, object] | None = None) -> bytes:
    book = Workbook()
    for place, content in (cells or {}).items():
        book.active[place] = content
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_sheet(xml: bytes, content: bytes | None = None) -> bytes:
    """A workbook with another first sheet."""
    file, whole = BytesIO(), ZipFile(BytesIO(content or workbook()))
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            archive.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else whole.read(name))
    return file.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as one:
        for name, content in parts.items():
            one.writestr(name, content)
    return file.getvalue()


def open_document(rows: str, manifest: bytes = b"<manifest/>", kind: bytes = b"spreadsheet") -> bytes:
    """An OpenDocument file with an empty sheet, which reaches to the last corner as LibreOffice's do, and one of these rows."""
    names = {"office": "office:1.0", "table": "table:1.0", "text": "text:1.0", "calcext": "calcext:1.0"}
    declared = " ".join(f'xmlns:{name}="urn:{urn}"' for name, urn in names.items())
    blank = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    sheets = f'<table:table table:name="空">{blank}</table:table><table:table table:name="一">{rows}{blank}</table:table>'
    content = f"<office:document-content {declared}><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    mimetype = b"application/vnd.oasis.opendocument." + kind
    return archive({"mimetype": mimetype, "META-INF/manifest.xml": manifest, "content.xml": content.encode()})


def cell(value: float, more: str = "") -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}" {more}><text:p>{value}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def old_workbook(*records: tuple[int, bytes]) -> bytes:
    """An .xls file with one sheet of these records; the first is of the workbook if it is no cell."""
    globals_ = [
        (0x0809, pack("<8H", 0x0600, 5, 0, 0, 0, 0, 0, 0)),
        *(one for one in records if one[0] == 0x002F),
    ]
    own = [
        (0x0809, pack("<8H", 0x0600, 0x10, 0, 0, 0, 0, 0, 0)),
        *(one for one in records if one[0] != 0x002F),
    ]

    def joined(several: list[tuple[int, bytes]]) -> bytes:
        return b"".join(pack("<HH", kind, len(content)) + content for kind, content in several)

    start = len(joined(globals_)) + 4 + 8 + 1 + 4
    sheet = (0x0085, pack("<IBBBB", start, 0, 0, 1, 0) + b"a")
    return contained(joined([*globals_, sheet, (0x000A, b"")]) + joined([*own, (0x000A, b"")]))


def small_workbook(*records: tuple[int, bytes]) -> bytes:
    """The same, its stream in small sectors within the root's, as files have it whose workbook is under 4096 bytes."""
    stream = old_workbook(*records)[2 * 4096 : 3 * 4096].rstrip(b"\0") + b"\0\0\0"
    small = -(-len(stream) // 64)
    end, unused = 0xFFFFFFFE, 0xFFFFFFFF
    header = pack("<8s16x5H6x9I", OLE, 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 2, 1, end, 0)
    header += pack("<109I", 0, *[unused] * 108)

    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        name_and_length = name.encode("utf-16-le"), 2 * len(name) + 2
        return pack("<64sHBx3I36xII4x", *name_and_length, kind, unused, unused, child, start, length)

    inner = -(-small * 64 // 512)
    table = [0xFFFFFFFD, end, end, *range(4, 3 + inner), end]
    directory = entry("Root Entry", 5, 1, 3, small * 64) + entry("Workbook", 2, unused, 0, len(stream))
    chain = pack(f"<{small}I", *range(1, small), end)
    blocks = [
        header,
        pack(f"<{len(table)}I", *table).ljust(512, b"\xff"),
        directory,
        chain.ljust(512, b"\xff"),
    ]
    return b"".join(block.ljust(512, b"\0") for block in blocks) + stream.ljust(inner * 512, b"\0")


def number(r: int, c: int, value: float = 1) -> tuple[int, bytes]:
    return 0x0203, pack("<3Hd", r, c, 0, value)


def looped() -> bytes:
    """The old workbook, its directory a chain that leads back to itself."""
    directory, table = (int.from_bytes(OLD[at : at + 4], "little") for at in (48, 76))
    at = 512 + table * 512 + 4 * directory
    return OLD[:at] + pack("<I", directory) + OLD[at + 4 :]


def laughs() -> bytes:
    lines = ['<!DOCTYPE x [<!ENTITY a0 "1234567890">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData></worksheet>'
    return with_sheet("".join([*lines, "]>", sheet, cell]).encode())


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.csv": (lambda: b"", "empty_file"),
    "blank.csv": (lambda: b" \n\n  \n", "empty_file"),
    "random.csv": (lambda: random.Random(1).randbytes(100_000), "unknown_encoding"),
    "nul.csv": (lambda: b"a,b\n1,2\0\n3,4\n", "binary_file"),
    "latin1.csv": (lambda: "Ort;Fläche\nKöln;405\nÜ;3\n".encode("latin-1"), "unknown_encoding"),
    "half.tsv": (lambda: "a\tb\n1\t2\n".encode("utf-16")[:-1], "unknown_encoding"),
    "picture.csv": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary_file"),
    "wide.csv": (lambda: b"1," * 1_000_000, "too_many_columns"),
    "long.csv": (lambda: b"1\n" * 20_000_000, "file_too_large"),
    "rows.csv": (lambda: b"1\n" * 1_048_577, "too_many_cells"),
    "lines.csv": (lambda: b"1,2,3\n" + b"\n" * 1_048_577, "too_many_cells"),
    "quote.csv": (lambda: b'a,b\n"1,' + b"2,3\n" * 500_000, "not_delimited"),
    "prose.txt": (lambda: "没有表格，只有文字。\n".encode() * 50, "no_table"),
    "words.csv": (lambda: b"a,b\nc,d\n", "no_table"),
    "zeros.xls": (lambda: OLE + bytes(5000), "damaged_workbook"),
    "cut.xls": (lambda: OLD[:3000], "damaged_workbook"),
    "loop.xls": (looped, "damaged_workbook"),
    "corner.xls": (lambda: old_workbook(number(0, 0), number(65535, 65535)), "too_many_cells"),
    "locked.xls": (lambda: old_workbook((0x002F, b"\1\0" * 27), number(0, 0)), "locked_workbook"),
    "locked.xlsx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(5000), "locked_workbook"),
    "text.xlsx": (lambda: b"a,b\n1,2\n", "not_a_workbook"),
    "cut.xlsx": (lambda: workbook({"A1": 1})[:-300], "damaged_workbook"),
    "other.xlsx": (lambda: archive({"readme.txt": b"1,2"}), "not_a_workbook"),
    "binary.xlsb": (lambda: archive({"xl/workbook.bin": b""}), "not_xlsx"),
    "letter.odt": (lambda: open_document("", kind=b"text"), "not_a_workbook"),
    "nothing.ods": (lambda: open_document(""), "blank_workbook"),
    "locked.ods": (lambda: open_document("", b"<m><manifest:encryption-data/></m>"), "locked_workbook"),
    "open.ods": (lambda: open_document("<table:table-row>" * 3), "damaged_workbook"),
    "corner.ods": (
        lambda: open_document(
            row(cell(1, 'table:number-columns-repeated="9000"'), more='table:number-rows-repeated="9000"')
        ),
        "too_many_cells",
    ),
    "formula.ods": (
        lambda: open_document(row(*map(cell, (1, 2, 3)), '<table:table-cell table:formula="of:=[.A1]"/>')),
        "formula_without_value",
    ),
    "bomb.xlsx": (lambda: with_sheet(bytes(300_000_000)), "workbook_too_large"),
    "broken.xlsx": (lambda: with_sheet(b"<worksheet><sheetData><row"), "damaged_workbook"),
    "laughs.xlsx": (laughs, "damaged_workbook"),
    "corner.xlsx": (lambda: workbook({"A1": 1, "XFD1048576": 2}), "too_many_cells"),
    "nothing.xlsx": (workbook, "blank_workbook"),
    "formula.xlsx": (
        lambda: workbook({"A1": 1, "A2": 2, "A3": 3, "B4": "=SUM(A1:A3)"}),
        "formula_without_value",
    ),
}
"""By file name, so that what a name promises is not believed: what is in it, and what kind of problem that is."""

LARGE = ("bomb.xlsx", "lines.csv", "rows.csv")
"""Those that take their time to make or to refuse; all others together take a fifth of a second."""


def write(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(HOSTILE[name][0]())
    return path
