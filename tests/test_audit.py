"""The rules of a table nobody declared are found, checked, and their errors located by address."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page import read_page

import xcdata
from xcdata.auditing.patterns import in_words, patterns_of, rule_id
from xcdata.auditing.sheets import audit
from xcdata.cli import main
from xcdata.errors import XcdataError
from xcdata.gazette.documents import Gazette
from xcdata.gazette.plan.header import COLUMNS, row_sums
from xcdata.gazette.plan.ledger import table_rules
from xcdata.gazette.plan.reading import CITY, read_table
from xcdata.gazette.tying import last_place
from xcdata.grids.readings import read_grid
from xcdata.ledger.model import Kind, SumRule
from xcdata.ledger.proof import figure_states
from xcdata.output.grid_view import audit_json, audit_text
from xcdata.output.page import report_html

Rows = list[list[str]]

# Made up: two provinces with their towns; shares are no sums.
TOWNS = [
    ["", "2018", "2019", "both", "share"],
    ["North", "4531", "5127", "9658", "52.7"],
    ["Aby", "1207", "1391", "2598", "14.2"],
    ["Bex", "3324", "3736", "7060", "38.5"],
    ["South", "3969", "4711", "8680", "47.3"],
    ["Cole", "2846", "3158", "6004", "32.7"],
    ["Dunn", "1123", "1553", "2676", "14.6"],
    ["All", "8500", "9838", "18338", "100.0"],
]


def edited(rows: Rows, row: int, column: int, text: str) -> Rows:
    copy = [list(cells) for cells in rows]
    copy[row][column] = text
    return copy


@pytest.fixture(scope="module")
def plan_rows(gazette: Gazette) -> Rows:
    """The plan's table as it is printed, its header damaged as it is."""
    lines = [line.text for document in gazette.documents for line in document.lines]
    first = next(n for n, line in enumerate(lines) if line.startswith("单位\t总计"))
    rows = [line.split("\t") for line in lines[first : first + 20]]
    return rows[: next(n for n, row in enumerate(rows) if row[0] == "中心城区") + 1]


@pytest.fixture
def plan_csv(tmp_path: Path) -> Callable[[Rows], Path]:
    def write(rows: Rows) -> Path:
        path = tmp_path / "plan.csv"
        path.write_text("\n".join(",".join(row) for row in rows), encoding="gb18030")
        return path

    return write


def test_a_clean_table_is_all_right() -> None:
    found = audit(TOWNS)
    assert found.ok
    assert found.counts()["exact"] >= 15
    told = [in_words(pattern, "en") for pattern in found.patterns]
    assert "rows 3–4 make row 2 (columns B–E)" in told or "rows 3–4 make row 2 (columns B–D)" in told
    assert "columns B–C make column D (rows 2–8)" in told


def test_a_wrong_figure_is_located_by_its_address() -> None:
    found = audit(edited(TOWNS, 5, 2, "3185"))  # 3158 in the table
    (first,) = found.explanations.to_dict("records")
    assert (first["address"], first["printed"], first["implied"]) == ("C6", "3185", "3158")
    assert first["figure_slip"] == "two neighbours transposed"
    assert not found.ok
    assert "C6 (Cole / 2019) (line 6): printed 3185, should be 3158" in audit_text(found, "en")
    assert "C6（Cole / 2019）" in audit_text(found, "zh")


def test_a_lost_figure_is_located_too() -> None:
    found = audit(edited(TOWNS, 5, 2, ""))
    assert ("C6", "3158") in set(
        zip(found.explanations["address"], found.explanations["implied"], strict=True)
    )


def test_the_only_sum_of_a_table_is_located_by_its_label() -> None:
    rows = [
        ["项目", "金额"],
        ["办公费", "21454"],
        ["差旅费", "185069"],
        ["会议费", "52689"],
        ["合计", "232212"],
    ]
    found = audit(rows)  # 158069 in the table
    assert list(found.findings.loc[found.findings["verdict"] == "inconsistent", "id"]) == ["B5=B2:B4"]
    assert ("B3", "158069") in set(
        zip(found.explanations["address"], found.explanations["implied"], strict=True)
    )


def test_a_labelled_total_of_a_few_small_figures_is_located() -> None:
    found = audit([["房租", "1200"], ["电费", "317"], ["水费", "95"], ["合计", "1621"]])  # it is 1612
    assert list(found.findings[found.findings["verdict"] == "inconsistent"]["id"]) == ["B4=B1:B3"]
    assert (3, 1) in set(found.explanations["key"])
    before = audit([["合计", "1621"], ["房租", "1200"], ["电费", "317"], ["水费", "95"]])
    assert list(before.unexplained["id"]) == ["B1=B2:B4"]


def test_a_total_off_by_a_carried_one_is_located() -> None:
    found = audit([["经费", "2000000"], ["基金", "4500000"], ["合计", "6499999"]])
    assert ("B3", "6500000") in set(
        zip(found.explanations["address"], found.explanations["implied"], strict=True)
    )


def test_the_unit_of_a_table_is_not_told_by_its_roundest_figures() -> None:
    figures = ["1400", "3750", "8000", "45000", "58150"]
    found = audit([["甲乙丙丁"[n] if n < 4 else "合计", figure] for n, figure in enumerate(figures)])
    assert [ledger.ulp for ledger in found.ledgers] == [10]


def test_one_finer_figure_among_many_is_no_unit() -> None:
    parts = [Decimal(n * 3457) / 10 for n in range(3, 15)]
    rows = [[f"第{'甲乙丙丁戊己庚辛壬癸子丑'[n]}", str(part)] for n, part in enumerate(parts)]
    rows.append(["合计", str(sum(parts) + Decimal("0.01"))])
    assert [ledger.ulp for ledger in audit(rows).ledgers] == [Decimal("0.1")]


def test_counts_that_happen_to_be_round_are_not_rounded_beside_others() -> None:
    rows = ["项目|x|y|z", "甲|300|500|120", "乙|200|100|345", "丙|400|600|211", "合计|1000|1100|676"]
    found = audit([row.split("|") for row in rows])  # 900 and 1200
    assert found.counts()["inconsistent"] == 2


def test_a_slip_is_located_where_another_sum_of_the_same_column_is_wrong_anyway() -> None:
    parts = [(408614, 420676), (1042878, 1096040), (52340, 59649), (3036824, 3197396)]
    subtotals = [sum(column) for column in zip(*parts, strict=True)]
    rows = [
        ["town", "9378091", "9840158"],
        *([f"part {n}", str(a), str(b)] for n, (a, b) in enumerate(parts)),
    ]
    rows.append(["departments", str(subtotals[0] + 461273), str(subtotals[1])])
    rows.append(["total", str(9378091 + subtotals[0] + 461273), str(9840158 + subtotals[1])])
    assert "B7" not in set(audit(rows).explanations["address"])
    assert "B7" in set(audit(edited(rows, 0, 1, "9378901")).explanations["address"])


def test_a_part_ten_times_too_large_is_located_though_its_total_looks_like_an_average() -> None:
    found = audit([["机器", "2500"], ["厂房", "147"], ["合计", "397"]])
    assert (0, 1) in set(found.explanations["key"])


def test_a_mark_for_nothing_hides_no_error_beside_it() -> None:
    parts = [(512, 317, 94), (428, 105, 733), (261, 604, 377), (819, 245, 631), (702, 158, 446)]
    rows = [[str(a), str(b), str(c), str(a + b + c)] for a, b, c in parts]
    rows[1][1], rows[1][3] = "x", "1161"
    rows[3][1], rows[3][3] = "x", "1405"  # 1450 are its parts
    found = audit([["甲", "乙", "丙", "合计"], *rows])
    assert list(found.findings[found.findings["verdict"] == "inconsistent"]["id"]) == ["D5=A5+C5"]


def test_a_column_that_numbers_the_lines_is_not_added_up() -> None:
    rows = ["项目|行次|本年|上年", "合计|1|435|453", "甲|2|148|143", "乙|3|215|230", "丙|4|72|80"]
    found = audit([row.split("|") for row in rows])
    assert found.ok
    assert {address[0] for address in found.findings["id"] if "=" in address} == {"C", "D"}


def test_a_header_of_years_beside_a_short_word_is_no_sum() -> None:
    rows = ["类|2018|2019|增减", "合计|1410|1525|115", "甲|610|655|45", "乙|480|515|35", "丙|320|355|35"]
    assert audit([row.split("|") for row in rows]).ok


def test_who_was_absent_from_everything_has_nothing_to_add_up() -> None:
    rows = ["姓名|一|二|总分", "安|18|27|45", "柏|缺考|缺考|0", "岑|17|26|43", "段|22|19|41"]
    assert audit([row.split("|") for row in rows]).ok


def test_the_line_of_the_whole_city_is_a_total() -> None:
    rows = [["性别", "人数", "长期", "占比%"], ["全市", "2430", "390", "16"], ["男", "1161", "237", "20"]]
    found = audit([*rows, ["女", "1269", "53", "12"]])  # 153 in the table
    assert (3, 2) in set(found.explanations["key"])


def test_numbers_in_a_header_are_no_error() -> None:
    body = [[str(a), str(b), str(a + b)] for a, b in ((4213, 871), (952, 3317), (6104, 2285), (737, 1996))]
    found = audit([["7", "3", "1"], [], ["甲", "乙", "合计"], *body])  # 10 with a lost figure
    assert found.ok
    assert found.counts()["rules"] == 4


def test_columns_counted_in_the_header_are_no_error() -> None:
    rows = ["No.,1,2,3,4", "甲,11,23,17,51", "乙,9,14,31,54", "丙,20,8,12,40", "总计,40,45,60,145"]
    found = audit([row.split(",") for row in rows])  # 1 + 2 + 3 = 6
    assert found.ok
    assert found.counts()["rules"] == 8


def test_a_column_of_rates_does_not_hide_a_wrong_total_beside_it() -> None:
    rows = [
        "区,户数,已通,比率",
        "北,812,401,49.4",
        "南,693,377,54.4",
        "东,639,298,46.6",
        "总计,2144,1076,50.2",
    ]
    table = [row.split(",") for row in rows]
    assert audit(table).ok
    table[4][1] = "2414"
    found = audit(table)
    assert ("B5", "2144") in set(
        zip(found.explanations["address"], found.explanations["implied"], strict=True)
    )


def test_a_round_figure_among_zeros_does_not_make_the_table_look_coarse() -> None:
    rows = [
        [name, str(a + b), str(a), str(b)]
        for name, a, b in (("x", 317, 254), ("y", 481, 126), ("z", 205, 733))
    ]
    found = audit([*rows, ["u", "0", "100", "0"]])
    assert "C4" in set(found.explanations["address"])


def test_the_json_has_the_rules_and_the_kinds() -> None:
    told = json.loads(audit_json(audit(edited(TOWNS, 5, 2, "3185"))))
    rules = {(tuple(rule["total"]), rule["axis"]): rule for rule in told["rules"]}
    assert rules[(7, 1), "row"]["verdict"] == "exact"
    assert rules[(5, 3), "column"] == {
        "total": [5, 3],
        "parts": [[5, 1], [5, 2]],
        "axis": "column",
        "verdict": "inconsistent",
        "source": "discovered",
    }
    assert told["summary"]["rules"] == len(told["rules"])
    assert {kind["kind"] for kind in told["kinds"]} == {"exact"}
    assert told["explanations"][0]["figures"][0]["key"] == [5, 2]


def test_rounded_figures_hold_within_rounding_and_are_said_to() -> None:
    # Twelve columns of three figures, each rounded on its own: 0.4 + 0.4 + 0.4 is printed 0 + 0 + 0 = 1.
    thirds = [Decimal(n) * Decimal("1.37") for n in range(1, 37)]
    columns = [thirds[n : n + 3] for n in range(0, 36, 3)]
    rows = [[str(round(column[n] * 97)) for column in columns] for n in range(3)]
    rows.append([str(round(sum(column) * 97)) for column in columns])
    found = audit(rows)
    assert found.ok
    assert found.counts()["within rounding"] > 0
    assert [ledger.kind for ledger in found.ledgers] == [Kind.ROUNDED]
    assert "rounded figures" in audit_text(found, "en")


SMALL = [["", "2018", "2019"], ["Aby", "1207", "1391"], ["Bex", "3324", "3736"], ["All", "4531", "5127"]]


def test_a_unit_off_in_a_small_table_is_located_in_case_its_sums_are_exact() -> None:
    found = audit(edited(SMALL, 3, 2, "5128"))
    assert found.counts()["within rounding"] == 1
    assert found.counts()["inconsistent"] == 0
    assert not found.ok
    explained = found.explanations
    assert set(explained["given"]) == {"exact"}
    assert dict(zip(explained["address"], explained["implied"], strict=True)) == {
        "C2": "1392",
        "C3": "3737",
        "C4": "5127",
    }
    for lang, doubt, error in (("en", "In doubt", "Errors located"), ("zh", "存疑", "错误定位")):
        told = audit_text(found, lang)
        assert doubt in told
        assert error not in told
        assert "C4=C2:C3" in told  # which sum, and by how much
    page = report_html(found, lang="en")
    assert "Nothing is wrong for certain" in page
    assert "exact or rounded, not settled" in page
    states = {state.state for state in figure_states(found).values()}
    assert "in doubt" in states
    assert "suspect" not in states
    assert "! ≈1" in " ".join(page.split())
    assert 'class="verdict doubt"' in page
    assert json.loads(audit_json(found))["explanations"][0]["given"] == "exact"


# Made up as yearbooks have them: rows and columns add up to the last digit, under a note that they might not.
OUTPUT = [
    ["", "总产值", "农业", "林业", "牧业", "渔业"],
    ["全市", "1193596", "606471", "139118", "438528", "9479"],
    ["魏都区", "432516", "189781", "12968", "227001", "2766"],
    ["建安区", "203344", "57977", "74419", "69351", "1597"],
    ["鄢陵县", "220795", "50408", "37571", "132563", "253"],
    ["襄城县", "336941", "308305", "14160", "9613", "4863"],
    ["注：由于四舍五入，部分数据合计可能与分项之和略有出入。"],
]


def test_a_note_on_rounding_excuses_no_figure_of_a_table_that_adds_up_to_the_last_digit() -> None:
    assert audit(OUTPUT).counts()["exact"] == 10
    found = audit(edited(OUTPUT, 4, 4, "132566"))
    assert dict(zip(found.explanations["address"], found.explanations["implied"], strict=True)) == {
        "E5": "132563"
    }
    assert found.exit_code == 1
    assert any("表注说" in one.message["zh"] for one in found.found)


def test_a_note_on_rounding_is_believed_where_the_sums_bear_it_out() -> None:
    rows = [["合计", "100.1", "50.0", "33.4"], ["甲", "33.3", "16.7", "11.1"], ["乙", "33.3", "16.7", "11.1"]]
    rows += [["丙", "33.4", "16.7", "11.1"], ["注：由于四舍五入，合计与分项之和略有出入。"]]
    found = audit(rows)
    assert (found.counts()["within rounding"], found.exit_code, len(found.doubts)) == (3, 0, 0)


def test_sums_that_agree_within_rounding_only_are_named_on_the_first_screen() -> None:
    columns = [[Decimal(n) * Decimal("132.89") for n in (k, k + 1, k + 2)] for k in range(1, 37, 3)]
    rows = [[str(round(column[n])) for column in columns] for n in range(3)]
    found = audit([*rows, [str(round(sum(column))) for column in columns]])
    sums = [one for one in found.found if one.verdict == "within rounding"]
    assert found.exit_code == 0
    assert sums
    told = f"Sums that agree within rounding only, not exactly: {len(sums)}: "
    assert audit_text(found, "en").split("\n")[1].startswith(told)
    assert told in report_html(found, lang="en").split("</section>")[0]


def test_a_doubt_about_decimals_is_something_to_look_into_too() -> None:
    pairs = [(Decimal(f"{7 * n}.{n % 9 + 1}"), Decimal(f"{4 * n + 3}.{n % 7 + 2}")) for n in range(3, 21)]
    rows = [[str(one), str(other), str(one + other)] for one, other in pairs]
    rows[7][2] = str(Decimal(rows[7][2]) + Decimal("0.1"))
    found = audit([["甲", "乙", "合计"], *rows])
    assert (len(found.doubts), found.exit_code) == (1, 1)
    assert "存疑" in audit_text(found)


def test_row_and_column_of_a_rounded_table_that_are_off_alike_name_the_figure_where_they_cross() -> None:
    exact = [
        [Decimal(17 * r * r + 29 * r * c + 7 * c) * Decimal("0.0137") for c in range(1, 6)]
        for r in range(3, 12)
    ]
    body = [[sum(row), *row] for row in exact]
    body.insert(0, [sum(column) for column in zip(*body, strict=True)])
    rows = [
        ["合计" if n == 0 else f"县{n}", *(str(round(one, 1)) for one in row)] for n, row in enumerate(body)
    ]
    rows.insert(0, ["县", "合计", *"甲乙丙丁戊"])
    found = audit(rows)
    assert (found.ok, found.counts()["within rounding"] > 5) == (True, True)
    wrong = edited(rows, 6, 3, str(Decimal(rows[6][3]) + Decimal("0.3")))
    found = audit(wrong)
    assert (found.counts()["inconsistent"], [one.id for one in found.open]) == (0, ["unlikely/D7"])
    assert f"should be {rows[6][3]}" not in audit_text(found, "en")  # it may be rounding all the same
    assert f"D7 is printed {wrong[6][3]}; were it {rows[6][3]}" in audit_text(found, "en").split("\n")[1]


def test_what_rounding_cannot_explain_is_wrong_for_certain_in_a_small_table_too() -> None:
    found = audit(edited(SMALL, 3, 2, "5137"))
    assert found.counts()["inconsistent"] == 1
    assert found.explanations["given"].isna().all()


def test_doubts_are_numbered_on_from_errors() -> None:
    found = audit(edited(edited(SMALL, 3, 2, "5128"), 3, 1, "4591"))
    explained = found.explanations.drop_duplicates("group")
    assert explained["group"].to_list() == [1, 2]
    assert explained["given"].isna().to_list() == [True, False]


def test_a_column_that_is_not_meant_to_add_up_is_no_error() -> None:
    rates = ["rate", "3.17", "2.94", "3.91", "1.85", "3.36", "2.71", "3.05"]
    found = audit([[*row, rate] for row, rate in zip(TOWNS, rates, strict=True)])
    assert found.ok


def test_a_table_without_sums_says_that_nothing_was_checked() -> None:
    found = audit([["a", "b"], ["17", "23"], ["5", "101"], ["89", "7"]])
    assert found.counts()["rules"] == 0
    assert "nothing was checked" in audit_text(found, "en")


def test_a_frame_is_audited_like_a_file() -> None:
    frame = pd.DataFrame([row[1:4] for row in TOWNS[1:]], columns=TOWNS[0][1:4]).astype("int64")
    frame.index = pd.Index([row[0] for row in TOWNS[1:]], name="town")
    assert xcdata.audit(frame).ok
    frame.loc["Dunn", "2018"] += 9
    assert set(xcdata.audit(frame).explanations["address"]) == {"B7"}
    assert "B7" in xcdata.audit(frame)._repr_html_()


def test_the_rows_of_a_frame_are_what_its_index_calls_them_though_that_has_no_name() -> None:
    frame = pd.DataFrame(
        {"计": [3, 9, 15, 300], "A": [1, 4, 7, 100], "B": [2, 5, 8, 200]}, index=["甲", "乙", "丙", "合计"]
    )
    assert not xcdata.audit(frame).ok
    column = pd.Series([3, 9, 15, 300], index=["甲", "乙", "丙", "合计"])
    assert [one.id for one in xcdata.audit(column).open] == ["B5=B2:B4"]
    assert not xcdata.audit(column, rules=["合计 = 甲 + 乙 + 丙"]).ok


def test_all_identities_of_the_plan_are_found_in_its_table(
    gazette: Gazette, plan_rows: Rows, plan_csv: Callable[[Rows], Path]
) -> None:
    table = read_table(gazette)
    keys = {(cell.area, cell.column.number): cell.key for cell in table.cells}
    first = min(cell.line for cell in table.cells) - 4
    places = {cell.key: (cell.line - first, cell.column.number - 1) for cell in table.cells}
    printed = {cell.key for cell in table.cells if cell.printed}
    wanted = {
        (places[rule.total], frozenset(places[part] for part in rule.parts if part in printed))
        for rule in table_rules(keys, [], COLUMNS, row_sums(), CITY)
        if rule.total in printed and printed.intersection(rule.parts)
    }
    found = audit(plan_csv(plan_rows))
    filled = {figure.key for ledger in found.ledgers for figure in ledger.figures if figure.printed}
    rules = {
        (rule.total, frozenset(filled.intersection(rule.parts)))
        for pattern in found.patterns
        for rule in pattern.rules
    }
    assert len(wanted) > 50
    assert wanted <= rules
    assert found.counts()["exact"] == found.counts()["rules"]


@pytest.mark.parametrize(
    ("row", "column", "text", "meant", "address"),
    [
        (5, 1, "13.10", "13.01", "B6"),  # 禹州市 总计
        (4, 3, "7.72", "7.27", "D5"),  # 许昌市 造林合计
        (10, 14, "1.60", "1.06", "O11"),  # 建安区 森林抚育
        (4, 1, "22.85", "22.55", "B5"),  # the city's total, of which 中心城区 has no breakdown
        (7, 4, "0.02", "", "E8"),  # 鄢陵县 has no 山区生态林
    ],
)
def test_a_wrong_figure_of_the_plan_is_located_in_its_csv(
    plan_rows: Rows,
    plan_csv: Callable[[Rows], Path],
    row: int,
    column: int,
    text: str,
    meant: str,
    address: str,
) -> None:
    assert plan_rows[row][column] == meant
    found = audit(plan_csv(edited(plan_rows, row, column, text)))
    first = found.explanations[found.explanations["rank"] == 1]
    assert list(zip(first["address"], first["implied"], strict=True)) == [(address, meant)]


def test_the_page_shows_every_cell_and_its_state() -> None:
    page = read_page(report_html(audit(edited(TOWNS, 5, 2, "3185")), lang="en"))
    table = page.one("table", "grid")
    assert len(list(table.all("tr"))) == 1 + len(TOWNS)
    (suspect,) = table.all("td", "suspect")
    assert "3185" in suspect.text
    assert "3158" in suspect.text
    assert "columns B–C make column D" in page.by_id["patterns"].text


def test_the_commands_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, page = tmp_path / "t.csv", tmp_path / "page.html"
    path.write_text("\n".join(",".join(row) for row in TOWNS))
    assert main(["audit", str(path), "-o", str(page), "--lang", "en"]) == 0
    assert "Sum rules" in capsys.readouterr().out
    assert "<!doctype html>" in page.read_text(encoding="utf-8")
    path.write_text("\n".join(",".join(row) for row in edited(TOWNS, 5, 2, "3185")))
    assert main(["audit", str(path), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["summary"]["inconsistent"] > 0
    assert main(["audit", str(tmp_path / "none.csv")]) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_a_page_is_not_written_over_its_table(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("甲,120\n乙,345\n合计,465\n", encoding="utf-8")
    assert main(["audit", str(path), "-o", str(path)]) == 2
    assert path.read_text(encoding="utf-8").startswith("甲")


def test_tables_of_one_text_are_audited_each_at_its_lines(tmp_path: Path) -> None:
    table = "\n".join("\t".join(row) for row in TOWNS)
    (tmp_path / "t.txt").write_text(f"Heading\n\n{table}\n\nprose\n\n{table.replace('3158', '3185')}\n")
    found = audit(tmp_path / "t.txt")
    assert set(found.explanations["address"]) == {"C19"}


def test_figures_of_other_units_do_not_blunt_each_other() -> None:
    found = audit(TOWNS)
    assert {str(ledger.ulp) for ledger in found.ledgers} >= {"1"}


def test_rules_read_like_a_spreadsheet() -> None:
    assert rule_id((9, 2), [(2, 2), (3, 2), (4, 2), (6, 2)]) == "C10=C3:C5+C7"
    assert rule_id((0, 27), [(0, 0), (0, 1)]) == "AB1=A1:B1"


def test_instances_are_gathered_and_blank_cells_are_parts() -> None:
    rows = [["1", "2", "3"], ["4", "", "5"], ["5", "2", "8"]]
    rules = [
        SumRule((2, 0), ((0, 0), (1, 0))),
        SumRule((2, 1), ((0, 1),)),
        SumRule((2, 2), ((0, 2), (1, 2))),
    ]
    (pattern,) = patterns_of(rows, read_grid(rows), rules)
    assert (pattern.axis, pattern.total, pattern.parts, pattern.positions) == ("row", 2, (0, 1), (0, 1, 2))
    assert pattern.rules[1].parts == ((0, 1), (1, 1))
    assert in_words(pattern, "zh", everywhere=True) == "第1–2行相加得第3行（各列）"


def test_the_plan_and_its_csv_have_one_unit(plan_rows: Rows) -> None:
    (ledger,) = audit(plan_rows).ledgers
    assert ledger.ulp == last_place(cell for row in plan_rows[4:] for cell in row[1:])


CELLS = st.one_of(
    st.sampled_from([cell for row in TOWNS for cell in row]),
    st.sampled_from(
        [
            "",
            "-",
            "—",
            "…",
            "1e99",
            "1e-99",
            "9223372036855",
            "-0",
            "(5)",
            "12.5%",
            "1.234,5",
            "９９",
            "#REF!",
            "=A1",
        ]
    ),
    st.text(max_size=4),
    st.integers(-(10**25), 10**25).map(str),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 4), CELLS), max_size=8),
    st.permutations(range(8)),
    st.sampled_from([",", ";", "\t"]),
    st.binary(max_size=3),
)
def test_mutated_tables_never_raise_anything_else(
    tmp_path_factory: pytest.TempPathFactory,
    edits: list[tuple[int, int, str]],
    order: list[int],
    delimiter: str,
    rubbish: bytes,
) -> None:
    rows = TOWNS
    for row, column, text in edits:
        rows = edited(rows, row, column, text)
    text = "\n".join(delimiter.join(rows[n]) for n in order)
    path = tmp_path_factory.mktemp("mutated") / "t.csv"
    path.write_bytes(text.encode("utf-8", "surrogatepass") + rubbish)
    try:
        found = audit(path)
        audit_text(found)
        audit_json(found)
        report_html(found)
    except XcdataError:
        pass


def test_rows_that_are_all_rounded_to_tens_are_rounded_beside_one_that_is_not() -> None:
    # A council's bands of tax, each figure rounded to ten on its own; one region counts exactly.
    rows = """region,A,B,C,D,E,F,G,H,I,total
NE,667260,205250,194090,111950,60030,26180,14430,1550,20,1280770
NW,1381010,700030,610850,360710,213480,103150,65240,7280,90,3441850
SE,366180,682890,1067530,836070,547270,334360,263930,39980,70,4138290
SC,497867,581576,423304,365001,362354,217954,140162,14327,11,2602556"""
    found = audit([row.split(",") for row in rows.splitlines()])
    assert found.counts()["rules"] == 4
    assert found.counts()["inconsistent"] == 0  # off by 10, 10 and 10 of at most 50


def test_nine_round_figures_may_be_rounded_and_eight_need_not_be() -> None:
    nine = "a,b,c,d,e,f,g,h,total\n20,30,40,50,60,70,80,90,450\n1,2,3,4,5,6,7,8,36\n3,5,7,9,1,4,6,2,37"
    found = audit([row.split(",") for row in nine.splitlines()])
    assert found.counts()["inconsistent"] == 0
    eight = "a,b,c,d,e,f,g,total\n20,30,40,50,60,70,80,360\n1,2,3,4,5,6,7,28\n3,5,7,9,1,4,6,35"
    found = audit([row.split(",") for row in eight.splitlines()])
    assert found.counts()["inconsistent"] == 1


def test_totals_rounded_more_coarsely_than_some_of_their_parts_hold_within_that_rounding() -> None:
    parts = [(10597 + 13 * n, n % 3, 167 + 7 * n) for n in range(12)]
    rows = [["fuel", "total", "CO2", "CH4", "N2O"]]
    for n, (first, second, third) in enumerate(parts):
        small = "0.000005" if n % 3 == 0 else f"0.0000{second}"
        total = first + third + (second if n % 3 else 0)
        rows.append([f"fuel {n}", f"0.{total:05d}", f"0.{first:05d}", small, f"0.{third:05d}"])
    assert audit(rows).counts()["inconsistent"] == 0
    rows[4][1] = "0.10843"  # 0.10803 + ...
    assert audit(rows).counts()["inconsistent"] == 1


def unread(texts: str) -> list[str]:
    """The texts of a column that are told to look like figures."""
    rows = [["name", "a", "b"], *([f"row {n}", text, "7"] for n, text in enumerate(texts.split()))]
    return [word for one in audit(rows).found if one.kind == "unreadable" for word in one.words]


def test_periods_and_codes_among_figures_are_no_figures_that_cannot_be_read() -> None:
    assert unread("31 12 2016-17 45 31-33 88 2014-05-31") == []
    assert unread("12 31 03 45 07 88 90") == []
    assert unread("12 31 00,01 45 07 88 90") == []


def test_a_letter_for_a_digit_is_no_note_behind_a_figure() -> None:
    assert unread("130 121 13O 45 1,5O0 88 13X 90 １３Ｏ 77 64 55 13〇") == [
        "13O",
        "1,5O0",
        "13X",
        "１３Ｏ",
        "13〇",
    ]
    assert unread("13O 121 45 88") == ["13O"]  # the first of its column
    assert unread("130 2Z0 45 3q5 88 1b4 90 G20 77 Q1 64 5G 55 13b 20 13Z 21") == ["2Z0", "3q5", "1b4", "13Z"]
    assert unread("130r 121① 45* 88(p) 90E 1,304a") == []  # revised, estimated, footnotes


def test_what_cannot_be_read_is_named_first_with_what_the_sums_imply() -> None:
    rows = [["全市", "700", "310", "390"], ["甲县", "300", "100", "200"], ["乙县", "250", "120", "13O"]]
    found = audit([["地区", "合计", "一产", "二产"], *rows, ["丙县", "150", "90", "60"]])
    assert audit_text(found).split("\n")[1] == "D4 的“13O”读不出，按合计应为 130"
    assert found.exit_code == 1


def test_what_was_misread_is_still_told() -> None:
    assert unread("31 12 l2 45 88 #REF!") == ["l2", "#REF!"]
    assert unread("31.2 12.7 035 45.1 88.0") == ["035"]
    assert unread("312 127 035 451 0880 92") == ["035", "0880"]
