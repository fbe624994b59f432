"""A municipal gazette as tidy tables, every total proved and every error located."""

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

__version__ = "0.1.0"
__all__ = [
    "InputError",
    "Problem",
    "Tables",
    "XcdataError",
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
]
