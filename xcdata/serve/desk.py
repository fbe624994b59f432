"""The files at hand: the last few, in memory, one of them being worked on.

In: files as they are dropped. Out: a :class:`Job` each, which says how far it is and then holds its outcome. The oldest make room
for new ones. A file lies on disk only while it is worked on, under a name of our own in a folder of our own.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING

from xcdata.errors import XcdataError
from xcdata.serve.process import Worker

if TYPE_CHECKING:
    from xcdata.serve.work import Outcome

WAYS = ("auto", "check", "audit")
"""How a file may be looked at: as its content suggests, as a notice or a plan workbook, as any table."""

SUFFIXES = (".txt", ".csv", ".tsv", ".md", ".xlsx", ".xlsm", ".xls", ".ods")
"""Those that a file keeps under a name of our own."""

MOST_FILES = 12
"""Kept at once: what a person drops in an hour or two and still finds on the page."""

MOST_KEPT = 256_000_000
"""Bytes of all results and of all files that wait; some 800 gazettes."""


@dataclass
class Job:
    """A file and how far it is.

    Attributes
    ----------
    id : str
        By which addresses name it.
    name : str
        What its sender calls it; shown, and never used as a path.
    suffix : str
        One of ours, or none.
    way : str
        How it is to be looked at.
    content : bytes
        The file, until it is worked on.
    size : int
        Bytes that it has.
    stage : str
        ``waiting``, ``checking``, ``writing``, ``done`` or ``stopped``.
    begun, ended : float
        Seconds of a clock that only runs forward.
    outcome : Outcome or None
        When it is done.
    error : XcdataError or None
        What else kept it from being done.
    """

    name: str
    suffix: str
    way: str
    content: bytes
    size: int
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    stage: str = "waiting"
    begun: float = field(default_factory=time.monotonic)
    ended: float | None = None
    outcome: Outcome | None = None
    error: XcdataError | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.ended is not None

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return (self.ended or time.monotonic()) - self.begun

    @property
    def held(self) -> int:
        """Bytes that are kept of it."""
        products = self.outcome.products.values() if self.outcome else ()
        return len(self.content) + sum(map(len, products))

    def told(self, lang: str) -> list[str]:
        """Say what kept it from being done, if anything did."""
        if self.error:
            return [self.error.told(lang)]
        return list(self.outcome.told.get(lang, ())) if self.outcome else []


class Desk:
    """What is at hand, from :meth:`open` to :meth:`close`."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._waiting: SimpleQueue[Job | None] = SimpleQueue()
        self._worker = Worker()
        self._current: Job | None = None
        self._thread = Thread(target=self._work, daemon=True)
        self._folder: TemporaryDirectory[str] | None = None

    def open(self) -> None:
        """Begin to work; the process gets ready while the first file is chosen."""
        self._folder = TemporaryDirectory(prefix="xcdata-", ignore_cleanup_errors=True)
        self._thread.start()

    def close(self) -> None:
        """Stop working and forget everything."""
        for job in self.jobs():
            self.drop(job.id)
        self._waiting.put(None)
        self._thread.join()
        self._worker.stop()
        if self._folder:
            self._folder.cleanup()

    def __enter__(self) -> Desk:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def jobs(self) -> list[Job]:
        """Return what is at hand, the newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def find(self, name: str) -> Job | None:
        """Return a job by its id."""
        with self._lock:
            return self._jobs.get(name)

    def put(self, job: Job) -> None:
        """Take a job, the oldest that are over making room.

        Raises
        ------
        XcdataError
            There is no room, as nothing is over that could make some.
        """
        with self._lock:
            self._make_room(job.held, 1)
            if len(self._jobs) >= MOST_FILES or self._held() + job.held > MOST_KEPT:
                raise XcdataError("serve_full")
            self._jobs[job.id] = job
        self._waiting.put(job)

    def stop(self, name: str) -> None:
        """Stop a job; one that is over stays as it is."""
        with self._lock:
            job = self._jobs.get(name)
            if job and not job.over:
                _end(job, "stopped", error=XcdataError("serve_stopped"))
                if job is self._current:
                    self._worker.interrupt()

    def drop(self, name: str) -> None:
        """Stop a job and forget it."""
        self.stop(name)
        with self._lock:
            self._jobs.pop(name, None)

    def _held(self) -> int:
        return sum(job.held for job in self._jobs.values())

    def _make_room(self, more: int, files: int) -> None:
        """Forget the oldest that are over, as many as it takes; the newest stays."""
        over = [job for job in self._jobs.values() if job.over]
        while over and (len(self._jobs) + files > MOST_FILES or self._held() + more > MOST_KEPT):
            del self._jobs[over.pop(0).id]

    def _work(self) -> None:
        """Work on one job after the other."""
        with contextlib.suppress(OSError):
            self._worker.start()
        while job := self._waiting.get():
            with self._lock:
                if job.over:
                    continue
                self._current = job
            found: Outcome | None = None
            error: XcdataError | None = None
            try:
                with self._on_disk(job) as path:
                    found = self._worker.work(path, job.name, job.way, lambda stage: _reach(job, stage))
            except XcdataError as caught:
                error = caught
            except OSError as caught:
                error = XcdataError("serve_disk", reason=caught.strerror)
            with self._lock:
                self._current = None
                if not job.over:
                    _end(job, "done", outcome=found, error=error)
                    self._make_room(0, 0)

    @contextlib.contextmanager
    def _on_disk(self, job: Job) -> Iterator[Path]:
        """Lend a job's file a place on disk, in the folder that only its owner may enter."""
        path = Path(self._folder.name if self._folder else "", f"dropped-{secrets.token_hex(8)}{job.suffix}")
        try:
            path.write_bytes(job.content)
            job.content = b""
            yield path
        finally:
            path.unlink(missing_ok=True)


def _reach(job: Job, stage: str) -> None:
    if job.over:  # stopped before there was a process to interrupt
        raise XcdataError("serve_stopped")
    job.stage = stage


def _end(job: Job, stage: str, outcome: Outcome | None = None, error: XcdataError | None = None) -> None:
    job.stage, job.outcome, job.error, job.content = stage, outcome, error, b""
    job.ended = time.monotonic()
