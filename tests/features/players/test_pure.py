"""What is decided without asking anybody: paths, watched state, groups, pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.clients.kodi import plain_address
from arrtui.core.artwork import slot_of
from arrtui.core.config.players import PlayerFolder
from arrtui.core.players import ToldTitle, WatchState
from arrtui.demo.players.kodi_files import wrapped
from arrtui.features.players.kodi_art import ArtRules, kodi_kind
from arrtui.features.players.nfo_reading import differs, is_readable, texts_of
from arrtui.features.players.paths import PlayerPaths, lies_in
from arrtui.features.players.titles import PlayerPicture, PlayerTitle
from arrtui.features.players.watching import changes_to, chosen_art, merged


def paths(*pairs: tuple[str, str]) -> PlayerPaths:
    return PlayerPaths(PlayerFolder.model_validate({"from": local, "to": remote}) for local, remote in pairs)


NAS = paths(("/srv/media", "nfs://nas/media"), ("/srv/media/4k", "M:\\films"), ("/tv", "\\\\nas\\tv"))


@pytest.mark.parametrize(
    ("local", "remote"),
    [
        ("/srv/media/Heat/Heat.mkv", "nfs://nas/media/Heat/Heat.mkv"),
        ("/srv/media/4k/Heat/Heat.mkv", "M:\\films\\Heat\\Heat.mkv"),
        ("/tv/Wire/S01E01.mkv", "\\\\nas\\tv\\Wire\\S01E01.mkv"),
        ("/srv/media4/Heat.mkv", "/srv/media4/Heat.mkv"),
        ("/other/a..b/x.mkv", "/other/a..b/x.mkv"),
    ],
)
def test_a_path_is_mapped_there_and_back(local: str, remote: str) -> None:
    assert NAS.player(local) == remote
    assert NAS.local(remote) == local


@pytest.mark.parametrize(
    "remote", ["nfs://nas/media/../etc/passwd", "/a/../etc", "smb://nas/x.mkv", "/srv/media/Heat.mkv"]
)
def test_a_path_that_is_none_here_is_none(remote: str) -> None:
    assert NAS.local(remote) is None


def test_windows_is_compared_without_case() -> None:
    assert NAS.local("m:\\FILMS\\Heat\\Heat.mkv") == "/srv/media/4k/Heat/Heat.mkv"
    assert lies_in("M:\\Films\\Heat", ["m:\\films\\"]) and not lies_in("M:\\Films4\\Heat", ["M:\\Films"])
    assert NAS.player_folder("/srv/media/4k/Heat") == "M:\\films\\Heat\\"


@given(st.text(st.characters(blacklist_characters="\0/", blacklist_categories=("Cs",)), min_size=1))
def test_any_name_survives_the_way_to_a_player(name: str) -> None:
    path = f"/srv/media/{name}"
    if name in ("..", "4k") or name.startswith("4k/"):
        return
    assert NAS.local(NAS.player(path)) == path
    assert plain_address(wrapped(path)) == path


times = st.sampled_from(["", "2026-01-01 00:00:00", "2026-02-02 00:00:00"])
states = st.builds(
    WatchState,
    playcount=st.integers(0, 5),
    last_played=times,
    position=st.sampled_from([0.0, 60.0, 90.0]),
    total=st.just(100.0),
    user_rating=st.integers(0, 10),
    tags=st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    art=st.dictionaries(st.sampled_from(["poster", "fanart"]), st.sampled_from(["x", "y"])),
)


@given(states, states)
def test_nothing_that_was_seen_is_unseen(old: WatchState, new: WatchState) -> None:
    result = merged(old, new)
    assert result.playcount >= max(old.playcount, new.playcount)
    assert result.last_played == max(old.last_played, new.last_played)
    assert {*old.tags, *new.tags} == set(result.tags)
    assert old.art.items() <= result.art.items()
    assert merged(old, result) == result  # a second attempt changes nothing
    assert changes_to(result, result, has_tags=True) == {}


def test_a_playcount_takes_last_time_and_position_along() -> None:
    state = WatchState(playcount=2, last_played="2026-01-01 00:00:00", position=9.0, total=10.0)
    current = WatchState(last_played="2026-01-01 00:00:00", position=9.0, total=10.0)
    assert changes_to(state, current, has_tags=False).keys() == {"playcount", "lastplayed", "resume"}


def test_art_from_elsewhere_was_chosen() -> None:
    art = {"poster": "/m/Heat/Heat-poster.jpg", "logo": "https://example.org/x", "thumb": "video@/m/Heat.mkv"}
    assert chosen_art(art, ("/m/Heat/",)) == {"logo": "https://example.org/x"}


def test_further_fanart_has_kodis_names() -> None:
    assert [kodi_kind(slot_of(text)) for text in ("fanart", "fanart#2", "s01:poster")] == [
        "fanart",
        "fanart1",
        "poster",
    ]


class TestArt:
    title = PlayerTitle("radarr.main", "1", "Heat", False, "/m/Heat", "/m")
    ours = PlayerPicture("/m/Heat/poster.jpg", "hash", True)
    theirs = PlayerPicture("/m/Heat/folder.jpg", "mark", False)

    def rules(self, last: ToldTitle | None = None, gone: bool = False) -> ArtRules:
        return ArtRules(self.title, last, paths(), lambda _path: not gone)

    def test_ours_replaces_what_came_with_the_title(self) -> None:
        current = {"poster": "https://example.org/scraped.jpg"}
        assert self.rules().to_set({"poster": self.ours}, current) == {"poster": "/m/Heat/poster.jpg"}

    def test_a_file_of_the_owner_fills_only_what_is_empty(self) -> None:
        assert self.rules().to_set({"poster": self.theirs}, {"poster": "https://example.org/x"}) == {}
        assert self.rules().to_set({"poster": self.theirs}, {}) == {"poster": "/m/Heat/folder.jpg"}

    def test_what_was_chosen_after_it_was_given_ours_stays(self) -> None:
        last = ToldTitle(folder="/m/Heat", files={"poster.jpg": "hash"})
        assert self.rules(last).to_set({"poster": self.ours}, {"poster": "https://example.org/x"}) == {}
        last = ToldTitle(folder="/m/Heat", files={"poster.jpg": "before"})
        assert self.rules(last).to_set({"poster": self.ours}, {"poster": "https://example.org/x"}) != {}

    def test_what_is_gone_is_taken_away(self) -> None:
        current = {
            "fanart": "/m/Heat/fanart.jpg",
            "banner": "/elsewhere/x.jpg",
            "thumb": "video@/m/Heat/x.mkv",
        }
        assert self.rules(gone=True).to_set({}, current) == {"fanart": None}


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("<movie><title>Heat</title></movie>", True),
        ("<movie><plot>x</plot></movie>", False),
        ("<html><title>Heat</title></html>", False),
        ("", False),
        ("https://www.themoviedb.org/movie/949", False),
    ],
)
def test_an_nfo_is_read_only_with_a_title(tmp_path: Path, text: str, readable: bool) -> None:
    path = tmp_path / "x.nfo"
    path.write_text(text)
    assert is_readable(str(path)) is readable
    assert not is_readable(str(tmp_path / "missing.nfo"))


def test_an_nfo_reads_no_other_file(tmp_path: Path) -> None:
    path = tmp_path / "x.nfo"
    entity = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    path.write_text(f"{entity}<movie><title>a &e;</title></movie>")
    assert "root:" not in texts_of(str(path))[0].title


def test_an_nfo_differs_by_what_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "x.nfo"
    path.write_text("<movie><title>Heat</title><plot>Two  lines</plot></movie>")
    assert not differs(str(path), "Heat", "Two lines")
    assert differs(str(path), "Heat", "Another plot") and differs(str(path), "Cold", "Two lines")
