"""A shelf of files, each read and checked on its own, in parallel → one Parquet data set and one summary.

In: folders, patterns, lists of paths; a dask cluster or none. Out: a :class:`Corpus`: the tables of all files, each row with its
file and the hash of that file's bytes; a summary page; a workbook. The room is called ``shelf``, because ``xcdata.corpus`` is the
function that users call.
"""

from xcdata.shelf.record import Outcome, Record, record_of
from xcdata.shelf.run import Corpus, corpus

__all__ = ["Corpus", "Outcome", "Record", "corpus", "record_of"]


def __dir__() -> list[str]:
    return __all__
