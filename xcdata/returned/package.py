"""A workbook as the parts of its archive: what can be added to it while all other parts stay as they are.

In: the bytes of an ``.xlsx`` file. Out: a :class:`Package`, to which relations, content types, styles, comments and a sheet are added, and
its bytes. Saving through a library that reads workbooks would drop what it does not know: charts, pictures, forms.
"""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xcdata.returned.xml import Tag, spliced, tags_of, with_attributes, with_child

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = "[Content_Types].xml"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Package:
    """The parts of a workbook, in their order.

    Parameters
    ----------
    content : bytes
        A sound archive.

    Raises
    ------
    ValueError
        A workbook of another dialect (strict), or in another encoding.
    """

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as archive:
            self.infos = archive.infolist()
            self.parts = {info.filename: archive.read(info) for info in self.infos}
        self.workbook = next(
            target for _, kind, target in self.relations("") if kind.endswith("/officeDocument")
        )
        if b"purl.oclc.org/ooxml" in self.parts[self.workbook]:
            raise ValueError("strict OOXML")

    def packed(self) -> bytes:
        """Return the archive; parts that were there keep their places and dates."""
        file = BytesIO()
        there = {info.filename for info in self.infos}
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for info in self.infos:
                archive.writestr(info, self.parts[info.filename])
            for name, content in self.parts.items():
                if name not in there:
                    info = ZipInfo(name)
                    info.compress_type = ZIP_DEFLATED
                    archive.writestr(info, content)
        return file.getvalue()

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Return the id, the kind and the part of everything that a part refers to within the archive."""
        content = self.parts.get(relations_part(part))
        tags = tags_of(content) if content else []
        folder = posixpath.dirname(part)
        return [
            (tag.attributes["Id"], tag.attributes["Type"], resolved(folder, tag.attributes["Target"]))
            for tag in tags
            if tag.name == "Relationship" and tag.attributes.get("TargetMode") != "External"
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another; return the id."""
        name = relations_part(part)
        content = self.parts.get(name) or f'{HEADER}<Relationships xmlns="{RELATIONS}"/>'.encode()
        tags = tags_of(content)
        taken = {tag.attributes.get("Id") for tag in tags}
        id_ = next(f"rId{n}" for n in range(1, len(tags) + 2) if f"rId{n}" not in taken)
        child = f'<{tags[0].prefix}Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="/{target}"/>'
        self.parts[name] = spliced(content, [with_child(content, tags[0], child)])
        return id_

    def declare(self, part: str, kind: str) -> None:
        """Say of which kind a new part is; of a .vml drawing by its ending."""
        content = self.parts[TYPES]
        tags = tags_of(content)
        if part.endswith(".vml"):
            if any(tag.attributes.get("Extension", "").lower() == "vml" for tag in tags):
                return
            child = f'<{tags[0].prefix}Default Extension="vml" ContentType="{kind}"/>'
            # Defaults stand before what is said of single parts.
            self.parts[TYPES] = spliced(content, [(tags[0].inner, tags[0].inner, child.encode())])
            return
        child = f'<{tags[0].prefix}Override PartName="/{part}" ContentType="{kind}"/>'
        self.parts[TYPES] = spliced(content, [with_child(content, tags[0], child)])

    def new_name(self, stem: str, ending: str) -> str:
        """Return a name that no part has."""
        there = {name.lower() for name in self.parts}
        return next(
            name for n in range(1, len(there) + 2) if (name := f"{stem}{n}.{ending}").lower() not in there
        )

    def sheets(self) -> dict[str, str]:
        """Return the part of each sheet, by name."""
        targets = {id_: target for id_, _, target in self.relations(self.workbook)}
        found = {}
        for tag in tags_of(self.parts[self.workbook]):
            if tag.name == "sheet" and tag.depth == 2:
                id_ = next(value for key, value in tag.attributes.items() if key.endswith(":id"))
                found[tag.attributes["name"]] = targets[id_]
        return found

    def add_sheet(self, name: str, content: str) -> None:
        """Add a sheet behind the others."""
        part = self.new_name("xl/worksheets/sheet", "xml")
        self.parts[part] = content.encode()
        self.declare(part, f"{KINDS}.worksheet+xml")
        id_ = self.relate(self.workbook, "worksheet", part)
        workbook = self.parts[self.workbook]
        tags = tags_of(workbook)
        number = 1 + max(int(tag.attributes["sheetId"]) for tag in tags if "sheetId" in tag.attributes)
        sheets = next(tag for tag in tags if tag.name == "sheets")
        child = f'<{sheets.prefix}sheet xmlns:r="{OFFICE}" name={quoteattr(name)} sheetId="{number}" r:id="{id_}"/>'
        self.parts[self.workbook] = spliced(workbook, [with_child(workbook, sheets, child)])

    def styles(self) -> str:
        """Return the part of the styles."""
        return next(target for _, kind, target in self.relations(self.workbook) if kind.endswith("/styles"))

    def add_style(self, group: str, make: str) -> int:
        """Add an entry (a font, a fill, a cell's format) to a group of the styles; return its number."""
        part = self.styles()
        content = self.parts[part]
        tags = tags_of(content)
        tag = next(one for one in tags if one.name == group and one.depth == 1)
        number = len(children(tags, tag))
        pieces = [with_child(content, tag, make)]
        pieces.append((tag.start, tag.inner, with_attributes(content, tag, count=number + 1)))
        self.parts[part] = spliced(content, pieces)
        return number

    def style(self, group: str, number: int) -> bytes:
        """Return an entry of the styles as it stands."""
        content = self.parts[self.styles()]
        tags = tags_of(content)
        entry = children(tags, next(one for one in tags if one.name == group and one.depth == 1))[number]
        return content[entry.start : entry.end]

    def style_prefix(self) -> str:
        """Return the prefix of the elements of the styles."""
        return tags_of(self.parts[self.styles()])[0].prefix


def children(tags: list[Tag], parent: Tag) -> list[Tag]:
    """Return the elements right below another."""
    return [tag for tag in tags if tag.depth == parent.depth + 1 and parent.start < tag.start < parent.end]


def relations_part(part: str) -> str:
    """Return where the relations of a part stand; those of the package itself for none.

    Examples
    --------
    >>> relations_part("xl/workbook.xml"), relations_part("")
    ('xl/_rels/workbook.xml.rels', '_rels/.rels')
    """
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def resolved(folder: str, target: str) -> str:
    """Return the part that a relation of a folder's part names.

    Examples
    --------
    >>> resolved("xl/worksheets", "../drawings/drawing1.xml"), resolved("xl", "/xl/styles.xml")
    ('xl/drawings/drawing1.xml', 'xl/styles.xml')
    """
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def text_cell(address: str, text: str, style: int) -> str:
    """Return a cell that holds a text; characters that XML has no place for are left out."""
    if not text:
        return f'<c r="{address}" s="{style}"/>'
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)
    return (
        f'<c r="{address}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(clean)}</t></is></c>'
    )
