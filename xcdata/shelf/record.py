"""The bytes of one file → one record of everything that was found in them.

In: bytes, and what the file is called. Out: a :class:`Record` of plain, picklable rows by table; of a file that cannot be used, the
reason. A pure function, and so the same alone, in a process pool and on a cluster.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from xcdata.errors import InputError, XcdataError
from xcdata.files import MOST_BYTES as MOST_TEXT
from xcdata.files import decode, sha256, unusable
from xcdata.grids.read import MOST_BYTES as MOST_TABLE
from xcdata.labels import LANGUAGES
from xcdata.ledger.results import NOTHING_CHECKED
from xcdata.shelf.rows import Row, notice_rows, plain, returned_rows, table_rows

NOTICES, TABLES, RETURNED, AUTO = "notices", "tables", "returned", "auto"
"""What a file is: notices, a table as any, or a workbook that xcdata wrote of a text and that came back."""

KINDS = (AUTO, NOTICES, TABLES)
SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
"""What only tables are called."""


READERS = {NOTICES: notice_rows, TABLES: table_rows, RETURNED: returned_rows}


class Outcome(StrEnum):
    """What became of a file."""

    HOLDS = "holds"
    """Something was checked, and nothing is unexplained."""

    NOTHING = "nothing checked"

    UNEXPLAINED = "unexplained"

    UNUSABLE = "unusable"
    """It could not be read, was too large, or took too long."""

    @property
    def exit_code(self) -> int:
        """What the command line would say of the file alone."""
        return EXIT_CODES[self]


EXIT_CODES = {
    Outcome.HOLDS: 0,
    Outcome.NOTHING: NOTHING_CHECKED,
    Outcome.UNEXPLAINED: 1,
    Outcome.UNUSABLE: 2,
}
"""Best first."""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything found in one file.

    Attributes
    ----------
    file : str
        What it is called in the data set.
    sha256 : str
        Of its bytes; empty where none could be read.
    rows : mapping of str to list of dict
        By table, without ``file`` and ``sha256``; ``files`` has one.
    """

    file: str
    sha256: str
    rows: Mapping[str, list[Row]]

    @property
    def outcome(self) -> Outcome:
        """What became of the file."""
        return Outcome(str(self.rows["files"][0]["outcome"]))


def record_of(content: bytes, file: str, kind: str = AUTO, made_by: str = "") -> Record:
    """Read and check the bytes of one file.

    Parameters
    ----------
    content : bytes
    file : str
        What it is called; its ending tells tables from notices.
    kind : {'auto', 'notices', 'tables'}
    made_by : str
        What tells results of this version from others.

    Returns
    -------
    Record
        Of whatever file: one that cannot be used has the outcome ``unusable`` and the reason.
    """
    start = time.perf_counter()
    digest = sha256(content)
    try:
        which = kind_of(content, file) if kind == AUTO else kind
        if len(content) > most_bytes(which):
            raise unusable("file_too_large", Path(file), most=f"{most_bytes(which):,}")
        tables = READERS[which](content, Path(file))
    except XcdataError as error:
        return refused(file, error, digest, len(content), made_by)
    except MemoryError:
        return refused(file, unusable("file_memory", Path(file)), digest, len(content), made_by)
    except Exception as error:
        # One file that nobody foresaw does not end the run of ten thousand others.
        told = unusable("file_unforeseen", Path(file), f"{type(error).__name__}: {error}"[:200])
        return refused(file, told, digest, len(content), made_by)
    (head,) = tables["files"]
    code = head.pop("exit_code")
    outcome = next(one for one in EXIT_CODES if one.exit_code == code)
    head |= {"bytes": len(content), "kind": which, "outcome": outcome.value, "made_by": made_by}
    head["seconds"] = time.perf_counter() - start
    return Record(file, digest, tables)


def refused(file: str, error: XcdataError, digest: str = "", size: int = 0, made_by: str = "") -> Record:
    """Return the record of a file that cannot be used; what is told does not name it again."""
    if isinstance(error, InputError):
        own = (str(Path(file)), Path(file).name)
        error = InputError(
            replace(one, where="" if one.where in own else one.where) for one in error.problems
        )
    kind = error.problems[0].kind if isinstance(error, InputError) else error.kind
    head: Row = {"bytes": size, "outcome": Outcome.UNUSABLE.value, "error": kind, "made_by": made_by}
    head |= {f"told_{lang}": plain(error.told(lang)) for lang in LANGUAGES}
    return Record(file, digest, {"files": [head]})


def kind_of(content: bytes, file: str) -> str:
    """Return what a file holds.

    Its ending tells tables, and a workbook itself whether xcdata wrote it. A text holds notices if it has the number or title of one; with
    neither it is a table if it has one, and a notice else.

    Raises
    ------
    InputError
        No text.
    """
    from xcdata.gazette.documents import TITLE_END, split_documents
    from xcdata.grids.bounds import holds_table
    from xcdata.grids.texts import tables_of
    from xcdata.grids.workbook import is_workbook
    from xcdata.roundtrip.origin import is_ours

    path = Path(file)
    if path.suffix.lower() in SUFFIXES or is_workbook(content):
        return RETURNED if is_ours(content) else TABLES
    text = decode(content, path)
    documents = split_documents(text).documents
    if any(one.series or TITLE_END.search(one.title) for one in documents):
        return NOTICES
    return TABLES if any(holds_table(rows) for _, rows in tables_of(text, path)) else NOTICES


def most_bytes(kind: str) -> int:
    """Return how many bytes of a file of a kind are read at most."""
    return MOST_TEXT if kind in (NOTICES, AUTO) else MOST_TABLE
