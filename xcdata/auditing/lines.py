"""The lines of a grid, and what their labels say of them.

In: figures and labels, as :mod:`xcdata.auditing.axes` lays them out. Out: :class:`Lines`, the figures of one axis as exact scaled
integers, *lines* (rows or columns) by *positions* (the other axis): which are called totals, which head others, which repeat a part.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.roles import RATIO
from xcdata.auditing.roles import Bools as Bools
from xcdata.auditing.roles import Ints as Ints

Floats = NDArray[np.float64]
Spanner = tuple[str, tuple[int, int]]
TOTAL = re.compile(
    r"\b(sub-?)?totals?\b|\bsum\b|^all\b(?! other)|\bboth sexes\b|\bwhole (country|year)\b|gesamt|\bzusammen\b|\bsumme\b"
    r"|\bensemble\b|\bcelkem\b|\bogółem\b|\brazem\b|\bi alt\b|\byhteensä\b|всего|итого|합계|총계|^계$"
    r"|[合总小共總]\s*[计計]|总\s*[额数量]|総\s*[数計]|^[计計总總]$|^全[国國省市县縣区區州镇乡村校厂社]$"
)
_NO_TOTAL = re.compile(
    "剔除|去重|不含|平均|上年|去年|同期|prior|previous|last year|registered", re.IGNORECASE
)
STYLES = (
    re.compile(r"[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"[ivx]{1,4}[.)] "),
    re.compile(r"[a-z][.)] "),
    re.compile(r"[0-9]{1,2}([、．]|\.(?![0-9]))"),
    re.compile(r"[(（][0-9]{1,2}[)）]"),
    re.compile(r"[①-⑳]"),
)
"""How the levels of an outline are numbered, from the highest down."""
_BARE = re.compile(
    r"(\w+ )?(sub-? ?)?totals?( \w+)?[:：]?|.{0,6}[合总小共總]\s*[计計]([（(].{1,6})?[:：]?|sum|全[国國省市县縣区區州镇乡村校厂社]"
)
"""Words that are a total's whole name, wherever among the labels they stand."""
_OF_WHICH = re.compile(r"其\s*中|内含|#|(of|in) which|including\b|incl\.")
DIVISION = re.compile(r".*按.{1,16}分(组|类|列)?[:：]?")
"""A heading over one way to divide a total: by sex, by size."""
_FIRST = re.compile(r"[(（]?(一|1|①|i|a)(?![0-9一二三四五六七八九十a-z])")


@dataclass(frozen=True)
class Lines:
    """The figures of one axis.

    Attributes
    ----------
    values : (lines, positions) int64
        Scaled to whole numbers; 0 where there is no figure.
    known : (lines, positions) bool
        Where there is a figure.
    marked : (lines,) bool
        Where a named line has a mark for nothing, such as a dash.
    dashes : (lines, positions) bool
        Where these marks are.
    fineness : (lines, positions) int64
        The power of ten that a figure is a multiple of (very large for 0): a round figure says less.
    unit : (positions,) int64
        The step of a position's figures: a power of ten, or five times one.
    labels : tuple of str
        The text that names each line.
    outline : tuple of (str, int, int)
        Where each label stands in an outline: its number, such as ``2.1``; by how much it is indented; and the level that the style
        of its number tells: 一、 above （一） above 1. above (1) above ①; what has no number stands below them all.
    twin : (lines,) int
        The first line with the very same figures.
    ordinals : tuple of str
        The ordinal of each line that stands in a cell of its own.
    words : tuple of tuple of str
        All texts of each line.
    additive : (positions,) bool
        Where figures may be added up: no numbers of things, years or rates. Shares are, where they should make 100.
    keys : (positions,) bool
        Where figures number things, years or blocks, and so say what a line is of.
    addable : (lines,) bool
        Where lines may be added up.
    shares : (positions,) bool
        Where most figures are percentages.
    share_lines : (lines,) bool
        The same, of the lines themselves.
    wholes : tuple of int
        What shares make together: 100, or 1.
    unread : (lines,) bool
        Where a named line has no figure, but a text where others have one, or nothing amid lines that have.
    are_rows : bool
        Whether these are the rows of the grid, or its columns.
    spanners : tuple of tuple of (str, cell)
        By column, the names over figures that it may share with others, from the outermost in, and where each stands.
    """

    values: Ints
    known: Bools
    marked: Bools
    dashes: Bools
    fineness: Ints
    unit: Ints
    labels: tuple[str, ...]
    outline: tuple[tuple[str, int, int], ...]
    twin: Ints
    ordinals: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    additive: Bools
    keys: Bools
    addable: Bools
    shares: Bools
    share_lines: Bools
    wholes: tuple[int, ...]
    unread: Bools
    are_rows: bool = True
    spanners: tuple[tuple[Spanner, ...], ...] = ()

    @cached_property
    def used(self) -> Ints:
        """The lines that have any figure."""
        return np.flatnonzero(self.known.any(axis=1))

    @cached_property
    def rank(self) -> dict[int, int]:
        """The number of each used line among those used."""
        return {line: n for n, line in enumerate(self.used.tolist())}

    @cached_property
    def called_totals(self) -> frozenset[int]:
        """The lines whose label calls them a total, and those that need no name for it."""
        called = (
            line
            for line in self.used.tolist()
            if TOTAL.search(self.total_name(line)) and not _NO_TOTAL.search(self.total_name(line))
        )
        return frozenset(called) | self.unnamed_totals

    def total_name(self, line: int) -> str:
        """Give the text by which a line would be called a total: a bare word for it in any of its cells, else its label."""
        named = next((word for word in self.words[line] if _BARE.fullmatch(word)), None)
        if named is not None:
            return named
        # A text below the first figures is no heading of a column, but the label of a line.
        return self.labels[line] if self.are_rows or self.labels[line] in self.words[line] else ""

    @cached_property
    def addends(self) -> list[int]:
        """The lines that may be added up with others."""
        rates = self.ratios if 2 * len(self.ratios) < len(self.used) else frozenset()
        there = np.any(self.known, axis=1) | self.marked | self.unread
        return [line for line in np.flatnonzero(there).tolist() if self.addable[line] and line not in rates]

    @cached_property
    def headers(self) -> list[bool]:
        """Whether a line has several texts and no figure: a header, perhaps a repeated one."""
        bare: Bools = ~np.any(self.known, axis=1)
        return [bool(none) and len(words) > 1 for none, words in zip(bare.tolist(), self.words, strict=True)]

    @cached_property
    def header_lines(self) -> list[int]:
        """The lines that are :attr:`headers`."""
        return [line for line, is_header in enumerate(self.headers) if is_header]

    @cached_property
    def entries(self) -> tuple[frozenset[Hashable], ...]:
        """What says what each line is of: its texts, and the numbers of its :attr:`keys` with their positions."""
        positions = np.flatnonzero(self.keys).tolist()
        return tuple(
            frozenset(
                [*words, *((p, number) for p, number in zip(positions, numbers, strict=True) if number)]
            )
            for words, numbers in zip(self.words, self.values[:, positions].tolist(), strict=True)
        )

    @cached_property
    def of_entry(self) -> defaultdict[Hashable, set[int]]:
        """The :attr:`addends` that have one of the :attr:`entries`, by entry."""
        found: defaultdict[Hashable, set[int]] = defaultdict(set)
        for line in self.addends:
            for entry in self.entries[line]:
                found[entry].add(line)
        return found

    @cached_property
    def of_which(self) -> frozenset[int]:
        """The lines whose label says that they repeat a part of what stands above them."""
        found: set[int] = set()
        inside: int | None = None
        for line in self.used.tolist():
            indent = self.outline[line][1] if self.are_rows else 1
            if _OF_WHICH.search(self.labels[line][:10]):
                inside = indent
                found.add(line)
            elif inside is not None and (indent > inside or not self.are_rows):
                found.add(line)
            else:
                inside = None
        return frozenset(found)

    def group(self, column: int) -> frozenset[int]:
        """Give the columns that have the name above a column's own in common with it, right above theirs.

        One that is a total (合计 over 男 and 女) is made of other groups.
        """
        own = self.spanners[column][-1:] if self.spanners else ()
        if not own or TOTAL.search(own[0][0]):
            return frozenset()
        return frozenset(n for n, names in enumerate(self.spanners) if names[-1:] == own)

    def stands_over_parts(self, column: int) -> bool:
        """Whether all that shares the name above a column with it is marked as a part of what it has (#卫生技术人员): it adds up none of it."""
        own = self.spanners[column][-1:] if self.spanners else ()
        if not own:
            return False
        beside = [n for n in self.used.tolist() if n != column and own[0] in self.spanners[n]]

        def is_part(line: int) -> bool:
            below = self.spanners[line][self.spanners[line].index(own[0]) + 1 :]
            return line in self.of_which or any(_OF_WHICH.search(text[:10]) for text, _ in below)

        return bool(beside) and all(map(is_part, beside))

    @cached_property
    def division_headings(self) -> list[int]:
        """The lines without figures that say how what follows divides a total: by sex (按性别分), by size (按规模分)."""
        bare: Bools = ~np.any(self.known, axis=1)
        return [line for line in np.flatnonzero(bare).tolist() if DIVISION.fullmatch(self.labels[line])]

    @cached_property
    def headed(self) -> dict[int, list[int]]:
        """The lines of the highest level of a numbered list, under the unnumbered line that stands right before its first."""
        found: dict[int, list[int]] = {}
        used = self.used.tolist()
        for before, first in pairwise(used):
            level = self.outline[first][2]
            if level == len(STYLES) or self.outline[before][2] != len(STYLES) or not self.labels[before]:
                continue
            if not _FIRST.match(self.labels[first]) and not _FIRST.match(self.ordinals[first]):
                continue
            below = []
            for line in used[self.rank[first] :]:
                if self.outline[line][2] < level or (
                    self.outline[line][2] == len(STYLES) and line in self.called_totals
                ):
                    break
                if self.outline[line][2] == level:
                    below.append(line)
            if len(below) > 1:
                found[before] = below
        return found

    @cached_property
    def heads(self) -> frozenset[int]:
        """The lines that head others by the numbers or the indents of their labels."""
        indented = {line for line in self.indented if not self.closes(line)}
        heads = {*self.styled, *self.headed, *self.numbered, *indented} - self.of_which
        outlines = (*self.outlines, self.headed)
        return frozenset(
            line for line in heads if any(set(below.get(line, ())) - self.of_which for below in outlines)
        )

    def closes(self, line: int) -> bool:
        """Whether a line that is called a total closes deeper lines above it, so that it heads none below it: the nearer ones, if a gap parts it from others."""
        at = self.rank.get(line, 0)
        before = int(self.used[at - 1]) if at else line
        apart = before < line - 1 and line + 1 in self.rank
        deeper = self.outline[before][1] > self.outline[line][1]
        heads = apart and self.outline[line + 1][1] > self.outline[line][1]
        return line in self.called_totals and deeper and not heads

    @cached_property
    def unnamed_totals(self) -> frozenset[int]:
        """The lines without a name that close a block of named ones: totals as often as those called so."""
        found: set[int] = set()
        size = named = 0  # of the block, as far as the line
        used = self.used.tolist()
        for before, line, after in zip([-2, *used], used, [*used[1:], -2], strict=False):
            closes = not self.labels[line] and after != line + 1
            if closes and size > 1 and 2 * named >= size:
                found.add(line)
            if before != line - 1:
                size = named = 0
            size, named = size + 1, named + bool(self.labels[line])
        return frozenset(found)

    @cached_property
    def ratios(self) -> frozenset[int]:
        """The lines whose label calls them an average, a share or a rate: they are not added up with others."""
        return frozenset(line for line in self.used.tolist() if RATIO.search(self.labels[line]))

    @cached_property
    def repeats(self) -> frozenset[int]:
        """The lines whose figures stand elsewhere again, such as a column of names that is repeated."""
        times = Counter(self.twin[self.used].tolist())
        return frozenset(line for line in self.used.tolist() if times[self.twin[line]] > 1)

    @cached_property
    def nested(self) -> frozenset[int]:
        """The lines that stand below another in an outline of the labels."""
        return frozenset(line for outline in self.outlines for below in outline.values() for line in below)

    @property
    def outlines(self) -> tuple[dict[int, list[int]], ...]:
        """The lines next below each line by the numbers of their labels, by the style of these, and by their indents."""
        return self.numbered, self.styled, self.indented

    @cached_property
    def numbered(self) -> dict[int, list[int]]:
        """The lines next below each line by the numbers of their labels."""

        def below(line: int, above: int) -> bool:
            number = self.outline[above][0]
            return bool(number) and self.outline[line][0].startswith(number + ".")

        return self._gathered(below)

    @cached_property
    def styled(self) -> dict[int, list[int]]:
        """The lines next below each line by the style of the numbers of their labels."""

        def below(line: int, above: int) -> bool:
            if line in self.called_totals or not self.labels[line]:
                return False
            return self.outline[above][2] < min(self.outline[line][2], len(STYLES))

        return self._gathered(below)

    @cached_property
    def indented(self) -> dict[int, list[int]]:
        """The lines next below each line by the indents of their labels."""

        def below(line: int, above: int) -> bool:
            named = bool(self.labels[line] and self.labels[above])
            return named and self.outline[line][1] > self.outline[above][1]

        return self._gathered(below)

    def _gathered(self, below: Callable[[int, int], bool]) -> dict[int, list[int]]:
        """Gather under each line those that stand next below it."""
        gathered: defaultdict[int, list[int]] = defaultdict(list)
        above: list[int] = []
        there = self.known.any(axis=1) | self.unread
        for line, (filled, name) in enumerate(zip(there.tolist(), self.labels, strict=True)):
            if not filled and not name:
                continue
            while above and not below(line, above[-1]):
                above.pop()
            if not filled:  # a heading: what stands below it is of no line above
                continue
            if above:
                gathered[above[-1]].append(line)
            above.append(line)
        return gathered

    @cached_property
    def filled(self) -> list[bool]:
        """Whether a line has any figure but 0."""
        some: Bools = np.any(self.values, axis=1)
        return list(some.tolist())

    @cached_property
    def zeros(self) -> list[bool]:
        """Whether a line has figures or marks for nothing, but no figure other than 0."""
        zero: Bools = (np.any(self.known, axis=1) | self.marked) & ~np.any(self.values, axis=1)
        return list(zero.tolist())

    @cached_property
    def zeros_before(self) -> list[int]:
        """How many of the :attr:`zeros` stand before each line, and before the end."""
        return [0, *np.cumsum(self.zeros).tolist()]

    @cached_property
    def telling(self) -> Ints:
        """Positions enough to notice a pattern by: the fullest, some from everywhere, no two alike."""
        different = np.unique(self.values, axis=1, return_index=True)[1]
        fullness = np.count_nonzero(self.values[:, different], axis=0)
        full = different[np.argsort(-fullness, kind="stable")]
        spread = np.linspace(0, len(full) - 1, min(PARAMETERS.sample, len(full))).astype(int)
        return np.unique(np.concatenate([full[: PARAMETERS.sample], full[spread]]))

    def without(self, positions: Bools) -> Lines:
        """Return the lines as if nothing stood at some positions."""
        stay = ~positions
        return replace(self, values=self.values * stay, known=self.known & stay)
