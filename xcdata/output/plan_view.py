"""The plan tables as a page shows them: the header undamaged, the rows as printed, each figure with what is proved about it.

In: a review. Out: of each plan table header rows from its tree of labels and one :class:`PlanRow` a printed row, and whatever
else the page of a gazette shows beside what every page does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from xcdata.gazette.plan.header import COLUMNS, TREE, Node, tree_under
from xcdata.gazette.plan.reading import TITLE, PlanTable, plan_key, read_tables
from xcdata.labels import label
from xcdata.ledger.model import Ledger
from xcdata.ledger.proof import STATES, FigureState, figure_states
from xcdata.output.notice_view import notices
from xcdata.review.decision import coverage_lines
from xcdata.review.plan_states import table_cells
from xcdata.review.review import Review


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
    cells : tuple of FigureState
    note : tuple of (str, FigureState or None)
        The text that stands in the place of the other cells, its figures apart from what is between them.
    """

    area: str
    cells: tuple[FigureState, ...]
    note: tuple[tuple[str, FigureState | None], ...]


def header_rows(tree: Sequence[Node]) -> list[list[Heading]]:
    """Return the labels of a header, row by row; the first column, of the areas, is not among them."""
    height = max((depth(node) for node in tree), default=1)
    rows: list[list[Heading]] = [[] for _ in range(height)]

    def place(nodes: Sequence[Node], level: int) -> None:
        for node in nodes:
            if isinstance(node, str):
                rows[level].append(Heading(node, 1, height - level))
            else:
                rows[level].append(Heading(str(node[0]), leaves(node), 1))
                place(node[1:], level + 1)

    place(tree, 0)
    return rows


def depth(node: Node) -> int:
    """Return how many rows of labels a part of the header takes."""
    return 1 if isinstance(node, str) else 1 + max(depth(below) for below in node[1:])


def leaves(node: Node) -> int:
    """Return how many columns a part of the header spans."""
    return 1 if isinstance(node, str) else sum(leaves(below) for below in node[1:])


def plan_rows(
    places: Mapping[str, str], notes: Mapping[str, str], width: int, states: Mapping[Hashable, FigureState]
) -> list[PlanRow]:
    """Return the rows of a plan table, as printed.

    Parameters
    ----------
    places : mapping of str to str
        The area of each cell by the cell's key, row by row.
    notes : mapping of str to str
        The note of an area that has one in the place of cells.
    width : int
        The number of columns.
    states : mapping of Hashable to FigureState
    """
    rows = []
    for area, keys in groupby((key for key in states if key in places), key=lambda key: places[str(key)]):
        cells = tuple(states[key] for key in keys)
        line, own = cells[0].figure.line, {cell.figure.key for cell in cells}
        noted = [state for key, state in states.items() if state.figure.line == line and key not in own]
        note = tuple(note_pieces(notes.get(area, ""), noted)) if len(cells) < width else ()
        rows.append(PlanRow(area, cells, note))
    return rows


def note_pieces(text: str, figures: Sequence[FigureState]) -> Iterator[tuple[str, FigureState | None]]:
    """Cut a note into its figures and what is between them."""
    for state in figures:
        before, found, after = text.partition(state.printed)
        if found:
            yield before, None
            yield found, state
            text = after
    yield text, None


def gazette_sections(review: Review, lang: str) -> dict[str, Any]:
    """Return what the page of a gazette, or of an edited workbook, shows beside what every page does."""
    tables = review.tables
    documents = tables.rows["documents"] if tables else []
    extent = label("report", "extent", lang, documents=len(documents), lines=len(review.lines))
    return {
        "about": [(label("report", "documents", lang), extent)],
        "books": [gazette_ledger_row(ledger, review, lang) for ledger in review.ledgers if ledger.rules],
        "plans": plan_sections(review),
        "rosters": stated_figures(review, "awards", "award_counts"),
        "training": stated_figures(review, "training", "training_totals"),
        "targets": targets(review),
        "method": [label("report", f"method_{n}", lang) for n in range(1, 5)],
        "coverage": list(coverage_lines(review, lang)),
        "notices": notices(review, lang),
    }


def gazette_ledger_row(ledger: Ledger, review: Review, lang: str) -> dict[str, Any]:
    """Return what a ledger is about, the documents it was read from, and its rules by verdict."""
    own = {rule.id for rule in ledger.rules}
    rules = [finding for finding in review.found if finding.is_rule and finding.id in own]
    lines = {figure.line for figure in ledger.figures if figure.line}
    documents = review.tables.rows["documents"] if review.tables else []
    return {
        "title": label("report", ledger.name, lang),
        "documents": [
            row for row in documents if any(row["first_line"] <= line <= row["last_line"] for line in lines)
        ],
        "verdicts": Counter(finding.verdict for finding in rules),
        "rules": len(rules),
        "known": sum(finding.known is not None for finding in rules),
    }


def plan_sections(review: Review) -> list[dict[str, Any]]:
    """Return the plan tables: where each comes from, its header and rows, and how many cells are in each state."""
    states = figure_states(review)
    if review.tables is None:
        sections = [workbook_plan(review, states)]
    else:
        sections = [table_section(review, table, states) for table in read_tables(review.tables.gazette)]
    return [section for section in sections if section["rows"]]


def workbook_plan(review: Review, states: Mapping[Hashable, FigureState]) -> dict[str, Any]:
    """Return the plan of an edited workbook, whose sheet is laid out as the gazette's table is."""
    places = {str(key): area for key, (area, _) in table_cells(review).items()}
    rows = plan_rows(places, {}, len(COLUMNS), states)
    source = {"title": TITLE, "document": review.name, "unit": "万亩"}
    return source | {"header": header_rows(TREE), "displaced": (), **in_states(rows)}


def table_section(review: Review, table: PlanTable, states: Mapping[Hashable, FigureState]) -> dict[str, Any]:
    """Return a printed plan table."""
    places = {cell.key: cell.area for cell in table.cells}
    places |= {plan_key(area, column, table.prefix): area for area, column, *_ in table.unread}
    notes = {note.area: note.text for note in table.notes}
    # Columns that were told apart by more labels have outgrown the tree of what is printed.
    tree = table.tree if sum(map(leaves, table.tree)) == len(table.columns) else tree_under(table.columns)
    lines = table.document.lines if table.document else ()
    title = table.title or TITLE
    printed = (line.content for line in lines if title in line.text and line.text.startswith("#"))
    document = table.document.id if table.document else review.name
    source = {"title": next(printed, title), "document": document, "unit": table.unit}
    rows = plan_rows(places, notes, len(table.columns), states)
    return source | {"header": header_rows(tree), "displaced": table.displaced, **in_states(rows)}


def in_states(rows: Sequence[PlanRow]) -> dict[str, Any]:
    """Return rows of a table, and how many of their cells are in each state."""
    counts = Counter(cell.state for row in rows for cell in row.cells)
    width = max((len(row.cells) for row in rows), default=0)
    return {"rows": rows, "width": width, "states": [(one, counts[one]) for one in STATES if counts[one]]}


def stated_figures(review: Review, ledger: str, table: str) -> list[dict[str, Any]]:
    """Return the rules of a ledger whose totals a table lists, each finding with its row there."""
    rows = {(row["line"], row["column"]): row for row in (review.tables.rows[table] if review.tables else [])}
    rules = {rule.id for one in review.ledgers if one.name == ledger for rule in one.rules}
    stated = []
    for finding in review.found:
        if finding.is_rule and finding.id in rules:
            total = review.figures[finding.figures[0]]
            if (total.line, total.column) in rows:
                stated.append({"row": rows[total.line, total.column], "finding": finding})
    return stated


def targets(review: Review) -> list[dict[str, Any]]:
    """Return the training targets that a rule adds up."""
    own = {
        (figure.line, figure.column)
        for ledger in review.ledgers
        if ledger.name == "training"
        for figure in ledger.figures
    }
    rows = review.tables.rows["training"] if review.tables else []
    return [row for row in rows if (row["line"], row["column"]) in own]
