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

from xcdata.charts.colour import FAINT, RULE, class_shades, outline
from xcdata.charts.style import LEADING, LEGEND, SMALL_SIZE, TEXT_SIZE, Style, room, sized
from xcdata.charts.words import ems, folded

LINE = SMALL_SIZE * LEADING * 1.1
GAP = 0.025  # around a cell, so that the outlines of neighbours do not touch


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
    ax.set_yticks(range(len(rows)), rows, fontsize=sized(TEXT_SIZE))
    width = 0.9 * room(ax)[0] / len(heads)
    holds = width / SMALL_SIZE  # Chinese characters
    labels = ["\n".join(folded(part, holds) for part in name.split("/")) for _, name in heads]
    size = min(SMALL_SIZE, width / max(ems(line) for text in labels for line in text.split("\n")))
    height = 4 + LINE * max(text.count("\n") + 1 for text in labels)
    above: Style = {
        "xycoords": "data",
        "textcoords": "offset points",
        "ha": "center",
        "annotation_clip": False,
        "linespacing": LEADING,
    }
    for column, text in enumerate(labels):
        ax.annotate(text, (column, -0.5), (0, sized(4)), va="bottom", fontsize=sized(size), **above)
    column, lines = 0, 0
    for group, members in groupby(name for name, _ in heads):
        last = column + len(list(members)) - 1
        if group:
            name = folded(group, holds * (last - column + 1))
            lines = max(lines, name.count("\n") + 1)
            ax.annotate(
                name,
                ((column + last) / 2, -0.5),
                (0, sized(height + 4)),
                va="bottom",
                fontsize=sized(SMALL_SIZE),
                **above,
            )
            bracket(ax, column - 0.42, last + 0.42, height + 2)
        column = last + 1
    return height + (6 + LINE * lines if lines else 0)


def bracket(ax: Axes, left: float, right: float, height: float) -> None:
    """Draw a rule over columns, at a height in points above the grid."""
    shifted = offset_copy(ax.transData, ax.figure, y=sized(height), units="points")  # type: ignore[arg-type]
    ax.plot([left, right], [-0.5, -0.5], transform=shifted, color=FAINT, linewidth=0.8, clip_on=False)


def cell(ax: Axes, column: float, row: float, fill: str, **style: Any) -> None:
    """Draw one cell."""
    corner, side = (column - 0.5 + GAP, row - 0.5 + GAP), 1 - 2 * GAP
    ax.add_patch(Rectangle(corner, side, side, clip_on=False, in_layout=False, **filled(fill, **style)))


def value(
    ax: Axes, column: float, row: float, text: str, size: float = TEXT_SIZE - 0.5, **style: Any
) -> None:
    """Write what stands in a cell, which asks the layout for no room."""
    centred: Style = {"ha": "center", "va": "center_baseline", "fontsize": sized(size), "in_layout": False}
    ax.text(column, row, text, **{**centred, **style})


def filled(fill: str, **style: Any) -> Style:
    """Return the style of a cell, or of its sample in a legend: its outline sets it off from the white beside it."""
    edge = RULE if fill == "white" else outline(fill)
    return {"facecolor": fill, "edgecolor": edge, "linewidth": 0.6, **style}


def class_legend(ax: Axes, breaks: Sequence[float], **place: Any) -> None:
    """Show the least value of each shade."""
    patches = [
        Patch(**filled(shade), label=f"≥ {least:,g}")
        for shade, least in zip(class_shades(breaks), breaks[:-1], strict=True)
    ]
    ax.legend(handles=patches, **{**LEGEND, "fontsize": sized(SMALL_SIZE), **place})
