"""The text of a gazette → notices, and rows of what they contain.

In: a text. Out: documents, sections, passages that know their lines; rows with exact values for every kind of content; and the
ledgers of what the text states.
"""

from xcdata.gazette.documents import Document, Gazette, split_documents
from xcdata.gazette.outline import Section
from xcdata.gazette.passage import Line, Passage

__all__ = ["Document", "Gazette", "Line", "Passage", "Section", "split_documents"]


def __dir__() -> list[str]:
    return __all__
