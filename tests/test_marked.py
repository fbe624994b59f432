"""The marked copy of a workbook: the guilty cells coloured and commented, and not a byte else."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from refusals import refuses

from xcdata.auditing.sheets import audit
from xcdata.cli import main
from xcdata.files import write_all
from xcdata.returned import check, write_marked
from xcdata.returned.marks import EDITED, WRONG

PLAN, ROSTER = "营造林计划", "表彰名单"


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def patched(whole: Path, path: Path, sheet: str, cell: str, new: str) -> Path:
    """Change one cell in the XML, as a spreadsheet would that keeps all else: a number, or a text."""
    parts = parts_of(whole)
    content = f"<v>{new}</v></c>" if re.fullmatch(r"[\d.]+", new) else f"<is><t>{new}</t></is></c>"
    kind = "" if content.startswith("<v>") else ' t="inlineStr"'
    name = f"xl/worksheets/{sheet}.xml"
    old, count = re.subn(
        rf'<c r="{cell}" s="(\d+)"( t="s")?>.*?</c>'.encode(),
        rf'<c r="{cell}" s="\1"{kind}>{content}'.encode(),
        parts[name],
    )
    assert count == 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content_ in (parts | {name: old}).items():
            archive.writestr(part, content_)
    return path


@pytest.fixture(scope="module")
def edited(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """禹州市's 山区生态林 5 instead of 4 (E8), and another name in the roster (E10)."""
    folder = tmp_path_factory.mktemp("edited")
    return patched(
        patched(whole, folder / "one.xlsx", "sheet2", "E8", "5"),
        folder / "edited.xlsx",
        "sheet6",
        "E10",
        "张三",
    )


@pytest.fixture(scope="module")
def marked(edited: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("marked") / "marked.xlsx"
    write_marked(edited, check(edited), path)
    return path


def fill(sheet: Worksheet, cell: str) -> str:
    return str(sheet[cell].fill.fgColor.rgb)[2:]


def test_the_wrong_figure_is_coloured_and_its_comment_says_what_it_should_be(marked: Path) -> None:
    sheet = openpyxl.load_workbook(marked)[PLAN]
    assert fill(sheet, "E8") == WRONG
    comment = sheet["E8"].comment
    assert comment is not None
    assert "现为 5，应为 4.00" in comment.text
    assert "由“4”改为“5”" in comment.text
    assert comment.author == "xcdata"
    others = [cell for row in sheet for cell in row if cell.comment and cell.coordinate != "E8"]
    assert others == []


def test_a_changed_name_is_marked_as_changed(marked: Path) -> None:
    sheet = openpyxl.load_workbook(marked)[ROSTER]
    assert fill(sheet, "E10") == EDITED
    assert "由“禹州市高级中学”改为“张三”" in sheet["E10"].comment.text


def test_a_marked_cell_keeps_its_format_but_for_the_fill(edited: Path, marked: Path) -> None:
    before, after = (openpyxl.load_workbook(path)[PLAN]["E8"] for path in (edited, marked))
    assert after.value == before.value == 5
    assert after.number_format == before.number_format
    for name in ("font", "border", "alignment"):
        assert repr(getattr(after, name)) == repr(getattr(before, name))


def test_every_other_cell_keeps_its_content_and_its_format(edited: Path, marked: Path) -> None:
    before, after = openpyxl.load_workbook(edited), openpyxl.load_workbook(marked)
    assert after.sheetnames == [*before.sheetnames, "核对标记"]
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                other = after[sheet.title][cell.coordinate]
                assert other.value == cell.value
                if other.comment is None:
                    assert other._style == cell._style


TOUCHED = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/sheet6.xml",
}


def test_all_parts_without_marks_are_the_bytes_that_they_were(edited: Path, marked: Path) -> None:
    before, after = parts_of(edited), parts_of(marked)
    assert set(before) <= set(after)
    assert {name for name in before if before[name] != after[name]} == TOUCHED
    assert "xl/charts/chart1.xml" in before
    new = set(after) - set(before)
    assert len([name for name in new if re.fullmatch(r"xl/comments\d+\.xml", name)]) == 2
    assert len([name for name in new if name.endswith(".vml")]) == 2
    assert len([name for name in new if name.startswith("xl/worksheets/sheet")]) == 1


def test_of_a_marked_sheet_all_but_the_marks_is_what_it_was(edited: Path, marked: Path) -> None:
    before, after = (parts_of(path)["xl/worksheets/sheet2.xml"] for path in (edited, marked))
    bare = re.sub(rb"<legacyDrawing [^>]*/>", b"", after)
    bare = re.sub(rb'(<c r="E8") s="\d+"', rb"\1", bare)
    assert bare == re.sub(rb'(<c r="E8") s="\d+"', rb"\1", before)


def test_every_part_is_well_formed_and_declared(marked: Path) -> None:
    parts = parts_of(marked)
    types = parts["[Content_Types].xml"].decode()
    for name, content in parts.items():
        ElementTree.fromstring(content)
        assert (
            f'"/{name}"' in types
            or name.rsplit(".", 1)[1] in ("rels", "vml")
            or name == "[Content_Types].xml"
        )
    assert 'Extension="vml"' in types


def test_the_list_names_every_mark_and_leads_to_its_cell(marked: Path) -> None:
    sheet = openpyxl.load_workbook(marked)["核对标记"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert "未解释的发现" in rows[0][0]
    listed = {row[0]: row for row in rows}
    assert listed[f"{PLAN}!E8"][3:] == ["4", "5", None]
    assert listed[f"{ROSTER}!E10"][3:5] == ["禹州市高级中学", "张三"]
    links = {cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink}
    assert links == {f"'{PLAN}'!E8", f"'{ROSTER}'!E10"}


def test_two_copies_of_the_same_are_the_same(edited: Path, marked: Path, tmp_path: Path) -> None:
    write_marked(edited, check(edited), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == marked.read_bytes()


def test_a_marked_copy_can_be_edited_and_marked_again(marked: Path, tmp_path: Path) -> None:
    review = check(marked)
    assert review.returned is not None
    assert review.returned.own == ("核对标记",)
    write_marked(marked, review, tmp_path / "twice.xlsx")
    book = openpyxl.load_workbook(tmp_path / "twice.xlsx")
    assert book.sheetnames[-2:] == ["核对标记", "核对标记 2"]
    assert book[PLAN]["E8"].comment.text.count("应为 4.00") == 2


def test_a_marked_copy_holds_what_was_typed_and_only_another_one_is_written_over_it(
    edited: Path, whole: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.xlsx"
    write_marked(edited, check(edited), copy)
    before = copy.read_bytes()
    with refuses("output_edited", path=copy):
        write_all(tmp_path, {"copy.xlsx": whole.read_bytes()})
    assert copy.read_bytes() == before
    write_marked(edited, check(edited), copy, lang="en")
    assert copy.read_bytes() != before


@pytest.mark.office
def test_libreoffice_opens_and_prints_the_marked_copy(marked: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice") or "libreoffice"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for form in ("pdf", "xlsx"):
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            str(tmp_path),
            str(marked),
        ]
        subprocess.run(command, check=True, capture_output=True)
    assert (tmp_path / "marked.pdf").read_bytes().startswith(b"%PDF")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert fill(book[PLAN], "E8") == WRONG
    assert "应为 4.00" in book[PLAN]["E8"].comment.text
    assert len(book["图表"]._charts) == 6


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """A table of a stranger's, whose first total, 83, should be 73; with a comment if asked."""

    def make(comment: str = "", cell: str = "E2") -> Path:
        path = tmp_path / "table.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("数字")
            sheet.write_row(0, 0, ["单位", "甲", "乙", "丙", "合计"])
            for row, parts in enumerate(
                ([11, 25, 37], [14, 28, 32], [9, 16, 41], [23, 12, 5], [31, 8, 17]), 1
            ):
                sheet.write_row(row, 0, [f"第{row}组", *parts, sum(parts) + (10 if row == 1 else 0)])
            sheet.write_row(6, 0, ["合计", 88, 89, 132, 309])
            if comment:
                sheet.write_comment(cell, comment)
        return path

    return make


def test_a_strangers_table_is_marked_as_well(table: Callable[..., Path], tmp_path: Path) -> None:
    assert main(["audit", str(table()), "-o", str(tmp_path / "marked.xlsx")]) == 1
    sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx")["数字"]
    assert fill(sheet, "E2") == WRONG
    assert "73" in sheet["E2"].comment.text
    assert [
        c.coordinate for row in sheet for c in row if c.comment and fill(sheet, c.coordinate) == WRONG
    ] == ["E2"]


def test_the_comments_of_others_stay(table: Callable[..., Path], tmp_path: Path) -> None:
    for cell in ("E2", "A3"):
        path = table("请再查", cell)
        write_marked(path, audit(path), tmp_path / "marked.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx")["数字"]
        assert sheet[cell].comment.text.startswith("请再查")
        assert "73" in sheet["E2"].comment.text


def test_a_comment_of_plain_text_stays_too(table: Callable[..., Path], tmp_path: Path) -> None:
    path = table()
    book = openpyxl.load_workbook(path)
    book["数字"]["E2"].comment = Comment("请再查", "李")
    book.save(path)
    write_marked(path, audit(path), tmp_path / "marked.xlsx")
    comment = openpyxl.load_workbook(tmp_path / "marked.xlsx")["数字"]["E2"].comment
    assert (comment.author, comment.text.split("\n")[0]) == ("李", "请再查")
    assert "73" in comment.text
    for content in parts_of(tmp_path / "marked.xlsx").values():
        ElementTree.fromstring(content)


def test_a_workbook_whose_elements_have_a_prefix_is_marked_as_well(edited: Path, tmp_path: Path) -> None:
    main_names = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    path = tmp_path / "prefixed.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts_of(edited).items():
            if name in ("xl/workbook.xml", "xl/styles.xml") or name.startswith("xl/worksheets/sheet"):
                prefixed = re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", content)
                content = prefixed.replace(main_names, main_names.replace(b"xmlns=", b"xmlns:x="))
            archive.writestr(name, content)
    write_marked(path, check(path), tmp_path / "marked.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx")[PLAN]
    assert fill(sheet, "E8") == WRONG
    assert "应为 4.00" in sheet["E8"].comment.text


def test_a_file_that_is_no_xlsx_gets_no_marked_copy(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("甲,乙,合计\n1,2,3\n4,5,9\n6,7,13\n")
    with refuses("no_marked_copy", where=str(path)):
        write_marked(path, audit(path), tmp_path / "marked.xlsx")
    assert not (tmp_path / "marked.xlsx").exists()


def test_the_workbook_itself_is_not_written_over(
    edited: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "edited.xlsx"
    path.write_bytes(edited.read_bytes())
    assert main(["check", str(path), "-o", str(path)]) == 2
    assert path.read_bytes() == edited.read_bytes()
    assert capsys.readouterr().err


def test_a_blank_cell_that_is_wrong_is_put_in_and_marked(whole: Path, tmp_path: Path) -> None:
    # 建安区's 森林抚育 1.06 (O13) was deleted, cell and format.
    parts = parts_of(whole)
    name = "xl/worksheets/sheet2.xml"
    parts[name], count = re.subn(rb'<c r="O13" .*?</c>', b"", parts[name])
    assert count == 1
    path = tmp_path / "blank.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    write_marked(path, check(path), tmp_path / "marked.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx")[PLAN]
    assert fill(sheet, "O13") == WRONG
    assert "1.06" in sheet["O13"].comment.text
