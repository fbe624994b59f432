"""What the tests share: the raw gazette, and ways to damage it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from xcdata.gazette import Gazette, split_documents
from xcdata.source import read_raw

# Elsewhere every run looks at other examples; a shared build must not fail on what the change did not touch.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


@pytest.fixture(scope="session")
def raw() -> str:
    return read_raw()


@pytest.fixture(scope="session")
def gazette(raw: str) -> Gazette:
    return split_documents(raw)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write a text to a file of its own and return its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "gazette.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
