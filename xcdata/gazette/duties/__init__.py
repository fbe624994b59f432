"""Who does what by when, and who sits where.

In: a gazette. Out: the rows of ``tasks``, ``task_organs`` and ``members``; the one name of each organ.
"""
