"""Comments on the cells of a sheet, beside those that it has.

In: a :class:`~xcdata.returned.package.Package`, a sheet's part, a text for each cell. Out: the package with the comments, and the small boxes
that they are shown in (a drawing in VML, which every spreadsheet asks for).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from xcdata.grids.address import Place, address
from xcdata.returned.package import HEADER, KINDS, MAIN, OFFICE, Package, children
from xcdata.returned.xml import Tag, spliced, tags_of, with_child

AUTHOR = "xcdata"
VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
FOLLOWERS = frozenset(
    (
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
        *("tableParts", "extLst", "AlternateContent"),
    )
)
"""What stands behind the drawing of the comments in a sheet."""

SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>'
)
SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;width:220pt;height:{height}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 1</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
BLOCK = 1024
"""Shapes have numbers in blocks of so many, one block or more a sheet."""


def add_comments(package: Package, sheet: str, texts: Mapping[Place, str]) -> None:
    """Add comments to the cells of a sheet, given by its part."""
    new = write_texts(package, sheet, texts)
    if new:
        draw_boxes(package, sheet, {place: texts[place] for place in new})


def write_texts(package: Package, sheet: str, texts: Mapping[Place, str]) -> list[Place]:
    """Write the texts; return the cells that had no comment. Where there is one, the text is added to it."""
    part = next((to for _, kind, to in package.relations(sheet) if kind.endswith("/comments")), None)
    if part is None:
        part = package.new_name("xl/comments", "xml")
        empty = f'{HEADER}<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
        package.parts[part] = empty.encode()
        package.declare(part, f"{KINDS}.comments+xml")
        package.relate(sheet, "comments", part)
    content = package.parts[part]
    tags = tags_of(content)
    p = tags[0].prefix
    authors = next(tag for tag in tags if tag.name == "authors")
    number = len(children(tags, authors))
    there = {tag.attributes["ref"]: tag for tag in tags if tag.name == "comment"}
    pieces = [with_child(content, authors, f"<{p}author>{AUTHOR}</{p}author>")]
    added, new = [], []
    for place, text in sorted(texts.items()):
        cell = address(place)
        told = escape(text if cell not in there else f"\n{text}")
        run = f'<{p}r><{p}t xml:space="preserve">{told}</{p}t></{p}r>'
        if cell not in there:
            new.append(place)
            added.append(
                f'<{p}comment ref="{cell}" authorId="{number}"><{p}text>{run}</{p}text></{p}comment>'
            )
            continue
        body = next(tag for tag in children(tags, there[cell]) if tag.name == "text")
        pieces += appended(content, tags, body, run)
    listed = next(tag for tag in tags if tag.name == "commentList")
    if added:
        pieces.append(with_child(content, listed, "".join(added)))
    package.parts[part] = spliced(content, pieces)
    return new


def appended(content: bytes, tags: list[Tag], body: Tag, run: str) -> list[tuple[int, int, bytes]]:
    """Return the pieces that add a run to a comment's text; a plain text becomes a run as well."""
    pieces = []
    for tag in children(tags, body):
        if tag.name == "t":
            pieces.append((tag.start, tag.start, f"<{tag.prefix}r>".encode()))
            pieces.append((tag.end, tag.end, f"</{tag.prefix}r>".encode()))
    return [*pieces, with_child(content, body, run)]


def free_block(package: Package) -> int:
    """Return a number that no drawing of the workbook has for its shapes."""
    drawings = [content for name, content in package.parts.items() if name.lower().endswith(".vml")]
    used = [
        int(n) for one in drawings for data in re.findall(rb'data="([\d,]+)"', one) for n in data.split(b",")
    ]
    return max(used, default=0) + 1


def draw_boxes(package: Package, sheet: str, texts: Mapping[Place, str]) -> None:
    """Draw the boxes of new comments."""
    part = next((to for _, kind, to in package.relations(sheet) if kind.endswith("/vmlDrawing")), None)
    content = package.parts[sheet]
    tags = tags_of(content)
    block = free_block(package)
    if part is None or not any(tag.name == "legacyDrawing" and tag.depth == 1 for tag in tags):
        part = package.new_name("xl/drawings/vmlDrawing", "vml")
        package.parts[part] = DRAWING.format(block=block).encode()
        package.declare(part, VML)
        id_ = package.relate(sheet, "vmlDrawing", part)
        element = f'<{tags[0].prefix}legacyDrawing xmlns:r="{OFFICE}" r:id="{id_}"/>'.encode()
        behind = [tag.start for tag in tags if tag.depth == 1 and tag.name in FOLLOWERS]
        at = min(behind, default=tags[0].close)
        package.parts[sheet] = spliced(content, [(at, at, element)])
    drawing = package.parts[part]
    numbers = [int(number) for number in re.findall(rb"_x0000_s(\d+)", drawing)]
    first = max(numbers, default=block * BLOCK) + 1
    shapes = [] if b'id="_x0000_t202"' in drawing else [SHAPE_TYPE]
    for number, ((row, column), text) in enumerate(sorted(texts.items()), first):
        lines = sum(1 + len(line) // 22 for line in text.split("\n"))
        shapes.append(
            SHAPE.format(
                number=number,
                height=16 * (lines + 1),
                row=row - 1,
                column=column - 1,
                left=column,
                right=column + 4,
                top=max(row - 2, 0),
                bottom=max(row - 2, 0) + 1 + lines,
            )
        )
    # What other programs draw need not be well-formed, so that the end is looked for as it stands.
    end = drawing.rindex(b"</xml>")
    package.parts[part] = drawing[:end] + "".join(shapes).encode() + drawing[end:]
