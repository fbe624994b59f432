"""Lists that a notice publishes: the entries of a register, the names of those approved.

In: a gazette. Out: the rows of ``list_items``, and the counts that headings and sentences state of them, as
:class:`StatedCount`. A list is a table with running numbers and names and no figures, or numbered lines without a sentence below a
text that announces a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from xcdata.gazette.documents import Document, Extract, Gazette, Record
from xcdata.gazette.outline import read_item
from xcdata.gazette.passage import Line, passage, squeeze
from xcdata.gazette.places import Place

ANNOUNCED = re.compile("名单|名录|目录|一览表|清单")
COLUMNS = {
    "number": re.compile("序号|编号$"),
    "code": re.compile("(?:项目|统一|证书|登记)?(?:编号|编码|代码)"),
    "name": re.compile("名\\s*称|项目$|企业$|单位$"),
    "place": re.compile("地区|地址|所在地|属地|县（?市|申报"),
}
CATEGORY = re.compile(
    r"(?P<name>.*?)(?:[（(]\s*共?计?[：:]?\s*(?P<count>\d+)\s*(?P<unit>[项个家名])\s*[）)])?$"
)
TOTAL = re.compile(r"共计?[：:]?\s*(?P<count>\d+)\s*(?P<unit>[项个家])")
NUMBERED = re.compile("序\\s*号\\t")
FEWEST = 3


@dataclass(frozen=True, slots=True)
class StatedCount:
    """A count that the text states of a list.

    Attributes
    ----------
    document : str
    line, column : int
    category : str or None
        Of the list's part; None of the whole.
    printed : str
    stated : int
    """

    document: str
    line: int
    column: int
    category: str | None
    printed: str
    stated: int


def read_lists(gazette: Gazette, elsewhere: AbstractSet[int] = frozenset()) -> Extract:
    """Read the entries of every list in a text.

    Parameters
    ----------
    gazette : Gazette
    elsewhere : set of int
        Lines that other tables hold as entries.
    """
    extract = Extract({"list_items": []})
    for document in gazette.documents:
        for part in document.parts:
            name = list_name(document, part)
            rows = [*table_items(document, part, name)]
            if not rows and ANNOUNCED.search(document.title + name):
                rows = [*numbered_items(document, part, name, gazette.place)]
            rows = [row for row in rows if row["line"] not in elsewhere]
            extract.rows["list_items"] += rows
            extract.read.update(int(row["line"]) for row in rows)
            if rows:
                extract.read.update(stated.line for stated in heading_counts(document, part))
                extract.read.update(line.number for line in part if NUMBERED.match(line.text))
    return extract


def list_name(document: Document, part: Sequence[Line]) -> str:
    """Return what a list is called: its annex's title, or else the notice's."""
    titled = (
        squeeze(line.content)
        for line in part[1:8]
        if ANNOUNCED.search(line.content) and "。" not in line.content
    )
    return next(titled, "") if part and part[0].number != document.body[0].number else ""


def table_items(document: Document, part: Sequence[Line], name: str) -> Iterator[Record]:
    """Yield the rows of the tables of an annex that have running numbers and names."""
    columns: dict[str, int] = {}
    category: tuple[str, str] | None = None
    for line in part:
        cells = [squeeze(cell) for cell in line.text.split("\t")]
        if len(cells) < 3:
            item = read_item(line)
            if item:
                match = CATEGORY.match(squeeze(line.text[item.end :]))
                category = (item.label, match["name"] if match else "")
            continue
        header = {
            key: next((n for n, cell in enumerate(cells) if pattern.search(cell)), None)
            for key, pattern in COLUMNS.items()
        }
        if header["number"] == 0 and header["name"] is not None:
            known = {key: n for key, n in header.items() if n is not None}
            columns = (
                known if known.get("code") != 0 else {key: n for key, n in known.items() if key != "code"}
            )
            if any("牵头" in cell or "责任" in cell for cell in cells):
                columns = {}
        elif columns and len(cells) > max(columns.values()) and cells[0].isdecimal():
            yield item_row(
                document,
                line.number,
                name or document.title,
                category,
                {k: cells[n] for k, n in columns.items()},
            )


def numbered_items(document: Document, part: Sequence[Line], name: str, place: Place) -> Iterator[Record]:
    """Yield numbered lines that hold a name and no sentence, where there are three or more in order."""
    found: list[tuple[Line, int, str]] = []
    for line in part:
        item = read_item(line)
        text = squeeze(line.text[item.end :]) if item else ""
        if (
            item
            and item.style == "arabic"
            and text
            and not re.search("[。；：]", text)
            and item.number == len(found) + 1
        ):
            found.append((line, item.number, text))
    if len(found) >= FEWEST:
        for line, number, text in found:
            where = place.county_of(text) or (
                place.name if place.stem and text.startswith(place.stem) else None
            )
            cells = {"number": str(number), "name": text, "place": where}
            yield item_row(document, line.number, name or document.title, None, cells)


def item_row(
    document: Document,
    line: int,
    name: str,
    category: tuple[str, str] | None,
    cells: Mapping[str, str | None],
) -> Record:
    """Return a row of ``list_items``."""
    return {
        **{"document": document.id, "line": line, "list": name},
        **{"category_no": category and category[0], "category": category and category[1]},
        **{"number": int(cells["number"] or 0), "code": cells.get("code"), "name": cells["name"]},
        **{"place": cells.get("place") or None},
    }


def stated_counts(document: Document) -> Iterator[StatedCount]:
    """Yield every count that a document states of its lists: of a category in its heading, of the whole elsewhere."""
    for part in document.parts:
        yield from heading_counts(document, part)
    text = passage(document.body)
    for match in TOTAL.finditer(text.text):
        line, column = text.places[match.start("count")]
        yield StatedCount(document.id, line, column, None, match[0], int(match["count"]))


def heading_counts(document: Document, part: Sequence[Line]) -> Iterator[StatedCount]:
    """Yield the counts in the headings of a part."""
    for line in part:
        item = read_item(line)
        match = CATEGORY.match(line.text[item.end :].strip()) if item and "\t" not in line.text else None
        if match and match["count"]:
            column = line.text.rfind(match["count"]) + 1
            printed = f"{match['count']}{match['unit']}"
            yield StatedCount(
                document.id, line.number, column, squeeze(match["name"]), printed, int(match["count"])
            )
