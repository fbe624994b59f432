"""The shade of each class of values.

In: values. Out: bounds of classes that a wide range fits in, and the shade of a value's class.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, log10

from matplotlib.ticker import MaxNLocator

from xcdata.palette import SHADES, WHITE

PLACES = 9  # a sum of floats may fall a hair short of the bound it stands for


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
        return WHITE
    return class_shades(breaks)[sum(value >= step for step in breaks[1:-1])]
