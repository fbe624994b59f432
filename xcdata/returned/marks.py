"""What was found in a workbook → what is said of which cell.

In: a review of a workbook that came back, or the audit of any. Out: a :class:`Mark` for each wrong figure, each sum that fails where no figure
could be blamed, each edit, and what else is unexplained; from them the colour and the comment of each cell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from xcdata.auditing.audit import Audit
from xcdata.auditing.sheets import WorkbookAudit
from xcdata.grids.address import Place, address, on_sheet, place_of
from xcdata.labels import label
from xcdata.ledger.culprits import followed
from xcdata.ledger.results import Results, slip_of
from xcdata.ledger.words import amounts_told
from xcdata.review.edits import EDIT
from xcdata.review.review import Review
from xcdata.roundtrip.layout import plan_sheets

WRONG, DOUBTED, EDITED = "F4A79D", "FBDDA0", "FBEFC8"
"""Fills: of a figure that is wrong, of one that may be, of a cell that was changed."""

WIDEST_EDIT = 60
"""Cells of an added row that are coloured at most."""

MOST_TIED = 500
"""Of equally small explanations so many are marked; how many are not is told in the list."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a cell.

    Attributes
    ----------
    sheet : str
    place : Place or None
        None where the cell is gone, or the whole sheet is meant.
    colour : str
    verdict, text : str
    before, after, implied : str
        What stood there when the workbook was written, what does, and what should.
    last : Place or None
        Of a row its last cell.
    """

    sheet: str
    place: Place | None
    colour: str
    verdict: str
    text: str
    before: str = ""
    after: str = ""
    implied: str = ""
    last: Place | None = None

    @property
    def where(self) -> str:
        """The cell or the cells; the sheet alone where they are gone."""
        ends = dict.fromkeys(filter(None, (self.place, self.last)))
        return on_sheet(self.sheet, ":".join(map(address, ends))) if ends else self.sheet


def colours_of(marks: Iterable[Mark]) -> dict[Place, str]:
    """Return the colour of each cell; what is wrong before what was changed."""
    found: dict[Place, str] = {}
    for mark in sorted(marks, key=lambda one: (EDITED, DOUBTED, WRONG).index(one.colour)):
        if mark.place is None:
            continue
        row, first = mark.place
        last = mark.last[1] if mark.last else first
        for column in range(first, min(last, first + WIDEST_EDIT) + 1):
            found[row, column] = mark.colour
    return found


def comments_of(marks: Iterable[Mark], lang: str) -> dict[Place, str]:
    """Return the comment of each cell."""
    texts: dict[Place, dict[str, None]] = defaultdict(dict)
    for mark in marks:
        if mark.place is not None:
            said = label("place", "at", lang, where=mark.verdict, said=mark.text)
            texts[mark.place][said] = None
    return {place: "\n".join(lines) for place, lines in texts.items()}


def marks_of(results: Review | Audit | WorkbookAudit, sheets: Collection[str], lang: str) -> Iterator[Mark]:
    """Yield the marks of what was found in a workbook with such sheets: wrong figures, sums that fail, edits, what else is open."""
    if isinstance(results, WorkbookAudit):
        for audit in results:
            yield from marks_of(audit, sheets, lang)
        return
    if isinstance(results, Audit):
        yield from sum_marks(results, results.source.sheet or next(iter(sheets)), lang)
        return
    plan = next(name for name in plan_sheets() if name in sheets)
    yield from sum_marks(results, plan, lang)
    for edit in results.returned.edits if results.returned else ():
        yield Mark(
            edit.sheet,
            edit.place,
            EDITED,
            label("kind", EDIT, lang),
            edit.said(lang),
            edit.before or "",
            edit.after or "",
            "",
            edit.last,
        )


def sum_marks(results: Results, sheet: str, lang: str) -> Iterator[Mark]:
    """Yield the marks of the figures that are wrong, and of the totals that fail and nothing was located for."""
    blamed = set()
    for group in (*results.located, *results.doubts):
        tied = group.explanations[: group.explanations[0].tied] if group.explanations else ()
        if (more := len(tied) - MOST_TIED) > 0:
            told = label("marked", "more", lang, more=more, tied=len(tied))
            yield Mark(sheet, None, DOUBTED, label("verdict", "inconsistent", lang), told)
        for explanation in tied[:MOST_TIED]:
            certain = explanation.tied == 1 and group.given is None
            for change in explanation.figures:
                figure = change.figure
                if figure.address is None:
                    continue
                blamed.add(figure.key)
                slip = slip_of(change)
                values = {
                    "printed": figure.printed or label("console", "blank", lang),
                    "implied": change.text,
                }
                text = label(
                    "marked", "should" if certain else "perhaps", lang, tied=explanation.tied, **values
                )
                text += label("marked", "slip", lang, slip=label("slip", slip, lang)) if slip else ""
                text = followed(results, explanation, text, lang, figure.key) if certain else text
                yield Mark(
                    sheet,
                    place_of(figure.address),
                    WRONG if certain else DOUBTED,
                    label("verdict", "inconsistent", lang),
                    label("place", "at", lang, where=results.name_of(figure.key, lang), said=text),
                    before=results.was(figure) or "",
                    after=figure.printed,
                    implied=change.text,
                )
    for one in results.open:
        if one.is_rule:
            total = results.figures[one.figures[0]] if one.figures else None
            if blamed & set(one.figures) or total is None or total.address is None:
                continue
            told = amounts_told(results, one, lang) if one.difference is not None else ""
            name = label("verdict", one.verdict, lang)
            yield Mark(sheet, place_of(total.address), DOUBTED, name, f"{one.message[lang]}  {told}".strip())
        elif one.kind != EDIT:
            yield Mark(sheet, None, DOUBTED, label("verdict", one.verdict, lang), one.message[lang])
