"""The examples of the documentation: found in a page, run, and compared with what stands there.

In: Markdown. A ``console`` block holds commands (``$ …``) and what they print; a ``python`` block may be followed by a ``text`` block with
what it prints. A line ``…`` stands for lines that are left out, once a block. What only has to be typed stands in an ``sh`` block.
Out: the page with what the examples print today. ``python tests/examples.py [PAGE …]`` writes it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from xcdata.cli import main

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(
    r"^```console\n(?P<console>.*?)^```$|^```python\n(?P<code>.*?)^```$(?:\n\n^```text\n(?P<told>.*?)^```$)?",
    re.M | re.S,
)
COMMAND = re.compile(
    r"^\$ (?P<command>[^\n]*?(?:<<(?P<end>\w+)\n.*?^(?P=end))?)$\n?(?P<told>(?:^(?!\$ )[^\n]*\n)*)",
    re.M | re.S,
)
LEFT_OUT = "…"


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A folder as a reader finds it after ``make``: the data, and a place for outputs; work is done there."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("data").symlink_to(ROOT / "data")
        Path("outputs").mkdir()
        yield Path(folder)


def rewritten(page: str) -> str:
    """Run the examples of a page one after another, and return it with what they print."""
    names: dict[str, Any] = {}
    return BLOCK.sub(lambda block: console(block) if block["console"] else python(block, names), page)


def console(block: re.Match[str]) -> str:
    code = 0
    parts = []
    for found in COMMAND.finditer(block["console"]):
        told, code = told_by(found["command"], code)
        parts.append(f"$ {found['command']}\n" + as_shown(told, found["told"]))
    return "```console\n" + "".join(parts) + "```"


def python(block: re.Match[str], names: dict[str, Any]) -> str:
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(block["code"], "<example>", "exec"), names)
    if block["told"] is None:
        assert not told.getvalue(), f"what this prints is not shown:\n{block['code']}"
        return block[0]
    return f"```python\n{block['code']}```\n\n```text\n" + as_shown(told.getvalue(), block["told"]) + "```"


def told_by(command: str, before: int) -> tuple[str, int]:
    """What a command prints, and the code it ends with; xcdata is called without a process of its own."""
    command = command.replace(".venv/bin/", "")
    if command == "echo $?":
        return f"{before}\n", 0
    if not command.startswith("xcdata "):
        done = subprocess.run(
            command, shell=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        return done.stdout, done.returncode
    told = io.StringIO()
    with (
        contextlib.redirect_stdout(told),
        contextlib.redirect_stderr(told),
        patch("xcdata.labels.program", lambda: ".venv/bin/xcdata"),
    ):
        code = main(shlex.split(command)[1:])
    return told.getvalue(), code


def as_shown(told: str, shown: str) -> str:
    """Leave out of what was told what is left out where it is shown: after the same line if there is one, else after as many."""
    lines, places = told.splitlines(), shown.splitlines()
    left_out = [number for number, line in enumerate(places) if line.strip() == LEFT_OUT]
    if left_out:
        (at,) = left_out
        below = len(places) - at - 1
        ends = [number for number, line in enumerate(lines, 1) if at and line and line == places[at - 1]]
        above = min(ends, key=lambda end: abs(end - at), default=at)
        assert len(lines) > above + below, f"nothing is left out of:\n{told}"
        lines = [*lines[:above], places[at], *lines[len(lines) - below :]]
    return "".join(f"{line.rstrip()}\n" for line in lines)


if __name__ == "__main__":
    os.environ["MPLBACKEND"] = "agg"
    for path in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
        before = path.read_text("utf-8")
        with workplace():
            after = rewritten(before)
        if after != before:
            path.write_text(after, "utf-8")
            print(f"written anew: {path.relative_to(ROOT)}")
