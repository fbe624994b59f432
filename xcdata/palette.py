"""The colours of every picture: told apart in print, in greyscale and by colour-blind readers.

In: a ground, as ``#RRGGBB``. Out: the ink that is read on it. Pages of pictures and the charts of the workbook are drawn in these.
"""

from __future__ import annotations

# Dark to light in steps that survive greyscale and every common colour blindness.
PALETTE = ("#14375E", "#C0492B", "#2E9E7B", "#E8A62B", "#C9E3F2")
SHADES = ("#EDF5E6", "#CBE4BD", "#A3D2B0", "#6BB6AE", "#3C91A6", "#266799", "#163C6F")
BAR = "#266799"
INK, FAINT, RULE = "#1A1A1A", "#5A5A5A", "#D0D0D0"
WHITE = "#FFFFFF"


def luminance(colour: str) -> float:
    """Return a colour's relative luminance (WCAG 2), 0 for black and 1 for white.

    Examples
    --------
    >>> luminance("#FFFFFF")
    1.0
    """
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
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
