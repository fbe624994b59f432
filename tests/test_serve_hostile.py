"""Requests that mean no good, or make no sense: each is answered in words, none ends in a 500 or says what is inside."""

from __future__ import annotations

import asyncio
import random
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from hostile_tables import archive, with_sheet, workbook
from page import read_page
from starlette.testclient import TestClient

from xcdata.files import MOST_BYTES
from xcdata.serve import uploads
from xcdata.serve.app import make_app
from xcdata.serve.desk import Desk
from xcdata.serve.guard import Guard
from xcdata.serve.server import listening

PORT, TOKEN = 8000, "S3cret-token_of-this-run"
HERE = f"http://127.0.0.1:{PORT}"
TABLE = "甲,1\n乙,2\n合计,3\n".encode()
FORM = (
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\nContent-Type: text/csv\r\n\r\n'
    + TABLE
)
FORM += b'\r\n--b\r\nContent-Disposition: form-data; name="way"\r\n\r\naudit\r\n--b--\r\n'
KIND = "multipart/form-data; boundary=b"
CHANCE = random.Random(17)
KEPT = ("content-security-policy", "referrer-policy", "x-content-type-options", "cache-control")


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as one:
        yield one


@pytest.fixture(scope="module")
def client(desk: Desk) -> TestClient:
    # What a handler raises is raised here too, so that none can hide behind an answer.
    return TestClient(make_app(desk, TOKEN, PORT), base_url=HERE, follow_redirects=False)


def ask(client: TestClient, method: str = "GET", path: str = f"/{TOKEN}/", **more: object) -> tuple[int, str]:
    """Send a request, demand what every answer keeps to, and return its status and text."""
    answer = client.request(method, path, **more)  # type: ignore[arg-type]
    assert answer.status_code < 500
    assert all(name in answer.headers for name in KEPT)
    for word in ("Traceback", "Internal Server Error", 'File "', "site-packages", "/tmp"):
        assert word not in answer.text
    if answer.status_code in (403, 404, 421) and TOKEN not in path:
        assert TOKEN not in answer.text
    if answer.status_code >= 400 and method != "HEAD":
        assert read_page(answer.text).one("div", "told").text.strip()
    return answer.status_code, answer.text


def send(client: TestClient, body: bytes, kind: str = KIND, **headers: str) -> tuple[int, str]:
    return ask(
        client,
        "POST",
        f"/{TOKEN}/files",
        content=body,
        headers={"origin": HERE, "content-type": kind, **headers},
    )


HOSTS = [
    *(
        "evil.example",
        "evil.example:8000",
        "127.0.0.1",
        "127.0.0.1:8001",
        "127.0.0.1:80",
        "localhost",
        "localhost:1",
    ),
    *(
        "127.0.0.1:8000.evil.example",
        "127.0.0.1:8000@evil.example",
        "evil.example@127.0.0.1:8000",
        "0.0.0.0:8000",
    ),
    *("[::1]:8000", "127.0.0.2:8000", "127.1:8000", "2130706433:8000", "0x7f000001:8000", "LOCALHOST.:8000"),
    *(
        "localhost.evil.example:8000",
        "127.0.0.1:08000",
        "127.0.0.1:8000/",
        " ",
        "127.0.0.1:8000,evil.example",
    ),
    *("http://127.0.0.1:8000", "a" * 5000, "127.0.0.1:8000?", "127.0.0.1:8000#", "127.0.0.1%00:8000", "*"),
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_is_answered_under_another_name(client: TestClient, host: str, method: str) -> None:
    path = f"/{TOKEN}/" if method == "GET" else f"/{TOKEN}/files"
    status, _ = ask(client, method, path, headers={"host": host, "origin": HERE})
    assert status == 421


ORIGINS = [
    *(
        "",
        "null",
        "https://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:8001",
        "https://127.0.0.1:8000",
    ),
    *("http://localhost:8000", "http://127.0.0.1:8000.evil.example", "http://evil.example:8000", "file://"),
    *(
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:8000 http://evil.example",
        "HTTP://127.0.0.1:8000",
        "127.0.0.1:8000",
    ),
    *("http://user@127.0.0.1:8000", "chrome-extension://abc", "http://[::1]:8000", "javascript:0"),
]


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("what", ["files", "files/x/stop", "files/x/drop"])
def test_nothing_is_changed_for_another_site(client: TestClient, origin: str, what: str) -> None:
    headers = {"origin": origin, "content-type": KIND}
    status, _ = ask(client, "POST", f"/{TOKEN}/{what}", content=FORM, headers=headers)
    assert status == 403
    if origin:
        assert ask(client, "GET", f"/{TOKEN}/", headers={"origin": origin})[0] == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site", "sideways"])
@pytest.mark.parametrize(("mode", "dest"), [("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")])
def test_nothing_is_shown_inside_another_site(client: TestClient, site: str, mode: str, dest: str) -> None:
    told = {"sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest}
    assert ask(client, headers=told)[0] == 403
    assert ask(client, "POST", f"/{TOKEN}/files", headers={**told, "origin": HERE}, content=b"")[0] == 403


def test_a_link_to_the_page_may_be_followed_from_anywhere(client: TestClient) -> None:
    told = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert ask(client, headers=told)[0] == 200


def wrong_tokens() -> list[str]:
    changed = [TOKEN[:at] + CHANCE.choice("xyz!~") + TOKEN[at + 1 :] for at in range(len(TOKEN))]
    cut = [
        TOKEN[:-1],
        TOKEN[1:],
        TOKEN * 2,
        TOKEN.lower(),
        TOKEN + "%00",
        TOKEN + "%20",
        "%2e%2e",
        "",
        "%F0%9F%8C%B3",
        "x" * 9000,
    ]
    return [f"/{one}/" for one in changed + cut] + [
        *(
            "/",
            "//",
            f"//{TOKEN}/",
            f"/x/../{TOKEN}x/",
            "/favicon.ico",
            "/robots.txt",
            "/files",
            f"/files/{TOKEN}/",
        ),
        *(f"/{TOKEN}", f"/%252e%252e/{TOKEN}", "/.git/config", "/etc/passwd", "/%2e%2e/%2e%2e/etc/passwd"),
    ]


@pytest.mark.parametrize("path", wrong_tokens())
def test_nothing_is_answered_without_the_secret(client: TestClient, path: str) -> None:
    assert ask(client, path=path)[0] == 404


INSIDE = [
    *(
        "files/",
        "files/x",
        "files/../../../etc/passwd",
        "files/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "files/x/state",
    ),
    *(
        "files/x/page-zh",
        "files/x/../../x",
        "files/%00",
        "files/%ff%fe",
        "files/x/marked/y",
        "static/serve.js",
        "/",
    ),
    *(
        "files/" + "y" * 9000,
        "files/x/page-xx",
        "files/{id}",
        "files/x/%0d%0aSet-Cookie:a=b",
        "?lang=%ff",
        "x?lang=xx&look",
    ),
]


@pytest.mark.parametrize("path", INSIDE)
def test_what_is_not_there_is_told(client: TestClient, path: str) -> None:
    status, text = ask(client, path=f"/{TOKEN}/{path}")
    assert status == (200 if path.startswith("?") else 405 if path == "files" else 404)
    assert "passwd" not in text


METHODS = ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "OPTIONS", "PROPFIND", "FOO", "X" * 300]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["", "files", "files/x/stop"])
def test_other_methods_are_refused(client: TestClient, method: str, path: str) -> None:
    status, _ = ask(client, method, f"/{TOKEN}/{path}", headers={"origin": HERE})
    assert status == 405


def test_nothing_but_pages_is_served() -> None:
    async def never(*_: object) -> None:
        raise AssertionError

    asyncio.run(Guard(never, TOKEN, PORT, "zh")({"type": "websocket"}, never, never))


def broken_forms() -> list[bytes]:
    cuts = [FORM[:at] for at in sorted(CHANCE.sample(range(len(FORM) - 8), 40))]
    changed = [
        FORM[:at] + bytes([CHANCE.randrange(256)]) + FORM[at + 1 :]
        for at in CHANCE.sample(range(len(FORM)), 40)
    ]
    return cuts + changed + [CHANCE.randbytes(n) for n in (1, 10, 100, 5000)]


@pytest.mark.parametrize("body", broken_forms())
def test_a_form_cut_short_or_damaged_is_refused_or_read(client: TestClient, desk: Desk, body: bytes) -> None:
    status, _ = send(client, body)
    assert status in (303, 400)
    if status == 303:
        settled(desk)


@pytest.mark.parametrize("at", [0, 3, 40, len(FORM) - 60, len(FORM) - 6])
def test_a_form_without_its_end_is_refused(client: TestClient, at: int) -> None:
    assert send(client, FORM[:at])[0] == 400


KINDS = [
    *(
        "",
        "text/plain",
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/mixed; boundary=b",
        "x",
    ),
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "b" * 500),
    *(
        "multipart/form-data; boundary=c",
        'multipart/form-data; boundary="b',
        "multipart/form-data; charset=utf-7",
    ),
]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_form_is_refused(client: TestClient, kind: str) -> None:
    assert send(client, FORM, kind)[0] in (400, 415)


@pytest.mark.parametrize(
    "charset", ["utf-7", "utf-16", "rot13", "hex", "idna", "no-such", "gb18030", "\x80", "zlib", "undefined"]
)
def test_a_form_in_an_odd_encoding_is_read_or_refused(client: TestClient, charset: str) -> None:
    body = FORM.replace(b"t.csv", "计划\udcff.csv".encode("utf-8", "surrogateescape"))
    kind = f"{KIND}; charset={charset}"
    answer = client.post(
        f"/{TOKEN}/files",
        content=body,
        headers={b"origin": HERE.encode(), b"content-type": kind.encode("latin-1")},
    )
    assert answer.status_code in (303, 400)
    assert ask(client)[0] == 200


NAMES = [
    *(
        "../../../../tmp/hostile-x.csv",
        "..\\..\\hostile-x.csv",
        "/tmp/hostile-x.csv",
        "C:\\hostile-x.csv",
        "\\\\host\\share\\a.csv",
    ),
    *(
        "a%00.csv",
        "a\x00.csv",
        "CON",
        "NUL.csv",
        "aux.txt",
        ".htaccess",
        "....//....//x.csv",
        "~/x.csv",
        "$(touch hostile-x).csv",
    ),
    *(
        "`id`.csv",
        "a;rm -rf.csv",
        "<script>alert(1)</script>.csv",
        "<img src=x onerror=alert(1)>.csv",
        "{{7*7}}.csv",
    ),
    *(
        "{% raw %}.csv",
        "a\u202evsc.exe",
        "\ufeff.csv",
        "a" * 4000 + ".csv",
        "𠮷" * 300,
        "a\u0301.csv",
        "x.csv/",
        "con.xlsx",
    ),
    *(
        "%2e%2e%2fx.csv",
        "\x1b[31m.csv",
        "javascript:alert(1).csv",
        "file:///etc/passwd",
        "|cat.csv",
        "-rf.csv",
        "=cmd|'/c calc'!A1.csv",
    ),
]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_file_leads_anywhere(client: TestClient, desk: Desk, name: str) -> None:
    raw = name.encode().replace(b'"', b"%22").replace(b"\\", b"\\\\")
    status, _ = send(client, FORM.replace(b"t.csv", raw))
    assert status in (303, 400)
    if status == 303:
        job = settled(desk)
        assert not set("/\\<>\0\x1b\u202e") & set(job.name)
        assert len(job.name) <= uploads.LONGEST_NAME
        page = read_page(ask(client, path=f"/{TOKEN}/files/{job.id}")[1])
        assert page.one("h1").text == job.name
        assert len(list(page.all("script"))) == 1
        assert not list(page.all("img"))
        assert ask(client, path=f"/{TOKEN}/files/{job.id}/json")[0] in (200, 404)
    assert not list(Path("/tmp").glob("hostile-x*"))


def settled(desk: Desk) -> Any:
    """Return the newest job, when it is over."""
    job = desk.jobs()[0]
    ends = time.monotonic() + 60
    while not job.over:
        assert time.monotonic() < ends
        time.sleep(0.01)
    return job


def contents() -> dict[str, bytes]:
    whole = workbook({"A1": "甲", "B1": 1, "A2": "乙", "B2": 2, "A3": "合计", "B3": 3})
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">' + entities + b"]><x>&a11;</x>"
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    made = {
        "bomb.xlsx": with_sheet(b"<worksheet>" + b" " * 170_000_000 + b"</worksheet>"),
        "far.xlsx": with_sheet(
            b'<worksheet><sheetData><row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>'
            b"</sheetData></worksheet>"
        ),
        "laughs.xlsx": archive({"xl/workbook.xml": laughs}),
        "outside.xlsx": archive({"xl/workbook.xml": outside}),
        "climbing.xlsx": archive({"../../hostile-x": b"x", "xl/workbook.xml": b"<x/>"}),
        "nested.xlsx": archive({"xl/workbook.xml": archive({"a": b"0" * 1_000_000})}),
        "empty.xlsx": archive({}),
        "nothing.csv": b"",
        "blank.txt": b"  \n\t\n",
        "zeros.txt": bytes(100_000),
        "wide.csv": b"1," * 300_000,
        "quote.csv": b'a,"' + b"1,2\n" * 1_000,
        "huge.csv": b"a,b\n" + b"9" * 5000 + b",1e999999999\n1,2\n",
        "nan.csv": b"a,nan\nb,inf\nc,-inf\n",
        "utf16.txt": "甲\t1\n乙\t2\n合计\t3\n".encode("utf-16"),
        "odd.txt": b"\xff\xfe\xd8",
        "picture.txt": b"\x89PNG\r\n\x1a\n" + CHANCE.randbytes(2000),
        "paper.xlsx": b"%PDF-1.7\n" + CHANCE.randbytes(2000),
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + CHANCE.randbytes(3000),
        "loop.md": b"| a | b |\n|---|---|\n" * 2000,
        "deep.txt": "（".encode() * 20_000,
    }
    for n in range(12):
        at = CHANCE.randrange(len(whole))
        made[f"cut{n}.xlsx"] = whole[:at]
        made[f"changed{n}.xlsx"] = whole[:at] + CHANCE.randbytes(4) + whole[at + 4 :]
    return made


CONTENTS = contents()


@pytest.mark.parametrize("name", CONTENTS)
def test_no_content_is_too_much(client: TestClient, desk: Desk, name: str) -> None:
    body = (
        FORM.replace(b"t.csv", name.encode())
        .replace(TABLE, CONTENTS[name])
        .replace(b"audit\r\n", b"auto\r\n")
    )
    assert send(client, body)[0] == 303
    job = settled(desk)
    assert job.error is None  # neither a fault of ours nor a process that broke down
    assert job.outcome.code in (0, 1, 2, 3)
    assert bool(job.told("zh")) == (job.outcome.code == 2)
    text = ask(client, path=f"/{TOKEN}/files/{job.id}")[1] + "".join(job.told("zh"))
    assert "root:" not in text
    assert "dropped-" not in text


@pytest.mark.parametrize("more", [0, 1, 1000, 500_000])
@pytest.mark.parametrize("declared", [True, False])
def test_a_body_beyond_the_limit_is_refused_in_words(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, more: int, declared: bool
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", len(FORM) + 10)
    body = FORM + b" " * (10 + more)
    content = body if declared else iter([body[at : at + 50] for at in range(0, len(body), 50)])
    status, text = ask(
        client,
        "POST",
        f"/{TOKEN}/files?lang=en",
        content=content,
        headers={"origin": HERE, "content-type": KIND},
    )
    assert status == (413 if more else 303)
    assert ("MB were sent" in text) == bool(more)


@pytest.mark.parametrize("length", ["9" * 30, "-1", "x", "１２", "0x10", "64000001"])
def test_a_declared_length_that_lies_is_not_believed(client: TestClient, length: str) -> None:
    fields = {"origin": HERE, "content-type": KIND, "content-length": length}
    headers = [(name.encode(), value.encode()) for name, value in fields.items()]
    assert client.post(f"/{TOKEN}/files", content=FORM, headers=headers).status_code in (303, 413)  # type: ignore[arg-type]


def test_a_form_with_too_many_parts_is_refused(client: TestClient) -> None:
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="t.csv"\r\n\r\nx\r\n'
    assert send(client, part * 14 + b"--b--\r\n")[0] == 400
    assert send(client, b"--b--\r\n")[0] == 400


@pytest.fixture(scope="module")
def live() -> Iterator[int]:
    """The port of a server that runs."""
    with listening(0) as listener, Desk() as desk:
        port = int(listener.getsockname()[1])
        config = uvicorn.Config(
            make_app(desk, TOKEN, port),
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield port
        server.should_exit = True
        thread.join(30)


def raw(port: int, *pieces: bytes, end: bool = True) -> bytes:
    """Send bytes as they are, and return what comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        try:
            for piece in pieces:
                line.sendall(piece)
            if end:
                line.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it was refused before all was sent
        answer = b""
        try:
            while piece := line.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
        return answer


def head(port: int, *more: str, line: str = f"POST /{TOKEN}/files HTTP/1.1") -> bytes:
    fields = [line, f"Host: 127.0.0.1:{port}", f"Origin: http://127.0.0.1:{port}", "Connection: close", *more]
    return "\r\n".join([*fields, "", ""]).encode("latin-1")


LINES = [
    *(
        "",
        "\r\n\r\n",
        "GET",
        "GET /",
        "GET / HTTP/9.9",
        "GET http://evil.example/ HTTP/1.1",
        "\x16\x03\x01\x02\x00",
        "GET  / HTTP/1.1",
    ),
    *(
        "CONNECT evil.example:443 HTTP/1.1",
        "GET /\x00 HTTP/1.1",
        "GET /%zz HTTP/1.1",
        "POST * HTTP/1.1",
        "GET /" + "a" * 70_000 + " HTTP/1.1",
    ),
    *(
        "PRI * HTTP/2.0",
        "GET /\xff\xfe HTTP/1.1",
        "G\xe9T / HTTP/1.1",
        "GET /..;/ HTTP/1.1",
        "GET /?" + "a=b&" * 3000 + " HTTP/1.1",
    ),
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_is_no_request_is_refused(live: int, line: str) -> None:
    answer = raw(live, head(live, line=line))
    assert answer == b"" or answer.split(b" ")[1][:1] == b"4"
    assert b"Traceback" not in answer


FIELDS = [
    ("Host: evil.example",),
    ("Content-Length: 5", "Content-Length: 6"),
    ("Content-Length: -5",),
    ("Transfer-Encoding: chunked", "Content-Length: 5"),
    ("Transfer-Encoding: gzip",),
    ("X: " + "y" * 100_000,),
    tuple(f"X{n}: y" for n in range(5000)),
    ("Expect: 100-continue", "Content-Length: 0"),
    ("Upgrade: websocket", "Sec-WebSocket-Key: x"),
    ("Upgrade: h2c", "HTTP2-Settings: x"),
    ("Bad Header: x",),
    (": x",),
    ("X-Forwarded-For: 1.2.3.4", "X-Forwarded-Host: evil.example", "Content-Length: 0"),
    ("Origin: https://evil.example", "Content-Length: 0"),
    ("Range: bytes=0-999999999999", "Content-Length: 0"),
    ("Cookie: a=b" * 500, "Content-Length: 0"),
]


@pytest.mark.parametrize("fields", FIELDS)
def test_fields_that_make_no_sense_are_refused(live: int, fields: tuple[str, ...]) -> None:
    answer = raw(live, head(live, *fields), b"hello")
    assert answer == b"" or answer.split(b" ")[1][:1] in (b"1", b"4")
    assert b"Traceback" not in answer


@pytest.mark.parametrize("sent", [0, 1, 50, len(FORM) - 1])
def test_who_hangs_up_half_way_harms_nobody(live: int, sent: int) -> None:
    start = head(live, f"Content-Type: {KIND}", f"Content-Length: {len(FORM)}")
    raw(live, start, FORM[:sent])
    raw(live, head(live, f"Content-Type: {KIND}", "Transfer-Encoding: chunked"), b"fffffff\r\n" + FORM[:sent])
    answer = raw(live, start, FORM, end=False)
    assert answer.startswith(b"HTTP/1.1 303 ")


def test_a_browser_that_sends_far_too_much_reads_the_answer(live: int) -> None:
    most = MOST_BYTES + 5_000_000
    start = head(live, f"Content-Type: {KIND}", f"Content-Length: {most}")
    piece = b"x" * 1_000_000
    answer = raw(live, start, *[piece] * (most // len(piece)), end=False)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "超过 64 MB 的上限".encode() in answer
