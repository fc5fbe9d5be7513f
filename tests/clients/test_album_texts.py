"""What a recorded Lidarr says and shows of its albums."""

from __future__ import annotations

import msgspec

from arrtui.clients.album_texts import AlbumText, described_album
from tests.demo.replay.lidarr.library import recorded


def test_recorded_albums_are_described_by_what_they_say() -> None:
    rows = recorded("second.albums")
    told = [described_album(msgspec.convert(row, AlbumText, strict=False)) for row in rows]
    assert [album.key for album in told] == [row["foreignAlbumId"] for row in rows]
    for album, row in zip(told, rows, strict=True):
        assert (album.id, album.overview, list(album.genres)) == (row["id"], row["overview"], row["genres"])
        assert (album.rating, album.votes) == (row["ratings"]["value"], row["ratings"]["votes"])
        assert album.still == row["images"][0]["remoteUrl"] and album.disc == ""
        assert [list(album.labels)] == [own["label"] for own in row["releases"] if own["monitored"]]
