"""What an analyst changed in a workbook, and how it is said.

In: the edits of a workbook, found by :mod:`xcdata.returned`. Out: a finding for each. What stands in the plan's own cells is proved by its
sums, so that a change there is told for information; elsewhere the comparison is all there is, and a change is for a person to judge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from xcdata.grids.address import Place, address, blocks, on_sheet
from xcdata.labels import LANGUAGES, first_few, label
from xcdata.ledger.results import Finding, Notice

WHOLE = (
    "new area",
    "row inserted",
    "column inserted",
    "row gone",
    "column dropped",
    "hidden",
    "sheet hidden",
    "rows moved",
    "columns moved",
)
"""The changes of whole rows and columns, which are few and told one by one."""

CELL_CHANGES = ("changed", "typed over", "formula")
"""The changes of one cell."""

EDIT = "edit"
"""The kind of the findings that tell an edit."""

MOST_WHOLE = 5
"""Of these that are for information, so many are told on the first screen."""

MOST_CELLS = 6
"""Of the cells that were changed so many are named on the first screen."""

LONGEST = 60
"""Characters of a text that are quoted; JSON has all of them."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that differs from the workbook as xcdata wrote it.

    Attributes
    ----------
    sheet : str
    change : str
        ``changed``, ``added`` or ``dropped`` (a row), ``typed over`` (a formula, by something else), ``formula`` (by another one),
        ``column dropped``, ``sheet dropped``, ``heading gone`` (the sheet could not be compared), ``rows moved``, ``columns moved``,
        ``hidden``, ``sheet hidden``, ``formulas broken`` (those of a sheet that lost the cells which they speak of); in the plan's sheet ``new area``, ``renamed`` (a label), ``row gone``, ``row inserted``, ``column inserted``.
    what : tuple of str
        What the row is known by.
    column : str
        Its heading; empty where a whole row or sheet is meant.
    before, after : str or None
        What stood there, and what does.
    place : Place or None
        Row and column in the workbook as it is now; of an added row its first cell, None of what is gone.
    last : Place or None
        Of an added row its last cell.
    proved : bool
        Whether sums of the plan prove what stands there, or nothing stands there that could be wrong.
    """

    sheet: str
    change: str
    what: tuple[str, ...] = ()
    column: str = ""
    before: str | None = None
    after: str | None = None
    place: Place | None = None
    last: Place | None = None
    proved: bool = False

    @property
    def address(self) -> str | None:
        """The cell or the cells, as a spreadsheet writes them; None of what is gone."""
        if self.place is None:
            return None
        ends = [self.place, *([self.last] if self.last and self.last != self.place else [])]
        return on_sheet(self.sheet, ":".join(map(address, ends)))

    def said(self, lang: str) -> str:
        """Say what became of it; long texts in short."""
        blank = label("console", "blank", lang)
        values = {"before": self.before or blank, "after": self.after or blank}
        # A cell that has no heading is told by its row alone, or by its address; a blank row by its number.
        bare = (
            (self.change in CELL_CHANGES and not self.column)
            or (self.change in ("row inserted", "column inserted") and not self.after)
            or (self.change == "row gone" and self.what[0].isdigit())
        )
        said = label(
            "edit",
            f"{self.change} " if bare else self.change,
            lang,
            what=" / ".join(map(short, self.what)),
            column=short(self.column),
            **{name: short(text) for name, text in values.items()},
        )
        return said if self.what else said.lstrip("：: ")

    def told(self, lang: str) -> str:
        """Say where it is, then what became of it."""
        return label("place", "at", lang, where=self.address or self.sheet, said=self.said(lang))


def short(text: str) -> str:
    """Return a text, or its beginning."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


@dataclass(frozen=True, slots=True)
class Returned:
    """What was compared of a workbook that came back.

    Attributes
    ----------
    made_from : str or None
        The sha256 of the text that it says it was made from.
    source : str or None
        The name of that text, or of the empty plan that was filled in; None where it is not at hand, and so nothing was compared.
    compared : tuple of str
        The sheets that were compared.
    own : tuple of str
        The sheets, and columns of sheets (``成员!C:C 备注``), that xcdata did not write; they were not looked at.
    edits : tuple of Edit
    formulas_unseen : bool
        Whether formulas could not be compared, as it is a file of Excel 97.
    """

    made_from: str | None = None
    source: str | None = None
    compared: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    formulas_unseen: bool = False

    def lines(self, lang: str) -> Iterator[str]:
        """Yield the sentences that say what was compared with what, and what was not looked at."""
        comma = label("message", "comma", lang)
        counts = Counter(edit.change for edit in self.edits)
        told = comma.join(
            label("edit", "with cells" if (cells := self.cells_of(name)) else "bare", lang, told=label("edit", f"count {name}", lang, count=n), cells=cells)
            for name, n in counts.items()
        )  # fmt: skip
        if self.source is None:
            name = "no_source" if self.made_from else "no_origin"
            if self.own:
                yield label("edit", name, lang, sha256=self.made_from)
            if told:
                yield label("edit", "told", lang, told=told)
        else:
            name = "compared" if told else "as_written"
            yield label(
                "edit", name if self.made_from else f"template {name}", lang, source=self.source, told=told,
                sheets=comma.join(self.compared),
            )  # fmt: skip
            if self.formulas_unseen:
                yield label("edit", "formulas_unseen", lang)
        if self.own and self.source is not None:
            yield label("edit", "own", lang, own=comma.join(self.own))

    def cells_of(self, change: str) -> tuple[str, ...]:
        """Return the cells of such changes of one cell, the first few, as ranges."""
        of: dict[str, list[Place]] = defaultdict(list)
        for edit in self.edits:
            if edit.change == change and edit.place and change in CELL_CHANGES:
                of[edit.sheet].append(edit.place)
        # The name of a sheet stands before the first of its cells.
        cells = [
            on_sheet(sheet, block) if n == 0 else block
            for sheet, places in of.items()
            for n, block in enumerate(blocks(places))
        ]
        return first_few(cells, MOST_CELLS)

    def whole(self, lang: str) -> Iterator[str]:
        """Yield what became of whole rows, columns and sheets where nobody has to judge it: nothing else would tell it at once."""
        whole = (edit for edit in self.edits if edit.change in WHOLE and edit.proved)
        yield from (edit.told(lang) for edit in islice(whole, MOST_WHOLE))


def edit_findings(edits: Iterable[Edit]) -> Iterator[Finding]:
    """Yield a finding for each edit."""
    seen: Counter[str] = Counter()
    for edit in edits:
        # What stands there now is part of the name: another edit of the same cell is another finding.
        now = [short(edit.after)] if edit.after else []
        name = "/".join(
            [edit.change, edit.sheet, *map(short, edit.what), *filter(None, [short(edit.column)]), *now]
        )
        seen[name] += 1
        verdict = Notice.INFORMATION if edit.proved else Notice.NOTICED
        message = {lang: edit.told(lang) for lang in LANGUAGES}
        number = f"/{seen[name]}" if seen[name] > 1 else ""
        # The name has long texts in short.
        stated = tuple(filter(None, (edit.before, edit.after)))
        yield Finding(f"{name}{number}", EDIT, verdict, message, stated=stated)
