"""Where the numbering of a document's sections and items breaks.

In: a document. Out: a :class:`Gap` for each number that should stand there and does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from xcdata.gazette.documents import Document
from xcdata.gazette.outline import RANKS, Item, match_item, read_item
from xcdata.gazette.passage import Line

# Where a line break was lost, an item follows the end of a sentence within the line of the one before.
INLINE = re.compile(r"[。；：;:][\s*]*")
ANNEX = re.compile(r"附\s*件\s*\d*")
ROW_NUMBER_HEADER = "序号\t"


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where the numbering breaks.

    Attributes
    ----------
    document : str
    path : tuple of str
        Labels of what it stands in, from the outermost in: ``("附件3", "二")``.
    missing : str
        Label of the number that should stand there, or of the first and last of several.
    before : Item or None
        The item before it; None at the head of a list.
    after : Item
        What stands there instead; its number may be right and what is before its last point not.
    """

    document: str
    path: tuple[str, ...]
    missing: str
    before: Item | None
    after: Item

    @property
    def out_of_order(self) -> bool:
        """Whether the number after it is not higher than the one before."""
        return self.before is not None and self.after.number <= self.before.number


def find_gaps(document: Document) -> Iterator[Gap]:
    """Find where a document's numbering breaks.

    A list begins with 1, or runs on from the last list of its style; it may begin again with 1. Rows of a table
    count as items below a header that begins with 序号. Each annex numbers for itself. The end of a list is not
    known, so that nothing can be said of a last item that is missing.
    """
    body = [line for line in document.lines if line.number > document.number_line]
    starts = [index for index, line in enumerate(body) if ANNEX.fullmatch(line.content)]
    for start, end in pairwise([0, *starts, len(body)]):
        name = ["".join(body[start].content.split())] if start in starts else []
        yield from gaps_of_part(document.id, name, body[start:end])


def gaps_of_part(document: str, name: list[str], lines: list[Line]) -> Iterator[Gap]:
    """Find the gaps in a notice's body, or in one of its annexes."""
    outline: list[Item] = []
    lists: dict[tuple[int, str], Item] = {}
    latest: dict[str, Item] = {}
    has_row_numbers = False
    for line in lines:
        has_row_numbers = has_row_numbers or line.text.startswith(ROW_NUMBER_HEADER)
        item = read_item(line)
        if item is None or not item.number or (item.style == "row" and not has_row_numbers):
            continue
        while outline and RANKS[outline[-1].style] >= RANKS[item.style]:
            outline.pop()
        parent = outline[-1].line if outline else lines[0].number
        before = lists.get((parent, item.style))
        if before is None and item.style in latest and latest[item.style].number < item.number:
            before = latest[item.style]
        path = (*name, *(outer.label for outer in outline))
        begins = item.number == 1 and (before is None or before.number > 1)
        outer = strange_outer(item, before, outline[-1] if outline else None)
        if outer:
            meant = replace(item, outer=outer)
            yield Gap(document, path, meant.label, before, item)
            item = meant
        elif not begins and before is not None and item.number <= before.number:
            yield Gap(document, path, before.numbered(before.number + 1), before, item)
        elif not begins and item.number != (before.number if before else 0) + 1:
            first = (before.line if before else parent) - lines[0].number
            between = inline_items(lines[first : line.number - lines[0].number], before, item)
            yield from jumps(document, path, before, [*between, item])
        lists[parent, item.style] = latest[item.style] = item
        outline.append(item)


def strange_outer(item: Item, before: Item | None, parent: Item | None) -> str:
    """Return what should stand before the last point of a decimal number where something else does; else nothing.

    A number 1 after others begins another section, whose heading may have none.
    """
    if item.number == 1 and before is not None:
        return ""
    above = f"{parent.label}." if parent is not None and parent.style in ("arabic", "decimal2") else ""
    expected = [outer for outer in (before.outer if before else "", above) if outer]
    return expected[0] if item.outer and expected and item.outer not in expected else ""


def inline_items(lines: Iterable[Line], before: Item | None, after: Item) -> Iterator[Item]:
    """Yield the items between two that are printed within a line, in rising order."""
    number = before.number if before else 0
    for line in lines:
        for match in INLINE.finditer(line.text):
            item = match_item(line, match.end())
            if item and item.style == after.style and number < item.number < after.number:
                number = item.number
                yield item


def jumps(document: str, path: tuple[str, ...], before: Item | None, items: Iterable[Item]) -> Iterator[Gap]:
    """Yield a gap wherever the number of an item is not the next one."""
    for item in items:
        first, last = (before.number if before else 0) + 1, item.number - 1
        if first <= last:
            labels = [item.numbered(number) for number in ([first, last] if first < last else [first])]
            yield Gap(document, path, "–".join(labels), before, item)
        before = item
