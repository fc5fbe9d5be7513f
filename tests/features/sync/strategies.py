"""Any small library, twice: as it was and as it is."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from arrtui.core.domain import MediaFile
from arrtui.features.sync.model import Side, SideTitle
from tests.features.sync.models import media_file
from tests.features.sync.sides import movie, series, side

LABELS = st.lists(st.sampled_from(["kids", "4k", "1"]), unique=True, max_size=2)
PROFILE = st.sampled_from(["HD", "UHD", "Any"])
PATHS = ("a.mkv", "b.mkv")
SCENE = "A.B.2020.1080p.WEB-DL.H.264-FLUX"


@st.composite
def titles(draw: st.DrawFn, kind: str, external: int) -> SideTitle:
    """Return a title of either kind with anything an API can write drawn."""
    common: dict[str, Any] = {
        "profile": draw(PROFILE),
        "tags": draw(LABELS),
        "monitored": draw(st.booleans()),
    }
    if kind == "radarr":
        root = draw(st.sampled_from(["/movies", "/kids"]))
        available = draw(st.sampled_from(["released", "announced"]))
        return movie(external, root=root, minimum_availability=available, **common)
    seasons = draw(st.dictionaries(st.integers(0, 2), st.booleans(), min_size=1))
    root = draw(st.sampled_from(["/tv", "/anime"]))
    return series(external, root=root, seasons=seasons, season_folder=draw(st.booleans()), **common)


@st.composite
def files(draw: st.DrawFn, path: str) -> MediaFile:
    """Return a file with some facts drawn."""
    return media_file(
        path,
        id=draw(st.integers(1, 9)) * 10 + PATHS.index(path),
        quality_id=draw(st.integers(1, 3)),
        release_group=draw(st.sampled_from(["", "GRP", "FLUX"])),
        scene_name=draw(st.sampled_from(["", "no scene", SCENE])),
        languages=draw(st.sampled_from([((1, "English"),), ((4, "German"),)])),
    )


@st.composite
def sides(draw: st.DrawFn, kind: str, numbers: tuple[int, ...] = (0, 1, 2, 3, 4)) -> Side:
    """Return an instance with some of five titles, with their episodes and files."""
    chosen = draw(st.lists(st.sampled_from(numbers), unique=True))
    shelf = [draw(titles(kind, one)) for one in chosen]
    episodes, media = {}, {}
    for title in shelf:
        number = int(title.item.external_id or 0)
        codes = [f"{one.season_number}x{place}" for one in title.item.seasons for place in (1, 2)]
        if codes:
            episodes[number] = draw(st.dictionaries(st.sampled_from(codes), st.booleans()))
        media[number] = tuple(
            draw(files(path)) for path in draw(st.sets(st.sampled_from(["a.mkv", "b.mkv"])))
        )
    excluded = {str(number): f"Title {number}" for number in draw(st.sets(st.integers(1, 5), max_size=2))}
    return side(*shelf, name=f"{kind}.main", exclusions=excluded, episodes=episodes, media=media)
