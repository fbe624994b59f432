"""The workbook as an analyst opens it; expected figures typed from reading the gazette."""

import math
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import formulas
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from refusals import refuses

from xcdata.dataset.tables import Tables, read_gazette
from xcdata.excel import workbook
from xcdata.excel.style import text_width
from xcdata.review.review import Review, check

SHEETS = {
    "zh": [
        "说明",
        "营造林计划",
        "计划汇总",
        "表彰名单",
        "表彰统计",
        "培训目标",
        "任务清单",
        "目标与数字",
        "成员",
        "核对结果",
        "数据字典",
    ],
    "en": [
        "Cover",
        "Plan",
        "Summary",
        "Rosters",
        "Awards",
        "Training",
        "Tasks",
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
    assert plan["B7"].value == "=SUM(E8:I16,K8:O16,Q8:R16,B17)"


def saved_values(path: Path) -> list[tuple[str, float]]:
    """Address and saved value of every formula, sheet by sheet."""
    saved = openpyxl.load_workbook(path, data_only=True)
    return [
        (f"{sheet.title}!{cell.coordinate}".upper(), saved[sheet.title][cell.coordinate].value)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


def test_an_independent_engine_computes_every_saved_value(written: dict[str, Path]) -> None:
    computed = recalculate(written["zh"])
    saved = saved_values(written["zh"])
    assert len(saved) > 300
    for name, value in saved:
        assert isinstance(value, int | float), (name, value)
        assert math.isclose(float(computed[name]), value, rel_tol=0, abs_tol=1e-9), name


def test_both_languages_hold_the_same_values(written: dict[str, Path]) -> None:
    zh, en = (saved_values(written[lang]) for lang in SHEETS)
    assert [(name.split("!")[1], value) for name, value in zh] == [
        (name.split("!")[1], value) for name, value in en
    ]


def test_an_edited_task_moves_its_totals_and_trips_their_checks(
    written: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(written["zh"])
    book["营造林计划"]["E8"] = 5
    for name in ("表彰统计", "培训目标"):
        book.remove(book[name])
    book.save(tmp_path / "edited.xlsx")
    computed = recalculate(tmp_path / "edited.xlsx")
    for cell, value in {
        "D8": 6.33,
        "C8": 13.86,
        "B8": 14.01,
        "E7": 5,
        "B7": 23.55,
        "AA8": 1,
        "E19": 1,
        "AB8": 0,
    }.items():
        assert math.isclose(computed[f"营造林计划!{cell}"], value, abs_tol=1e-9), cell
    assert math.isclose(computed["计划汇总!G5"], 14.01, abs_tol=1e-9)


def test_awards_and_training_add_up_to_what_the_gazette_states(written: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(written["zh"], data_only=True)
    awards = {row[0].value: [cell.value for cell in row[1:]] for row in book["表彰统计"].iter_rows(min_row=4)}
    of_award = dict(zip(awards["县市区"], awards["合计"], strict=True))
    assert of_award["许昌市模范教师"] == 180
    assert of_award["许昌市师德先进个人"] == 92
    assert of_award["教育质量特殊贡献奖"] == 3 + 19
    training = {row[0].value: row[4].value for row in book["培训目标"].iter_rows(min_row=5)}
    assert (training["合计"], training["核对"]) == (300_000, 0)


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
    assert openpyxl.load_workbook(tmp_path / "undated.xlsx")["说明"]["C5"].value == "? 至 ?，共 17 份公文"


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


def test_names_links_chart_and_properties_are_there(book: openpyxl.Workbook) -> None:
    assert book.defined_names["plan_grand_total"].attr_text == "'营造林计划'!$B$7"
    assert book.defined_names["plan_printed_city"].attr_text == "'营造林计划'!$B$18:$R$18"
    links = [cell.hyperlink.location for row in book["说明"].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in SHEETS["zh"][1:]]
    (chart,) = book["计划汇总"]._charts
    assert (chart.grouping, chart.barDir, len(chart.series)) == ("stacked", "bar", 5)
    assert f"{book.properties.created:%Y-%m-%d}" == "2019-12-30"
    assert book.properties.title == "许昌市公报数据汇总"


def test_findings_come_failures_first_with_the_known_reason(book: openpyxl.Workbook) -> None:
    first = [cell.value for cell in book["核对结果"][5]]
    assert first[0] == "不符"
    assert first[2:5] == [22.55, 16.55, -6]
    assert "6.3万亩未列入第三部分" in first[5]


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


def test_a_year_that_is_none_is_refused(tmp_path: Path) -> None:
    with refuses("unknown_year", found=21):
        workbook.write_template(tmp_path / "template.xlsx", 21)
