"""How a workbook prints its cells.

In: the styles of an .xlsx file; the text of a stored number. Out: the :class:`Style` of each kind of cell that is not printed as it is
stored, and the number as its format prints it: to so many places, or as a percentage. Units, signs and colours of a format are left
off, and the points that group thousands. A date, a fraction, a power of ten or a number of thousands (``0,``) stays as it is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

Parse = Callable[[bytes, Callable[[str, dict[str, str]], None], Callable[[str], None]], None]

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "0",
    4: "0.00",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((5, 6, 37, 38, 41, 42), "0"),
    **dict.fromkeys((7, 8, 39, 40, 43, 44), "0.00"),
}
"""Formats that a file names by number alone, as far as they say how many places are printed."""

LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?![<>=]|DBNum)[^\]]*\]')
"""What of a format is printed as it stands, is no more than room, or names a colour, a currency or a language."""

PLACES = re.compile(r"[^#0?.]*(?:[#0?](?:[#0?, ]*[#0? ])?)?(?:\.(?P<decimals>[#0?]*))?[^#0?.,]*")
OTHER = re.compile(r"[a-z@/\[]", re.IGNORECASE)
"""Of a date, a fraction, a power of ten, a text or a condition; units in letters are quoted."""

MOST_PLACES = 30
"""As in Excel."""

EXACT = Context(prec=400)
"""A float has up to 309 digits before its point."""

LEFT = ("general", "left")
"""Alignments that an indent moves from the left."""

STEP = 2
"""Spaces for a step of an indent."""


@dataclass(frozen=True)
class Places:
    """How many decimals a section of a number format prints.

    Attributes
    ----------
    least, most : int
    percent : bool
        Whether the number is printed as a percentage.
    """

    least: int
    most: int
    percent: bool


@dataclass(frozen=True)
class Style:
    """How cells of a style are printed.

    Attributes
    ----------
    sections : tuple of (Places or None)
        For figures above 0, below 0, and 0; None where they are printed as they are stored.
    indent : int
        Steps by which texts are indented.
    """

    sections: tuple[Places | None, Places | None, Places | None] = (None, None, None)
    indent: int = 0


PLAIN = Style()


def sections_of(code: str) -> tuple[Places | None, Places | None, Places | None]:
    """Return how a number format prints figures above 0, below 0, and 0.

    Examples
    --------
    >>> sections_of("0.0%")[0], sections_of("yyyy-mm-dd")[0]
    (Places(least=1, most=1, percent=True), None)
    """
    several = [places_of(section) for section in LITERAL.sub("", code).split(";")]
    above, below, zero, *_ = [*several, *several[:1] * 2][:3] if len(several) < 3 else several
    return above, below, zero


def places_of(section: str) -> Places | None:
    """Return how many decimals a section of a number format prints, literal parts left out."""
    match = PLACES.fullmatch(section)
    if match is None or OTHER.search(section) or not re.search("[#0?]", section) or section.count("%") > 1:
        return None
    decimals = match["decimals"] or ""
    return (
        Places(decimals.rfind("0") + 1, len(decimals), "%" in section)
        if len(decimals) <= MOST_PLACES
        else None
    )


def styles_of(content: bytes, parse: Parse) -> dict[str, Style]:
    """Return the styles of cells that are not printed as they are stored, by their numbers.

    Parameters
    ----------
    content : bytes
        The part of an .xlsx file that holds its styles.
    parse : callable
        What walks through XML.
    """
    codes: dict[int, str] = {}
    formats: list[int] = []
    indents: list[int] = []
    is_of_cells = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_of_cells
        name = name.rpartition(":")[2]
        if name == "numFmt":
            codes[int(attributes.get("numFmtId", 0))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            is_of_cells = True
        elif name == "xf" and is_of_cells:
            formats.append(int(attributes.get("numFmtId", 0)))
            indents.append(0)
        elif name == "alignment" and indents and attributes.get("horizontal", "general") in LEFT:
            indents[-1] = int(attributes.get("indent", 0)) if is_of_cells else indents[-1]

    def end(name: str) -> None:
        nonlocal is_of_cells
        is_of_cells = is_of_cells and name.rpartition(":")[2] != "cellXfs"

    parse(content, start, end)
    sections = {number: sections_of(codes.get(number, BUILT_IN.get(number, ""))) for number in set(formats)}
    styles = (Style(sections[number], indent) for number, indent in zip(formats, indents, strict=True))
    return {str(number): style for number, style in enumerate(styles) if style != PLAIN}


def printed(text: str, style: Style) -> tuple[str, str]:
    """Return a stored number as it is printed, and so with all of its places.

    Examples
    --------
    >>> printed("0.3333", Style(sections_of("0.0%"))), printed("12", Style(sections_of("#,##0.00")))
    (('33.3%', '33.33%'), ('12.00', '12.00'))
    """
    zero = not text.strip("-0.")
    places = style.sections[2 if zero else text.startswith("-")]
    if places is None:
        return text, text
    unit = "%" if places.percent else ""
    full = f"{Decimal(text).scaleb(2, EXACT):f}" if unit else text
    if places.percent and "." in full:
        full = full.rstrip("0").removesuffix(".")
    whole, _, decimals = full.partition(".")
    if len(decimals) > places.most:
        rounded = Decimal(full).quantize(Decimal(1).scaleb(-places.most), ROUND_HALF_UP, EXACT)
        shown, _, digits = f"{rounded:f}".partition(".")
        while len(digits) > places.least and digits.endswith("0"):
            digits = digits[:-1]
        return (f"{shown}.{digits}" if digits else shown) + unit, full + unit
    decimals = decimals.ljust(places.least, "0")
    same = (f"{whole}.{decimals}" if decimals else whole) + unit
    return same, same
