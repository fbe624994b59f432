"""The workbook: written how fast, computed alike by others, and read back how surely: ``python benchmarks/bench_workbook.py``."""

import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import formulas
import openpyxl
import pandas as pd
from spoil import value_slips

from xcdata.dataset.tables import read_gazette
from xcdata.errors import InputError
from xcdata.excel.workbook import write_workbook
from xcdata.review.review import check
from xcdata.roundtrip.layout import cells, is_live, own
from xcdata.roundtrip.read import read_edited

MOST_SLIPS = 6


def table(title: str, rows: list[tuple[str, str]]) -> None:
    """Print a table of results."""
    print(f"\n### {title}\n\n| measure | result |\n|---|---|")
    for measure, result in rows:
        print(f"| {measure} | {result} |", flush=True)


def writing(folder: Path) -> None:
    """Time the workbook against pandas writing the same tables: one run each, after one to warm up."""
    tables, review = read_gazette(), check()
    frames = {name: tables[name] for name in tables} | {"findings": review.findings.astype("str")}

    def ours(path: Path) -> None:
        write_workbook(tables, review, path)

    def plain(engine: str) -> Callable[[Path], None]:
        def write(path: Path) -> None:
            with pd.ExcelWriter(path, engine=engine) as writer:
                for name, frame in frames.items():
                    frame.to_excel(writer, sheet_name=name, index=False)

        return write

    seconds = {}
    writers = {
        "xcdata": ours,
        "pandas, openpyxl": plain("openpyxl"),
        "pandas, xlsxwriter": plain("xlsxwriter"),
    }
    for name, write in writers.items():
        write(folder / "warm.xlsx")
        start = time.perf_counter()
        write(folder / "timed.xlsx")
        seconds[name] = time.perf_counter() - start
    ours(folder / "warm.xlsx")
    ours(folder / "workbook.xlsx")
    rows = [
        (name, f"{one:.3f} s; ours takes {seconds['xcdata'] / one:.2f} times that")
        for name, one in seconds.items()
    ]
    same = (folder / "warm.xlsx").read_bytes() == (folder / "workbook.xlsx").read_bytes()
    table("Writing", [*rows, ("two runs, the same bytes", str(same))])


def recalculated(path: Path) -> None:
    """Recalculate every formula with an independent engine and compare it with the value saved for it."""
    with_formulas, saved = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    computed = {str(key).upper(): value for key, value in solution.items()}
    counts = Counter()
    for sheet in with_formulas:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            ours = saved[sheet.title][cell.coordinate].value
            theirs = computed[f"'[{path.name}]{sheet.title}'!{cell.coordinate}".upper()].value[0, 0]
            counts["formulas"] += 1
            counts["equal"] += (
                ours == theirs if isinstance(ours, str) else abs(float(ours) - float(theirs)) < 1e-9
            )
    table("Formulas", [(name, str(count)) for name, count in counts.items()])


def round_trip(path: Path, folder: Path) -> None:
    """Change every figure of the plan's sheet in turn, save, read back, and compare the address that is named."""
    book = openpyxl.load_workbook(path)
    plan = book["营造林计划"]
    for sheet in book.worksheets:
        if sheet is not plan:
            book.remove(sheet)
    book.defined_names.clear()
    truth = read_edited(path).ledger
    edited = folder / "edited.xlsx"
    places = {figure.key: (figure.line, figure.column, figure.printed) for figure in truth.figures}
    note = places.pop("plan/中心城区/绿化面积")
    tries = [(place, text) for *place, printed in places.values() for _, text in slips(printed)]
    typed = [
        (own(area, column), text)
        for area, column in cells()
        if is_live(area, column)
        for _, text in slips(truth.by_key[f"plan/{area}/{column.path}"].printed)
        if text
    ]
    rows, seconds = [], []
    for name, edits in (("tasks and printed totals", tries), ("formulas typed over", typed)):
        counts, missed = Counter(), []
        for place, text in edits:
            cell = plan.cell(*place)
            before, cell.value = cell.value, float(text) if text else None
            book.save(edited)
            cell.value = before
            start = time.perf_counter()
            named = check(edited).explanations
            seconds.append(time.perf_counter() - start)
            right = (
                len(named) == 1 and named["tied"].iloc[0] == 1 and named["address"].iloc[0] == cell.coordinate
            )
            counts["right"] += right
            if not right:
                missed.append((cell.coordinate, text))
        shown = f"{counts['right']} of {len(edits)} ({counts['right'] / len(edits):.2%})"
        rows.append(
            (f"{name}: {len({tuple(place) for place, _ in edits})} cells", f"{shown} {missed[:9] or ''}")
        )
    cell = plan.cell(*note[:2])
    cell.value = cell.value.replace("3009.1", "3909.1")
    book.save(edited)
    rows.append(("the note's 3009.1 changed to 3909.1", str(check(edited).explanations["address"].tolist())))
    rows.append(
        ("reading, checking, locating: median", f"{sorted(seconds)[len(seconds) // 2] * 1000:.0f} ms")
    )
    table("Round trip: the one changed cell named by its address, and no other", rows)


def slips(printed: str) -> list[tuple[str, str]]:
    """Give slips of a figure, one of each kind, that leave a number no less than zero or a blank cell."""
    kinds: dict[str, str] = {}
    for kind, text in value_slips(printed):
        if not text or Decimal(text) >= 0:
            kinds.setdefault(kind, text)
    return list(kinds.items())[:MOST_SLIPS]


def refusals(path: Path, folder: Path) -> None:
    """Time the refusal of what cannot be used."""
    content = path.read_bytes()
    cases = {
        "truncated": content[: len(content) // 2],
        "a CSV named .xlsx": "单位,总计\n许昌市,22.55\n".encode(),
        "password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le"),
        ".xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"),
        "10,000,000 blank rows": with_rows(content, b'<row r="%d"/>', 10_000_000),
        "400,000 blank rows": with_rows(content, b'<row r="%d"/>', 400_000),
        "all empty": b"",
    }
    rows = []
    for name, spoiled in cases.items():
        target = folder / "refused.xlsx"
        target.write_bytes(spoiled)
        start = time.perf_counter()
        try:
            told = f"accepted, {len(read_edited(target).ledger.figures)} figures"
        except InputError as error:
            told = str(error).removeprefix(f"{target}: ")
        rows.append((name, f"{(time.perf_counter() - start) * 1000:.0f} ms: {told}"))
    table("Refusals", rows)


def with_rows(content: bytes, row: bytes, number: int) -> bytes:
    """Add blank rows to the plan's sheet."""
    spoiled = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(spoiled, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet2.xml":
                rows = b"".join(row % n for n in range(100, 100 + number))
                part = part.replace(b"</sheetData>", rows + b"</sheetData>")
            new.writestr(name, part)
    return spoiled.getvalue()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writing(folder)
        recalculated(folder / "workbook.xlsx")
        refusals(folder / "workbook.xlsx", folder)
        round_trip(folder / "workbook.xlsx", folder)
