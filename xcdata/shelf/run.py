"""The front door: the files of a shelf → a data set of everything in them, and its summary.

In: folders, patterns or lists of files; a cluster or none. Out: a :class:`Corpus`. What was done before by the same version is not done
again; a run that is stopped leaves what it has done.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, cast

from xcdata import __version__
from xcdata.errors import XcdataError, known_language
from xcdata.files import sha256
from xcdata.names import known_name
from xcdata.shelf import store
from xcdata.shelf.columns import COLUMNS
from xcdata.shelf.engine import Done, Map, by_client, by_map, cluster, failure, loss_told
from xcdata.shelf.packed import Packed, joined
from xcdata.shelf.paths import PassedOver, PathText, Shelved, batches, shelved
from xcdata.shelf.progress import Progress
from xcdata.shelf.record import AUTO, KINDS
from xcdata.shelf.summary import Summary, summary_of
from xcdata.shelf.told import refuse_to_lose_summary, write_summary
from xcdata.shelf.work import Task, here

if TYPE_CHECKING:
    import pandas as pd
    from distributed import Client


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a run may take.

    Attributes
    ----------
    seconds : float
        For one file; see :class:`~xcdata.shelf.work.Task`.
    grace : float
        Seconds after that in which a worker ends itself.
    batch_files : int
        Files done as one task. A task costs some 7 ms of processors by itself, the smallest table 5 ms: so it is 5 % of these at most.
    batch_bytes : int
        A file of this size is a task of its own.
    portion_files : int
        Records that are held before they are written, which bounds the memory of the process that gathers them.
    portion_rows : int
        The same in rows; a notice has some 150, which take 40 kB while they wait.
    portion_seconds : float
        What a killed run loses at most, beside what its workers have in hand.
    """

    seconds: float = 120
    grace: float = 30
    batch_files: int = 32
    batch_bytes: int = 200_000
    portion_files: int = 2_000
    portion_rows: int = 50_000
    portion_seconds: float = 20


PARAMETERS = Parameters()

MOST_SECONDS = 86_400
"""A day for one file."""

MOST_WORKERS = 8 * (os.cpu_count() or 1)
"""More processes than these only take memory: a few a core may wait for a slow disk."""


@dataclass(frozen=True)
class Corpus:
    """The data set of a shelf.

    Index it by a table's name (``found["findings"]``) for a frame: ``files``, ``rules``, ``findings``, ``explanations``, ``coverage``,
    ``names``, and those of notices. Every row begins with ``file`` and ``sha256``.

    Attributes
    ----------
    folder : Path
        ``<table>/*.parquet``.
    done, kept : int
        Files that were done by this run, and those that had been done before.
    passed : tuple of PassedOver
        What this run found beside them and did not read: hidden files, linked folders, folders that it may not enter.
    """

    folder: Path
    done: int = 0
    kept: int = 0
    passed: tuple[PassedOver, ...] = ()

    @cached_property
    def summary(self) -> Summary:
        """Files by outcome, the largest differences, what could not be used, the names in the most files."""
        return summary_of(self.folder, self.passed)

    @property
    def exit_code(self) -> int:
        """That of the worst file."""
        return self.summary.exit_code

    def __getitem__(self, table: str) -> pd.DataFrame:
        told = store.read_table(self.folder, known_name("table", table, COLUMNS))
        told.attrs["table"] = table
        return told

    def __iter__(self) -> Iterator[str]:
        return iter(COLUMNS)

    def __repr__(self) -> str:
        return f"<Corpus in {str(self.folder)!r}: {self.summary.told('en')}>"


@dataclass
class Portion:
    """The records that are not yet in the data set."""

    folder: Path
    parameters: Parameters
    parts: list[Packed] = field(default_factory=list)
    since: float = field(default_factory=time.monotonic)

    def add(self, part: Packed) -> None:
        """Take records, and write them all if they are many or old."""
        self.parts.append(part)
        most = self.parameters
        records, rows = (sum(getattr(one, name) for one in self.parts) for name in ("records", "rows"))
        old = time.monotonic() - self.since > most.portion_seconds
        if old or records >= most.portion_files or rows >= most.portion_rows:
            self.write()

    def write(self) -> None:
        """Put the records into the data set."""
        if tables := joined(self.parts):
            store.put(self.folder, tables)
        self.parts, self.since = [], time.monotonic()


def corpus(
    paths: PathText | Iterable[PathText],
    output: str | PathLike[str] = "outputs/corpus",
    *,
    kind: str = AUTO,
    client: Client | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
    map: Map | None = None,
    lang: str = "zh",
    quiet: bool = True,
    parameters: Parameters = PARAMETERS,
) -> Corpus:
    """Read and check many files, in parallel, into one data set.

    Parameters
    ----------
    paths : path-like, or iterable of them
        Folders (with all below), patterns (``*``, ``**``), lists (``@FILE``, a path a line) or files.
    output : path-like
        The folder of the data set. What it has of these files by this version is kept; of other files it has nothing afterwards.
    kind : {'auto', 'notices', 'tables'}
        What the files are; by default each is looked at.
    client : distributed.Client, optional
        A running cluster, whose workers see the files at the same paths and run the same version.
    scheduler : str, optional
        The address of one, instead.
    workers : int, optional
        Processes on this machine, where neither is given; by default one a core.
    map : callable, optional
        Instead of dask: the built-in, or an executor's ``map``.
    lang : {'zh', 'en'}
        Of progress, page and workbook.
    quiet : bool
        Whether progress is not told.
    parameters : Parameters
        What the run may take of time and memory.

    Returns
    -------
    Corpus

    Raises
    ------
    XcdataError
        No files; a time or a number of workers that cannot be meant; a folder that cannot be written to, that another run holds, or in which the files stand; no cluster, or one of another
        version.
    """
    known_language(lang)
    known_name("kind", kind, KINDS)
    if not 0 < parameters.seconds <= MOST_SECONDS:
        raise XcdataError("no_such_time", found=f"{parameters.seconds:g}", most=MOST_SECONDS)
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise XcdataError("no_such_workers", found=workers, most=MOST_WORKERS)
    folder = Path(output)
    refuse_to_lose_summary(folder)
    version = f"{made_by()} {kind}"
    listed, passed = shelved(paths, folder)
    with ExitStack() as stack:
        stack.enter_context(store.opened(folder))
        files = marked(listed, folder, version)
        if map is None and client is None:
            client = stack.enter_context(cluster(scheduler, workers))
        task = Task(kind, version, parameters.seconds, None if map else parameters.grace, here())
        in_batches = batches(files, parameters.batch_files, parameters.batch_bytes)
        if client:
            refuse_other_version(client)
        todo = by_map(task, in_batches, map) if map else by_client(task, in_batches, cast("Client", client))
        # However the run ends, what is under way is given up before the cluster is left.
        done = stack.enter_context(closing(todo))
        try:
            counts = gather(done, folder, parameters, None if quiet else progress_of(files, lang))
            store.tidy(folder, {one.file for one in files})
        finally:
            # Of a run that is stopped, too: what it has done is there to be looked at.
            if store.numbers(folder):
                write_summary(summary_of(folder, passed), folder, lang=lang)
    return Corpus(folder, *counts, tuple(passed))


def progress_of(files: list[Shelved], lang: str) -> Progress:
    """Return the progress of a run that begins."""
    return Progress(len(files), sum(one.size for one in files), lang)


def gather(
    done: Iterable[Done], folder: Path, parameters: Parameters, progress: Progress | None
) -> tuple[int, int]:
    """Write records as they come; return how many files were done, and how many had been.

    A run that is stopped writes what it has.
    """
    portion, new, old = Portion(folder, parameters), 0, 0
    try:
        for batch, part in done:
            new, old = new + part.records, old + len(batch) - part.records
            portion.add(part)
            if progress:
                progress.add(len(batch), sum(one.size for one in batch))
    finally:
        if progress:
            progress.end()
        # An interrupt may have come between two parts of a portion.
        store.clear(folder)
        portion.write()
    return new, old


def marked(files: list[Shelved], folder: Path, version: str) -> list[Shelved]:
    """Return files with the hashes of those that this version has done."""
    kept = store.kept(folder)
    return [
        replace(one, known=before.sha256)
        if (before := kept.get(one.file)) and before.made_by == version and before.settled
        else one
        for one in files
    ]


@cache
def made_by() -> str:
    """Return the version, and the hash of all that it consists of, by which results of two states of the code are told apart."""
    package = Path(__file__).parents[1]
    files = sorted(path for path in package.rglob("*") if path.suffix in (".py", ".toml"))
    digest = sha256("".join(f"{path.name}{sha256(path.read_bytes())}" for path in files).encode())
    return f"{__version__}+{digest[:12]}"


def refuse_other_version(client: Client) -> None:
    """Raise where workers run another version than this process.

    Raises
    ------
    XcdataError
    """
    with loss_told():
        future = client.submit(made_by, pure=False)
        if error := failure(future):
            raise error
        theirs = future.result()
    if theirs != made_by():
        raise XcdataError("workers_other_version", found=theirs, expected=made_by())
