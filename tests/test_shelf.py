"""A shelf of files: each done as if alone, done once, and told when it cannot be."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from distributed import Client
from hostile_tables import HOSTILE, LARGE
from openpyxl import Workbook, load_workbook

from xcdata import XcdataError, audit, check, corpus
from xcdata.cli import main
from xcdata.excel.workbook import write_template
from xcdata.gazette.documents import Gazette
from xcdata.output.grid_view import audit_json
from xcdata.shelf import Outcome, record_of, store
from xcdata.shelf.engine import by_map
from xcdata.shelf.packed import joined
from xcdata.shelf.paths import Shelved, shelved
from xcdata.shelf.record import NOTICES, READERS, TABLES
from xcdata.shelf.run import Parameters
from xcdata.shelf.told import as_number, tables
from xcdata.shelf.work import Overtime, Task, within

HOLDS = "区,甲,乙\n东,1,4\n南,2,5\n西,3,6\n合计,6,15\n"
WRONG = "区,甲,乙\n东,1,4\n南,2,5\n西,3,6\n合计,6,25\n"
NOTHING = "区,甲,乙\n东,1,4\n南,2,5\n西,3,70\n"
NOTICE = (
    "某市人民政府关于表彰先进的通知\n某政〔2020〕3号\n各县区：\n  授予张三等2人先进个人称号。\n2020年1月2日\n"
)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    (folder / "乙").mkdir(parents=True)
    files = {
        "甲.csv": HOLDS,
        "乙/错.csv": WRONG,
        "乙/无.csv": NOTHING,
        "通知.txt": NOTICE,
        "坏.xlsx": "no workbook",
    }
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    (folder / ".hidden.csv").write_text(HOLDS, "utf-8")
    (folder / "~$甲.xlsx").write_text("open elsewhere", "utf-8")
    return folder


def tables_of(folder: Path) -> dict[str, pd.DataFrame]:
    """Everything in a data set but times, in one order."""
    frames = {name: store.read_table(folder, name) for name in store.COLUMNS}
    frames["files"] = frames["files"].drop(columns="seconds")
    return {
        name: frame.sort_values(list(frame.columns)).reset_index(drop=True) for name, frame in frames.items()
    }


def assert_same(one: Path, other: Path) -> None:
    before, after = tables_of(one), tables_of(other)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, after[name], obj=name)


# Each file as if alone


def test_every_file_has_its_outcome(shelf: Path, tmp_path: Path) -> None:
    found = corpus(shelf, tmp_path / "out", map=map)
    outcomes = found["files"].set_index("file")["outcome"].to_dict()
    assert outcomes == {
        "甲.csv": "holds",
        "乙/错.csv": "unexplained",
        "乙/无.csv": "nothing checked",
        "通知.txt": outcomes["通知.txt"],
        "坏.xlsx": "unusable",
    }
    assert found["files"].set_index("file").loc["通知.txt", "kind"] == "notices"
    assert found["documents"]["document"].tolist() == ["某政〔2020〕3号"]
    assert (found.exit_code, found.done, found.kept) == (2, 5, 0)


def test_a_table_is_audited_as_it_is_alone(shelf: Path, tmp_path: Path) -> None:
    found = corpus(shelf, tmp_path / "out", map=map)
    alone = json.loads(audit_json(audit(shelf / "乙/错.csv")))
    rules = found["rules"].query("file == '乙/错.csv'")
    assert alone["findings"]
    assert rules["rule"].tolist() == [one["rule"] for one in alone["findings"]]
    assert rules["verdict"].tolist() == [one["verdict"] for one in alone["findings"]]
    assert rules["difference"].tolist() == [one["difference"] for one in alone["findings"]]
    explained = found["explanations"].query("file == '乙/错.csv'")
    figures = [figure for one in alone["explanations"] for figure in one["figures"]]
    assert explained["address"].tolist() == [figure["address"] for figure in figures]
    assert explained["implied"].tolist() == [figure["implied"] for figure in figures]
    assert set(explained["sha256"]) == {alone["source"]["sha256"]}


def test_a_text_is_reviewed_as_it_is_alone(raw: str, tmp_path: Path) -> None:
    path = tmp_path / "gazette.txt"
    path.write_text(raw, "utf-8")
    record = record_of(path.read_bytes(), path.name)
    alone = check(path)
    assert record.outcome is Outcome.HOLDS
    assert len(record.rows["rules"]) == alone.counts()["rules"]
    assert len(record.rows["tasks"]) == len(alone.tables["tasks"])
    assert [row["id"] for row in record.rows["findings"]] == [
        one.id for one in alone.found if one.verdict not in ("exact", "within rounding")
    ]


def test_every_sheet_of_a_workbook_is_told_apart(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "一月"
    other = book.create_sheet("二月")
    for sheet, text in ((book.active, HOLDS), (other, WRONG)):
        for line in text.splitlines():
            sheet.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.save(tmp_path / "year.xlsx")
    rows = record_of((tmp_path / "year.xlsx").read_bytes(), "year.xlsx").rows
    wrong = {(row["sheet"], row["rule"]) for row in rows["rules"] if row["verdict"] == "inconsistent"}
    assert wrong == {("二月", "C5=C2:C4")}


def test_an_empty_plan_that_was_filled_in_by_half_is_no_stranger_s_table(tmp_path: Path) -> None:
    path = tmp_path / "plan-2021.xlsx"
    write_template(path, 2021)
    (row,) = record_of(path.read_bytes(), path.name).rows["files"]
    assert (row["kind"], row["outcome"]) == ("returned", "nothing checked")
    assert "尚未填写：许昌市（第18行）" in str(row["told_zh"])
    book = load_workbook(path)
    plan = book.active
    plan["E8"], plan["T8"] = 4, 4.5  # 禹州市: 山区生态林, and 总计 as printed
    book.save(path)
    (row,) = record_of(path.read_bytes(), path.name).rows["files"]
    assert (row["kind"], row["outcome"], row["inconsistent"]) == ("returned", "unexplained", 1)


def test_a_record_can_be_sent_to_another_process(shelf: Path) -> None:
    record = record_of((shelf / "乙/错.csv").read_bytes(), "错.csv")
    assert pickle.loads(pickle.dumps(record)) == record


def test_a_table_that_is_too_large_alone_is_so_on_a_shelf() -> None:
    (row,) = record_of(b"1,2,3,4\n" * 4_000_001, "a.csv").rows["files"]
    assert (row["outcome"], row["error"]) == ("unusable", "file_too_large")


def test_a_fault_of_a_reader_is_told_of_its_file_and_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setitem(READERS, TABLES, broken)
    (row,) = record_of(HOLDS.encode(), "a.csv").rows["files"]
    assert (row["outcome"], row["error"]) == ("unusable", "file_unforeseen")
    assert "ZeroDivisionError: nobody foresaw this" in str(row["told_en"])


def test_the_people_of_a_notice_are_in_the_index(raw: str) -> None:
    names = record_of(raw.encode(), "gazette.txt").rows["names"]
    places = {row["name"] for row in names if row["what"] == "place" and row["role"] == "issuer"}
    assert places == {"许昌市"}
    assert {"市教育局", "市财政局"} <= {row["name"] for row in names if row["what"] == "organ"}
    people = [row["name"] for row in names if row["what"] == "person"]
    assert people
    assert not any("学校" in name or "政府" in name for name in people)


def test_who_is_named_in_the_most_files_comes_first(gazette: Gazette, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for document in gazette.documents:
        text = "\n".join(line.text for line in document.lines)
        if "张巍巍" in text:  # lines 1166, 1903 and 2164; nobody else sits in three bodies
            (shelf / f"{document.id}.txt").write_text(text, "utf-8")
    found = corpus(shelf, tmp_path / "out", map=map)
    assert found.summary.files == 3
    assert found.summary.names["person"][0] == ("张巍巍", 3)
    assert found.summary.names["place"] == [("许昌市", 3)]


# Which files


def test_patterns_and_lists_name_files_as_the_folder_does(shelf: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{shelf / '甲.csv'}\n\n{shelf / '乙/错.csv'}\n", "utf-8")
    assert {one.file for one in shelved(f"@{listed}").files} == {"甲.csv", "乙/错.csv"}
    assert {one.file for one in shelved(f"{shelf}/**/*.csv").files} == {"甲.csv", "乙/错.csv", "乙/无.csv"}
    assert {one.file for one in shelved(shelf / "甲.csv").files} == {"甲.csv"}
    assert {one.file for one in shelved(shelf).files} == {
        "甲.csv",
        "乙/错.csv",
        "乙/无.csv",
        "通知.txt",
        "坏.xlsx",
    }


def test_what_a_run_writes_is_no_file_of_its_shelf(shelf: Path) -> None:
    corpus(shelf, shelf / "out", map=map)
    again = corpus(shelf, shelf / "out", map=map)
    assert (again.done, again.kept) == (0, 5)


def test_the_largest_file_is_first(tmp_path: Path) -> None:
    for name, size in (("a", 5), ("b", 50), ("c", 20)):
        (tmp_path / name).write_bytes(b"x" * size)
    assert [one.file for one in shelved(tmp_path).files] == ["b", "c", "a"]


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(XcdataError, match="没有文件"):
        corpus(tmp_path, tmp_path / "out", map=map)


def test_a_listed_file_that_is_not_there_is_told_and_the_others_done(shelf: Path, tmp_path: Path) -> None:
    found = corpus([shelf / "甲.csv", shelf / "gone.csv"], tmp_path / "out", map=map)
    files = found["files"].set_index("file")
    assert files["error"].dropna().to_dict() == {"gone.csv": "file_missing"}
    assert str(shelf) not in files.loc["gone.csv", "told_en"]


# Done once


def test_a_second_run_does_only_what_has_changed(shelf: Path, tmp_path: Path) -> None:
    out, fresh = tmp_path / "out", tmp_path / "fresh"
    corpus(shelf, out, map=map)
    again = corpus(shelf, out, map=map)
    assert (again.done, again.kept) == (0, 5)
    (shelf / "甲.csv").write_text(WRONG, "utf-8")
    (shelf / "乙/无.csv").unlink()
    (shelf / "新.csv").write_text(HOLDS, "utf-8")
    third = corpus(shelf, out, map=map)
    assert (third.done, third.kept) == (2, 3)
    corpus(shelf, fresh, map=map)
    assert_same(out, fresh)


def test_another_version_does_all_of_it_again(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus(shelf, tmp_path / "out", map=map)
    monkeypatch.setattr("xcdata.shelf.run.made_by", lambda: "0.2.0")
    assert corpus(shelf, tmp_path / "out", map=map).done == 5
    assert len(store.read_table(tmp_path / "out", "files")) == 5


def test_the_parts_alone_hold_what_the_data_set_does(shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    corpus(shelf, out, map=map)
    (shelf / "甲.csv").write_text(WRONG, "utf-8")
    corpus(shelf, out, map=map)
    assert len(pd.read_parquet(out / "files")) == 5
    assert len(pd.read_parquet(out / "rules")) == len(store.read_table(out, "rules"))


def test_a_portion_that_was_not_completed_counts_nowhere(shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = corpus(shelf, out, map=map)
    rules = len(found["rules"])
    whole = store.part(out, "rules", 1)
    store.part(out, "rules", 7).write_bytes(whole.read_bytes())
    whole.with_name(".000008.parquet.part").write_bytes(b"half")
    assert len(store.read_table(out, "rules")) == rules
    corpus(shelf, out, map=map)
    assert [path.name for path in (out / "rules").iterdir()] == ["000001.parquet"]


def test_an_interrupt_leaves_what_was_done_and_its_summary(shelf: Path, tmp_path: Path) -> None:
    done = []

    def until_interrupted(task: Task, batches: object) -> object:
        for batch in batches:  # type: ignore[attr-defined]
            if len(done) == 3:
                raise KeyboardInterrupt
            done.append(batch)
            yield task(batch)

    out = tmp_path / "out"
    one_by_one = Parameters(batch_files=1)
    with pytest.raises(KeyboardInterrupt):
        corpus(shelf, out, map=until_interrupted, parameters=one_by_one)
    assert len(store.read_table(out, "files")) == 3
    assert "3" in (out / "summary.html").read_text("utf-8")
    again = corpus(shelf, out, map=map, parameters=one_by_one)
    assert (again.done, again.kept) == (2, 3)


def test_a_damaged_part_is_told(shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    corpus(shelf, out, map=map)
    store.part(out, "files", 1).write_bytes(b"no Parquet")
    with pytest.raises(XcdataError, match=r"000001\.parquet 已损坏"):
        corpus(shelf, out, map=map)


def test_what_an_older_version_did_not_write_is_missing(shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    corpus(shelf, out, map=map)
    path = store.part(out, "findings", 1)
    pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["size"]), path)
    assert store.read_table(out, "findings")["size"].isna().all()


def test_two_runs_at_once_are_refused(shelf: Path, tmp_path: Path) -> None:
    with store.opened(tmp_path / "out"), pytest.raises(XcdataError, match="另一次运行"):
        corpus(shelf, tmp_path / "out", map=map)


def test_a_process_pool_gives_what_the_built_in_map_gives(shelf: Path, tmp_path: Path) -> None:
    corpus(shelf, tmp_path / "one", map=map)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        corpus(shelf, tmp_path / "two", map=pool.map, parameters=Parameters(batch_files=1))
    assert_same(tmp_path / "one", tmp_path / "two")


def test_the_command_works_on_a_cluster_and_names_what_is_unusable(
    shelf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    with Client(
        processes=False, n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    ) as client:
        address = client.scheduler.address
        assert main(["corpus", str(shelf), "-o", str(out), "--scheduler", address, "--lang", "en"]) == 2
    told, complaints = capsys.readouterr()
    assert complaints.startswith("unusable: 坏.xlsx: This is no Excel workbook")
    assert "not read: hidden or temporary: 2 (.hidden.csv, ~$甲.xlsx); name the path" in complaints
    assert told.startswith("5 files: ")
    assert "Looked at as notices: 1, tables: 3; of each file see kind" in told
    assert f"The data set is in {out}/ (5 files done, 0 kept)" in told
    page = (out / "summary.html").read_text("utf-8")
    assert "乙/错.csv" in page
    assert "Largest differences" in page
    assert ".hidden.csv" in page
    corpus(shelf, tmp_path / "alone", map=map)
    assert_same(out, tmp_path / "alone")


def test_the_workbook_holds_what_the_page_does(shelf: Path, tmp_path: Path) -> None:
    corpus(shelf, tmp_path / "out", map=map)
    book = load_workbook(tmp_path / "out" / "summary.xlsx")
    # Of what there is nothing there is no sheet either.
    assert book.sheetnames == [
        "各类文件",
        "逐个文件",
        "最大的差额",
        "无法使用的文件",
        "略过未读的",
    ]
    worst = book["最大的差额"]
    assert [worst.cell(5, column).value for column in (1, 4, 5, 6)] == ["乙/错.csv", 25, 15, -10]
    assert book["无法使用的文件"].cell(5, 1).value == "坏.xlsx"


def test_an_amount_that_a_spreadsheet_would_round_stays_a_text() -> None:
    amounts = ["13.10", "-0.09", "999999999999999", "1234567890.123456", "NaN", None]
    assert [as_number(one) for one in amounts] == [
        *(Decimal("13.10"), Decimal("-0.09"), Decimal(999999999999999)),
        *("1234567890.123456", "NaN", None),
    ]


def test_the_largest_differences_come_first(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for name, total in (("small", 25), ("large", 1500), ("middle", 150)):
        (shelf / f"{name}.csv").write_text(HOLDS.replace("15", str(total)), "utf-8")
    found = corpus(shelf, tmp_path / "out", map=map)
    assert [row["file"] for row in found.summary.worst] == ["large.csv", "middle.csv", "small.csv"]


def test_every_file_is_listed_with_its_verdict_and_the_cell_to_look_at_the_worst_first(
    shelf: Path, tmp_path: Path
) -> None:
    found = corpus(shelf, tmp_path / "out", map=map, lang="en")
    listed = next(one for one in tables(found.summary, "en") if one.title == "File by file")
    assert listed.about.endswith("5 of 5 are listed, all are in the table files.")
    assert [row[0] for row in listed.rows] == ["通知.txt", "乙/错.csv", "坏.xlsx", "乙/无.csv", "甲.csv"]
    notice, wrong, broken, *_ = listed.rows
    assert notice[1] == "✗\u00a0unexplained"
    assert str(notice[2]).startswith("某政〔2020〕3号 先进个人: the text states 2, the list has 0")
    # Three parts make 15 and not the 25 that is printed; any of the four figures may be wrong.
    assert "the total C5, or one of its 3 parts (C2, C3, C4)" in str(wrong[2])
    assert wrong[3] == 1
    assert str(broken[2]).startswith("This is no Excel workbook")


def test_the_list_by_file_says_how_many_it_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xcdata.shelf.summary.SHOWN", 2)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for name, total in (("a", "15"), ("b", "25"), ("c", "15")):
        (shelf / f"{name}.csv").write_text(HOLDS.replace("15", total), "utf-8")
    found = corpus(shelf, tmp_path / "out", map=map)
    assert [row["file"] for row in found.summary.listed] == ["b.csv", "a.csv"]
    assert "列出 3 个中的 2 个" in (tmp_path / "out" / "summary.html").read_text("utf-8")


# What cannot be done


def test_a_file_that_takes_too_long_is_told_and_tried_again_next_time(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object) -> object:
        while True:
            pass

    with monkeypatch.context() as patched:
        patched.setitem(READERS, NOTICES, endless)
        found = corpus(shelf, tmp_path / "out", map=map, parameters=Parameters(seconds=0.2))
    assert found["files"].set_index("file")["error"].dropna().to_dict() == {
        "通知.txt": "file_overtime",
        "坏.xlsx": found["files"].set_index("file")["error"]["坏.xlsx"],
    }
    assert corpus(shelf, tmp_path / "out", map=map).done == 1


def test_time_that_is_over_after_the_work_harms_nothing() -> None:
    with within(0.05):
        pass
    time.sleep(0.1)


def test_what_does_not_end_is_ended() -> None:
    def endless() -> None:
        while True:
            pass

    with within(0.05), pytest.raises(Overtime):
        endless()


def test_a_hostile_shelf_is_done_and_each_broken_file_named_with_its_reason(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    cheap = {name: broken for name, broken in HOSTILE.items() if name not in LARGE}
    hostile_shelf(shelf, good=6, broken=cheap)
    files = corpus(shelf, tmp_path / "out", kind="tables", map=map)["files"].set_index("file")
    assert_named(files, good=6, errors={name: kind for name, (_, kind) in cheap.items()})


@pytest.mark.slow
@pytest.mark.cluster
@pytest.mark.filterwarnings("default")  # what dask leaves open is its own
def test_a_thousand_good_files_are_done_among_a_hundred_broken_ones_of_every_kind(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    broken = {f"{n}-{name}": HOSTILE[name] for n, name in zip(range(100), cycle(HOSTILE), strict=False)}
    hostile_shelf(shelf, good=1_000, broken=broken)
    files = corpus(shelf, tmp_path / "out", kind="tables", workers=2)["files"].set_index("file")
    assert_named(files, good=1_000, errors={name: kind for name, (_, kind) in broken.items()})


def hostile_shelf(shelf: Path, good: int, broken: Mapping[str, tuple[Callable[[], bytes], str]]) -> None:
    """Write good files, every other one with a wrong total, among broken ones."""
    for number in range(good):
        (shelf / f"good-{number}.csv").write_text(HOLDS.replace("15", str(15 + number % 2)), "utf-8")
    for name, (content, _) in broken.items():
        (shelf / name).write_bytes(content())


def assert_named(files: pd.DataFrame, good: int, errors: Mapping[str, str]) -> None:
    """Every good file was done, and each broken one is named with its reason."""
    read = files[files.index.str.startswith("good-")]
    assert read["outcome"].value_counts().to_dict() == {"holds": good // 2, "unexplained": good // 2}
    broken = files.drop(read.index)
    assert broken["error"].to_dict() == errors
    assert set(broken["outcome"]) == {"unusable"}
    assert broken["told_en"].str.len().min() > 20


RUN = """
import sys
from xcdata.shelf import run

def gather(*arguments, gathered=run.gather):
    print("begins", flush=True)
    return gathered(*arguments)

run.gather = gather
run.corpus(sys.argv[1], sys.argv[2], {how}, parameters=run.Parameters(batch_files=2, portion_files=8))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "count", "seconds"),
    [("map=map", 400, 1.5), pytest.param("workers=2", 100, 0.7, marks=pytest.mark.cluster)],
)
def test_fifty_kills_lose_nothing_and_double_nothing(
    tmp_path: Path, how: str, count: int, seconds: float
) -> None:
    chance = random.Random(18)
    shelf, out = tmp_path / "shelf", tmp_path / "out"
    shelf.mkdir()
    for number in range(count):
        (shelf / f"{number}.csv").write_text(HOLDS.replace("15", str(10 + number % 10)), "utf-8")
    command = [sys.executable, "-c", RUN.format(how=how), str(shelf), str(out)]
    killed: list[int] = []
    while len(killed) < 50:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        assert process.stdout
        if chance.random() < 0.8:  # the others may end before they have begun
            process.stdout.readline()
        time.sleep(chance.uniform(0, seconds))
        # With its workers, or alone: then they are to end by themselves.
        chance.choice((os.kill, os.killpg))(process.pid, signal.SIGKILL)
        if process.wait() == -signal.SIGKILL:
            killed.append(process.pid)
        process.stdout.close()
        for name in chance.sample(range(count), count // 6):  # there is always something left to do
            (shelf / f"{name}.csv").write_text(HOLDS.replace("15", str(chance.randrange(10, 20))), "utf-8")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    corpus(shelf, tmp_path / "fresh", map=map)
    assert_same(out, tmp_path / "fresh")
    wait_for_ends(killed)


def wait_for_ends(groups: Iterable[int]) -> None:
    """No process of these groups is left, or will be in half a minute."""
    until = time.monotonic() + 30
    for group in groups:
        with contextlib.suppress(ProcessLookupError):
            while True:
                os.killpg(group, 0)
                assert time.monotonic() < until
                time.sleep(0.1)


def test_batches_by_map_come_with_their_records() -> None:
    files = [(Shelved(f"{n}.csv", f"/nowhere/{n}.csv"),) for n in range(3)]
    done = list(by_map(Task(), files, map))
    assert [batch for batch, _ in done] == files
    rows = joined(part for _, part in done)["files"]
    assert rows["file"].to_pylist() == ["0.csv", "1.csv", "2.csv"]
    assert set(rows["error"].to_pylist()) == {"file_missing"}
