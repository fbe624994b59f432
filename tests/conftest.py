"""What the tests share: the raw gazette, and ways to damage it."""

from __future__ import annotations

import csv
import gc
import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import openpyxl
import pytest

from xcdata.dataset.source import read_raw
from xcdata.dataset.tables import read_gazette
from xcdata.excel.workbook import write_workbook
from xcdata.gazette.documents import Gazette, split_documents
from xcdata.review.review import check

# What the tests hold lives as long as they run; looking through it again and again took an eighth of their time.
gc.set_threshold(100_000, 50, 100)

# Elsewhere every run looks at other examples; a shared build must not fail on what the change did not touch.
SHARED = bool(os.environ.get("CI"))
hypothesis.settings.register_profile("quick", max_examples=40, derandomize=SHARED)
hypothesis.settings.register_profile("thorough", max_examples=400, derandomize=SHARED)
hypothesis.settings.load_profile("quick")

# What the tests of a mark need beyond Python: one of these commands, and the Debian package that brings it.
TOOLS = {
    "browser": (("chromium", "chromium-browser"), "chromium"),
    "office": (("soffice", "libreoffice"), "libreoffice-calc"),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail where a tool is missing that a test was marked with, and say how to get it: nothing is skipped."""
    for mark, (commands, package) in TOOLS.items():
        if item.get_closest_marker(mark) and not any(shutil.which(each) for each in commands):
            pytest.fail(f"needs {commands[0]}, which is not here (apt-get install {package})", pytrace=False)


@pytest.fixture(autouse=True)
def csv_field_limit() -> Iterator[None]:
    """Undo what frictionless does to the csv module of the whole process, which users of ours do not have."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.fixture(scope="session")
def raw() -> str:
    return read_raw()


@pytest.fixture(scope="session")
def gazette(raw: str) -> Gazette:
    return split_documents(raw)


PLAN = "营造林计划"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write a text to a file of its own and return its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "gazette.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The analysts' workbook as it is written; nobody may write to it."""
    path = tmp_path_factory.mktemp("whole") / "workbook.xlsx"
    tables = read_gazette()
    write_workbook(tables, check(tables), path)
    return path


@pytest.fixture(scope="session")
def plan_alone(whole: Path) -> bytes:
    """The plan's sheet in a workbook of its own, as openpyxl saves it: without values for its formulas."""
    book = openpyxl.load_workbook(whole)
    for sheet in book.worksheets:
        if sheet.title != PLAN:
            book.remove(sheet)
    book.defined_names.clear()
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
