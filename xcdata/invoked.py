"""How this program was started, so that a command that is shown can be pasted where it was.

In: the running process. Out: the beginning of a command line, and the one that installs what an extra needs. Paths are written from
the folder that work is done in.
"""

from __future__ import annotations

import os
import shlex
import sys
from importlib.metadata import requires
from pathlib import Path
from shutil import which

NAME = "xcdata"


def program() -> str:
    """Return how a command line begins: the name alone where it leads here, else the path of the script beside this Python."""
    typed = Path(sys.argv[0])
    beside = which(NAME, path=str(Path(sys.executable).parent))
    script = typed if typed.stem == NAME and typed.is_file() else Path(beside) if beside else None
    if script is None:
        return f"{from_here(Path(sys.executable))} -m {NAME}"
    found = which(NAME)
    return NAME if found and Path(found).samefile(script) else from_here(script)


def installing(extra: str = "") -> str:
    """Return the command that installs what an extra, or without one the program itself, needs.

    Of a clone it installs the extra; elsewhere what the extra names, as no registry has xcdata.
    """
    pip, root = f"{from_here(Path(sys.executable))} -m pip install", Path(__file__).parents[1]
    if (root / "pyproject.toml").is_file():
        return f"{pip} -e {from_here(root, f'[{extra}]' if extra else '')}"
    return f"{pip} {' '.join(shlex.quote(one) for one in needed(extra))}"


def needed(extra: str) -> list[str]:
    """Return what an extra, or the program itself, names."""
    named = [[part.strip() for part in one.partition(";")] for one in requires(NAME) or ()]
    wanted = f"extra == '{extra}'" if extra else ""
    return [what for what, _, marker in named if marker.replace('"', "'") == wanted]


def from_here(path: Path, after: str = "") -> str:
    """Return a path as a shell takes it: from the folder that work is done in, or from the root where that is shorter."""
    try:
        there = os.path.relpath(path)
    except ValueError:  # another drive
        there = str(path)
    if path.is_file() and os.sep not in there:
        there = os.path.join(os.curdir, there)  # noqa: PTH118, which would drop the dot
    return shlex.quote(min(there, os.path.abspath(path), key=len) + after)  # noqa: PTH100, which would follow links
