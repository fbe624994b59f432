"""The notebooks say what they said when they were committed, and are easy to read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from fresh import VIEW, fresh

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


def figures(text: str) -> set[str]:
    """The numbers of a text, without commas."""
    return set(re.findall(r"\d+(?:\.\d+)?", text.replace(",", "")))


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
    committed = nbformat.read(path, as_version=4)
    for before, after in zip(code_cells(committed), code_cells(fresh(path)), strict=True):
        assert told(after) == told(before), before.source


@each_notebook
def test_it_asks_and_answers_first_in_both_languages_with_the_figures_that_it_computes_last(
    path: Path,
) -> None:
    first, *_, last = nbformat.read(path, as_version=4).cells
    assert first.cell_type == "markdown"
    assert re.search(r"\*\*问：.+？\*\*\n\n\*\*答：.+。\*\*", first.source)
    assert re.search(r"\*\*Question: .+\?\*\*\n\n\*\*Answer: .+\.\*\*", first.source)
    assert last.cell_type == "code"
    computed = figures(told(last)["stdout"])
    answers = re.findall(r"\*\*(?:答：|Answer: )(.+)\*\*", first.source)
    assert all(figures(answer) and figures(answer) <= computed for answer in answers)


@pytest.mark.parametrize(
    ("name", "figure"),
    [("00", "13.01"), ("01", "57.69"), ("02", "13.01"), ("03", "101"), ("04", "115000"), ("08", "16")],
)
def test_where_one_chooses_the_answer_is_read_without_a_kernel_and_in_plain_code(
    name: str, figure: str
) -> None:
    (path,) = (path for path in PATHS if path.stem.startswith(name))
    cells = code_cells(nbformat.read(path, as_version=4))
    (at,) = (at for at, cell in enumerate(cells) if "xcdata.explore." in cell.source)
    said = told(cells[at])
    assert VIEW not in said
    assert figure in figures(said["text/plain"])
    after = "".join(told(cell).get(kind, "") for cell in cells[at:] for kind in ("text/html", "stdout"))
    assert figure in figures(after)


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
