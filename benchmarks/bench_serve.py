"""From the drop of the gazette on the served page to its review, as a multiple of ``xcdata report`` as a whole process.

Run ``python benchmarks/bench_serve.py [RUNS]``. A drop and a report run in turn, so that a machine that grows slower or faster moves both; the
median of the ratios, pair by pair, is told of wall time; of CPU the server's and its worker's, less what a server takes on which nothing is dropped.
"""

from __future__ import annotations

import http.client
import json
import signal
import sys
import time
from pathlib import Path
from statistics import median
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from bench_commands import cost

from xcdata.dataset.source import read_raw

RUNS = 7
READY = 3.0
"""Seconds in which somebody chooses a file, while the worker gets ready."""
BOUNDARY = "a-boundary-that-no-gazette-has"


class Served:
    """A running server, and what was dropped on its page."""

    def __init__(self) -> None:
        self.process = Popen(
            [sys.executable, "-m", "xcdata", "serve", "--no-browser", "--lang", "en"], stdout=PIPE, text=True
        )
        assert self.process.stdout is not None
        address = urlsplit(self.process.stdout.readline().split()[-1])
        self.host, self.path = address.netloc, address.path
        time.sleep(READY)

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> http.client.HTTPResponse:
        """Return the answer to a request, with its body read."""
        connection = http.client.HTTPConnection(self.host)
        headers = {"Content-Type": kind, "Origin": f"http://{self.host}"} if kind else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.body = answer.read()
        assert answer.status < 400, (method, path, answer.status)
        return answer

    def drop(self, name: str, content: bytes) -> float:
        """Drop a file, wait for its page as a browser does, and return the seconds."""
        start = time.perf_counter()
        fields = [("way", "", b"auto"), ("file", f'; filename="{name}"', content)]
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"{more}\r\n\r\n'.encode() + value
            for field, more, value in fields
        ]
        form = b"\r\n".join([*parts, f"--{BOUNDARY}--\r\n".encode()])
        answer = self.ask("POST", f"{self.path}files", form, f"multipart/form-data; boundary={BOUNDARY}")
        job = urlsplit(str(answer.getheader("location"))).path
        while not json.loads(self.ask("GET", f"{job}/state") and self.body)["over"]:
            time.sleep(0.01)
        self.ask("GET", f"{job}/page-zh")
        assert b"<!doctype html>" in self.body[:20]
        return time.perf_counter() - start

    def close(self) -> None:
        """End the server as Ctrl-C does, so that it waits for its worker, whose CPU then counts."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def cpu_of(drops: int, content: bytes) -> float:
    """Return the CPU seconds of a server on which a file is dropped so often, and of all that it starts."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    served = Served()
    for number in range(drops):
        served.drop(f"{number}.txt", content)
    served.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Measure and print a Markdown table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    content = read_raw().encode()
    with TemporaryDirectory() as folder:
        report = [sys.executable, "-m", "xcdata", "report", "-o", str(Path(folder) / "review.html")]
        served = Served()
        first = served.drop("first.txt", content)
        pairs = [(served.drop(f"{number}.txt", content), cost(report)) for number in range(runs)]
        served.close()
    idle, one, all_ = (cpu_of(drops, content) for drops in (0, 1, runs + 1))
    print("| from drop to page | seconds | / `xcdata report` |\n|---|---|---|")
    reports = [wall for _, (_, wall) in pairs]
    peer = median(cpu for _, (cpu, _) in pairs)
    print(f"| the first of a server, wall | {first:.2f} | {first / median(reports):.2f} |")
    print(f"| … CPU | {one - idle:.2f} | {(one - idle) / peer:.2f} |")
    ratio = median(wall / peer for wall, (_, peer) in pairs)
    print(f"| each after it, wall | {median(wall for wall, _ in pairs):.2f} | {ratio:.2f} |")
    print(f"| … CPU | {(all_ - one) / runs:.2f} | {(all_ - one) / runs / peer:.2f} |")


if __name__ == "__main__":
    main()
