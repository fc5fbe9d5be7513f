"""Titles on several instances: matched by external id, their overlap counted in bytes."""

from __future__ import annotations

import pytest

from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.compare import other_copies, resolution_of, shared_titles
from arrtui.features.scores.model import Analysis, ScoredFile
from tests.features.scores.builders import episodes, file, library, profile


def analysis(instance: str, *files: ScoredFile) -> Analysis:
    """Return the analysis of an instance with these files."""
    own = [file._replace(instance=instance) for file in files]
    return analyse(library(own, [profile(instance=instance)], instance=instance))


@pytest.mark.parametrize(
    ("quality", "lines"),
    [
        ("Bluray-2160p", 2160),
        ("WEBDL-1080p", 1080),
        ("Remux-2160p", 2160),
        ("HDTV-720p", 720),
        ("Bluray-480p", 480),
        ("SDTV", 480),
        ("DVD", 480),
        ("Raw-HD", 1080),
        ("Bluray-1080p Remux", 1080),
        ("Unknown", 0),
        ("", 0),
    ],
)
def test_the_name_of_a_quality_tells_its_lines(quality: str, lines: int) -> None:
    assert resolution_of(quality) == lines


def test_a_title_in_hd_and_4k_overlaps_by_its_smaller_copy() -> None:
    hd = file(1, title="Same", external_id="603", quality="Bluray-1080p", size=8)
    uhd = file(9, title="Same, translated", external_id="603", quality="Bluray-2160p", size=60)
    alone = file(2, external_id="604")
    (shared_title,) = shared_titles([analysis("radarr.main", hd, alone), analysis("radarr.4k", uhd)])
    assert (shared_title.external_id, shared_title.title, shared_title.overlap) == ("603", "Same", 8)
    assert [copy.instance for copy in shared_title.copies] == ["radarr.main", "radarr.4k"]
    assert [copy.resolution for copy in shared_title.copies] == [1080, 2160]
    assert {copy.formats for copy in shared_title.copies} == {("HDR", "Tier 01")}


def test_two_copies_of_one_resolution_do_not_overlap() -> None:
    movie = file(1, external_id="603")
    (shared_title,) = shared_titles([analysis("radarr.main", movie), analysis("radarr.4k", movie)])
    assert shared_title.overlap == 0


def test_ids_of_movies_and_series_and_missing_ones_never_match() -> None:
    movie, show = file(1, external_id="603"), episodes(1, external_id="603")
    nameless = file(2, external_id="")
    assert shared_titles([analysis("radarr.main", movie, nameless), analysis("sonarr.main", show)]) == ()
    assert shared_titles([analysis("radarr.main", nameless), analysis("radarr.4k", nameless)]) == ()


def test_of_a_series_only_the_episodes_that_both_have_overlap() -> None:
    first, second = (
        episodes(number, external_id="81", quality="WEBDL-1080p", size=10 * number) for number in (1, 2)
    )
    uhd = episodes(1, external_id="81", quality="WEBDL-2160p", size=50)
    (shared_title,) = shared_titles([analysis("sonarr.main", first, second), analysis("sonarr.4k", uhd)])
    assert shared_title.overlap == 10


def test_episodes_overlap_in_however_many_files_they_are() -> None:
    both = episodes(1, external_id="81", quality="WEBDL-1080p", size=10)
    first, second = (
        episodes(number, external_id="81", quality="WEBDL-2160p", episodes=(number,)) for number in (1, 2)
    )
    (shared_title,) = shared_titles([analysis("sonarr.main", both), analysis("sonarr.4k", first, second)])
    assert shared_title.overlap == 10
    (shared_title,) = shared_titles([analysis("sonarr.main", both), analysis("sonarr.4k", first)])
    assert shared_title.overlap == 0


def test_nothing_is_claimed_of_a_quality_that_tells_no_lines() -> None:
    unknown = file(1, external_id="603", quality="Unknown")
    uhd = file(9, external_id="603", quality="Bluray-2160p")
    (shared_title,) = shared_titles([analysis("radarr.main", unknown), analysis("radarr.4k", uhd)])
    assert shared_title.overlap == 0


def test_a_file_knows_what_others_have_of_its_movie_or_episodes() -> None:
    movie, other = file(1, external_id="603"), file(7, external_id="603", quality="Bluray-2160p", score=90)
    own, uhd = analysis("radarr.main", movie), analysis("radarr.4k", other)
    (copy,) = other_copies(own.judged[0].file, [own, uhd])
    assert (copy.instance, copy.resolution, copy.score) == ("radarr.4k", 2160, 90)
    first, second = (episodes(number, external_id="81") for number in (1, 2))
    main, anime = analysis("sonarr.main", first, second), analysis("sonarr.anime", second)
    assert other_copies(main.judged[0].file, [main, anime, own]) == ()
    assert [copy.instance for copy in other_copies(main.judged[1].file, [main, anime, own])] == [
        "sonarr.anime"
    ]
    nameless = analysis("radarr.main", file(1, external_id=""))
    assert (
        other_copies(nameless.judged[0].file, [nameless, analysis("radarr.4k", file(2, external_id=""))])
        == ()
    )
