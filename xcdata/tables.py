"""Text → tables: the whole gazette read at once, and the processed tables read back.

In: a gazette's text (ours by default). Out: :class:`Tables`, one tidy frame a table with everything that could not be
read; or, by :func:`load`, one processed table with its declared dtypes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from xcdata.problems import InputError, Problem, XcdataError
from xcdata.schema import DTYPES, TABLES, conform
from xcdata.source import data_dir, read_raw, read_text, sha256

if TYPE_CHECKING:
    from xcdata.gazette import Gazette

PROBLEM_COLUMNS = ["where", "line", "expected", "found", "advice"]


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of one gazette.

    Index it by a table's name (``tables["plan"]``) or iterate over the names.

    Attributes
    ----------
    frames : dict of str to pandas.DataFrame
        Columns and dtypes as declared in ``schema.toml``.
    problems : pandas.DataFrame
        What could not be read: ``where``, ``line``, ``expected``, ``found``, ``advice``; empty when all was.
    gazette : Gazette
        The lines and documents that the frames point back to.
    name, sha256 : str
        The source, and the hash of its text.
    """

    frames: dict[str, pd.DataFrame]
    problems: pd.DataFrame
    gazette: Gazette
    name: str
    sha256: str

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[known(name, self.frames)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)

    def summary(self) -> pd.DataFrame:
        """Return one row a table: its name, title and number of rows."""
        return pd.DataFrame(
            [
                {
                    "table": name,
                    "zh": TABLES[name].title["zh"],
                    "en": TABLES[name].title["en"],
                    "rows": len(frame),
                }
                for name, frame in self.frames.items()
            ]
        )

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} {len(frame)}" for name, frame in self.frames.items())
        return f"<Tables of {self.name}: {sizes}; {len(self.problems)} problems>"

    def _repr_html_(self) -> str:
        told = f"{len(self.problems)} problems" if len(self.problems) else "all of it read"
        return f"<p><b>{self.name}</b>: {told}</p>" + self.summary().to_html(index=False)


def read_gazette(path: str | PathLike[str] | None = None, *, strict: bool = True) -> Tables:
    """Read a gazette's text into tidy tables.

    Parameters
    ----------
    path : path-like, optional
        A UTF-8 text of the gazette's shape. Without it, the gazette of Xuchang (September to December
        2019) that comes with the package.
    strict : bool, default True
        Raise when anything could not be read. Otherwise return what could be, with the problems.

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
    text, name = (
        (read_raw(), "xuchang-gazette-2019.txt") if path is None else (read_text(path), Path(path).name)
    )
    tables = parse(text, name)
    return demand_all_read(tables) if strict else tables


def demand_all_read(tables: Tables) -> Tables:
    """Return the tables if everything of their text could be read; else raise every problem at once."""
    if len(tables.problems):
        records = tables.problems.astype(object).where(tables.problems.notna(), None).to_dict("records")
        raise InputError(Problem(**{str(key): value for key, value in record.items()}) for record in records)
    return tables


def parse(text: str, name: str) -> Tables:
    """Parse a gazette's text into tables; everything that cannot be read is among the problems."""
    # Who only loads tables need not import the readers.
    from xcdata import awards, plan, plan_prose, training
    from xcdata.gazette import split_documents

    gazette = split_documents(text)
    rows: dict[str, list[dict[str, object]]] = {"documents": document_rows(gazette)}
    problems = list(gazette.problems)
    readings = [plan.read(gazette), awards.read(gazette), training.read(gazette)]
    document = plan.find_document(gazette)
    if document is not None:
        readings.insert(1, plan_prose.read(document))
    for reading in readings:
        problems += reading.problems
        for table, new in reading.rows.items():
            rows.setdefault(table, []).extend(new)
    frames = {table: conform(table, rows[table]) for table in TABLES if table in rows}
    told = pd.DataFrame([asdict(problem) for problem in problems], columns=PROBLEM_COLUMNS)
    told["line"] = told["line"].astype("Int64")
    return Tables(frames, told, gazette, name, sha256(text.encode()))


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


def known(name: str, names: object) -> str:
    """Return the name of a table if it is one; else say which there are."""
    listed = list(names)  # type: ignore[call-overload]
    if name not in listed:
        raise XcdataError(f"no table '{name}'; there are: {', '.join(listed)}")
    return name


def load(name: str) -> pd.DataFrame:
    """Load one processed table, as it was built from the gazette.

    Parameters
    ----------
    name : str
        ``documents``, ``plan``, ``plan_totals``, ``awards``, ``award_counts``, ``training``, ``training_totals``,
        ``counties`` or ``townships``.

    Returns
    -------
    pandas.DataFrame
        Columns and dtypes as declared: codes are text, counts ``Int64``, areas ``float64``.

    Raises
    ------
    XcdataError
        No table of that name; the message lists the known ones.
    """
    return read_csv(known(name, TABLES), data_dir() / "processed" / f"{name}.csv")


def read_csv(name: str, path: Path) -> pd.DataFrame:
    """Read a table's CSV with the declared dtypes."""
    columns = TABLES[name].columns
    dates = [column.name for column in columns if column.type == "date"]
    dtypes = {column.name: DTYPES[column.type] for column in columns if column.type != "date"}
    try:
        frame = pd.read_csv(path, dtype=dtypes, keep_default_na=False, na_values=[""])
    except FileNotFoundError:
        advice = "Run 'xcdata build' (or 'make') to make it, or 'git checkout -- data' to restore it."
        raise InputError([Problem(str(path), None, f"the table '{name}'", "no file", advice)]) from None
    return frame.astype(dict.fromkeys(dates, DTYPES["date"]))


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
