"""A form that was sent → the files in it, as jobs.

In: a request. Out: its files, each with a name to show and a suffix of ours. Nothing is put on disk, no more than
:data:`~xcdata.files.MOST_BYTES` are held, and a form that is none, cut short or without a file is refused in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from xcdata.errors import XcdataError
from xcdata.files import MOST_BYTES
from xcdata.serve.desk import MOST_FILES, SUFFIXES, WAYS, Job

MOST_PASSED = 16 * MOST_BYTES
"""Bytes of an upload that are read although they are thrown away: a browser shows an answer only when it has sent everything."""

LONGEST_NAME = 120
"""Characters of a file's name that are shown."""


@dataclass
class Part:
    """A part of a form.

    Attributes
    ----------
    name : str
        Of the field.
    filename : str or None
        Of the file, if it is one.
    content : bytearray
    """

    name: str = ""
    filename: str | None = None
    content: bytearray = field(default_factory=bytearray)


class Form:
    """A form as it comes in, piece by piece; all of it is in memory.

    Parameters
    ----------
    boundary : bytes
        What stands between its parts.
    """

    def __init__(self, boundary: bytes) -> None:
        self.parts: list[Part] = []
        self.whole = False
        self._header, self._value = bytearray(), bytearray()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                "on_header_end": self._take_header,
                "on_part_data": self._take,
                "on_end": self._end,
            },
        )

    def write(self, piece: bytes) -> None:
        """Take the next piece.

        Raises
        ------
        FormParserError
            It is no form.
        XcdataError
            ``serve_broken_form``: more than a page sends.
        """
        self._parser.write(piece)

    def _begin(self) -> None:
        if len(self.parts) == MOST_FILES + 1:
            raise XcdataError("serve_broken_form")
        self.parts.append(Part())

    def _take_header(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._value))
            part = self.parts[-1]
            part.name = options.get(b"name", b"").decode("utf-8", "replace")
            if b"filename" in options:
                part.filename = options[b"filename"].decode("utf-8", "replace")
        self._header.clear()
        self._value.clear()

    def _take(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].content += data[start:end]

    def _end(self) -> None:
        self.whole = True


async def jobs_in(request: Request) -> list[Job]:
    """Return the files of a form as jobs.

    Raises
    ------
    XcdataError
        ``serve_no_form``, ``serve_broken_form``, ``serve_too_large``, ``serve_no_file``.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise XcdataError("serve_no_form")
    try:
        form = Form(options[b"boundary"])
        async for piece in bounded(request):
            form.write(piece)
    except (FormParserError, ClientDisconnect):
        raise XcdataError("serve_broken_form") from None
    if not form.whole:
        raise XcdataError("serve_broken_form")
    ways = [part.content.decode("utf-8", "replace") for part in form.parts if part.name == "way"]
    way = next((one for one in ways if one in WAYS), WAYS[0])
    # Where no file was chosen, a browser sends one without name and content.
    files = [part for part in form.parts if part.name == "file" and (part.filename or part.content)]
    if not files:
        raise XcdataError("serve_no_file")
    return [job_of(part, way) for part in files]


def job_of(part: Part, way: str) -> Job:
    """Return the job of a file that was sent."""
    name = shown_name(part.filename or "")
    return Job(name, suffix_of(name), way, bytes(part.content), len(part.content))


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
