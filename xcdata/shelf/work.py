"""What a worker does: read the files of a batch, each within its time.

In: a batch of files, and how they are to be read. Out: their records, packed; none of a file whose bytes are those that were done before.
Workers keep nothing from one batch to the next.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from xcdata.errors import InputError
from xcdata.files import read_bytes, sha256, unusable
from xcdata.shelf.packed import Packed, packed
from xcdata.shelf.paths import Batch, Shelved
from xcdata.shelf.record import AUTO, Record, most_bytes, record_of, refused


@dataclass(frozen=True, slots=True)
class Task:
    """How files are read; called with a batch, by whatever maps it.

    Attributes
    ----------
    kind : {'auto', 'notices', 'tables'}
    made_by : str
        The version whose results they are.
    seconds : float
        For one file; of the 385 annotated tables the longest takes two.
    grace : float or None
        Seconds after that in which the worker's process ends itself, since code outside of Python does not listen; None: never.
    home : (str, int)
        Machine and process of who gathers, which does not end itself where it works, too.
    """

    kind: str = AUTO
    made_by: str = ""
    seconds: float = 120
    grace: float | None = None
    home: tuple[str, int] = ("", 0)

    def __call__(self, batch: Batch) -> Packed:
        """Return the records of a batch, without those of files that have not changed."""
        return packed(filter(None, map(self.done, batch)))

    def done(self, one: Shelved) -> Record | None:
        """Return the record of one file, or None where it has not changed since it was done."""
        try:
            content = read_bytes(Path(one.path), most_bytes(self.kind))
        except InputError as error:
            # What it is called, instead of where this machine has it.
            told = InputError(replace(problem, where=one.file) for problem in error.problems)
            return refused(one.file, told, size=one.size, made_by=self.made_by)
        digest = sha256(content)
        if digest == one.known:
            return None
        try:
            with within(self.seconds, None if self.home == here() else self.grace):
                return record_of(content, one.file, self.kind, self.made_by)
        except Overtime:
            late = unusable("file_overtime", Path(one.file), seconds=f"{self.seconds:g}")
            return refused(one.file, late, digest, len(content), self.made_by)


def here() -> tuple[str, int]:
    """Return this machine and process."""
    return platform.node(), os.getpid()


def dask_setup(_: object) -> None:
    """Leave an interrupt at the keyboard to the process that gathers; dask calls this in each worker that it starts for us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Overtime(BaseException):
    """The time of a file is over; no ``except Exception`` on the way catches it."""


@contextmanager
def within(seconds: float, grace: float | None = None) -> Iterator[None]:
    """Raise :class:`Overtime` in this thread once the time is over; a worker's tasks are not in its main thread, so no alarm reaches them."""
    thread, lock, over = ctypes.c_ulong(threading.get_ident()), threading.Lock(), False
    strike = ctypes.pythonapi.PyThreadState_SetAsyncExc

    def end() -> None:
        with lock:
            if not over:
                strike(thread, ctypes.py_object(Overtime))

    timers = [threading.Timer(seconds, end)]
    if grace is not None:
        timers.append(threading.Timer(seconds + grace, os._exit, (1,)))
    for timer in timers:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        # A strike is never taken back: CPython 3.11 would look for it ever after, and under a tracer never go on.
        try:
            with lock:
                over = True
            for timer in timers:
                timer.cancel()
        except Overtime:  # it struck as the work ended
            for timer in timers:
                timer.cancel()
            raise
