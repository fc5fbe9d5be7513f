"""Plex is told by its documents: the library that holds a title is scanned at its folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from arrtui.demo.players.plex import SimulatedPlex
from tests.features.players.home import PlayerHome

FILM = "Heat (1995)"


@pytest.fixture
def plex(films: PlayerHome, shows: PlayerHome) -> Iterator[SimulatedPlex]:
    player = SimulatedPlex({"1": films.root, "2": shows.root})
    yield player
    player.close()


async def test_a_library_is_scanned_at_one_folder(films: PlayerHome, plex: SimulatedPlex) -> None:
    films.add_player(plex.url, kind="plex", api_key="plex-token")
    heat = films.add(FILM)
    await films.tell()
    assert plex.scans == [("1", f"{films.root}/{FILM}")]
    assert (await films.tell()).delivered == 0
    films.publish(heat, "poster.jpg")
    await films.tell()
    assert len(plex.scans) == 2


async def test_a_folder_elsewhere_is_mapped(films: PlayerHome, plex: SimulatedPlex) -> None:
    mapping = ({"from": str(films.root.parent), "to": str(films.root.parent)},)
    films.add_player(plex.url, kind="plex", api_key="plex-token", path_mapping=mapping)
    films.add(FILM)
    await films.tell()
    assert plex.scans == [("1", f"{films.root}/{FILM}")]


async def test_a_title_in_no_library_is_named(films: PlayerHome, plex: SimulatedPlex) -> None:
    mapping = ({"from": str(films.root), "to": "/elsewhere"},)
    films.add_player(plex.url, kind="plex", api_key="plex-token", path_mapping=mapping)
    films.add(FILM)
    assert (await films.tell()).notes == [f"{FILM}: /elsewhere/{FILM} is in no library of Plex"]
    assert plex.scans == []


async def test_a_wrong_token_is_a_sentence_without_it(films: PlayerHome, plex: SimulatedPlex) -> None:
    films.add_player(plex.url, kind="plex", api_key="other-token")
    films.add(FILM)
    report = await films.tell()
    (note,) = report.notes
    assert "refuses the api_key (401)" in note and "other-token" not in note
    assert report.waiting == 1
