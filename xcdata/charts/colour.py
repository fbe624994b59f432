"""The charts' colours: told apart in print, in greyscale and by colour-blind readers.

In: values, fills or grounds. Out: the shade of a value's class, the outline that a fill needs to be seen, the ink that is
read on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, log10

from matplotlib.colors import to_hex, to_rgb
from matplotlib.ticker import MaxNLocator

# Dark to light in steps that survive greyscale and every common colour blindness.
PALETTE = ("#14375E", "#C0492B", "#2E9E7B", "#E8A62B", "#C9E3F2")
SHADES = ("#EDF5E6", "#CBE4BD", "#A3D2B0", "#6BB6AE", "#3C91A6", "#266799", "#163C6F")
BAR = "#266799"
PLACES = 9  # a sum of floats may fall a hair short of the bound it stands for
INK, FAINT, RULE = "#1A1A1A", "#5A5A5A", "#D0D0D0"
PANEL = "#F3F3F3"  # the darkest ground that marks stand on
MARK_CONTRAST = 3.0  # what WCAG 2 asks of marks; of text it asks 4.5


def luminance(colour: str) -> float:
    """Return a colour's relative luminance (WCAG 2), 0 for black and 1 for white."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2), 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Return the text colour that is read best on a ground."""
    return max(("white", INK), key=lambda ink: contrast(ink, colour))


def outline(fill: str) -> str:
    """Return the edge that a mark needs to be seen on white and on a panel: its own colour, darkened until it stands out."""
    colour = to_hex(fill)
    while contrast(colour, PANEL) < MARK_CONTRAST:
        red, green, blue = to_rgb(colour)
        colour = to_hex((0.97 * red, 0.97 * green, 0.97 * blue))
    return colour


def class_breaks(values: Iterable[float]) -> list[float]:
    """Return the bounds of the colour classes for the positive ones of some values.

    Values within a factor of thirty get equal steps; wider ranges get steps of 1, 3, 10, 30 …, in which a factor
    of a thousand is six shades instead of one. Where these are more than there are shades, steps of 1, 10, 100 …, and so on.
    """
    positive = [value for value in (round(each, PLACES) for each in values) if value > 0] or [1.0]
    low, high = min(positive), max(positive)
    if high == low:
        return [low, 2 * low]
    if high <= 30 * low:
        ticks = [float(tick) for tick in MaxNLocator(5).tick_values(low, high)]
        # Ticks are off in their last digit; and nothing is in no class.
        return [min(ticks[0], low) if ticks[0] > 0 else low, *ticks[1:-1], max(ticks[-1], high)]
    begin, end = floor(log10(low)), floor(log10(high)) + 2
    bounds = within(low, high, [factor * 10.0**decade for decade in range(begin, end) for factor in (1, 3)])
    wide = 1
    while len(bounds) - 1 > len(SHADES):
        bounds = within(low, high, [10.0**decade for decade in range(begin, end + wide, wide)])
        wide += 1
    return bounds


def within(low: float, high: float, steps: Iterable[float]) -> list[float]:
    """Return those of some rising steps that bound the classes of values from ``low`` to ``high``."""
    steps = [round(step, PLACES) for step in steps]
    first = max(step for step in steps if step <= low)
    last = min(step for step in steps if step > high)
    return [step for step in steps if first <= step <= last]


def class_shades(breaks: Sequence[float]) -> list[str]:
    """Return one shade a class, light to dark over the whole range."""
    classes = len(breaks) - 1
    place = [round(n * (len(SHADES) - 1) / max(classes - 1, 1)) for n in range(classes)]
    return [SHADES[n] for n in place]


def shade_of(value: float, breaks: Sequence[float]) -> str:
    """Return the shade of a value's class, white for one below all."""
    value = round(value, PLACES)
    if value < breaks[0]:
        return "white"
    return class_shades(breaks)[sum(value >= step for step in breaks[1:-1])]
