"""What is given → the files of a shelf, and what stands among them and is passed over, which is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from xcdata import XcdataError, corpus
from xcdata.shelf.paths import PassedOver, shelved

HOLDS = "区,甲,乙\n东,1,4\n南,2,5\n西,3,6\n合计,6,15\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of two tables among what is passed over."""
    folder = tmp_path / "shelf"
    for name in (
        "甲.csv",
        "乙/乙.csv",
        ".甲.csv",
        "~$甲.xlsx",
        ".git/a.csv",
        ".git/b.csv",
        "../elsewhere/丙.csv",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(HOLDS, "utf-8")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    (folder / "乙/back").symlink_to("..")
    os.mkfifo(folder / "pipe.csv")
    return folder


def names(paths: object) -> list[str]:
    return sorted(one.file for one in shelved(paths).files)  # type: ignore[arg-type]


def test_what_is_passed_over_is_told_with_its_place_and_no_loop_is_entered(shelf: Path) -> None:
    listed = shelved(shelf)
    assert sorted(one.file for one in listed.files) == ["乙/乙.csv", "甲.csv"]
    assert listed.passed == [
        PassedOver(".git", "hidden"),
        PassedOver(".甲.csv", "hidden"),
        PassedOver("~$甲.xlsx", "hidden"),
        PassedOver("linked", "linked_folder"),
        PassedOver("乙/back", "linked_folder"),
        PassedOver("pipe.csv", "no_file"),
    ]


def test_a_pattern_enters_no_hidden_and_no_linked_folder_and_tells_so(shelf: Path) -> None:
    listed = shelved(f"{shelf}/**/*.csv")
    assert sorted(one.file for one in listed.files) == ["乙/乙.csv", "甲.csv"]
    assert {one.path for one in listed.passed} == {".git", ".甲.csv", "linked", "乙/back", "pipe.csv"}
    assert shelved(f"{shelf}/*/*.csv").passed == [PassedOver(".git", "hidden")]


def test_what_is_named_itself_is_read(shelf: Path) -> None:
    assert names(shelf / ".甲.csv") == [".甲.csv"]
    assert names(shelf / ".git") == ["a.csv", "b.csv"]
    assert names(shelf / "linked") == ["丙.csv"]
    given = shelved([shelf / ".甲.csv", shelf, shelf / "linked"])
    assert {one.file for one in given.files} == {".甲.csv", "甲.csv", "乙/乙.csv", "linked/丙.csv"}
    assert {one.path for one in given.passed} == {".git", "~$甲.xlsx", "乙/back", "pipe.csv"}


def test_a_folder_that_cannot_be_opened_is_told(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def barred(path: str) -> object:
        if Path(path).name == "乙":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", barred)
    listed = shelved(shelf)
    assert [one.file for one in listed.files] == ["甲.csv"]
    assert PassedOver("乙", "unreadable_folder") in listed.passed


def test_a_link_that_leads_to_itself_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf/round.csv").symlink_to("round.csv")
    (tmp_path / "shelf/a.csv").write_text(HOLDS, "utf-8")
    files = corpus(tmp_path / "shelf", tmp_path / "out", map=map)["files"].set_index("file")
    assert files["error"].dropna().to_dict() == {"round.csv": "file_unreadable"}


def test_a_folder_of_hidden_files_alone_is_told_with_their_names(tmp_path: Path) -> None:
    (tmp_path / ".a.csv").write_text(HOLDS, "utf-8")
    with pytest.raises(XcdataError, match=r"只有略过的.*：\.a\.csv"):
        shelved(tmp_path)


def test_a_folder_that_is_not_there_is_told_and_the_data_set_stays(shelf: Path, tmp_path: Path) -> None:
    corpus(shelf, tmp_path / "out", map=map)
    with pytest.raises(XcdataError, match="gone 所指的文件都不存在"):
        corpus(tmp_path / "gone", tmp_path / "out", map=map)
    assert corpus(shelf, tmp_path / "out", map=map).kept == 2


@pytest.mark.parametrize("given", ["", "乙", "甲.csv", "*.csv"])
def test_files_in_the_output_folder_are_refused(shelf: Path, given: str) -> None:
    before = sorted(shelf.rglob("*"))
    with pytest.raises(XcdataError, match="就是输出文件夹"):
        corpus(shelf / given, shelf, map=map)
    assert sorted(shelf.rglob("*")) == before
