"""The plan table as a page shows it: the header undamaged, the rows as printed, each figure with what is proved about it.

In: a review. Out: header rows from the tree of :mod:`xcdata.gazette.plan.header`, one :class:`PlanRow` a printed row, and whatever
else the page of a gazette shows beside what every page does.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from xcdata.dataset.source import source_title
from xcdata.gazette.plan import reading as plan
from xcdata.gazette.plan.header import COLUMNS, TREE, Node
from xcdata.labels import label
from xcdata.ledger.model import Ledger
from xcdata.ledger.proof import STATES, FigureState, figure_states
from xcdata.ledger.results import Finding
from xcdata.output.coverage_view import coverage_lines, texts
from xcdata.review.plan_states import plan_states
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
    table = plan_states(review)
    shown = {state.figure.key for state in table.values()}
    others = [state for key, state in figure_states(review).items() if key not in shown]
    rows = []
    for area, group in groupby(table, key=lambda cell: cell[0]):
        cells = tuple(table[cell] for cell in group)
        line = cells[0].figure.line
        noted = [state for state in others if state.figure.line == line]
        text = "".join(review.lines.get(line or 0, "").split("\t")[2:])
        note = tuple(note_pieces(text, noted)) if len(cells) < len(COLUMNS) else ()
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
        "plan": plan_section(review),
        "rosters": stated_figures(review, "awards", "award_counts"),
        "training": stated_figures(review, "training", "training_totals"),
        "targets": targets(review),
        "method": [label("report", f"method_{n}", lang) for n in range(1, 5)],
        "coverage": list(coverage_lines(review, lang)),
        "texts": texts(review),
        "accept": partial(accept_command, review, lang),
    }


def accept_command(review: Review, lang: str, finding: Finding) -> str:
    """Return the command that writes a finding, once it was judged, into the known issues."""
    ours = source_title(review.sha256, lang) is not None
    source = "" if ours else f" {shlex.quote(review.name)} --known known_issues.toml"
    reason = label("report", "accept_reason", lang)
    return f"xcdata known add {shlex.quote(finding.id)}{source} --reason-{lang} {shlex.quote(reason)}"


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


def plan_section(review: Review) -> dict[str, Any]:
    """Return the plan table: where it comes from, its header and rows, and how many cells are in each state."""
    table = plan.read_table(review.tables.gazette) if review.tables else None
    document = table.document if table else None
    lines = document.lines if document else ()
    headings = (line.content for line in lines if plan.TITLE in line.text and line.text.startswith("#"))
    states = Counter(state.state for state in plan_states(review).values())
    return {
        "document": document.id if document else review.name,
        "title": next(headings, plan.TITLE),
        "header": header_rows(),
        "rows": plan_rows(review),
        "displaced": table.displaced if table else (),
        "states": [(state, states[state]) for state in STATES if states[state]],
    }


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
