"""Questions for a notebook: dropdowns that redraw a sentence, a table and a chart together.

In: tidy frames, as ``xcdata.load`` gives them. Out: a :class:`~xcdata.explore.panel.Panel`, one function a topic, which Jupyter shows; without a
running kernel it is the answer in one sentence. What is asked and answered is in ``answers``, which knows no widgets.
"""

from xcdata.explore.topics import awards, misprint, plan, tasks, training

__all__ = ["awards", "misprint", "plan", "tasks", "training"]


def __dir__() -> list[str]:
    return sorted(__all__)
