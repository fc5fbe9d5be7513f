"""The folders of the simulated estate, one of each style: what is seen in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from arrtui.core.config import TrailersConfig
from arrtui.core.trailers import TrailerKind
from arrtui.db.media import FilmFile
from arrtui.demo.world.neighbours import STYLES, UNREADABLE, put_neighbours
from arrtui.features.trailers.overview import load_overview
from arrtui.features.trailers.reports import ProblemKind, title_problems
from tests.features.trailers.library import TrailerLibrary

SAFE, UNSAFE, FILM = TrailerKind.TRAILER, TrailerKind.BECOMES_FILM, TrailerKind.TOO_LONG
BECOMES, HIDDEN = ProblemKind.BECOMES_FILM, ProblemKind.HIDDEN_FILM
MOVIES: dict[str, tuple[list[TrailerKind], list[ProblemKind]]] = {
    "none": ([], []),
    "base": ([SAFE], []),
    "movie": ([SAFE], []),
    "folder": ([SAFE], []),
    "folder in small letters": ([SAFE], []),
    "bare": ([UNSAFE], [BECOMES]),
    "dot": ([UNSAFE], [BECOMES]),
    "underscore": ([UNSAFE], [BECOMES]),
    "blank": ([UNSAFE], [BECOMES]),
    "numbered": ([SAFE, UNSAFE], [BECOMES]),
    "capitals": ([SAFE], []),
    "teaser": ([], [BECOMES]),
    "two extensions": ([], [BECOMES]),
    "temporary": ([], [BECOMES]),
    "film named as a trailer": ([FILM], [HIDDEN]),
    "title with the word": ([], []),
    "empty": ([], [BECOMES]),
    "sidecars": ([SAFE], []),
    "link": ([SAFE], []),
    "broken link": ([], [ProblemKind.BROKEN_LINK]),
    UNREADABLE: ([], [ProblemKind.UNREADABLE]),
    "odd encoding": ([SAFE], [ProblemKind.ODD_NAME]),
}
SERIES: dict[str, tuple[list[TrailerKind], list[ProblemKind]]] = {
    "none": ([], []),
    "folder": ([SAFE, SAFE], []),
    "series": ([SAFE], []),
    "top": ([SAFE], []),
    "season": ([UNSAFE], [BECOMES]),
    "episode": ([], []),
    "beside an episode": ([], []),
    UNREADABLE: ([], [ProblemKind.UNREADABLE]),
}


@pytest.mark.parametrize(
    ("kind", "name", "video", "expected"),
    [
        ("radarr", "Signal Paper (1998)", "Signal Paper (1998) [WEBDL-1080p]-NTb.mkv", MOVIES),
        ("sonarr", "Night Rivers", "Season 01/Night Rivers - S01E01 - Part.mkv", SERIES),
    ],
)
def test_every_style_is_seen_as_it_is(
    movies: TrailerLibrary,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    name: str,
    video: str,
    expected: dict[str, tuple[list[TrailerKind], list[ProblemKind]]],
) -> None:
    library = TrailerLibrary(movies.database, movies.root.with_name(kind), f"{kind}.main")
    styles = {style.style: style for style in STYLES[kind]}  # type: ignore[index]
    ids = {}
    for style, neighbours in styles.items():
        folder = f"{name} {len(ids)}"
        ids[library.add(folder, video)] = style
        put_neighbours(neighbours, library.root / folder, library.root / folder / video)
    scandir = os.scandir

    def refusing(path: str) -> object:
        if not Path(path).stat().st_mode & 0o400:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)  # the superuser reads everything
    library.scan()
    overview = library.database.read_sync(load_overview, library.config, TrailersConfig())
    seen = {
        ids[facts.title.external_id]: (
            [file.kind for file in facts.trailers],
            [problem.kind for problem in title_problems(facts, [FilmFile(video, 0, 1)])],
        )
        for facts in overview.titles
    }
    assert seen == expected
    for closed in library.root.glob("*/Trailers"):
        closed.chmod(0o755)
