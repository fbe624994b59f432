"""The page in a real browser: a file is chosen, its review is shown, what is downloaded is what the command line makes."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from devtools import PATIENCE, Tab, in_browser

from xcdata.dataset.source import data_dir
from xcdata.output.coverage_view import review_json
from xcdata.output.page import report_html
from xcdata.review.review import check

GAZETTE = data_dir() / "raw" / "xuchang-gazette-2019.txt"
SHOWN = "document.querySelector('iframe') && document.readyState == 'complete'"

pytestmark = pytest.mark.browser


@pytest.fixture
def address() -> Iterator[str]:
    """The address of a page that is served."""
    running = subprocess.Popen(
        [sys.executable, "-m", "xcdata", "serve", "--no-browser", "--lang", "en"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    yield running.stdout.readline().strip().removeprefix("The page is at ")
    running.terminate()
    running.wait(30)
    running.stdout.close()


def test_a_file_is_chosen_its_review_is_shown_and_downloaded(address: str, tmp_path: Path) -> None:
    saved = {
        "xuchang-gazette-2019-review.html": report_html(check(GAZETTE), lang="en"),
        "xuchang-gazette-2019-review.json": review_json(check(GAZETTE)),
    }

    async def visit(tab: Tab) -> None:
        await tab.open(address)
        await tab.choose("#file", GAZETTE)
        await tab.until(SHOWN)
        assert await tab.run("document.querySelector('.tag').innerText") == "✓ nothing unexplained"
        for number, (name, content) in enumerate(saved.items()):
            await tab.run(f"document.querySelectorAll('.saved a')[{number}].click()")
            path, ends = tmp_path / name, time.monotonic() + PATIENCE
            while not path.exists() and time.monotonic() < ends:
                await tab.run("0")
                await asyncio.sleep(0.05)
            assert path.read_text("utf-8") == content
        assert tab.complaints == []
        assert {one.split("/")[2] for one in tab.asked if one.startswith("http")} == {address.split("/")[2]}

    in_browser(tmp_path, visit)


def test_several_files_are_dropped_and_a_broken_one_is_told(address: str, tmp_path: Path) -> None:
    broken, table = tmp_path / "broken.xlsx", tmp_path / "table.csv"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    table.write_text("甲,1\n乙,2\n合计,3\n", encoding="utf-8")
    files = [{"name": path.name, "text": path.read_text("utf-8")} for path in (broken, table)]
    dropping = (
        f"const data = new DataTransfer(); for (const one of {json.dumps(files)}) "
        "data.items.add(new File([one.text], one.name));"
        "dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));"
    )

    async def visit(tab: Tab) -> None:
        await tab.open(address)
        await tab.run(f"(() => {{ {dropping} }})()")
        await tab.until(
            "document.querySelectorAll('.jobs li').length == 2 && !document.querySelector('[data-state]')"
        )
        told = await tab.run("[...document.querySelectorAll('.jobs .tag')].map((one) => one.innerText)")
        assert told == ["✓ nothing unexplained", "✗ cannot be used"]
        await tab.run("document.querySelectorAll('.jobs a')[1].click()")
        await tab.until("document.querySelector('.told')")
        assert "The workbook is cut short or damaged" in await tab.run(
            "document.querySelector('.told').innerText"
        )
        assert tab.complaints == []

    in_browser(tmp_path, visit)


def test_nothing_overflows_at_400_pixels_and_a_file_too_large_is_not_sent(
    address: str, tmp_path: Path
) -> None:
    large = tmp_path / ("a" * 100 + ".csv")
    with large.open("wb") as file:
        file.truncate(64_000_001)

    async def visit(tab: Tab) -> None:
        for lang in ("zh", "en"):
            for width in (1280, 400):
                await tab.size(width)
                await tab.open(f"{address}?lang={lang}")
                page = "document.documentElement"
                assert await tab.run(f"{page}.scrollWidth <= {page}.clientWidth")
        await tab.choose("#file", large)
        await tab.until("!document.querySelector('[data-when=large]').hidden")
        assert not any("/files" in one for one in tab.asked)
        large.write_bytes("甲,1\n乙,2\n合计,3\n".encode())
        await tab.choose("#file", large)
        await tab.until(SHOWN)
        assert await tab.run(f"{page}.scrollWidth <= {page}.clientWidth")
        assert tab.complaints == []

    in_browser(tmp_path, visit)
