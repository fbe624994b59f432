"""What all charts share: the font, the colours, the frame around a drawing, and names for readers.

In: nothing but the labels and the reference table of counties. Out: an Axes to draw on that shows Chinese on any machine
(:func:`drawing`), and the small choices every chart makes alike. The user's rcParams stay as they are.
"""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from matplotlib.transforms import offset_copy
from pandas.api.types import is_numeric_dtype

from xcdata.charts.colour import FAINT, INK
from xcdata.dataset.schema import title_of
from xcdata.dataset.tables import load
from xcdata.errors import XcdataError, known_language
from xcdata.labels import label
from xcdata.names import known_name

TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 13.0, 9.0, 7.5
LEADING = 1.35
SCREEN_DPI = 125  # the small Chinese labels need more pixels than matplotlib's 100 give them

# Width and height of a chart's own figure, in inches.
SIZES = {
    "plan_by_county": (7.2, 5.4),
    "plan_shares": (7.2, 5.4),
    "plan_heatmap": (7.2, 6.0),
    "tile_map": (6.4, 7.3),
    "plan_map": (6.4, 7.3),
    "awards_by_county": (7.2, 6.4),
    "awards_by_stage": (7.2, 4.8),
    "training_targets": (7.2, 6.4),
    "tasks_by_organ": (7.2, 6.4),
    "deadlines": (8.4, 6.4),
    "organs_by_notice": (7.2, 7.0),
    "ranking": (7.2, 4.8),
    "check_picture": (10.0, 6.0),
}

Style = dict[str, Any]  # keyword arguments of matplotlib

RC: Any = {
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
}
LEGEND: Style = {
    "frameon": False,
    "borderpad": 0,
    "handlelength": 1.2,
    "handletextpad": 0.5,
    "columnspacing": 1.2,
}
PADS: Style = {"w_pad": 0.14, "h_pad": 0.12}


@cache
def font_family() -> str:
    """Register the packaged Noto Sans SC with matplotlib and return its family name.

    The file is taken as it lies in the package ``zhplot``, which is not imported: that would change rcParams.
    """
    package = find_spec("zhplot")
    if package is None or package.origin is None:
        raise XcdataError("no_font")
    path = Path(package.origin).with_name("fonts") / "NotoSansSC-Regular.ttf"
    font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=str(path)).get_name()


def use_font() -> None:
    """Have every figure of this session show Chinese, those that ``plan.plot.bar()`` draws as well, in the packaged font.

    Raises
    ------
    XcdataError
        The font is not installed.
    """
    mpl.rcParams["font.family"] = [font_family()]


@contextmanager
def drawing(name: str, ax: Axes | None, lang: str) -> Iterator[Axes]:
    """Yield the Axes to draw on, a new one where none is given; on leaving, every text has the packaged font.

    Parameters
    ----------
    name : str
        The chart.
    ax : matplotlib.axes.Axes or None
    lang : {'zh', 'en'}
    """
    known_language(lang)
    family = font_family()
    if ax is None:
        import matplotlib.pyplot as plt

        # Outside of the context: the first figure sets up the backend, which keeps settings of its own in rcParams.
        layout = ConstrainedLayoutEngine(**PADS)
        figure = plt.figure(figsize=SIZES[name], dpi=SCREEN_DPI, layout=layout, facecolor="white")
    with mpl.rc_context(RC | {"font.family": [family]}):
        ax = figure.add_subplot() if ax is None else ax
        ax.spines[:].set_visible(False)
        ax.tick_params(length=0, labelsize=TEXT_SIZE, labelcolor=INK)
        yield ax
        # Ticks are made as late as at the first draw, outside of this context; an Axes of the user's has its texts already.
        for each in (ax, *ax.child_axes):
            each.tick_params(labelfontfamily=family)
            for text in each.findobj(Text):
                text.set_fontfamily(family)


def headings(
    name: str, ax: Axes, lang: str, source: str, *, above: float = 0, below: float = 0, **values: object
) -> None:
    """Write a chart's title, subtitle and source line, clear of what stands ``above`` and ``below`` the Axes (in points).

    Title and subtitle are the labels of the chart's name; ``values`` are what their placeholders stand for.
    """
    title, subtitle = (label("charts", key, lang, **values) for key in (name, f"{name}_about"))
    ax.set_title(title, loc="left", fontsize=TITLE_SIZE, color=INK, pad=above + 26)
    offset: Style = {"textcoords": "offset points", "annotation_clip": False, "color": FAINT}
    ax.annotate(subtitle, (0, 1), (0, above + 9), "axes fraction", va="bottom", **offset)
    ax.annotate(
        source,
        (0, 0),
        (0, -below - 8),
        "axes fraction",
        va="top",
        fontsize=SMALL_SIZE,
        linespacing=1.5,
        **offset,
    )


def legend_above(ax: Axes, points: float, names: Sequence[str] | None = None) -> None:
    """Show what the colours stand for in one line, flush left, ``points`` above the Axes."""
    handles, own = ax.get_legend_handles_labels()
    shifted = offset_copy(ax.transAxes, ax.figure, y=points, units="points")  # type: ignore[arg-type]
    place: Style = {"loc": "lower left", "bbox_transform": shifted}
    place |= {"bbox_to_anchor": (0, 1), "borderaxespad": 0, "ncols": len(own)}
    ax.legend(handles, names or own, **LEGEND, **place)


def source_line(df: pd.DataFrame, lang: str, *notes: str) -> str:
    """Return the line that names the documents a frame comes from, and the notes that go with it."""
    named = list(dict.fromkeys(df["document"].dropna())) if "document" in df else []
    separator = "、" if lang == "zh" else ", "
    # A line holds four numbers of documents.
    lines = [separator.join(map(str, named[n : n + 4])) for n in range(0, len(named), 4)]
    told = [label("charts", "source", lang, documents=f"{separator}\n".join(lines))] if named else []
    return "\n".join([*told, *notes])


def need(df: pd.DataFrame, *columns: str, measure: str | None = None) -> None:
    """Raise where a frame cannot be drawn: columns that are not there, no rows, a measure that is no amount."""
    missing = [column for column in columns if column not in df.columns]
    if missing:
        raise XcdataError("columns_missing", found=tuple(missing), there=tuple(df.columns))
    if measure:
        known_name("column", measure, df.columns)
    if df.empty:
        raise XcdataError("frame_without_rows")
    if measure and not (is_numeric_dtype(df[measure]) and df[measure].min() >= 0 and df[measure].max() > 0):
        found = f"{df[measure].min()}–{df[measure].max()} ({df[measure].dtype})"
        raise XcdataError("not_amounts", column=measure, found=found)
    if measure and (strange := int((~np.isfinite(df[measure].astype("float64"))).sum())):
        raise XcdataError("amounts_missing", column=measure, count=strange)


def column_title(column: str, lang: str) -> str:
    """Return a column's title as the schema declares it, or its name where no table has it."""
    known_language(lang)
    return title_of(column)[lang]


@cache
def english_names() -> dict[str, str]:
    """Return the areas' English names, without the name of the city that all of them are in."""
    counties = load("counties")
    named = zip(counties["county"], counties["name_en"], strict=True)
    return {"许昌市": "Xuchang"} | {county: name.removeprefix("Xuchang ") for county, name in named}


def area_names(areas: Iterable[str], lang: str, width: int = 26) -> list[str]:
    """Return areas as readers see them: as printed; for English readers with the English name below."""
    if lang == "zh":
        return list(areas)
    names = english_names()
    return ["\n".join([area, *textwrap.wrap(names.get(area, ""), width)]) for area in areas]


def name_size(names: Iterable[str]) -> float:
    """Return the size to set names in: those of several lines are set smaller."""
    return SMALL_SIZE if any("\n" in name for name in names) else TEXT_SIZE


def folded(text: str, width: int) -> str:
    """Return a Chinese label in lines of at most ``width`` (even) characters, broken where words of two characters end."""
    lines = -(-len(text) // width)
    if lines < 2 or text.isascii():
        return text
    cut = 2 * int(len(text) / lines / 2 + 0.5)
    return text[:cut] + "\n" + folded(text[cut:], width)


def number(value: float, *, whole: bool = False) -> str:
    """Return a value as charts print it: counts without, areas with two decimals."""
    return f"{value:,.0f}" if whole else f"{value:,.2f}"


def is_whole(values: Iterable[float]) -> bool:
    """Whether all values are integers."""
    return all(float(value).is_integer() for value in values)


def in_order_of(values: pd.Series[Any], order: Sequence[Hashable]) -> list[str]:
    """Return the values that there are: in a known order first, the others as they come."""
    there = list(dict.fromkeys(values.dropna()))
    return [str(each) for each in [*(x for x in order if x in there), *(x for x in there if x not in order)]]
