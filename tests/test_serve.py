"""The page of this machine: what is dropped is looked at as the command line does, and stays in memory."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread
from urllib.request import Request, urlopen

import pytest
import uvicorn
from hostile_tables import workbook
from openpyxl import load_workbook
from page import read_page
from refusals import refuses
from starlette.testclient import TestClient

from xcdata.auditing.sheets import audit
from xcdata.cli import main
from xcdata.dataset.source import data_dir
from xcdata.errors import XcdataError
from xcdata.invoked import installing
from xcdata.output.grid_view import audit_json
from xcdata.output.page import report_html
from xcdata.review.review import check
from xcdata.serve import desk as desk_module
from xcdata.serve import process, server, work
from xcdata.serve.app import make_app
from xcdata.serve.desk import Desk, Job
from xcdata.serve.pages import Words, job_page, policy_of
from xcdata.serve.process import Worker, attend
from xcdata.serve.uploads import shown_name
from xcdata.serve.work import Outcome, outcome

HERE = "http://127.0.0.1:8000"
TABLE = "区域,一月,二月\n甲,1,3\n乙,2,4\n合计,3,8\n".encode()
GAZETTE = data_dir() / "raw" / "xuchang-gazette-2019.txt"


def client_of(desk: Desk) -> TestClient:
    return TestClient(
        make_app(desk, "secret", 8000), base_url=HERE, headers={"origin": HERE}, follow_redirects=False
    )


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as one:
        yield one


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    return client_of(desk)


def drop(client: TestClient, name: str, content: bytes, way: str = "auto") -> str:
    """Drop a file, wait until it is over, and return the address of its page."""
    answer = client.post("/secret/files", files={"file": (name, content)}, data={"way": way})
    assert answer.status_code == 303, answer.text
    there = str(answer.headers["location"]).partition("?")[0]
    ends = time.monotonic() + 60
    while not client.get(f"{there}/state").json()["over"]:
        assert time.monotonic() < ends
        time.sleep(0.02)
    return there


def test_a_notice_that_is_dropped_gets_the_page_of_the_report(client: TestClient) -> None:
    there = drop(client, "xuchang-gazette-2019.txt", GAZETTE.read_bytes())
    review = check(GAZETTE)
    for lang in ("zh", "en"):
        assert client.get(f"{there}/page-{lang}").text == report_html(review, lang=lang)
    shown = client.get(there).text
    assert "按公报或计划工作簿核对" in shown
    assert "没有未解释的发现" in shown


def test_a_table_that_is_dropped_gets_its_audit(client: TestClient, tmp_path: Path) -> None:
    there = drop(client, "月报.csv", TABLE)
    path = tmp_path / "月报.csv"
    path.write_bytes(TABLE)
    found = audit(path)
    assert client.get(f"{there}/json").text == audit_json(found)
    assert client.get(f"{there}/page-zh").text == report_html(found)
    assert "有未解释的发现" in client.get(there).text


def test_a_name_that_a_shell_would_take_apart_is_quoted_in_the_commands_of_the_page(
    client: TestClient, tmp_path: Path
) -> None:
    there = drop(client, "一's 月报.csv", TABLE)
    path = tmp_path / "一's 月报.csv"
    path.write_bytes(TABLE)
    page = client.get(f"{there}/page-zh").text
    assert page == report_html(audit(path))
    commands = [one.text for one in read_page(page).all("code") if " known add " in one.text]
    assert commands
    assert all("一's 月报.csv" in shlex.split(one) for one in commands)


def test_an_edited_plan_workbook_is_checked_and_any_other_is_audited(client: TestClient, whole: Path) -> None:
    theirs = workbook({"A1": "甲", "B1": 1, "A2": "乙", "B2": 2, "A3": "合计", "B3": 4})
    assert "按公报或计划工作簿核对" in client.get(drop(client, "plan.xlsx", whole.read_bytes())).text
    assert "按一般表格核对" in client.get(drop(client, "other.xlsx", theirs)).text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲\t1\n乙\t2\n合计\t4\n", "按一般表格核对"),
        ("关于某事的通知\n许政〔2020〕3号\n甲\t1\n乙\t2\n合计\t4\n2020年1月2日\n", "按公报或计划工作簿核对"),
    ],
)
def test_a_text_with_a_number_or_a_date_of_issue_is_a_notice_and_one_with_a_table_alone_is_a_table(
    client: TestClient, text: str, told: str
) -> None:
    assert told in client.get(drop(client, "text.txt", text.encode())).text


@pytest.mark.parametrize(
    ("name", "content", "command", "code"),
    [
        ("notice.txt", "关于某事的通知\n许政〔2020〕3号\n内容。\n2020年1月2日\n".encode(), "check", 3),
        ("wrong.csv", TABLE, "audit", 1),
        ("right.csv", TABLE.replace(b"8", b"7"), "audit", 0),
        ("plain.csv", b"a,b\n1,5\n2,11\n", "audit", 3),
        ("other.xlsx", workbook({"A1": 1, "A2": 2, "A3": 4}), "audit", 3),
        ("cut.xlsx", workbook()[:200], "audit", 2),
        ("prose.md", "没有数字的文字。".encode(), "audit", 2),
        ("picture", b"\x89PNG\x00", "audit", 2),
    ],
)
def test_an_outcome_has_the_exit_code_of_the_command_line(
    tmp_path: Path, name: str, content: bytes, command: str, code: int
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = outcome(path, "我的", "auto", lambda _: None)
    assert (found.code, found.way) == (code, command if code != 2 else "")
    assert main([command, str(path)]) == code
    pages = [content for name, content in found.products.items() if not name.startswith("marked")]
    said = [*pages, *(line.encode() for lines in found.told.values() for line in lines)]
    assert said
    assert all("我的".encode() in one and name.encode() not in one for one in said)


def test_who_drops_a_file_may_say_how_it_is_looked_at(client: TestClient) -> None:
    gazette = GAZETTE.read_bytes()
    assert "按一般表格核对" in client.get(drop(client, "g.txt", gazette, "audit")).text
    assert "按公报或计划工作簿核对" in client.get(drop(client, "t.csv", TABLE, "check")).text
    assert "按一般表格核对" in client.get(drop(client, "t.csv", TABLE, "sideways")).text


@pytest.mark.parametrize("content", [b"PK\x03\x04 cut short", b"", b"\x00\x01\x02", workbook()])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_broken_file_gets_the_message_of_the_command_line(
    client: TestClient,
    content: bytes,
    lang: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.xlsx").write_bytes(content)
    assert main(["audit", "broken.xlsx", "--lang", lang]) == 2
    told = capsys.readouterr().err.strip().removeprefix("xcdata：").removeprefix("xcdata: ")
    page = read_page(client.get(f"{drop(client, 'broken.xlsx', content)}?lang={lang}").text)
    assert page.one("div", "told").text.strip() == told


def test_a_file_is_called_by_its_name_alone_and_nothing_says_where_it_lay(client: TestClient) -> None:
    two = workbook({"A1": "甲", "B1": 1, "A2": "乙", "B2": 2, "A3": "合计", "B3": 3})
    there = drop(client, "../../etc/<b>A&B</b>\\预算 'x'.xlsx", two)
    page = client.get(there).text
    assert read_page(page).one("h1").text == "预算 'x'.xlsx"
    for what in ("page-zh", "page-en", "json"):
        text = client.get(f"{there}/{what}").text
        assert "dropped-" not in text
        assert tempfile.gettempdir() not in text
    assert json.loads(client.get(f"{there}/json").text)["source"]["name"] == "预算 'x'.xlsx"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\x\\预算.XLSX", "预算.XLSX"),
        ("a\u202egpj.xlsx", "agpj.xlsx"),
        ("a\x00b\r\n.csv", "ab.csv"),
        ("..", "_"),
        ("", "_"),
        (".xlsx", "_.xlsx"),
        ("x" * 500 + ".xlsx", "x" * 115 + ".xlsx"),
        ('a<b>"c".txt', "a_b__c_.txt"),
    ],
)
def test_what_a_file_is_called_is_cleaned_before_it_is_shown(given: str, shown: str) -> None:
    assert shown_name(given) == shown


def test_downloads_are_named_after_the_file_in_the_language_of_the_page(client: TestClient) -> None:
    there = drop(client, "月 报?.csv", TABLE)
    names = [
        client.get(f"{there}/{what}").headers["content-disposition"]
        for what in ("page-zh", "page-en", "json?lang=en")
    ]
    assert names == [
        "attachment; filename=xcdata.html; filename*=UTF-8''%E6%9C%88%20%E6%8A%A5_-%E6%A0%B8%E5%AF%B9%E7%BB%93%E6%9E%9C.html",
        "attachment; filename=xcdata.html; filename*=UTF-8''%E6%9C%88%20%E6%8A%A5_-review.html",
        "attachment; filename=xcdata.json; filename*=UTF-8''%E6%9C%88%20%E6%8A%A5_-review.json",
    ]


def test_a_marked_copy_of_a_workbook_is_offered(whole: Path) -> None:
    stages: list[str] = []
    found = outcome(whole, "我的.xlsx", "auto", stages.append)
    assert stages == ["checking", "writing"]
    for lang, sheet, said in (("zh", "核对标记", "我的.xlsx："), ("en", "Check marks", "我的.xlsx: ")):
        marks = load_workbook(BytesIO(found.products[f"marked-{lang}"]))[sheet]
        assert str(marks["A1"].value).startswith(said)
    job = Job("我的.xlsx", ".xlsx", "auto", b"", 1, stage="done", ended=time.monotonic(), outcome=found)
    for lang in ("zh", "en"):
        links = [link.attributes["href"] for link in read_page(job_page(job, Words("t", lang))).all("a")]
        assert f"/t/files/{job.id}/marked-{lang}?lang={lang}" in links
    without = replace(found, products={"page-zh": b"", "json": b""})
    assert "/marked" not in job_page(replace(job, outcome=without), Words("t", "zh"))


def test_several_files_are_listed_the_newest_first_with_what_was_found(
    client: TestClient, desk: Desk
) -> None:
    files = [
        ("file", ("一.csv", TABLE)),
        ("file", ("二.csv", TABLE.replace(b"8", b"7"))),
        ("file", ("三", b"")),
    ]
    answer = client.post("/secret/files", files=files)
    assert answer.headers["location"] == "/secret/?lang=zh"
    while not all(job.over for job in desk.jobs()):
        time.sleep(0.02)
    rows = list(read_page(client.get("/secret/").text).one("ul", "jobs").all("li"))[:3]
    assert [row.one("a").text for row in rows] == ["三", "二.csv", "一.csv"]
    assert [row.one("span").text[2:] for row in rows] == ["无法使用", "没有未解释的发现", "有未解释的发现"]


def test_a_file_is_removed_from_the_page_when_asked(client: TestClient) -> None:
    there = drop(client, "gone.csv", TABLE)
    assert client.post(f"{there}/drop").headers["location"] == "/secret/?lang=zh"
    assert client.get(there).status_code == 404
    assert "gone.csv" not in client.get("/secret/").text


def test_the_page_is_chinese_and_english_by_a_link(client: TestClient) -> None:
    there = drop(client, "t.csv", TABLE)
    for path in ("/secret/", there):
        chinese, english = read_page(client.get(path).text), read_page(client.get(f"{path}?lang=en").text)
        assert chinese.one("html").attributes["lang"] == "zh-CN"
        assert english.one("html").attributes["lang"] == "en"
        assert f"{path}?lang=en" in [link.attributes["href"] for link in chinese.all("a")]
        names = [link.text for jobs in english.all("ul", "jobs") for link in jobs.all("a")]
        assert not set(re.findall("[一-鿿]", english.one("main").text)) - set("".join(names))
    assert "未能办理" in client.get("/secret/nothing?lang=xx").text


def test_the_policy_allows_the_style_and_the_script_of_the_page_and_nothing_else(client: TestClient) -> None:
    answer = client.get("/secret/")
    page, policy = read_page(answer.text), answer.headers["content-security-policy"]

    def hashed(tag: str) -> str:
        return b64encode(hashlib.sha256(page.one(tag).text.encode()).digest()).decode()

    assert f"style-src 'sha256-{hashed('style')}';" in policy
    assert f"script-src 'sha256-{hashed('script')}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not any(name.startswith("on") or name == "style" for one in page.all() for name in one.attributes)


def test_a_review_is_shown_under_its_own_policy_in_a_frame_that_is_no_part_of_the_site(
    client: TestClient,
) -> None:
    there = drop(client, "t.csv", TABLE)
    looked = client.get(f"{there}/page-zh?look")
    assert "content-disposition" not in looked.headers
    policy = looked.headers["content-security-policy"]
    assert policy == policy_of(report_html(check(GAZETTE)).encode())
    assert policy.endswith(
        "; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
    )
    frame = read_page(client.get(there).text).one("iframe").attributes
    assert frame["src"] == f"{there}/page-zh?lang=zh&look"
    assert frame["sandbox"] == "allow-scripts"


def test_no_policy_is_taken_from_what_stands_in_the_file_under_review() -> None:
    lenient = b'<meta http-equiv="Content-Security-Policy" content="default-src *">'
    assert policy_of(b"<title>" + lenient + b"</title>").startswith("default-src 'none'; style-src")
    assert policy_of(lenient + b"<title></title>").startswith("default-src *;")


class Held(Worker):
    """A worker that waits until it is interrupted or let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.released, self.interrupted = Event(), Event(), False

    def start(self) -> Connection:
        raise OSError

    def work(self, path: Path, shown: str, way: str, tell: Callable[[str], None]) -> Outcome:  # noqa: ARG002
        tell("checking")
        self.reached.set()
        self.released.wait(30)
        if self.interrupted:
            raise XcdataError("serve_ended")
        return Outcome(0, "audit", products={"page-zh": path.read_bytes(), "json": b""})

    def interrupt(self) -> None:
        self.interrupted = True
        self.released.set()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Held]]:
    """A desk whose work is held up."""
    monkeypatch.setattr(desk_module, "Worker", Held)
    with Desk() as one:
        yield one, one._worker  # type: ignore[misc]


def until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_work_tells_how_far_it_is_and_is_stopped_when_asked(held: tuple[Desk, Held]) -> None:
    desk, worker = held
    client = client_of(desk)
    paths = [
        str(client.post("/secret/files", files={"file": (name, b"x")}).headers["location"]).partition("?")[0]
        for name in ("first", "second")
    ]
    assert worker.reached.wait(30)
    told = [client.get(f"{path}/state?lang=en").json() for path in paths]
    assert [one["told"] for one in told] == ["Reading and checking …", "Waiting for the file before it …"]
    assert not any(one["over"] for one in told)
    page = read_page(client.get(paths[0]).text)
    assert page.one("progress").attributes["aria-label"] == "正在核对"
    assert page.one("noscript").one("meta").attributes == {"http-equiv": "refresh", "content": "2"}
    assert client.get(f"{paths[0]}/json").status_code == 404
    for path in reversed(paths):
        assert client.post(f"{path}/stop").status_code == 303
    assert worker.interrupted
    shown = [client.get(path).text for path in paths]
    assert all("已按要求停止，没有结果。" in page for page in shown)
    assert client.get("/secret/").text.count("✗ 已停止") == 2
    client.post(f"{paths[0]}/stop")
    assert "已按要求停止" in client.get(paths[0]).text


def test_the_oldest_make_room_and_what_waits_does_not(
    held: tuple[Desk, Held], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, worker = held
    monkeypatch.setattr(desk_module, "MOST_FILES", 3)
    jobs = [Job(str(n), "", "auto", b"x" * 10, 10) for n in range(6)]
    for job in jobs[:3]:
        desk.put(job)
    with refuses("serve_full"):
        desk.put(jobs[3])
    assert client_of(desk).post("/secret/files", files={"file": ("a", b"x")}).status_code == 503
    worker.released.set()
    until(lambda: all(job.over for job in jobs[:3]))
    desk.put(jobs[3])
    assert [job.name for job in desk.jobs()] == ["3", "2", "1"]
    until(lambda: jobs[3].over)
    monkeypatch.setattr(desk_module, "MOST_KEPT", 25)
    desk.put(jobs[4])
    until(lambda: jobs[4].over)
    assert [job.name for job in desk.jobs()] == ["4", "3"]
    with refuses("serve_full"):
        desk.put(Job("large", "", "auto", b"x" * 26, 26))


def test_a_file_lies_on_disk_only_while_it_is_worked_on_in_a_folder_of_its_owner(
    held: tuple[Desk, Held],
) -> None:
    desk, worker = held
    assert desk._folder
    folder = Path(desk._folder.name)
    job = Job("../../x.csv", ".csv", "auto", b"content", 7)
    desk.put(job)
    assert worker.reached.wait(30)
    (path,) = folder.iterdir()
    assert re.fullmatch(r"dropped-[0-9a-f]{16}\.csv", path.name)
    assert job.content == b""
    assert folder.stat().st_mode & 0o077 == 0
    worker.released.set()
    until(lambda: job.over)
    assert list(folder.iterdir()) == []
    assert job.outcome
    assert job.outcome.products["page-zh"] == b"content"
    desk.close()
    assert not folder.exists()
    assert desk.jobs() == []
    desk.open = lambda: None  # type: ignore[method-assign]


def test_a_full_disk_is_told(held: tuple[Desk, Held], monkeypatch: pytest.MonkeyPatch) -> None:
    desk, _ = held

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    job = Job("x", "", "auto", b"x", 1)
    desk.put(job)
    until(lambda: job.over)
    assert job.told("en") == [
        "A temporary file could not be written (No space left on device). Free some disk space and try again."
    ]


def test_a_process_that_ends_is_told_and_the_next_file_is_worked_on(tmp_path: Path) -> None:
    worker, pipe, table = Worker(), tmp_path / "pipe.csv", tmp_path / "table.csv"
    os.mkfifo(pipe)  # whoever reads it waits
    table.write_bytes(TABLE)
    reached = Event()

    def interrupt() -> None:
        assert reached.wait(60)
        worker.interrupt()

    thread = Thread(target=interrupt)
    thread.start()
    with refuses("serve_ended"):
        worker.work(pipe, "pipe.csv", "audit", lambda _: reached.set())
    thread.join()
    assert worker.work(table, "table.csv", "auto", lambda _: None).code == 1
    worker.stop()
    worker.stop()


def test_a_fault_of_ours_is_told_here_and_not_to_the_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def faulty(*_: object) -> Outcome:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(work, "outcome", faulty)
    ours, theirs = Pipe()
    monkeypatch.setattr(Worker, "start", lambda _: ours)
    thread = Thread(target=attend, args=(theirs,))
    thread.start()
    with refuses("serve_fault"):
        Worker().work(tmp_path, "x", "auto", lambda _: None)
    ours.close()
    thread.join(30)
    assert not thread.is_alive()
    assert "RuntimeError: a fault of ours" in capsys.readouterr().err


def test_work_that_was_stopped_before_it_began_starts_nothing_more() -> None:
    job = Job("x", "", "auto", b"", 0, ended=1.0)
    with refuses("serve_stopped"):
        desk_module._reach(job, "checking")
    assert process.Worker().interrupt() is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(("port", "kind"), [(70000, "no_such_port"), (-1, "no_such_port")])
def test_a_port_that_there_is_not_is_refused(port: int, kind: str) -> None:
    with refuses(kind, found=port):
        server.listening(port)


def test_a_port_that_is_taken_is_refused() -> None:
    with server.listening(0) as listener:
        port = listener.getsockname()[1]
        assert listener.getsockname()[0] == "127.0.0.1"
        with refuses("port_taken", found=port):
            server.listening(port)


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "python_multipart"])
def test_without_the_extra_the_command_says_how_to_install_it(missing: str) -> None:
    script = (
        f"import sys; sys.modules[{missing!r}] = None; from xcdata.cli import main; sys.exit(main(['serve']))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 2
    told = f"xcdata：网页所需的软件包没有安装（缺少 {missing}）。请运行“{installing('serve')}”。\n"
    assert ended.stderr == told


def test_the_command_opens_the_browser_at_the_address_that_it_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    seen = Event()

    def run(self: uvicorn.Server, sockets: list[object]) -> None:
        assert len(sockets) == 1
        assert (self.config.access_log, self.config.proxy_headers) == (False, False)
        assert seen.wait(30)
        raise KeyboardInterrupt

    monkeypatch.setattr(uvicorn.Server, "run", run)
    monkeypatch.setattr(server.webbrowser, "open", lambda address: (opened.append(address), seen.set()))
    assert main(["serve", "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert told.out == f"The page is at {opened[0]}\n"
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", opened[0])
    assert told.err.endswith("Ended; no file was kept.\n")


def test_the_command_serves_until_it_is_interrupted_and_leaves_nothing(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "xcdata", "serve", "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert running.stdout is not None
    address = running.stdout.readline().strip().removeprefix("页面地址：")
    with urlopen(address, timeout=30) as answer:
        assert answer.headers["server"] is None
        assert "把文件拖到这里" in answer.read().decode()
    origin = re.match(r"http://[^/]+", address)
    assert origin
    body = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\n\r\n'
        + TABLE
        + b"\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Origin": origin[0]}
    with urlopen(Request(f"{address}files", body, headers), timeout=30) as answer:
        assert "t.csv" in answer.read().decode()
    assert len(list(tmp_path.iterdir())) == 1
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=30)
    assert running.returncode == 0
    assert told.endswith("已关闭；没有保留任何文件。\n")
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []
