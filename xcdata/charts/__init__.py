"""Tables → charts, and the charts as files.

In: tidy frames. Out: matplotlib Axes, one function a chart; or, by :func:`write_charts`, PNG and SVG of all of them, the
same bytes for the same frames.

A chart fits the figure that it is drawn on, from 4 × 3 inches up: text grows and shrinks with the place that its Axes has, and a
figure without a layout engine gets one. In English, values of the data go by their names in ``english.toml``; what has none there
is shown as printed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from xcdata.charts.people import awards_by_county, awards_by_stage, training_targets
from xcdata.charts.picture import check_picture
from xcdata.charts.plan import plan_by_county, plan_heatmap, plan_map, plan_shares
from xcdata.charts.ranking import ranking
from xcdata.charts.style import PADS, SIZES, use_font
from xcdata.charts.tasks import deadlines, organs_by_notice, tasks_by_organ
from xcdata.charts.tilemap import tile_map
from xcdata.files import write_all

__all__ = [
    "awards_by_county",
    "awards_by_stage",
    "check_picture",
    "deadlines",
    "organs_by_notice",
    "plan_by_county",
    "plan_heatmap",
    "plan_map",
    "plan_shares",
    "ranking",
    "tasks_by_organ",
    "tile_map",
    "training_targets",
    "use_font",
    "write_charts",
]


def __dir__() -> list[str]:
    return __all__


Draw = Callable[..., Axes]
DPI = 200

# What is written: a chart's file name, its function, the tables it is drawn from.
CHARTS: dict[str, tuple[Draw, tuple[str, ...]]] = {
    "plan_by_county": (plan_by_county, ("plan",)),
    "plan_shares": (plan_shares, ("plan",)),
    "plan_heatmap": (plan_heatmap, ("plan",)),
    "plan_map": (plan_map, ("plan",)),
    "awards_by_county": (awards_by_county, ("awards",)),
    "awards_by_stage": (awards_by_stage, ("awards",)),
    "training_targets": (training_targets, ("training", "training_totals")),
    "tasks_by_organ": (tasks_by_organ, ("task_organs",)),
    "deadlines": (deadlines, ("tasks",)),
    "organs_by_notice": (organs_by_notice, ("task_organs",)),
    "check_picture": (check_picture, ("figures",)),
}


def write_charts(tables: Mapping[str, pd.DataFrame], folder: Path, lang: str = "zh") -> list[Path]:
    """Write every chart whose tables are given, as PNG and SVG, whole or not at all.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        ``plan``, ``awards``, ``training``, ``training_totals``, ``tasks`` and ``task_organs`` as :func:`xcdata.load` gives them, and ``figures`` as
        :func:`check_picture` takes them.
    folder : pathlib.Path
    lang : {'zh', 'en'}

    Returns
    -------
    list of pathlib.Path
        The files, in the order of :data:`CHARTS`.

    Raises
    ------
    XcdataError
        A folder that cannot be written to (what was there is unchanged), or a frame that cannot be drawn.
    """
    contents: dict[str, bytes] = {}
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.fonttype": "path", "svg.hashsalt": "xcdata"})
        for name, (draw, needed) in CHARTS.items():
            if all(table in tables for table in needed):
                ax = draw(*(tables[table] for table in needed), ax=new_axes(name), lang=lang)
                contents |= {f"{name}.{kind}": content for kind, content in rendered(ax).items()}
    write_all(folder, contents)
    return [folder / name for name in contents]


def new_axes(name: str) -> Axes:
    """Return an Axes on a figure of a chart's own size that pyplot knows nothing of."""
    figure = Figure(figsize=SIZES[name], layout=ConstrainedLayoutEngine(**PADS))
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def rendered(ax: Axes) -> dict[str, bytes]:
    """Return a chart as the bytes of its files: laid out once, without date, version or random identifiers.

    The canvases are called themselves: ``savefig`` would draw each twice, and lay it out each time.
    """
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    figure.dpi = DPI
    png, svg = io.BytesIO(), io.BytesIO()
    FigureCanvasAgg(figure).print_png(png, metadata={"Software": None})  # type: ignore[no-untyped-call]
    figure.set_layout_engine("none")
    FigureCanvasSVG(figure).print_svg(svg, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
    return {"png": png.getvalue(), "svg": svg.getvalue()}
