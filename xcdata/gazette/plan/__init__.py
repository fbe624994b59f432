"""Plans of afforestation, of any place.

In: a gazette. Out: the rows of ``plan`` and ``plan_totals``, and the ledger that proves them.
"""
