"""Published names are those that real players read, and none that a player or an app misunderstands."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.apps import APPS, Feature, Kind
from arrtui.core.art_layouts import FILM_ART, TitleForm
from arrtui.core.artwork import ACTOR_SLOT, ArtKind, ArtSlot
from arrtui.features.artwork.naming import (
    EXTENSIONS,
    JELLYFIN,
    KODI,
    PLEX,
    actor_name,
    actor_slot,
    base_of,
    is_safe,
    nfo_name,
    players_of,
    published_names,
    set_folder,
)
from tests.demo.replay.records import FOLDER

RECORDS = FOLDER / "players"
pytestmark = pytest.mark.skipif(not RECORDS.is_dir(), reason="the records lie beside a checkout")
BOTH = frozenset({KODI, JELLYFIN})
JELLYFIN_KINDS = {
    ArtKind.POSTER: "Primary",
    ArtKind.FANART: "Backdrop",
    ArtKind.BANNER: "Banner",
    ArtKind.CLEARLOGO: "Logo",
    ArtKind.CLEARART: "Art",
    ArtKind.DISCART: "Disc",
    ArtKind.LANDSCAPE: "Thumb",
    ArtKind.THUMB: "Primary",
}
_TITLE_ART = ("poster", "banner", "clearlogo", "clearart", "landscape", "keyart", "characterart")
_SPECIALS = ("season-specials-banner", "season-specials-landscape")
UNRECORDED = {
    (KODI, Kind.RADARR, "{base}-fanart1"),  # any {base}-word is a kind of that name (A38)
    (JELLYFIN, Kind.RADARR, "{base}-fanart-1"),  # LocalImageProvider.PopulateBackdrops
    *((KODI, Kind.SONARR, name) for name in _TITLE_ART),
    (JELLYFIN, Kind.SONARR, "fanart-1"),
    *((player, Kind.SONARR, name) for player in (KODI, JELLYFIN) for name in _SPECIALS),
}
"""Names of which no record tells, with the reason why they are read."""


WITH_ARTWORK = [
    Kind(name) for name, app in APPS.items() if Feature.ARTWORK in app.features - app.features_off
]
"""Those of whose files there are records."""


@cache
def records(player: str) -> dict[str, Any]:
    file = {KODI: "kodi-20.1.json", JELLYFIN: "jellyfin-10.11.11.json"}[player]
    variants: dict[str, Any] = json.loads((RECORDS / file).read_text())["variants"]
    return variants


def _pattern(path: str, videos: list[str]) -> str:
    """Return a path without extension, with the base of the video it stands beside as ``{base}``."""
    stem = _SEASON.sub("seasonNN-", base_of(path))
    for video in sorted(map(base_of, videos), key=len, reverse=True):
        if stem.startswith(f"{video}-") or stem == video:
            return "{base}" + stem.removeprefix(video)
    return stem


_SEASON = re.compile(r"^season\d\d-")


def _videos(variant: dict[str, Any]) -> list[str]:
    return [file["path"] for file in variant["files"] if file.get("content") == "film"]


@cache
def reads(player: str, kind: Kind) -> dict[str, set[str]]:
    """Return what the player took each name for in the folders of films or series: pattern → kinds."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    folders = "series" if kind.app.has_children else "movie"
    for variant in records(player).values():
        if variant["kind"] != folders:
            continue
        pictures = {
            f"/data/{variant['folder']}/{file['path']}": _pattern(file["path"], _videos(variant))
            for file in variant["files"]
        }
        for art, path in _shown(player, variant):
            if path in pictures:
                seen[pictures[path]].add(art)
    return dict(seen)


def _shown(player: str, variant: dict[str, Any]) -> list[tuple[str, str]]:
    if player == JELLYFIN:
        return [(image["type"], image["path"]) for item in variant["items"] for image in item["images"]]
    shows = variant.get("shows", ())
    things = [
        *variant.get("separate_folders_off", ()),  # the setting in which fewer names are read
        *shows,
        *(season for show in shows for season in show["seasons"]),
        *(episode for show in shows for episode in show["episodes"]),
    ]
    return [(kind, path) for thing in things for kind, path in thing["art"].items()]


def _names(slot: ArtSlot, players: set[str], kind: Kind) -> tuple[str, ...]:
    return published_names(slot, "B", players, ".jpg", form=kind.app.art.form)


def _slots(kind: Kind) -> list[ArtSlot]:
    layout = kind.app.art
    return [
        *(ArtSlot(art) for art in layout.title),
        ArtSlot(ArtKind.FANART, number=2),
        *(ArtSlot(art, season) for art in layout.season for season in (0, 1, 2)),
        *(ArtSlot(art, 1, 2) for art in layout.episode),
    ]


@pytest.mark.parametrize("player", [KODI, JELLYFIN])
@pytest.mark.parametrize("kind", WITH_ARTWORK)
def test_a_player_reads_each_name_for_what_it_is(player: str, kind: Kind) -> None:
    for slot in _slots(kind):
        for name in _names(slot, {player}, kind):
            pattern = _pattern(name, ["B.mkv"])
            more = "" if slot.number == 1 else str(slot.number - 1)
            expected = f"{slot.kind}{more}" if player == KODI else JELLYFIN_KINDS[slot.kind]
            if (player, kind, pattern) not in UNRECORDED:
                assert expected in reads(player, kind).get(pattern, set()), (
                    f"{player} reads {pattern} as {slot}"
                )


@pytest.mark.parametrize("player", [KODI, JELLYFIN])
@pytest.mark.parametrize("kind", WITH_ARTWORK)
def test_no_name_for_one_player_is_another_kind_for_the_other(player: str, kind: Kind) -> None:
    for slot in _slots(kind):
        for name in published_names(slot, "B", {KODI, JELLYFIN, PLEX}, ".jpg", form=kind.app.art.form):
            kinds = reads(player, kind).get(_pattern(name, ["B.mkv"]), set())
            right = slot.kind.value if player == KODI else JELLYFIN_KINDS.get(slot.kind, "")
            assert kinds <= {right, f"fanart{slot.number - 1}"}


def test_what_is_unrecorded_is_all_that_is_published_unrecorded() -> None:
    published = {
        (player, kind, _pattern(name, ["B.mkv"]))
        for player in (KODI, JELLYFIN)
        for kind in WITH_ARTWORK
        for slot in _slots(kind)
        for name in _names(slot, {player}, kind)
    }
    recorded = {
        (player, kind, name) for player in BOTH for kind in WITH_ARTWORK for name in reads(player, kind)
    }
    assert published - recorded == UNRECORDED


@pytest.mark.parametrize("kind", WITH_ARTWORK)
def test_names_that_are_misunderstood_are_never_used(kind: Kind) -> None:
    names = [
        name
        for slot in _slots(kind)
        for extension in (".jpg", ".png", ".webp")
        for name in published_names(slot, "S/B", set(EXTENSIONS), extension, form=kind.app.art.form)
    ]
    stems = {base_of(name).rpartition("/")[2] for name in names}
    assert not stems & {"B", "logo", "disc", "backdrop1", "backdrop", "folder", "movie", "cover", "thumb"}
    folders = {name.rpartition("/")[0] for name in names}
    assert folders <= {"", "S"}, "nothing lies in a folder of its own"


def test_the_set_for_kodi_and_jellyfin() -> None:
    films = [
        published_names(ArtSlot(kind), "Alien (1979)", BOTH, ".png", form=TitleForm.FILM)
        for kind in Kind.RADARR.app.art.title
    ]
    assert films == [
        *((f"Alien (1979)-{kind}.png",) for kind in ("poster", "fanart", "banner", "clearlogo", "clearart")),
        *((f"Alien (1979)-{kind}.png",) for kind in ("landscape", "keyart", "characterart", "discart")),
    ]
    more = ArtSlot(ArtKind.FANART, number=2)
    assert published_names(more, "A", BOTH, ".jpg", form=TitleForm.FILM) == (
        "A-fanart1.jpg",
        "A-fanart-1.jpg",
    )
    assert published_names(more, "A", {PLEX}, ".jpg", form=TitleForm.FILM) == ()
    assert published_names(ArtSlot(ArtKind.POSTER), "v/A", {PLEX}, ".jpg", form=TitleForm.FILM) == (
        "v/poster.jpg",
    )
    assert published_names(ArtSlot(ArtKind.POSTER, 0), "", BOTH, ".jpg", form=TitleForm.SERIES) == (
        "season-specials-poster.jpg",
    )
    assert published_names(ArtSlot(ArtKind.POSTER, 100), "", BOTH, ".jpg", form=TitleForm.SERIES) == (
        "season100-poster.jpg",
    )
    assert published_names(ArtSlot(ArtKind.POSTER), "A", BOTH, ".gif", form=TitleForm.FILM) == ()
    assert published_names(ArtSlot(ArtKind.POSTER, number=2), "A", BOTH, ".jpg", form=TitleForm.FILM) == ()


def test_names_of_nfo() -> None:
    assert nfo_name("Alien (1979)", BOTH, form=TitleForm.FILM) == "Alien (1979).nfo"
    assert nfo_name("", BOTH, form=TitleForm.SERIES) == "tvshow.nfo"
    assert nfo_name("Season 01/E", {KODI}, form=TitleForm.SERIES) == "Season 01/E.nfo"
    assert nfo_name("A", {PLEX}, form=TitleForm.FILM) == ""


def test_names_of_actors_and_sets() -> None:
    assert actor_name("Ann Mary Actor", ".jpg") == ".actors/Ann_Mary_Actor.jpg"
    assert [actor_name(name, ".jpg") for name in ("", "..", "a/b", "x\0", " ")] == [""] * 5
    assert set_folder("Alien: Resurrection?") == "Alien_ Resurrection_"
    assert set_folder("... And Justice for All. Collection. .") == "... And Justice for All. Collection"
    assert set_folder("\u202eAlien\n\0\udc80 <script>") == "\u202eAlien _script_"
    assert [set_folder(name) for name in ("", "..", "/", " . ", ".arrtui", "\n")] == [""] * 6


def test_slots_of_pictures_of_actors_are_those_of_their_names() -> None:
    for name in ("Ann Mary Actor", "J.R. O'Neil Jr.", "Bo-Bo Ünï"):
        assert actor_slot(actor_name(name, ".png")) == f"{ACTOR_SLOT}{name}"
    assert actor_slot("cd/.actors/Ann_Bo.JPG") == "actor:Ann Bo"
    others = ("Ann_Bo.jpg", ".actors/Ann_Bo.webp", ".actors/.jpg", ".actors/_.jpg", ".actors", "actors/A.jpg")
    assert [actor_slot(path) for path in others] == [""] * len(others)


def test_pictures_of_sets_are_those_that_kodi_reads_there() -> None:
    with (RECORDS / "kodi-20.1.json").open() as file:
        variants = json.load(file)["variants"]
    art = {
        **variants["N17"]["separate_folders_off"][0]["art"],
        **variants["N18"]["separate_folders_on"][0]["art"],
    }
    read = {kind.removeprefix("set."): Path(path) for kind, path in art.items()}
    tried = {ArtKind.CLEARART, ArtKind.DISCART, ArtKind.KEYART}  # by ``python -m tests.trials kodi``
    assert {kind.value for kind in FILM_ART.of_set if kind not in tried} == read.keys()
    for kind, path in read.items():
        assert path.stem == kind and path.parent.name == set_folder(path.parent.name)


def test_bases_and_safety() -> None:
    assert base_of("Dr. No (1962).mkv") == "Dr. No (1962)"
    assert base_of("Season 01/S01E01.mkv") == "Season 01/S01E01"
    assert base_of("noextension") == "noextension"
    assert base_of("a.b/.hidden") == "a.b/.hidden"
    assert is_safe("Season 01/A-poster.jpg")
    assert not any(map(is_safe, ("../../etc/passwd", "/etc/passwd", "a//b", "a/../b", "x\0y", "é" * 130)))


def test_whose_names() -> None:
    assert players_of((), ()) == BOTH
    assert players_of((), ["plex"]) == {PLEX}
    assert players_of(["kodi"], ["plex"]) == {KODI}


@given(st.text(), st.sampled_from(list(ArtKind)))
def test_any_name_of_a_set_or_an_actor_stays_in_its_folder(name: str, kind: ArtKind) -> None:
    folder = set_folder(name)
    for path in (f"{folder}/{kind}.jpg" if folder else "", actor_name(name, ".jpg")):
        if path:
            folder, _, file = path.partition("/")
            assert folder not in ("", ".", "..")
            assert "/" not in file
            assert "\0" not in path


def test_every_kind_of_app_is_covered() -> None:
    assert {str(kind) for kind in WITH_ARTWORK} == {"radarr", "sonarr"}
    assert Path(RECORDS / "README.md").is_file()
