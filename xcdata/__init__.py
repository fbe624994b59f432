"""Chinese government notices as tidy tables, every stated total checked and wrong figures located."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xcdata.auditing.audit import Audit
    from xcdata.auditing.sheets import WorkbookAudit, audit
    from xcdata.dataset.select import select
    from xcdata.dataset.show import show
    from xcdata.dataset.tables import (
        Tables,
        load,
        load_alert_levels,
        load_articles,
        load_award_counts,
        load_awards,
        load_citations,
        load_counties,
        load_documents,
        load_list_items,
        load_members,
        load_organs,
        load_plan,
        load_plan_totals,
        load_targets,
        load_task_organs,
        load_tasks,
        load_time_limits,
        load_townships,
        load_training,
        load_training_totals,
        read_gazette,
    )
    from xcdata.errors import InputError, Problem, XcdataError
    from xcdata.returned.between import compare
    from xcdata.returned.check import check
    from xcdata.review.compare import Comparison
    from xcdata.review.retyping import retype
    from xcdata.review.review import Review
    from xcdata.shelf.run import Corpus, corpus

    from . import charts, explore

__version__ = "0.1.0"
__all__ = [
    "Audit",
    "Comparison",
    "Corpus",
    "InputError",
    "Problem",
    "Review",
    "Tables",
    "WorkbookAudit",
    "XcdataError",
    "audit",
    "charts",
    "check",
    "compare",
    "corpus",
    "explore",
    "load",
    "load_alert_levels",
    "load_articles",
    "load_award_counts",
    "load_awards",
    "load_citations",
    "load_counties",
    "load_documents",
    "load_list_items",
    "load_members",
    "load_organs",
    "load_plan",
    "load_plan_totals",
    "load_targets",
    "load_task_organs",
    "load_tasks",
    "load_time_limits",
    "load_townships",
    "load_training",
    "load_training_totals",
    "read_gazette",
    "retype",
    "select",
    "show",
]

# Each name is imported when it is first used, so that who loads a table does not wait for matplotlib.
HOMES = {
    "auditing.audit": ("Audit",),
    "auditing.sheets": ("WorkbookAudit", "audit"),
    "dataset.select": ("select",),
    "dataset.show": ("show",),
    "errors": ("InputError", "Problem", "XcdataError"),
    "review.compare": ("Comparison",),
    "review.retyping": ("retype",),
    "returned.between": ("compare",),
    "returned.check": ("check",),
    "review.review": ("Review",),
    "shelf.run": ("Corpus", "corpus"),
    "dataset.tables": ("Tables", "read_gazette", *(name for name in __all__ if name.startswith("load"))),
}


def __getattr__(name: str) -> object:
    if name in ("charts", "explore"):
        return import_module(f"xcdata.{name}")
    for home, names in HOMES.items():
        if name in names:
            return getattr(import_module(f"xcdata.{home}"), name)
    raise AttributeError(f"module 'xcdata' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
