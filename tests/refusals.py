"""What is refused, told by its kind; the words stand in ``labels.toml`` and have tests of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from xcdata.errors import InputError, Problem, XcdataError
from xcdata.labels import LANGUAGES


@contextmanager
def refuses(kind: str, **told: object) -> Iterator[None]:
    """Demand that what is done is refused for a reason of this kind, which tells this (``where``, ``line``, ``found``, values)."""
    with pytest.raises(XcdataError) as caught:
        yield
    error = caught.value
    reasons = error.problems if isinstance(error, InputError) else (Problem(error.kind, values=error.values),)
    assert any(tells(one, kind, told) for one in reasons), reasons
    assert all(error.told(lang) for lang in LANGUAGES)


def tells(problem: Problem, kind: str, told: dict[str, object]) -> bool:
    """Whether a problem is of a kind, and tells this."""
    own = {"where": problem.where, "line": problem.line, "found": problem.found, **problem.values}
    return problem.kind == kind and all(own.get(name) == value for name, value in told.items())
