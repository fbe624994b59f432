"""A finding that was judged is written down with its reason, and counts as explained from then on."""

from __future__ import annotations

import html
import tomllib
from pathlib import Path

import pytest

from xcdata.cli import main
from xcdata.ledger.results import Finding, Notice
from xcdata.output.page import report_html
from xcdata.review.known import KnownIssue
from xcdata.review.review import as_known, check

NAMED = "row/长葛市/营造林/合计"


@pytest.fixture
def text(raw: str, tmp_path: Path) -> Path:
    """长葛市's 营造林 0.48 instead of 0.84."""
    path = tmp_path / "edited.txt"
    path.write_text(raw.replace("长葛市\t0.99\t0.84", "长葛市\t0.99\t0.48"), encoding="utf-8")
    return path


def add(text: Path, finding: str, known: Path, *more: str) -> int:
    return main(
        ["known", "add", finding, str(text), "--known", str(known), *(more or ("--reason-zh", "原文如此"))]
    )


def test_a_sum_that_was_accepted_is_explained_while_it_is_off_by_the_same(text: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.toml"
    assert add(text, NAMED, known) == 0
    # 0.32 + 0.07 + 0.45 are 0.84, which is 0.36 more than 0.48.
    entry = {"finding": NAMED, "difference": "0.36", "reason_zh": "原文如此"}
    assert tomllib.loads(known.read_text(encoding="utf-8")) == {"issue": [entry]}
    (found,) = [one for one in check(text, known=known).found if one.id == NAMED]
    assert (found.known, found.is_open) == ({"zh": "原文如此", "en": "原文如此"}, False)
    text.write_text(
        text.read_text(encoding="utf-8").replace("\t0.99\t0.48", "\t0.99\t0.47"), encoding="utf-8"
    )
    again = check(text, known=known)
    assert NAMED in {one.id for one in again.open}
    assert f"stale entry/{NAMED}" in {one.id for one in again.open}


def test_what_the_file_says_stays_as_it_is(text: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.toml"
    before = '# 本局的判断\r\n\r\n[[issue]]\r\nfinding = "namesakes/张伟"\r\nreason_en = "two"\r\n'.encode()
    known.write_bytes(before)
    assert add(text, NAMED, known) == 0
    after = known.read_bytes()
    assert after.startswith(before)
    assert b"\r\n[[issue]]\r\n" in after[len(before) :]
    assert len(tomllib.loads(after.decode())["issue"]) == 2


def test_entries_whose_findings_vanished_are_told(
    text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tmp_path / "known.toml"
    known.write_text('[[issue]]\nfinding = "namesakes/无此人"\nreason_en = "gone"\n', encoding="utf-8")
    assert add(text, NAMED, known) == 0
    assert "“namesakes/无此人”已不再出现" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("finding", "more", "said"),
    [
        ("row/长葛市/营造林/合", (), NAMED),
        ("row/禹州市/营造林/合计", (), "没有编号为"),
        (NAMED, ("--reason-zh", "  "), "请写明理由"),
    ],
)
def test_what_cannot_be_accepted_is_refused_and_nothing_written(
    text: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    finding: str,
    more: tuple[str, ...],
    said: str,
) -> None:
    known = tmp_path / "known.toml"
    assert add(text, finding, known, *more) == 2
    assert said in capsys.readouterr().err
    assert not known.exists()


def test_a_finding_is_accepted_once(text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = tmp_path / "known.toml"
    add(text, NAMED, known)
    before = known.read_bytes()
    assert add(text, NAMED, known) == 2
    assert "已在" in capsys.readouterr().err
    assert known.read_bytes() == before


def test_what_could_not_be_read_is_explained_by_no_reason(
    raw: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "edited.txt"
    text.write_text(raw.replace("长葛市\t0.99\t0.84", "长葛市\t0.99\t0.x4"), encoding="utf-8")
    unread = next(one.id for one in check(text).open if one.kind == "unreadable")
    assert add(text, unread, tmp_path / "known.toml") == 2
    assert "请更正原文" in capsys.readouterr().err


def test_a_file_that_is_no_toml_is_refused_and_stays(text: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.toml"
    known.write_text("issue = [", encoding="utf-8")
    assert add(text, NAMED, known) == 2
    assert known.read_text(encoding="utf-8") == "issue = ["


def test_another_text_needs_a_file_of_its_own(text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["known", "add", NAMED, str(text), "--reason-zh", "原文如此"]) == 2
    assert "--known" in capsys.readouterr().err


def test_a_reason_in_any_words_is_kept(text: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.toml"
    reason = 'quoted "so", a \\ and\na line, 以及“引号”'
    assert add(text, NAMED, known, "--reason-en", reason) == 0
    assert tomllib.loads(known.read_text(encoding="utf-8"))["issue"][0]["reason_en"] == reason


def test_the_page_shows_the_command_to_copy(text: Path) -> None:
    page = html.unescape(report_html(check(text)))
    command = (
        "xcdata known add 'row/长葛市/营造林/合计' edited.txt --known known_issues.toml --reason-zh '理由'"
    )
    assert command in page


def test_report_takes_the_file_as_well(text: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.toml"
    add(text, NAMED, known, "--reason-zh", "两人核过原件")
    main(["report", str(text), "--known", str(known), "-o", str(tmp_path / "page.html")])
    assert "两人核过原件" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_what_was_accepted_of_a_workbook_is_explained_for_the_same_cells_alone() -> None:
    def typed_over(*cells: str) -> Finding:
        found = "formula/formulas_typed_over"
        return Finding(found, "formula", Notice.NOTICED, {"zh": "", "en": ""}, stated=cells)

    known = {typed_over().id: KnownIssue(typed_over().id, {"zh": "无", "en": "none"}, judged=("B9",))}
    assert as_known(typed_over("B9"), known).known
    assert as_known(typed_over("B9", "B10"), known).is_open
