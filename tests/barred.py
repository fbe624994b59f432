"""Small tables that a test writes with bars between the cells, a row a line: their rows, and what an audit finds in them."""

from __future__ import annotations

from xcdata import Audit, audit

Rows = list[list[str]]


def rows_of(text: str) -> Rows:
    """The cells of a table that is written with | between them."""
    return [row.split("|") for row in text.strip("\n").splitlines()]


def audited(text: str) -> Audit:
    """What is found in a table that is written with | between its cells."""
    found = audit(rows_of(text))
    assert isinstance(found, Audit)
    return found
