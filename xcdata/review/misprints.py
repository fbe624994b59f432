"""Words that cannot have stood so in the original.

In: a gazette. Out: observations of foreign words within Chinese text, of words printed twice, and of a short name that the text
defines and then prints otherwise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from xcdata.gazette.documents import Document, Gazette
from xcdata.gazette.duties.organs import names
from xcdata.gazette.passage import passage, squeeze
from xcdata.review.noticed import Entry, Observation, all_lines, say

HAN = "[\u3400-\u9fff]"
FOREIGN = re.compile(rf"(?<={HAN}) *\b(?P<word>and|or|of|with|the|for|in|to|on|by)\b *(?={HAN})")
# 目的的, 林业产业产值 and 支队支队长 are no slips; nor are reduplications of one character (实实在在, 层层).
TWICE = re.compile(rf"(?!业产)(?P<word>{HAN}{{2,6}}) *(?P=word)(?!长)|(?<!目)(?P<particle>的) *的")
NEAR = 4
"""Characters on each side that tell one place of a word from another."""
SHORT = re.compile(r"以下(?:简称|称)[“\"]?(?P<short>[\u3400-\u9fff]{4,14})[”\"]?[）)]")


def observe_misprints(gazette: Gazette) -> Iterator[Observation]:
    """Yield what cannot be right as it is printed, document by document."""
    for document in gazette.documents:
        for line in document.lines:
            for match in FOREIGN.finditer(line.text):
                kind, word = "foreign word", match["word"]
                id_ = f"{kind}/{document.id}/{around(line.text, match)}"
                yield Observation(
                    id_, kind, (line.number,), say(kind, lines=(line.number,), word=word), (word,)
                )
            for match in TWICE.finditer(line.text):
                kind, word = "word twice", match["word"] or match["particle"]
                id_ = f"{kind}/{document.id}/{around(line.text, match)}"
                yield Observation(
                    id_, kind, (line.number,), say(kind, lines=(line.number,), word=word), (match[0],)
                )
        yield from lines_twice(document)
        yield from short_names(document)
        yield from of_the_party(document)


def lines_twice(document: Document) -> Iterator[Observation]:
    """Yield each line that is printed twice in a row."""
    filled = [line for line in document.lines if line.content]
    for before, line in pairwise(filled):
        if squeeze(before.content) == squeeze(line.content) and len(squeeze(line.content)) > NEAR:
            kind, lines = "line twice", (before.number, line.number)
            text = line.content[: 4 * NEAR]
            yield Observation(
                f"{kind}/{document.id}/{squeeze(text)}", kind, lines, say(kind, lines=lines, text=text)
            )


def around(text: str, match: re.Match[str]) -> str:
    """Return a match with the words around it, which name it wherever its line stands."""
    return squeeze(text[max(0, match.start() - NEAR) : match.end() + NEAR])


def short_names(document: Document) -> Iterator[Observation]:
    """Yield each short name that is defined, and printed elsewhere with a character less."""
    text = passage(document.lines).text
    for short in dict.fromkeys(match["short"] for match in SHORT.finditer(text)):
        found: dict[str, list[int]] = defaultdict(list)
        for other in dict.fromkeys(short[:at] + short[at + 1 :] for at in range(1, len(short) - 1)):
            for line in document.lines:
                if other in line.text:
                    found[other].append(line.number)
        for other, lines in found.items():
            entries: list[Entry] = [(other, lines)]
            kind = "short name"
            message = say(kind, entries, short=short)
            yield Observation(f"{kind}/{document.id}/{other}", kind, all_lines(entries), message, (other,))


def of_the_party(document: Document) -> Iterator[Observation]:
    """Yield each bureau of the government that is printed as one of the party committee."""
    known = names()
    for line in document.lines:
        for match in re.finditer(rf"市委(?P<rest>{HAN}{{2,8}}?(?:局|委))(?!员)", line.text):
            if f"市{match['rest']}" in known and known[f"市{match['rest']}"] == known.get(match[0]):
                kind, words = "bureau of the party", (match[0],)
                id_ = f"{kind}/{document.id}/{around(line.text, match)}"
                yield Observation(
                    id_,
                    kind,
                    (line.number,),
                    say(kind, lines=(line.number,), organ=match[0], usual=f"市{match['rest']}"),
                    words,
                )
