"""The charts: what they show, that it can be read everywhere, and that they leave no trace."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from refusals import refuses

import xcdata
from xcdata import charts, palette
from xcdata.charts import colour as chart_colour
from xcdata.charts import style as chart_style
from xcdata.charts import tilemap
from xcdata.charts import words as chart_words
from xcdata.dataset.schema import TABLES as SCHEMA
from xcdata.gazette.documents import Gazette
from xcdata.gazette.plan.reading import read_table
from xcdata.labels import english_names

TABLES = {
    name: xcdata.load(name)
    for name in ("plan", "awards", "training", "training_totals", "tasks", "task_organs")
}
PLAN = TABLES["plan"]


@pytest.fixture(scope="module")
def figures(gazette: Gazette) -> pd.DataFrame:
    """The cells of the plan table; two spoiled, one within rounding."""
    table = read_table(gazette)
    frame = pd.DataFrame(
        {
            "area": cell.area,
            "column": cell.column.path,
            "printed": cell.printed,
            "state": "proved" if cell.printed else "blank",
            "implied": None,
            "document": "许政〔2019〕25号",
        }
        for cell in table.cells
    )
    spoiled = [("禹州市", "造林/廊道绿化", "1.30", "1.03"), ("鄢陵县", "花卉苗木/合计", "32.5", "3.25")]
    for area, column, printed, implied in spoiled:
        here = (frame["area"] == area) & (frame["column"] == column)
        frame.loc[here, ["printed", "state", "implied"]] = [printed, "suspect", implied]
    frame.loc[frame["area"] == "中心城区", "state"] = "within rounding"
    return frame


@pytest.fixture(scope="module")
def tables(figures: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {**TABLES, "figures": figures}


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def no_system_fonts() -> Iterator[None]:
    """Only the fonts that come with matplotlib, none of which has Chinese."""
    manager = font_manager.fontManager
    own = [font for font in manager.ttflist if font.fname.startswith(mpl.get_data_path())]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manager, "ttflist", own)
        chart_style.font_family.cache_clear()
        manager._findfont_cached.cache_clear()
        yield
    chart_style.font_family.cache_clear()
    manager._findfont_cached.cache_clear()


def drawn(name: str, tables: dict[str, pd.DataFrame], lang: str = "zh", ax: Axes | None = None) -> Axes:
    draw, needed = charts.CHARTS[name]
    return draw(*(tables[table] for table in needed), ax=ax, lang=lang)


@dataclass(frozen=True)
class Finished:
    """A chart as it was drawn."""

    ax: Axes
    texts: list[Text]
    """Those painted, in order."""
    ground: np.ndarray
    """Red, green and blue of every pixel, the lowest row first, as they would be without the texts."""
    settings_kept: bool

    def under(self, text: Text) -> set[str]:
        """The colours that a text stands on."""
        box = text.get_window_extent().padded(-1)
        columns, rows = slice(int(box.x0), int(box.x1) + 1), slice(int(box.y0), int(box.y1) + 1)
        return {to_hex(pixel / 255) for pixel in np.unique(self.ground[rows, columns].reshape(-1, 3), axis=0)}


def painted(ax: Axes) -> list[Text]:
    """Draw a chart without its texts, and return them."""
    found: dict[Text, None] = {}

    def recorded(text: Text, renderer: RendererBase) -> None:
        if text.get_visible() and text.get_text().strip():
            text.get_window_extent(renderer)  # a missing glyph warns here, and warnings are errors
            found[text] = None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "draw", recorded)
        ax.figure.canvas.draw()
    return list(found)


def finish(name: str, lang: str, tables: dict[str, pd.DataFrame], size: tuple[float, float]) -> Finished:
    figure = Figure(figsize=size, dpi=100, layout=ConstrainedLayoutEngine(**chart_style.PADS))
    canvas = FigureCanvasAgg(figure)
    before = dict(mpl.rcParams)
    ax = drawn(name, tables, lang, figure.add_subplot())
    kept = dict(mpl.rcParams) == before and plt.get_fignums() == []
    texts = painted(ax)
    return Finished(ax, texts, np.asarray(canvas.buffer_rgba())[::-1, :, :3].copy(), kept)


def words(ax: Axes) -> list[str]:
    ax.figure.set_layout_engine("none")
    return [text.get_text() for text in painted(ax)]


def collisions(chart: Finished) -> list[tuple[str, str]]:
    boxes = {text: text.get_window_extent().padded(-0.5) for text in chart.texts}
    pairs = [(one, other) for one, other in combinations(boxes, 2) if boxes[one].overlaps(boxes[other])]
    return [(one.get_text(), other.get_text()) for one, other in pairs]


def cut_off(chart: Finished) -> list[str]:
    edge = chart.ax.figure.bbox.padded(0.5)
    boxes = [(text.get_text(), text.get_window_extent()) for text in chart.texts]
    return [
        text for text, box in boxes if not (edge.contains(box.x0, box.y0) and edge.contains(box.x1, box.y1))
    ]


each_chart = pytest.mark.parametrize("name", charts.CHARTS)
EACH = [(name, lang) for name in charts.CHARTS for lang in ("zh", "en")]
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module", params=EACH)
def finished(
    request: pytest.FixtureRequest,
    tables: dict[str, pd.DataFrame],
    no_system_fonts: None,  # noqa: ARG001
) -> Finished:
    """A chart of its own size, on a machine without a Chinese font."""
    name, lang = request.param
    return finish(name, lang, tables, chart_style.SIZES[name])


def test_no_text_overlaps_another_or_is_cut_off(finished: Finished) -> None:
    assert len(finished.texts) > 15
    assert collisions(finished) == []
    assert cut_off(finished) == []


def test_every_text_has_the_packaged_font_where_there_is_no_chinese_one(finished: Finished) -> None:
    files = {Path(font_manager.findfont(text.get_fontproperties())).name for text in finished.texts}
    assert files == {"NotoSansSC-Regular.ttf"}


def test_every_text_has_the_contrast_that_small_text_needs_on_what_lies_under_it(finished: Finished) -> None:
    poor = {
        (text.get_text(), ground)
        for text in finished.texts
        for ground in finished.under(text)
        if palette.contrast(to_hex(text.get_color()), ground) < 4.5
    }
    assert poor == set()


def test_every_mark_stands_out_from_white_by_its_colour_or_its_outline(finished: Finished) -> None:
    shapes = [shape for axes in (finished.ax, *finished.ax.child_axes) for shape in axes.patches]
    legend = finished.ax.get_legend()
    shapes += legend.get_patches() if legend else []
    discs = [disc for disc in finished.ax.collections if len(disc.get_facecolor())]
    colours = [{to_hex(each.get_facecolor()), to_hex(each.get_edgecolor())} for each in shapes]
    colours += [{to_hex(each.get_facecolor()[0]), to_hex(each.get_edgecolor()[0])} for each in discs]
    blank = {"#ffffff", to_hex(palette.RULE)}  # a cell without a figure
    for axes in (finished.ax, *finished.ax.child_axes):
        colours += [{to_hex(line.get_color())} for line in axes.lines]
    assert colours
    for each in colours:
        assert each == blank or max(palette.contrast(colour, palette.WHITE) for colour in each) >= 3


def test_no_chinese_is_left_in_an_english_chart(finished: Finished) -> None:
    told = " ".join(text.get_text() for text in finished.texts)
    english = "Source:" in told or "Total" in told
    assert english != ("资料来源：" in told or "合计" in told)
    assert not (english and CHINESE.search(told))


def test_the_users_settings_and_figures_stay_as_they_are(finished: Finished) -> None:
    assert finished.settings_kept


SHAPES = [(name, lang, size) for name, lang in EACH for size in ((4, 3), (5, 9), (12, 4), (16, 10))]


@pytest.mark.parametrize(
    ("name", "lang", "size"),
    # English, whose words are longest, on the smallest figure always; everything with patience.
    [pytest.param(*each, marks=[] if each[1:] == ("en", (4, 3)) else pytest.mark.slow) for each in SHAPES],
)
def test_a_figure_of_any_shape_from_four_by_three_inches_up_holds_every_chart(
    name: str, lang: str, size: tuple[float, float], tables: dict[str, pd.DataFrame]
) -> None:
    chart = finish(name, lang, tables, size)
    assert collisions(chart) == []
    assert cut_off(chart) == []


def test_a_figure_without_a_layout_is_given_one_so_that_nothing_is_cut_off() -> None:
    figure, ax = plt.subplots(figsize=(4, 3))
    charts.plan_by_county(PLAN, ax=ax)
    texts = painted(ax)
    assert cut_off(Finished(ax, texts, np.empty(0), True)) == []
    assert figure.get_layout_engine() is not None


@pytest.mark.parametrize("size", [(4, 3), (16, 10)])
@pytest.mark.parametrize(("name", "begin"), [("plan_by_county", 0.0), ("plan_shares", 99.96)])
def test_the_smallest_area_is_a_line_on_a_figure_of_any_size(
    name: str, begin: float, size: tuple[float, float]
) -> None:
    chart = finish(name, "zh", TABLES, size)
    row = [label.get_text() for label in chart.ax.get_yticklabels()].index("开发区")
    x, y = chart.ax.transData.transform((begin, row))
    near = chart.ground[round(y), round(x) - 2 : round(x) + 4]
    assert max(palette.contrast(to_hex(pixel / 255), palette.WHITE) for pixel in near) >= 3


@pytest.mark.parametrize("name", ["tasks_by_organ", "organs_by_notice", "training_targets", "deadlines"])
def test_names_of_any_length_are_drawn(name: str) -> None:
    longer = {
        table: frame.assign(
            **{column: frame[column].astype("str") + "委员会" * 20 for column in columns if column in frame}
        )
        for table, frame in TABLES.items()
        for columns in [("organ", "programme", "target_group", "title")]
    }
    assert drawn(name, longer, ax=charts.new_axes(name)).get_title()


def test_a_title_of_two_lines_keeps_them() -> None:
    counts = pd.DataFrame({"county": ["禹州市"], "schools": [12]})
    assert charts.tile_map(counts, "schools", title="学校\n2019年").get_title() == "学校\n2019年：禹州市 12"


def test_text_grows_and_shrinks_with_the_place_that_the_chart_has() -> None:
    def title(width: float, height: float, across: int = 1) -> float:
        figure = Figure(figsize=(width, height))
        ax = figure.subplots(1, across, squeeze=False)[0, 0]
        return float(charts.plan_by_county(PLAN, ax=ax).title.get_fontsize())

    own = title(7.2, 5.4)
    assert title(14.4, 10.8) == pytest.approx(2 * own)
    assert title(14.4, 5.4) == pytest.approx(own)
    assert title(3.6, 2.7) == pytest.approx(own / 2 / 0.8)
    assert title(15.84, 5.4, across=2) == pytest.approx(
        own
    )  # two beside each other, and a tenth between them


@pytest.mark.usefixtures("no_system_fonts")
def test_without_the_packaged_font_chinese_would_be_missing() -> None:
    figure = plt.figure()
    figure.text(0.5, 0.5, "禹州市")
    with pytest.warns(UserWarning, match="missing from font"):
        figure.canvas.draw()


@pytest.mark.usefixtures("no_system_fonts")
def test_a_plot_of_pandas_shows_chinese_once_the_font_is_in_use(tables: dict[str, pd.DataFrame]) -> None:
    with mpl.rc_context():
        charts.use_font()
        ax = tables["plan"].groupby("county")["wan_mu"].sum().plot.bar(title="各县任务（万亩）")
        ax.figure.canvas.draw()  # a glyph that is missing warns, and a warning fails
        assert Path(font_manager.findfont(ax.title.get_fontproperties())).name == "NotoSansSC-Regular.ttf"


@pytest.mark.parametrize("name", ["plan_shares", "training_targets"])
@pytest.mark.usefixtures("no_system_fonts")
def test_an_axes_of_the_users_keeps_the_font_when_ticks_are_made_later(
    name: str, tables: dict[str, pd.DataFrame]
) -> None:
    figure, ax = plt.subplots()
    figure.draw_without_rendering()
    assert drawn(name, tables, ax=ax) is ax
    ax.set_xticks(range(30), ["镇"] * 30)
    ax.set_yticks(range(30), ["乡"] * 30)
    figure.draw_without_rendering()
    assert {text.get_fontfamily()[0] for text in ax.findobj(Text)} == {"Noto Sans SC"}


def test_a_dark_style_of_the_users_does_not_swallow_the_texts() -> None:
    with plt.style.context("dark_background"):
        ax = charts.plan_by_county(PLAN)
    assert ax.figure.get_facecolor() == ax.get_facecolor() == (1, 1, 1, 1)
    assert all(palette.luminance(text.get_color()) < 0.2 for text in (ax.title, *ax.get_yticklabels()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The charts of awards and training."""
    folder = tmp_path_factory.mktemp("charts")
    some = {name: TABLES[name] for name in ("training_totals", "awards", "training")}
    written = charts.write_charts(some, folder)
    names = ("awards_by_county", "awards_by_stage", "training_targets")
    assert written == [folder / f"{name}.{kind}" for name in names for kind in ("png", "svg")]
    return folder


def test_files_are_the_same_bytes_in_another_process_that_imports_no_more_than_it_needs(
    folder: Path, tmp_path: Path
) -> None:
    script = (
        "import sys, xcdata; assert 'matplotlib' not in sys.modules; from pathlib import Path; from xcdata import charts; "
        "charts.write_charts({'awards': xcdata.load('awards')}, Path(sys.argv[1])); assert 'zhplot' not in sys.modules"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "MPLBACKEND": "svg"}
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, env=environment)
    again = sorted(path.name for path in tmp_path.iterdir())
    assert len(again) == 4
    assert all((tmp_path / name).read_bytes() == (folder / name).read_bytes() for name in again)


def test_files_are_the_same_bytes_whatever_the_user_has_set(folder: Path, tmp_path: Path) -> None:
    some = {name: TABLES[name] for name in ("training", "training_totals")}
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "none", "savefig.dpi": 10, "axes.grid": True}):
        again = charts.write_charts(some, tmp_path)
    assert len(again) == 2
    assert all(path.read_bytes() == (folder / path.name).read_bytes() for path in again)


def test_files_bear_no_date_and_no_version(folder: Path) -> None:
    marks = (b"tEXt", b"dc:date", mpl.__version__.encode())
    contents = [path.read_bytes() for path in folder.iterdir()]
    assert not any(mark in content for content in contents for mark in marks)


def test_a_chart_that_cannot_be_drawn_leaves_the_old_files(tmp_path: Path) -> None:
    (tmp_path / "awards_by_county.png").write_bytes(b"old")
    with refuses("columns_missing", found=("stage",)):
        charts.write_charts({"awards": TABLES["awards"].drop(columns="stage")}, tmp_path)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_plan_by_county_prints_the_totals_of_the_gazette_from_the_largest_down() -> None:
    ax = charts.plan_by_county(PLAN)
    names = [text.get_text() for text in ax.get_yticklabels()]
    assert names == [
        "禹州市",
        "鄢陵县",
        "襄城县",
        "建安区",
        "长葛市",
        "中心城区",
        "魏都区",
        "示范区",
        "东城区",
        "开发区",
    ]
    printed = ["13.01", "4.21", "1.99", "1.91", "0.99", "0.30", "0.07", "0.04", "0.02", "0.01"]
    assert [text.get_text() for text in ax.texts if text.get_text() in printed] == printed
    assert {"5.33", "4.38", "3.15"} <= set(words(ax))


def test_the_panel_of_small_counties_is_on_their_rows_and_magnified_as_it_says() -> None:
    ax = charts.plan_by_county(PLAN)
    (panel,) = ax.child_axes
    ax.figure.canvas.draw()

    def pixels(axes: Axes) -> float:
        (left, _), (right, _) = axes.transData.transform([(0, 0), (1, 0)])
        return right - left

    assert pixels(panel) / pixels(ax) == pytest.approx(25)
    assert "横轴放大 25 倍" in words(ax)
    for row, own in zip(range(5, 10), range(5), strict=True):
        in_main, in_panel = (axes.transData.transform((0, y))[1] for axes, y in ((ax, row), (panel, own)))
        assert in_main == pytest.approx(in_panel)


def test_hectares_are_drawn_as_well() -> None:
    ax = charts.plan_by_county(PLAN, measure="hectares")
    assert "8,673.33" in words(ax)  # 13.01 × 10,000 / 15; its rows, each rounded to 0.01, add up to 8,673.34


def test_shares_are_those_of_the_whole_plan_and_end_at_all_of_it() -> None:
    ax = charts.plan_shares(PLAN)
    assert {"57.69%", "18.67%", "0.04%"} <= set(words(ax))  # 13.01, 4.21 and 0.01 of 22.55
    last = ax.patches[-1]
    assert last.get_x() + last.get_width() == pytest.approx(100)


def test_the_heat_map_prints_each_task_once_and_the_totals_of_the_gazette() -> None:
    ax = charts.plan_heatmap(PLAN)
    shown = words(ax)
    row = {text.get_position()[0]: text.get_text() for text in ax.texts if text.get_position()[1] == 10}
    totals = ["4.00", "0.20", "0.80", "1.80", "0.47", "3.42", "1.41", "6.30", "3.85", "0.30", "22.55"]
    assert [row[column] for column in range(11)] == totals
    assert shown.count("3.15") == 2  # 木本油料 (1.25 + 1.9) and 森林抚育 of 禹州市


@pytest.mark.parametrize("county", ["禹州市", "开发区"])
@pytest.mark.parametrize("name", ["plan_by_county", "plan_shares", "plan_heatmap", "plan_map"])
def test_a_plan_of_one_county_is_drawn(name: str, county: str) -> None:
    ax = drawn(name, {"plan": PLAN[PLAN["county"] == county]})
    assert any(county in word for word in words(ax))


def test_the_heat_map_and_the_map_share_their_classes() -> None:
    for plan, measure in ((PLAN, "wan_mu"), (PLAN, "hectares"), (PLAN[PLAN["county"] != "禹州市"], "wan_mu")):
        heat_map, tiles = (draw(plan, measure=measure) for draw in (charts.plan_heatmap, charts.plan_map))
        borders = [[text.get_text() for text in ax.get_legend().get_texts()] for ax in (heat_map, tiles)]
        assert borders[0] == borders[1]
    # 0.99 of 长葛市 and 1.06 of 建安区's 森林抚育: one border lies between them, whichever of the two draws it.
    assert borders[0][-3:] == ["≥ 0.3", "≥ 1", "≥ 3"]


def test_the_heat_map_holds_hectares_as_well() -> None:
    figure = Figure(figsize=chart_style.SIZES["plan_heatmap"], layout=ConstrainedLayoutEngine())
    FigureCanvasAgg(figure)
    ax = charts.plan_heatmap(PLAN, ax=figure.add_subplot(), measure="hectares", lang="en")
    chart = Finished(ax, painted(ax), np.empty(0), True)
    assert "15,033.33" in [text.get_text() for text in chart.texts]
    assert collisions(chart) == []
    (total,) = (text for text in chart.texts if text.get_text() == "15,033.33")
    assert total.get_window_extent().x0 > ax.transData.transform((9.5, 0))[0]  # right of the rule


def test_the_least_class_begins_above_nothing_and_nothing_is_in_no_class() -> None:
    counts = pd.DataFrame({"county": ["禹州市", "长葛市", "魏都区"], "schools": [48, 4, 0]})
    ax = charts.tile_map(counts, "schools")
    assert ax.get_legend().get_texts()[0].get_text() == "≥ 4"
    colours = dict(zip(tilemap.TILES, (tile.get_facecolor() for tile in ax.patches), strict=True))
    assert colours["魏都区"] == colours["开发区"] == (1, 1, 1, 1)  # none, and no value


def test_titles_say_what_was_found() -> None:
    def title(name: str, lang: str, frames: dict[str, pd.DataFrame] = TABLES) -> str:
        return drawn(name, frames, lang).get_title().replace("\n", " ")

    assert title("plan_by_county", "zh") == "图中 22.55 万亩任务，禹州市占 57.69%"
    assert (
        title("plan_shares", "en") == "76.36% of the afforestation shown falls to Yuzhou and Yanling County"
    )
    assert title("training_targets", "en") == "15 training targets add up to 300,000, as stated"
    assert title("tasks_by_organ", "en") == "Most tasks: Development and Reform Commission, 65"
    fewer = TABLES | {"training": TABLES["training"].iloc[1:]}
    assert title("training_targets", "zh", fewer) == "14 项培训目标相加为 185,000，为所述总目标的 61.67%"


def test_a_title_names_all_that_share_the_lead_or_says_how_many_they_are() -> None:
    def title(areas: int) -> str:
        counts = pd.DataFrame({"county": list(tilemap.TILES)[:areas], "schools": 3})
        return charts.tile_map(counts, "schools", title="学校").get_title()

    assert title(2) == "学校：建安区、禹州市最多（3）"
    assert title(3) == "学校：建安区等 3 个并列最多（3）"


def test_awards_are_drawn_from_the_most_to_the_fewest_and_the_unsettled_last() -> None:
    ax = charts.awards_by_county(TABLES["awards"])
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[:3] == ["合计", "市直", "建安区"]
    assert names[-2:] == ["示范区", "未能确定"]


@cache
def values_drawn() -> dict[str, set[str]]:
    """Every value of the data that a chart writes out, by the column that it is of."""
    of = {"plan": ("county", "group", "programme", "operation"), "awards": ("county", "award", "stage")}
    of |= {"training": ("programme", "target_group", "unit"), "task_organs": ("organ",)}
    found = {name: set(TABLES[table][name].dropna()) for table, names in of.items() for name in names}
    found["programme"] |= set(PLAN["programme"])
    found["county"] |= set(PLAN["county"])
    found["organ"] |= set(xcdata.load("organs")["organ"])
    found["stage"] = set(SCHEMA["awards"].column("stage").allowed)
    found["title"] = set(TABLES["tasks"][TABLES["tasks"]["deadline"].notna()]["title"])
    return found


def test_every_value_that_charts_write_out_has_an_english_name_and_every_name_its_value() -> None:
    values = set().union(*values_drawn().values())
    assert values - english_names().keys() == set()
    table_heads = {"许昌市", "总计", "合计", "营造林"}
    assert english_names().keys() - values - table_heads == {"许政", "许政办"}
    assert [name for name in english_names().values() if not name.isascii()] == []
    organs = [english_names()[organ] for organ in values_drawn()["organ"]]
    assert len(organs) == len(set(organs))  # no two organs share a name


def test_an_area_is_called_in_english_by_its_name_in_the_reference_table_or_the_end_of_it() -> None:
    counties = xcdata.load("counties").set_index("county")["name_en"]
    assert len(counties) == 11
    assert [area for area, name in counties.items() if not name.endswith(english_names()[area])] == []


def test_what_has_no_english_name_stays_as_printed() -> None:
    ax = charts.plan_shares(pd.DataFrame({"county": ["郑州市", "禹州市"], "wan_mu": [3.0, 1.0]}), lang="en")
    assert {"郑州市", "Yuzhou"} <= set(words(ax))


def test_a_group_keeps_its_colour_when_others_are_filtered_out() -> None:
    def colour(ax: Axes) -> str:
        handles, names = ax.get_legend_handles_labels()
        return handles[names.index("花卉苗木")][0].get_facecolor()

    few = charts.plan_by_county(PLAN[PLAN["group"] == "花卉苗木"])
    assert colour(few) == colour(charts.plan_by_county(PLAN))


def test_a_value_of_zero_is_white_and_printed() -> None:
    counts = pd.DataFrame({"county": ["禹州市", "魏都区"], "schools": [12, 0]})
    ax = charts.tile_map(counts, "schools")
    colours = {area: tile.get_facecolor() for area, tile in zip(tilemap.TILES, ax.patches, strict=True)}
    assert colours["魏都区"] == (1, 1, 1, 1) != colours["禹州市"]
    assert {"魏都区\n0", "禹州市\n12"} <= set(words(ax))


def test_a_missing_font_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    chart_style.font_family.cache_clear()
    monkeypatch.setattr(chart_style, "find_spec", lambda _: None)
    with refuses("no_font"):
        charts.plan_by_county(PLAN)


def middle(area: str) -> tuple[float, float]:
    x, y, side, _ = tilemap.TILES[area]
    return x + side / 2, y + side / 2


def test_tiles_lie_to_each_other_as_the_areas_do() -> None:
    x, y = middle("魏都区")
    assert middle("禹州市")[0] < x < middle("鄢陵县")[0]
    assert middle("襄城县") < (x, y)
    assert middle("襄城县")[1] < y
    assert middle("长葛市")[0] == pytest.approx(x)
    assert y < middle("示范区")[1] < middle("长葛市")[1]
    assert middle("东城区")[0] > x
    assert middle("东城区")[1] == pytest.approx(y)
    assert middle("开发区")[0] < x
    assert middle("开发区")[1] < y


def test_tiles_overlap_only_where_an_area_lies_within_another() -> None:
    def apart(one: str, other: str) -> bool:
        (x, y, a, _), (u, v, b, _) = tilemap.TILES[one], tilemap.TILES[other]
        return x + a <= u + 1e-9 or u + b <= x + 1e-9 or y + a <= v + 1e-9 or v + b <= y + 1e-9

    overlapping = {frozenset(pair) for pair in combinations(tilemap.TILES, 2) if not apart(*pair)}
    within = ("魏都区", "示范区", "东城区", "开发区")
    assert {pair for pair in overlapping if "建安区" not in pair} == set()
    assert {frozenset(("建安区", area)) for area in within} <= overlapping


def test_what_has_no_tile_is_told_below_the_map_with_its_value() -> None:
    counts = TABLES["awards"].assign(recipients=1)
    ax = charts.tile_map(counts, "recipients", lang="en", title="recipients", ax=charts.new_axes("tile_map"))
    assert cut_off(Finished(ax, painted(ax), np.empty(0), True)) == []
    assert any("Municipal institutions 101, Not settled 6" in word for word in words(ax))
    assert "no value" in " ".join(words(ax))  # 中心城区 has no award


def test_awards_by_county_counts_every_recipient_in_discs_of_proportional_area() -> None:
    awards = TABLES["awards"]
    ax = charts.awards_by_county(awards)
    discs = {tuple(disc.get_offsets()[0]): disc.get_sizes()[0] for disc in ax.collections[1:]}
    counts = {text.xy: int(text.get_text()) for text in ax.texts if getattr(text, "xy", None) in discs}
    assert sum(counts.values()) == len(awards)
    per_recipient = [size / counts[place] for place, size in discs.items()]
    assert max(per_recipient) == pytest.approx(min(per_recipient))
    assert {"366", "101", "180"} <= set(words(ax))


def test_awards_by_stage_says_how_many_names_do_not_tell() -> None:
    shown = words(charts.awards_by_stage(TABLES["awards"]))
    assert {"98", "75", "64", "校名看不出"} <= set(shown)


def test_training_targets_are_stacked_to_the_stated_total() -> None:
    ax = charts.training_targets(TABLES["training"], TABLES["training_totals"])
    *targets, stated = ax.patches
    assert all(
        before.get_x() + before.get_width() == pytest.approx(after.get_x())
        for before, after in pairwise(targets)
    )
    assert targets[-1].get_x() + targets[-1].get_width() == pytest.approx(30)
    assert stated.get_width() == 30
    assert {"11.5万人次以上", "30万人次以上"} <= set(words(ax))


def test_the_check_picture_shows_a_suspect_with_its_implied_value(figures: pd.DataFrame) -> None:
    ax = charts.check_picture(figures)
    shown = words(ax)
    assert {"1.30\n→1.03", "32.5\n→3.25"} <= set(shown)
    assert any("2 个存疑" in word for word in shown)
    assert len(ax.patches) == len(figures)
    assert sum(patch.get_linewidth() == 2 for patch in ax.patches) == 2


@pytest.mark.parametrize(
    ("draw", "kind", "told"),
    [
        (lambda: charts.plan_by_county(PLAN.drop(columns="group")), "columns_missing", {"found": ("group",)}),
        (lambda: charts.plan_shares(PLAN.iloc[:0]), "frame_without_rows", {}),
        (lambda: charts.plan_heatmap(PLAN, measure="printed"), "not_amounts", {"column": "printed"}),
        (lambda: charts.plan_shares(PLAN.assign(wan_mu=-1.0)), "not_amounts", {"column": "wan_mu"}),
        (lambda: charts.plan_shares(PLAN.assign(wan_mu=0.0)), "not_amounts", {"column": "wan_mu"}),
        (
            lambda: charts.awards_by_stage(TABLES["awards"].assign(recipient_kind="ghost")),
            "unknown_values",
            {"column": "recipient_kind", "known": ("person", "unit", "team"), "found": ("ghost",)},
        ),
        (
            lambda: charts.tile_map(PLAN.assign(county="郑州市"), "wan_mu"),
            "unknown_values",
            {"column": "county", "found": ("郑州市",)},
        ),
        (
            lambda: charts.training_targets(TABLES["training"], TABLES["training_totals"].iloc[5:]),
            "frame_without_rows",
            {},
        ),
        (
            lambda: charts.check_picture(
                pd.DataFrame([dict.fromkeys(("area", "column", "printed", "state"), "?")])
            ),
            "unknown_values",
            {"column": "state", "found": ("?",)},
        ),
    ],
)
def test_what_cannot_be_drawn_is_told(draw: Callable[[], Axes], kind: str, told: dict[str, object]) -> None:
    with refuses(kind, **told):
        draw()


@each_chart
def test_a_language_that_there_is_not_is_told(name: str, tables: dict[str, pd.DataFrame]) -> None:
    with refuses("unknown_language", found="fr"):
        drawn(name, tables, "fr")


def test_training_targets_in_chinese_need_no_unit() -> None:
    training, totals = (
        TABLES[name].drop(columns=["unit", "at_least"]) for name in ("training", "training_totals")
    )
    assert "11.5万人次以上" in words(charts.training_targets(training, totals))
    with refuses("columns_missing", found=("unit", "at_least")):
        charts.training_targets(training, totals, lang="en")


def lightness(colour: str) -> float:
    """CIE L* of a colour."""
    y = palette.luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize("colours", [palette.PALETTE, palette.SHADES[::-1]])
def test_colours_are_told_apart_by_lightness_alone(colours: tuple[str, ...]) -> None:
    assert all(lightness(light) - lightness(dark) >= 7 for dark, light in pairwise(colours))


@pytest.mark.parametrize("ground", [*palette.PALETTE, *palette.SHADES, palette.BAR])
def test_text_on_a_colour_has_the_contrast_that_small_text_needs(ground: str) -> None:
    assert palette.contrast(palette.ink_on(ground), ground) >= 4.5


@example([167772.15, 167772.16])
@example([0.01, 1e6])
@given(st.lists(st.decimals("0.01", "1e6", places=2).map(float), min_size=1))
def test_every_value_has_a_class_and_a_larger_one_no_lighter_shade(values: list[float]) -> None:
    breaks = chart_colour.class_breaks(values)
    assert breaks == sorted(set(breaks))
    assert len(set(chart_colour.class_shades(breaks))) == len(breaks) - 1
    assert breaks[0] <= min(values)
    assert max(values) <= breaks[-1]
    shades = [palette.SHADES.index(chart_colour.shade_of(value, breaks)) for value in sorted(values)]
    assert shades == sorted(shades)


def test_a_sum_of_floats_is_in_the_class_of_the_value_it_stands_for() -> None:
    short_of_one = 0.7 + 0.2 + 0.1
    assert short_of_one < 1
    breaks = chart_colour.class_breaks([0.01, 13.01])
    assert chart_colour.shade_of(short_of_one, breaks) == chart_colour.shade_of(1.0, breaks)


def test_a_factor_of_a_thousand_has_a_shade_for_each_step() -> None:
    assert chart_colour.class_breaks([0.01, 13.01]) == [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30]


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=30),
    st.sampled_from([2, 4, 6]),
)
def test_a_folded_label_loses_no_character_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = chart_words.folded(text, width).split("\n")
    assert "".join(lines) == text
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("amount", [float("nan"), float("inf")])
def test_an_amount_that_is_none_is_told(amount: float) -> None:
    frame = xcdata.load("plan").head(3).assign(wan_mu=[1.0, amount, 2.0])
    with refuses("amounts_missing", column="wan_mu", count=1):
        charts.plan_by_county(frame)
