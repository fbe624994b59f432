"""A form that was sent → the files in it, as jobs.

In: a request. Out: its files, each with a name to show and a suffix of ours. Nothing is put on disk, no more than
:data:`~xcdata.files.MOST_BYTES` are held, and a form that is none, cut short or without a file is refused in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncGenerator
from typing import TypeGuard

import python_multipart  # noqa: F401  starlette misses it only when the first form comes in
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from xcdata.errors import XcdataError
from xcdata.files import MOST_BYTES
from xcdata.serve.desk import MOST_FILES, SUFFIXES, WAYS, Job

MOST_PASSED = 16 * MOST_BYTES
"""Bytes of an upload that are read although they are thrown away: a browser shows an answer only when it has sent everything."""

MOST_FORM = 10_000
"""Bytes of a field beside files: the name of a choice."""

LONGEST_NAME = 120
"""Characters of a file's name that are shown."""


class InMemory(MultiPartParser):
    """A parser of forms that puts nothing on disk."""

    spool_max_size = MOST_BYTES + 1


async def jobs_in(request: Request) -> list[Job]:
    """Return the files of a form as jobs.

    Raises
    ------
    XcdataError
        ``serve_no_form``, ``serve_broken_form``, ``serve_too_large``, ``serve_no_file``.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise XcdataError("serve_no_form")
    parser = InMemory(
        request.headers, bounded(request), max_files=MOST_FILES, max_fields=4, max_part_size=MOST_FORM
    )
    try:
        form = await parser.parse()
    except (MultiPartException, ClientDisconnect):
        raise XcdataError("serve_broken_form") from None
    try:
        way = form.get("way")
        given = way if isinstance(way, str) and way in WAYS else WAYS[0]
        jobs = [await job_of(file, given) for file in form.getlist("file") if is_chosen(file)]
    finally:
        await form.close()
    if not jobs:
        raise XcdataError("serve_no_file")
    return jobs


def is_chosen(file: UploadFile | str) -> TypeGuard[UploadFile]:
    """Whether there is a file; where none was chosen, a browser sends one without name and content."""
    return isinstance(file, UploadFile) and bool(file.filename or file.size)


async def job_of(file: UploadFile, way: str) -> Job:
    """Return the job of a file that was sent."""
    name, content = shown_name(file.filename or ""), await file.read()
    return Job(name, suffix_of(name), way, content, len(content))


async def bounded(request: Request) -> AsyncGenerator[bytes, None]:
    """Yield what is sent, as long as it is bearable.

    Raises
    ------
    XcdataError
        ``serve_too_large``, when the rest was sent, too, or is beyond all reason.
    """
    passed, declared = 0, request.headers.get("content-length", "")
    # Of what says beforehand that it is too large, nothing is held.
    over = len(declared) > len(str(MOST_BYTES)) or (declared.isdecimal() and int(declared) > MOST_BYTES)
    async for chunk in request.stream():
        passed += len(chunk)
        over = over or passed > MOST_BYTES
        if passed > MOST_PASSED:
            break
        if not over:
            yield chunk
    if over:
        raise XcdataError("serve_too_large", most=MOST_BYTES // 1_000_000)


def shown_name(given: str) -> str:
    r"""Return what a file is called, without folders and without what no name should hold; it is shown, and never a path.

    Examples
    --------
    >>> shown_name("../../etc/计划 2020.xlsx"), shown_name("C:\\x\\a.csv"), shown_name("..")
    ('计划 2020.xlsx', 'a.csv', '_')
    """
    last = re.split(r"[/\\]", given)[-1]
    seen = "".join("_" if character in '<>:"|?*' else character for character in last if is_shown(character))
    at = len(seen) - len(suffix_of(seen))
    stem, suffix = seen[:at], seen[at:]
    return (stem[: LONGEST_NAME - len(suffix)].strip(" .") or "_") + suffix


def is_shown(character: str) -> bool:
    """Whether a character shows; controls, marks of direction and lone surrogates do not."""
    return unicodedata.category(character)[0] != "C"


def suffix_of(name: str) -> str:
    """Return the suffix of a name if it is one of ours, else none.

    Examples
    --------
    >>> suffix_of("A.XLSX"), suffix_of("a.exe")
    ('.xlsx', '')
    """
    return next((suffix for suffix in SUFFIXES if name.lower().endswith(suffix)), "")
