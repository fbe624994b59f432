"""The sheet that lists what was found in a workbook: one row a mark, each with a link to its cell.

In: a :class:`~xcdata.returned.package.Package` and marks. Out: the package with one sheet more, behind its own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from xml.sax.saxutils import quoteattr

from xcdata.excel.style import lines_needed
from xcdata.grids.address import address
from xcdata.labels import label
from xcdata.returned.cells import with_fill
from xcdata.returned.marks import Mark
from xcdata.returned.package import HEADER, MAIN, Package, text_cell
from xcdata.review.edits import short

COLUMNS = (("where", 26), ("verdict", 14), ("finding", 76), ("before", 24), ("after", 24), ("implied", 14))
"""What the list says of each mark, and how wide that is."""

WIDTHS = tuple(width for _, width in COLUMNS)
WHOLE = sum(WIDTHS)


def add_list(
    package: Package, marks: Sequence[Mark], lines: Sequence[str], names: Collection[str], lang: str
) -> None:
    """Add the sheet that lists the marks, below lines that sum them up; its name is one that no other sheet has."""
    title = label("marked", "sheet", lang)
    numbered = (title if n == 1 else f"{title} {n}" for n in range(1, len(names) + 2))
    name = next(one for one in numbered if one not in names)
    style, bold = list_styles(package)
    fills = {
        colour: with_fill(package, style, colour) for colour in dict.fromkeys(one.colour for one in marks)
    }
    last = chr(ord("A") + len(COLUMNS) - 1)
    rows = [row_xml(n, [line], [style if n > 1 else bold], [WHOLE]) for n, line in enumerate(lines, 1)]
    merged = "".join(f'<mergeCell ref="A{n}:{last}{n}"/>' for n in range(1, len(lines) + 1))
    top = len(lines) + 2
    rows.append(row_xml(top, [label("marked", one, lang) for one, _ in COLUMNS], [bold] * len(COLUMNS)))
    links = []
    for number, mark in enumerate(marks, top + 1):
        cells = [mark.where, mark.verdict, mark.text, short(mark.before), short(mark.after), mark.implied]
        rows.append(row_xml(number, cells, [fills[mark.colour], *[style] * (len(cells) - 1)]))
        if mark.place is not None and mark.sheet in names:
            quoted = "'" + mark.sheet.replace("'", "''") + "'"
            target = quoteattr(f"{quoted}!{address(mark.place)}")
            links.append(f'<hyperlink ref="A{number}" location={target}/>')
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, (_, width) in enumerate(COLUMNS, 1)
    )
    parts = [
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0">',
        f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>',
        "</sheetView></sheetViews>",
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>",
        f'<mergeCells count="{len(lines)}">{merged}</mergeCells>',
        f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>',
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
    ]
    package.add_sheet(name, f'{HEADER}<worksheet xmlns="{MAIN}">{"".join(parts)}</worksheet>')


def list_styles(package: Package) -> tuple[int, int]:
    """Add the two formats of the list, in the workbook's own font: wrapped, and the same in bold."""
    p = package.style_prefix()
    own = package.style("fonts", 0).decode()
    opening = own.index(">") + 1
    is_bold = own.endswith("/>") or re.search(r"<(\w+:)?b(/| )", own)
    font = package.add_style("fonts", own if is_bold else f"{own[:opening]}<{p}b/>{own[opening:]}")
    plain, bold = (
        f'<{p}xf numFmtId="0" fontId="{number}" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">'
        f'<{p}alignment vertical="top" wrapText="1"/></{p}xf>'
        for number in (0, font)
    )
    return package.add_style("cellXfs", plain), package.add_style("cellXfs", bold)


def row_xml(number: int, texts: Sequence[str], styles: Sequence[int], widths: Sequence[int] = WIDTHS) -> str:
    """Return a row of texts, as high as they need."""
    cells = "".join(
        text_cell(address((number, column)), text, style)
        for column, (text, style) in enumerate(zip(texts, styles, strict=True), 1)
    )
    lines = max(lines_needed(text, width) for text, width in zip(texts, widths, strict=True))
    return f'<row r="{number}" ht="{4 + 15 * lines}" customHeight="1">{cells}</row>'
