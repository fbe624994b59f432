"""What was added, dropped or changed between two texts; of workbooks see :mod:`xcdata.returned.between`.

In: two texts: a draft and what was issued, last year's and this year's. Out: a
:class:`Comparison`: one :class:`Difference` for each row that only one of them has, and for each value that differs, both lines
with it; and the lines that differ beside them. Rows are matched by what they are, not by where they stand.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING

from xcdata.dataset.schema import TABLES
from xcdata.dataset.tables import Tables, read_gazette
from xcdata.gazette.documents import Record
from xcdata.labels import label
from xcdata.review.edits import Edit
from xcdata.review.wording import wording
from xcdata.shown import Shown, as_table

if TYPE_CHECKING:
    import pandas as pd

KEYS: dict[str, tuple[str, ...]] = {
    "documents": ("title",),
    "plan": ("county", "group", "programme", "operation"),
    "plan_totals": ("scope", "section", "item", "origin"),
    "awards": ("section_title", "name", "institution"),
    "award_counts": ("section", "item"),
    "training": ("programme", "target_group"),
    "training_totals": ("item",),
    "tasks": ("kind", "title"),
    "task_organs": ("task", "organ"),
    "members": ("body", "name", "organ"),
    "targets": ("path", "item"),
    "time_limits": ("path", "subject"),
    "list_items": ("list", "name"),
    "articles": ("article", "item"),
    "alert_levels": ("level",),
    "citations": ("cited",),
}
"""What a row of each table is known by, within its document. Titles count without their years."""

PLACES = frozenset(
    (
        "document",
        "line",
        "column",
        "path",
        "heading_line",
        "first_line",
        "last_line",
        "repeats",
        "printed",
        "hectares",
        "counted",
    )
)
"""Columns that say where a row stands, or repeat what another says; they are not compared."""

YEARS = re.compile(r"20\d\d|\d{2,4}(?=年|年度)|[一二三四五六七八九〇]{4}(?=年)|第[一二三四五六七八九十]+批")
CHANGES = ("added", "dropped", "changed")
COLUMNS = ("table", "change", "what", "column", "before", "after", "line_before", "line_after")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that differs.

    Attributes
    ----------
    table : str
    change : str
        ``added``, ``dropped`` or ``changed``.
    what : tuple of str
        What the row is known by.
    column : str
        Of a change, the column; else empty.
    before, after : str or None
        Its values as texts; of a row that only one source has, what it holds.
    line_before, line_after : int or None
        Where it stands; of a workbook the sheet's row.
    """

    table: str
    change: str
    what: tuple[str, ...]
    column: str = ""
    before: str | None = None
    after: str | None = None
    line_before: int | None = None
    line_after: int | None = None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Everything that differs between two sources.

    Attributes
    ----------
    before, after : str
        Their names.
    differences : tuple of Difference
        Table by table, in the order of the sources.
    compared : dict of str to (int, int)
        By table, the rows of each source; of workbooks by sheet, of the plan its figures.
    sheets : tuple of str
        Sheets of workbooks that were not compared.
    edits : tuple of Edit
        Of workbooks, what differs beside the plan's figures.
    unread : tuple of (int, int)
        The lines of each source that nobody read.
    wording : tuple of (tuple of int, tuple of int)
        Of two texts, the lines of each that the other does not have, and that no difference speaks of.
    spaces : int
        Of two texts, how many lines differ in white space or the mark of a heading alone, which is no difference.
    """

    before: str
    after: str
    differences: tuple[Difference, ...]
    compared: dict[str, tuple[int, int]]
    sheets: tuple[str, ...] = ()
    unread: tuple[int, int] = (0, 0)
    wording: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    spaces: int = 0
    edits: tuple[Edit, ...] = ()

    @property
    def exit_code(self) -> int:
        """What the command line says of it: 0 nothing differs, 1 something does, 3 there was nothing to compare, or not all was compared."""
        if self.differences or self.edits or any(self.wording):
            return 1
        return 0 if self.has_compared and not self.sheets else 3

    @property
    def has_compared(self) -> bool:
        """Whether there was anything to compare: a notice that is only named has nothing in it that could differ."""
        return any(sum(rows) for table, rows in self.compared.items() if table != "documents")

    def counts(self) -> Counter[tuple[str, str]]:
        """Return by table and change how many differences there are."""
        return Counter((one.table, one.change) for one in self.differences)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """One row a difference: ``table``, ``change``, ``what``, ``column``, ``before``, ``after``, ``line_before``, ``line_after``."""
        import pandas as pd

        rows = [tuple(getattr(one, name) for name in COLUMNS) for one in self.differences]
        return pd.DataFrame(rows, columns=COLUMNS).astype({"line_before": "Int64", "line_after": "Int64"})

    def told(self, lang: str = "zh") -> str:
        """Say how many rows were added, dropped and changed, of how many."""
        name = {0: "same", 1: "counts"}.get(self.exit_code, "same_but" if self.has_compared else "nothing")
        changes = Counter(one.change for one in self.differences)
        before, after = (sum(rows[of] for rows in self.compared.values()) for of in (0, 1))
        return label(
            "compare",
            name,
            lang,
            **{change: changes[change] for change in CHANGES},
            edits=label("compare", "and_edits", lang, count=len(self.edits)) if self.edits else "",
            sheets=len(self.sheets),
            **{"old": self.before, "new": self.after, "rows_before": before, "rows_after": after},
        )

    def __repr__(self) -> str:
        return f"<Comparison of {self.before!r} and {self.after!r}: {len(self.differences) + len(self.edits)} differences>"

    def shown(self, lang: str = "zh") -> Shown:
        """Show how many rows were added, dropped and changed; in a notebook the differences too."""
        lines = [self.told(lang), *(edit.told(lang) for edit in self.edits)]
        return Shown.of(lines, [as_table(self.frame, lang)] if self.differences else ())

    def _repr_html_(self) -> str:
        return self.shown().html


def compare_texts(old: Tables, new: Tables) -> Comparison:
    """Compare two texts."""
    found: list[Difference] = []
    compared: dict[str, tuple[int, int]] = {}
    documents = matched_documents(old.rows["documents"], new.rows["documents"])
    shared = documents[0].keys() & documents[1].keys()
    for table, key in KEYS.items():
        compared[table] = (len(old.rows[table]), len(new.rows[table]))
        rows = keyed(table, key, old, documents[0]), keyed(table, key, new, documents[1])
        found += differences(table, *rows, shared)
    unread = unread_lines(old), unread_lines(new)
    worded = wording(*([line.text for line in source.gazette.lines] for source in (old, new)))
    # A line that a difference speaks of is told.
    told = {one.line_before for one in found}, {one.line_after for one in found}
    only = (
        tuple(line for line in worded.before if line not in told[0]),
        tuple(line for line in worded.after if line not in told[1]),
    )
    return Comparison(old.name, new.name, tuple(found), compared, (), unread, only, worded.spaces)


def unread_lines(tables: Tables) -> int:
    """Return how many lines of a text nobody read."""
    return sum(len(one.unread) for one in tables.coverage)


def read(source: str | PathLike[str] | Tables) -> Tables:
    """Return the tables of a source."""
    return source if isinstance(source, Tables) else read_gazette(source, strict=False)


def matched_documents(old: Sequence[Record], new: Sequence[Record]) -> tuple[dict[str, str], dict[str, str]]:
    """Return for each source its documents by number, and what each is called in the comparison.

    Documents of one number are one; others are matched by their titles without years.
    """
    shared = {row["document"] for row in old} & {row["document"] for row in new}
    return tuple(  # type: ignore[return-value]
        {
            row["document"]: row["document"] if row["document"] in shared else YEARS.sub("", row["title"])
            for row in rows
        }
        for rows in (old, new)
    )


Keyed = dict[tuple[str, ...], list[Record]]


def keyed(table: str, key: tuple[str, ...], source: Tables, names: Mapping[str, str]) -> Keyed:
    """Return the rows of a table by what they are known by."""
    titles = {(row["document"], row["path"]): row["title"] for row in source.rows.get("tasks", ())}
    found: Keyed = defaultdict(list)
    for row in source.rows[table]:
        more = row
        if table == "task_organs":
            more = row | {
                "task": titles.get((row["document"], row["path"]), row["path"]),
                "organ": row["organ"] or row["printed"],
            }
        parts = tuple(YEARS.sub("", str(more[name])) if more[name] is not None else "" for name in key)
        found[(names.get(row["document"], row["document"]), *parts)].append(more)
    return found


def differences(table: str, old: Keyed, new: Keyed, shared: Collection[str]) -> Iterator[Difference]:
    """Yield what differs in a table; rows that share a key are matched in order.

    Rows are matched without the years of what they are known by. In two texts of one document such a year is a difference, too, and so is that of a
    document which is cited.
    """
    columns = [
        column.name
        for column in TABLES[table].columns
        if column.name not in PLACES and column.name not in KEYS[table]
    ]
    known_by = [
        name
        for name in KEYS[table]
        if name in {column.name for column in TABLES[table].columns} and name not in PLACES
    ]
    if "quantity" in columns and "wan_mu" in columns:
        columns.remove("wan_mu")  # the same area in another unit
    for key in dict.fromkeys([*old, *new]):
        for at in range(max(len(old.get(key, ())), len(new.get(key, ())))):
            one = old[key][at] if at < len(old.get(key, ())) else None
            other = new[key][at] if at < len(new.get(key, ())) else None
            row = other or one or {}
            what = tuple(filter(None, (key[0], *(str(row[name] or "") for name in KEYS[table]))))
            if one is None or other is None:
                change = "added" if one is None else "dropped"
                held = shown(row, columns)
                before, after = (None, held) if one is None else (held, None)
                yield Difference(table, change, what, "", before, after, line_of(one), line_of(other))
                continue
            with_years = table == "citations" or key[0] in shared
            for column in [*([name for name in known_by if with_years]), *columns]:
                if one[column] != other[column]:
                    yield Difference(
                        table,
                        "changed",
                        what,
                        column,
                        told(one[column]),
                        told(other[column]),
                        one["line"],
                        other["line"],
                    )


def line_of(row: Record | None) -> int | None:
    """Return the line of a row, if there is one."""
    return None if row is None else int(row["line"])


def shown(row: Record, columns: Sequence[str]) -> str:
    """Return what a row holds in short: its printed figure, or its first value."""
    own = row.get("printed")
    return str(own) if own else next((told(row[name]) or "" for name in columns if row[name] is not None), "")


def told(value: object) -> str | None:
    """Return a value as text; exact decimals without zeros behind."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return None if value is None else str(value)
