"""A tidy table that somebody edited in pandas → what its sums are then.

In: a frame of the plan or of the training targets, its rows changed, dropped or added, and the text that it was read from. Out: a
:class:`~xcdata.review.review.Review` of the totals that the text states, held against the rows of the frame, which its labels name.

A row is known by its names (county, programme, …), not by the line that it came from: a task that is given to another county counts
there. Rows of one name are added up; a cell of the printed table without a row is blank.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xcdata.dataset.given import given
from xcdata.dataset.schema import title_of
from xcdata.dataset.tables import Tables
from xcdata.errors import XcdataError
from xcdata.gazette.documents import Gazette, Record
from xcdata.gazette.plan.ledger import plan_ledger
from xcdata.gazette.training.ledger import training_ledger
from xcdata.labels import LANGUAGES
from xcdata.ledger.arrays import number_of
from xcdata.ledger.judged import judged
from xcdata.ledger.localize import locate
from xcdata.ledger.model import Ledger
from xcdata.ledger.results import LeftOut, coverage_of, failures_first
from xcdata.ledger.words import amount
from xcdata.names import known_name
from xcdata.review.known import KnownIssue
from xcdata.review.review import Review, Source, with_differences

if TYPE_CHECKING:
    import pandas as pd

Names = tuple[str, ...]
Place = tuple[int, int]
"""Line and column of a text."""


@dataclass(frozen=True, slots=True)
class Sums:
    """A table whose rows stand in sums.

    Attributes
    ----------
    ledger : callable
        Makes the sums of a text.
    down, across : tuple of str
        The columns that say in which line of the printed table a row stands, and in which column.
    value : str
        The column of its figures.
    """

    ledger: Callable[[Gazette], Ledger]
    down: Names
    across: Names
    value: str

    @property
    def columns(self) -> Names:
        """What a frame has to have."""
        return tuple(dict.fromkeys(("document", *self.down, *self.across, self.value)))


SUMS = {
    "plan": Sums(plan_ledger, ("county",), ("group", "programme", "operation"), "wan_mu"),
    "training": Sums(
        training_ledger, ("programme", "target_group"), ("programme", "target_group"), "quantity"
    ),
}


def check_frame(
    frame: pd.DataFrame, tables: Tables, known: Mapping[str, KnownIssue], *, named: bool = False
) -> Review:
    """Check the totals that a text states against a table of it that was edited.

    Parameters
    ----------
    frame : pandas.DataFrame
        With the columns of ``plan`` or of ``training`` that name a row and hold its figure; its index has distinct labels.
    tables : Tables
        Of the text that it was read from.
    known : mapping of str to KnownIssue
    named : bool
        Whether it was said that this is the text.

    Returns
    -------
    Review
        The key of a figure of the frame is (label, column), and of several rows in one cell (labels, column).

    Raises
    ------
    XcdataError
        No such frame, one of another text, or two columns of one name; labels that repeat; a row that stands nowhere in the printed table.
    """
    name = table_of(frame)
    frame = given(frame, *SUMS[name].columns)
    digest = frame.attrs.get("source", {}).get("sha256")
    if digest not in (None, tables.sha256):
        raise XcdataError("frame_of_another_text", found=digest, text=tables.name, sha256=tables.sha256)
    documents = tuple(frame["document"].dropna().astype("str").unique())
    if documents and not {row["document"] for row in tables.rows[name]} & set(documents):
        raise XcdataError("frame_of_unknown_text", found=documents, text=tables.name)
    if not frame.index.is_unique:
        raise XcdataError(
            "row_labels_repeated", found=tuple(frame.index[frame.index.duplicated()].unique()[:6])
        )
    ledger = with_differences(SUMS[name].ledger(tables.gazette), known)
    others = [one for one in frame.columns if one not in (*SUMS[name].columns, "line", "column")]
    edited = ledger_of(frame, ledger, tables.rows[name], SUMS[name])
    found = tuple(judged(edited, {id_: issue.reason for id_, issue in known.items()}))
    return Review(
        f"DataFrame ↔ {tables.name}",
        "",
        failures_first(found),
        locate(edited).groups,
        (edited,),
        {line.number: line.text for line in tables.gazette.lines},
        coverage_of(found, [edited], left_out=[LeftOut("column", str(one)) for one in others]),
        held_against=Source(tables.name, stated=named or digest is not None),
    )


def table_of(frame: pd.DataFrame) -> str:
    """Return which table a frame is."""
    for name, sums in SUMS.items():
        if set(sums.columns) <= set(getattr(frame, "columns", ())):
            return name
    raise XcdataError("frame_of_no_sums", tables=tuple(SUMS), columns=SUMS["plan"].columns)


def ledger_of(frame: pd.DataFrame, ledger: Ledger, rows: list[Record], sums: Sums) -> Ledger:
    """Return a ledger with the figures of a frame in the place of those that were printed."""
    at = {(figure.line, figure.column): figure for figure in reversed(ledger.figures)}
    printed = {place: row for row in rows if (place := (row["line"], row["column"])) in at}
    changed = {at[place].key: replace(at[place], printed="", value=Decimal(0)) for place in printed}
    values = ((at[place].value, row[sums.value]) for place, row in printed.items())
    scale = next((own / value for own, value in values if own and value), Decimal(1))
    for place, members in placed(frame, rows, sums).items():
        if place not in at:
            raise XcdataError("cell_not_printed", found=members[0][0])
        figure, row = at[place], printed.get(place)
        labels = [label for label, _ in members]
        key = (labels[0] if len(labels) == 1 else tuple(labels), sums.value)
        numbers = [number_of(value) for _, value in members]
        if row is not None and numbers == [row[sums.value]]:
            changed[figure.key] = replace(figure, key=key)
            continue
        value = None if None in numbers else sum(filter(None, numbers), Decimal(0)) * scale
        text = "" if value is None else amount(value)
        changed[figure.key] = replace(figure, key=key, printed=text, value=value, line=None, column=None)
    keys = {old: figure.key for old, figure in changed.items()}
    return replace(
        ledger,
        figures=tuple(changed.get(figure.key, figure) for figure in ledger.figures),
        rules=tuple(
            replace(
                rule,
                total=keys.get(rule.total, rule.total),
                parts=tuple(keys.get(part, part) for part in rule.parts),
                minus=tuple(keys.get(part, part) for part in rule.minus),
            )
            for rule in ledger.rules
        ),
    )


def placed(frame: pd.DataFrame, rows: list[Record], sums: Sums) -> dict[Place, list[tuple[Hashable, object]]]:
    """Return for each cell of the printed table the rows of a frame that stand in it, as label and value."""
    lines = {named(row, ("document", *sums.down)): row["line"] for row in rows}
    columns = {named(row, ("document", *sums.across)): row["column"] for row in rows}
    found: dict[Place, list[tuple[Hashable, object]]] = {}
    records = frame[list(sums.columns)].astype(object).where(frame[list(sums.columns)].notna(), None)
    for label, row in zip(frame.index.tolist(), records.to_dict("records"), strict=True):
        line = lines[there(row, sums.down, lines)]
        column = columns[there(row, sums.across, columns)]
        found.setdefault((line, column), []).append((label, row[sums.value]))
    return found


def named(row: Mapping[Any, object], columns: Names) -> Names:
    """Return what a row is called in some columns, empty where nothing stands."""
    return tuple(str(row[column] or "") for column in columns)


def there(row: Mapping[Any, object], columns: Names, names: Mapping[Names, object]) -> Names:
    """Return a row's names if the printed table has them."""
    document, *rest = own = named(row, ("document", *columns))
    if own not in names:
        known_name(title_of("document"), document, (one[0] for one in names))
        told = {lang: "/".join(title_of(column)[lang] for column in columns) for lang in LANGUAGES}
        of_document = ("/".join(filter(None, one[1:])) for one in names if one[0] == document)
        known_name(told, "/".join(filter(None, rest)), of_document)
    return own
