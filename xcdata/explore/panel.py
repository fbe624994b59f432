"""Dropdowns above an answer, which is made anew whenever one of them changes.

In: questions with their options, and a function from what is chosen to an :class:`~xcdata.explore.answers.Answer`. Out: a :class:`Panel` for a
notebook. ipywidgets is imported when a panel is made.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pandas.api.types import is_datetime64_any_dtype, is_float_dtype, is_numeric_dtype

from xcdata.errors import XcdataError
from xcdata.explore.answers import Answer
from xcdata.labels import label

if TYPE_CHECKING:
    from ipywidgets import HTML, ValueWidget, VBox

DPI = 150
LEAST, MOST = 52, 84
"""Pixels of the screen that an inch of a chart needs, so that its smallest text can be read, and gets; with less it stands below the table."""
KEYS_STAY = "this.closest('.widget-vbox')?.querySelectorAll('select').forEach(one => one.dataset.lmSuppressShortcuts = 'true')"
"""JupyterLab takes the keys of a dropdown for its own: the arrows move to another cell, and D D deletes one. So it is told to leave them."""
STYLE = """<style>
.xcdata-answer { display: flex; flex-wrap: wrap; gap: 0 1.5em; align-items: flex-start; line-height: 1.5; }
.xcdata-answer p { flex: 1 0 100%; margin: .6em 0; font-size: 1.1em; font-weight: 600; }
.xcdata-answer div { max-height: 27em; max-width: 100%; overflow: auto; }
.xcdata-answer img { flex: 1 1 26em; }
.xcdata-answer table { border-collapse: collapse; border: 0; margin: 0; font-size: inherit; }
.xcdata-answer :is(th, td) { padding: .15em .6em; text-align: left; white-space: nowrap; vertical-align: top; border: 0; }
.xcdata-answer .number { text-align: right; font-variant-numeric: tabular-nums; }
.xcdata-answer thead th { border-bottom: 1px solid currentColor; position: sticky; top: 0; background: var(--jp-layout-color0, Canvas); }
.xcdata-answer tr.chosen :is(th, td) { font-weight: 700; background: var(--jp-layout-color2, #eee); }
.xcdata-answer tbody th { font-weight: 400; white-space: normal; min-width: 7em; max-width: 22em; }
</style>"""


@dataclass(frozen=True)
class Question:
    """What is asked by one dropdown, or by a field to type in where there are no options.

    Attributes
    ----------
    name : str
        What the answer calls it; a label under ``[explore]`` says it to people.
    options : mapping of str to object
        What may be chosen, by the words that are shown; what is typed stands for itself.
    start : object
        What is chosen at first.
    """

    name: str
    options: Mapping[str, object]
    start: object


class Panel:
    """Questions and the answer to what is chosen; show it by leaving it at the end of a cell.

    Attributes
    ----------
    choices : dict of str to ipywidgets.ValueWidget
        The dropdowns, by what they ask; their ``value`` is what is shown as chosen, and setting it is choosing.
    answer : Answer
        To what is chosen now, or was last where that has none.
    shown : ipywidgets.HTML
        The answer as people see it.
    """

    choices: dict[str, ValueWidget]
    answer: Answer
    shown: HTML
    box: VBox

    def __init__(self, questions: Sequence[Question], answer: Callable[..., Answer], lang: str) -> None:
        if find_spec("ipywidgets") is None:
            raise XcdataError("no_widgets")
        from ipywidgets import HTML, HBox, Layout, VBox

        self._answer, self._lang = answer, lang
        self._options = {question.name: question.options for question in questions}
        self.choices = {question.name: field(question, lang) for question in questions}
        self.shown = HTML(layout=Layout(width="auto"))
        row = HBox(list(self.choices.values()), layout=Layout(flex_flow="row wrap"))
        self.box = VBox([row, self.shown])
        self._redraw()
        for choice in self.choices.values():
            choice.observe(self._on_choice, "value")

    def _redraw(self) -> None:
        shown = {name: choice.value for name, choice in self.choices.items()}
        self.answer = self._answer(
            **{name: self._options[name].get(word, word) for name, word in shown.items()}
        )
        self.shown.value = page_of(self.answer, self._lang)

    def _on_choice(self, _: object) -> None:
        try:
            self._redraw()
        except XcdataError as error:  # such as a figure that was typed and is none
            self.shown.value = (
                f'{STYLE}<div class="xcdata-answer"><p>{html.escape(error.told(self._lang))}</p></div>'
            )

    def __repr__(self) -> str:
        titles = tuple(label("explore", name, self._lang) for name in self.choices)
        return f"{self.answer.sentence}\n{label('explore', 'ask', self._lang, titles=titles)}"

    def _repr_mimebundle_(self, **kwargs: object) -> dict[str, Any]:
        bundle = self.box._repr_mimebundle_(**kwargs) or {}
        return {**bundle, "text/plain": repr(self)}


def field(question: Question, lang: str) -> ValueWidget:
    """Return the widget that asks a question: native elements, so that the keyboard reaches and changes them."""
    from ipywidgets import Dropdown, Layout, Text

    look = {
        "style": {"description_width": "initial"},
        "layout": Layout(width="auto", margin="2px 16px 2px 2px"),
    }
    title = label("explore", question.name, lang)
    if question.options:
        words = {value: word for word, value in question.options.items()}
        return Dropdown(
            options=list(question.options), value=words[question.start], description=title, **look
        )
    return Text(value=question.start, description=title, continuous_update=False, **look)


def page_of(answer: Answer, lang: str) -> str:
    """Return an answer as one piece of HTML, so that sentence, table and chart change at once."""
    said = html.escape(answer.sentence)
    rows = html.escape(label("explore", "rows", lang, rows=len(answer.table)))
    title = answer.ax.get_title().replace("\n", " ")
    chart = html.escape(label("explore", "chart", lang, title=title))
    picture = base64.b64encode(png_of(answer)).decode()
    inches = figure_of(answer).get_figwidth()
    return (
        f'{STYLE}<div class="xcdata-answer"><p>{said}</p>'
        f'<div tabindex="0" data-lm-suppress-shortcuts="true" role="region" aria-label="{rows}">{table_of(answer.table, answer.mark)}</div>'
        f'<img src="data:image/png;base64,{picture}" alt="{chart}" '
        f'style="min-width: min(100%, {LEAST * inches:.0f}px); max-width: min(100%, {MOST * inches:.0f}px)" onload="{KEYS_STAY}"></div>'
    )


def png_of(answer: Answer) -> bytes:
    """Return an answer's chart as a picture."""
    figure = figure_of(answer)
    figure.dpi = DPI
    picture = io.BytesIO()
    FigureCanvasAgg(figure).print_png(picture)  # type: ignore[no-untyped-call]
    return picture.getvalue()


def figure_of(answer: Answer) -> Figure:
    """Return the figure that an answer's chart is drawn on."""
    figure = answer.ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def table_of(table: pd.DataFrame, mark: object) -> str:
    """Return a table as HTML, the row of the name that is marked set apart."""
    kinds = ["number" if is_number(table[column]) else "text" for column in table.columns]
    columns = [texts_of(table[column]) for column in table.columns]
    heads = zip(("text", *kinds), (table.index.name or "", *table.columns), strict=True)
    head = "".join(f'<th scope="col" class="{kind}">{html.escape(str(name))}</th>' for kind, name in heads)
    body = ""
    for row, name in enumerate(table.index):
        cells = "".join(
            f'<td class="{kind}">{html.escape(column[row])}</td>'
            for kind, column in zip(kinds, columns, strict=True)
        )
        chosen = ' class="chosen"' if mark is not None and name == mark else ""
        body += f'<tr{chosen}><th scope="row">{html.escape(str(name))}</th>{cells}</tr>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def is_number(column: pd.Series[Any]) -> bool:
    """Whether a column holds numbers, exact ones too."""
    return is_numeric_dtype(column) or all(isinstance(value, Decimal) for value in column)


def texts_of(column: pd.Series[Any]) -> list[str]:
    """Return a column as people read it; numbers of lines are not grouped by thousands."""
    if is_datetime64_any_dtype(column):
        form = "{:%Y-%m-%d}"
    elif is_float_dtype(column):
        form = "{:,.2f}"
    else:
        form = "{:,}" if is_numeric_dtype(column) and column.max() >= 10_000 else "{}"
    return ["" if pd.isna(value) else form.format(value) for value in column]
