"""What a copy of a known text has to hold, and does not.

In: the tables of a text, and the sidecar of the text that comes with the package. Out: whether the one is a copy of the other, and
a finding for each document, title, table or heading that the sidecar names and the copy does not have, and one for the lines
that are not the same. Nothing is demanded of
a text of another kind: no notice is compulsory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from xcdata.dataset.tables import Tables
from xcdata.gazette.documents import Document
from xcdata.gazette.outline import sections
from xcdata.gazette.passage import squeeze
from xcdata.ledger.results import Finding, Notice
from xcdata.ledger.words import messages
from xcdata.review.noticed import say
from xcdata.review.wording import wording

COPY = 2
"""A text is taken for a copy when it has more than one in so many of the sidecar's documents."""
DIFFERS = "differs from ours"
SHOWN = 12


def is_copy(tables: Tables, sidecar: Mapping[str, Any]) -> bool:
    """Tell whether a text is a copy, edited or not, of the one that a sidecar describes."""
    wanted = {entry["id"] for entry in sidecar["document"]}
    there = {document.id for document in tables.gazette.documents}
    return COPY * len(wanted & there) > len(wanted)


def unmet(tables: Tables, sidecar: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield a finding for everything that a copy has to hold and does not."""
    documents = {document.id: document for document in tables.gazette.documents}
    for entry in sidecar["document"]:
        id_, title = entry["id"], entry["title"]
        document = documents.get(id_)
        if document is None:
            yield demand("document_gone", (), id=id_, title=title)
            continue
        if squeeze(document.title) != squeeze(title):
            yield demand("title_changed", (document.lines[0].number,), id=id_, wanted=title)
        for name in entry.get("tables", ()):
            if not any(row["document"] == id_ for row in tables.rows.get(name, ())):
                yield demand("table_gone", (document.number_line,), id=id_, table=name)
        yield from headings_unmet(document, entry.get("headings", ()))


def headings_unmet(document: Document, wanted: list[str]) -> Iterator[Finding]:
    """Yield a finding for each heading of a document that no heading begins with; the heading in its place is named."""
    found = [section for part in document.parts for section in sections(part)]
    titles = [squeeze(section.title) for section in found]
    taken = {at for at, title in enumerate(titles) if any(matches(title, heading) for heading in wanted)}
    for heading in wanted:
        if not any(matches(title, heading) for title in titles):
            free = [section.heading.number for at, section in enumerate(found) if at not in taken]
            yield demand("heading_changed", tuple(free[:1]), id=document.id, wanted=heading)


def matches(title: str, heading: str) -> bool:
    """Tell whether a heading's text is the one that is wanted, with or without a count behind it."""
    return title.startswith(heading) and not title[len(heading) :].strip("（(共）)名个人家0123456789")


def differing(tables: Tables, original: str) -> Iterator[Finding]:
    """Yield one finding, for information, of the lines on which an edited copy is another than the text that it was made from.

    What was changed may be in no sum and in no table; that it was changed is known all the same.
    """
    found = wording(original.split("\n"), [line.text for line in tables.gazette.lines])
    if changed := found.places:
        template = "differing" if len(changed) <= SHOWN else "differing_long"
        message = say(template, lines=changed[:SHOWN], count=len(changed))
        yield Finding(DIFFERS, DIFFERS, Notice.INFORMATION, message, lines=changed)
    if found.spaces:
        message = messages("spaced", count=found.spaces)
        yield Finding(f"{DIFFERS}/spaces", DIFFERS, Notice.INFORMATION, message)


def demand(name: str, lines: tuple[int, ...], **values: object) -> Finding:
    """Return the finding of something that is wanting."""
    message = messages(name, **values)
    id_ = "/".join([name, *map(str, values.values())])
    return Finding(id_, "not as demanded", Notice.NOTICED, message, lines=lines)
