"""The colours of every picture: told apart in print, in greyscale and by colour-blind readers.

In: a ground or a fill, as ``#RRGGBB``. Out: the ink that is read on it, the outline that it needs to be seen. Pages of pictures and the charts of the workbook are drawn in these.
"""

from __future__ import annotations

# Dark to light in steps that survive greyscale and every common colour blindness.
PALETTE = ("#14375E", "#C0492B", "#2E9E7B", "#E8A62B", "#C9E3F2")
SHADES = ("#EDF5E6", "#CBE4BD", "#A3D2B0", "#6BB6AE", "#3C91A6", "#266799", "#163C6F")
BAR = "#266799"
INK, FAINT, RULE = "#1A1A1A", "#5A5A5A", "#D0D0D0"
WHITE = "#FFFFFF"
PANEL = "#F3F3F3"  # the darkest ground that marks stand on
MARK_CONTRAST = 3.0  # what WCAG 2 asks of marks; of text it asks 4.5


def parts_of(colour: str) -> tuple[int, ...]:
    """Return red, green and blue of a colour, 0 to 255."""
    return tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))


def luminance(colour: str) -> float:
    """Return a colour's relative luminance (WCAG 2), 0 for black and 1 for white.

    Examples
    --------
    >>> luminance("#FFFFFF")
    1.0
    """
    shares = (part / 255 for part in parts_of(colour))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2), 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Return the text colour that is read best on a ground.

    Examples
    --------
    >>> ink_on("#14375E"), ink_on("#C9E3F2")
    ('#FFFFFF', '#1A1A1A')
    """
    return max((WHITE, INK), key=lambda ink: contrast(ink, colour))


def outline(fill: str) -> str:
    """Return the edge that a mark needs to be seen on white and on a panel: its own colour, darkened until it stands out."""
    red, green, blue = parts_of(fill)
    share = 1.0
    while contrast(colour := mixed(red * share, green * share, blue * share), PANEL) < MARK_CONTRAST:
        share *= 0.97
    return colour


def mixed(red: float, green: float, blue: float) -> str:
    """Return a colour of its parts."""
    return f"#{round(red):02X}{round(green):02X}{round(blue):02X}"
