"""Text → tables: the whole gazette read at once, and the processed tables read back.

In: a gazette's text (ours by default). Out: :class:`Tables`, one tidy frame a table with everything that could not be
read; or, by :func:`load`, one processed table with its declared dtypes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from xcdata.dataset.schema import TABLES
from xcdata.dataset.source import RAW_NAME, data_dir, read_raw, read_sidecar
from xcdata.errors import SHOWN_PROBLEMS, InputError, Problem, XcdataError
from xcdata.files import read_text, sha256, write_all
from xcdata.invoked import installing
from xcdata.labels import label
from xcdata.names import known_name, unknown_name
from xcdata.shown import Shown, as_table

if TYPE_CHECKING:
    import pandas as pd

    from xcdata.gazette.coverage import TextCoverage
    from xcdata.gazette.documents import Extract, Gazette, Record
    from xcdata.gazette.places import Place

PROBLEM_COLUMNS = ["kind", "where", "line", "found", "message"]


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of one gazette.

    Index it by a table's name (``tables["plan"]``) for a frame, or write ``tables.plan``; iterate over the names.

    Attributes
    ----------
    rows : dict of str to list of dict
        Each table as it was read, values exact.
    unread : tuple of Problem
        What could not be read.
    gazette : Gazette
        The lines and documents that the rows point back to.
    coverage : tuple of TextCoverage
        What became of the lines and figures of each document.
    name, sha256 : str
        The source, and the hash of its text.
    """

    rows: dict[str, list[Record]]
    unread: tuple[Problem, ...]
    gazette: Gazette
    name: str
    sha256: str
    coverage: tuple[TextCoverage, ...] = ()

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables as frames; columns and dtypes as declared in ``schema.toml``.

        In ``attrs`` stand ``table``, ``title`` (by language), ``units`` (by column) and ``source`` (``name``, ``sha256``).
        """
        from xcdata.dataset.conform import conform, told_of

        source = {"name": self.name, "sha256": self.sha256}
        return {name: told_of(name, conform(name, rows), source) for name, rows in self.rows.items()}

    @cached_property
    def problems(self) -> pd.DataFrame:
        """What could not be read: ``kind``, ``where``, ``line``, ``found``, ``message``; empty when all was."""
        import pandas as pd

        rows = [(one.kind, one.where, one.line, one.found, one.told()) for one in self.unread]
        told = pd.DataFrame(rows, columns=PROBLEM_COLUMNS)
        return told.astype({"line": "Int64"})

    @cached_property
    def read_of(self) -> pd.DataFrame:
        """How much was read, one row a document.

        Columns: ``document``, ``lines`` and what became of them (``head``, ``rows``, ``prose``, ``unread``), ``figures`` with units, and
        how many of these are ``in_rows``.
        """
        import pandas as pd

        names = ("document", "lines", "head", "rows", "prose", "unread", "figures", "in_rows")
        rows = [
            [len(one.unread) if name == "unread" else getattr(one, name) for name in names]
            for one in self.coverage
        ]
        told = pd.DataFrame(rows, columns=names)
        told.attrs["table"] = "read_of"
        return told

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[known_name("table", name, self.rows)]

    def __getattr__(self, name: str) -> pd.DataFrame:
        rows = vars(self).get("rows", {})
        if name in rows:
            return self.frames[name]
        if name.startswith("_"):
            raise AttributeError(name)
        kind, told = unknown_name("table", name, rows)
        raise AttributeError(str(XcdataError(kind, found=name, **told)), name=name, obj=self)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.rows]

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.rows)

    def to_parquet(self, folder: str | PathLike[str]) -> list[Path]:
        """Write every table as ``<name>.parquet``: dtypes, orders and ``attrs`` are read back as they are.

        Parameters
        ----------
        folder : path-like
            Made where there is none.

        Returns
        -------
        list of pathlib.Path

        Raises
        ------
        XcdataError
            pyarrow is not installed, or the folder cannot be written to; what was there is unchanged.
        """
        if find_spec("pyarrow") is None:
            raise XcdataError("no_pyarrow", install=installing("corpus"))
        contents = {
            f"{name}.parquet": frame.to_parquet(engine="pyarrow") for name, frame in self.frames.items()
        }
        write_all(Path(folder), contents)
        return [Path(folder) / name for name in contents]

    def summary(self) -> pd.DataFrame:
        """Return one row a table: its name, title and number of rows."""
        import pandas as pd

        told = pd.DataFrame(
            [
                {
                    "table": name,
                    "zh": TABLES[name].title["zh"],
                    "en": TABLES[name].title["en"],
                    "rows": len(rows),
                }
                for name, rows in self.rows.items()
            ]
        )
        told.attrs["table"] = "summary"
        return told

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} {len(rows)}" for name, rows in self.rows.items())
        return f"<Tables of {self.name!r}: {sizes}; {len(self.unread)} problems>"

    def shown(self, lang: str = "zh") -> Shown:
        """Show how many tables there are, and how much could not be read; in a notebook the tables and the problems too."""
        sizes = self.summary().rename(columns={lang: "title", "rows": "count"})[["table", "title", "count"]]
        told = label(
            "tables", "problems" if self.unread else "read", lang, name=self.name, count=len(self.unread)
        )
        problems = [one.told(lang) for one in self.unread[:SHOWN_PROBLEMS]]
        return Shown.of([told, *problems], [as_table(sizes, lang)])

    def _repr_html_(self) -> str:
        return self.shown().html


def read_gazette(
    path: str | PathLike[str] | None = None, *, strict: bool = True, place: str | None = None
) -> Tables:
    """Read the text of one notice or of many into tidy tables.

    Parameters
    ----------
    path : path-like, optional
        A text file. Without it, the gazette of Xuchang (September to December 2019) that comes with the package.
    strict : bool, default True
        Raise when anything could not be read. Otherwise return what could be, with the problems.
    place : str, optional
        The place whose areas and organs the text names, e.g. ``许昌市``; found by the issuer's code where it is not given.

    Returns
    -------
    Tables

    Raises
    ------
    InputError
        A file that is no text, or (when strict) every problem of the text at once.

    Examples
    --------
    >>> tables = read_gazette()
    >>> len(tables["plan"])
    46
    """
    text, name = (read_raw(), f"{RAW_NAME}.txt") if path is None else (read_text(path), Path(path).name)
    from xcdata.gazette.places import place_named

    tables = parse(text, name, place_named(place) if place else None)
    return demand_all_read(tables) if strict else tables


def demand_all_read(tables: Tables) -> Tables:
    """Return the tables if everything of their text could be read; else raise every problem at once."""
    if tables.unread:
        raise InputError(tables.unread)
    return tables


def parse(text: str, name: str, place: Place | None = None) -> Tables:
    """Parse a text into tables; everything that cannot be read is among the problems."""
    # Who only loads tables need not import the readers.
    from xcdata.gazette.awards import roster as awards
    from xcdata.gazette.coverage import text_coverage
    from xcdata.gazette.documents import split_documents
    from xcdata.gazette.duties import members, tasks
    from xcdata.gazette.plan import prose as plan_prose
    from xcdata.gazette.plan import reading as plan
    from xcdata.gazette.rules import articles, citations, levels, registers, targets
    from xcdata.gazette.training import reading as training

    gazette = split_documents(text, place)
    rows: dict[str, list[dict[str, object]]] = {"documents": document_rows(gazette)}
    problems = list(gazette.problems)
    rosters = awards.read_rosters(gazette)
    readings = [
        plan.read_plan(gazette),
        plan_prose.read_prose(gazette),
        rosters,
        training.read_training(gazette),
    ]
    readings += [tasks.read_tasks(gazette), members.read_members(gazette)]
    readings += [registers.read_lists(gazette, rosters.read), articles.read_articles(gazette)]
    leveled = levels.read_levels(gazette)
    readings += [leveled, citations.read_citations(gazette)]
    readings.append(targets.read_targets(gazette, taken_places(readings), leveled.read))
    read: set[int] = set()
    for reading in readings:
        read |= reading.read
        problems += reading.problems
        for table, new in reading.rows.items():
            rows.setdefault(table, []).extend(new)
    complete = {
        name: [{column.name: row.get(column.name) for column in table.columns} for row in rows[name]]
        for name, table in TABLES.items()
        if name in rows
    }
    coverage = text_coverage(gazette, complete, read)
    return Tables(complete, tuple(problems), gazette, name, sha256(text.encode()), coverage)


def taken_places(readings: Iterable[Extract]) -> dict[int, set[int]]:
    """Return by line the columns of the figures that readers took."""
    taken: dict[int, set[int]] = {}
    for reading in readings:
        for rows in reading.rows.values():
            for row in rows:
                if "column" in row:
                    taken.setdefault(row["line"], set()).add(row["column"])
    return taken


def document_rows(gazette: Gazette) -> list[dict[str, object]]:
    """Return the rows of ``documents``."""
    return [
        {
            "document": document.id,
            "line": document.number_line,
            "series": document.series,
            "number": document.number,
            "title": document.title,
            "issued": document.issued,
            "first_line": document.lines[0].number,
            "last_line": document.lines[-1].number,
        }
        for document in gazette.documents
    ]


def load(name: str) -> pd.DataFrame:
    """Load one processed table, as it was built from the gazette.

    Parameters
    ----------
    name : str
        One of the tables of ``data/processed``, or ``organs``, ``counties``, ``townships``.

    Returns
    -------
    pandas.DataFrame
        Columns and dtypes as declared: codes are text, counts ``Int64``, areas ``float64``; what has an order of its own, such as
        the counties, is categorical and keeps it when grouped and sorted. ``attrs`` as of :attr:`Tables.frames`.

    Raises
    ------
    XcdataError
        No table of that name; the message asks whether one near it was meant.
    """
    from xcdata.dataset.conform import read_csv, told_of

    frame = read_csv(known_name("table", name, TABLES), data_dir() / "processed" / f"{name}.csv")
    if TABLES[name].folder == "reference":
        return told_of(name, frame, {"name": f"data/reference/{name}.csv"})
    return told_of(name, frame, {"name": f"{RAW_NAME}.txt", "sha256": read_sidecar()["sha256"]})


def load_documents() -> pd.DataFrame:
    """Load ``documents``: the 17 notices of the gazette, one a row, with title, date of issue and lines."""
    return load("documents")


def load_plan() -> pd.DataFrame:
    """Load ``plan``: the tasks of the afforestation plan for 2020, county × programme, in 万亩 and hectares.

    Source: the leaf cells of 许昌市2020年度营造林计划明细表 (许政〔2019〕25号). ``wan_mu`` sums to 22.55.
    """
    return load("plan")


def load_plan_totals() -> pd.DataFrame:
    """Load ``plan_totals``: the totals that the plan table prints, and the figures that the notice's prose states."""
    return load("plan_totals")


def load_awards() -> pd.DataFrame:
    """Load ``awards``: recipients of the education awards (350) and of two smaller commendations, one a row."""
    return load("awards")


def load_award_counts() -> pd.DataFrame:
    """Load ``award_counts``: every count that the notices state, beside what their rosters hold."""
    return load("award_counts")


def load_training() -> pd.DataFrame:
    """Load ``training``: the vocational training targets for 2019 to 2021, in people or person-times."""
    return load("training")


def load_training_totals() -> pd.DataFrame:
    """Load ``training_totals``: the totals that the training plan states, and its other counted targets."""
    return load("training_totals")


def load_counties() -> pd.DataFrame:
    """Load ``counties``: the ten areas of the plan table and 市直, with full and English names and codes."""
    return load("counties")


def load_townships() -> pd.DataFrame:
    """Load ``townships``: the townships of Xuchang by county code, names of 2021 and 2023."""
    return load("townships")


def load_tasks() -> pd.DataFrame:
    """Load ``tasks``: the tasks, duties, research topics and milestones of the notices, one a row, with start and deadline."""
    return load("tasks")


def load_task_organs() -> pd.DataFrame:
    """Load ``task_organs``: who leads, supports or is responsible for each task, one organ a row."""
    return load("task_organs")


def load_members() -> pd.DataFrame:
    """Load ``members``: who sits in leading groups, committees and joint meetings, one seat a row."""
    return load("members")


def load_targets() -> pd.DataFrame:
    """Load ``targets``: the figures with units of the prose: targets, limits and facts, with bound and horizon."""
    return load("targets")


def load_time_limits() -> pd.DataFrame:
    """Load ``time_limits``: the periods and dates that the notices set, one a row."""
    return load("time_limits")


def load_list_items() -> pd.DataFrame:
    """Load ``list_items``: the entries of registers and lists that the notices publish."""
    return load("list_items")


def load_articles() -> pd.DataFrame:
    """Load ``articles``: the articles of rules and their items, and measures."""
    return load("articles")


def load_alert_levels() -> pd.DataFrame:
    """Load ``alert_levels``: the levels of the emergency plan for heavy air pollution."""
    return load("alert_levels")


def load_citations() -> pd.DataFrame:
    """Load ``citations``: the documents that the notices cite by number."""
    return load("citations")


def load_organs() -> pd.DataFrame:
    """Load ``organs``: the organs of Xuchang and their names, one organ a row."""
    return load("organs")
