"""The notebooks say what they said when they were committed, and are easy to read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST = 8
CHART = "xcdata.charts."

Notebook = Any
each_notebook = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def code_cells(notebook: Notebook) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def told(cell: Any) -> dict[str, str]:
    """Everything that a cell put out, by kind; of a picture only that there is one."""
    texts: dict[str, str] = {}
    for output in cell.outputs:
        if output.output_type == "stream":
            texts[output.name] = texts.get(output.name, "") + output.text
        else:
            texts |= {kind: text if kind.startswith("text/") else "" for kind, text in output.data.items()}
    return texts


def test_there_are_ten() -> None:
    assert [path.stem for path in PATHS] == [
        "00-start-here",
        "01-plan-by-county",
        "02-cross-check-totals",
        "03-awards-by-county",
        "04-training-targets",
        "05-your-own-table",
        "06-your-own-rules",
        "07-another-notice",
        "08-who-does-what",
        "09-a-shelf",
    ]


@each_notebook
def test_a_fresh_run_gives_the_committed_texts(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MPLBACKEND", raising=False)
    committed, fresh = (nbformat.read(path, as_version=4) for _ in range(2))
    NotebookClient(fresh, timeout=60, kernel_name="python3", resources={"metadata": {"path": ROOT}}).execute()
    for before, after in zip(code_cells(committed), code_cells(fresh), strict=True):
        assert told(after) == told(before), before.source


@each_notebook
def test_it_asks_first_in_both_languages_and_states_what_it_computed_last(path: Path) -> None:
    first, *_, last = nbformat.read(path, as_version=4).cells
    assert first.cell_type == "markdown"
    assert "**问：" in first.source
    assert "？**" in first.source
    assert "**Question: " in first.source
    assert "?**" in first.source
    assert last.cell_type == "code"
    assert told(last)["stdout"].strip()


@each_notebook
def test_its_cells_are_short_and_need_only_xcdata_and_pandas(path: Path) -> None:
    for cell in code_cells(nbformat.read(path, as_version=4)):
        lines = cell.source.splitlines()
        assert len(lines) <= LONGEST, cell.source
        assert not any(line.strip().startswith(("def ", "class ", "%", "!")) for line in lines), cell.source
        imported = [line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))]
        assert set(imported) <= {"xcdata", "pandas"}


@each_notebook
def test_it_lets_the_reader_change_something(path: Path) -> None:
    assert any("# ✎" in cell.source for cell in code_cells(nbformat.read(path, as_version=4)))


@each_notebook
def test_every_chart_is_shown_and_nothing_went_wrong(path: Path) -> None:
    for cell in code_cells(nbformat.read(path, as_version=4)):
        texts = told(cell)
        assert "stderr" not in texts
        assert ("image/png" in texts) == (CHART in cell.source), cell.source


@each_notebook
def test_it_can_be_read_where_it_lies(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert path.stat().st_size < 400_000
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    }
    assert [cell.execution_count for cell in code_cells(notebook)] == list(
        range(1, len(code_cells(notebook)) + 1)
    )
