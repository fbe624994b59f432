"""Type over some figures of a gazette: what would the checks say.

In: the keys of figures and what is typed over them. Out: the tables of the text so changed, as if it had been printed so;
the file on disk stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike

from xcdata.dataset.tables import Tables, demand_all_read, parse, read_gazette
from xcdata.gazette.awards.ledger import awards_ledger
from xcdata.gazette.plan.ledger import plan_ledger
from xcdata.gazette.training.ledger import training_ledger
from xcdata.ledger.model import Figure
from xcdata.names import known_name


def retype(figures: Mapping[str, str], source: str | PathLike[str] | Tables | None = None) -> Tables:
    """Type other figures over some of a gazette's.

    Parameters
    ----------
    figures : mapping of str to str
        A figure's key, such as ``plan/禹州市/总计``, to the text that takes its place. A blank cell of the plan table is
        a figure too, and an empty text blanks one.
    source : path-like or Tables, optional
        The text of a gazette, or tables already read; our own gazette by default.

    Returns
    -------
    Tables
        Of the changed text.

    Raises
    ------
    XcdataError
        A key that no figure of the gazette has; the message names those most like it.
    InputError
        A source that cannot be read, or that no longer can be with what was typed.

    Examples
    --------
    >>> retype({"plan/禹州市/总计": "13.10"})["plan_totals"].loc[17, "printed"]
    '13.10'
    """
    tables = source if isinstance(source, Tables) else read_gazette(source)
    there = {str(figure.key): figure for figure in placed_figures(tables)}
    for key in figures:
        known_name("figure", key, there)
    lines = [line.text for line in tables.gazette.lines]
    # From the right, so that what is typed does not move the figures that are still to come.
    for figure in sorted((there[key] for key in figures), key=lambda figure: -(figure.column or 0)):
        index = (figure.line or 0) - 1
        lines[index] = typed_over(lines[index], figure, figures[str(figure.key)])
    changed = parse("\n".join(lines), f"{tables.name} (retyped)")
    return changed if changed.unread == tables.unread else demand_all_read(changed)


def placed_figures(tables: Tables) -> Iterator[Figure]:
    """Yield the figures that stand somewhere in the text; counted entries do not."""
    for make in (plan_ledger, awards_ledger, training_ledger):
        for figure in make(tables.gazette).figures:
            if figure.line is not None and figure.column is not None:
                yield figure


def typed_over(text: str, figure: Figure, typed: str) -> str:
    """Return a line with one figure typed over, whose column counts cells where there are tabs, else characters."""
    column = (figure.column or 1) - 1
    start = len("\t".join([*text.split("\t")[:column], ""])) if "\t" in text else column
    return text[:start] + text[start:].replace(figure.printed, typed, 1)
