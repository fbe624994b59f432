"""The process that works, one file at a time.

In: tasks. Out: the stages that each reaches, then its outcome. The process is started anew after it was stopped or has crashed;
it ends with the one that started it.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import traceback
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

from xcdata.errors import XcdataError

if TYPE_CHECKING:
    from xcdata.serve.work import Outcome


class Worker:
    """A process that is there when it is needed, and can be stopped at any time."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def start(self) -> Connection:
        """Start the process unless it runs; return the pipe to it."""
        if self._pipe is None or self._process is None or not self._process.is_alive():
            # Not forked: a copy of a process with threads may hang.
            context = get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(target=attend, args=(other,), daemon=True)
            self._process.start()
            other.close()
        return self._pipe

    def work(self, path: Path, shown: str, way: str, tell: Callable[[str], None]) -> Outcome:
        """Have a file looked at; see :func:`xcdata.serve.work.outcome`.

        Raises
        ------
        XcdataError
            The process ended before it was done, or came upon a fault of ours.
        """
        try:
            pipe = self.start()
            pipe.send((path, shown, way))
            while True:
                name, content = pipe.recv()
                if name == "done":
                    done: Outcome = content
                    return done
                if name == "fault":
                    print(content, file=sys.stderr)
                    raise XcdataError("serve_fault")
                tell(content)
        except (EOFError, OSError):
            self.stop()
            raise XcdataError("serve_ended") from None
        except XcdataError:
            self.stop()  # else its later words would be taken for those of the next task
            raise

    def interrupt(self) -> None:
        """End the process under the hands of whoever waits for it, who then starts another; safe in any thread."""
        if process := self._process:
            process.kill()

    def stop(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None


def attend(pipe: Connection) -> None:
    """Take tasks and answer them, until nobody is left at the other end."""
    # Ctrl-C reaches every process of a terminal; the one that started this one ends it.
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    from xcdata.serve.work import outcome

    with contextlib.suppress(EOFError, OSError):
        while True:
            path, shown, way = pipe.recv()
            try:
                answer: tuple[str, object] = (
                    "done",
                    outcome(path, shown, way, lambda stage: pipe.send(("stage", stage))),
                )
            except Exception:
                answer = ("fault", traceback.format_exc())
            pipe.send(answer)
