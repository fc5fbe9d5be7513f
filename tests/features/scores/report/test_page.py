"""The page in a browser: it draws, sorts, filters, exports and keeps to itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from arrtui.features.scores.report.data import ReportData
from arrtui.features.scores.report.write import write_report
from tests.features.scores.report.browser import Browser, browser, installed
from tests.features.scores.report.sample import EVIL, FORMULA, sample

pytestmark = pytest.mark.skipif(installed() is None, reason="no Chromium is installed")

FILES = "document.querySelector('#file-grid')"
ROWS = f"[...{FILES}.querySelectorAll('tr[data-row]')]"
TITLES = f"{ROWS}.map((row) => row.querySelector('.open').firstChild.textContent)"
SCORES = f"{ROWS}.map((row) => Number(row.cells[4].textContent.replace('−', '-').replace(/,/g, '')))"
DRAWN = f"{FILES}.querySelectorAll('tr[data-row]').length"
MATCHES = f"{FILES}.querySelector('.matches').textContent"
SCROLL = f"{FILES}.querySelector('.scroll')"
CSV = """
(() => {
  let kept;
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { kept = blob; return make(blob); };
  HTMLAnchorElement.prototype.click = function () {};
  document.querySelector('#file-grid .end button').click();
  URL.createObjectURL = make;
  return kept.text();
})()
"""
SHARE = "document.querySelectorAll('#hero .meters b').length"


@pytest.fixture(scope="module")
def data() -> ReportData:
    return sample(2_000)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as page:
        yield page


@pytest.fixture(scope="module")
def report(data: ReportData, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (path,) = write_report(data, "html", tmp_path_factory.mktemp("report"))
    return path


@pytest.fixture
def page(chromium: Browser, report: Path) -> Iterator[Browser]:
    """Show the page anew; whatever the test does to it, it asks for nothing and complains of nothing."""
    chromium.show(report)
    yield chromium
    assert chromium.run("window.pwned") is None
    assert chromium.complaints() == []
    addresses = [address for address in chromium.requests() if not address.startswith(("data:", "blob:"))]
    assert addresses == [report.as_uri()]


def filter_files(page: Browser, text: str) -> None:
    page.run(
        f"(() => {{ const box = {FILES}.querySelector('input'); box.value = {json.dumps(text)};"
        " box.dispatchEvent(new Event('input')); })()"
    )


def sort_files(page: Browser, label: str) -> str:
    """Press the head of a column and return what its order is said to be."""
    head = f"[...{FILES}.querySelectorAll('th')].find((th) => th.textContent === {json.dumps(label)})"
    page.run(f"{head}.querySelector('button').click()")
    return str(page.run(f"{head}.getAttribute('aria-sort')"))


def pick(page: Browser, label: str, value: str) -> None:
    page.run(
        f"(() => {{ const one = [...{FILES}.querySelectorAll('.pick')]"
        f".find((pick) => pick.firstChild.textContent === {json.dumps(label)}).querySelector('select');"
        f" one.value = {json.dumps(value)}; one.dispatchEvent(new Event('change')); }})()"
    )


def test_every_section_is_drawn_and_rows_in_view_only(page: Browser, data: ReportData) -> None:
    grids = page.run("[...document.querySelectorAll('.grid')].map((one) => Number(one.ariaRowCount) - 1)")
    assert grids == [
        *(len(data.candidates), len(data.formats), len(data.profiles), len(data.cutoffs)),
        *(len(data.differences), len(data.overlap), len(data.files)),
    ]
    assert page.run("document.querySelectorAll('figure canvas').length") == 4
    assert page.run(SHARE) == 4
    assert 0 < page.run(DRAWN) < 80
    assert page.run(MATCHES) == "2,000 files"


def test_a_hostile_title_is_text(page: Browser) -> None:
    assert EVIL in page.run(TITLES)
    assert page.run("document.querySelectorAll('img').length") == 0
    page.run(f"{ROWS}[{TITLES}.indexOf({json.dumps(EVIL)})].querySelector('.open').click()")
    assert page.run("document.querySelector('#detail').open")
    assert EVIL in page.run("document.querySelector('#detail-title').textContent")
    page.press("Escape", 27)
    page.until("!document.querySelector('#detail').open")


def test_columns_sort_both_ways_and_say_so(page: Browser, data: ReportData) -> None:
    ordered = sorted(row.judged.score for row in data.files)
    assert sort_files(page, "Score") == "ascending"
    shown = page.run(SCORES)
    assert shown == ordered[: len(shown)]
    assert sort_files(page, "Score") == "descending"
    shown = page.run(SCORES)
    assert shown == ordered[::-1][: len(shown)]
    assert page.run(f"{FILES}.querySelectorAll('th[aria-sort$=ing]').length") == 1


def test_text_and_choices_filter_and_are_counted(page: Browser, data: ReportData) -> None:
    filter_files(page, "quiet harbour")
    page.until(f"{MATCHES} !== '2,000 files'")
    matches = [row.judged for row in data.files if "quiet harbour" in row.judged.file.title.lower()]
    assert page.run(MATCHES) == f"{len(matches):,} of 2,000 files"
    pick(page, "Verdict", "format-upgrade")
    matches = [row for row in matches if row.verdict == "format-upgrade"]
    assert page.run(MATCHES) == f"{len(matches):,} of 2,000 files"
    assert page.run(DRAWN) == len(matches)
    filter_files(page, "no such title anywhere")
    page.until(f"{MATCHES} === '0 of 2,000 files'")
    assert page.run(f"{FILES}.querySelector('.none').textContent") == "Nothing matches."


def test_an_instance_limits_everything(page: Browser, data: ReportData) -> None:
    page.run("document.querySelectorAll('.tile')[2].click()")
    own = [row for row in data.files if row.judged.file.instance == "radarr.uhd"]
    assert page.run(MATCHES) == f"{len(own)} files"
    assert page.run("document.querySelector('#scope').value") == "radarr.uhd"
    assert "radarr.uhd" in page.run("document.querySelector('#hero').textContent")
    assert page.run("document.querySelector('#cards b').textContent") == f"{len(own)}"
    assert page.run("document.querySelector('.tile[aria-pressed=true] .name').textContent") == "radarr.uhd"


def test_what_is_shown_is_exported_and_harmless(page: Browser, data: ReportData) -> None:
    pick(page, "Verdict", "format-upgrade")
    sort_files(page, "Score")
    header, *lines = csv.reader(io.StringIO(page.run(CSV).removeprefix("\ufeff"), newline=""))
    assert header[:5] == ["title", "instance", "quality", "profile", "score"]
    matches = [row.judged for row in data.files if row.judged.verdict == "format-upgrade"]
    assert [int(line[4]) for line in lines] == sorted(row.score for row in matches)
    titles = [line[0] for line in lines]
    assert any(title.startswith(f"'{FORMULA}") for title in titles)
    assert not any(title.startswith("=") for title in titles)


def test_keys_walk_through_all_rows(page: Browser, data: ReportData) -> None:
    focused = "document.activeElement.closest('tr').getAttribute('aria-rowindex')"
    page.run(f"{ROWS}[0].querySelector('.open').focus()")
    page.press("ArrowDown", 40)
    assert page.run(focused) == "3"
    page.press("End", 35)
    assert page.run(focused) == str(len(data.files) + 1)
    assert page.run(DRAWN) < 80
    page.press("Enter", 13)
    page.until("document.querySelector('#detail').open")
    assert data.files[-1].judged.file.title in page.run("document.querySelector('#detail-title').textContent")


def test_rows_are_drawn_as_one_scrolls(page: Browser) -> None:
    page.run(f"{SCROLL}.scrollTop = 1000 * 40")
    page.until(f"{ROWS}.some((row) => row.dataset.row === '1005')")
    assert not page.run(f"{ROWS}.some((row) => row.dataset.row === '0')")
    assert page.run(DRAWN) < 80


def test_light_and_dark_follow_the_system_until_one_is_chosen(chromium: Browser, report: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    chromium.show(report)
    light = chromium.run(ground)
    chromium.show(report, dark=True)
    dark = chromium.run(ground)
    assert dark != light
    chromium.run("document.querySelector('#theme').click()")
    assert chromium.run(ground) == light
    chromium.run("localStorage.clear()")


def test_nothing_is_wider_than_a_telephone(chromium: Browser, report: Path) -> None:
    chromium.show(report, width=420)
    assert chromium.run("document.documentElement.scrollWidth") == 420
    assert chromium.run(f"{SCROLL}.scrollWidth - {SCROLL}.clientWidth") == 0


def test_a_telephone_gets_every_row_as_a_card_with_all_its_fields(
    chromium: Browser, report: Path, data: ReportData
) -> None:
    chromium.show(report, width=390)
    card, gap = f"{ROWS}[0]", f"{FILES}.querySelector('.gap:last-child td')"
    assert chromium.run(f"getComputedStyle({card}).display") == "grid"
    fields = f"[...{card}.cells].slice(1).map((cell) => getComputedStyle(cell, '::before').content)"
    heads = f"[...{FILES}.querySelectorAll('th')].slice(1).map((head) => JSON.stringify(head.textContent))"
    assert chromium.run(fields) == chromium.run(heads)
    bottom = "getBoundingClientRect().bottom"
    inside = f"(cell) => cell.{bottom} <= cell.parentNode.{bottom}"
    assert chromium.run(f"{ROWS}.every((row) => [...row.cells].every({inside}))")
    drawn = chromium.run(DRAWN)
    assert chromium.run(f"{gap}.offsetHeight / {card}.offsetHeight") == len(data.files) - drawn
    chromium.show(report, width=1280)
    assert chromium.run(f"getComputedStyle({card}).display") == "table-row"


@pytest.mark.parametrize("grid", ["candidate", "format", "profile", "difference", "overlap"])
def test_every_table_fits_a_telephone(chromium: Browser, report: Path, grid: str) -> None:
    chromium.show(report, width=390)
    scroll = f"document.querySelector('#{grid}-grid .scroll')"
    assert chromium.run(f"{scroll}.scrollWidth - {scroll}.clientWidth") == 0
    cells = f"[...{scroll}.querySelectorAll('tr[data-row] td')]"
    assert chromium.run(f"{cells}.every((cell) => cell.offsetHeight > 0)")


def test_the_copies_of_a_title_fit_a_telephone(chromium: Browser, report: Path) -> None:
    chromium.show(report, width=390)
    chromium.run("document.querySelector('#overlap-grid .open').click()")
    dialog = "document.querySelector('#detail')"
    assert chromium.run(f"{dialog}.scrollWidth - {dialog}.clientWidth") == 0
    copies = f"[...{dialog}.querySelectorAll('.plain tbody tr')]"
    assert chromium.run(f"{copies}.length") > 1
    assert chromium.run(f"{copies}.every((row) => getComputedStyle(row).display === 'grid')")


def test_the_histogram_spreads_the_bulk_and_counts_what_lies_outside(
    chromium: Browser, data: ReportData, tmp_path: Path
) -> None:
    scores = [-45_000] * 60 + [-10_000] * 100 + list(range(1_800)) + [14_000] * 40
    files = tuple(
        row._replace(judged=row.judged._replace(file=row.judged.file._replace(score=score)))
        for row, score in zip(data.files, scores, strict=True)
    )
    (path,) = write_report(replace(data, files=files), "html", tmp_path)
    chromium.show(path)
    chromium.run("document.querySelector('#histogram details').open = true")
    rows = "[...document.querySelectorAll('#histogram tbody tr')]"
    counts = chromium.run(f"{rows}.map((row) => Number(row.lastChild.textContent.replace(/,/g, '')))")
    assert (counts[0], counts[-1], sum(counts)) == (160, 40, 2_000)
    assert len(counts) > 10
    assert max(counts[1:-1]) < 1_800 / 5
    words = chromium.run("document.querySelector('#histogram figcaption').textContent")
    assert "160 under 0" in words
    assert "40 from 1,800 up" in words


def test_one_day_is_a_sentence_and_two_are_a_line(
    chromium: Browser, data: ReportData, tmp_path: Path
) -> None:
    one = {name: days[:1] for name, days in data.days.items()}
    (path,) = write_report(replace(data, days=one), "html", tmp_path)
    chromium.show(path)
    day = one["radarr.main"][0]
    for figure, value in (("health-days", day.health), ("score-days", day.median)):
        assert not chromium.run(f"document.querySelector('#{figure} canvas')")
        words = chromium.run(f"document.querySelector('#{figure} .nothing').textContent")
        assert day.date in words
        assert f"radarr.main {value:,}" in words
    two = {name: days[:2] for name, days in data.days.items()}
    (path,) = write_report(replace(data, days=two), "html", tmp_path / "two")
    chromium.show(path)
    assert chromium.run("document.querySelectorAll('#trends canvas').length") == 3


def test_names_hold_the_words_on_screen_and_landmarks_are_told_apart(page: Browser) -> None:
    named = "[...document.querySelectorAll('button[aria-label]')].filter((one) => one.textContent)"
    assert page.run(f"{named}.length") > 6
    says = "(one) => one.ariaLabel.toLowerCase().includes(one.textContent.toLowerCase())"
    assert page.run(f"{named}.filter((one) => !({says})(one)).map((one) => one.ariaLabel)") == []
    page.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    landmarks = "[...document.querySelectorAll('section[aria-labelledby], [role=region]')]"
    name = "one.ariaLabel || document.getElementById(one.getAttribute('aria-labelledby')).textContent"
    names = page.run(f"{landmarks}.map((one) => {name})")
    assert len(names) == len(set(names)) == 8 + 7 + 4


def test_who_cannot_see_it_is_told_the_same(page: Browser) -> None:
    assert page.run("[...document.querySelectorAll('canvas')].every((one) => one.ariaLabel.length > 20)")
    assert page.run("[...document.querySelectorAll('table')].every((one) => one.caption.textContent)")
    labelled = "(one) => one.ariaLabel || one.labels.length"
    assert page.run(f"[...document.querySelectorAll('input, select')].every({labelled})")
    assert page.run("document.querySelector('.skip').getAttribute('href')") == "#main"
    assert page.run("['header', 'nav', 'main', 'footer'].every((name) => document.querySelector(name))")


def test_paper_gets_the_first_rows_and_a_word_about_the_rest(page: Browser) -> None:
    page.run("window.dispatchEvent(new Event('beforeprint'))")
    assert page.run(DRAWN) == 150
    assert "first 150 of 2,000" in page.run(f"{FILES}.querySelector('.printed').textContent")
    page.run("window.dispatchEvent(new Event('afterprint'))")
    assert page.run(DRAWN) < 80


def test_a_report_without_files_complains_of_nothing(chromium: Browser, tmp_path: Path) -> None:
    (path,) = write_report(sample(0), "html", tmp_path)
    chromium.show(path)
    assert chromium.complaints() == []
    assert chromium.run("document.querySelector('#file-grid .none').textContent") == "Nothing matches."
