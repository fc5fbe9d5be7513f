"""Which player reads a published name, held against what players read in the records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from arrtui.core.art_layouts import FILM_ART, SERIES_ART, TitleForm
from arrtui.core.artwork import ArtKind, ArtSlot
from arrtui.features.artwork.name_evidence import (
    Evidence,
    evidence_of,
    readers_of,
    readers_text,
    scope_of,
)
from arrtui.features.artwork.naming import JELLYFIN, KODI, PLEX, published_names
from tests.demo.replay.records import FOLDER

Obj = dict[str, Any]
FILM, SERIES, ARTIST = TitleForm.FILM, TitleForm.SERIES, TitleForm.ARTIST
PLAYERS = {KODI: "kodi-20.1.json", JELLYFIN: "jellyfin-10.11.11.json"}
_ENDING = re.compile(r"\.(?:jpg|png)$")


def slots() -> Iterator[tuple[ArtSlot, TitleForm]]:
    """Yield a slot of each name that arrtui publishes, and the form of the title."""
    for layout, form in ((FILM_ART, TitleForm.FILM), (SERIES_ART, TitleForm.SERIES)):
        yield from ((ArtSlot(kind), form) for kind in layout.title)
        yield ArtSlot(ArtKind.FANART, number=2), form
        yield from ((ArtSlot(kind, season), form) for kind in layout.season for season in (0, 1))
        yield from ((ArtSlot(kind, 1, 1), form) for kind in layout.episode)
        yield from ((ArtSlot(kind, of_set=True), form) for kind in layout.of_set)


def addresses(value: Any) -> Iterator[str]:
    """Yield the pictures that a player reported, anywhere in a record."""
    if isinstance(value, dict):
        art = value.get("art")
        yield from (text for text in (art.values() if isinstance(art, dict) else ()) if isinstance(text, str))
        for image in value.get("images") or ():
            yield str(image["path"] if isinstance(image, dict) else image[-1])
    if isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from addresses(part)


def names_read(player: str) -> set[str]:
    """Return the names without extension that a player read by a record; ``{base}`` stands for a video."""
    record: Obj = json.loads((FOLDER / "players" / PLAYERS[player]).read_text())
    parts = [record["variants"], record["steps"], {"sets": record.get("sets")}]
    names = set()
    for path in (path for part in parts for path in addresses(part) if _ENDING.search(path)):
        name = _ENDING.sub("", path).rpartition("/")[2]
        if "/sets/" in path:
            names.add(f"set/{name}")
            continue
        kind = "tv/" if "/tv/" in path else ""
        base = re.match(r"(?:Variant|Kprobe|P \w+|.* - S\d\dE\d\d).*?(?=-[a-z]+-?\d*$)", name)
        names.add(f"{kind}{name}" if base is None else f"{kind}{{base}}{name[base.end() :]}")
    return names


def own_name(slot: ArtSlot, player: str, *, form: TitleForm) -> str:
    """Return the name under which a slot is published, as :func:`names_read` has it; empty for none."""
    if slot.of_set:
        return f"set/{slot.kind}" if player == KODI else ""
    names = published_names(slot, "{base}", {player}, ".jpg", form=form)
    return ("tv/" if form is TitleForm.SERIES else "") + names[0].removesuffix(".jpg") if names else ""


@pytest.mark.skipif(not FOLDER.exists(), reason="the records lie beside the project, not in it")
@pytest.mark.parametrize("player", PLAYERS)
def test_what_is_called_recorded_is_what_the_records_show(player: str) -> None:
    read = names_read(player)
    wrong = {
        name: evidence
        for slot, form in slots()
        if (name := own_name(slot, player, form=form))
        and ((evidence := evidence_of(slot, player, form=form)) is Evidence.RECORDED) != (name in read)
    }
    assert wrong == {}


def test_every_name_of_plex_is_by_documents() -> None:
    known = {evidence_of(slot, PLEX, form=form) for slot, form in slots()}
    assert known == {Evidence.DOCUMENTS}


@pytest.mark.parametrize(
    ("slot", "path", "form", "text"),
    [
        ("poster", "Heat-poster.jpg", FILM, "Kodi (recorded), Jellyfin (recorded)"),
        ("poster", "poster.jpg", FILM, "Plex (by documents)"),
        ("poster", "cd/poster.jpg", FILM, "Plex (by documents)"),
        ("fanart#2", "Heat-fanart1.jpg", FILM, "Kodi (recorded)"),
        ("fanart#2", "Heat-fanart-1.jpg", FILM, "Jellyfin (recorded)"),
        ("keyart", "Heat-keyart.jpg", FILM, "Kodi (recorded)"),
        ("poster", "poster.jpg", SERIES,
         "Kodi (tried on Kodi 20.1), Jellyfin (recorded), Plex (by documents)"),
        ("s00:banner", "season-specials-banner.jpg", SERIES,
         "Kodi (tried on Kodi 20.1), Jellyfin (by documents)"),
        ("s01e02:thumb", "Season 01/Dark-thumb.jpg", SERIES, "Kodi (recorded), Jellyfin (recorded)"),
        ("set:poster", "/sets/Alien Collection/poster.jpg", FILM, "Kodi (recorded)"),
        ("actor:Ann Actor", ".actors/Ann_Actor.jpg", FILM, "Kodi (recorded)"),
        ("nfo", "Heat.nfo", FILM, "Kodi (recorded), Jellyfin (recorded)"),
        ("poster", "Heat.jpg", FILM, ""),
        ("fanart#2", "", FILM, "Kodi (recorded), Jellyfin (recorded)"),
        ("s01:keyart", "", SERIES, ""),
        ("poster", "folder.jpg", ARTIST, "Kodi (tried on Kodi 20.1), Jellyfin (by documents)"),
        ("s00e07:thumb", "Dawn (1999)/folder.jpg", ARTIST,
         "Kodi (tried on Kodi 20.1), Jellyfin (by documents), Plex (by documents)"),
        ("s00e07:discart", "Dawn (1999)/cdart.png", ARTIST, "Jellyfin (by documents)"),
        ("nfo", "artist.nfo", ARTIST, "Kodi (tried on Kodi 20.1), Jellyfin (by documents)"),
    ],
)  # fmt: skip
def test_a_published_file_says_who_reads_it(slot: str, path: str, form: TitleForm, text: str) -> None:
    assert readers_text(slot, path, {KODI, JELLYFIN, PLEX}, form=form) == text


def test_only_players_that_are_configured_count() -> None:
    assert readers_of("poster", "Heat-poster.jpg", {JELLYFIN}, form=TitleForm.FILM) == [
        (JELLYFIN, Evidence.RECORDED)
    ]
    assert scope_of(ArtSlot(ArtKind.POSTER, 0), form=TitleForm.SERIES) == "specials"
