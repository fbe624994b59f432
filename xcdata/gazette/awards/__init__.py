"""Who was commended: rosters of any place.

In: a gazette. Out: the rows of ``awards`` and ``award_counts``, and the ledger of the counts.
"""
