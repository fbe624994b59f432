"""How a rule is written: ``总计 = 营造林 + 花卉苗木``, ``closing = opening + additions - disposals``.

In: what somebody gave as rules; a rule's text; a name. Out: texts; the names of a rule with the signs of its parts; the name as it
stands in a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from xcdata.errors import InputError, Problem, Reason

PIECE = re.compile(
    r"(?P<quoted>`(?:[^`]|``)+`)|(?P<sign>[=＝+＋]|(?<=\s)[-−–－](?=\s))|(?P<space>\s+)|(?P<word>[^`=＝+＋\s]+)|`"
)
"""What a rule is made of. A name that holds ``=``, ``+``, a minus between spaces, or spaces at its ends stands between backticks, and a
backtick in it is doubled."""


def rule_texts(rules: object) -> list[str]:
    """Give declared rules as texts.

    Raises
    ------
    InputError
        When there is none, or one is no text.
    """
    one_only = isinstance(rules, str) or not isinstance(rules, Iterable)
    given: list[object] = [rules] if one_only else list(rules)  # type: ignore[call-overload]
    texts = [text for text in given if isinstance(text, str)]
    if not given:
        raise InputError([Problem("no_rules", "rules", reason=Reason.MISSING)])
    if strange := [text for text in given if not isinstance(text, str)]:
        found = f"{strange[0]!r} ({type(strange[0]).__name__})"
        raise InputError([Problem("rule_not_a_text", "rules", None, found, reason=Reason.RULE)])
    return texts


def split_rule(text: str) -> tuple[list[str], list[int]] | None:
    """Give the names of a rule, the total first, and by part 1 or, where it is subtracted, -1; None where it is none.

    Examples
    --------
    >>> split_rule("总计 = 营造林 + `a+b` - 2020-21")
    (['总计', '营造林', 'a+b', '2020-21'], [1, 1, -1])
    """
    names: list[str] = []
    signs: list[str] = []
    pieces: list[re.Match[str]] = []
    for piece in (*PIECE.finditer(text), None):
        if piece is not None and piece["sign"] is None:
            pieces.append(piece)
            continue
        name = name_of(pieces)
        if name is None:
            return None
        names.append(name)
        pieces = []
        if piece is not None:
            signs.append(piece["sign"])
    if [sign in "=＝" for sign in signs] != [True] + [False] * (len(signs) - 1):
        return None
    return names, [1, *(1 if sign in "+＋" else -1 for sign in signs[1:])]


def name_of(pieces: list[re.Match[str]]) -> str | None:
    """Give the name that some pieces of a rule are; None where they are none."""
    told = [piece for piece in pieces if not piece["space"]]
    if len(told) == 1 and told[0]["quoted"]:
        return told[0]["quoted"][1:-1].replace("``", "`")
    if not told or not all(piece["word"] for piece in told):
        return None
    return "".join(piece[0] for piece in pieces).strip()


def in_rule(name: str) -> str:
    """Write a name as it stands in a rule: between backticks where it would be read otherwise.

    Examples
    --------
    >>> in_rule("营造林"), in_rule("in - out"), in_rule(" a")
    ('营造林', '`in - out`', '` a`')
    """
    return name if name_of(list(PIECE.finditer(f" {name} "))) == name else f"`{name.replace('`', '``')}`"


def names_of(text: str) -> list[str]:
    """Give the names of a rule; none where it cannot be read."""
    read = split_rule(text)
    return [] if read is None else read[0]
