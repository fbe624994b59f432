"""Grids: a table drawn as cells, under a header of groups and columns.

In: an Axes and labels. Out: the same Axes with a row a label, and the header above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle
from matplotlib.transforms import offset_copy

from xcdata.charts.colour import FAINT, RULE, class_shades
from xcdata.charts.style import LEADING, LEGEND, SMALL_SIZE, Style, folded, name_size

LINE = SMALL_SIZE * LEADING * 1.1
FOLD = 4


def grid(ax: Axes, rows: Sequence[str], heads: Sequence[tuple[str, str]]) -> float:
    """Set up a grid of cells of size 1, cell (0, 0) at the top left.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    rows : sequence of str
    heads : sequence of (str, str)
        Each column's group and its own label; neighbours of one group stand under one rule. A group without a
        name has none.

    Returns
    -------
    float
        Height of the header, in points.
    """
    ax.set_xlim(-0.5, len(heads) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks([])
    ax.set_yticks(range(len(rows)), rows, fontsize=name_size(rows))
    labels = ["\n".join(folded(part, FOLD) for part in name.split("/")) for _, name in heads]
    height = 4 + LINE * max(text.count("\n") + 1 for text in labels)
    above: Style = {
        "xycoords": "data",
        "textcoords": "offset points",
        "ha": "center",
        "annotation_clip": False,
        "linespacing": LEADING,
    }
    for column, text in enumerate(labels):
        ax.annotate(text, (column, -0.5), (0, 4), va="bottom", fontsize=SMALL_SIZE, **above)
    column = 0
    for group, members in groupby(name for name, _ in heads):
        last = column + len(list(members)) - 1
        if group:
            ax.annotate(
                folded(group, FOLD * (last - column + 1)),
                ((column + last) / 2, -0.5),
                (0, height + 4),
                va="bottom",
                fontsize=SMALL_SIZE,
                **above,
            )
            bracket(ax, column - 0.42, last + 0.42, height + 2)
        column = last + 1
    groups = [folded(group, FOLD) for group, _ in heads if group]
    return height + (6 + LINE * max(text.count("\n") + 1 for text in groups) if groups else 0)


def bracket(ax: Axes, left: float, right: float, height: float) -> None:
    """Draw a rule over columns, at a height in points above the grid."""
    shifted = offset_copy(ax.transData, ax.figure, y=height, units="points")  # type: ignore[arg-type]
    ax.plot([left, right], [-0.5, -0.5], transform=shifted, color=FAINT, linewidth=0.8, clip_on=False)


def cell(ax: Axes, column: float, row: float, **style: Any) -> None:
    """Draw one cell."""
    shown: Style = {"facecolor": "white", "edgecolor": RULE, "linewidth": 0.6, "clip_on": False} | style
    ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **shown))


def class_legend(ax: Axes, breaks: Sequence[float], **place: Any) -> None:
    """Show the least value of each shade."""
    patches = [
        Patch(facecolor=shade, edgecolor=RULE, label=f"≥ {least:,g}")
        for shade, least in zip(class_shades(breaks), breaks[:-1], strict=True)
    ]
    ax.legend(handles=patches, **{**LEGEND, "fontsize": SMALL_SIZE, **place})
