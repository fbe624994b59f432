"""What is proved about each cell of the plan table.

In: a review. Out: the state of every cell, by area and column; the same as a frame, for the chart that shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xcdata.gazette.plan.header import COLUMNS, PlanColumn
from xcdata.gazette.plan.reading import plan_key, read_table
from xcdata.ledger.proof import FigureState, figure_states
from xcdata.ledger.results import Results

if TYPE_CHECKING:
    import pandas as pd

CELL_COLUMNS = ("key", "area", "column", "line", "printed", "state", "rules", "broken", "implied")


def plan_states(results: Results) -> dict[tuple[str, PlanColumn], FigureState]:
    """Return the state of each cell of the plan table, by area and column, row by row as printed.

    Of a workbook these are the areas and columns of its plan's sheet.
    """
    states = figure_states(results)
    names = table_cells(results)
    if (tables := getattr(results, "tables", None)) is not None:
        table = read_table(tables.gazette)
        places = [(cell.area, cell.column) for cell in table.cells]
        places += [(area, column) for area, column, *_ in table.unread]
        names = {plan_key(area, column, table.prefix): (area, column) for area, column in places}
    return {names[str(key)]: state for key, state in states.items() if key in names}


def table_cells(results: Results) -> dict[str, tuple[str, PlanColumn]]:
    """Return area and column of each cell of a workbook's plan, by key; areas that somebody added are among them."""
    columns = {column.path: column for column in COLUMNS}
    paths = {
        key: str(key).removeprefix(f"plan/{figure.name[0]}/")
        for key, figure in results.figures.items()
        if figure.name
    }
    return {
        str(key): (results.figures[key].name[0], columns[path])
        for key, path in paths.items()
        if path in columns
    }


def cell_states(results: Results) -> pd.DataFrame:
    """Return the same as a frame.

    Returns
    -------
    pandas.DataFrame
        One row a cell, row by row as printed: ``key``, ``area``, ``column`` (such as ``造林/合计``), ``line``, ``printed``, and
        ``state``, ``rules``, ``broken``, ``implied`` as of :class:`~xcdata.ledger.proof.FigureState`.
    """
    import pandas as pd

    rows = [
        (
            *(state.figure.key, area, column.path, state.figure.line, state.printed),
            *(state.state, state.rules, state.broken, state.implied),
        )
        for (area, column), state in plan_states(results).items()
    ]
    dtypes = {"line": "Int64", "rules": "int64", "broken": "int64"}
    return pd.DataFrame(
        {
            name: pd.Series([row[at] for row in rows], dtype=dtypes.get(name, "str"))
            for at, name in enumerate(CELL_COLUMNS)
        }
    )
