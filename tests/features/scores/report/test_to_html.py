"""The page as text: escaped, small enough, and with nothing in it that asks anything of anybody."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from arrtui.core.report.page import policy
from arrtui.core.report.safe import script_json
from arrtui.features.scores.report.to_html import chart_library, report_html, scripts, styles
from tests.features.scores.report.sample import EVIL, EVIL_END, sample

MIB = 1 << 20
LOADING = ("src", "href", "srcset", "action", "data", "poster", "background", "formaction", "style")


class Elements(HTMLParser):
    """Collects start tags, and the text of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag == "script"
        if self._inside:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data


@pytest.fixture(scope="module")
def page() -> str:
    return report_html(sample(120), "2026-11-21").decode()


@pytest.fixture(scope="module")
def elements(page: str) -> Elements:
    return Elements(page)


def test_hostile_titles_are_data_and_nothing_else(page: str, elements: Elements) -> None:
    assert EVIL not in page
    assert EVIL_END not in page
    assert [tag for tag, _ in elements.tags].count("script") == 3
    assert "img" not in [tag for tag, _ in elements.tags]
    output = json.loads(elements.scripts[0])
    assert {EVIL, EVIL_END} <= set(output["files"]["title"]["d"])
    assert {type(row["external_id"]) for row in output["overlap"]} == {int}
    assert output["overlap"][-1]["title"] == EVIL or EVIL in [row["title"] for row in output["overlap"]]


def test_data_cannot_end_its_script() -> None:
    output = script_json([EVIL_END, "<!--", "]]>", "\u2029"])
    assert not set("<>&\u2028\u2029") & set(output)
    assert json.loads(output) == [EVIL_END, "<!--", "]]>", "\u2029"]


def test_the_policy_allows_our_own_scripts_and_styles_and_nothing_else(elements: Elements) -> None:
    output = next(attrs["content"] for tag, attrs in elements.tags if attrs.get("http-equiv"))
    assert output == policy(styles(), chart_library(), scripts())
    assert output.startswith("default-src 'none'; ")
    assert "unsafe" not in output
    assert elements.scripts[1:] == [chart_library(), scripts()]


def test_nothing_is_loaded_from_anywhere(page: str, elements: Elements) -> None:
    loaded = [
        (name, value)
        for _, attributes in elements.tags
        for name, value in attributes.items()
        if (name in LOADING or name.startswith("on")) and not (value or "").startswith("#")
    ]
    assert loaded == [("href", "data:,")]
    assert not re.search(r"url\(|@import|sourceMappingURL", styles() + chart_library() + scripts())
    assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\beval\(", scripts())
    expected = {
        "http://www.w3.org/2000/svg",
        "https://www.chartjs.org",
        "https://github.com/kurkle/color#readme",
    }
    rest = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S)
    assert set(re.findall(r"https?://[^\s\"'<)]+", rest)) <= expected


def test_no_markup_is_made_from_data() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function", scripts())


def test_65_000_files_stay_under_15_mib() -> None:
    data = sample(65_000)
    assert len(data.candidates) > 15_000
    assert len(report_html(data, "2026-11-21")) < 15 * MIB


def test_a_report_without_files_is_a_page_too() -> None:
    empty = sample(0)
    assert b"</html>" in report_html(empty, "2026-11-21")
