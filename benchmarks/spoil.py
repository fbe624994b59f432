"""Slips put into ledgers on purpose, made on the printed text alone.

Nothing here is shared with what finds them.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from xcdata.ledger.model import Figure, Ledger

ROW_SHIFTED = "row's cells shifted by one column"


def value_slips(printed: str) -> list[tuple[str, str]]:
    """Give (kind, spoiled text) for every slip of a printed figure; for a blank cell, some figures."""
    if not printed:
        return [("figure where none belongs", text) for text in ("0.01", "0.15", "1.03", "4")]
    digits = [index for index, character in enumerate(printed) if character.isdigit()]
    spoiled = [("sign", f"-{printed}"), ("figure missing", "")]
    for places in (-1, 1, 2):
        spoiled.append(("decimal point moved", f"{Decimal(printed).scaleb(places).normalize():f}"))
    for index in digits:
        before, digit, after = printed[:index], printed[index], printed[index + 1 :]
        spoiled += [("one digit changed", before + other + after) for other in "0123456789" if other != digit]
        spoiled.append(("digit doubled", before + 2 * digit + after))
        if len(digits) > 1:
            spoiled.append(("digit dropped", (before + after).rstrip(".")))
    for left, right in pairwise(digits):
        text = list(printed)
        text[left], text[right] = text[right], text[left]
        spoiled.append(("two neighbours transposed", "".join(text)))
    return [(kind, text) for kind, text in dict.fromkeys(spoiled) if Decimal(text or 0) != Decimal(printed)]


def edited(ledger: Ledger, texts: dict[object, str]) -> Ledger:
    """Print other texts at some keys."""
    figures = [
        replace(figure, printed=texts[figure.key], value=Decimal(texts[figure.key] or 0))
        if figure.key in texts
        else figure
        for figure in ledger.figures
    ]
    return replace(ledger, figures=tuple(figures))


def rows_of(ledger: Ledger) -> list[list[Figure]]:
    """Give the figures of each line of the table, in the order of the columns."""
    lines: dict[int, list[Figure]] = {}
    for figure in ledger.figures:
        if str(figure.key).startswith("plan/") and figure.line is not None and figure.ulp is None:
            lines.setdefault(figure.line, []).append(figure)
    return [sorted(row, key=lambda figure: figure.column or 0) for row in lines.values() if len(row) > 2]


def shifted_rows(row: list[Figure]) -> Iterator[dict[object, str]]:
    """Shift a row's cells by one column to either side, from each cell on."""
    printed = [figure.printed for figure in row]
    for start in range(len(row)):
        for texts in (
            [*printed[:start], "", *printed[start:-1]],
            [*printed[:start], *printed[start + 1 :], ""],
        ):
            yield {
                figure.key: text for figure, text in zip(row, texts, strict=True) if text != figure.printed
            }
