"""The sheets of an .xls file, surveyed, in a container that has no loops.

In: the bytes of a compound file. Out: as of :mod:`~xcdata.grids.survey`: the stream of the workbook alone, in a new container, and a
:class:`~xcdata.grids.survey.Survey` of each of its sheets. python-calamine follows a damaged chain of sectors round and round. A
formula that was never calculated is not told from one that yields an empty text: both have that saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from struct import iter_unpack, pack, unpack_from

from xcdata.grids.survey import LockedError, Survey

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_CHAIN, FREE = 0xFFFFFFFE, 0xFFFFFFFF
SECTOR, SMALL = 4096, 64

BEGIN, END, SHEET, LOCKED, EXTENT = 0x0809, 0x000A, 0x0085, 0x002F, 0x0200
FORMULA, ERROR, ROW_OF_NUMBERS = 0x0006, 0x0205, 0x00BD
FILLED = (FORMULA, ERROR, ROW_OF_NUMBERS, 0x0203, 0x0204, 0x00D6, 0x027E, 0x00FD)
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def survey_xls(content: bytes) -> tuple[BytesIO, list[Survey]]:
    """Survey a workbook of Excel 97–2003."""
    stream = bytearray(workbook_stream(content))
    starts: list[int] = []
    for kind, at, _ in records(stream, 0):
        if kind == LOCKED:
            raise LockedError
        if kind == SHEET:
            starts += unpack_from("<I", stream, at)
        if kind == END:
            break
    if any(start > len(stream) for start in starts):
        raise ValueError("a sheet beyond the end")
    surveys = [survey_sheet(stream, start) for start in starts]
    return BytesIO(contained(bytes(stream))), surveys


def survey_sheet(stream: bytearray, start: int) -> Survey:
    """Survey one sheet, and blot out what it says its extent is: room would be made for that, true or not."""
    survey, depth = Survey(), 0
    for kind, at, length in records(stream, start):
        # A chart in the sheet has records like those of cells.
        depth += (kind == BEGIN) - (kind == END)
        if depth <= 0 and kind == END:
            break
        if depth > 1:
            continue
        if kind == EXTENT:
            stream[at - 4 : at - 2] = b"\xff\xff"
        elif kind in FILLED:
            row, column = unpack_from("<HH", stream, at)
            last = column + (length - 6) // 6 if kind == ROW_OF_NUMBERS else column + 1
            survey.reach(row + 1, last)
            if kind == ERROR and stream[at + 7] == 1:
                survey.errors[row + 1, column + 1] = ERRORS.get(stream[at + 6], "#N/A")
            if kind == FORMULA:
                survey.computed.add((row + 1, column + 1))
            if kind == FORMULA and stream[at + 6] == 2 and stream[at + 12 : at + 14] == b"\xff\xff":
                survey.errors[row + 1, column + 1] = ERRORS.get(stream[at + 8], "#N/A")
    return survey


def records(stream: bytearray, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield the records of a stream from a place on: kind, place of the content, length."""
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        at += 4 + length
        if at > len(stream):
            raise ValueError("a record that is cut short")
        yield kind, at - length, length


def workbook_stream(content: bytes) -> bytes:
    """Return the stream of a compound file that holds the workbook."""
    size = 1 << content[30]
    if size not in (512, SECTOR):
        raise ValueError("no size of sectors")
    start_of_directory, cutoff, start_of_small, first = (
        unpack_from("<I", content, at)[0] for at in (48, 56, 60, 68)
    )
    blocks = [content[at : at + size] for at in range(size, len(content), size)]
    listed = [number for (number,) in iter_unpack("<I", content[76:512])]
    while first < len(blocks) and len(listed) <= len(blocks) * size:
        *more, first = numbers(blocks[first])
        listed += more
    table = [entry for number in listed if number < len(blocks) for entry in numbers(blocks[number])]
    directory = b"".join(chain(start_of_directory, blocks, table))
    root = b""
    for entry in (directory[at : at + 128] for at in range(0, len(directory) - 127, 128)):
        name = entry[:64].decode("utf-16-le", "replace").partition("\0")[0].lower()
        start, length = unpack_from("<II", entry, 116)
        root = root or entry
        if name in ("workbook", "book"):
            if length < cutoff:
                inner = b"".join(chain(unpack_from("<I", root, 116)[0], blocks, table))
                table = numbers(b"".join(chain(start_of_small, blocks, table)))
                blocks = [inner[at : at + SMALL] for at in range(0, len(inner), SMALL)]
            return b"".join(chain(start, blocks, table))[:length]
    raise ValueError("no workbook in it")


def numbers(block: bytes) -> list[int]:
    """Return the numbers of sectors that a block lists."""
    return [number for (number,) in iter_unpack("<I", block[: len(block) // 4 * 4])]


def chain(number: int, blocks: list[bytes], table: list[int]) -> Iterator[bytes]:
    """Yield the blocks of a chain."""
    for _ in range(len(blocks) + 1):
        if number == END_OF_CHAIN:
            return
        yield blocks[number]
        number = table[number]
    raise ValueError("a chain of sectors that leads back to itself")


def contained(stream: bytes) -> bytes:
    """Return a compound file with nothing but a workbook in it: header, directory, stream, table of sectors."""
    used = max(1, -(-len(stream) // SECTOR))
    of_table = -(-(used + 1) // (SECTOR // 4 - 1))
    start_of_table = used + 1
    header = pack(
        "<8s16x5H6x9I",
        OLE,
        0x3E,
        4,
        0xFFFE,
        12,
        6,
        1,
        of_table,
        0,
        0,
        SECTOR,
        END_OF_CHAIN,
        0,
        END_OF_CHAIN,
        0,
    )
    listed = [start_of_table + number for number in range(of_table)]
    header += pack("<109I", *listed, *[FREE] * (109 - of_table))
    root, workbook = (
        pack(
            "<64sHBx3I36xII4x",
            name.encode("utf-16-le"),
            2 * len(name) + 2,
            kind,
            FREE,
            FREE,
            child,
            1,
            length,
        )
        for name, kind, child, length in (("Root Entry", 5, 1, 0), ("Workbook", 2, FREE, used * SECTOR))
    )
    table = [END_OF_CHAIN, *range(2, used + 1), END_OF_CHAIN, *[0xFFFFFFFD] * of_table]
    table += [FREE] * (of_table * SECTOR // 4 - len(table))
    sectors = [header, root + workbook, stream.ljust(used * SECTOR, b"\0"), pack(f"<{len(table)}I", *table)]
    return b"".join(sector.ljust(-(-len(sector) // SECTOR) * SECTOR, b"\0") for sector in sectors)
