"""What was found in one file → plain rows by table.

In: the bytes of a notice, of a table, or of a workbook that xcdata wrote. Out: rows of texts, numbers, dates and truths, by the tables of
:mod:`~xcdata.shelf.columns`, exact amounts as decimal texts. The one row of ``files`` has the exit code that the file alone would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xcdata.frames import AMOUNTS, group_rows
from xcdata.labels import LANGUAGES, label
from xcdata.ledger.culprits import culprit_lines
from xcdata.ledger.results import PROVED, Coverage, Finding, Results
from xcdata.output.text import first_and_more
from xcdata.shelf.columns import COLUMNS

if TYPE_CHECKING:
    from xcdata.auditing.audit import Audit
    from xcdata.dataset.tables import Tables
    from xcdata.review.review import Review

Row = dict[str, object]
Rows = dict[str, list[Row]]


def table_rows(content: bytes, path: Path) -> Rows:
    """Audit a table, each sheet by itself, and return the rows.

    Raises
    ------
    InputError
        What cannot be read.
    """
    from xcdata.auditing.sheets import WorkbookAudit, audit_source
    from xcdata.grids.read import source_of

    found = audit_source(source_of(content, path))
    if isinstance(found, WorkbookAudit):
        sheets, own, own_sheets = found.sheets, found.found, True
        unexplained = sum(len(one.open) for one in sheets) + sum(one.is_open for one in own)
    else:
        sheets, own, own_sheets, unexplained = (found,), (), False, len(found.open)
    rows: Rows = {"rules": [], "explanations": [], "findings": [finding_row(one, None) for one in own]}
    for sheet in sheets:
        add_results(rows, sheet, sheet.source.sheet, sources_of(sheet))
    located = sum(len(one.groups) for one in sheets)
    rows["coverage"] = coverage_rows(found.coverage)
    head = file_row(found.counts(), found.coverage, found.exit_code, unexplained, located)
    head |= headlines([(one.source.sheet if own_sheets else None, one) for one in sheets], own)
    return rows | {"files": [head]}


def notice_rows(content: bytes, path: Path) -> Rows:
    """Review the notices of a text, and return the rows of their tables and of what was found.

    Raises
    ------
    InputError
        What is no text.
    """
    from xcdata.dataset.tables import parse
    from xcdata.files import decode, unusable
    from xcdata.review.review import check

    text = decode(content, path)
    if not text.strip():
        raise unusable("empty_file", path)
    tables = parse(text, path.name)
    found = check(tables)
    rows: Rows = {
        name: [{key: plain(value) for key, value in row.items()} for row in listed]
        for name, listed in tables.rows.items()
    }
    rows |= review_rows(found) | {"names": list(name_rows(tables))}
    rows["coverage"] += [
        {"part": one.document, "reason": "unread line", "what": plain(line.text), "line": line.line}
        for one in tables.coverage
        for line in one.unread
    ]
    rows["files"][0]["unread_lines"] = sum(len(one.unread) for one in tables.coverage)
    return rows


def returned_rows(content: bytes, path: Path) -> Rows:
    """Check a workbook that xcdata wrote, or an empty plan that was filled in, as ``xcdata check`` does, and return the rows of what was found.

    Raises
    ------
    InputError
        What cannot be read, or has no longer the plan that it had.
    """
    from xcdata.returned.check import check_workbook
    from xcdata.review.decision import coverage_lines

    found = check_workbook(content, path)
    rows = review_rows(found)
    if found.returned:
        rows["files"][0]["compared_with"] = found.returned.source
        rows["files"][0] |= {f"told_{lang}": "\n".join(coverage_lines(found, lang)) for lang in LANGUAGES}
    return rows


def review_rows(found: Review) -> Rows:
    """Return the rows of a review, without those of its tables."""
    rows: Rows = {"rules": [], "explanations": [], "findings": [], "coverage": coverage_rows(found.coverage)}
    add_results(rows, found, None, {})
    head = file_row(found.counts(), found.coverage, found.exit_code, len(found.open), len(found.groups))
    return rows | {"files": [head | headlines([(None, found)])]}


def file_row(
    counts: Mapping[str, int], coverage: Coverage, exit_code: int, unexplained: int, located: int
) -> Row:
    """Return the row of a file that was read."""
    row: Row = {name.replace(" ", "_"): count for name, count in counts.items()}
    row |= {"unexplained": unexplained, "located": located, "exit_code": exit_code}
    return row | {name: getattr(coverage, name) for name in ("figures", "checked", "unread")}


def headlines(found: Iterable[tuple[str | None, Results]], others: Iterable[Finding] = ()) -> Row:
    """Return by language what a reader is told first of a file: whom the errors point to, or else the first finding, and how many more there are.

    Parameters
    ----------
    found : iterable of (str or None, Results)
        Each with the sheet that it is named by.
    others : iterable of Finding
        Of the file itself.
    """
    found, others = list(found), [one for one in others if one.is_open]
    row: Row = {}
    for lang in LANGUAGES:
        told = []
        for sheet, results in found:
            own = list(culprit_lines(results, lang)) or [one.message[lang] for one in results.open]
            told += [label("audit", "on sheet", lang, sheet=sheet, told=one) if sheet else one for one in own]
        told += [one.message[lang] for one in others]
        if told:
            row[f"headline_{lang}"] = plain(first_and_more(told, lang))
    return row


def add_results(rows: Rows, found: Results, sheet: str | None, sources: Mapping[str, str]) -> None:
    """Add the rules, findings and explanations of results, which are those of a sheet or of all of a file."""
    for finding in found.found:
        row = finding_row(finding, sheet)
        if finding.is_rule:
            rule = {name: row.get(name) for name in COLUMNS["rules"] if name in row}
            rows["rules"].append(
                rule | {"rule": row["id"], "source": sources.get(finding.id), "known": row.get("known_en")}
            )
        if finding.verdict not in PROVED:
            rows["findings"].append(row)
    for group in found.groups:
        for told in group_rows(group):
            own = {name: plain(value) for name, value in told.items()}
            rows["explanations"].append(own | {"sheet": sheet, "key": own.get("address") or own.get("key")})


def sources_of(audit: Audit) -> dict[str, str]:
    """Return by rule whether it was declared, labelled or discovered."""
    return {rule.id: str(pattern.source) for pattern in audit.patterns for rule in pattern.rules}


def finding_row(finding: Finding, sheet: str | None) -> Row:
    """Return a finding as a row; its size is that of the difference, for sorting."""
    row: Row = {name: plain(getattr(finding, name)) for name in ("id", "kind", "verdict")}
    row |= {name: exact(getattr(finding, name)) for name in AMOUNTS}
    row |= {"sheet": sheet, "unexplained": finding.is_open, "lines": ", ".join(map(str, finding.lines))}
    row["size"] = None if finding.difference is None else abs(float(finding.difference))
    row |= {f"message_{lang}": plain(text) for lang, text in finding.message.items()}
    return row | {f"known_{lang}": plain(text) for lang, text in (finding.known or {}).items()}


def coverage_rows(coverage: Coverage) -> list[Row]:
    """Return a row for each thing that was given and not looked at."""
    return [{"reason": one.reason, "what": plain(one.what), "line": one.line} for one in coverage.left_out]


NAMED: Mapping[str, tuple[tuple[str, str, str | None], ...]] = {
    "plan": (("place", "county", None),),
    "awards": (("place", "county", None), ("person", "name", "award")),
    "task_organs": (("organ", "organ", "role"),),
    "members": (("organ", "organ", "role"), ("person", "name", "role")),
}
"""By table: what is named in it, in which column, and which column has its part."""


def name_rows(tables: Tables) -> Iterator[Row]:
    """Yield the places, organs and people of each document, once for each part they have, with their first line."""
    first: dict[tuple[Hashable, ...], int] = {}
    times: Counter[tuple[Hashable, ...]] = Counter()
    for row in all_named(tables):
        key = (row["what"], row["name"], row["role"], row["document"])
        first.setdefault(key, row["line"])
        times[key] += 1
    for named, line in first.items():
        whole: Row = dict(zip(("what", "name", "role", "document"), map(plain, named), strict=True))
        yield whole | {"line": line, "times": times[named]}


def all_named(tables: Tables) -> Iterable[dict[str, Any]]:
    """Yield every place, organ and person as often as it is named."""
    for document in tables.gazette.documents if tables.gazette.place.name else ():
        at = {"document": document.id, "line": document.number_line}
        yield {"what": "place", "name": tables.gazette.place.name, "role": "issuer"} | at
    for table, columns in NAMED.items():
        for row in tables.rows.get(table, ()):
            for what, column, role in columns:
                # A unit that is honoured is no person.
                if not row[column] or (table == "awards" and what == "person" != row["recipient_kind"]):
                    continue
                at = {"document": row["document"], "line": row["line"]}
                yield {"what": what, "name": row[column], "role": role and row[role]} | at


def plain(value: object) -> object:
    """Return a value as a data set can hold it: enumerations and other objects as text that UTF-8 can write."""
    if value is None or isinstance(value, bool | date) or type(value) in (int, float):
        return value
    if isinstance(value, Decimal):
        return float(value)
    return str(getattr(value, "value", value)).encode("utf-8", "backslashreplace").decode()


def exact(amount: Decimal | None) -> str | None:
    """Return an amount as exact decimal text."""
    return None if amount is None else f"{amount:f}"
