"""A review as text and as JSON."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from xcdata.cli import main

Write = Callable[[str | bytes], Path]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["check", *arguments])
    return code, capsys.readouterr().out


COUNTS = (
    "xuchang-gazette-2019.txt: 136 sum rules: 134 exact, 1 within rounding, 1 inconsistent (1 known), "
    "0 not checkable; 0 findings unexplained"
)


def test_our_gazette_checks_with_exit_code_0_and_one_line_of_counts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, text = told(capsys, "--lang", "en")
    assert code == 0
    lines = text.rstrip().split("\n")
    assert lines[0].startswith(
        "✓ Every sum rule holds, except for 1 that a known issue explains. Nothing is left unexplained"
    )
    assert lines[-1] == lines[0]
    assert COUNTS in lines


def test_a_wrong_total_exits_1_and_stands_first_with_its_line_quoted(
    written: Write, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = told(capsys, str(written(raw.replace("禹州市\t13.01", "禹州市\t13.10"))), "--full")
    assert code == 1
    assert (
        text.index("应为 13.01  — 相邻两位颠倒")
        < text.index("第664行：禹州市 【13.10】")
        < text.index("已知：")
    )


def test_a_tie_is_told_as_a_tie(written: Write, raw: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(raw.replace("3年培训2万人次以上", "3年培训3万人次以上"))
    code, text = told(capsys, str(path), "--lang", "en")
    assert code == 1
    assert "9 equally small explanations, a tie" in text
    assert text.count("should be") == 0  # nine equal explanations are one sentence


def test_the_verdict_and_whom_it_points_to_stand_first_and_whom_last(
    written: Write, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(raw.replace("禹州市\t13.01", "禹州市\t13.10"))
    for more in ((), ("--full",)):
        lines = told(capsys, str(path), "--lang", "en", *more)[1].rstrip().split("\n")
        assert lines[0].startswith("✗ Findings left unexplained: ")
        assert lines[1] == "禹州市 总计 (line 664): printed 13.10, should be 13.01"
        assert lines[-1] == lines[1]


def test_a_name_that_is_missing_from_a_list_is_told_with_both_numbers_and_the_heading(
    written: Write, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # 五（二） states 19名 on line 92, over a list of nineteen; 白晓鹏 is its first.
    path = written(raw.replace("白晓鹏 禹州市高级中学\n", "\n", 1))
    code, text = told(capsys, str(path))
    assert code == 1
    assert text.split("\n")[1] == "五（二）：标题写19名，名单18名，少1名（第92行）"
    assert "印作 18" not in text
    assert (
        "the heading states 19, the list has 18, 1 too few (line 92)"
        in told(capsys, str(path), "--lang", "en")[1]
    )


@pytest.mark.parametrize(
    "change",
    [("禹州市\t13.01", "禹州市\t13.10"), ("县", "市"), ("万亩", "亩"), ("名", "人"), ("\t0.15", "\t0.51")],
)
def test_a_check_is_told_on_one_screen_whatever_is_wrong(
    written: Write, raw: str, capsys: pytest.CaptureFixture[str], change: tuple[str, str]
) -> None:
    path = written(raw.replace(*change))
    code, text = told(capsys, str(path))
    assert code == 1
    assert len(text.rstrip().split("\n")) <= 25
    assert len(told(capsys, str(path), "--full")[1].split("\n")) > 25


def test_the_sum_that_fails_by_most_is_told_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "t.csv"
    path.write_text("县,甲,乙,丙\n东,120,4500,21\n西,231,670,34\n合计,358,9170,55\n", encoding="utf-8")
    assert main(["audit", str(path), "--lang", "en"]) == 1
    text = capsys.readouterr().out
    # 4500 + 670 = 5170, off by 4000; 120 + 231 = 351, off by 7
    assert text.index("published 9170, computed 5170") < text.index("published 358, computed 351")


def test_a_long_tie_is_told_shortly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Made up: 153 + 22 * 200 + 218 = 4771 and not 4753; only a 135 has the digits of what is printed for it exchanged.
    figures = ["153", *["200"] * 22, "218"]
    path = tmp_path / "t.csv"
    path.write_text(
        "\n".join(["县,户", *(f"{n}村,{one}" for n, one in enumerate(figures, 1)), "合计,4753"]),
        encoding="utf-8",
    )
    assert main(["audit", str(path), "--lang", "en", "--tolerance", "0.1"]) == 1
    text = capsys.readouterr().out
    short = (
        "25 equally small explanations, a tie; the total B26, or one of its 24 parts (B2, B3, B4, B5, B6, B7, …); "
        "in B2 it would be a slip: two neighbours transposed"
    )
    assert text.split("\n")[1].startswith(short)
    assert text.count("would have to be") + text.count("should be") == 6
    assert "… and 19 more of these" in text


def test_two_figures_of_one_explanation_are_told_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # B2 and C3 are wrong, by 30 and by 4: every other sum holds.
    path = tmp_path / "t.csv"
    path.write_text(
        "县,甲,乙,合计\n东,150,45,165\n西,231,71,298\n南,97,34,131\n合计,448,146,594\n", encoding="utf-8"
    )
    assert main(["audit", str(path), "--lang", "en"]) == 1
    text = capsys.readouterr().out
    assert "together: B2: printed 150, should be 120; C3: printed 71, should be 67" in text.split("\n")[1]
    assert main(["audit", str(path)]) == 1
    assert "同时：B2：印作 150，应为 120；C3：印作 71，应为 67" in capsys.readouterr().out.split("\n")[1]


def test_json_keeps_the_contract(written: Write, raw: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(raw.replace("禹州市\t13.01", "禹州市\t13.10"))
    code, text = told(capsys, str(path), "--format", "json")
    assert code == 1
    contract = json.loads(text)
    assert set(contract) == {"source", "summary", "coverage", "findings", "observations", "explanations"}
    assert contract["source"]["name"] == "gazette.txt"
    assert len(contract["source"]["sha256"]) == 64
    assert contract["summary"] == {
        "rules": 136,
        "exact": 132,
        "within_rounding": 1,
        "inconsistent": 3,
        "not_checkable": 0,
    }
    (row,) = [finding for finding in contract["findings"] if finding["rule"] == "row/禹州市/总计"]
    assert row == {
        "rule": "row/禹州市/总计",
        "verdict": "inconsistent",
        "published": "13.10",
        "computed": "13.01",
        "difference": "-0.09",
        "tolerance": "0.00",
        "figures": ["plan/禹州市/总计", "plan/禹州市/营造林/合计", "plan/禹州市/花卉苗木/合计"],
        "lines": [664],
        "known": None,
    }
    assert contract["explanations"] == [
        {
            "group": 1,
            "given": None,
            "rank": 1,
            "tied": 1,
            "slip": None,
            "note": None,
            "figures": [
                {
                    "key": "plan/禹州市/总计",
                    "line": 664,
                    "address": None,
                    "printed": "13.10",
                    "implied": "13.01",
                    "range": None,
                    "slip": "two neighbours transposed",
                }
            ],
        }
    ]


def test_the_known_issue_carries_its_reason_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = told(capsys, "--format", "json")
    assert code == 0
    (known,) = [finding for finding in json.loads(text)["findings"] if finding["known"]]
    assert known["rule"] == "prose/tasks"
    assert "16.55" in known["known"]


def test_an_unusable_source_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert "这是文件夹" in capsys.readouterr().err
    assert main(["check", str(tmp_path), "--lang", "en"]) == 2
    assert "This is a folder" in capsys.readouterr().err
