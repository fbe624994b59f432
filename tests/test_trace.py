"""Click to trace: what the page carries for its script, and what the script does with it in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from browser import driven
from page import Element, read_page

import xcdata
from xcdata.output.page import report_html
from xcdata.output.trace import trace_of
from xcdata.review.review import Review, check

Write = Callable[[str | bytes], Path]
NAME, PRINTED, VALUE, MOVED, LINE, COLUMN, COUNTED = range(7)

GRID = [
    ["", "甲", "乙", "合计"],
    ["东", "1,207.5", "1391.25", "2598.75"],
    ["西", "3324", "3736", "7061"],
    ["南", "97", "34", "131"],
    ["合计", "4628.5", "5161.25", "9789.75"],
]
"""Made up: 西 adds up to 7060."""

OTHER = """# 洛川市人民政府关于印发洛川市2021年造林计划的通知

洛政〔2021〕3号

洛川市2021年造林计划任务分配表

单位：亩

单位\t合计\t人工造林\t\t封山育林
\t\t乔木林\t灌木林\t
洛川市\t1500\t600\t400\t500
东山县\t900\t400\t200\t300
西水县\t600\t200\t200\t200
"""
"""Made up: the plan of another city."""


@pytest.fixture(scope="module")
def wrong(raw: str, tmp_path_factory: pytest.TempPathFactory) -> Review:
    path = tmp_path_factory.mktemp("trace") / "wrong.txt"
    path.write_text(raw.replace("禹州市\t13.01", "禹州市\t13.10"), encoding="utf-8")
    return check(path)


def carried(page: Element, name: str = "trace") -> dict[str, Any]:
    return json.loads(page.by_id[name].text)


def test_every_figure_and_every_rule_of_the_review_is_carried_once(wrong: Review) -> None:
    data = carried(read_page(report_html(wrong)))
    assert len(data["figures"]) == len(wrong.figures)
    rules = [rule for ledger in wrong.ledgers for rule in ledger.rules]
    assert len(data["rules"]) == len(rules) == wrong.counts()["rules"]
    keys = list(wrong.figures)
    for told, rule in zip(data["rules"], rules, strict=True):
        assert (keys[told[1]], tuple(keys[part] for part in told[2])) == (rule.total, rule.parts)


def test_what_is_carried_gives_every_verdict_again(wrong: Review) -> None:
    data = carried(read_page(report_html(wrong)))
    for words, total, parts, signs, known, tolerance, verdict, number in data["rules"]:
        values = [Fraction(data["figures"][part][VALUE]) for part in parts]
        computed = sum(value * sign for value, sign in zip(values, signs or [1] * len(parts), strict=True))
        off = abs(computed - Fraction(data["figures"][total][VALUE]) - Fraction(known))
        own = "exact" if off == 0 else "within rounding" if off <= Fraction(tolerance) else "inconsistent"
        assert verdict == ("known" if Fraction(known) and own != "inconsistent" else own), words
        assert wrong.found[number - 1].message["zh"] == words


def test_every_cell_of_the_plan_knows_its_figure(wrong: Review) -> None:
    page = read_page(report_html(wrong))
    data = carried(page)
    table = page.one("table", "plan")
    assert table.attributes["data-trace"] == "trace"
    cells = [cell for cell in table.all("td") if "data-f" in cell.attributes]
    assert len(cells) == 171
    for cell in cells:
        figure = data["figures"][int(cell.attributes["data-f"])]
        assert "".join(value.text for value in cell.all("span", "value")) == figure[PRINTED]
    # The note of the urban core is in mu, the ledger in 10,000 of them.
    noted = [
        data["figures"][int(one.attributes["data-f"])]
        for one in table.one("td", "note").all("span")
        if "data-f" in one.attributes
    ]
    assert [(one[PRINTED], one[VALUE], one[MOVED]) for one in noted][-1] == ("3009.1", "0.30091", 4)


def test_a_counted_figure_is_carried_as_counted(wrong: Review) -> None:
    data = trace_of(wrong, "zh").data
    counted = [one for one in data["figures"] if one[COUNTED]]  # type: ignore[attr-defined]
    assert ["五（二） 清点", "19"] in [one[:2] for one in counted]


def test_what_a_page_carries_cannot_end_its_script() -> None:
    rows = [row[:] for row in GRID]
    rows[1][0] = "</script><script>alert(1)</script><!--"
    page = read_page(report_html(xcdata.audit(rows)))
    assert len(list(page.all("script"))) == 2
    names = [one[NAME] for one in carried(page)["figures"]]
    assert any("</script><script>alert(1)</script><!--" in name for name in names)


def test_each_sheet_of_a_workbook_carries_its_own(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name in ("一月", "二月"):
        sheet = book.active if name == "一月" else book.create_sheet()
        assert sheet is not None
        sheet.title = name
        for row in (["", "甲", "乙"], ["东", 4213, 2245], ["西", 6378, 9011], ["合计", 10591, 11256]):
            sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    page = read_page(report_html(xcdata.audit(tmp_path / "book.xlsx")))
    assert [table.attributes["data-trace"] for table in page.all("table", "grid")] == [
        "sheet-1-trace",
        "sheet-2-trace",
    ]
    assert len(carried(page, "sheet-1-trace")["rules"]) == len(carried(page, "sheet-2-trace")["rules"]) == 2


def test_a_plan_of_another_city_is_shown_under_its_own_header(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(OTHER, encoding="utf-8")
    page = read_page(report_html(check(path)))
    table = page.one("table", "plan")
    rows = [[cell.text for cell in row.all("th")] for row in table.one("thead").all("tr")]
    assert rows == [["单位", "合计", "人工造林", "封山育林"], ["乔木林", "灌木林"]]
    assert "单位：亩" in table.one("caption").text
    body = list(table.one("tbody").all("tr"))
    assert [row.one("th").text for row in body] == ["洛川市", "东山县", "西水县"]
    assert [value.text for value in body[1].all("span", "value")] == ["900", "400", "200", "300"]
    assert carried(page)["rules"]


def test_several_plans_of_a_text_are_shown_each_with_its_own_figures(tmp_path: Path, raw: str) -> None:
    path = tmp_path / "both.txt"
    path.write_text(f"{raw}\n\n{OTHER}", encoding="utf-8")
    page = read_page(report_html(check(path)))
    ours, other = page.all("table", "plan")
    assert [one.attributes["data-trace"] for one in (ours, other)] == ["trace", "trace"]
    assert "许政〔2019〕25号" in ours.one("caption").text
    assert "洛政〔2021〕3号" in other.one("caption").text
    figures = carried(page)["figures"]
    cells = [cell for cell in other.all("td") if "data-f" in cell.attributes]
    printed = [figures[int(cell.attributes["data-f"])][PRINTED] for cell in cells]
    assert printed == ["1500", "600", "400", "500", "900", "400", "200", "300", "600", "200", "200", "200"]


def entered(value: str) -> str:
    return (
        f"const input = d.querySelector('.trace input'); input.value = {json.dumps(value)};"
        "input.dispatchEvent(new f.contentWindow.Event('input', { bubbles: true }));"
        "const said = d.querySelector('.trace output').textContent;"
    )


def cell_at(row: int, column: int) -> str:
    return f"const cell = d.querySelector('table.plan').tBodies[0].rows[{row}].cells[{column}];"


LIT = "const lit = (css) => [...d.querySelectorAll('table.plan .' + css + ' .value')].map((one) => one.textContent);"
PRESS = "const press = (one, key) => one.dispatchEvent(new f.contentWindow.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));"


@pytest.mark.browser
def test_a_click_lights_a_figures_sums_and_another_value_mends_or_breaks_them(
    wrong: Review, tmp_path: Path
) -> None:
    script = cell_at(1, 1) + LIT + "cell.click();" + entered("13.01")
    script += "const panel = d.querySelector('.trace').textContent; const mark = d.querySelector('.trace mark').textContent;"
    script += "return { panel, mark, said, total: lit('lit-total'), traced: lit('traced'), parts: lit('lit-part').length };"
    told = driven(report_html(wrong), script, tmp_path)
    assert "在 2 条关系中：成立 0，不符 2" in told["panel"]
    assert "第664行：禹州市 13.10 12.86 5.33" in told["panel"]
    assert "各数之和 22.64，合计 22.55，差 0.09" in told["panel"]
    assert told["mark"] == "13.10"
    assert told["said"] == "✓ 将有 2 条变为成立"
    assert told["total"] == ["22.55", "13.10"]
    assert told["traced"] == ["13.10"]
    assert told["parts"] == 2 + 10  # 12.86 and 0.15; the ten areas


@pytest.mark.browser
def test_the_sums_that_another_value_would_break_are_told_exactly(wrong: Review, tmp_path: Path) -> None:
    # 长葛市 森林抚育 0.45 stands in its row's sum and in its column's.
    for value, said in (
        ("0.46", "✗ 将有 2 条不再成立"),
        ("0.450", "各关系的判定不变：成立 2，不符 0"),
        ("０．４５", "各关系的判定不变：成立 2，不符 0"),
        ("0.4500000000000000000001", "✗ 将有 2 条不再成立"),
        ("", "✗ 将有 2 条不再成立"),
        ("许多", "“许多”不是数字"),
    ):
        script = (
            cell_at(2, 14)
            + "cell.click();"
            + entered(value)
            + "return [cell.querySelector('.value').textContent, said];"
        )
        assert driven(report_html(wrong), script, tmp_path) == ["0.45", said], value


@pytest.mark.browser
def test_the_keyboard_does_what_the_mouse_does_and_escape_gives_the_focus_back(
    wrong: Review, tmp_path: Path
) -> None:
    script = (
        cell_at(0, 1)
        + PRESS
        + (
            "const stops = d.querySelectorAll('table.plan [tabindex=\"0\"]').length;"
            "cell.focus(); press(cell, 'ArrowDown'); press(d.activeElement, 'ArrowRight'); press(d.activeElement, 'Enter');"
            "const panel = d.querySelector('.trace'); const shown = !panel.hidden; const at = d.activeElement.textContent;"
            "const status = panel.querySelector('[role=status]').textContent;"
            "press(panel.querySelector('input'), 'Escape');"
            "return { stops, shown, at, status, hidden: panel.hidden, back: d.activeElement.textContent, lit: d.querySelectorAll('.lit-part').length };"
        )
    )
    told = driven(report_html(wrong), script, tmp_path)
    assert told["stops"] == 1
    assert told["shown"]
    assert told["at"].startswith("12.86")
    assert told["status"] == "在 3 条关系中：成立 2，不符 1"
    assert (told["hidden"], told["back"], told["lit"]) == (True, told["at"], 0)


@pytest.mark.browser
def test_a_figure_of_an_audited_grid_is_traced_in_its_own_unit(tmp_path: Path) -> None:
    found = xcdata.audit(GRID)
    assert not found.ok
    script = (
        cell_at(2, 4)
        + "cell.click();"
        + entered("7,060")
        + "return [said, d.querySelector('.trace').textContent, d.querySelector('.trace mark').textContent];"
    )
    said, panel, mark = driven(report_html(found, lang="en"), script, tmp_path)
    assert "would come to hold" in said
    assert mark == "7061"
    assert re.search(r"the parts are 7060, the total 7061, difference −1", panel)


@pytest.mark.browser
def test_a_note_in_mu_is_reckoned_in_the_unit_of_its_table(wrong: Review, tmp_path: Path) -> None:
    script = (
        "const cell = [...d.querySelectorAll('td.note [data-f]')].pop(); cell.click();"
        + entered("3009.2")
        + "return [cell.textContent.trim().slice(0, 6), said];"
    )
    # 0.30092 rounds to the 0.3 that is printed beside it, as 0.30091 does.
    assert driven(report_html(wrong), script, tmp_path) == ["3009.1", "各关系的判定不变：成立 1，不符 0"]


@pytest.mark.browser
@pytest.mark.parametrize("width", [400, 1280])
def test_what_is_wider_than_the_screen_says_so(wrong: Review, tmp_path: Path, width: int) -> None:
    script = (
        "d.querySelectorAll('details').forEach((one) => { one.open = true; });"
        "f.contentWindow.dispatchEvent(new Event('resize'));"
        "return [...d.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth + 1)"
        ".map((one) => f.contentWindow.getComputedStyle(one, '::before').display);"
    )
    hints = driven(report_html(wrong), script, tmp_path, width=width)
    assert set(hints) == {"block"} if width == 400 else hints == []
