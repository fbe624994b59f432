"""The workbook as an analyst opens it; expected figures typed from reading the gazette."""

import math
import random
import re
import subprocess
import sys
import zipfile
from collections import defaultdict
from dataclasses import replace
from itertools import product
from pathlib import Path

import formulas
import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from refusals import refuses
from spreadsheet import insert

from xcdata import palette
from xcdata.cli import main
from xcdata.dataset.tables import Tables, read_gazette
from xcdata.excel import workbook
from xcdata.excel.style import text_width
from xcdata.gazette.documents import Record
from xcdata.grids.workbook import open_workbook
from xcdata.review.review import Review, check

SHEETS = {
    "zh": [
        "说明",
        "营造林计划",
        "计划汇总",
        "图表",
        "计划明细",
        "表彰名单",
        "表彰统计",
        "培训目标",
        "任务清单",
        "单位任务",
        "目标与数字",
        "成员",
        "核对结果",
        "数据字典",
    ],
    "en": [
        "Cover",
        "Plan",
        "Summary",
        "Charts",
        "Figures",
        "Rosters",
        "Awards",
        "Training",
        "Tasks",
        "Organs",
        "Targets",
        "Members",
        "Findings",
        "Dictionary",
    ],
}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_gazette()


@pytest.fixture(scope="module")
def review(tables: Tables) -> Review:
    return check(tables)


@pytest.fixture(scope="module")
def written(tables: Tables, review: Review, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("workbook")
    for lang in SHEETS:
        workbook.write_workbook(tables, review, folder / f"{lang}.xlsx", lang=lang)
    return {lang: folder / f"{lang}.xlsx" for lang in SHEETS}


@pytest.fixture(scope="module")
def book(written: dict[str, Path]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(written["zh"])


@pytest.fixture(scope="module")
def plan(book: openpyxl.Workbook) -> Worksheet:
    return book["营造林计划"]


def cover_lines(path: Path, sheet: str = "说明") -> dict[str, list[str]]:
    """What the cover says, by the word beside it."""
    told: dict[str, list[str]] = {}
    name = ""
    for row in openpyxl.load_workbook(path, data_only=True)[sheet].iter_rows(min_row=3, min_col=2):
        name = row[0].value or name
        if row[1].value is not None:
            told.setdefault(name, []).append(row[1].value)
    return told


def recalculate(path: Path) -> dict[str, object]:
    """Every formula's value by an engine that knows nothing of ours, by sheet and address."""
    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    cells = {str(key).partition("]")[2].replace("'", ""): value for key, value in solution.items()}
    return {name: value.value[0, 0] for name, value in cells.items() if name and ":" not in name}


@pytest.mark.parametrize("lang", SHEETS)
def test_sheets_are_named_in_the_language_that_was_asked_for(written: dict[str, Path], lang: str) -> None:
    assert openpyxl.load_workbook(written[lang], read_only=True).sheetnames == SHEETS[lang]


def test_a_language_that_there_is_not_is_refused(tables: Tables, review: Review, tmp_path: Path) -> None:
    with refuses("unknown_language", found="fr"):
        workbook.write_workbook(tables, review, tmp_path / "fr.xlsx", lang="fr")
    assert not list(tmp_path.iterdir())


def test_the_plan_has_the_header_that_the_sums_prove(plan: Worksheet) -> None:
    merged = {str(cells) for cells in plan.merged_cells.ranges}
    assert {
        "A3:A6",
        "B3:B6",
        "C3:O3",
        "P3:R3",
        "D4:I4",
        "J4:N4",
        "K5:L5",
        "M5:N5",
        "O4:O6",
        "C17:R17",
    } <= merged
    assert [plan[cell].value for cell in ("C3", "P3", "D4", "J4", "K5", "M5")] == [
        *("营造林", "花卉苗木", "造林", "优质林果", "木本油料", "特色经济林"),
    ]
    assert [plan[cell].value for cell in ("C4", "D5", "J5", "O4", "P4", "N6")] == [
        *("合计", "合计", "合计", "森林抚育", "合计", "改培"),
    ]


def test_the_plan_has_the_rows_and_figures_of_the_gazette(plan: Worksheet) -> None:
    areas = [plan.cell(row, 1).value for row in range(7, 18)]
    assert areas == [
        *("许昌市", "禹州市", "长葛市", "鄢陵县", "襄城县", "魏都区"),
        *("建安区", "示范区", "开发区", "东城区", "中心城区"),
    ]
    changge = [plan.cell(9, column).value for column in (*range(5, 10), *range(11, 16), 17, 18)]
    assert changge == [None, None, 0.1, 0.17, 0.05, 0.07, None, None, None, 0.45, 0.15, None]
    assert [plan.cell(10, column).value for column in range(20, 25)] == [4.21, 0.96, 0.38, 0.03, 3.25]
    city = [plan.cell(18, column).value for column in range(2, 19)]
    assert city == [
        22.55,
        18.4,
        7.27,
        4,
        0.2,
        0.8,
        1.8,
        0.47,
        4.83,
        1.52,
        1.9,
        0.71,
        0.7,
        6.3,
        3.85,
        2.35,
        1.5,
    ]
    assert (plan["B17"].value, plan["C17"].value) == (0.3, "共分为六大类156个项目，绿化面积3009.1亩。")


def test_every_total_of_the_plan_is_a_formula_over_tasks_alone(plan: Worksheet) -> None:
    live = [cell for row in plan["B7:R16"] for cell in row if cell.data_type == "f"]
    assert len(live) == 17 + 9 * 5
    tasks = {*"EFGHIKLMNOQR"}
    for cell in live:
        columns = re.findall(r"([A-Z]+)\d+:([A-Z]+)\d+|(B17)", cell.value)
        assert columns, cell.coordinate
        for first, last, noted in columns:
            assert noted or {chr(code) for code in range(ord(first), ord(last) + 1)} <= tasks, cell.value
    assert plan["B8"].value == "=SUM(E8:I8,K8:O8,Q8:R8)"
    assert plan["B7"].value == "=SUM(E8:I17,K8:O17,Q8:R17,B17)"


def saved_values(path: Path) -> list[tuple[str, float | str]]:
    """Address and saved value of every formula, sheet by sheet; an empty text is read as nothing."""
    saved = openpyxl.load_workbook(path, data_only=True)
    return [
        (
            f"{sheet.title}!{cell.coordinate}".upper(),
            "" if (value := saved[sheet.title][cell.coordinate].value) is None else value,
        )
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


@pytest.mark.slow
def test_an_independent_engine_computes_every_saved_value(written: dict[str, Path]) -> None:
    computed = recalculate(written["zh"])
    saved = saved_values(written["zh"])
    assert len(saved) > 1000
    for name, value in saved:
        if isinstance(value, str):
            assert computed[name] == value, name
        else:
            assert math.isclose(float(computed[name]), value, rel_tol=0, abs_tol=1e-9), name


def test_every_formula_has_its_value_saved_an_empty_text_too(
    written: dict[str, Path], tmp_path: Path
) -> None:
    workbook.write_template(tmp_path / "template.xlsx", 2021)
    for path in (written["zh"], tmp_path / "template.xlsx"):
        surveys = open_workbook(path, path.read_bytes()).surveys
        assert any(survey.formulas for survey in surveys)
        assert not [survey.uncalculated for survey in surveys if survey.uncalculated]


def test_both_languages_hold_the_same_values(written: dict[str, Path]) -> None:
    zh, en = (saved_values(written[lang]) for lang in SHEETS)
    assert [name.split("!")[1] for name, _ in zh] == [name.split("!")[1] for name, _ in en]
    for (name, one), (_, other) in zip(zh, en, strict=True):
        # A sentence says the same in another language.
        assert one == other or isinstance(one, str), name


def test_an_edited_task_moves_its_totals_and_trips_their_checks(
    written: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(written["zh"])
    book["营造林计划"]["E8"] = 5
    book["营造林计划"]["O13"] = 2.06
    # What does not follow the plan would only take its time.
    book["图表"].delete_rows(50, 1000)
    for name in SHEETS["zh"][5:]:
        book.remove(book[name])
    book.save(tmp_path / "edited.xlsx")
    computed = recalculate(tmp_path / "edited.xlsx")
    for cell, value in {
        "D8": 6.33,
        "C8": 13.86,
        "B8": 14.01,
        "E7": 5,
        "B7": 24.55,
        "AA8": 1,
        "E19": 1,
        "AB8": 0,
    }.items():
        assert math.isclose(computed[f"营造林计划!{cell}"], value, abs_tol=1e-9), cell
    assert math.isclose(computed["计划汇总!G5"], 14.01, abs_tol=1e-9)
    assert math.isclose(computed["计划明细!E5"], 5, abs_tol=1e-9)
    # 建安区 has 2.91 now, more than 襄城县; 14.01 of 24.55 are 57.1 %, with 4.21 and 2.91 they are 86.1 %.
    bars = [computed[f"图表!J{row}"] for row in range(40, 44)]
    assert bars == ["禹州市  14.01", "鄢陵县  4.21", "建安区  2.91", "襄城县  1.99"]
    assert computed["图表!A4"] == "禹州市占全市任务的 57.1%，前三个合计 86.1%"
    # Of 禹州市 three and of 建安区 two, of the city 山区生态林, 森林抚育 and the three totals above them.
    assert computed["说明!C9"] == "✗ 10 处合计不符：见“营造林计划”的红底各格"


def test_awards_and_training_add_up_to_what_the_gazette_states(written: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(written["zh"], data_only=True)
    awards = {row[0].value: [cell.value for cell in row[1:]] for row in book["表彰统计"].iter_rows(min_row=4)}
    of_award = dict(zip(awards["县市区"], awards["合计"], strict=True))
    assert of_award["许昌市模范教师"] == 180
    assert of_award["许昌市师德先进个人"] == 92
    assert of_award["教育质量特殊贡献奖"] == 3 + 19
    rows = {row[0].value: row[4] for row in book["培训目标"].iter_rows(min_row=5)}
    assert (rows["合计"].value, rows["核对"].value) == (300_000, 0)
    # People are whole ones.
    assert rows["核对"].number_format == '+#,##0;-#,##0;"✓"'


def test_two_runs_give_the_same_bytes(
    tables: Tables, review: Review, written: dict[str, Path], tmp_path: Path
) -> None:
    workbook.write_workbook(tables, review, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == written["zh"].read_bytes()


def test_another_process_gives_the_same_bytes(written: dict[str, Path], tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from xcdata.dataset.tables import read_gazette; from xcdata.review.review import check; "
        "from xcdata.excel.workbook import write_workbook; tables = read_gazette(); "
        "write_workbook(tables, check(tables), pathlib.Path(sys.argv[1]))"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "other.xlsx")], check=True)
    assert (tmp_path / "other.xlsx").read_bytes() == written["zh"].read_bytes()


def test_texts_that_look_like_formulas_or_links_stay_texts(
    tables: Tables, review: Review, tmp_path: Path
) -> None:
    looks = ["=1+1", "+86", "-5", "@name", "http://example.org", "0012", "=HYPERLINK(1)"]
    awards = [row | {"name": name} for row, name in zip(tables.rows["awards"], looks, strict=False)]
    edited = replace(tables, rows=tables.rows | {"awards": [*awards, *tables.rows["awards"][len(looks) :]]})
    workbook.write_workbook(edited, review, tmp_path / "texts.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "texts.xlsx")["表彰名单"]
    cells = [sheet.cell(row, 5) for row in range(5, 5 + len(looks))]
    assert [(cell.data_type, cell.value, cell.hyperlink) for cell in cells] == [
        ("s", text, None) for text in looks
    ]


def test_a_gazette_without_dates_gets_its_workbook_too(
    tables: Tables, review: Review, tmp_path: Path
) -> None:
    undated = [row | {"issued": None} for row in tables.rows["documents"]]
    workbook.write_workbook(
        replace(tables, rows=tables.rows | {"documents": undated}), review, tmp_path / "undated.xlsx"
    )
    assert cover_lines(tmp_path / "undated.xlsx")["成文日期"] == ["? 至 ?，共 17 份公文"]


def test_a_run_that_fails_leaves_the_old_file_whole(
    tables: Tables, review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(b"old")
    monkeypatch.delattr(workbook, "write_dictionary")
    with pytest.raises(NameError):
        workbook.write_workbook(tables, review, path)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("workbook.xlsx", b"old")]


def test_a_place_that_cannot_be_written_to_is_told(tables: Tables, review: Review, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with refuses("cannot_write"):
        workbook.write_workbook(tables, review, tmp_path / "file" / "workbook.xlsx")


@pytest.mark.parametrize("lang", SHEETS)
def test_no_text_is_clipped(written: dict[str, Path], lang: str) -> None:
    """A column of width w shows w digits; a line of 10 points needs 13 points of height."""
    for sheet in openpyxl.load_workbook(written[lang]):
        merged = {cell for cells in sheet.merged_cells.ranges for row in cells.rows for cell in row}
        for cell in (cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.data_type == "s"):
            free = sheet.cell(cell.row, cell.column + 1).value is None and not cell.border.left.style
            if (cell.row, cell.column) in merged or free:
                continue
            width = next(d.width for d in sheet.column_dimensions.values() if d.min <= cell.column <= d.max)
            lines = sum(math.ceil(text_width(line) / width) for line in str(cell.value).split("\n"))
            height = sheet.row_dimensions[cell.row].height or 15
            assert lines == 1 or (cell.alignment.wrap_text and lines * 13 <= height), (
                sheet.title,
                cell.coordinate,
            )


def test_sheets_are_set_up_for_a4_and_keep_their_headings(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet.page_setup.paperSize == 9, sheet.title
        assert (sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage) in (
            (None, True),
            (1, True),
        )
        assert sheet.print_area, sheet.title
    for name in (
        "营造林计划",
        "表彰名单",
        "表彰统计",
        "培训目标",
        "任务清单",
        "成员",
        "核对结果",
        "数据字典",
    ):
        assert book[name].freeze_panes, name
        assert book[name].print_title_rows, name
    for name in ("表彰名单", "表彰统计", "培训目标", "核对结果", "数据字典"):
        assert book[name].auto_filter.ref, name
    assert book["表彰名单"].auto_filter.ref == "A4:K370"


def test_names_links_and_properties_are_there(book: openpyxl.Workbook) -> None:
    assert book.defined_names["plan_grand_total"].attr_text == "'营造林计划'!$B$7"
    assert book.defined_names["plan_printed_city"].attr_text == "'营造林计划'!$B$18:$R$18"
    links = [cell.hyperlink.location for row in book["说明"].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in SHEETS["zh"][1:]]
    assert f"{book.properties.created:%Y-%m-%d}" == "2019-12-30"
    assert book.properties.title == "许昌市公报数据汇总"


COUNTIES = [
    "禹州市",
    "鄢陵县",
    "襄城县",
    "建安区",
    "长葛市",
    "中心城区",
    "魏都区",
    "示范区",
    "东城区",
    "开发区",
]
"""From 13.01 down to 0.01, as the plan has them."""


@pytest.mark.parametrize("lang", SHEETS)
def test_charts_are_native_and_have_the_colours_of_the_pictures(written: dict[str, Path], lang: str) -> None:
    charts = openpyxl.load_workbook(written[lang])[SHEETS[lang][3]]._charts
    kinds = [(chart.barDir, chart.grouping, len(chart.series)) for chart in charts]
    assert kinds == [
        *[("bar", "stacked", 5)] * 2,
        ("bar", "clustered", 1),
        *[("bar", "stacked", 4), ("bar", "clustered", 1), ("bar", "stacked", 3)],
    ]
    fills = [f"#{one.graphicalProperties.solidFill.srgbClr}" for one in charts[0].series]
    assert fills == [*palette.PALETTE]
    for chart in charts:
        assert all(one.dLbls.showVal for one in chart.series)
        assert chart.title.tx.rich.p[0].r[0].t


def test_bars_are_sorted_and_tell_their_length_where_they_are_too_short_to_show_it(
    written: dict[str, Path],
) -> None:
    sheet = openpyxl.load_workbook(written["zh"], data_only=True)["图表"]
    heads = {
        sheet.cell(row, 2).value: row
        for row in range(1, sheet.max_row + 1)
        if sheet.cell(row, 1).value == "位次"
    }
    first = heads["县市区"]
    counties = next(row for row in range(1, first) if sheet.cell(row, 1).value == "位次")
    assert [sheet.cell(row, 2).value for row in range(counties + 1, counties + 11)] == COUNTIES
    beside = [sheet.cell(row, 10).value for row in range(counties + 1, counties + 11)]
    assert (beside[0], beside[-1]) == ("禹州市  13.01", "开发区  0.01")
    assert sheet["A4"].value == "禹州市占全市任务的 57.7%，前三个合计 85.2%"
    organs = heads["单位"]
    assert [sheet.cell(organs + 1, column).value for column in range(2, 7)] == [
        "市发展和改革委员会",
        16,
        43,
        6,
        65,
    ]
    for head in heads.values():
        last = next(row for row in range(head + 1, head + 30) if sheet.cell(row + 1, 1).value is None)
        total = next(column for column in range(8, 2, -1) if sheet.cell(head, column).value)
        values = [sheet.cell(row, total).value for row in range(head + 1, last + 1)]
        assert values == sorted(values, reverse=True), sheet.cell(head, 2).value


def test_the_long_table_has_a_row_a_cell_of_the_plan_and_adds_up_to_it(written: dict[str, Path]) -> None:
    sheet = openpyxl.load_workbook(written["zh"], data_only=True)["计划明细"]
    (table,) = sheet.tables.values()
    assert (table.name, table.ref, table.autoFilter.ref) == ("plan_figures", "A4:I113", "A4:I113")
    assert sheet.freeze_panes == "A5"
    head, *rows = sheet.iter_rows(min_row=4, values_only=True)
    assert head == ("县市区", "类别", "项目", "方式", "万亩", "公顷", "计划表单元格", "文号", "行")
    assert len(rows) == 9 * 12 + 1
    assert math.isclose(sum(row[4] for row in rows), 22.55, abs_tol=1e-9)
    row = next(row for row in rows if row[6] == "Q10")
    assert (*row[:5], *row[7:]) == ("鄢陵县", "花卉苗木", "花卉苗木", "新造", 1.75, "许政〔2019〕25号", 666)
    assert math.isclose(row[5], 1166.67, abs_tol=0.01)
    # Fixed addresses, which sorting does not move.
    assert openpyxl.load_workbook(written["zh"])["计划明细"]["E5"].value == "='营造林计划'!$E$8"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("写出时的结论", "发现", "读了多少", "计划表现在")),
        ("en", ("As written", "Findings", "Looked at", "The plan now")),
    ],
)
def test_the_first_screen_says_what_was_found(
    written: dict[str, Path], lang: str, words: tuple[str, ...]
) -> None:
    told = cover_lines(written[lang], SHEETS[lang][0])
    verdict, found, read, now = (told[word] for word in words)
    assert verdict[0].startswith("✓")
    assert now[0].startswith("✓")
    assert "33" in found[0]
    assert "1485" in read[0]
    assert next(iter(told)) == words[0]


def test_a_wrong_figure_of_the_text_has_a_comment_on_its_cell(raw: str, tmp_path: Path) -> None:
    text, path = tmp_path / "edited.txt", tmp_path / "edited.xlsx"
    text.write_text(raw.replace("禹州市\t13.01", "禹州市\t13.10").replace("（180名）", "（181名）"))
    tables = read_gazette(text)
    workbook.write_workbook(tables, check(tables), path)
    book = openpyxl.load_workbook(path)
    comments = {
        (sheet.title, cell.value): cell.comment.text
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert comments == {
        ("营造林计划", 13.1): "印作 13.10，应为 13.01（像是相邻两位颠倒）（第664行）",
        ("表彰名单", "七（一）"): "印作 181，应为 180（像是一位数字有误）（第251行）",
    }
    told = cover_lines(path)
    assert told["写出时的结论"][0].startswith("✗")
    assert told["错在"] == [
        "禹州市 总计（第664行）：印作 13.10，应为 13.01",
        "七（一） 所述（第251行）：印作 181，应为 180",
    ]
    assert told["批注"][0] == "有误、可能有误或读不出的 2 格带有批注，改正后底色即消"
    assert told["计划表现在"] == ["✗ 1 处合计不符：见“营造林计划”的红底各格"]


def test_a_figure_that_cannot_be_read_is_a_blank_that_says_so(raw: str, tmp_path: Path) -> None:
    text, path = tmp_path / "edited.txt", tmp_path / "edited.xlsx"
    text.write_text(
        raw.replace("长葛市\t0.99\t0.84", "长葛市\t0.99\t0.x4").replace("\t1.75\t1.50", "\tI.75\t1.50")
    )
    tables = read_gazette(text, strict=False)
    workbook.write_workbook(tables, check(tables), path)
    sheet = openpyxl.load_workbook(path)["营造林计划"]
    # 0.32 + 0.07 + 0.45 and 3.25 − 1.50, as printed beside them.
    assert {
        cell.coordinate: (cell.value, cell.comment.text) for row in sheet for cell in row if cell.comment
    } == {
        "U9": (None, "“0.x4”读不出，此格因此空着；按合计应为 0.84（第665行）"),
        "Q10": (None, "“I.75”读不出，此格因此空着；按合计应为 1.75（第666行）"),
    }
    rules = sheet.conditional_formatting
    assert {str(one.sqref) for one in rules if one.rules[-1].type == "containsBlanks"} == {"U9", "Q10"}
    told = cover_lines(path)
    assert [re.findall(r"第\d+行", line) for line in told["读不出"]] == [["第665行"], ["第666行"]]
    assert told["批注"][0] == "有误、可能有误或读不出的 2 格带有批注，改正后底色即消"


def test_plans_that_the_workbook_leaves_out_are_told(
    raw: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = raw.split("\n")
    again = "\n".join(lines[551:674]).replace("2020", "2021").replace("许政〔2019〕25号", "许政〔2020〕31号")
    text, path = tmp_path / "two.txt", tmp_path / "two.xlsx"
    text.write_text(f"{raw.rstrip()}\n\n{again}\n")
    assert main(["excel", str(text), "-o", str(path)]) == 1
    said = capsys.readouterr().err
    (told,) = cover_lines(path)["未写入"]
    assert (
        "只写第一张“许昌市2020年度营造林计划明细表”（第663行）；未写入：“许昌市2021年度营造林计划明细表”（第"
        in told
    )
    assert told in said


@pytest.mark.office
@pytest.mark.parametrize(
    ("cleared", "told"),
    [
        (["T8:X16"], "✓ 核对了 17 处合计，与印出的全部相符"),
        (["T8:X16", "B18:R18"], "– 没有填写印出的合计，无从核对"),
    ],
)
def test_the_cover_counts_the_totals_that_are_still_there(
    written: dict[str, Path], tmp_path: Path, cleared: list[str], told: str
) -> None:
    book = openpyxl.load_workbook(written["zh"])
    for area in cleared:
        for cell in (cell for row in book["营造林计划"][area] for cell in row):
            cell.value = None
    assert computed_by_libreoffice(book, tmp_path)["说明"]["C9"].value == told


def test_of_equally_small_explanations_each_has_a_comment_on_its_own_row(raw: str, tmp_path: Path) -> None:
    text, path = tmp_path / "edited.txt", tmp_path / "edited.xlsx"
    text.write_text(raw.replace("11.5万人次", "12.5万人次"))
    tables = read_gazette(text)
    workbook.write_workbook(tables, check(tables), path)
    sheet = openpyxl.load_workbook(path)["培训目标"]
    places = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    # The targets that are at least as large as what is too much, 1.0万, and the stated total.
    assert places == ["D5", "D6", "D10", "D11", "D14", "D15", "D18", "D19", "E23"]
    assert sheet["D5"].comment.text.startswith("可能有误：印作 12.5，若有误则应为 11.5（共 9 个可能）")


def test_a_workbook_of_a_text_with_a_plan_alone_has_the_charts_of_the_plan(
    tables: Tables, tmp_path: Path
) -> None:
    empty: dict[str, list[Record]] = {
        name: [] for name in ("awards", "training", "training_totals", "tasks", "task_organs")
    }
    alone = replace(tables, rows=tables.rows | empty)
    workbook.write_workbook(alone, check(tables), tmp_path / "plan.xlsx")
    assert len(openpyxl.load_workbook(tmp_path / "plan.xlsx")["图表"]._charts) == 3


def test_the_task_to_blame_is_asked_for_by_its_row_and_its_column(plan: Worksheet) -> None:
    rules = {
        str(cells.sqref): [rule.formula[0] for rule in rules]
        for cells, rules in plan.conditional_formatting._cf_rules.items()
    }
    assert rules["E8:I16"] == [
        "AND(N(E$19)<>0,N($AA8)=E$19,N($Y8)<>0,N($D$19)<>0,"
        "COUNTIF($AA$8:$AA$17,E$19)=1,COUNTIF($E$19:$I$19,E$19)=1)"
    ]


def test_a_format_that_shows_no_zero_says_that_it_shows_texts(written: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(written["zh"])
    formats = {cell.number_format for sheet in book for row in sheet.iter_rows() for cell in row}
    without_zero = [parts for one in formats if len(parts := one.split(";")) > 2 and not parts[2]]
    assert len(without_zero) == 3
    assert [parts[3:] for parts in without_zero] == [["@"]] * 3


@pytest.mark.office
def test_saved_by_libreoffice_no_format_hides_a_text(written: dict[str, Path], tmp_path: Path) -> None:
    saved = computed_by_libreoffice(openpyxl.load_workbook(written["zh"]), tmp_path)
    legend = {
        cell.value: cell.number_format.split(";")
        for (cell,) in saved["说明"].iter_rows(min_col=2, max_col=2)
        if cell.value in ("蓝字", "浅绿底", "米色底", "✓", "红底", "批注")
    }
    # Without a part of its own, a text is hidden by the empty one that LibreOffice puts last.
    assert [parts[3:] for parts in legend.values()] == [["@"]] * 6


def test_a_check_of_a_template_accuses_no_area_and_no_city_that_is_not_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    workbook.write_template(path, 2021)
    book = openpyxl.load_workbook(path)
    plan = book.worksheets[0]
    # 禹州市 and 长葛市 have a task each, 襄城县 a total alone, 鄢陵县 none, which it says by a total of 0; the others nothing.
    typed = {"E8": 4, "T8": 4, "H9": 0.17, "T9": 0.71, "T10": 0, "T11": 1.99, "B17": 0.3, "B18": 9, "E18": 4}
    for cell, value in typed.items():
        plan[cell] = value
    book.save(path)
    name = plan.title
    begun = recalculate(path)
    for row in range(11, 17):
        plan[f"F{row}"] = 0
    book.save(path)
    whole = recalculate(path)
    told = [
        [found[f"{name}!{cell}"] for cell in ("Y8", "Y9", "Y10", "Y11", "Y12", "B19", "E19")]
        for found in (begun, whole)
    ]
    assert told == [
        [0, -0.54, 0, "未填", "", "未填", 0],
        [0, -0.54, 0, -1.99, "", -4.53, 0],
    ]
    plan["B17"] = None
    book.save(path)
    assert recalculate(path)[f"{name}!B19"] == "未填"


def flags_of(plan: Worksheet) -> dict[tuple[int, int], list[tuple[str, int]]]:
    """By cell the conditions that colour it, and 2 for red or 1 for yellow; checks, which are red by themselves, left out."""
    found: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    for area, rules in plan.conditional_formatting._cf_rules.items():
        for rule, cells in product(rules, area.sqref.ranges):
            colour = 2 if rule.dxf.fill.bgColor.rgb.endswith("F8D7D3") else 1
            first = f"{get_column_letter(cells.min_col)}{cells.min_row}"
            for row, column in product(
                range(cells.min_row, cells.max_row + 1), range(cells.min_col, cells.max_col + 1)
            ):
                if column < 25 and row != 19:
                    to = f"{get_column_letter(column)}{row}"
                    formula = Translator(f"={rule.formula[0]}", first).translate_formula(to)
                    found[row, column].append((formula.removeprefix("="), colour))
    return found


def computed_by_libreoffice(book: openpyxl.Workbook, folder: Path) -> openpyxl.Workbook:
    """The values of a workbook that was saved without."""
    book.save(folder / "edited.xlsx")
    own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    to = ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    command = ["soffice", "--headless", own, *to, str(folder / "edited.xlsx")]
    subprocess.run(command, check=True, capture_output=True)
    return openpyxl.load_workbook(folder / "out" / "edited.xlsx", data_only=True)


def turned(
    plan: Worksheet,
    edits: list[tuple[str, ...]],
    flags: dict[tuple[int, int], list[tuple[str, int]]],
    folder: Path,
) -> list[dict[str, int]]:
    """Which cells turn red (2) or yellow (1) where some cells are typed over, as LibreOffice computes it.

    Each condition is written into a cell below, in a copy of the sheet for each edit.
    """
    book = plan.parent
    for number, cells in enumerate(edits):
        sheet = book.copy_worksheet(plan)
        sheet.title = f"{number}"
        for cell in cells:
            printed = sheet[cell].value
            sheet[cell] = round(printed + 0.07, 2) if isinstance(printed, int | float) else 0.77
        for (row, column), conditions in flags.items():
            formula = "0"
            for condition, colour in reversed(conditions):
                formula = f"IF({condition},{colour},{formula})"
            sheet.cell(row + 100, column).value = f"={formula}"
    computed = computed_by_libreoffice(book, folder)
    return [
        {
            f"{get_column_letter(column)}{row}": colour
            for row, column in flags
            if (colour := computed[f"{number}"].cell(row + 100, column).value)
        }
        for number in range(len(edits))
    ]


@pytest.mark.office
def test_whatever_is_typed_over_in_the_plan_turns_red_and_nothing_that_was_not(
    written: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(written["zh"])
    plan = book["营造林计划"]
    flags = flags_of(plan)
    for name in SHEETS["zh"]:
        if name != plan.title:
            del book[name]
    book.defined_names.clear()
    areas = ("B7:R16", "B17:B17", "B18:R18", "T8:X16")
    cells = [cell.coordinate for area in areas for row in plan[area] for cell in row]
    # The city's total and what 中心城区 has stand in one sum that no other crosses: either may be wrong.
    single = [{"B17": 1, "B18": 1} if cell in ("B17", "B18") else {cell: 2} for cell in cells]
    rng = random.Random(7)
    pairs = [tuple(rng.sample(cells, 2)) for _ in range(60)]
    found = turned(plan, [*((cell,) for cell in cells), *pairs], flags, tmp_path)
    assert found[: len(cells)] == single
    for pair, colours in zip(pairs, found[len(cells) :], strict=True):
        assert {cell for cell, colour in colours.items() if colour == 2} <= set(pair), pair


@pytest.mark.office
def test_an_area_put_in_above_the_one_without_tasks_is_added_up_everywhere_or_told(
    written: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(written["zh"])
    for row in (17, 19):
        insert(book, "营造林计划", row=row)
    plan = book["营造林计划"]
    for cell, value in {"A17": "新区", "H17": 0.2, "O17": 0.1, "A19": "另区", "E19": 7}.items():
        plan[cell] = value
    computed = computed_by_libreoffice(book, tmp_path)
    # 22.55 and 0.3; 1.80 and 0.2 of 廊道绿化; what stands below 中心城区 is not added up, and that is told.
    plan, summary = computed["营造林计划"], computed["计划汇总"]
    assert [round(plan[cell].value, 6) for cell in ("B7", "H7", "O7", "E7", "B21")] == [22.85, 2, 6.4, 4, 0.3]
    assert plan["C2"].value == "✗ “中心城区”以下插入的行不计入合计：请移到“中心城区”之上"
    assert [round(summary[cell].value, 6) for cell in ("G15", "G16", "B16", "D16")] == [22.85, 0.3, 0.2, 0.1]
    assert summary["A16"].value == "上列之外"
    assert [summary.cell(row, 4).value for row in (23, 27)] == [2, 0.71]
    assert computed["图表"]["A4"].value.endswith("；另有 0.30 万亩未画")
    assert computed["计划明细"]["A3"].value.startswith("✗ 全市另有 0.30 万亩（新增的县市区）不在本表")
    # As the sheets say: a copy of the row above 中心城区, and a row for each of the two amounts.
    insert(book, "计划汇总", row=14)
    summary, figures = book["计划汇总"], book["计划明细"]
    for column in "BCDEFGHI":
        formula = str(summary[f"{column}13"].value or "")
        summary[f"{column}14"] = Translator(formula, f"{column}13").translate_formula(f"{column}14") or None
    summary["A14"], book["营造林计划"]["D17"] = "新区", "=SUM(E17:I17)"
    for row, cell in enumerate(("H17", "O17"), figures.max_row + 1):
        figures[f"A{row}"], figures[f"E{row}"] = "新区", f"='营造林计划'!{cell}"
    computed = computed_by_libreoffice(book, tmp_path)
    summary, charts = computed["计划汇总"], computed["图表"]
    assert [round(summary[cell].value, 6) for cell in ("B14", "D14", "G14", "G16")] == [0.2, 0.1, 0.3, 22.85]
    assert (summary["A17"].value or "") == ""
    assert (computed["计划明细"]["A3"].value or "") == ""
    top = next(row for row in range(1, 60) if charts.cell(row, 1).value == "位次")
    ranked = [
        (charts.cell(row, 2).value, round(charts.cell(row, 8).value, 6)) for row in range(top + 6, top + 11)
    ]
    assert ranked == [("新区", 0.3), ("中心城区", 0.3), ("魏都区", 0.07), ("示范区", 0.04), ("东城区", 0.02)]
    assert charts["A4"].value.endswith("；另有 0.01 万亩未画")


def test_findings_come_failures_first_with_the_known_reason(book: openpyxl.Workbook) -> None:
    first = [cell.value for cell in book["核对结果"][5]]
    assert first[0] == "不符"
    assert first[2:5] == [22.55, 16.55, -6]
    assert "6.3万亩未列入第三部分" in first[5]


def test_findings_are_coloured_only_where_something_is_to_be_done(book: openpyxl.Workbook) -> None:
    sheet = book["核对结果"]
    rules = [rule.formula[0] for rules in sheet.conditional_formatting._cf_rules.values() for rule in rules]
    assert rules == [
        'AND($A5="不符",$F5="")',
        'AND(OR($A5="无法核对",$A5="需留意"),$F5="")',
    ]
    asking = [
        row
        for row in sheet.iter_rows(min_row=5, values_only=True)
        if row[0] in ("不符", "无法核对", "需留意")
    ]
    assert len(asking) == 33
    assert all(row[5] for row in asking)
    head = [cell.value for cell in sheet[4]]
    assert head[-1] == "编号（供 xcdata known add 引用）"
    assert {cell.font.color.rgb for (cell,) in sheet.iter_rows(min_row=5, min_col=9)} == {"FF6B756F"}


def test_figures_of_the_prose_stand_in_whole_sentences(book: openpyxl.Workbook) -> None:
    rows = list(book["目标与数字"].iter_rows(min_row=5, values_only=True))
    items = {(row[10], row[4]): row[3] for row in rows}
    # Over the break of a line, and without the signs of a formula.
    assert items[1431, "1天"] == (
        "当预测AQI日均值 >200 将持续1天，且未达到黄色预警级别时，随空气质量预报信息发布健康防护提示性信息"
    )
    assert items[1019, "1家以上"].startswith("引导城市货运配送企业发展共同配送、专业配送、定制配送")
    assert (
        items[593, "500米"] == items[593, "300米"] == "推进广场游园建设提升，实现出行“300米见绿、500米见园”"
    )
    # A long one begins with what the figure is of, and says that it goes on.
    assert items[481, "15910起"].startswith("2016年以来，全市消防救援队伍共接处警15910起，出动车辆")
    assert items[481, "15910起"].endswith("…")
    assert all(row[4] in row[3] and len(row[3]) < 130 for row in rows)


@pytest.mark.parametrize("lang", SHEETS)
def test_numbers_are_numbers_on_every_sheet_but_for_what_is_printed(
    written: dict[str, Path], lang: str
) -> None:
    texts = {
        (number, cell.column_letter)
        for number, sheet in enumerate(openpyxl.load_workbook(written[lang]), 1)
        for cell in (cell for row in sheet.iter_rows() for cell in row)
        if isinstance(cell.value, str) and re.fullmatch(r"-?[\d,]*\.?\d+%?", cell.value)
    }
    # 原文 of 目标与数字; a spreadsheet is told that these are meant to be texts, and the quantity stands beside.
    assert texts == {(11, "E")}
    with zipfile.ZipFile(written[lang]) as archive:
        part = archive.read("xl/worksheets/sheet11.xml").decode()
    assert re.search(r'<ignoredError sqref="E5:E\d+" numberStoredAsText="1"', part)


def test_located_errors_stand_above_the_findings(raw: str, tmp_path: Path) -> None:
    text = tmp_path / "edited.txt"
    text.write_text(raw.replace("长葛市\t0.99\t0.84", "长葛市\t0.99\t0.48"))
    tables = read_gazette(text)
    workbook.write_workbook(tables, check(tables), tmp_path / "edited.xlsx")
    told = [
        row[0].value
        for row in openpyxl.load_workbook(tmp_path / "edited.xlsx")["核对结果"].iter_rows(max_row=6)
    ]
    assert any("plan/长葛市/营造林/合计" in str(text) and "应为 0.84" in str(text) for text in told)


def test_a_plan_of_another_shape_is_refused(raw: str, tmp_path: Path) -> None:
    note = "共分为六大类156个项目，绿化面积3009.1亩。"
    text = tmp_path / "edited.txt"
    text.write_text(raw.replace(note, "0.3"))
    tables = read_gazette(text)
    with refuses("workbook_plan_shape", found="中心城区"):
        workbook.write_workbook(tables, check(tables), tmp_path / "edited.xlsx")


def test_a_template_has_empty_tasks_live_formulas_and_the_year(tmp_path: Path) -> None:
    workbook.write_template(tmp_path / "template.xlsx", 2021)
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    sheet = book["营造林计划"]
    assert book.sheetnames == ["营造林计划"]
    assert sheet["A1"].value == "许昌市2021年度营造林计划明细表"
    assert not [
        c
        for row in sheet.iter_rows(min_row=7, max_row=18, min_col=2)
        for c in row
        if c.data_type == "n" and c.value
    ]
    assert sheet["B8"].value == "=SUM(E8:I8,K8:O8,Q8:R8)"


@pytest.mark.parametrize("lang", SHEETS)
def test_a_template_says_of_no_total_that_it_was_printed(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "template.xlsx"
    workbook.write_template(path, 2021, lang=lang)
    book = openpyxl.load_workbook(path)
    words = {"zh": "印|公报", "en": "print|gazette"}[lang]
    texts = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    texts += [book.properties.title, book.properties.description, str(book.worksheets[0].oddFooter.left.text)]
    assert not [text for text in texts if re.search(words, text, re.IGNORECASE)]
    book.worksheets[0]["E8"] = 1
    book.save(path)
    returned = check(path).returned
    assert returned is not None
    assert returned.edits == ()


def test_a_year_that_is_none_is_refused(tmp_path: Path) -> None:
    with refuses("unknown_year", found=21):
        workbook.write_template(tmp_path / "template.xlsx", 21)
