"""Targets of vocational training, of any place.

In: a gazette. Out: the rows of ``training`` and ``training_totals``, and the ledger of the total.
"""
