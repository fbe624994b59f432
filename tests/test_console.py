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


def test_our_gazette_checks_with_exit_code_0_and_one_line_of_counts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, text = told(capsys, "--lang", "en")
    assert code == 0
    last = text.rstrip().split("\n")[-1]
    assert last == (
        "xuchang-gazette-2019.txt: 102 sum rules: 100 exact, 1 within rounding, 1 inconsistent (1 known), "
        "0 not checkable; 0 findings unexplained"
    )


def test_a_wrong_total_exits_1_and_stands_first_with_its_line_quoted(
    written: Write, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = told(capsys, str(written(raw.replace("禹州市\t13.01", "禹州市\t13.10"))))
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


def test_json_keeps_the_contract(written: Write, raw: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(raw.replace("禹州市\t13.01", "禹州市\t13.10"))
    code, text = told(capsys, str(path), "--format", "json")
    assert code == 1
    contract = json.loads(text)
    assert set(contract) == {"source", "summary", "coverage", "findings", "observations", "explanations"}
    assert contract["source"]["name"] == "gazette.txt"
    assert len(contract["source"]["sha256"]) == 64
    assert contract["summary"] == {
        "rules": 102,
        "exact": 98,
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
