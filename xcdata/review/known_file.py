"""A finding that was judged → its entry in a file of known issues.

In: a review, the id of a finding, a reason. Out: the file with one entry more, written whole or not at all; what it said before stays as it
was, byte by byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from xcdata.errors import XcdataError
from xcdata.files import decode, read_bytes, write_all
from xcdata.ledger.results import STALE, Finding
from xcdata.names import NEAR, near_names
from xcdata.review.accepted import Named
from xcdata.review.known import KnownIssue, issues_of
from xcdata.review.review import Review


def accept(
    review_of: Callable[[Mapping[str, KnownIssue]], Review | Named],
    id_: str,
    path: Path,
    reasons: Mapping[str, str | None],
) -> tuple[str, ...]:
    """Write a finding, with the reason, into a file of known issues.

    Parameters
    ----------
    review_of : callable
        Returns the review, or the findings of an audit, in the light of what is known.
    id_ : str
        The finding.
    path : Path
        The file (TOML); made where there is none.
    reasons : mapping of str to str
        By language (``zh``, ``en``); one is enough.

    Returns
    -------
    tuple of str
        The findings of other entries of the file that are no longer found.

    Raises
    ------
    XcdataError
        A finding that the review does not have, has explained, or that no reason explains; no reason; a file that is no TOML or
        cannot be written.
    """
    told = {lang: text.strip() for lang, text in reasons.items() if text and text.strip()}
    if not told:
        raise XcdataError("reason_missing")
    before = read_bytes(path) if path.exists() else b""
    issues = issues_of(decode(before, path), path) if before else {}
    review = review_of(issues)
    finding = next((one for one in review.found if one.id == id_), None)
    if id_ in issues or (finding and finding.known is not None):
        raise XcdataError("finding_known", found=id_, path=path)
    if finding is None or not finding.is_open:
        ids = [one.id for one in review.open]
        near = near_names(id_, ids) or tuple(ids[:NEAR]) or ("—",)
        raise XcdataError("finding_unknown", found=id_, near=near)
    content = before + entry(finding, told, before)
    after = review_of(issues_of(decode(content, path), path))
    if any(one.id == id_ for one in after.open):
        raise XcdataError("finding_unexplainable", found=id_)
    write_all(path.parent, {path.name: content})
    stale = f"{STALE}/"
    return tuple(one.id.removeprefix(stale) for one in after.found if one.id.startswith(stale))


def entry(finding: Finding, reasons: Mapping[str, str], before: bytes) -> bytes:
    """Return the entry of a finding, to stand behind what a file says."""
    values = {"finding": quoted(finding.id)}
    if finding.is_rule and finding.difference is not None:
        values["difference"] = quoted(f"{finding.difference:f}")
    elif not finding.is_rule:
        values |= {"places": str(len(finding.lines))} if finding.lines else {}
        values |= {"judged": f"[{', '.join(map(quoted, finding.judged))}]"} if finding.judged else {}
    values |= {f"reason_{lang}": quoted(text) for lang, text in reasons.items()}
    lines = ["[[issue]]", *(f"{name} = {value}" for name, value in values.items())]
    gap = [""] if before.endswith(b"\n") else ["", ""] if before else []
    ending = "\r\n" if b"\r\n" in before else "\n"
    return ending.join([*gap, *lines, ""]).encode("utf-8", "replace")


def quoted(text: str) -> str:
    """Return a text as TOML has it: as JSON does, but for one more character of control.

    Examples
    --------
    >>> quoted("两人，分属两校")
    '"两人，分属两校"'
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
