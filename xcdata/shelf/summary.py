"""A data set → what a reader of ten thousand files asks first.

In: the data set of a shelf. Out: a :class:`Summary`: the files by what became of them, the worst files, the largest differences, what could not be used,
and who and what is named in the most files. It is read part by part, so that its memory does not grow with the number of files.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path
from typing import TYPE_CHECKING, cast

from xcdata.labels import LANGUAGES, first_few, label
from xcdata.shelf.paths import PassedOver
from xcdata.shelf.record import EXIT_CODES, NOTICES, RETURNED, TABLES, Outcome
from xcdata.shelf.rows import Row
from xcdata.shelf.store import live_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHOWN = 50
"""Of the largest differences, and of the files that could not be used, on the page."""

NAMES_SHOWN = 20

PASSED_SHOWN = 3
"""Of what was passed over for one reason, on the command line."""

WORST_FIRST = (Outcome.UNEXPLAINED, Outcome.UNUSABLE, Outcome.NOTHING, Outcome.HOLDS)
"""As a reader goes through them: what is wrong before what could not be read."""

WHATS = ("place", "organ", "person")


@dataclass(frozen=True)
class Summary:
    """What was found on a shelf.

    Attributes
    ----------
    outcomes : mapping of Outcome to int
        Files.
    kinds : mapping of str to int
        In which way the files that could be used were looked at: as ``notices``, ``tables`` or ``returned`` workbooks.
    size : int
        Bytes of the files that were read.
    figures, checked, unread, unread_lines, rules, inconsistent : int
        Of all files together.
    listed : list of dict
        Rows of ``files``, the first :data:`SHOWN`: those with most sums that do not hold first, then what could not be used or checked.
    worst : list of dict
        Rows of ``findings``: unexplained sums that do not hold, by the size of the difference, the largest first.
    unusable : list of dict
        Rows of ``files``, by name; the first :data:`SHOWN`.
    reasons : mapping of str to int
        How many files could not be used for which reason.
    returned : list of dict
        Rows of ``files``, by name: workbooks that xcdata wrote, with what they were compared with; the first :data:`SHOWN`.
    names : mapping of str to list of (str, int)
        The places, organs and people that are named in the most files, with the number of files.
    passed : sequence of PassedOver
        What stood among the files and was not read, by reason and path.
    """

    outcomes: dict[Outcome, int]
    kinds: dict[str, int]
    size: int
    figures: int
    checked: int
    unread: int
    unread_lines: int
    rules: int
    inconsistent: int
    listed: list[Row]
    worst: list[Row]
    unusable: list[Row]
    reasons: dict[str, int]
    returned: list[Row]
    names: dict[str, list[tuple[str, int]]]
    passed: Sequence[PassedOver] = ()

    @property
    def files(self) -> int:
        """How many there are."""
        return sum(self.outcomes.values())

    @property
    def exit_code(self) -> int:
        """That of the worst file: 2 unusable, 1 something unexplained, 3 nothing checked, 0."""
        return max((one for one in EXIT_CODES if self.outcomes[one]), key=list(EXIT_CODES).index).exit_code

    def told(self, lang: str) -> str:
        """Say it on one line."""
        outcomes = {one.name.lower(): count for one, count in self.outcomes.items()}
        counted = ("figures", "checked", "unread", "unread_lines", "rules", "inconsistent")
        values = {name: f"{getattr(self, name):,}" for name in counted}
        told = label("corpus", "summary", lang, files=self.files, **outcomes, **values)
        return told + (label("corpus", "summary_passed", lang, count=len(self.passed)) if self.passed else "")

    def kinds_told(self, lang: str) -> str:
        """Say on one line in which way how many files were looked at; nothing where none could be used."""
        told = tuple(
            label("corpus", f"kind_{kind}", lang, count=count) for kind, count in self.kinds.items() if count
        )
        return label("corpus", "kinds_told", lang, told=told) if told else ""

    def passed_told(self, lang: str) -> str:
        """Say on one line how much was passed over, and where the first of it is; nothing where nothing was."""
        reasons: dict[str, list[str]] = {}
        for one in self.passed:
            reasons.setdefault(one.reason, []).append(one.path)
        told = []
        for reason, paths in reasons.items():
            where = first_few(paths, PASSED_SHOWN)
            what = label("corpus", f"passed_{reason}", lang)
            told.append(label("corpus", "passed_where", lang, count=len(paths), what=what, where=where))
        return label("corpus", "passed_told", lang, told=tuple(told)) if told else ""


def summary_of(folder: Path, passed: Sequence[PassedOver] = ()) -> Summary:
    """Summarize a data set, and what was passed over when it was made."""
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    listed: list[Row] = []
    unusable: list[Row] = []
    returned: list[Row] = []
    told = [f"{name}_{lang}" for name in ("told", "headline") for lang in LANGUAGES]
    counted = ("bytes", "figures", "checked", "unread", "unread_lines", "rules", "inconsistent")
    for rows in live_parts(folder, "files", ["kind", "outcome", "error", "unexplained", *told, *counted]):
        outcomes.update(rows["outcome"].to_pylist())
        kinds.update(filter(None, rows["kind"].to_pylist()))
        reasons.update(filter(None, rows["error"].to_pylist()))
        for name in counted:
            totals[name] += sum(filter(None, rows[name].to_pylist()))
        files = rows.to_pylist()
        listed = sorted([*listed, *files], key=badness)[:SHOWN]
        unusable += (row for row in files if row["error"])
        returned += (row for row in files if row["kind"] == RETURNED and not row["error"])
        unusable, returned = (
            sorted(several, key=lambda row: str(row["file"]))[:SHOWN] for several in (unusable, returned)
        )
    worst = nlargest(SHOWN, wrong_sums(folder), key=lambda row: cast("float", row["size"]))
    return Summary(
        {one: outcomes[one.value] for one in Outcome},
        kinds={kind: kinds[kind] for kind in (NOTICES, TABLES, RETURNED)},
        size=totals["bytes"],
        figures=totals["figures"],
        checked=totals["checked"],
        unread=totals["unread"],
        unread_lines=totals["unread_lines"],
        rules=totals["rules"],
        inconsistent=totals["inconsistent"],
        listed=listed,
        worst=worst,
        unusable=unusable,
        reasons=dict(reasons.most_common()),
        returned=returned,
        names=most_named(folder),
        passed=passed,
    )


def badness(file: Row) -> tuple[int, int, int, str]:
    """Sort the rows of ``files``, the worst first."""
    wrong, open_ = (cast("int", file[name] or 0) for name in ("inconsistent", "unexplained"))
    return WORST_FIRST.index(Outcome(str(file["outcome"]))), -wrong, -open_, str(file["file"])


def wrong_sums(folder: Path) -> Iterator[Row]:
    """Yield the sums that do not hold and that nothing explains."""
    columns = ["sheet", "id", "verdict", "unexplained", "published", "computed", "difference", "size"]
    for rows in live_parts(folder, "findings", [*columns, "lines", "message_zh", "message_en"]):
        for row in rows.to_pylist():
            if row["verdict"] == "inconsistent" and row["unexplained"] and row["size"] is not None:
                yield row


def most_named(folder: Path) -> dict[str, list[tuple[str, int]]]:
    """Return the names that stand in the most files; each file has all its rows in one part."""
    files: dict[str, Counter[str]] = {what: Counter() for what in WHATS}
    for rows in live_parts(folder, "names", ["what", "name"]):
        for row in rows.group_by(["file", "what", "name"]).aggregate([]).to_pylist():
            files[row["what"]][row["name"]] += 1
    return {
        what: sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:NAMES_SHOWN]
        for what, counts in files.items()
    }
