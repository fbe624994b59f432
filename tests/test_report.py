"""The page for the reviewer."""

from __future__ import annotations

import html
import json
import re
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from browser import CHROMIUM
from page import Element, read_page
from refusals import refuses

from xcdata.dataset.tables import read_gazette
from xcdata.ledger import Coverage
from xcdata.output.page import report_html, write_report
from xcdata.review import review as reviewing
from xcdata.review.observations import Observation
from xcdata.review.review import Review, check

Write = Callable[[str | bytes], Path]
LANGUAGES = ("zh", "en")

SLIPS = {
    "one wrong cell": ("禹州市\t13.01", "禹州市\t13.10"),
    "a tie": ("5个森林特色小镇，50个", "5个森林特色小镇，500个"),
    "a shifted row": (
        "东城区\t0.02\t0.02\t0.02\t\t\t\t0.01\t0.01\t\t",
        "东城区\t0.02\t\t0.02\t0.02\t\t\t\t0.01\t0.01\t",
    ),
    "a lost entry": ("襄城县人民政府\n\n建安区人民政府\n", "襄城县人民政府\n"),
}


@pytest.fixture(scope="module")
def ours() -> Review:
    return check()


@pytest.fixture(scope="module")
def reviews(ours: Review, raw: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Review]:
    folder = tmp_path_factory.mktemp("slips")
    found = {"ours": ours}
    for number, (name, (right, wrong)) in enumerate(SLIPS.items()):
        assert raw.count(right) == 1, name
        path = folder / f"{number}.txt"
        path.write_text(raw.replace(right, wrong), encoding="utf-8")
        found[name] = check(path)
    return found


@pytest.fixture(scope="module")
def pages(reviews: dict[str, Review]) -> dict[tuple[str, str], Element]:
    return {
        (name, lang): read_page(report_html(review, lang=lang))
        for name, review in reviews.items()
        for lang in LANGUAGES
    }


cases = pytest.mark.parametrize(
    ("name", "lang"), [(name, lang) for name in ("ours", *SLIPS) for lang in LANGUAGES]
)


def source_hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cases
def test_every_id_is_one_and_every_reference_has_its_target(
    pages: dict[tuple[str, str], Element], name: str, lang: str
) -> None:
    page = pages[name, lang]
    assert not any(" " in one for one in page.by_id)
    links = [link.attributes["href"] for link in page.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= page.by_id.keys()
    assert all(link.startswith("#") for link in links)
    described = (e.attributes.get("aria-labelledby", "").split() for e in page.all())
    assert {id_ for ids in described for id_ in ids} <= page.by_id.keys()


@cases
def test_the_page_asks_nothing_of_the_network_and_runs_but_its_own_script(
    pages: dict[tuple[str, str], Element], name: str, lang: str
) -> None:
    page = pages[name, lang]
    assert not {e.tag for e in page.all()} & {
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "form",
        "base",
    }
    attributes = [(key, value) for e in page.all() for key, value in e.attributes.items()]
    assert not [key for key, _ in attributes if key.startswith("on") or key in ("src", "srcset", "style")]
    style = page.one("style").text
    data, script = page.all("script")
    assert data.attributes == {"type": "application/json", "id": "trace"}
    assert script.attributes == {}
    assert not [
        word for word in ("fetch", "XMLHttp", "import", "eval", "innerHTML", "http") if word in script.text
    ]
    assert "url(" not in style
    assert "@import" not in style
    assert "http:" not in style
    assert "https:" not in style
    policy = [e for e in page.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert [e.attributes["content"] for e in policy] == [
        f"default-src 'none'; style-src '{source_hash(style)}'; script-src '{source_hash(script.text)}'; "
        "base-uri 'none'; form-action 'none'"
    ]


@cases
def test_the_page_is_built_for_all_readers(
    pages: dict[tuple[str, str], Element], name: str, lang: str
) -> None:
    page = pages[name, lang]
    assert page.one("html").attributes["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
    levels = [int(e.tag[1]) for e in page.all() if re.fullmatch(r"h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for cell in page.all("th"):
        assert cell.attributes.get("scope") in ("col", "row", "colgroup")
    for box in page.all("div", "scroll"):
        assert {"tabindex", "role", "aria-labelledby"} <= box.attributes.keys()
    assert len(list(page.all("table"))) == sum(
        len(list(box.all("table"))) for box in page.all("div", "scroll")
    )


@cases
def test_every_cell_says_the_heading_of_its_column_as_a_narrow_screen_shows_no_header(
    pages: dict[tuple[str, str], Element], name: str, lang: str
) -> None:
    tables = list(pages[name, lang].all("table", "rows"))
    for table in tables:
        heads = [one.text for one in table.one("thead").all("th")]
        for row in (row for part in ("tbody", "tfoot") for body in table.all(part) for row in body.all("tr")):
            cells = [one for one in row.parts if isinstance(one, Element)]
            assert len(cells) == len(heads)
            for head, cell in zip(heads, cells, strict=True):
                said = cell.attributes.get("data-head", "")
                assert cell.tag == "th" or not cell.parts or (said and head.endswith(said)), (head, said)
    assert len(tables) >= 5


@cases
def test_every_finding_stands_on_the_page_with_its_id_and_its_lines(
    pages: dict[tuple[str, str], Element], reviews: dict[str, Review], name: str, lang: str
) -> None:
    page, review = pages[name, lang], reviews[name]
    for number, finding in enumerate(review.findings.to_dict("records"), 1):
        shown = page.by_id[f"finding-{number}"]
        assert finding["id"] in [code.text for code in shown.all("code")]
        assert finding[f"message_{lang}"] in shown.text
        ranges = (re.fullmatch(r"\D*(\d+)(?:–(\d+))?\D*", link.text) for link in shown.all("a"))
        linked = [line for m in ranges if m for line in range(int(m[1]), int(m[2] or m[1]) + 1)]
        assert linked == list(finding["lines"])
        for line in finding["lines"]:
            assert page.by_id[f"L{line}"].one("td").text == review.lines[line]


@cases
def test_the_plan_table_is_as_printed(
    pages: dict[tuple[str, str], Element], reviews: dict[str, Review], name: str, lang: str
) -> None:
    table = pages[name, lang].one("table", "plan")
    rows = list(table.one("tbody").all("tr"))
    for row, line in zip(rows[:10], range(663, 673), strict=True):
        shift = -2 if name == "a lost entry" else 0
        printed = [cell.strip() for cell in reviews[name].lines[line + shift].split("\t")]
        values = ["".join(value.text for value in cell.all("span", "value")) for cell in row.all("td")]
        assert [row.one("th").text, *values] == printed
    assert (
        re.sub(r"\s*[✓≈]1\s*", "", rows[10].one("td", "note").text)
        == "共分为六大类156个项目，绿化面积3009.1亩。"
    )


def test_the_header_of_the_plan_table_stands_undamaged_over_its_columns(
    pages: dict[tuple[str, str], Element],
) -> None:
    rows = list(pages["ours", "zh"].one("table", "plan").one("thead").all("tr"))
    grid: dict[tuple[int, int], str] = {}
    for at, row in enumerate(rows):
        column = 0
        for cell in row.all("th"):
            while (at, column) in grid:
                column += 1
            for down in range(int(cell.attributes.get("rowspan", 1))):
                for right in range(int(cell.attributes.get("colspan", 1))):
                    grid[at + down, column + right] = cell.text
    assert len(grid) == 4 * 18
    top = [grid[0, column] for column in range(18)]
    assert top == ["单位", "总计", *["营造林"] * 13, *["花卉苗木"] * 3]
    bottom = [grid[3, column] for column in range(18)]
    assert bottom == [
        *("单位", "总计", "合计"),
        *("合计", "山区生态林", "平原防风固沙林", "农田防护林", "廊道绿化", "乡村绿化美化"),
        *("合计", "新造", "改培", "新造", "改培", "森林抚育"),
        *("合计", "新造", "改培"),
    ]


def test_our_gazette_is_told_to_hold_with_its_known_issue_and_reason(
    pages: dict[tuple[str, str], Element], ours: Review
) -> None:
    for lang, reason in (("zh", "森林抚育6.3万亩未列入第三部分"), ("en", "are not itemized there")):
        page = pages["ours", lang]
        assert page.one("div", "verdict").text.strip().startswith("✓")
        assert reason in page.by_id["known"].text
        assert not list(page.all("td", "suspect"))
        assert ours.sha256 in page.one("footer").text
    assert "没有需要定位的错误" in pages["ours", "zh"].by_id["located"].text


def test_one_wrong_cell_is_told_and_marked_with_what_it_should_be(
    pages: dict[tuple[str, str], Element],
) -> None:
    page = pages["one wrong cell", "zh"]
    told = page.one("div", "verdict").text
    assert told.strip().startswith("✗")
    assert "禹州市 总计（第664行）：印作 13.10，应为 13.01" in told
    suspect = page.one("table", "plan").one("td", "suspect")
    assert suspect.one("span", "value").text == "13.10"
    assert suspect.one("span", "implied").text == "→ 13.01"
    located = page.by_id["located"]
    assert "相邻两位颠倒" in located.text
    assert located.one("mark").text == "13.10"
    assert located.one("li").text.split() == [
        "第664行禹州市",
        "13.10",
        "12.86",
        "5.33",
        "4",
        "·",
        "0.1",
        "1.03",
        "0.2",
        "4.38",
        "1.25",
        "1.9",
        "0.6",
        "0.63",
        "3.15",
        "0.15",
        "0.15",
        "·",
    ]


def test_a_tie_is_told_as_a_tie(pages: dict[tuple[str, str], Element]) -> None:
    page = pages["a tie", "en"]
    assert "cannot tell them apart" in page.one("div", "verdict").text
    located = page.by_id["located"]
    assert "2 equally small explanations: a tie" in located.text
    assert [mark.text for mark in located.all("mark")] == ["500", "50"]


def test_a_shifted_row_is_named_as_a_whole(pages: dict[tuple[str, str], Element]) -> None:
    page = pages["a shifted row", "en"]
    assert "row's cells shifted by one column" in page.one("div", "verdict").text
    rows = [row for row in page.one("table", "plan").one("tbody").all("tr") if list(row.all("td", "suspect"))]
    assert [row.one("th").text for row in rows] == ["东城区"]


def test_a_lost_entry_shows_in_the_rosters(pages: dict[tuple[str, str], Element]) -> None:
    rows = [
        [cell.text.strip() for cell in row.parts if isinstance(cell, Element)]
        for row in pages["a lost entry", "zh"].by_id["rosters"].one("tbody").all("tr")
    ]
    told = pages["a lost entry", "zh"].one("ul", "culprits").text.strip()
    assert told == "许政〔2019〕19号 单位：正文写29个，名单28个，少1个（第9行）"
    assert rows[0] == ["许政〔2019〕19号", "", "单位", "29个单位", "28", "✗ 不符", "9"]
    assert rows[1] == ["许政〔2019〕19号", "", "个人", "321名个人", "321", "✓ 成立", "9"]


def test_the_training_total_stands_beside_the_sum_of_its_fifteen_targets(
    pages: dict[tuple[str, str], Element],
) -> None:
    total, targets = pages["ours", "en"].by_id["training_head"].all("tbody")
    assert "30万人次以上" in total.text
    assert len(list(targets.all("tr"))) == 15


HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>&lt;{{ 7*7 }}"


def test_hostile_text_is_shown_and_not_obeyed(raw: str, tmp_path: Path) -> None:
    path = tmp_path / "<b>&amp;.txt"
    text = raw.replace("襄城县人民政府\n\n建安区人民政府\n", f"襄城县{HOSTILE}\n\n建安区人民政府\n")
    path.write_text(text.replace("禹州市\t13.01", "禹州市\t13.10"), encoding="utf-8")
    page = read_page(report_html(check(read_gazette(path, strict=False))))
    assert not {e.tag for e in page.all()} & {"img", "b>"}
    assert len(list(page.all("script"))) == 2
    assert page.by_id["L24"].one("td").text == f"襄城县{HOSTILE}"
    assert path.name in page.one("title").text
    assert path.name in page.one("header").text


def many(hostile: str) -> Iterator[Observation]:
    for number in range(30):
        said = f"{number}{hostile}"
        known = number < 5
        kind = "stale entry" if known else "not feasible"
        message = {"zh": said, "en": said}
        yield Observation(f"{kind}/{said}", kind, (24 + number,), message, for_information=not known)


def test_thirty_observations_stand_on_the_page_and_long_lists_are_folded(
    monkeypatch: pytest.MonkeyPatch, written: Write, raw: str
) -> None:
    monkeypatch.setattr(reviewing, "observe", lambda _: many(HOSTILE))
    # A copy would be asked for all that is known of ours.
    monkeypatch.setattr(reviewing, "is_copy", lambda *_: False)
    page = read_page(report_html(check(written(f"{raw}\n")), lang="en"))
    assert not list(page.all("img"))
    assert len(list(page.all("script"))) == 2
    (open_list,) = page.by_id["attention"].all("details")
    assert "open" in open_list.attributes
    assert len(list(open_list.all("article"))) == 5
    (folded,) = page.by_id["information"].all("details")
    assert "open" not in folded.attributes
    assert "(25)" in folded.one("summary").text
    shown = [article.one("h3").text for article in folded.all("article")]
    assert all(f"{number}{HOSTILE}" in text for number, text in zip(range(5, 30), shown, strict=True))


def test_the_first_screen_goes_from_the_verdict_to_the_coverage_and_the_hash_comes_last(
    pages: dict[tuple[str, str], Element],
) -> None:
    for name in ("ours", *SLIPS):
        told = pages[name, "zh"].one("body").text
        parts = ("结论", "新发现", "不再出现的已知问题", "读了 17 件公文", "错误定位", "如何核对", "SHA-256")
        places = [told.index(part) for part in parts]
        assert places == sorted(places), name


def test_what_was_counted_is_nowhere_said_to_be_printed(pages: dict[tuple[str, str], Element]) -> None:
    located = pages["a lost entry", "zh"].by_id["located"]
    assert "清点得 10" in located.text
    assert "印作 1，" not in located.text
    # Five equal explanations are one sentence, with the five behind it.
    assert (
        "5个同样小的解释，无法区分；合计 许政〔2019〕19号 单位 所述 有误，或其 4 个加数（一 清点、二 清点、三 清点、…）之一有误"
        in located.text
    )
    (folded,) = located.all("details")
    assert len(list(folded.one("tbody").all("tr"))) == 5


def test_every_notice_tells_what_was_read_what_was_checked_and_what_is_open(
    pages: dict[tuple[str, str], Element], ours: Review
) -> None:
    told = list(pages["ours", "zh"].by_id["notices_head"].all("details", "notice"))
    assert len(told) == 17
    assert not [one for one in told if "open" in one.attributes]
    plan = next(one for one in told if "许政〔2019〕25号" in one.one("summary").text)
    assert "未读 0" in plan.one("summary").text
    assert [term.text for term in plan.all("dt")] == ["读了什么", "核对了什么", "还有什么"]
    rules = [one for one in ours.found if one.is_rule and one.lines and 556 <= one.lines[0] <= 675]
    assert f"合计关系 {len(rules)} 条" in plan.text
    assert "正文 二 森林许昌生态建设计划任务 应为" in plan.text  # known, with a link to its reason


def test_the_page_of_the_gazette_is_under_a_megabyte(ours: Review) -> None:
    assert max(len(report_html(ours, lang=lang).encode()) for lang in LANGUAGES) < 1_000_000


def test_a_review_of_nothing_is_still_a_page() -> None:
    nothing = Review("empty", "0" * 64, (), (), (), {}, Coverage(0, 0, 0))
    page = read_page(report_html(nothing))
    assert not list(page.all("table", "plan"))
    assert page.one("div", "verdict").text.strip().startswith("○")  # nothing was checked


def test_a_group_that_was_not_settled_says_what_is_left_open(reviews: dict[str, Review]) -> None:
    wrong = reviews["one wrong cell"]
    (group,) = wrong.groups
    unsettled = replace(wrong, groups=(replace(group, explanations=(), note="Not settled within 2 s"),))
    page = read_page(report_html(unsettled, lang="en"))
    assert "Not settled within 2 s" in page.by_id["located"].text
    assert "could not be located" in page.one("div", "verdict").text
    assert list(page.one("table", "plan").all("td", "in-doubt"))


def test_the_same_review_gives_the_same_page_and_no_clock_is_on_it(ours: Review) -> None:
    text = report_html(ours)
    assert text == report_html(check())
    assert str(date.today()) not in text


def test_a_language_that_there_is_not_is_refused(ours: Review) -> None:
    with refuses("unknown_language", found="fr"):
        report_html(ours, lang="fr")


def test_the_file_is_the_page_and_its_folder_is_made(ours: Review, tmp_path: Path) -> None:
    path = tmp_path / "new" / "review.html"
    write_report(ours, path, lang="en")
    assert path.read_text(encoding="utf-8") == report_html(ours, lang="en")
    assert [one.name for one in path.parent.iterdir()] == ["review.html"]


def test_a_disk_that_is_full_leaves_the_old_page_whole(
    ours: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "review.html"
    path.write_text("<!doctype html>old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with refuses("disk_full"):
        write_report(ours, path)
    assert path.read_text(encoding="utf-8") == "<!doctype html>old"
    assert [one.name for one in tmp_path.iterdir()] == ["review.html"]


def test_a_directory_is_refused_as_a_file(ours: Review, tmp_path: Path) -> None:
    with refuses("output_not_a_file", path=tmp_path):
        write_report(ours, tmp_path)


def colours(style: str) -> list[dict[str, str]]:
    return [
        dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in re.findall(r":root \{([^}]*)\}", style)
    ]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_stands_out_from_its_ground_in_light_dark_and_print(
    pages: dict[tuple[str, str], Element],
) -> None:
    schemes = colours(pages["ours", "zh"].one("style").text)
    assert len(schemes) == 3
    grounds = ("good", "bad", "doubt", "near", "quiet")
    pairs = [("ink", "paper"), ("muted", "paper"), ("link", "paper"), ("ink", "panel")]
    pairs += [(name, f"{name}-ground") for name in grounds] + [("ink", f"{name}-ground") for name in grounds]
    for scheme in schemes:
        for text, ground in pairs:
            dim, bright = sorted((luminance(scheme[text]), luminance(scheme[ground])))
            assert (bright + 0.05) / (dim + 0.05) >= 4.5, (text, ground, scheme)


BROWSER_ITSELF = "not an origin"


@pytest.mark.browser
@pytest.mark.parametrize("name", ["ours", "a shifted row"])
def test_in_a_browser_nothing_overflows_at_400_pixels_nothing_is_fetched_nothing_complains(
    reviews: dict[str, Review], tmp_path: Path, name: str
) -> None:
    framed = html.escape(report_html(reviews[name], lang="en"))
    measure = (
        "const d = f.contentDocument; d.querySelectorAll('details').forEach(x => x.open = true);"
        "const e = d.documentElement; "
        "const cut = [...d.querySelectorAll('.scroll:has(.rows)')].filter(x => x.scrollWidth > x.clientWidth);"
        "document.title = `${e.clientWidth} ${e.scrollWidth} ${cut.length}`;"
    )
    frame = (
        f'<!doctype html><title></title><iframe id="f" width="400" height="900" srcdoc="{framed}"></iframe>'
    )
    (tmp_path / "frame.html").write_text(
        f'<meta charset="utf-8">{frame}<script>f.onload = () => {{ {measure} }}</script>', encoding="utf-8"
    )
    quiet = "disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync"
    log = tmp_path / "net.json"
    run = subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", *(f"--{word}" for word in quiet.split())),
            *(f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={log}", "--enable-logging=stderr"),
            *(
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--window-size=500,900",
                "--dump-dom",
                (tmp_path / "frame.html").as_uri(),
            ),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    widths = re.search(r"<title>(\d+) (\d+) (\d+)</title>", run.stdout)
    assert widths, run.stderr
    client, scroll, cut = map(int, widths.groups())
    assert 380 <= client <= 400
    assert scroll <= client
    assert cut == 0
    assert "CONSOLE" not in run.stderr
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    asked = [event["params"] for event in events if "initiator" in event.get("params", {})]
    assert not [one for one in asked if one["initiator"] != BROWSER_ITSELF]
