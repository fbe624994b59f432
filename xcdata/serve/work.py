"""A file → its review or audit, in every form that the page offers.

In: a file under a name of our own, and what it is called by whoever sent it. Out: an :class:`Outcome`. It runs in a process of
its own, so that long work can be stopped and a crash harms nothing else; all that it returns is plain texts and bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from markupsafe import escape

from xcdata.auditing.audit import Audit
from xcdata.auditing.sheets import WorkbookAudit, audit
from xcdata.errors import InputError, XcdataError, lines_told
from xcdata.files import read_text
from xcdata.gazette.documents import split_documents
from xcdata.grids.texts import tables_of
from xcdata.labels import LANGUAGES
from xcdata.output.coverage_view import review_json
from xcdata.output.grid_view import audit_json
from xcdata.output.page import report_html
from xcdata.returned.check import check
from xcdata.returned.marked import marked
from xcdata.review.review import Review, is_workbook

TABLES = (".csv", ".tsv", ".md")

FOREIGN = ("no_plan_sheet", "not_xlsx", "file_too_large", "workbook_too_large")
"""What is said of a workbook that is not the plan's; it is a table like any other."""

UNUSABLE = 2


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    Attributes
    ----------
    code : int
        The exit code that the command line would give: 0, 1, 2 or 3.
    way : str
        ``check`` or ``audit``; empty where the file cannot be used.
    told : mapping of str to list of str
        By language, what is wrong with the file, as the command line says it.
    products : mapping of str to bytes
        ``page-zh``, ``page-en``, ``json``; of an .xlsx workbook ``marked-zh`` and ``marked-en``.
    """

    code: int
    way: str = ""
    told: Mapping[str, list[str]] = field(default_factory=dict)
    products: Mapping[str, bytes] = field(default_factory=dict)


def outcome(path: Path, shown: str, way: str, tell: Callable[[str], None]) -> Outcome:
    """Look at a file.

    Parameters
    ----------
    path : Path
        Where it is, under a name of our own.
    shown : str
        What it is called; it appears wherever the path would.
    way : str
        One of :data:`~xcdata.serve.desk.WAYS`.
    tell : callable
        Takes the name of each stage that is reached.
    """
    tell("checking")
    try:
        # Commands on the page quote the name as a shell needs it.
        found = called(looked_at(path, way), shown)
    except XcdataError as error:
        told = {
            lang: [renamed(line, path, shown, str) for line in lines_told(error, lang)] for lang in LANGUAGES
        }
        return Outcome(UNUSABLE, told=told)
    tell("writing")
    products = {
        f"page-{lang}": renamed(report_html(found, lang=lang), path, shown, in_html) for lang in LANGUAGES
    }
    products["json"] = renamed(
        review_json(found) if isinstance(found, Review) else audit_json(found), path, shown, in_json
    )
    made = {name: text.encode("utf-8", "replace") for name, text in products.items()}
    if path.suffix == ".xlsx":
        with suppress(InputError):  # no copy is offered of what cannot be patched
            content = path.read_bytes()
            made |= {f"marked-{lang}": marked(path, content, found, lang, shown) for lang in LANGUAGES}
    return Outcome(found.exit_code, "check" if isinstance(found, Review) else "audit", products=made)


def called(found: Review | Audit | WorkbookAudit, name: str) -> Review | Audit | WorkbookAudit:
    """Return what was found in a file under the name that its sender calls it."""
    if isinstance(found, WorkbookAudit):
        return replace(found, name=name, sheets=tuple(replace(one, name=name) for one in found.sheets))
    return replace(found, name=name)


def looked_at(path: Path, way: str) -> Review | Audit | WorkbookAudit:
    """Return what is found in a file.

    Raises
    ------
    InputError
        A file that cannot be used.
    """
    if way == "check" or (way == "auto" and not is_workbook(path) and is_notice(path)):
        return check(path)
    if way == "auto" and is_workbook(path):
        try:
            return check(path)
        except InputError as error:
            if error.problems[0].kind not in FOREIGN:
                raise
    return audit(path)


def is_notice(path: Path) -> bool:
    """Whether a text is to be read as notices: it has a number or a date of issue, or else no table."""
    if path.suffix in TABLES:
        return False
    try:
        text = read_text(path)
        documents = split_documents(text).documents
        dated = any(one.number is not None or one.issued is not None for one in documents)
        return dated or not any(True for _ in tables_of(text, path))
    except InputError:
        return False  # the audit says what is wrong


def renamed(text: str, path: Path, shown: str, escaped: Callable[[str], str]) -> str:
    """Return a text in which a file is called what its sender calls it, and nothing says where it lies."""
    for own in (str(path), path.name):
        text = text.replace(escaped(own), escaped(shown))
    return text


def in_html(text: str) -> str:
    """Return a text as HTML has it."""
    return str(escape(text))


def in_json(text: str) -> str:
    """Return a text as it stands inside a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
