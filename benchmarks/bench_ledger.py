"""What the ledger finds, how surely and how fast: ``python benchmarks/bench_ledger.py [part ...]``."""

import random
import statistics
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from spoil import ROW_SHIFTED, edited, rows_of, shifted_rows, value_slips

from xcdata.dataset.source import read_raw
from xcdata.gazette.documents import split_documents
from xcdata.gazette.places import AREAS
from xcdata.gazette.plan import ledger as plan_ledgers
from xcdata.gazette.plan.reading import read_table
from xcdata.ledger.columnar import LineRule, array_ledger, check_lines
from xcdata.ledger.localize import Location, locate, locate_lines
from xcdata.ledger.model import Figure, Kind, Ledger, SumRule
from xcdata.ledger.rounding import infer_kind
from xcdata.ledger.slips import value_slips as implied_slips
from xcdata.ledger.verdicts import Verdict, check
from xcdata.review.observations import observe_plan

CENT = Decimal("0.01")


def plan_ledger() -> Ledger:
    """Return the ledger of the afforestation plan, its known difference known."""
    return plan_ledgers.plan_ledger(split_documents(read_raw()), {"prose/tasks": Decimal("-6.00")})


def plan_shape() -> Ledger:
    """Return what of it any table of its shape has: rows, columns, and figures that the prose repeats."""
    ledger = plan_ledger()
    kept = ("row/", "column/", "repeats/", "prose/breakdown")
    rules = [rule for rule in ledger.rules if rule.id.startswith(kept)]
    rules = [
        rule for rule in rules if all(ledger.by_key[key].ulp is None for key in (rule.total, *rule.parts))
    ]
    tied = {key for rule in rules for key in (rule.total, *rule.parts)}
    return replace(
        ledger, rules=tuple(rules), figures=tuple(figure for figure in ledger.figures if figure.key in tied)
    )


def share(part: int, whole: int) -> str:
    """Write a count and its share."""
    return f"{part} of {whole} ({part / whole:.2%})" if whole else "none"


def detected(ledger: Ledger) -> bool:
    """Say whether a rule is inconsistent."""
    return any(finding.verdict is Verdict.INCONSISTENT for finding in check(ledger))


def outcome(location: Location, truth: dict[object, Decimal]) -> str:
    """Say how what was located compares with what was spoiled."""
    sets = [{c.figure.key: c.implied for c in e.figures} for e in location.explanations]
    if any(group.note for group in location.groups):
        return "not settled" if truth not in sets else "right, not settled"
    if not sets:
        return "not detected"
    first = location.explanations[0]
    if truth in sets:
        if first.tied == 1 and sets[0] == truth:
            return "exact"
        return "tied, right first" if sets[0] == truth else "tied, right listed"
    if first.tied == 1:
        return "wrong, and the only one" if len(sets[0]) >= len(truth) else "explained by fewer figures"
    return "right not listed"


def table(title: str, rows: list[tuple[str, str]]) -> None:
    """Print a Markdown table."""
    print(f"\n### {title}\n\n| measure | result |\n|---|---|")
    for measure, result in rows:
        print(f"| {measure} | {result} |", flush=True)


def single() -> None:
    """Spoil each figure by each slip that applies to it."""
    ledger = plan_ledger()
    seconds, counts = [], Counter()
    for figure in ledger.figures:
        if figure.ulp is not None:
            continue
        for kind, text in value_slips(figure.printed):
            spoiled = edited(ledger, {figure.key: text})
            start = time.perf_counter()
            location = locate(spoiled)
            seconds.append(time.perf_counter() - start)
            counts[kind, "all"] += 1
            counts[kind, "detected"] += detected(spoiled)
            counts[kind, outcome(location, {figure.key: figure.value})] += 1
            counts[kind, "named"] += kind in implied_slips(text, figure.value, CENT)
            if outcome(location, {figure.key: figure.value}) != "exact":
                print(
                    "miss:",
                    figure.key,
                    repr(figure.printed),
                    repr(text),
                    outcome(location, {figure.key: figure.value}),
                )
    rows = []
    for kind in sorted({kind for kind, _ in counts}):
        every = counts[kind, "all"]
        rows.append(
            (
                kind,
                f"detected {share(counts[kind, 'detected'], every)}; "
                f"located alone, with its value {share(counts[kind, 'exact'], every)}; "
                f"kind among those that apply {share(counts[kind, 'named'], every)}",
            )
        )
    rows.append(("time of one location, median", f"{statistics.median(seconds) * 1000:.2f} ms"))
    rows.append(("time, 99th percentile", f"{statistics.quantiles(seconds, n=100)[98] * 1000:.2f} ms"))
    table(f"One wrong figure: {len(seconds)} of them", rows)
    ledger_mu = next(figure for figure in ledger.figures if str(figure.key).endswith("绿化面积"))
    counts = Counter()
    for _, text in value_slips(ledger_mu.printed):
        spoiled = replace(ledger_mu, printed=text, value=Decimal(text or 0) / 10_000)
        other = replace(ledger, figures=tuple(spoiled if f.key == spoiled.key else f for f in ledger.figures))
        counts["all"] += 1
        if not detected(other):
            counts["within rounding"] += 1
            continue
        first = locate(other).explanations[0]
        right = first.tied == 1 and [c.figure.key for c in first.figures] == [spoiled.key]
        counts["located"] += right
        counts["truth in the interval"] += (
            right and first.figures[0].least <= ledger_mu.value <= first.figures[0].most
        )
        counts["value"] += right and first.figures[0].implied == ledger_mu.value
    table("The figure in mu, which only a coarser one confirms", [(k, str(n)) for k, n in counts.items()])


def several(number: int, trials: int, seed: int) -> None:
    """Spoil so many random figures by random slips."""
    ledger, chance = plan_ledger(), random.Random(seed)
    figures = [figure for figure in ledger.figures if figure.ulp is None]
    counts, seconds = Counter(), []
    for _ in range(trials):
        chosen = chance.sample(figures, number)
        texts = {figure.key: chance.choice(value_slips(figure.printed))[1] for figure in chosen}
        spoiled = edited(ledger, texts)
        start = time.perf_counter()
        location = locate(spoiled)
        seconds.append(time.perf_counter() - start)
        result = outcome(location, {figure.key: figure.value for figure in chosen})
        counts[result] += 1
        if result not in ("exact", "tied, right first"):
            print("miss:", result, {f.key: (f.printed, texts[f.key]) for f in chosen})
            for e in location.explanations[:2]:
                print("   ", e.tied, e.slip, [(c.figure.key, c.text) for c in e.figures])
    rows = [(result, share(count, trials)) for result, count in counts.most_common()]
    rows.append(("time, median", f"{statistics.median(seconds) * 1000:.1f} ms"))
    rows.append(("time, longest", f"{max(seconds) * 1000:.0f} ms"))
    table(f"{number} wrong figures at once, {trials} times", rows)


def structure() -> None:
    """Shift rows, exchange rows' labels, exchange cells."""
    ledger = plan_ledger()
    rows = rows_of(ledger)
    shifts = [texts for row in rows for texts in shifted_rows(row)]
    shifts = [texts for number, texts in enumerate(shifts) if len(texts) > 1 and texts not in shifts[:number]]
    labels = [
        {f.key: g.printed for f, g in zip(a + b, b + a, strict=True) if f.printed != g.printed}
        for a, b in combinations(rows, 2)
    ]
    chance = random.Random(3)
    cells = [figure for row in rows for figure in row]
    exchanges = []
    while len(exchanges) < 2000:
        one, other = chance.sample(cells, 2)
        if one.value != other.value:
            exchanges.append({one.key: other.printed, other.key: one.printed})
    for title, spoilings, name in (
        ("A row's cells shifted by one column", shifts, ROW_SHIFTED),
        ("Two rows' labels exchanged", labels, "two rows' labels exchanged"),
        ("Two cells exchanged", exchanges, "two cells exchanged"),
    ):
        counts = Counter()
        for texts in spoilings:
            spoiled = edited(ledger, texts)
            location = locate(spoiled)
            truth = {
                key: ledger.by_key[key].value
                for key in texts
                if ledger.by_key[key].value != spoiled.by_key[key].value
            }
            first = location.explanations[0] if location.explanations else None
            if not first:
                counts["not seen by sums"] += 1
                continue
            counts["detected"] += 1
            implied = {c.figure.key: c.implied for c in first.figures}
            if first.slip == name:
                counts["named first"] += 1
            elif first.slip == "two cells exchanged" and len(truth) == 2:
                counts["named first, as two cells exchanged, which it is too"] += 1
            elif any(e.slip == name for e in location.explanations):
                counts["named, not first"] += 1
            else:
                counts["one figure explains it" if len(first.figures) == 1 else "not named"] += 1
            counts["put right"] += implied == truth
        table(
            title,
            [("tried", str(len(spoilings))), *((k, share(n, len(spoilings))) for k, n in counts.items())],
        )


def order() -> None:
    """Exchange the printed names of two counties, which leaves every sum intact; their order tells."""
    counts, areas = Counter(), AREAS[:-1]
    for one, other in combinations(areas, 2):
        text = read_raw()
        for name, place in ((one, "#one#"), (other, one), ("#one#", other)):
            text = text.replace(f"\n{name}\t", f"\n{place}\t")
        (found,) = observe_plan(replace(read_table(split_documents(text)), displaced=()))
        counts["told, both rows named and no other"] += set(found.id.split("/")[1:]) == {one, other}
    pairs = len(areas) * (len(areas) - 1) // 2
    table("Two counties' labels exchanged", [(k, share(n, pairs)) for k, n in counts.items()])


def random_table(ledger: Ledger, chance: random.Random, unit: int) -> dict[object, int]:
    """Draw true values in thousandths, the totals exact, where the plan prints figures."""
    rules = [rule for rule in ledger.rules if rule.id.startswith("row/")]
    columns = [rule for rule in ledger.rules if rule.id.startswith("column/")]
    city = {key for rule in columns for key in [rule.total]}
    totals = {rule.total for rule in rules} | city
    values = {
        figure.key: unit * chance.randint(1, 4000 // unit) if figure.printed else 0
        for figure in ledger.figures
        if figure.key not in totals and not str(figure.key).startswith("prose")
    }

    def value(key: object) -> int:
        if key not in values:
            rule = next(rule for rule in (columns if key in city else rules) if rule.total == key)
            values[key] = sum(value(part) for part in rule.parts)
        return values[key]

    for figure in ledger.figures:
        if str(figure.key).startswith("prose"):
            values[figure.key] = value(
                next(rule.parts[0] for rule in ledger.rules if rule.total == figure.key)
            )
        else:
            value(figure.key)
    return values


def printed_table(ledger: Ledger, values: dict[object, int], kind: Kind | None) -> Ledger:
    """Print each figure at 0.01, rounded on its own; blank cells stay blank."""
    figures = []
    for figure in ledger.figures:
        value = Decimal(values[figure.key]).scaleb(-3).quantize(CENT, ROUND_HALF_UP)
        figures.append(replace(figure, printed=str(value) if values[figure.key] else "", value=value))
    return Ledger(tuple(figures), ledger.rules, CENT, kind)


def rounding(trials: int = 10_000) -> None:
    """Check random tables of the plan's shape, each figure rounded on its own; infer kinds."""
    ledger, chance = plan_shape(), random.Random(4)
    counts, sure = Counter(), []
    for _ in range(trials):
        rounded = printed_table(ledger, random_table(ledger, chance, 1), Kind.ROUNDED)
        findings = check(rounded)
        counts["false alarm"] += any(f.verdict is Verdict.INCONSISTENT for f in findings)
        counts["fixed"] += any(abs(f.difference) > CENT for f in findings)
        kind, surely = infer_kind(rounded)
        counts["rounded"] += kind is Kind.ROUNDED
        sure.append(surely)
        exact = printed_table(ledger, random_table(ledger, chance, 10), None)
        wrong = chance.sample(exact.figures, 3)
        spoiled = edited(exact, {f.key: chance.choice(value_slips(f.printed))[1] for f in wrong})
        counts["exact"] += infer_kind(spoiled)[0] is Kind.EXACT
    table(
        f"Rounding: {trials} random tables of the plan's shape",
        [
            ("false alarms of the rounded ledger", share(counts["false alarm"], trials)),
            ("false alarms of a fixed tolerance of one unit", share(counts["fixed"], trials)),
            ("kind inferred right, rounded tables", share(counts["rounded"], trials)),
            ("kind inferred right, exact tables with three wrong figures", share(counts["exact"], trials)),
            ("least sure of the rounded", f"{min(sure):.6f}"),
        ],
    )


def two_way(tables: int, side: int, seed: int) -> Ledger:
    """Build two-way tables with totals of rows and columns."""
    chance = random.Random(seed)
    figures, rules = [], []
    for number in range(tables):
        body = [[chance.randint(0, 9999) for _ in range(side - 1)] for _ in range(side - 1)]
        body = [[*row, sum(row)] for row in body]
        body.append([sum(column) for column in zip(*body, strict=True)])
        for i, row in enumerate(body):
            figures += [Figure((number, i, j), str(v), Decimal(v), i + 1, j + 1) for j, v in enumerate(row)]
            rules.append(SumRule((number, i, side - 1), tuple((number, i, j) for j in range(side - 1))))
        for j in range(side):
            rules.append(SumRule((number, side - 1, j), tuple((number, i, j) for i in range(side - 1))))
    return Ledger(tuple(figures), tuple(rules), Decimal(1))


def best(action: Callable[[], object], times: int = 3) -> float:
    """Give the shortest of some runs, in seconds."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def cost() -> None:
    """Check ledgers of growing size, a figure and a rule an object each."""
    rows = []
    for tables in (63, 125, 250, 1000):
        ledger = two_way(tables, 20, 5)
        size = f"{len(ledger.figures):,} figures, {len(ledger.rules):,} rules"
        rows.append((f"checked: {size}", f"{best(lambda ledger=ledger: check(ledger)):.2f} s"))
    ledger = two_way(1, 317, 6)
    size = f"{len(ledger.figures):,} figures, {len(ledger.rules):,} rules of one table"
    rows.append((f"checked: {size}", f"{best(lambda: check(ledger)):.2f} s"))
    table("Cost of checking (the ledger already built)", rows)


def columnar(rows: int = 1_000_000) -> None:
    """Check row sums of a long frame side by side with numpy and pandera, locate one wrong row, and weigh the ledger."""
    import numpy as np
    import pandas as pd
    import pandera.pandas as pa

    parts = np.random.default_rng(7).integers(0, 100_000, size=(rows, 3))
    frame = pd.DataFrame({"a": parts[:, 0], "b": parts[:, 1], "c": parts[:, 2], "total": parts.sum(axis=1)})
    schema = pa.DataFrameSchema(checks=pa.Check(lambda df: df["a"] + df["b"] + df["c"] == df["total"]))
    whole = {name: np.ascontiguousarray(frame[name]) for name in frame}
    cents = {name: column / 100 for name, column in whole.items()}
    endless = {name: column[: rows // 10] / 7 for name, column in whole.items()}
    rule = LineRule("column", 3, (0, 1, 2), "total")

    def numpy_alone() -> None:
        assert (whole["a"] + whole["b"] + whole["c"] == whole["total"]).all()

    def both(columns: dict[str, np.ndarray]) -> None:
        (verdicts,) = check_lines(array_ledger(columns, [rule]))
        assert not verdicts.counts()[Verdict.INCONSISTENT]

    ledger = array_ledger(whole, [rule])
    least = best(numpy_alone, 15)
    theirs = best(lambda: schema.validate(frame), 5)
    ours, all_in_all = best(lambda: check_lines(ledger), 15), best(lambda: both(whole), 15)
    tracemalloc.start()
    ledger = array_ledger(whole, [rule])
    verdicts = check_lines(ledger)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    given = sum(column.nbytes for column in whole.values())
    assert sum(verdicts[0].counts().values()) == len(ledger.lines)
    figures = 4 * rows

    broken = {name: column.copy() for name, column in whole.items()}
    broken["total"][rows // 3] += 90_000
    spoiled = array_ledger(broken, [rule])
    start = time.perf_counter()
    location = locate_lines(spoiled, check_lines(spoiled))
    located = time.perf_counter() - start
    (group,) = location.groups
    named = {change.figure.key: change.text for e in group.explanations for change in e.figures}
    right = named.get((rows // 3, 3)) == str(whole["total"][rows // 3])
    one_row = {key[0] for key in named} == {rows // 3}

    objects = [
        Figure((number, place), str(value), Decimal(value), number, place)
        for number, row in enumerate(zip(*(whole[name][:100_000].tolist() for name in whole), strict=True))
        for place, value in enumerate(row)
    ]
    rules = [SumRule((n, 3), ((n, 0), (n, 1), (n, 2))) for n in range(100_000)]
    book = Ledger(tuple(objects), tuple(rules), Decimal(1))
    table(
        f"Row sums of {rows:,} rows: three parts and a total",
        [
            ("numpy: a + b + c == total", f"{least * 1000:.1f} ms"),
            ("pandera, the same over the frame", f"{theirs * 1000:.1f} ms"),
            (
                "columnar, checked",
                f"{ours * 1000:.1f} ms; numpy {ours / least:.1f}, pandera {ours / theirs:.1f} times",
            ),
            (
                "columnar, read and checked",
                f"{all_in_all * 1000:.1f} ms; numpy {all_in_all / least:.1f}, pandera {all_in_all / theirs:.1f} times",
            ),
            ("… floats of two decimals", f"{best(lambda: both(cents)) * 1000:.0f} ms"),
            (
                f"… a tenth of them, floats without end ({rows // 10:,} rows)",
                f"{best(lambda: both(endless), 1):.2f} s",
            ),
            (
                "bytes a figure: given, kept besides, at most",
                f"{given / figures:.1f}, {kept / figures:.1f}, {peak / figures:.1f}",
            ),
            ("one wrong row: checked and located", f"{located * 1000:.0f} ms"),
            ("… its row alone named, the right value among the explanations", f"{one_row and right}"),
            ("400,000 figures an object each, checked (100,000 rules)", f"{best(lambda: check(book)):.2f} s"),
        ],
    )


PARTS: dict[str, Callable[[], None]] = {
    "single": single,
    "pairs": lambda: several(2, 2000, 1),
    "triples": lambda: several(3, 200, 2),
    "structure": structure,
    "order": order,
    "rounding": rounding,
    "cost": cost,
    "columnar": columnar,
}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
