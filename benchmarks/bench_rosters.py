"""Whether an entry that is lost from a roster, or printed twice, is noticed and its section named.

Run ``python benchmarks/bench_rosters.py``. Each of the 350 entries of the education awards is removed, and doubled, in turn.
"""

from __future__ import annotations

from collections import Counter

from xcdata.dataset.source import read_raw
from xcdata.dataset.tables import read_gazette
from xcdata.gazette.awards.ledger import awards_ledger
from xcdata.gazette.documents import split_documents
from xcdata.ledger.localize.locate import locate


def sections_named(lines: list[str]) -> set[str]:
    """Return the sections whose count would explain what does not hold."""
    explanations = locate(awards_ledger(split_documents("\n".join(lines)))).explanations
    keys = [change.figure.key for explanation in explanations for change in explanation.figures]
    return {str(key).split("/")[1] for key in keys if str(key).endswith("counted")}


def main() -> None:
    """Measure and print a Markdown table."""
    awards = read_gazette()["awards"]
    entries = awards[awards["document"] == "许政〔2019〕19号"]
    lines = read_raw().split("\n")
    found: Counter[tuple[str, str]] = Counter()
    for line, section in zip(entries["line"], entries["section"], strict=True):
        before, after = lines[: line - 1], lines[line:]
        for kind, damaged in (
            ("removed", [*before, *after]),
            ("doubled", [*before, lines[line - 1], *lines[line - 1 :]]),
        ):
            named = sections_named(damaged)
            found[kind, "detected"] += bool(named)
            found[kind, "right section named"] += section in named
            found[kind, "and no other"] += named == {section}
    print("| entries | detected | right section named | and no other section |\n|---|---|---|---|")
    for kind in ("removed", "doubled"):
        counts = [found[kind, what] for what in ("detected", "right section named", "and no other")]
        print(
            f"| {len(entries)} {kind} | " + " | ".join(f"{n} ({n / len(entries):.1%})" for n in counts) + " |"
        )


if __name__ == "__main__":
    main()
