"""What reviewers look for beyond sums.

In: a gazette's tables. Out: one :class:`Observation` for each thing noticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xcdata.tables import Tables


@dataclass(frozen=True, slots=True)
class Observation:
    """Something noticed in the text that is no sum.

    Attributes
    ----------
    id : str
        Names it in findings and known issues, e.g. ``repeated person/许昌高级中学/郁俊峰``.
    kind : str
        What sort it is; named in ``labels.toml`` under ``[kind]``.
    lines : tuple of int
        Where it stands.
    message : dict of str to str
        In words, by language (``zh``, ``en``).
    for_information : bool
        True where nothing needs to be explained.
    """

    id: str
    kind: str
    lines: tuple[int, ...]
    message: dict[str, str]
    for_information: bool = False


def observe(tables: Tables) -> Iterator[Observation]:
    """Yield everything noticed, kind by kind, in the order of the text."""
    yield from ()
