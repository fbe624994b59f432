"""What else notices lay down: articles, lists, levels, figures, citations.

In: a gazette. Out: their rows, and the ledger of what is counted or stated twice.
"""
