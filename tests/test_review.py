"""What a review finds, and what is known of it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import xcdata
from xcdata.dataset.tables import Tables, parse
from xcdata.review.known import KnownIssue, read_known_issues
from xcdata.review.review import Review, review

Write = Callable[[str | bytes], Path]


@pytest.fixture(scope="module")
def ours() -> Review:
    return xcdata.check()


@pytest.fixture(scope="module")
def tables() -> Tables:
    return xcdata.read_gazette()


def test_nothing_in_our_gazette_is_unexplained(ours: Review) -> None:
    assert ours.ok
    assert ours.unexplained.empty
    assert ours.explanations.empty
    assert ours.counts() == {
        "rules": 136,
        "exact": 134,
        "within rounding": 1,
        "inconsistent": 1,
        "not checkable": 0,
    }


def test_failures_come_first(ours: Review) -> None:
    assert ours.findings.iloc[0]["id"] == "prose/tasks"
    assert ours.findings["verdict"].iloc[-1] == "exact"


@pytest.mark.parametrize("finding", sorted(read_known_issues()))
def test_without_any_one_known_issue_the_finding_is_unexplained(tables: Tables, finding: str) -> None:
    known = read_known_issues()
    del known[finding]
    found = review(tables, known)
    assert found.unexplained["id"].tolist() == [finding]


def test_a_known_issue_that_no_longer_matches_is_itself_a_finding(tables: Tables) -> None:
    reason = {"zh": "原因", "en": "reason"}
    known = read_known_issues() | {
        "gone": KnownIssue("gone", reason),
        "row/禹州市/总计": KnownIssue("row/禹州市/总计", reason, Decimal("0.1")),
        "prose/tasks": KnownIssue("prose/tasks", reason, Decimal("-5.00")),
    }
    found = review(tables, known)
    assert not found.ok
    told = found.findings.set_index("id")["message_en"]
    assert "nothing of the kind" in told["stale entry/gone"]
    assert "the rule holds" in told["stale entry/row/禹州市/总计"]
    assert "the difference is -6.00, not -5.00" in told["stale entry/prose/tasks"]


def test_a_rule_with_a_known_difference_still_helps_to_locate(written: Write, raw: str) -> None:
    found = xcdata.check(
        written(
            raw.replace(
                "2020年，全市计划完成生态廊道绿化建设任务1.8万亩",
                "2020年，全市计划完成生态廊道绿化建设任务1.9万亩",
            )
        )
    )
    assert not found.ok
    rows = found.explanations
    assert rows["key"].tolist() == ["prose/许政〔2019〕25号/三（一）1/生态廊道绿化建设任务"]
    assert (rows["printed"].item(), rows["implied"].item(), rows["line"].item()) == ("1.9", "1.80", 585)


def test_what_is_known_of_ours_is_asked_of_copies_of_it_alone(written: Write, raw: str) -> None:
    mended = raw.replace("生态对接建设任务0.3万亩", "生态对接建设任务0.3万亩，中幼林抚育6万亩")
    found = xcdata.check(written(mended))
    assert "prose/tasks" in found.findings.loc[found.findings["verdict"] == "exact", "id"].tolist()
    # A copy of ours is asked for all that is known of ours; a text of its own is not.
    stale = found.findings.loc[found.findings["id"].str.startswith("stale"), "id"].tolist()
    assert stale == ["stale entry/prose/tasks"]
    own = raw.replace("许政", "漯政").replace("许昌", "漯河")
    assert not xcdata.check(written(own)).findings["id"].str.startswith("stale").any()


def test_a_review_shows_itself_in_a_notebook(written: Write, raw: str) -> None:
    found = xcdata.check(written(raw.replace("禹州市\t13.01", "禹州市\t13.10")))
    html = found._repr_html_()
    assert "13.10" in html
    assert "相邻两位颠倒" in html
    assert "2 findings unexplained" in repr(found)


@pytest.mark.parametrize(
    "content",
    [
        "[[issue]]\nfinding = 'x'\n",
        "[[issue]]\nfinding = 'x'\nreason_zh = '甲'\nreason_en = 'a'\ndifference = 'much'\n",
        "[[issue]]\nfinding = 'x'\nreason_zh = '甲'\nreason_en = 'a'\ndifference = 1\n" * 2,
        "[[issue\n",
        "issue = 3\n",
    ],
)
def test_known_issues_that_cannot_be_read_are_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "known_issues.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(xcdata.InputError, match="known_issues"):
        read_known_issues(path)


@pytest.mark.parametrize(("line", "now"), [(1167, 1167), (1721, 1722), (2531, 2530)])
def test_a_line_that_is_gone_from_a_copy_is_told_though_no_sum_knows_of_it(
    raw: str, line: int, now: int
) -> None:
    lines = raw.split("\n")
    del lines[line - 1]
    found = review(parse("\n".join(lines), "copy"), read_known_issues())
    (told,) = [one for one in found.found if one.kind == "differs from ours"]
    assert told.lines == (now,)
    assert not told.is_open


def test_of_the_gazette_itself_and_of_another_text_no_difference_is_told(raw: str) -> None:
    for text in (raw, "青石市人民政府关于植树的通知\n青政〔2021〕5号\n一、植树10万亩。"):
        found = review(parse(text, "text"), read_known_issues())
        assert not [one for one in found.found if one.kind == "differs from ours"]


def test_groups_of_errors_are_numbered_without_gaps() -> None:
    text = (
        "某市人民政府关于表彰先进的通知\n某政〔2020〕3号\n各县区：\n  授予张三等2人先进个人称号，授予某某局等3个单位先进集体称号。\n"
        "先进个人（2名）\n张三\n先进集体（3个）\n某某局\n某某处\n2020年1月2日\n"
    )
    assert [group.number for group in review(parse(text, "a.txt"), {}).groups] == [1, 2]
