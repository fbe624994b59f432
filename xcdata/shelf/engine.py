"""Batches → packed records, on whatever there is: dask's workers, on this machine or elsewhere, or any function like ``map``.

In: batches of files and the task. Out: each batch with its records, as they are done. What a batch takes with it when its worker ends
is tried again file by file, with nothing else under way, and a file over which its worker ends again is named.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xcdata.errors import XcdataError
from xcdata.files import unusable
from xcdata.invoked import installing
from xcdata.shelf.packed import Packed, packed
from xcdata.shelf.paths import Batch
from xcdata.shelf.record import refused
from xcdata.shelf.work import Task, dask_setup

if TYPE_CHECKING:
    from distributed import Client, Future

Done = tuple[Batch, Packed]
Map = Callable[[Callable[[Batch], Packed], Iterable[Batch]], Iterable[Packed]]

AHEAD = 3
"""Batches under way for each thread of the workers: one in work, two so that none waits. All others wait here, not in the scheduler."""

SECOND = 1.0
"""Between two questions to the scheduler how many workers there are."""

FIRST_WORKER = 60
"""Seconds in which a cluster's first worker should be there."""


def by_map(task: Task, batches: Iterable[Batch], map_: Map) -> Generator[Done, None, None]:
    """Yield batches with their records by ``map``: the built-in, or an executor's."""
    listed = list(batches)
    yield from zip(listed, map_(task, listed), strict=True)


def by_client(task: Task, batches: Iterable[Batch], client: Client) -> Generator[Done, None, None]:
    """Yield batches with their records as the workers of a dask cluster finish them, a few under way at a time.

    Raises
    ------
    XcdataError
        The cluster has no worker, or was lost; or its workers run another version.
    """
    from distributed import KilledWorker, as_completed

    try:
        client.wait_for_workers(1, timeout=FIRST_WORKER)
    except TimeoutError:
        raise XcdataError("no_workers", seconds=FIRST_WORKER) from None
    waiting = iter(batches)
    running: dict[Future[Any], Batch] = {}
    doubtful: list[Batch] = []
    pool = as_completed()

    def submit(batch: Batch) -> Future[Any]:
        future = client.submit(task, batch, pure=False)
        running[future] = batch
        return future

    most, asked = 0, float("-inf")

    def fill() -> None:
        nonlocal most, asked
        if time.monotonic() - asked > SECOND:  # workers come and go
            most, asked = AHEAD * max(1, sum(client.nthreads().values())), time.monotonic()
        while len(running) < most and (batch := next(waiting, None)):
            pool.add(submit(batch))

    with loss_told():
        try:
            fill()
            for future in pool:
                batch = running.pop(future)
                if isinstance(error := failure(future), KilledWorker):
                    doubtful.append(batch)
                elif error:
                    raise error
                else:
                    yield batch, future.result()
                fill()
            for batch in doubtful:
                for one in batch:
                    future = submit((one,))
                    error = failure(future)
                    running.pop(future)
                    if isinstance(error, KilledWorker):
                        told = unusable("worker_ended", Path(one.file))
                        lost = refused(one.file, told, size=one.size, made_by=task.made_by)
                        yield (one,), packed([lost])
                    elif error:
                        raise error
                    else:
                        yield (one,), future.result()
        finally:
            client.cancel(list(running))


@contextmanager
def loss_told() -> Iterator[None]:
    """Say that the cluster is lost where the scheduler is gone, and every task with it.

    Raises
    ------
    XcdataError
    """
    from concurrent.futures import CancelledError

    try:
        yield
    except (CancelledError, OSError):
        raise XcdataError("cluster_lost") from None


def failure(future: Future[Any]) -> BaseException | None:
    """Return what ended a task, if it failed; wait for it.

    Raises
    ------
    XcdataError
        The worker cannot import what it needs.
    """
    error: BaseException | None = future.exception()
    if isinstance(error, ModuleNotFoundError):
        raise XcdataError("workers_without_package", found=error.name)
    return error


@contextmanager
def cluster(
    scheduler: str | None = None, workers: int | None = None, memory: str = "auto"
) -> Iterator[Client]:
    """Give a client of a running cluster, or of workers on this machine, one a core, which end with it.

    Raises
    ------
    XcdataError
        dask is not installed, or no scheduler answers at the address.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
        from distributed.utils import silence_logging_cmgr
    except ImportError:
        raise XcdataError("no_dask", install=installing("corpus")) from None
    # What dask logs of a worker that ended is told here with the file over which it did.
    quiet: dict[str, Any] = {"logging.distributed": "critical"}
    if scheduler:
        try:
            running = Client(scheduler, timeout="10s")
        except (OSError, TimeoutError, ValueError) as error:
            raise XcdataError("no_scheduler", found=scheduler, reason=str(error)) from None
        with silence_logging_cmgr(logging.CRITICAL), running:  # a lost cluster is told by us
            yield running
        return
    # A worker that ended is blamed on what it had in hand at once: those files are tried again alone.
    quiet |= {
        "distributed.scheduler.allowed-failures": 0,
        "distributed.worker.preload": [dask_setup.__module__],
    }
    with (
        dask.config.set(quiet),
        LocalCluster(
            n_workers=workers or os.cpu_count() or 1,
            threads_per_worker=1,
            memory_limit=memory,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as local,
        Client(local) as client,
    ):
        yield client
