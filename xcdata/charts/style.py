"""What all charts share: the font, the sizes, and the frame around a drawing.

In: nothing but the labels. Out: an Axes to draw on that shows Chinese on any machine, in sizes that suit its figure
(:func:`drawing`), and the small choices every chart makes alike. The user's rcParams stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from math import ceil
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation, Transform, offset_copy

from xcdata.charts.words import ems, fitted
from xcdata.errors import XcdataError, known_language
from xcdata.invoked import installing
from xcdata.labels import label
from xcdata.palette import FAINT, INK

# In points, on a chart's own figure; what measures points elsewhere does so as well, and is drawn as ``sized`` says.
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 13.0, 9.0, 7.5
LEADING = 1.35
ROOM = 0.8  # a chart's own figure may shrink to this, in width and height, before its text has to
LEAST = 0.35  # of its place that an Axes is taken to have, however long the names of its rows are
SCREEN_DPI = 125  # the small Chinese labels need more pixels than matplotlib's 100 give them

# Width and height of a chart's own figure, in inches.
SIZES = {
    "plan_by_county": (7.2, 5.4),
    "plan_shares": (7.2, 5.4),
    "plan_heatmap": (7.2, 6.0),
    "tile_map": (6.2, 7.5),
    "plan_map": (6.2, 7.5),
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
    "text.color": INK,
    "hatch.linewidth": 0.6,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
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
SAMPLE = LEGEND["handlelength"] + LEGEND["handletextpad"] + LEGEND["columnspacing"]
PADS: Style = {"w_pad": 0.14, "h_pad": 0.12}


@cache
def font_family() -> str:
    """Register the packaged Noto Sans SC with matplotlib and return its family name.

    The file is taken as it lies in the package ``zhplot``, which is not imported: that would change rcParams.
    """
    package = find_spec("zhplot")
    if package is None or package.origin is None:
        raise XcdataError("no_font", install=installing())
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

    A figure without a layout engine gets one: matplotlib's own margins would cut off titles and the names of rows.

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
    elif (figure := ax.get_figure(root=True)) and figure.get_layout_engine() is None:  # type: ignore[assignment]
        figure.set_layout_engine(ConstrainedLayoutEngine(**PADS))
    with mpl.rc_context(RC | {"font.family": [family]}):
        ax = figure.add_subplot() if ax is None else ax
        mpl.rcParams["font.size"] = TEXT_SIZE * magnification(ax, SIZES[name])
        ax.spines[:].set_visible(False)
        ax.tick_params(length=0, pad=sized(3.5), labelsize=sized(TEXT_SIZE), labelcolor=INK)
        yield ax
        # Ticks are made as late as at the first draw, outside of this context; an Axes of the user's has its texts already.
        for each in (ax, *ax.child_axes):
            each.tick_params(labelfontfamily=family)
            for text in each.findobj(Text):
                text.set_fontfamily(family)
                text.set_parse_math(False)


def place(ax: Axes) -> tuple[float, float]:
    """Return width and height, in inches, of what of its figure is an Axes' own: all of it, where it is the only one."""
    share, figure, whole = ax.get_position(original=True), ax.get_figure(root=False), mpl.rcParamsDefault
    assert figure is not None
    across = share.width / (whole["figure.subplot.right"] - whole["figure.subplot.left"])
    down = share.height / (whole["figure.subplot.top"] - whole["figure.subplot.bottom"])
    return across * figure.bbox.width / figure.dpi, down * figure.bbox.height / figure.dpi


def magnification(ax: Axes, own: tuple[float, float]) -> float:
    """Return by how much the text of a chart is larger than on its own figure: it grows with its place, and shrinks where it must."""
    ratio = min(there / usual for there, usual in zip(place(ax), own, strict=True))
    return max(min(1.0, ratio / ROOM), ratio)


def sized(points: float) -> float:
    """Return a length in points as large as the chart that is being drawn (:func:`drawing`) wants it."""
    return float(points * mpl.rcParams["font.size"] / TEXT_SIZE)


def room(ax: Axes) -> tuple[float, float]:
    """Return about how many points, before they are ``sized``, an Axes is wide beside the names of its rows, and its place is high."""
    width, height = (72 * length / sized(1) for length in place(ax))
    names = max((ems(text.get_text()) for text in ax.get_yticklabels()), default=0)
    beside = width - 2 * 72 * PADS["w_pad"] / sized(1) - TEXT_SIZE * (names + 0.5)
    return max(beside, LEAST * width), height


class Headline(Text):
    """The title of an Axes, flush left and above what stands over it; one that is set later takes its place."""

    def __init__(self, ax: Axes, points: float) -> None:
        figure = ax.get_figure(root=False)
        assert figure is not None
        self._lifted = ScaledTranslation(0, points / 72, figure.dpi_scale_trans)
        super().__init__(0, 1)
        self.set_figure(figure)
        self.axes = ax

    def set_transform(self, t: Transform | None) -> None:
        """Stand as high above the Axes as was said, whatever the padding of titles is."""
        super().set_transform(t if t is None else t + self._lifted)

    def set_position(self, xy: tuple[float, float]) -> None:
        """Stay there when titles are moved clear of the scale at the top, which stands below this one."""
        super().set_position((xy[0], 1))

    def set_horizontalalignment(self, align: str) -> None:  # noqa: ARG002
        """Stay flush left with the subtitle."""
        super().set_horizontalalignment("left")


def headings(
    name: str,
    ax: Axes,
    lang: str,
    source: str,
    *notes: str,
    above: float = 0,
    below: float = 0,
    title: str | None = None,
    **values: object,
) -> None:
    """Write a chart's title, subtitle and source line, clear of what stands ``above`` and ``below`` the Axes (in points).

    The title says what was found, the subtitle what is drawn, and in ``notes`` what is not. They are labels of the chart's name, whose
    placeholders stand for ``values``, save where a ``title`` is given. It is that of the Axes: ``set_title`` replaces it.
    """
    about = label("charts", f"{name}_about", lang, **values)
    told = label("message", "semicolon", lang).join(filter(None, (about, *notes)))
    title = label("charts", name, lang, **values) if title is None else title
    title = fitted(title, room(ax)[0] / TITLE_SIZE)
    subtitle = fitted(told, room(ax)[0] / TEXT_SIZE)
    pad = above + 26 + subtitle.count("\n") * TEXT_SIZE * LEADING
    ax.title = Headline(ax, sized(pad))
    ax.set_title(title, loc="center", fontsize=sized(TITLE_SIZE), color=INK, pad=0, linespacing=1.2)
    offset: Style = {"textcoords": "offset points", "annotation_clip": False, "color": FAINT}
    ax.annotate(
        subtitle, (0, 1), (0, sized(above + 9)), "axes fraction", va="bottom", linespacing=LEADING, **offset
    )
    ax.annotate(
        fitted(source, room(ax)[0] / SMALL_SIZE),
        (0, 0),
        (0, -sized(below + 8)),
        "axes fraction",
        va="top",
        fontsize=sized(SMALL_SIZE),
        linespacing=1.5,
        **offset,
    )


def legend_above(ax: Axes, points: float, names: Sequence[str]) -> float:
    """Show what the colours stand for, flush left, ``points`` above the Axes, in as few lines as there is room for; return where it ends."""
    handles, _ = ax.get_legend_handles_labels()
    for lines in range(1, len(names) + 1):
        columns = np.array_split(names, ceil(len(names) / lines))  # as matplotlib does
        if TEXT_SIZE * sum(max(map(ems, column)) + SAMPLE for column in columns) < room(ax)[0]:
            break
    shifted = offset_copy(ax.transAxes, ax.figure, y=sized(points), units="points")  # type: ignore[arg-type]
    place: Style = {"loc": "lower left", "bbox_transform": shifted}
    place |= {"bbox_to_anchor": (0, 1), "borderaxespad": 0, "ncols": len(columns)}
    ax.legend(handles, names, **LEGEND, **place)
    return points + 14 * lines
