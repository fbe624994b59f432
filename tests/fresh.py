"""Notebooks run afresh, as their outputs are kept: the same on every machine, and readable where nothing runs.

In: notebooks. Out: the same with new outputs. ``python tests/fresh.py notebooks/*.ipynb`` writes them back; the tests compare. Of a panel of
dropdowns the sentence stays that it says without a kernel: a view of widgets that are gone shows nothing but an error.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
VIEW = "application/vnd.jupyter.widget-view+json"


def fresh(path: Path) -> Any:
    """Run a notebook in its folder and return it, with no trace of when and in which Python."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=60,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": path.parent}},
        config=Config({"KernelManager": {"transport_encryption": "auto"}}),  # without it each kernel warns
    ).execute()
    notebook.metadata = {"kernelspec": KERNELSPEC}
    for cell in notebook.cells:
        cell.metadata = {}
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(VIEW, None)
    return notebook


if __name__ == "__main__":
    for name in sys.argv[1:]:
        nbformat.write(fresh(Path(name)), name)
        print(name)
