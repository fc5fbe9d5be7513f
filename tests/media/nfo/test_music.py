"""NFO of artists and albums: what they say, and that a change keeps what is not known of them."""

from __future__ import annotations

from typing import Any

from arrtui.media.nfo import edit_nfo, read_nfo

ARTIST: dict[str, Any] = {
    "title": "Silent Harbours",
    "uniqueid": [{"type": "musicbrainz", "value": "a-1", "default": True}],
    "sorttitle": "Harbours, Silent",
    "type": "Group",
    "disambiguation": "from Ghent",
    "genre": ["Folk", "Rock"],
    "formed": "1997",
    "plot": "A band & more",
    "albums": [{"title": "Dawn", "year": "1999", "musicbrainzreleasegroupid": "b-1"}],
}
ALBUM: dict[str, Any] = {
    "title": "Dawn",
    "uniqueid": [{"type": "musicbrainz", "value": "b-1", "default": True}],
    "artist": "Silent Harbours",
    "artists": [{"artist": "Silent Harbours", "musicBrainzArtistID": "a-1"}],
    "genre": ["Folk"],
    "plot": "Their first",
    "type": "Album / Live",
    "premiered": "1999-05-01",
    "original_premiered": "1999-05-01",
    "label": "Quay",
    "ratings": [{"name": "default", "max": 5, "default": True, "value": 4.5, "votes": 12}],
    "year": 1999,
}
OWN = (
    b"<?xml version='1.0'?><!-- mine --><artist><name>Mine</name><style>Shoegaze</style>"
    b"<instruments>Lute</instruments><thumb preview='x'>http://127.0.0.1/a.jpg</thumb>"
    b"<album><title>Dawn</title><year>1998</year><odd>kept</odd></album></artist>"
)


def test_what_is_written_is_read_and_stays_as_it_is() -> None:
    for root, values in (("artist", ARTIST), ("album", ALBUM)):
        data = edit_nfo(None, root, values)
        document = read_nfo(data)
        assert (document.root, document.fields(), document.error) == (root, values, "")
        assert edit_nfo(data, root, values) == data
        facts = document.facts(f"{root}.nfo")
        assert (facts.title, facts.ids["musicbrainz"]) == (values["title"], values["uniqueid"][0]["value"])


def test_elements_have_the_names_of_kodi() -> None:
    text = edit_nfo(None, "album", ALBUM).decode()
    assert '<rating max="5">4.5</rating>' in text and "<votes>12</votes>" in text
    assert "<musicbrainzreleasegroupid>b-1</musicbrainzreleasegroupid>" in text
    assert text.index("<title>") < text.index("<artistdesc>") < text.index("<review>")
    text = edit_nfo(None, "artist", ARTIST).decode()
    assert "<musicBrainzArtistID>a-1</musicBrainzArtistID>" in text and "<biography>A band &amp; more" in text


def test_what_is_not_known_of_an_artist_stays() -> None:
    text = edit_nfo(OWN, "artist", ARTIST).decode()
    for kept in ("<!-- mine -->", "<style>Shoegaze</style>", "<instruments>Lute</instruments>", "preview="):
        assert kept in text
    assert "<odd>kept</odd>" in text and text.count("<album>") == 1 and "<year>1999</year>" in text
    assert "<name>Silent Harbours</name>" in text and "Mine" not in text
