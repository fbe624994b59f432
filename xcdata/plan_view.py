"""The plan table as a page shows it: the header undamaged, the rows as printed, each figure with what is proved about it.

In: a review. Out: header rows from the tree of :mod:`xcdata.plan_header`, and one :class:`PlanRow` a printed row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xcdata.plan_header import COLUMNS, TREE, Node
from xcdata.proof import cell_states, figure_states
from xcdata.quoting import Row, records
from xcdata.review import Review


@dataclass(frozen=True, slots=True)
class Heading:
    """A label of the header, with the columns and header rows that it spans."""

    label: str
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A printed row.

    Attributes
    ----------
    area : str
    cells : tuple of dict
        Rows of :func:`~xcdata.proof.cell_states`.
    note : tuple of (str, dict or None)
        The text that stands in the place of the other cells, its figures apart from what is between them.
    """

    area: str
    cells: tuple[Row, ...]
    note: tuple[tuple[str, Row | None], ...]


def header_rows() -> list[list[Heading]]:
    """Return the labels of the header, row by row; the first column, of the areas, is not among them."""
    height = max(depth(node) for node in TREE)
    rows: list[list[Heading]] = [[] for _ in range(height)]

    def place(nodes: Sequence[Node], level: int) -> None:
        for node in nodes:
            if isinstance(node, str):
                rows[level].append(Heading(node, 1, height - level))
            else:
                rows[level].append(Heading(str(node[0]), leaves(node), 1))
                place(node[1:], level + 1)

    place(TREE, 0)
    return rows


def depth(node: Node) -> int:
    """Return how many rows of labels a part of the header takes."""
    return 1 if isinstance(node, str) else 1 + max(depth(below) for below in node[1:])


def leaves(node: Node) -> int:
    """Return how many columns a part of the header spans."""
    return 1 if isinstance(node, str) else sum(leaves(below) for below in node[1:])


def plan_rows(review: Review) -> list[PlanRow]:
    """Return the rows of the plan table, as printed."""
    table = cell_states(review)
    others = [state for state in records(figure_states(review)) if state["key"] not in set(table["key"])]
    rows = []
    for name, frame in table.groupby("area", sort=False):
        area, cells = str(name), tuple(records(frame))
        figures = [state for state in others if str(state["key"]).startswith(f"plan/{area}/")]
        text = "".join(review.lines.get(cells[0]["line"], "").split("\t")[2:])
        note = tuple(note_pieces(text, figures)) if len(cells) < len(COLUMNS) else ()
        rows.append(PlanRow(area, cells, note))
    return rows


def note_pieces(text: str, figures: Sequence[Row]) -> Iterator[tuple[str, Row | None]]:
    """Cut a note into its figures and what is between them."""
    for figure in figures:
        before, found, after = text.partition(figure["printed"])
        if found:
            yield before, None
            yield found, figure
            text = after
    yield text, None
