"""What is wrong in folders, against what the real apps did with such files."""

from __future__ import annotations

import pytest

from arrtui.core.apps import Kind, app_of
from arrtui.core.trailers import FolderNote, NoteKind, TitleFolder, TrailerFile, VideoFile
from arrtui.db.media import FilmFile, TrailerTitle
from arrtui.features.trailers.reports import (
    FolderProblem,
    ProblemKind,
    extras_problem,
    instance_problems,
    shared_folders,
    title_problems,
)
from arrtui.features.trailers.wanting import TrailerFacts
from arrtui.media.names import trailer_kind

FILM = "Signal Paper (1998) [WEBDL-1080p]-NTb.mkv"
BASE = FILM.removesuffix(".mkv")
EPISODE = "Season 01/Night Rivers - S01E01 - Part.mkv"
FILM_SIZE = 3 * 10**9
TAKEN, HELD, HIDDEN = ProblemKind.BECOMES_FILM, ProblemKind.HELD_AS_FILM, ProblemKind.HIDDEN_FILM


def facts_of(
    instance: str, videos: dict[str, int], notes: tuple[FolderNote, ...] = (), path: str = "/movies/a"
) -> TrailerFacts:
    """Return a title with these videos and their bytes in its folder."""
    title = TrailerTitle(instance, "603", 7, "Signal Paper", "signal paper", 1998, True, path, "/movies", 1)
    files = tuple(VideoFile(name, size, 1) for name, size in videos.items())
    rules = app_of(instance).scan
    trailers = [
        TrailerFile(
            external_id="603", relative_path=file.relative_path, size=file.size, mtime_ns=1, kind=kind
        )
        for file in files
        if (kind := trailer_kind(file.relative_path, file.size, None, rules)) is not None
    ]
    folder = TitleFolder(external_id="603", path=path, videos=files, notes=notes)
    return TrailerFacts(title, folder, trailers)


@pytest.mark.parametrize(
    ("videos", "held", "problems"),
    [
        ({FILM: FILM_SIZE, f"{BASE}-trailer.mkv": 5}, FILM, {}),
        ({FILM: FILM_SIZE, "trailer.mkv": 5}, FILM, {"trailer.mkv": TAKEN}),
        ({FILM: FILM_SIZE, f"{BASE}-teaser.mkv": 5}, FILM, {f"{BASE}-teaser.mkv": TAKEN}),
        ({FILM: FILM_SIZE, f".{BASE}-trailer.tmp.mkv": 5}, FILM, {f".{BASE}-trailer.tmp.mkv": TAKEN}),
        ({FILM: FILM_SIZE, f"{BASE}-trailer.en.mkv": 5}, FILM, {f"{BASE}-trailer.en.mkv": TAKEN}),
        ({FILM: FILM_SIZE, "zero.mkv": 0}, FILM, {"zero.mkv": TAKEN}),
        ({FILM: FILM_SIZE, "trailer.strm": 5}, FILM, {"trailer.strm": TAKEN}),
        ({FILM: FILM_SIZE, "Trailer Park Boys.mkv": 5}, FILM, {}),
        ({FILM: FILM_SIZE, "Trailers/x.mkv": 5, "extras/y.mkv": 5, f"{BASE}-featurette.mkv": 5}, FILM, {}),
        ({f"{BASE}.trailer.mkv": 55_468}, f"{BASE}.trailer.mkv", {f"{BASE}.trailer.mkv": HELD}),
        ({"Trailer (2003).mkv": 5}, "Trailer (2003).mkv", {}),
        ({f"{BASE}-trailer.mkv": FILM_SIZE}, "", {f"{BASE}-trailer.mkv": HIDDEN}),
        ({f"{BASE}-SHORT.mkv": 9}, "", {f"{BASE}-SHORT.mkv": HIDDEN}),
        ({f"Shorts/{FILM}": 9}, "", {f"Shorts/{FILM}": HIDDEN}),
        ({f"{BASE}-Other.mkv": 9}, "", {f"{BASE}-Other.mkv": HIDDEN}),
        ({f"{BASE}-Scene.mkv": 9}, "", {f"{BASE}-Scene.mkv": HIDDEN}),
        ({FILM: FILM_SIZE, f"{BASE}-Scene.mkv": 9}, FILM, {}),
        ({FILM: FILM_SIZE, "Cut-trailer.mkv": FILM_SIZE}, FILM, {"Cut-trailer.mkv": HIDDEN}),
        ({f"{BASE}-trailer.mkv": 5}, "", {}),
    ],
)
def test_videos_of_a_movie(videos: dict[str, int], held: str, problems: dict[str, ProblemKind]) -> None:
    films = [FilmFile(held, 0, 1)] if held else []
    found = title_problems(facts_of("radarr.main", videos), films)
    assert {problem.relative_path: problem.kind for problem in found} == problems
    assert all(problem.relative_path in problem.text and "Radarr" in problem.text for problem in found)


@pytest.mark.parametrize(
    ("videos", "problems"),
    [
        ({"Season 01/trailer.mkv": 5}, {"Season 01/trailer.mkv": TAKEN}),
        ({"Season 1/trailer.mkv": 5, "trailer.mkv": 5, "trailers/x.mkv": 5}, {}),
        ({"Season 01/Night Rivers - S01E02 - Trailer.mkv": 5}, {}),
        ({f"{EPISODE[:-4]}.trailer.mkv": 5}, {f"{EPISODE[:-4]}.trailer.mkv": TAKEN}),
        ({f"{EPISODE[:-4]}-trailer.mkv": 5}, {}),
        (
            {"Season 01/Night Rivers - S01E02 - Old-Scene.mkv": 5},
            {"Season 01/Night Rivers - S01E02 - Old-Scene.mkv": HIDDEN},
        ),
        ({"Season 01/cut-scene.mkv": 5}, {}),
    ],
)
def test_videos_of_a_series(videos: dict[str, int], problems: dict[str, ProblemKind]) -> None:
    found = title_problems(facts_of("sonarr.main", {EPISODE: 9} | videos), [FilmFile(EPISODE, 1, 9)])
    assert {problem.relative_path: problem.kind for problem in found} == problems


@pytest.mark.parametrize("kind", NoteKind)
def test_what_was_noted_of_a_folder_is_told(kind: NoteKind) -> None:
    (problem,) = title_problems(facts_of("radarr.main", {}, (FolderNote(kind, "Extras", "/kept"),)), [])
    assert (problem.kind.value, problem.relative_path, problem.folder) == (kind.value, "Extras", "/movies/a")
    assert "Extras" in problem.text


def test_an_odd_name_is_told_in_words_that_can_be_written() -> None:
    odd = "caf\udce9.trailer.mkv"
    (problem,) = title_problems(facts_of("radarr.main", {odd: 5}), [])
    assert problem.relative_path == odd
    assert "caf\ufffd.trailer.mkv" in problem.text


def test_two_instances_on_one_folder() -> None:
    titles = [facts_of(name, {}) for name in ("radarr.main", "radarr.4k")]
    sharing = [*shared_folders([*titles, facts_of("radarr.other", {}, path="/movies/b")])]
    assert [(problem.instance, problem.kind) for problem in sharing] == [
        ("radarr.main", ProblemKind.SHARED_FOLDER),
        ("radarr.4k", ProblemKind.SHARED_FOLDER),
    ]
    assert "radarr.4k" in sharing[0].text and "radarr.main" in sharing[1].text
    extras = FolderProblem("radarr.main", ProblemKind.EXTRAS, "It imports videos.")
    link = FolderProblem("radarr.main", ProblemKind.LINK, "It is a link.", external_id="1")
    whole = instance_problems([extras, link, *sharing, sharing[0]])
    assert [(problem.instance, problem.kind) for problem in whole] == [
        ("radarr.main", ProblemKind.EXTRAS),
        ("radarr.main", ProblemKind.SHARED_FOLDER),
        ("radarr.4k", ProblemKind.SHARED_FOLDER),
    ]
    assert whole[1].text.startswith(sharing[0].text) and "1 more" in whole[1].text


@pytest.mark.parametrize(
    ("imports", "extensions", "is_wrong"),
    [
        (True, "srt,mkv", True),
        (True, "srt, .MP4", True),
        (True, "srt,nfo", False),
        (True, None, False),
        (False, "mkv", False),
    ],
)
@pytest.mark.parametrize("kind", Kind)
def test_videos_as_extra_files(kind: Kind, imports: bool, extensions: str | None, is_wrong: bool) -> None:
    body = {"importExtraFiles": imports, "extraFileExtensions": extensions}
    problem = extras_problem(f"{kind}.main", body)
    assert (problem is not None) is is_wrong
    assert problem is None or ("overwrites" in problem.text) is kind.app.extras_overwrite
