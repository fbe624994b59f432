"""A tidy table that somebody edited in pandas → what its sums are then.

In: a frame of the plan or of the training targets, its rows changed, dropped or added, and the text that it was read from. Out: a
:class:`~xcdata.review.review.Review` of the totals that the text states, held against the rows of the frame, which its labels name.

A row is known by its names (county, programme, …), not by the line that it came from: a task that is given to another county counts
there. Rows of one name are added up; a cell of the printed table without a row is blank. Where sums hold, rows may still differ from the text:
which ones do, are gone or are new is told beside the verdict, and whether hectares are still those of the mu beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xcdata.dataset.given import given
from xcdata.dataset.schema import title_of
from xcdata.dataset.tables import Tables
from xcdata.errors import XcdataError
from xcdata.gazette.documents import Gazette, Record
from xcdata.gazette.plan.areas import in_hectares
from xcdata.gazette.plan.ledger import plan_ledger
from xcdata.gazette.training.ledger import training_ledger
from xcdata.labels import LANGUAGES, first_few
from xcdata.ledger.arrays import number_of
from xcdata.ledger.judged import judged
from xcdata.ledger.localize import locate
from xcdata.ledger.model import Ledger
from xcdata.ledger.results import Coverage, Finding, LeftOut, Notice, failures_first
from xcdata.ledger.words import amount, messages
from xcdata.names import known_name
from xcdata.review.known import KnownIssue
from xcdata.review.review import ROWS_DIFFER, Review, Source, with_differences

if TYPE_CHECKING:
    import pandas as pd

Names = tuple[str, ...]
Place = tuple[int, int]
"""Line and column of a text."""
Members = list[tuple[Hashable, object]]
Placed = dict[Place, Members]
"""The rows of a frame in each cell of the printed table, as label and value."""
TOLD = 6
"""Rows that a sentence names."""


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
    frame: pd.DataFrame, tables: Tables, known: Mapping[str, KnownIssue], *, stated: bool = False
) -> Review:
    """Check the totals that a text states against a table of it that was edited.

    Parameters
    ----------
    frame : pandas.DataFrame
        With the columns of ``plan`` or of ``training`` that name a row and hold its figure; its index has distinct labels.
    tables : Tables
        Of the text that it was read from.
    known : mapping of str to KnownIssue
    stated : bool
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
    sums, rows = SUMS[name], tables.rows[name]
    ledger = with_differences(sums.ledger(tables.gazette), known)
    where = placed(frame, rows, sums)
    printed = {(figure.line, figure.column): figure.key for figure in ledger.figures}
    gone = frozenset(
        printed.get((row["line"], row["column"])) for row in rows if (row["line"], row["column"]) not in where
    )
    edited = ledger_of(where, ledger, rows, sums)
    unread = sum(number_of(value) is None for members in where.values() for _, value in members)
    areas = both_areas(frame)
    own = {"line", "column", *sums.columns, *(["hectares"] if areas else [])}
    others = [one for one in frame.columns if one not in own]
    found = [*judged(edited, {id_: issue.reason for id_, issue in known.items()})]
    found += [*differences(where, rows, sums), *derived(areas)]
    return Review(
        f"DataFrame ↔ {tables.name}",
        "",
        failures_first(found),
        locate(edited).groups,
        (edited,),
        {line.number: line.text for line in tables.gazette.lines},
        Coverage(
            len(frame),
            len(frame) - unread,
            unread,
            tuple(LeftOut("column", str(one)) for one in others),
        ),
        held_against=Source(tables.name, stated=stated or digest is not None, gone=gone),
    )


def table_of(frame: pd.DataFrame) -> str:
    """Return which table a frame is."""
    for name, sums in SUMS.items():
        if set(sums.columns) <= set(getattr(frame, "columns", ())):
            return name
    raise XcdataError("frame_of_no_sums", tables=tuple(SUMS), columns=SUMS["plan"].columns)


def ledger_of(where: Placed, ledger: Ledger, rows: list[Record], sums: Sums) -> Ledger:
    """Return a ledger with the figures of a frame in the place of those that were printed, told in the frame's own unit."""
    at = {(figure.line, figure.column): figure for figure in reversed(ledger.figures)}
    printed = {place: row for row in rows if (place := (row["line"], row["column"])) in at}
    changed = {at[place].key: replace(at[place], printed="", value=Decimal(0)) for place in printed}
    values = ((at[place].value, row[sums.value]) for place, row in printed.items())
    scale = next((own / value for own, value in values if own and value), Decimal(1))
    moves_the_point = scale.normalize().as_tuple().digits == (1,)
    for place, members in where.items():
        if place not in at:
            raise XcdataError("cell_not_printed", found=members[0][0])
        figure, row = at[place], printed.get(place)
        labels = [one for one, _ in members]
        key = (labels[0] if len(labels) == 1 else tuple(labels), sums.value)
        whole = sum_of(members)
        same = row is not None and len(members) == 1 and whole == row[sums.value]
        if same and scale == 1:
            changed[figure.key] = replace(figure, key=key)
            continue
        value = None if whole is None else whole * scale
        text = "" if whole is None else amount(whole if moves_the_point else value)
        line, column = place if same else (None, None)
        changed[figure.key] = replace(figure, key=key, printed=text, value=value, line=line, column=column)
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


def sum_of(members: Members) -> Decimal | None:
    """Return what the rows of a cell add up to; None where one of them holds no number."""
    numbers = [number_of(value) for _, value in members]
    return None if None in numbers else sum(filter(None, numbers), Decimal(0))


def differences(where: Placed, rows: list[Record], sums: Sums) -> Iterator[Finding]:
    """Yield a finding each of the rows that are gone, that say another number than the text, and that the text does not have."""
    printed = {(row["line"], row["column"]): row for row in rows}
    down = {row["line"]: named(row, sums.down) for row in rows}
    across = {row["column"]: named(row, sums.across) for row in rows}

    def spoken(line: int, column: int) -> str:
        row = printed.get((line, column))
        names = (*down[line], *across[column]) if row is None else named(row, (*sums.down, *sums.across))
        return " ".join(dict.fromkeys(filter(None, names)))

    gone = [spoken(*place) for place in printed if place not in where]
    edited, new = [], []
    for place, members in where.items():
        value = sum_of(members)
        told = "–" if value is None else amount(value)
        labels = "+".join(str(one) for one, _ in members)
        if place not in printed:
            new.append(f"{labels} {spoken(*place)}: {told}")
        elif value != (was := printed[place][sums.value]):
            edited.append(f"{labels} {spoken(*place)}: {amount(was)} → {told}")
    for name, which in (("rows_gone", gone), ("rows_edited", edited), ("rows_new", new)):
        if which:
            yield told_of(name, Notice.INFORMATION, which, whole=len(rows))


def both_areas(frame: pd.DataFrame) -> list[tuple[Hashable, Decimal, Decimal]]:
    """Return the label of each row that states mu and hectares, what hectares these mu are, and those that it states."""
    if not {"wan_mu", "hectares"} <= set(frame.columns):
        return []
    columns = [frame["wan_mu"], given(frame, "hectares")["hectares"]]
    return [
        (row, in_hectares(mu, "万亩"), area)
        for row, *values in zip(frame.index, *(one.astype(object) for one in columns), strict=True)
        if (mu := number_of(values[0])) is not None and (area := number_of(values[1])) is not None
    ]


def derived(stated: Sequence[tuple[Hashable, Decimal, Decimal]]) -> Iterator[Finding]:
    """Yield a finding of the rows whose hectares are not those of the mu beside them, rounded as the column is."""
    last = min((int(area.normalize().as_tuple().exponent) for _, _, area in stated), default=0)
    unit = Decimal(1).scaleb(max(-2, min(0, last)))
    if off := [
        f"{row}: {amount(area)} ≠ {amount(own)}" for row, own, area in stated if abs(own - area) >= unit
    ]:
        yield told_of("hectares_differ", Notice.NOTICED, off)


def told_of(name: str, verdict: Notice, which: Sequence[str], **values: object) -> Finding:
    """Return the finding that counts some rows and names the first."""
    values |= {"count": len(which), "rows": first_few(which, TOLD)}
    message = messages(name, **values)
    return Finding(f"{ROWS_DIFFER}/{name}", ROWS_DIFFER, verdict, message)


def placed(frame: pd.DataFrame, rows: list[Record], sums: Sums) -> Placed:
    """Return for each cell of the printed table the rows of a frame that stand in it, as label and value."""
    lines = {named(row, ("document", *sums.down)): row["line"] for row in rows}
    columns = {named(row, ("document", *sums.across)): row["column"] for row in rows}
    found: Placed = {}
    records = frame[list(sums.columns)].astype(object).where(frame[list(sums.columns)].notna(), None)
    for own, row in zip(frame.index.tolist(), records.to_dict("records"), strict=True):
        line = lines[there(row, sums.down, lines)]
        column = columns[there(row, sums.across, columns)]
        found.setdefault((line, column), []).append((own, row[sums.value]))
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
