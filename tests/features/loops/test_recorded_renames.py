"""What the real apps did to names and formats by renames is what is foretold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import msgspec
import pytest

from arrtui.core.apps import Kind
from arrtui.core.matching import evaluate
from arrtui.core.matching.names import base_name, titles_of_file
from arrtui.core.naming import NamedEpisode, NamingFacts, read_naming
from tests.core.matching.truth import RENAMED, guide_rows, guide_truth
from tests.features.loops.live import RECORDED, recorded

pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="the records are not here")
FORMATS = {
    "radarr": "{Movie CleanTitle} ({Release Year}) [{Quality Full}]{-Release Group}",
    "sonarr": "{Series CleanTitle} ({Series Year}) - "
    "S{season:00}E{episode:00} [{Quality Full}]{-Release Group}",
}
"""What half the files were renamed by."""
_ANIME = "{Series CleanTitle} ({Series Year}) - S{season:00}E{episode:00} - {absolute:000} "
_NUMBERS = re.compile(r" - S(\d+)((?:-?E\d+)+)(?: - ([\d-]+))? \[")
_LIVE = {
    "radarr": ("live-radarr-6.1", "{Movie Title} ({Release Year}) {Quality Full}"),
    "sonarr": (
        "live-sonarr-4.0.19",
        "{Series Title} - S{season:00}E{episode:00} - {Episode Title} {Quality Full}",
    ),
}


def name_by(kind: str, text: str, facts: NamingFacts) -> str | None:
    app = Kind(kind).app
    body: dict[str, Any] = {app.rename_switch: True, "replaceIllegalCharacters": True, "multiEpisodeStyle": 5}
    body |= {"animeEpisodeFormat": _ANIME + "[{Quality Full}]{-Release Group}"}
    return read_naming(Kind(kind), body | {app.file_formats[0]: text}).name_of(facts)


def _renamed(kind: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the rows of files before and after the app renamed them."""
    before: dict[int, dict[str, Any]] = {}
    for row in guide_rows(kind):
        if row["phase"] < RENAMED:
            before[row["id"]] = row
        elif row["id"] in before and before[row["id"]]["relativePath"] != row["relativePath"]:
            yield before[row["id"]], row


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
def test_names_of_renamed_files_are_rendered_as_the_app_did(kind: str) -> None:
    renamed = list(_renamed(kind))
    assert len(renamed) > 40
    for _, row in renamed:
        name = base_name(row["relativePath"]).rpartition(".")[0]
        numbers = _NUMBERS.search(name)
        absolute = [int(number) for number in (numbers[3] or "").split("-") if number] if numbers else []
        episodes = [int(number) for number in re.findall(r"\d+", numbers[2])] if numbers else []
        facts = NamingFacts(
            title=row["title"],
            year=row["year"],
            series_type="anime" if absolute else "standard",
            season=int(numbers[1]) if numbers else 0,
            episodes=tuple(map(NamedEpisode, episodes, repeat(""), absolute or repeat(0))),
            quality_title=row["quality"][1],
            revision=(row["revision"]["version"], row["revision"]["real"]),
            release_group=row["releaseGroup"] or "",
        )
        assert name_by(kind, FORMATS[kind], facts) == name


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
def test_formats_of_files_after_their_rename_are_foretold(kind: str) -> None:
    truth = guide_truth(kind)
    facts_of = dict(zip(((row["id"], row["phase"]) for row in guide_rows(kind)), truth.files, strict=True))
    foretold, changed = 0, 0
    for before, after in _renamed(kind):
        facts, matched = facts_of[before["id"], before["phase"]]
        expected_facts, expected = facts_of[after["id"], after["phase"]]
        release = before.get("sceneName") or ""
        name = base_name(after["relativePath"])
        titles = titles_of_file(kind, release, "", name)
        renamed = msgspec.structs.replace(expected_facts, titles=titles, file_name=name)
        if expected_facts.titles == titles:  # imported ones came by a name that only their history tells
            foretold += 1
            changed += matched != expected
            assert evaluate(truth.formats, renamed).matched == expected
        assert facts.file_name != name
    assert foretold > 40
    assert changed > foretold / 2


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
def test_names_of_files_that_were_imported_are_rendered(kind: str) -> None:
    folder, text = _LIVE[kind]
    names = []
    for path in sorted((RECORDED / folder).glob("files-*.json")):
        for row in recorded(folder, path.stem)[-1]["rows"]:
            name = base_name(row["relativePath"]).rpartition(".")[0]
            first = re.match(
                r"(?P<title>.+?)(?: \((?P<year>\d+)\))?(?: - S(?P<season>..)E(?P<episode>..) - "
                r"(?P<part>Part [\d.]+))? \S+(?: Proper)?(?: h264-FLUX)?$",
                name,
            )
            assert first is not None
            facts = NamingFacts(
                title=first["title"],
                year=int(first["year"] or 0),
                season=int(first["season"] or 0),
                episodes=(NamedEpisode(int(first["episode"] or 0), first["part"] or ""),),
                quality_title=row["quality"]["quality"]["name"],
                revision=(row["quality"]["revision"]["version"], row["quality"]["revision"]["real"]),
                release_group=row["releaseGroup"],
                media=row["mediaInfo"],
            )
            coded = " {MediaInfo VideoCodec}{-Release Group}" if name.endswith("FLUX") else ""
            names.append(name)
            assert name_by(kind, text + coded, facts) == name
    assert len(names) > 8
