"""The site of the documentation, as 'make docs' makes it: it is whole, loads nothing from elsewhere, and finds Chinese words from disk."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from devtools import Tab, in_browser
from examples import ROOT

LOADED = re.compile(
    r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(?P<src>[^"'\s>]+)"""
    r"""|<link\b[^>]*\bhref=["']?(?P<href>[^"'\s>]+)"""
    r"""|(?:url\(|@import\s)["']?(?P<url>[^"')\s]+)"""
)
# What a reader of the screen is told apart by: the search, parts of the navigation, buttons that copy.
NAMES = (
    "[...document.querySelectorAll('[role=dialog], .md-code__nav, .md-nav[data-md-level=\"1\"]')]"
    ".map(one => one.ariaLabel || document.getElementById(one.getAttribute('aria-labelledby')).textContent.trim())"
)
FOUND = "[...document.querySelectorAll('.md-search-result__item a')].map(link => link.pathname)"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert len(pages) > 40
    loaded = {
        target
        for page in pages
        for found in LOADED.finditer(page.read_text("utf-8"))
        for target in found.groups()
        if target and not target.startswith("data:")
    }
    assert loaded
    assert {target for target in loaded if "//" in target} == set()


def test_links_to_notebooks_and_to_the_data_dictionary_lead_to_pages(site: Path) -> None:
    home = (site / "questions" / "who-when.html").read_text("utf-8")
    for target in ("notebooks/08-who-does-what.html", "data/processed/data-dictionary.html"):
        assert f'href="../{target}"' in home
        assert (site / target).is_file()


@pytest.mark.browser
def test_every_page_opens_from_disk_names_its_parts_and_asks_nobody(site: Path, tmp_path: Path) -> None:
    pages = [page for page in site.rglob("*.html") if page.name != "404.html"]

    async def visit(tab: Tab) -> None:
        for page in pages:
            await tab.open(page.as_uri())
            await tab.until(f"{NAMES}.every(Boolean)")
            names = await tab.run(NAMES)
            assert len(names) == len(set(names)) > 3, page
        assert [address for address in tab.asked if not address.startswith(("file:", "data:"))] == []
        assert tab.complaints == []

    in_browser(tmp_path, visit)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("一个合计不对怎么办", "questions/wrong-total.html"),
        ("退出码", "questions/commands.html"),
        ("年鉴 错的数字", "questions/yearbook-page.html"),
        ("locate_lines", "api/ledger.html"),
    ],
)
def test_a_search_from_disk_finds_the_page(site: Path, tmp_path: Path, question: str, answer: str) -> None:
    async def visit(tab: Tab) -> None:
        await tab.open((site / "index.html").as_uri())
        await tab.run("document.querySelector('label[for=__search]').click()")
        await tab.run(
            "(field => { "
            f"field.value = {json.dumps(question)}; field.focus(); field.dispatchEvent(new KeyboardEvent('keyup'))"
            " })(document.querySelector('[data-md-component=search-query]'))"
        )
        await tab.until(f"{FOUND}.length")
        assert str(await tab.run(f"{FOUND}[0]")).endswith(answer)
        assert [address for address in tab.asked if not address.startswith(("file:", "data:"))] == []
        assert tab.complaints == []

    in_browser(tmp_path, visit)
