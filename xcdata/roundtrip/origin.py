"""A workbook → which text it was made from.

In: the bytes of a workbook. Out: the sha256 of the text that it says it was made from: in a property of the document, which
every spreadsheet keeps, or on its cover, which is all that is looked at in a file of Excel 97; and whether it is ours, as an empty plan is, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZipFile

from xcdata.grids.workbook import ZIP

MADE_FROM = "xcdata made from sha256"
"""The custom property of the document that holds the digest."""

TEMPLATE = "xcdata template"
"""The custom property of an empty plan, which was made from no text; it holds the year."""

PROPERTIES = ("docProps/custom.xml", "meta.xml")
"""Where .xlsx and .ods keep it."""

MOST_PROPERTIES = 1_000_000
"""Bytes; a part that unpacks to more is not read."""


def made_from(content: bytes, cover: Iterable[str] = ()) -> str | None:
    """Return the sha256 of the text that a workbook was made from, None where it does not say.

    Parameters
    ----------
    content : bytes
        A workbook whose archive was already found to be sound.
    cover : iterable of str
        The texts of its cover.
    """
    in_property = property_of(content, MADE_FROM, "[0-9a-f]{64}")
    on_cover = re.search(r"sha256\s+([0-9a-f]{64})", "\n".join(cover))
    return in_property or (on_cover[1] if on_cover else None)


def template_year(content: bytes) -> int | None:
    """Return the year of the empty plan that a workbook was, None where it does not say."""
    found = property_of(content, TEMPLATE, r"\d{4}")
    return int(found) if found else None


def property_of(content: bytes, name: str, pattern: str) -> str | None:
    """Return the value of a custom property, if it has the form that is expected."""
    match = re.search(rf'name="{name}".*?>\s*({pattern})\s*<', properties_of(content), re.DOTALL)
    return match[1] if match else None


def properties_of(content: bytes) -> str:
    """Return the custom properties of a workbook, as its archive has them; nothing of a file of Excel 97."""
    if not content.startswith(ZIP):
        return ""
    with ZipFile(BytesIO(content)) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        small = [part for part in PROPERTIES if 0 < sizes.get(part, 0) <= MOST_PROPERTIES]
        return "".join(archive.read(part).decode("utf-8", "replace") for part in small)


def is_ours(content: bytes) -> bool:
    """Whether bytes are of a workbook that says what it was made from, or that it was an empty plan; what is damaged or no workbook does not."""
    try:
        return made_from(content) is not None or f'name="{TEMPLATE}"' in properties_of(content)
    except Exception:  # as many kinds as there are damages to an archive
        return False
