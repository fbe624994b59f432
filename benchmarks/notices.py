"""What is read of other notices: documents, rows by table, what was told, what was left unread.

Run ``python benchmarks/notices.py FILE_OR_FOLDER … [--rows] [--unread]``. The texts are the user's own; none is part of the
project. With ``--rows`` every row is printed, to be compared with the text by eye.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from xcdata.dataset.tables import Tables, parse
from xcdata.files import read_text
from xcdata.review.known import read_known_issues
from xcdata.review.review import review

NOT_SHOWN = {"document", "column", "section", "stage", "hectares", "county_basis", "origin"}


def texts(paths: Sequence[str]) -> Iterator[Path]:
    """Yield the texts among files and folders, in order."""
    for path in map(Path, paths):
        yield from sorted(path.glob("*.txt")) if path.is_dir() else [path]


def told(tables: Tables, *, rows: bool, unread: bool) -> Iterator[str]:
    """Yield the lines that tell of one text."""
    for document in tables.gazette.documents:
        yield f"  document {document.id} | {document.title[:60]} | {document.issued}"
    for name, table in tables.rows.items():
        if table and name != "documents":
            yield f"  {name}: {len(table)}"
            for row in table if rows else ():
                yield "    " + " ".join(
                    f"{k}={v}" for k, v in row.items() if v is not None and k not in NOT_SHOWN
                )
    for problem in tables.unread:
        yield f"  problem {problem.kind}: {problem.told('en')[:150]}"
    for finding in review(tables, read_known_issues()).found:
        if finding.is_open and finding.kind != "unreadable":
            yield f"  finding {finding.kind} {finding.lines}: {finding.message['en'][:150]}"
    for part in tables.coverage if unread else ():
        for line in part.unread:
            yield f"  unread {line.line}: {line.text[:70]} {list(line.figures)}"


def main() -> None:
    """Read every text and print a table of them all, after what is told of each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--rows", action="store_true")
    parser.add_argument("--unread", action="store_true")
    options = parser.parse_args()
    summary = [
        "| text | documents | rows | problems | lines unread | figures in rows |",
        "|---|---|---|---|---|---|",
    ]
    for path in texts(options.paths):
        tables = parse(read_text(path), path.name)
        print(f"== {path.name}", *told(tables, rows=options.rows, unread=options.unread), sep="\n")
        read = ", ".join(f"{k} {len(v)}" for k, v in tables.rows.items() if v and k != "documents") or "none"
        unread = sum(len(part.unread) for part in tables.coverage)
        lines = sum(part.lines for part in tables.coverage)
        figures = [sum(getattr(part, name) for part in tables.coverage) for name in ("in_rows", "figures")]
        summary.append(
            f"| {path.stem} | {len(tables.gazette.documents)} | {read} | {len(tables.unread)} | {unread} of {lines} "
            f"| {figures[0]} of {figures[1]} |"
        )
    print(*summary, sep="\n")


if __name__ == "__main__":
    main()
