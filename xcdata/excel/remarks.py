"""What was found wrong when the workbook was written, on the cells that are to blame, and what could not be read, on those that are blank for it.

In: a review, and the sheets as they were written. Out: a comment on each such cell that says what should stand there, and a colour that goes
once it does. Of equally small explanations each is named as a possibility.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xcdata.dataset.schema import TABLES
from xcdata.excel.style import STYLES, Book, Formula, lines_needed
from xcdata.gazette.plan.reading import plan_key
from xcdata.grids.address import Place
from xcdata.labels import label
from xcdata.ledger.model import Figure
from xcdata.ledger.results import Results, slip_of
from xcdata.ledger.words import implied_of
from xcdata.roundtrip.layout import cells, published

TIED = 12
"""Of equally small explanations so many are told; beyond that each cell would be one of too many."""

WAN = 10_000
"""A ledger has figures as printed, in 万; a quantity on a sheet has it multiplied in."""

WIDTH = 34
"""Of a comment, in digits."""


def write_remarks(book: Book, results: Results) -> int:
    """Write the comments; return how many cells have one."""
    texts: dict[tuple[Any, Place], dict[str, None]] = defaultdict(dict)
    for group in (*results.located, *results.doubts):
        for explanation in group.explanations[:TIED]:
            certain = explanation.tied == 1 and group.given is None
            for change in explanation.figures:
                slip = slip_of(change)
                blank = label("console", "blank", book.lang)
                said = {"printed": change.figure.printed or blank, "implied": change.text or blank}
                text = book.say("remark" if certain else "remark_tied", tied=explanation.tied, **said)
                text += (
                    label("marked", "slip", book.lang, slip=label("slip", slip, book.lang)) if slip else ""
                )
                if change.figure.line:
                    text += label("decision", "line", book.lang, lines=change.figure.line)
                for sheet, place, value in cells_of(book, change.figure):
                    texts[sheet, place][text] = None
                    colour(book, sheet, place, value, "bad" if certain else "warn")
    for figure, told in unread_figures(results, book.lang):
        for sheet, place, value in cells_of(book, figure):
            texts[sheet, place][told] = None
            colour(book, sheet, place, value, "warn")
    for (sheet, (row, column)), lines in texts.items():
        text = "\n".join(lines)
        size = {"width": 7 * WIDTH, "height": 20 + 18 * lines_needed(text, WIDTH)}
        sheet.write_comment(row - 1, column - 1, text, {"author": "xcdata", "font_size": 9, **size})
    return len(texts)


def unread_figures(results: Results, lang: str) -> Iterator[tuple[Figure, str]]:
    """Yield every figure that could not be read, with what is said of it: what was printed, where, and what the sums imply."""
    for ledger in results.ledgers:
        for figure in ledger.figures:
            if figure.value is not None:
                continue
            own = (rule for rule in ledger.rules if figure.key in (rule.total, *rule.parts))
            implied = {f"{value:f}" for rule in own if (value := implied_of(ledger, rule)) is not None}
            told = label("workbook", "remark_unread", lang, printed=figure.printed)
            told += (
                label("workbook", "remark_implied", lang, implied=implied.pop()) if len(implied) == 1 else ""
            )
            yield figure, told + (label("decision", "line", lang, lines=figure.line) if figure.line else "")


def cells_of(book: Book, figure: Figure) -> Iterator[tuple[Any, Place, object]]:
    """Yield sheet, cell and content of where a figure stands: in the plan, in a row of its line, or in the first of its section."""
    in_plan = {plan_key(*one): published(*one) for one in cells()}
    if figure.key in in_plan:
        yield book.sheets["plan"], in_plan[str(figure.key)], figure.value
        return
    heading = TABLES["plan"].column("line").title[book.lang]
    *section, name = str(figure.key).split("/")
    found: list[tuple[bool, bool, tuple[Any, Place, object]]] = []
    in_section: tuple[Any, Place, object] | None = None
    for sheet, (top, left), titles, rows in book.tables:
        if heading not in titles:
            continue
        at = titles.index(heading)
        for number, row in enumerate(rows, top + 1):
            for column, value in enumerate(row):
                own = sheet, (number, left + column), value
                if row[at] == figure.line and column != at and is_of(value, figure):
                    found.append((name not in row, not isinstance(value, str), own))
                elif in_section is None and value in section:
                    in_section = own
    if found:
        yield min(found, key=lambda one: one[:2])[2]
    elif in_section:
        yield in_section


def is_of(value: object, figure: Figure) -> bool:
    """Whether a cell holds a figure: the printed text that begins with it, or the number."""
    if isinstance(value, str):
        rest = value.removeprefix(figure.printed)
        return bool(figure.printed) and rest != value and not re.match(r"[\d.,]", rest)
    if not isinstance(value, int | float | Decimal) or isinstance(value, bool) or figure.value is None:
        return False
    return Decimal(str(value)) in (figure.value, figure.value * WAN)


def colour(book: Book, sheet: Any, place: Place, value: object, style: str) -> None:
    """Colour a cell as long as it holds what is wrong."""
    row, column = place[0] - 1, place[1] - 1
    shown = value.value if isinstance(value, Formula) else value
    rule: dict[str, Any] = {"type": "cell", "criteria": "==", "format": book.file.add_format(STYLES[style])}
    if shown is None:
        rule |= {"type": "blanks"}
    elif isinstance(shown, str):
        rule["value"] = '"' + shown.replace('"', '""') + '"'
    else:
        rule["value"] = float(shown)  # type: ignore[arg-type]
    sheet.conditional_format(row, column, row, column, rule)
