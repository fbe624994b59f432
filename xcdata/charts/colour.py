"""The charts' colours: the palette of all pictures, and the shade of each class of values.

In: values. Out: bounds of classes that a wide range fits in, and the shade of a value's class.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, log10

from matplotlib.ticker import MaxNLocator

from xcdata.palette import BAR as BAR
from xcdata.palette import FAINT as FAINT
from xcdata.palette import INK as INK
from xcdata.palette import PALETTE as PALETTE
from xcdata.palette import RULE as RULE
from xcdata.palette import SHADES as SHADES
from xcdata.palette import WHITE as WHITE
from xcdata.palette import contrast as contrast
from xcdata.palette import ink_on as ink_on
from xcdata.palette import luminance as luminance

PLACES = 9  # a sum of floats may fall a hair short of the bound it stands for


def class_breaks(values: Iterable[float]) -> list[float]:
    """Return the bounds of the colour classes for the positive ones of some values.

    Values within a factor of thirty get equal steps; wider ranges get steps of 1, 3, 10, 30 …, in which a factor
    of a thousand is six shades instead of one.
    """
    positive = [value for value in (round(each, PLACES) for each in values) if value > 0] or [1.0]
    low, high = min(positive), max(positive)
    if high == low:
        return [low, 2 * low]
    if high <= 30 * low:
        ticks = [float(tick) for tick in MaxNLocator(5).tick_values(low, high)]
        return [min(ticks[0], low), *ticks[1:-1], max(ticks[-1], high)]  # ticks are off in their last digit
    decades = range(floor(log10(low)), floor(log10(high)) + 2)
    steps = [round(factor * 10.0**decade, PLACES) for decade in decades for factor in (1, 3)]
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
    within = sum(value >= step for step in breaks[1:-1])
    return class_shades(breaks)[within]
