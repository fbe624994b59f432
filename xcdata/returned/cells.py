"""Cells of a sheet, coloured where they stand.

In: a :class:`~xcdata.returned.package.Package`, a sheet's part, the cells and their colours. Out: the package in which these cells, and no
others, have a fill; of their formats all else is kept. A cell that was blank is put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xcdata.grids.address import Place, address, place_of
from xcdata.returned.package import Package
from xcdata.returned.xml import Tag, spliced, tags_of, with_attributes, with_child


def colour_cells(package: Package, sheet: str, colours: Mapping[Place, str]) -> None:
    """Give cells a fill, six digits of red, green and blue each."""
    content = package.parts[sheet]
    tags = tags_of(content)
    there, rows = places_of(tags)
    tinted: dict[tuple[str, str], int] = {}

    def style(place: Place, base: str) -> int:
        if (base, colours[place]) not in tinted:
            tinted[base, colours[place]] = with_fill(package, int(base), colours[place])
        return tinted[base, colours[place]]

    pieces: list[tuple[int, int, bytes]] = []
    missing: dict[int, list[Place]] = {}
    for place in sorted(colours):
        if (tag := there.get(place)) is not None:
            number = style(place, tag.attributes.get("s", "0"))
            pieces.append((tag.start, tag.inner, with_attributes(content, tag, s=number)))
        else:
            missing.setdefault(place[0], []).append(place)
    data = next(tag for tag in tags if tag.name == "sheetData")
    new_rows: dict[int, str] = {}
    for row, places in missing.items():
        base = rows[row].attributes.get("s", "0") if row in rows else "0"
        cells = {
            place: f'<{data.prefix}c r="{address(place)}" s="{style(place, base)}"/>' for place in places
        }
        if row not in rows:
            new_rows[row] = f'<{data.prefix}row r="{row}">{"".join(cells.values())}</{data.prefix}row>'
            continue
        behind = {
            place: next((there[one].start for one in sorted(there) if one[0] == row and one > place), None)
            for place in places
        }
        for at in dict.fromkeys(behind.values()):
            joined = "".join(cells[place] for place in places if behind[place] == at)
            piece = with_child(content, rows[row], joined) if at is None else (at, at, joined.encode())
            pieces.append(piece)
    for at, joined in grouped(new_rows, rows):
        piece = with_child(content, data, joined) if at is None else (at, at, joined.encode())
        pieces.append(piece)
    package.parts[sheet] = spliced(content, pieces)


def grouped(new: Mapping[int, str], rows: Mapping[int, Tag]) -> Iterator[tuple[int | None, str]]:
    """Yield new rows with where the row behind them begins; None at the end."""
    of: dict[int | None, str] = {}
    for number in sorted(new):
        at = next((rows[row].start for row in sorted(rows) if row > number), None)
        of[at] = of.get(at, "") + new[number]
    yield from of.items()


def places_of(tags: list[Tag]) -> tuple[dict[Place, Tag], dict[int, Tag]]:
    """Return the cells and the rows of a sheet; one that does not say where it stands follows the one before."""
    cells: dict[Place, Tag] = {}
    rows: dict[int, Tag] = {}
    row = column = 0
    for tag in tags:
        if tag.name == "row" and tag.depth == 2:
            row, column = int(tag.attributes.get("r", row + 1)), 0
            rows[row] = tag
        elif tag.name == "c" and tag.depth == 3:
            row, column = place_of(tag.attributes["r"]) if "r" in tag.attributes else (row, column + 1)
            cells[row, column] = tag
    return cells, rows


def with_fill(package: Package, number: int, colour: str) -> int:
    """Add a cell's format that is another but for its fill; return its number."""
    p = package.style_prefix()
    fill = package.add_style(
        "fills",
        f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{colour}"/>'
        f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>',
    )
    entry = package.style("cellXfs", number)
    # The format's prefix may be declared on the root alone, so that its first tag is found as it stands.
    opening = entry[: entry.index(b">") + 1]
    tag = Tag("xf", "", {}, 0, 0, len(opening))
    made = with_attributes(entry, tag, fillId=fill, applyFill=1) + entry[len(opening) :]
    return package.add_style("cellXfs", made.decode())
