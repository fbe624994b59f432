"""What labels declare: lines that call themselves totals are expected to be totals.

In: the lines of a table. Out: the sums that its labels lead one to expect (:mod:`~xcdata.auditing.labelled.expected`), joined with those that
were discovered (:mod:`~xcdata.auditing.labelled.footing`).
"""
