"""What no label declares: sums that repeat along a table, or that chance does not explain.

In: a grid, its readings and lines. Out: the sum rules that are believed (:mod:`~xcdata.auditing.discovered.discover`,
:mod:`~xcdata.auditing.discovered.believed`).
"""
