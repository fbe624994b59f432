"""XML as it stands in a file → where its elements are, so that something can be put in and all else stays as it was, byte by byte.

In: the bytes of a part of a workbook. Out: a :class:`Tag` for each element, with its offsets; or the bytes with pieces put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from xcdata.grids.survey import local, parser_of_xml

OPENING = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


@dataclass(slots=True)
class Tag:
    """An element of a part.

    Attributes
    ----------
    name, prefix : str
        Without its prefix, and the prefix with its colon.
    attributes : dict of str to str
    depth : int
        0 of the root.
    start, inner, close, end : int
        Where its first tag begins and ends, and where its last one does.
    is_closed : bool
        Whether it has one tag only; then the last one is empty.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    depth: int
    start: int
    inner: int
    is_closed: bool = False
    close: int = 0
    end: int = 0


def tags_of(content: bytes) -> list[Tag]:
    """Return every element of a part, in order.

    Raises
    ------
    ValueError
        Bytes that are no UTF-8.
    """
    if content[:2] in UTF16:
        raise ValueError("a part in UTF-16")
    found: list[Tag] = []
    open_: list[Tag] = []
    parser = parser_of_xml()

    def start(name: str, attributes: dict[str, str]) -> None:
        at = parser.CurrentByteIndex
        opening = OPENING.match(content, at)
        if opening is None:
            raise ValueError(f"no tag at {at}")
        short = local(name)
        tag = Tag(short, name[: len(name) - len(short)], attributes, len(open_), at, opening.end())
        tag.is_closed = opening[0].endswith(b"/>")
        found.append(tag)
        open_.append(tag)

    def end(_: str) -> None:
        tag = open_.pop()
        tag.close = tag.end = tag.inner
        if not tag.is_closed:
            tag.close = parser.CurrentByteIndex
            tag.end = content.index(b">", tag.close) + 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(content, True)
    return found


Pieces = Iterable[tuple[int, int, bytes]]


def spliced(content: bytes, pieces: Pieces) -> bytes:
    """Return bytes in which each piece takes the place of what stood from its start to its end."""
    parts, at = [], 0
    for start, end, piece in sorted(pieces, key=lambda one: one[:2]):
        parts += [content[at:start], piece]
        at = end
    return b"".join([*parts, content[at:]])


def with_child(content: bytes, tag: Tag, child: str) -> tuple[int, int, bytes]:
    """Return the piece that puts a child behind the others of an element."""
    if not tag.is_closed:
        return tag.close, tag.close, child.encode()
    opening = content[tag.start : tag.inner].rstrip(b"/> \r\n\t")
    return tag.start, tag.end, opening + f">{child}</{tag.prefix}{tag.name}>".encode()


def with_attributes(content: bytes, tag: Tag, **values: object) -> bytes:
    """Return the first tag of an element with some attributes set."""
    opening = content[tag.start : tag.inner]
    for name, value in values.items():
        attribute = f" {name}={quoteattr(str(value))}".encode()
        opening, count = re.subn(rf"""\s{name}\s*=\s*("[^"]*"|'[^']*')""".encode(), attribute, opening)
        if not count:
            opening = re.sub(rb"\s*(/?>)$", attribute.replace(b"\\", b"\\\\") + rb"\1", opening)
    return opening
