"""Whether a damage that changes what is read of the gazette is told.

Run ``python benchmarks/bench_mutations.py [N] [--only KIND] [--seed S] [--list]``. The gazette is damaged N times (3,000), at random, by the
kinds of ``mutations.py`` in turn; half of the damages fall on the notices that are read into tables, half anywhere. What
changed is judged by the tables before and after, and by what a reader of the print knows (:data:`LONE`, :data:`TWICE`):

*changed*
    A row is lost, added, merged or moved, or a figure or count that the text states twice or sums is another.
*once*
    What is printed once is another: a character of a name or a title, a date, a lone figure.

The first must be told: ``check`` finds something that is open.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

from mutations import KINDS, mutate

from xcdata.dataset.source import read_raw
from xcdata.dataset.tables import parse
from xcdata.review.known import read_known_issues
from xcdata.review.review import review

Row = Mapping[str, Any]
TABLES = ("documents", "plan", "plan_totals", "awards", "award_counts", "training", "training_totals")

# -- what a reader of the print knows ---------------------------------------------------------------------------------

READ = (*range(3, 487), *range(552, 754))
"""Lines of the notices that are read into tables: awards, commendation, merits, plan, training."""

# Figures of the prose of the plan that nothing repeats and no sum holds, by line; those of 577, 585, 591–611 are repeated (an
# area by the table, numbers of towns and villages by 595 and 599), 0.3 of line 589 is among the tasks of section 三.
LONE_PLAN = {609, 613, 617, 619, 621, 625, 627}
# Of the training: the shares and bounds; its targets add up to the 30万人次 of line 695.
LONE_TRAINING = {
    "补贴性职业技能培训",
    "新培养高技能人才",
    "技能劳动者占全市就业人员总量的比例",
    "高技能人才占技能劳动者的比例",
}
# Headings whose title is printed twice: in the section above or below, in the list of annexes.
TWICE_TITLES = {132, 134, 152, 249, 251, 439}

MOVES = {"move near", "move far", "swap lines"}
HEADING = {"award", "section_title"}
PLACES = {"line", "column", "first_line", "last_line", "printed"}
FIGURES = {"wan_mu", "hectares", "quantity", "unit", "stated", "counted"}


@dataclass(frozen=True)
class Outcome:
    """What a damage did.

    Attributes
    ----------
    kind : str
    touched : tuple of int
    changed : str
        What of the tables is another that must be told; empty where nothing is.
    once : str
        What that is printed once is another.
    told, told_there : bool
        Whether something is open, and whether that names a touched line or one beside it.
    shown : str
        For the list.
    stopped : str
        The exception with which reading or checking ended, if it did.
    """

    kind: str
    touched: tuple[int, ...]
    changed: str
    once: str
    told: bool
    told_there: bool
    shown: str
    stopped: str = ""


def values(row: Row) -> tuple[tuple[str, str], ...]:
    """Return what a row says, wherever it stands."""
    return tuple((name, str(value)) for name, value in sorted(row.items()) if name not in PLACES)


def differences(
    before: Sequence[Row], after: Sequence[Row]
) -> Iterator[tuple[Row | None, Row | None, frozenset[str]]]:
    """Yield the rows that are only before or only after, those that are one row changed as pairs with the columns changed."""
    gone = Counter(map(values, before)) - Counter(map(values, after))
    new = Counter(map(values, after)) - Counter(map(values, before))
    lost, added = list(take(before, gone)), list(take(after, new))
    for row in lost:
        best = max(added, key=lambda other: likeness(row, other), default=None)
        if best is not None and likeness(row, best) > 0.5:
            added.remove(best)
            columns = {name for name, value in values(row) if (name, value) not in values(best)}
            yield row, best, frozenset(columns)
        else:
            yield row, None, frozenset()
    for row in added:
        yield None, row, frozenset()


def take(rows: Sequence[Row], wanted: Counter[Any]) -> Iterator[Row]:
    """Yield rows until each is there as often as wanted."""
    left = wanted.copy()
    for row in rows:
        if left[values(row)] > 0:
            left[values(row)] -= 1
            yield row


def likeness(row: Row, other: Row) -> float:
    """Return the share of columns in which two rows agree, a little more where they stand on neighbouring lines."""
    own, theirs = values(row), set(values(other))
    near = 0.3 if abs(int(row["line"]) - int(other["line"])) <= 3 else 0.0
    return sum(one in theirs for one in own) / len(own) + near


def judged(
    table: str, row: Row | None, other: Row | None, columns: frozenset[str], touched: Sequence[int]
) -> tuple[bool, str]:
    """Tell whether a difference must be told, and what it is."""
    if row is None or other is None:
        return True, f"{table}: row {'added' if row is None else 'lost'}"
    line = int(row["line"])
    if table == "documents":
        return False, "document's " + "/".join(sorted(columns - {"document"}) or columns)
    if columns == {"document"} or columns <= {"document", "repeats"}:
        return False, "document's number"
    if table == "awards":
        if columns & {"section", "recipient_kind", "document"} or (columns & HEADING and line in touched):
            return True, "awards: row moved"
        if columns & HEADING:
            return bool(TWICE_TITLES & set(touched)), "heading's title"
        if line not in touched and columns <= {"county", "county_basis", "stage"}:
            wrong = "county" in columns and other["county"] is not None and row["county"] is not None
            return wrong, "awards: another's county " + ("wrong" if wrong else "no longer settled")
        return False, "name of a person or institution"
    if table == "plan":
        return True, "plan: " + ("figure" if columns <= FIGURES else "row moved")
    if table == "plan_totals":
        if row["origin"] == "table":
            return True, "plan_totals: " + ("figure" if columns <= FIGURES else "row moved")
        if columns & {"repeats", "scope"}:
            return True, "plan_totals: rule lost"
        if "section" in columns:
            return True, "plan_totals: row moved"
        if columns & FIGURES:
            return line not in LONE_PLAN, "figure of the plan's prose"
        return False, "name of a figure"
    if table == "award_counts":
        return bool(columns & (FIGURES | {"section"})), "count" if columns & (
            FIGURES | {"section"}
        ) else "name of a count"
    if table == "training":
        if columns & {"quantity", "programme_no"}:
            return True, "training: figure"
        return False, "training: " + "/".join(sorted(columns))
    lone = row["item"] in LONE_TRAINING or row["kind"] == "other"
    figure = bool(columns & FIGURES)
    return figure and not lone, "training_totals: " + ("figure" if figure else "/".join(sorted(columns)))


@cache
def undamaged() -> tuple[list[str], dict[str, list[Row]], dict[str, Any], frozenset[str]]:
    """Return the gazette's lines, its tables, what is known of it, and what is open in it."""
    raw = read_raw()
    tables, known = parse(raw, "gazette"), read_known_issues()
    found = frozenset(finding.id for finding in review(tables, known).found if finding.is_open)
    return raw.split("\n"), tables.rows, known, found


def damaged(number: int, kind: str, seed: int) -> Outcome:
    """Damage the gazette once, and judge."""
    lines, before, known, open_before = undamaged()
    own = random.Random(f"{seed}/{number}")
    among = READ if number % 2 else range(1, len(lines) + 1)
    new, touched = mutate(lines, kind, among, own)
    shown = difference_shown(lines, new, touched[0])
    try:
        tables = parse("\n".join(new), "gazette")
        found = [one for one in review(tables, known).found if one.is_open and one.id not in open_before]
    except Exception as error:
        # A text is never refused for one of its lines; what stops the reading is the worst that can come of a damage.
        return Outcome(
            kind, touched, "", "", told=False, told_there=False, shown=shown, stopped=repr(error)[:200]
        )
    changed: Counter[str] = Counter()
    once: Counter[str] = Counter()
    for table in TABLES:
        for row, other, columns in differences(before[table], tables.rows.get(table, [])):
            must, what = judged(table, row, other, columns, touched)
            # What others lose by a row that moved, they lose by a row that moved.
            (changed if must or ("no longer settled" in what and kind in MOVES) else once)[what] += 1
    near = {line + step for line in touched for step in (-2, -1, 0, 1, 2)}
    places = {line for finding in found for line in finding.lines}
    return Outcome(
        kind,
        touched,
        "; ".join(f"{what} ({count})" for what, count in changed.most_common(2)),
        "; ".join(f"{what} ({count})" for what, count in once.most_common(2)),
        bool(found),
        bool(places & near),
        shown,
    )


def difference_shown(lines: Sequence[str], new: Sequence[str], line: int) -> str:
    """Show a line before and after, a long one from where it differs."""
    before, after = lines[line - 1], new[min(line - 1, len(new) - 1)]
    start = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, start - 20) if len(before) > 60 else 0
    return f"{line}: {before[start : start + 50]!r} → {after[start : start + 50]!r}"


def run(args: tuple[int, str, int]) -> Outcome:
    """Damage once, in a pool."""
    return damaged(*args)


def main() -> None:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=3000)
    parser.add_argument("--only", choices=sorted(KINDS))
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument(
        "--list", action="store_true", help="every damage that changed a table and was not told"
    )
    options = parser.parse_args()
    kinds = [options.only] if options.only else list(KINDS)
    jobs = [(number, kinds[number // 2 % len(kinds)], options.seed) for number in range(options.count)]
    outcomes: list[Outcome] = []
    with ProcessPoolExecutor(options.jobs) as pool:
        for outcome in pool.map(run, jobs, chunksize=10):
            outcomes.append(outcome)
            if outcome.stopped or (outcome.changed and not outcome.told):
                print(len(outcomes), told_of(outcome), file=sys.stderr, flush=True)
    report(outcomes, kinds, show_all=options.list)


def told_of(outcome: Outcome) -> str:
    """Say what a damage did, in a line."""
    return f"* {outcome.kind}: {outcome.stopped or outcome.changed}: {outcome.shown}"


def report(outcomes: Sequence[Outcome], kinds: Sequence[str], *, show_all: bool) -> None:
    """Print what came of the damages."""
    changed = [one for one in outcomes if one.changed]
    silent = [one for one in changed if not one.told]
    once = [one for one in outcomes if not one.changed and one.once]
    print(
        f"{len(outcomes)} damages; {len(changed)} change a row, or a figure that is stated twice or summed."
    )
    print(f"Of these {len(silent)} ({len(silent) / max(len(changed), 1):.1%}) are not told;", end=" ")
    print(f"{sum(one.told_there for one in changed)} are told within two lines of their place.\n")
    print("| kind | damages | changed | not told | once | of these told |\n|---|---|---|---|---|---|")
    for kind in kinds:
        own = [one for one in outcomes if one.kind == kind]
        ones = [one for one in once if one.kind == kind]
        numbers = (
            len(own),
            sum(bool(one.changed) for one in own),
            sum(bool(one.changed) and not one.told for one in own),
            len(ones),
            sum(one.told for one in ones),
        )
        print(f"| {kind} | " + " | ".join(map(str, numbers)) + " |")
    alarms = sum(one.told for one in outcomes if not one.changed and not one.once)
    print(f"\nNo table changed: {len(outcomes) - len(changed) - len(once)}, told nevertheless: {alarms}.")
    print("\n| printed once | damages | told |\n|---|---|---|")
    kinds_once: dict[str, list[bool]] = defaultdict(list)
    for one in once:
        kinds_once[one.once.split(" (")[0]].append(one.told)
    for what, told in sorted(kinds_once.items(), key=lambda item: -len(item[1])):
        print(f"| {what} | {len(told)} | {sum(told)} |")
    stopped = [one for one in outcomes if one.stopped]
    print(f"\nStopped by an exception: {len(stopped)}")
    for one in stopped if show_all else stopped[:5]:
        print(told_of(one))
    print("\nChanged and not told:\n")
    for one in silent if show_all else silent[:20]:
        print(told_of(one))


if __name__ == "__main__":
    main()
