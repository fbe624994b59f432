"""Files of rules: written from what was found, confirmed by a reviewer, read next month.

In: a TOML file, or patterns that were found. Out: :class:`RulesFile`, with one error that says of every entry what is wrong and where; or the text
of such a file, each rule with its evidence.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from os import PathLike
from pathlib import Path

from xcdata.auditing.headings import AXES, Headings, headings_of, key_of
from xcdata.auditing.patterns import (
    Cell,
    Pattern,
    cell_address,
    in_words,
    line_name,
    rule_cells,
)
from xcdata.auditing.rules import SPECIAL, RefusedError, Term, areas_of, form_of, pattern_of
from xcdata.auditing.signed import areas_in_words, of_shape, subtracted
from xcdata.errors import InputError, Problem, Reason, known_language
from xcdata.files import decode, read_bytes
from xcdata.grids.address import runs
from xcdata.grids.numerals import Reading
from xcdata.labels import LANGUAGES, label
from xcdata.ledger.model import SumRule, no_unit
from xcdata.names import unknown_name

FILE_KEYS = ("rules", "tolerance", "by")
KEYS = ("name", "rule", "label", "severity", "sheet")

SEVERITIES = ("error", "warning")

MOST_NAMED = 30
"""So many parts are written by their names; more fill the page, and are written by the numbers of their lines."""

SHOWN = 6
"""So many places in which a rule does not hold are named beside it."""

_ENTRY = re.compile(r"\s*\[\[\s*rules\s*\]\]")

_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=""")


@dataclass(frozen=True, slots=True)
class DeclaredRule:
    """A rule of a rules file.

    Attributes
    ----------
    name : str
        By which it is called; no other has it.
    rule : str
        What it demands, as :func:`declared_patterns` reads it.
    label : str
        What people call it.
    severity : {"error", "warning"}
    sheet : str or None
        The sheet that it is meant for; None for any.
    line : int or None
        Where it begins in its file.
    """

    name: str
    rule: str
    label: str = ""
    severity: str = "error"
    sheet: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class RulesFile:
    """What a rules file says.

    Attributes
    ----------
    rules : tuple of DeclaredRule
    tolerance : Decimal or None
        The unit in the last place, where figures were rounded one by one.
    by : tuple of str
        The columns by whose entries the table is parted before it is checked.
    """

    rules: tuple[DeclaredRule, ...]
    tolerance: Decimal | None = None
    by: tuple[str, ...] = ()

    def texts(self, sheet: str | None = None) -> list[str]:
        """Return the rules that are meant for a sheet, as texts."""
        return [one.rule for one in self.rules if one.sheet in (None, sheet)]


def read_rules(path: str | PathLike[str]) -> RulesFile:
    """Read a rules file.

    It is TOML: ``[[rules]]`` with ``name`` and ``rule``, and ``label``, ``severity`` (error, warning) and ``sheet`` if wanted; before
    them ``tolerance`` (a number) and ``by`` (a column's name, or several).

    Raises
    ------
    InputError
        With everything that is not as it should be, and its line.
    """
    where = Path(path)
    return rules_of(decode(read_bytes(where), where), str(where))


def rules_of(text: str, where: str) -> RulesFile:
    """Read the content of a rules file; `where` is its name for messages."""
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ArithmeticError) as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise InputError([Problem("not_toml", where, line, str(error), reason=Reason.FILE)]) from None
    lines = key_lines(text)
    told: list[Problem] = []

    def wrong(kind: str, key: str, found: str, **values: object) -> None:
        told.append(Problem(kind, where, lines.get((0, key)), found, values, Reason.RULE))

    for key in content:
        if key not in FILE_KEYS:
            kind, values = unknown_name("key", key, FILE_KEYS)
            wrong(kind, key, key, **values)
    tolerance = positive(content.get("tolerance"))
    if "tolerance" in content and tolerance is None:
        told.append(no_unit(where, lines.get((0, "tolerance")), str(content["tolerance"])))
    by = content.get("by", [])
    by = [by] if isinstance(by, str) else by
    if not isinstance(by, list) or not all(isinstance(one, str) and one.strip() for one in by):
        wrong("by_without_names", "by", repr(by))
        by = []
    entries = content.get("rules", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        wrong("rules_without_tables", "rules", type(entries).__name__)
        entries = []
    rules: list[DeclaredRule] = []
    for number, entry in enumerate(entries, 1):
        begins = lines.get((number, "")) or lines.get((0, "rules"))
        taken = {one.name for one in rules}
        if faults := list(entry_problems(entry, taken)):
            told += [
                Problem(
                    kind, where, lines.get((number, key)) or begins, found, {"key": key} | values, Reason.RULE
                )
                for key, kind, found, values in faults
            ]
        else:
            rules.append(DeclaredRule(**entry, line=begins))
    if told:
        raise InputError(told)
    return RulesFile(tuple(rules), tolerance, tuple(by))


def entry_problems(
    entry: Mapping[str, object], taken: Set[str]
) -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Yield the key of everything that is wrong with a rule of a file, the kind of problem, what was found, and what else is told."""
    for key, value in entry.items():
        if key not in KEYS:
            kind, told = unknown_name("key", key, KEYS)
            yield key, kind, key, told
        elif not isinstance(value, str) or not value.strip():
            yield key, "not_a_text", repr(value), {}
        elif key == "severity" and value not in SEVERITIES:
            yield key, "unknown_severity", value, {"known": SEVERITIES}
        elif key == "name" and value in taken:
            yield key, "rule_name_repeated", value, {}
    for key in KEYS[:2]:
        if key not in entry:
            yield key, "missing_key", "", {}


def positive(value: object) -> Decimal | None:
    """Return a number above 0, perhaps given as a text; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        number = Decimal(value)
    except ArithmeticError:
        return None
    return number if number.is_finite() and number > 0 else None


def key_lines(text: str) -> dict[tuple[int, str], int]:
    """Return the lines of the keys of a rules file: by the number of their rule, 0 before the first; of ``""`` where it begins."""
    found: dict[tuple[int, str], int] = {}
    entry, inside = 0, ""
    match: re.Match[str] | None
    for number, line in enumerate(text.splitlines(), 1):
        if not inside:
            if _ENTRY.match(line):
                entry += 1
                found[entry, ""] = number
            elif match := _KEY.match(line):
                found.setdefault((entry, match[1] or match[2] or match[3]), number)
        for quotes in re.findall(r'"""|\'\'\'', line):
            inside = "" if inside == quotes else inside or quotes
    return found


def write_rules(
    found: Sequence[Pattern],
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    names: Mapping[Cell, tuple[str, ...]] | None = None,
    *,
    lang: str = "zh",
    sheet: str | None = None,
    header: bool = True,
) -> str:
    """Write patterns that were found as a rules file, each with its evidence, to be confirmed or struck out.

    Reading it back gives the same patterns on the same grid, as declared ones. A rule is written in names, if these lead back
    to its lines, else in the numbers of lines, else in addresses.

    Parameters
    ----------
    found : sequence of Pattern
    grid : sequence of sequence of str
    readings : sequence of sequence of (Decimal or Unread)
    names : mapping of (row, column) to tuple of (str, str), optional
        As for :func:`declared_patterns`.
    lang : {'zh', 'en'}
        Of the comments.
    sheet : str, optional
        Of a workbook, for which the rules are meant.
    header : bool
        Whether what to do is said first; not where several sheets' rules follow each other in one file.
    """
    known_language(lang)
    headings = headings_of(grid, readings, names)
    blocks = ["".join(f"# {label('cli', 'rules_confirm', lang)}\n" for lang in LANGUAGES)] if header else []
    used: Counter[str] = Counter()
    for pattern in found:
        line = f"{pattern.axis} {line_name(pattern.axis, pattern.total)}"
        title = next(iter(headings.own[pattern.axis].get(pattern.total, [])), "")
        comment = f"# {evidence_of(pattern, readings, lang)}\n"
        for text in texts_of(pattern, headings, readings):
            used[line] += 1
            name = line if used[line] == 1 else f"{line} ({used[line]})"
            entries = [("name", name if sheet is None else f"{sheet}: {name}"), ("rule", text)]
            entries += [("label", title)] if title else []
            entries += [("sheet", sheet)] if sheet is not None else []
            blocks.append(
                comment + "[[rules]]\n" + "".join(f"{key} = {quoted(one)}\n" for key, one in entries)
            )
            comment = ""
    return "\n".join(blocks)


def quoted(text: str) -> str:
    """Return a text as TOML has it."""
    return str(json.dumps(text, ensure_ascii=False)).replace("\x7f", "\\u007f")


def evidence_of(pattern: Pattern, readings: Sequence[Sequence[Reading]], lang: str) -> str:
    """Say what a pattern demands, where it comes from, and in how many of its positions the figures agree with it."""
    offs = [(at, off_by(rule, readings)) for at, rule in zip(pattern.positions, pattern.rules, strict=True)]
    other = AXES[1 - AXES.index(pattern.axis)]
    failing = [
        label("unchecked", "off", lang, where=line_name(other, at), difference=f"{off:+f}")
        for at, off in offs
        if off
    ]
    held = label("audit", "told", lang, holds=len(offs) - len(failing), count=len(offs))
    shown = [*failing[:SHOWN], *["…"][: len(failing) > SHOWN]]
    said = in_words(pattern, lang) if pattern.parts else ", ".join(rule.id for rule in pattern.rules)
    told = f"[{pattern.source}] {said}: {held}"
    return " ".join([told, label("audit", "and", lang).join(shown)]).strip()


def off_by(rule: SumRule, readings: Sequence[Sequence[Reading]]) -> Decimal:
    """Return what the parts of a rule make, less its total; what is no figure counts as nothing."""
    off = Decimal(0)
    for (row, column), sign in zip(rule_cells(rule), (-1, *rule.signs), strict=True):
        one = readings[row][column] if column < len(readings[row]) else None
        off += sign * one if isinstance(one, Decimal) else 0
    return off


def texts_of(pattern: Pattern, headings: Headings, readings: Sequence[Sequence[Reading]]) -> list[str]:
    """Return the rules that say what a pattern demands: one in names or in numbers of lines, and one for each sum of its own."""
    axis, minus = pattern.axis, subtracted(pattern)
    whole = of_shape(axis, pattern.total, pattern.parts, minus, pattern.positions)
    plain = {rule.total: (frozenset(rule.parts), frozenset(rule.minus)) for rule in whole.rules}
    odd = [
        rule for rule in pattern.rules if plain[rule.total] != (frozenset(rule.parts), frozenset(rule.minus))
    ]
    apart = {rule.total for rule in odd}
    positions = [
        at for at, rule in zip(pattern.positions, pattern.rules, strict=True) if rule.total not in apart
    ]
    if not positions:
        return [in_addresses(rule) for rule in odd]
    regular = of_shape(axis, pattern.total, pattern.parts, minus, positions)
    for text in wordings(regular, headings):
        if leads_back(text, regular, headings, readings):
            return [text, *map(in_addresses, odd)]
    return [in_addresses(rule) for rule in pattern.rules]


def leads_back(
    text: str, pattern: Pattern, headings: Headings, readings: Sequence[Sequence[Reading]]
) -> bool:
    """Whether a text is read as the pattern that it is to say."""
    try:
        return pattern_of(text, headings, readings) == pattern
    except RefusedError:
        return False


def wordings(pattern: Pattern, headings: Headings) -> Iterator[str]:
    """Yield how a pattern of one shape may be written, the most telling first."""
    axis, other = pattern.axis, AXES[1 - AXES.index(pattern.axis)]
    everywhere = f" @ {in_numbers(other, pattern.positions)}"
    minus = subtracted(pattern)
    plus = [line for line in pattern.parts if line not in minus]
    if len(pattern.parts) <= MOST_NAMED and (
        names := names_of(axis, (pattern.total, *plus, *minus), headings)
    ):
        total, *parts = names
        said = f"{total} = {' + '.join(parts[: len(plus)])}" + "".join(
            f" - {name}" for name in parts[len(plus) :]
        )
        yield from (start + said + end for end in ("", everywhere) for start in ("", f"{axis} "))
    several = [
        f"{axis}{'s' if len(lines) > 1 else ''} {in_numbers(axis, lines)}" for lines in (plus, minus) if lines
    ]
    said = f"{axis} {line_name(axis, pattern.total)} = {' - '.join(several)}"
    yield said
    yield said + everywhere


def in_numbers(axis: str, lines: Iterable[int]) -> str:
    """Return lines by their numbers or letters."""
    mark = "-" if axis == "row" else ":"
    return ", ".join(mark.join(dict.fromkeys(line_name(axis, end) for end in run)) for run in runs(lines))


def names_of(axis: str, lines: Iterable[int], headings: Headings) -> list[str]:
    """Return a name for each line that no other has; none where one is without."""
    found = []
    for line in lines:
        for name in headings.own[axis].get(line, ()):
            if len(headings.names[axis].get(key_of(name), ())) == 1 and "`" not in name:
                special = SPECIAL.search(name) or any(form_of(name, axis) for axis in AXES)
                found.append(f"`{name}`" if special or areas_of(Term(name)) else name)
                break
        else:
            return []
    return found


def in_addresses(rule: SumRule) -> str:
    """Return a rule in addresses."""
    total, *parts = rule_cells(rule)
    signs = dict(zip(parts, rule.signs, strict=True))
    plus, minus = ([cell for cell in parts if signs[cell] == sign] for sign in (1, -1))
    said = f"{cell_address(total)} = {' + '.join(areas_in_words(total, plus))}"
    return said + "".join(f" - {area}" for area in areas_in_words(total, minus))
