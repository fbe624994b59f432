"""The articles of rules, and their items; measures, which are articles without numbers.

In: a gazette. Out: the rows of ``articles``: one for each article (第三条) and one for each of its items, whose ``item`` is set; of
measures, whose sections are headings with items or a paragraph below them, one for each of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xcdata.gazette.documents import Document, Extract, Gazette, Record
from xcdata.gazette.outline import Item, Section, match_item, sections
from xcdata.gazette.passage import Line, Passage, passage, squeeze

MEASURES = re.compile("措施(?:的通知)?$")
FEWEST = 3
"""A text has articles when it has so many; a lone 第五条 at a line's start is a reference."""
INLINE = re.compile(r"[。；;]\s*(?=[（(])")
EMPHASIS = re.compile(r"\*\*|</?b>")


def read_articles(gazette: Gazette) -> Extract:
    """Read the articles of every document of rules, and the measures of every document of measures."""
    extract = Extract({"articles": []})
    for document in gazette.documents:
        for part in document.parts:
            found = sections(part)
            numbered = sum(section.item.style == "article" for section in found)
            rows: list[Record] = []
            if numbered >= FEWEST:
                rows = [row for section in found for row in article_rows(document, section)]
            elif MEASURES.search(document.title) and found:
                rows = list(measure_rows(document, found))
            extract.rows["articles"] += rows
            extract.read.update(int(row["line"]) for row in rows)
    return extract


def article_rows(document: Document, section: Section) -> Iterator[Record]:
    """Yield the rows of an article, or of one of its items; chapters have none."""
    article = next((label for label in section.path if label.endswith("条")), None)
    if article is None:
        return
    chapter = next((label for label in section.path if label.endswith("章")), None)
    of_item = section.item.style != "article"
    yield from rows_of(document, section, chapter, article, section.item.label if of_item else None)


def rows_of(
    document: Document, section: Section, chapter: str | None, article: str | None, item: str | None
) -> Iterator[Record]:
    """Yield the row of a section, and one for each further item printed within it."""
    text = passage([section.heading, *section.lines])
    starts = [(len(section.heading.text.strip()) - len(section.title), item)]
    if item is not None:
        starts += ((place, one.label) for place, one in inline_items(text, section.item))
    ends = [*(start for start, _ in starts[1:]), len(text.text)]
    for (start, label), end in zip(starts, ends, strict=True):
        line, column = text.places[min(start, len(text.places) - 1)]
        words = EMPHASIS.sub("", text.text[start:end])
        if label and start:
            words = words.removeprefix(label)
        yield {
            **{"document": document.id, "line": line, "column": column},
            **{"chapter": chapter, "article": article, "item": label, "text": words.strip(" \u3000*")},
        }


def inline_items(text: Passage, first: Item) -> Iterator[tuple[int, Item]]:
    """Yield the items that follow the first of a passage within its lines, where line breaks were lost."""
    number = first.number
    for match in INLINE.finditer(text.text):
        item = match_item(Line(0, text.text), match.end())
        if item and item.style == first.style and item.number == number + 1:
            number = item.number
            yield match.end(), item


def measure_rows(document: Document, found: Sequence[Section]) -> Iterator[Record]:
    """Yield the rows of measures: the items below a heading, or the paragraph where it has none."""
    outer = {section.path[:-1] for section in found}
    for section in found:
        chapter = section.path[0]
        if len(section.path) > 1:
            yield from rows_of(document, section, chapter, None, section.item.label)
        elif section.path not in outer:
            below = [line for line in section.lines if line.content]
            if below:
                text = passage(below)
                yield {
                    **{"document": document.id, "line": below[0].number, "column": text.places[0][1]},
                    **{"chapter": chapter, "article": None, "item": None, "text": squeeze(text.text)},
                }
