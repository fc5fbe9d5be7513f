"""What apps will do to the files beside their videos, held against what the real ones did."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.app_extras import METADATA, OTHER, AdoptedFile
from arrtui.core.apps import APPS, Kind
from arrtui.features.artwork.foretelling import (
    Fate,
    adopted_by_name,
    foretell_loss,
    foretell_rename,
)
from tests.features.artwork.recorded_files import Step, is_recorded, losses, renames, steps

RADARR, SONARR = APPS[Kind.RADARR], APPS[Kind.SONARR]
recorded = pytest.mark.skipif(not is_recorded(), reason="the recordings lie beside the project")
_UNKNOWN_BEFORE = {"L02", "L11"}
"""Recordings that begin with the loss: what had been taken in before is not shown."""


def _lost(step: Step) -> dict[str, int]:
    """Return the videos that the app has no longer after a step."""
    left = step.videos_after.values()
    return {path: number for path, number in step.videos.items() if number not in left}


def _named(found: list[Step]) -> list[object]:
    return [pytest.param(step, id=step.name) for step in found]


@recorded
@pytest.mark.parametrize("step", _named([step for step in losses() if _lost(step)] if is_recorded() else []))
def test_what_goes_with_a_video_is_what_went(step: Step) -> None:
    if step.name.split("-")[0] in _UNKNOWN_BEFORE:
        pytest.skip("what was taken in before is not shown")
    ((video, number),) = _lost(step).items()
    fates = foretell_loss(step.adopted, number, step.before)
    goes = {fate.relative_path for fate in fates if fate.fate is Fate.GOES}
    gone = set(step.before) - set(step.after) - {video}
    written_again = {row.relative_path for row in step.adopted_after if row.file_id not in (0, None, number)}
    assert gone <= goes
    assert goes - gone <= written_again | {path for path in goes if path not in step.before}


@recorded
@pytest.mark.parametrize("step", _named(renames() if is_recorded() else []))
def test_names_after_a_rename_are_what_the_app_gave(step: Step) -> None:
    present, renamed = sorted(step.before), dict[str, str]()
    after = {number: path for path, number in step.videos_after.items()}
    for video, number in step.videos.items():
        if after.get(number, video) != video:
            fates = foretell_rename(step.app, step.folder, step.adopted, number, after[number], present)
            renamed |= {fate.relative_path: fate.becomes for fate in fates if fate.fate is Fate.RENAMED}
    if step.name.startswith("M03"):
        del renamed["movie.nfo"]  # the consumer is set to call it so (useMovieNfo)
    assert set(step.before) - set(step.after) - set(step.videos) == set(renamed)
    assert {path for path in renamed.values() if path} <= set(step.after)


_SCANS = re.compile(r"Rescan(?:Movie|Series).*")
_NOT_BY_NAME = (
    *("L12", "M01"),  # images that the app wrote itself
    *("R04", "R05", "S10"),  # rows of an import
    "R10b-rename-plain 2",  # rows of a rename
)


def _scans() -> list[Step]:
    """Return the scans of titles whose only film, or whose episodes, were known before."""
    return [
        step
        for step in (steps(_SCANS) if is_recorded() else ())
        if step.videos_after
        and set(step.videos_after.values()) <= set(step.videos.values()) | _first(step)
        and (step.app is SONARR or len(step.videos_after) == 1)
        and all(row.file_id != 0 for row in step.adopted_after)
        and not step.name.startswith(_NOT_BY_NAME)
    ]


def _first(step: Step) -> set[int]:
    """Return the videos of the first step of a recording: they were known before."""
    return set() if step.videos else set(step.videos_after.values())


@recorded
@pytest.mark.parametrize("step", _named(_scans()))
def test_what_a_scan_takes_in_follows_from_the_names(step: Step) -> None:
    known = {row for row in step.adopted_after if row.relative_path in step.after}
    assert set(adopted_by_name(step.app, step.folder, step.after, step.videos_after)) == known


@pytest.mark.parametrize(
    ("path", "table", "file_id"),
    [
        ("Film (2000)-poster.jpg", METADATA, 5),
        ("Film (2000)-keyart.jpg", METADATA, 5),
        ("Film (2000)-fanart1.jpg", OTHER, 5),
        ("Film (2000).nfo", METADATA, 5),
        ("poster.jpg", METADATA, 5),
        ("theme.mp3", OTHER, 5),
        ("Film (2000).jpg", METADATA, 5),
    ],
)
def test_radarr_ties_everything_beside_the_film_to_it(path: str, table: str, file_id: int) -> None:
    assert adopted_by_name(RADARR, "Film (2000)", [path], {"Film (2000).mkv": 5}) == [
        AdoptedFile(path, table, file_id)
    ]


@pytest.mark.parametrize(
    "path",
    [
        ".actors/A_B.jpg",
        "extrafanart/fanart1.jpg",
        "Film (2000)-trailer.jpg",
        ".arrtui/x.jpg",
        "noext",
        "Subs/2_English.srt",
        "Film (2000).mkv",
        "",
    ],
)
def test_what_a_scan_leaves_out_is_never_taken_in(path: str) -> None:
    assert adopted_by_name(RADARR, "Film (2000)", [path], {"Film (2000).mkv": 5}) == []


def test_sonarr_ties_artwork_of_the_series_to_nothing_and_generic_names_to_an_episode() -> None:
    paths = [
        "clearlogo.png",
        "landscape.jpg",
        "poster.jpg",
        "season01-poster.jpg",
        "season-specials-poster.jpg",
    ]
    files = {"Season 02/Show - S01E02.mkv": 7, "Season 02/Show - S02E01.mkv": 8}
    rows = adopted_by_name(SONARR, "Show", [*paths, "Season 02/landscape.jpg", "Season 02/poster.jpg"], files)
    assert {(row.relative_path, row.file_id) for row in rows} == {
        ("poster.jpg", None),
        ("season01-poster.jpg", None),
        ("season-specials-poster.jpg", None),
        ("Season 02/landscape.jpg", 7),
        ("Season 02/poster.jpg", None),
    }
    goes = [fate.relative_path for fate in foretell_loss(rows, 7, paths) if fate.fate is Fate.GOES]
    assert goes == []


def test_rows_of_no_file_are_safe_from_loss_and_rename() -> None:
    rows = [AdoptedFile("poster.jpg", METADATA, None), AdoptedFile("fanart.jpg", METADATA, 0)]
    paths = ["poster.jpg", "fanart.jpg"]
    assert {fate.fate for fate in foretell_loss(rows, 0, paths)} == {Fate.STAYS}
    assert {fate.fate for fate in foretell_rename(RADARR, "F (2000)", rows, 0, "New.mkv", paths)} == {
        Fate.STAYS
    }


_NAMES = st.text(alphabet="ab.-/ S01E2poster\u202e\n<>", min_size=1, max_size=24)


@given(st.lists(_NAMES, max_size=12, unique=True), st.sampled_from([RADARR, SONARR]))
def test_a_rename_gives_no_name_twice(paths: list[str], app: object) -> None:
    assert app in (RADARR, SONARR)
    known = RADARR if app is RADARR else SONARR
    files = {"Season 01/a S01E02.mkv": 3} if known is SONARR else {"a (2000).mkv": 3}
    rows = adopted_by_name(known, "a (2000)", paths, files)
    fates = foretell_rename(known, "a (2000)", rows, 3, "b S01E02 (2001).mkv", paths)
    names = [fate.becomes or fate.relative_path for fate in fates]
    assert [fate.relative_path for fate in fates] == paths
    assert len(names) == len(set(names))
