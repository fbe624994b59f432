"""How far a run has come, on one line that is written anew, or on a line now and then where nobody watches.

In: bytes and files as they are done. Out: texts on standard error. What remains is reckoned by bytes, since the largest files come first.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

from xcdata.labels import label

WATCHED, UNWATCHED = 0.2, 30.0
"""Seconds between two texts, on a terminal and elsewhere."""


@dataclass
class Progress:
    """What is done of how much.

    Attributes
    ----------
    files, size : int
        All files, and their bytes.
    lang : {'zh', 'en'}
    stream : TextIO
    """

    files: int
    size: int
    lang: str = "zh"
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    done: int = 0
    read: int = 0
    start: float = field(default_factory=time.monotonic)
    shown: float = field(default_factory=time.monotonic)

    def add(self, files: int, size: int) -> None:
        """Count files as done, and say so if it is time."""
        self.done, self.read = self.done + files, self.read + size
        watched = self.stream.isatty()
        if time.monotonic() - self.shown >= (WATCHED if watched else UNWATCHED):
            self.shown = time.monotonic()
            self.stream.write(f"\r\x1b[K{self.told()}" if watched else f"{self.told()}\n")
            self.stream.flush()

    def told(self) -> str:
        """Say how many files are done, how many a second, and how long the rest should take."""
        spent = max(time.monotonic() - self.start, 1e-9)
        left = spent * (self.size - self.read) / self.read if self.read else 0.0
        values = {"done": self.done, "files": self.files, "rate": f"{self.done / spent:.1f}"}
        return label("corpus", "progress", self.lang, **values, left=clock(left))

    def end(self) -> None:
        """Leave the line as it was."""
        if self.stream.isatty():
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def clock(seconds: float) -> str:
    """Return a time as hours, minutes and seconds.

    Examples
    --------
    >>> clock(3_725)
    '1:02:05'
    """
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
