"""A page in headless Chromium: opened at some width, driven by a script from outside, and asked what became of it."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = "disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync"


def driven(page: str, script: str, folder: Path, *, width: int = 1280, switches: tuple[str, ...] = ()) -> Any:
    """Open a page in a frame, run a script that sees it as ``d`` and returns something, and return that.

    The page's own policy holds in the frame: what it complains of fails the test.
    """
    frame = f'<iframe id="f" width="{width}" height="900" srcdoc="{html.escape(page)}"></iframe><pre id="told"></pre>'
    run = f"const d = f.contentDocument; const told = (() => {{ {script} }})(); "
    run += "document.getElementById('told').textContent = JSON.stringify(told);"
    path = folder / "driven.html"
    path.write_text(
        f'<!doctype html><meta charset="utf-8">{frame}<script>f.onload = () => {{ {run} }}</script>',
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", *(f"--{word}" for word in QUIET.split())),
            *(f"--user-data-dir={folder / 'profile'}", "--enable-logging=stderr", *switches),
            *(f"--window-size={width + 100},1000", "--dump-dom", path.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert not [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told, done.stderr
    assert told[1], done.stderr
    return json.loads(html.unescape(told[1]))
