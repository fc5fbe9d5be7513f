"""What the real apps did to names and formats by renames is what is foretold."""

from __future__ import annotations

import json
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
from arrtui.db.database import Database
from tests.core.matching.truth import RENAMED, guide_rows, guide_truth
from tests.features.loops.live import RECORDED, SCORES, recorded
from tests.features.loops.test_renames import report, store_files, tell

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
    """Only what was known before counts, and the new name.

    Of some files languages, flags or qualities were edited between the two recordings: these tell nothing of
    the rename and are left out, whatever is foretold of them.
    """
    truth = guide_truth(kind)
    facts_of = dict(zip(((row["id"], row["phase"]) for row in guide_rows(kind)), truth.files, strict=True))
    foretold, changed = 0, 0
    for before, after in _renamed(kind):
        facts, matched = facts_of[before["id"], before["phase"]]
        facts_after, expected = facts_of[after["id"], after["phase"]]
        unnamed, unnamed_after = (
            msgspec.structs.replace(own, titles=(), file_name="") for own in (facts, facts_after)
        )
        if unnamed != unnamed_after:
            continue
        name = base_name(after["relativePath"])
        titles = titles_of_file(kind, before.get("sceneName") or "", "", name)
        answer = evaluate(truth.formats, msgspec.structs.replace(facts, titles=titles, file_name=name))
        assert (answer.matched, answer.unknown) == (expected, {}), after["relativePath"]
        foretold += 1
        changed += matched != expected
    assert changed == foretold >= 30


def _parts(name: str) -> re.Match[str]:
    """Return title, year, season, episode and quality of a name by the formats that the apps had then."""
    parts = re.fullmatch(
        r"(?P<title>.+?)(?: \((?P<year>\d+)\))?"
        r"(?: - S(?P<season>..)E(?P<episode>..) - (?P<part>Part [\d.]+))?"
        r" (?P<quality>\S+?)(?P<proper> Proper)?(?P<coded> h264-FLUX)?",
        name,
    )
    assert parts is not None, name
    return parts


def _rendered(kind: str, name: str, **more: Any) -> str | None:
    """Return what is made of the parts of a name."""
    parts = _parts(name)
    facts = NamingFacts(
        title=parts["title"],
        year=int(parts["year"] or 0),
        season=int(parts["season"] or 0),
        episodes=(NamedEpisode(int(parts["episode"] or 0), parts["part"] or ""),),
        **({"quality_title": parts["quality"], "revision": (2 if parts["proper"] else 1, 0)} | more),
    )
    coded = " {MediaInfo VideoCodec}{-Release Group}" if parts["coded"] else ""
    return name_by(kind, _LIVE[kind][1] + coded, facts)


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
def test_names_of_files_that_were_imported_are_rendered(kind: str) -> None:
    folder, names = _LIVE[kind][0], list[str]()
    for path in sorted((RECORDED / folder).glob("files-*.json")):
        for row in recorded(folder, path.stem)[-1]["rows"]:
            names.append(base_name(row["relativePath"]).rpartition(".")[0])
            revision = row["quality"]["revision"]
            facts = {
                "quality_title": row["quality"]["quality"]["name"],
                "revision": (revision["version"], revision["real"]),
                "release_group": row["releaseGroup"],
                "media": row["mediaInfo"],
            }
            assert _rendered(kind, names[-1], **facts) == names[-1]
    assert len(names) > 8


def _new_paths(value: Any) -> Iterator[str]:
    """Yield the names that an app said it would give."""
    if isinstance(value, dict):
        yield from (path for key, path in value.items() if key == "newPath")
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _new_paths(child)


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
def test_names_that_the_apps_foretold_are_rendered(kind: str) -> None:
    names = []
    letters = {"radarr": "MR", "sonarr": "S"}[kind]
    places = [f"{kind}-*/*.json", f"live-{kind}-*/rename-*.json", *(f"files/{own}*.json" for own in letters)]
    for place in places:
        for path in RECORDED.glob(place):
            text = path.read_text()
            names += _new_paths(json.loads(text)) if "newPath" in text else ()
    for path_below in names:
        name = base_name(path_below).rpartition(".")[0]
        assert _rendered(kind, name) == name
    assert len(names) >= 4


@pytest.mark.parametrize("scenario", ["rename-disk-file-drops-token", "cure-naming"])
def test_a_rename_does_to_the_score_what_it_did_on_the_real_app(scenario: str, sqlite: Database) -> None:
    before, after = (
        row | {"customFormats": [own for own in row["customFormats"] if own["id"] in SCORES]}
        for row in (step["rows"][0] for step in recorded("live-radarr-6.1", f"files-{scenario}"))
    )
    library = store_files(sqlite, [before])
    (effect,) = report(sqlite, tell(sqlite, library, {before["id"]: after["relativePath"]})).effects
    assert (effect.before, effect.after) == (before["customFormatScore"], after["customFormatScore"])
    assert effect.formats == {own["id"] for own in after["customFormats"]}
