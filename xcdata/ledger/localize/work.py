"""How long a search may go on, counted in steps and not in seconds, so that every machine gives the same answer.

In: a number of steps. Out: :class:`Work`, which searches spend, and :class:`NotSettledError` where it is used up.
"""

from __future__ import annotations


class NotSettledError(Exception):
    """The search could not be brought to its end, for the reason given."""


class Work:
    """What is left of the steps that searches may take.

    A step is about two microseconds: a pair of figures takes some, a node of a program's search tree as many as the program is large.

    Parameters
    ----------
    steps : int

    Examples
    --------
    >>> work = Work(10)
    >>> work.spend(8)
    >>> work.left
    2
    """

    def __init__(self, steps: int) -> None:
        self.steps = self.left = steps

    def spend(self, steps: int) -> None:
        """Take steps.

        Raises
        ------
        NotSettledError
            When no steps are left.
        """
        self.left -= steps
        if self.left < 0:
            raise NotSettledError(self.limit)

    @property
    def limit(self) -> str:
        """Within what a search that runs out of steps is not settled, in words."""
        return f"within {self.steps:,} steps"

    @property
    def used(self) -> int:
        """The steps taken, more than given where they ran out."""
        return self.steps - self.left
