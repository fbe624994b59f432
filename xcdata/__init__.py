"""A municipal gazette as tidy tables, every total proved and every error located."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from xcdata.problems import InputError, Problem, XcdataError
from xcdata.tables import (
    Tables,
    load,
    load_award_counts,
    load_awards,
    load_counties,
    load_documents,
    load_plan,
    load_plan_totals,
    load_townships,
    load_training,
    load_training_totals,
    read_gazette,
)

if TYPE_CHECKING:
    from xcdata.retyping import retype
    from xcdata.review import Review, check

    from . import charts

__version__ = "0.1.0"
__all__ = [
    "InputError",
    "Problem",
    "Review",
    "Tables",
    "XcdataError",
    "charts",
    "check",
    "load",
    "load_award_counts",
    "load_awards",
    "load_counties",
    "load_documents",
    "load_plan",
    "load_plan_totals",
    "load_townships",
    "load_training",
    "load_training_totals",
    "read_gazette",
    "retype",
]

# What not every user of the tables needs is imported when it is first used: so 'import xcdata' costs little more
# than 'import pandas'.
HOMES = {"Review": "xcdata.review", "check": "xcdata.review", "retype": "xcdata.retyping"}


def __getattr__(name: str) -> object:
    if name == "charts":
        return import_module("xcdata.charts")
    if name in HOMES:
        return getattr(import_module(HOMES[name]), name)
    raise AttributeError(f"module 'xcdata' has no attribute '{name}'")
