"""A source → everything that is found in it.

In: a gazette's text or tables, or an edited workbook. Out: a :class:`Review`: verdicts, located errors, what was noticed beyond sums,
what of it is known and why, and how much was looked at.
"""

from xcdata.review.plan_states import cell_states
from xcdata.review.retyping import retype
from xcdata.review.review import Review, check

__all__ = ["Review", "cell_states", "check", "retype"]


def __dir__() -> list[str]:
    return __all__
