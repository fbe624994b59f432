"""What the sum rules prove about each figure.

In: a review. Out: one row a figure with its state: :func:`figure_states` for every figure of every ledger,
:func:`cell_states` for the cells of the plan table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable

import pandas as pd

from xcdata.findings import PROVED
from xcdata.ledger import Figure
from xcdata.plan_header import COLUMNS
from xcdata.quoting import records
from xcdata.review import Review
from xcdata.verdicts import Verdict

STATES = ("suspect", "in doubt", "within rounding", "proved", "unchecked", "blank")
FIGURE_COLUMNS = ("key", "line", "printed", "state", "rules", "exact", "broken", "implied")
CELL_COLUMNS = ("key", "area", "column", "line", "printed", "state", "rules", "broken", "implied")


def cell_states(review: Review) -> pd.DataFrame:
    """Return what is proved about each cell of the plan table.

    Parameters
    ----------
    review : Review

    Returns
    -------
    pandas.DataFrame
        One row a cell, row by row as printed: ``key``, ``area``, ``column`` (such as ``造林/合计``), and columns of
        :func:`figure_states`.
    """
    states = figure_states(review)
    labels = {column.path for column in COLUMNS}
    names = states["key"].astype("str").str.extract(r"^plan/(?P<area>[^/]+)/(?P<column>.+)$")
    cells = pd.concat([states, names], axis=1)
    return cells.loc[cells["column"].isin(labels), list(CELL_COLUMNS)].reset_index(drop=True)


def figure_states(review: Review) -> pd.DataFrame:
    """Return what is proved about each figure.

    Parameters
    ----------
    review : Review

    Returns
    -------
    pandas.DataFrame
        One row a figure, in the ledgers' order: ``key``; ``line``; ``printed``; ``state``; ``rules``, ``exact`` and ``broken``, the
        number of sum rules it stands in that hold, that do so to the last digit, and that do not (a rule whose difference a
        known issue explains is neither); ``implied``, what a suspect should have been (empty text: blank; several values where
        explanations differ; missing for any other figure). The state is

        suspect
            An explanation names it, alone or tied with others.
        blank
            Nothing is printed: no task.
        in doubt
            It stands in a rule that does not hold, and no rule holds with it or no explanation settles that rule; or an
            explanation names it that is called for only if the sums are exact, which is open.
        proved, within rounding
            A rule holds with it, exactly or within rounding only.
        unchecked
            No rule that holds or does not hold is about it.
    """
    implied: defaultdict[Hashable, dict[str, None]] = defaultdict(dict)
    doubted: set[Hashable] = set()
    for change in records(review.explanations):
        if change["given"] is not None:
            doubted.add(change["key"])
        elif change["key"] is not None:
            implied[change["key"]][change["implied"]] = None
    holding: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
    broken: Counter[Hashable] = Counter()
    unsettled: set[Hashable] = set()
    for row in records(review.findings):
        if row["verdict"] in PROVED:
            for key in row["figures"]:
                holding[key][row["verdict"]] += 1
        elif row["verdict"] == Verdict.INCONSISTENT and row["known_en"] is None:
            broken.update(row["figures"])
            if implied.keys().isdisjoint(row["figures"]):
                unsettled.update(row["figures"])

    def state_of(figure: Figure) -> str:
        key = figure.key
        if key in implied:
            return "suspect"
        if not figure.printed:
            return "blank"
        if key in unsettled | doubted or (broken[key] and not holding[key]):
            return "in doubt"
        if holding[key]:
            return "proved" if holding[key][Verdict.EXACT.value] else "within rounding"
        return "unchecked"

    rows = [
        {
            "key": figure.key,
            "line": figure.line,
            "printed": figure.printed,
            "state": state_of(figure),
            "rules": holding[figure.key].total(),
            "exact": holding[figure.key][Verdict.EXACT.value],
            "broken": broken[figure.key],
            "implied": " / ".join(implied[figure.key]) if figure.key in implied else None,
        }
        for ledger in review.ledgers
        for figure in ledger.figures
    ]
    dtypes = {"key": "object", "line": "Int64", "rules": "int64", "exact": "int64", "broken": "int64"}
    return pd.DataFrame(
        {
            name: pd.Series([row[name] for row in rows], dtype=dtypes.get(name, "str"))
            for name in FIGURE_COLUMNS
        }
    )
