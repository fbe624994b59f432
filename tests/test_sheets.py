"""Workbooks sheet by sheet, and what a reviewer tells: rules, rules files, tolerance, groups."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook
from refusals import refuses

import xcdata
from xcdata.auditing.rules_file import read_rules
from xcdata.auditing.sheets import WorkbookAudit, save_rules
from xcdata.cli import main
from xcdata.output.grid_view import audit_json, audit_text
from xcdata.output.page import report_html

GOOD = [["", "甲", "乙"], ["东", 4213, 2245], ["西", 6378, 9011], ["合计", 10591, 11256]]
BAD = [["", "甲", "乙"], ["东", 4213, 2245], ["西", 6378, 9011], ["合计", 10591, 12256]]
NO_TOTAL = [["", "甲", "乙"], ["东", 17, 5], ["西", 3, 41]]


def workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    """Write a workbook of some sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def audited(path: Path) -> WorkbookAudit:
    """Audit a workbook of several sheets."""
    found = xcdata.audit(path)
    assert isinstance(found, WorkbookAudit)
    return found


def test_an_error_on_any_sheet_is_found_and_named_with_its_sheet(tmp_path: Path) -> None:
    found = audited(workbook(tmp_path, 一月=GOOD, 二月=BAD, 三月=GOOD))
    assert [audit.ok for audit in found] == [True, False, True]
    assert not found.ok
    assert found.exit_code == 1
    assert set(found.unexplained["sheet"]) == {"二月"}
    # 2245 + 9011 = 11256, printed 12256: the total, or one of its parts
    assert set(found.explanations["address"]) == {"C4", "C3", "C2"}
    assert found["二月"].counts()["inconsistent"] == 1


def test_equal_rules_of_two_sheets_do_not_hide_each_other(tmp_path: Path) -> None:
    told = json.loads(audit_json(audited(workbook(tmp_path, 一月=BAD, 二月=GOOD))))
    verdicts = {(one["sheet"], one["rule"]): one["verdict"] for one in told["findings"]}
    assert verdicts["一月", "C4=C2:C3"] == "inconsistent"
    assert verdicts["二月", "C4=C2:C3"] == "exact"
    assert told["summary"]["rules"] == 4
    assert told["coverage"]["figures"] == told["coverage"]["checked"] == 12


def test_a_sheet_without_a_table_is_named(tmp_path: Path) -> None:
    found = audited(workbook(tmp_path, 说明=[["注：单位万亩"]], 一月=GOOD, 二月=GOOD))
    assert found.ok
    assert "说明" in audit_text(found)
    assert ("no table", "说明") in {(one.reason, one.what) for one in found.coverage.left_out}


def test_sheets_on_which_nothing_was_checked_are_no_clean_bill(tmp_path: Path) -> None:
    found = audited(workbook(tmp_path, 一月=NO_TOTAL, 二月=NO_TOTAL))
    assert found.exit_code == 3
    assert "✓" not in report_html(found).split("</section>")[0]


def test_a_hidden_sheet_is_audited_and_told(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = workbook(tmp_path, 一月=GOOD, 底稿=BAD)
    book = load_workbook(path)
    book["底稿"].sheet_state = "hidden"
    book.save(path)
    found = audited(path)
    assert not found["底稿"].ok
    assert "底稿" in next(one for one in found.found if one.kind == "hidden sheets").message["zh"]


def test_the_page_of_a_workbook_has_each_sheet_and_no_id_twice(tmp_path: Path) -> None:
    from page import read_page

    page = read_page(report_html(audited(workbook(tmp_path, 一月=GOOD, 二月=BAD))))
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids)) > 20
    links = {one.attributes["href"][1:] for one in page.all("a") if one.attributes["href"].startswith("#")}
    assert links <= set(ids)


def test_a_declared_rule_is_checked_where_nothing_calls_itself_a_total() -> None:
    rows = [["", "甲"], ["收入", "512"], ["支出", "498"], ["结余", "24"], ["人口", "7"]]
    found = xcdata.audit(rows, rules=["收入 = 支出 + 结余"])
    [finding] = [one for one in found.found if one.is_rule]
    assert (finding.id, finding.difference) == ("B2=B3:B4", 10)  # 498 + 24 - 512
    assert not found.ok


def test_a_declared_rule_has_more_authority_than_a_label() -> None:
    rows = [["", "甲"], ["东", "5213"], ["西", "1478"], ["其他", "300"], ["合计", "6691"]]
    assert not xcdata.audit(rows).ok  # 5213 + 1478 + 300 = 6991
    found = xcdata.audit(rows, rules=["合计 = 东 + 西"])
    assert [one.id for one in found.found if one.is_rule] == ["B5=B2:B3"]
    assert found.ok


def test_a_rules_file_that_was_edited_is_not_written_over(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    found = audited(workbook(tmp_path, 一月=GOOD, 二月=GOOD))
    save_rules(found, rules)
    save_rules(found, rules)
    edited = rules.read_text().replace("[[", "# confirmed\n[[", 1)
    rules.write_text(edited)
    with refuses("output_edited", path=rules, other=f"--save-rules {tmp_path / 'rules-2.toml'}"):
        save_rules(found, rules)
    assert rules.read_text() == edited


def test_a_rule_that_no_sheet_can_be_checked_by_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, 一月=GOOD, 二月=GOOD)
    with pytest.raises(xcdata.InputError, match="北"):
        xcdata.audit(path, rules=["合计 = 东 + 北"])


def test_saved_rules_find_next_month_what_they_found_this_month(tmp_path: Path) -> None:
    first = workbook(tmp_path, 一月=GOOD, 二月=GOOD)
    save_rules(audited(first), tmp_path / "rules.toml")
    file = read_rules(tmp_path / "rules.toml")
    again = xcdata.audit(workbook(tmp_path, 一月=GOOD, 二月=BAD), file=file)
    assert isinstance(again, WorkbookAudit)
    assert {pattern.source for audit in again for pattern in audit.patterns} == {"declared"}
    assert [audit.ok for audit in again] == [True, False]


def test_a_rule_that_was_struck_out_is_told_as_not_checked(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text('[[rules]]\nname = "one"\nrule = "B4 = B2 + B3"\n', encoding="utf-8")
    rows = [*GOOD, ["", "", ""], ["", "甲", "乙"], ["南", 4, 5], ["北", 7, 9], ["小计", 11, 15]]
    found = xcdata.audit(rows, file=read_rules(tmp_path / "rules.toml"))
    assert [one.id for one in found.found if one.is_rule] == ["B4=B2:B3"]
    assert "小计" in audit_text(found)  # 5 + 9 is not 15, but nothing was asked of it
    assert {note.reason for note in found.unchecked} == {"not declared"}


def test_a_tolerance_makes_rounding_errors_none() -> None:
    rows = [["", "甲"], ["东", "33.3"], ["西", "33.3"], ["南", "33.3"], ["合计", "100.0"]]
    assert xcdata.audit(rows, tolerance="0.1").ok  # three times 0.05, and 0.05 of the total
    assert not xcdata.audit(rows, tolerance="0.01").ok


def test_a_tolerance_that_is_no_number_is_refused() -> None:
    with refuses("not_a_unit", where="tolerance", found="'-1'"):
        xcdata.audit(GOOD, tolerance="-1")


VOTES = [
    ["precinct", "office", "candidate", "votes"],
    ["1", "Mayor", "Lee", "1210"],
    ["1", "Mayor", "Orr", "720"],
    ["1", "Mayor", "Total", "1930"],
    ["2", "Mayor", "Lee", "315"],
    ["2", "Mayor", "Orr", "461"],
    ["2", "Mayor", "Total", "876"],  # 776
]


def test_rows_are_parted_by_the_columns_that_are_named() -> None:
    found = xcdata.audit(VOTES, by="precinct")
    assert {one.id: one.verdict for one in found.found if one.is_rule} == {
        "D4=D2:D3": "exact",
        "D7=D5:D6": "inconsistent",
    }


def test_groups_need_not_stand_together() -> None:
    mixed = [VOTES[0], *(VOTES[n] for n in (1, 4, 2, 5, 3, 6))]
    found = xcdata.audit(mixed, by=["precinct", "office"])
    assert {one.difference for one in found.found if one.is_rule} == {0, -100}


def test_a_heading_that_is_not_there_is_refused() -> None:
    with pytest.raises(xcdata.InputError, match="ward"):
        xcdata.audit(VOTES, by="ward")


def test_the_command_writes_rules_and_checks_by_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules.toml"
    assert main(["audit", str(workbook(tmp_path, 一月=GOOD)), "--save-rules", str(rules)]) == 0
    assert "B4" in rules.read_text(encoding="utf-8") or "合计" in rules.read_text(encoding="utf-8")
    assert main(["audit", str(workbook(tmp_path, 一月=BAD)), "--rules", str(rules), "--lang", "en"]) == 1
    assert "printed 12256" in capsys.readouterr().out
    assert main(["audit", str(workbook(tmp_path, 一月=GOOD)), "--rule", "合计 = 东 - 南"]) == 2


def test_a_sum_that_misses_a_row_is_a_finding(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    rows: list[list[object]] = [["", "甲", "乙"], ["东", 4213, 22], ["西", 6378, 90], ["南", 118, 31]]
    path = workbook(tmp_path, 一月=[*rows, ["合计", "=SUM(B2:B3)", "=SUM(C2:C4)"]])
    calculated = with_values(path, {"B5": 10591, "C5": 143})
    found = xcdata.audit(calculated)
    assert any(one.kind == "formula" and "B4" in one.message["zh"] for one in found.open)
    assert load_workbook(calculated)["一月"]["B5"].value == "=SUM(B2:B3)"


def with_values(path: Path, values: dict[str, int]) -> Path:
    """Put saved values beside the formulas of a workbook, as a spreadsheet does on saving."""
    import re
    from zipfile import ZipFile

    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            text = content.decode()
            for cell, value in values.items():
                text = re.sub(
                    rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v ?/?>(</v>)?', rf"\g<1><v>{value}</v>", text
                )
            parts[name] = text.encode()
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
