"""What the real Kodi reads of artists and albums: by default, with its two settings, and once it is told.

``python -m tests.trials kodi-music`` runs itself again in a network namespace; see
:mod:`tests.trials.real_kodi`.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from arrtui.core.art_layouts import ARTIST_ART, TitleForm
from arrtui.core.artwork import ArtKind, ArtSlot
from arrtui.db.database import Database
from arrtui.features.artwork.naming import published_names
from arrtui.features.players.kodi_music import kodi_name
from tests.features.players.home import PlayerHome
from tests.trials.kodi_site import drawn
from tests.trials.real_kodi import RealKodi, make_network, why_not

BAND, DAWN, DUSK = "The Band", "Dawn (2001)", "Dusk (2009)"
OF_DAWN = (0, 1)
"""Numbers that stand for the album in a database."""
COLOURS = ("red", "lime", "blue")
OF_ARTIST = (*map(ArtSlot, ARTIST_ART.title), ArtSlot(ArtKind.FANART, number=2))
OF_ALBUM = tuple(ArtSlot(kind, *OF_DAWN) for kind in ARTIST_ART.episode)
MANY = 21
ARTIST_NFO = "<artist><name>{name}</name><genre>Jazz</genre><biography>{text}</biography></artist>"
ALBUM_NFO = "<album><title>{name}</title><label>Label</label><review>{text}</review></album>"
Step = Callable[["MusicSite"], Iterator[tuple[str, bool]]]


class MusicSite:
    """Artists on disk with a real Kodi over them."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.database = Database.open(f"sqlite:///{folder / 'arrtui.db'}")
        self.home = PlayerHome(self.database, folder / "music", "lidarr.main")
        self.kodi = RealKodi(folder / "home", {}, self.home.root, **settings)
        self.home.add_player(self.kodi.url)

    def add(self, artist: str, *albums: str) -> str:
        """Store an artist with albums of one tagged track each, as Lidarr lays them out; return its id."""
        tracks = [f"{album}/{artist} - {album[:-7]} - 01 - Song.mp3" for album in albums]
        external_id = self.home.add(artist, *tracks, nfo=False)
        for album, track in zip(albums, tracks, strict=True):
            _record(self.home.folder(external_id) / track, artist, album[:-7])
        return external_id

    def publish(self, artist: str, slot: ArtSlot, colour: str, album: str = "") -> None:
        """Publish an image under the names that Kodi reads."""
        extension = ".png" if slot.kind in (ArtKind.CLEARLOGO, ArtKind.DISCART) else ".jpg"
        folder = f"{album}/" if album else ""
        for name in published_names(slot, folder, {"kodi"}, extension, form=TitleForm.ARTIST):
            self.home.publish(artist, name, slot.text, drawn(colour, extension))

    def publish_all(self, artist: str, album: str) -> None:
        """Publish an image of each kind, and one more fanart."""
        for slots, folder in ((OF_ARTIST, ""), (OF_ALBUM, album)):
            for number, slot in enumerate(slots):
                self.publish(artist, slot, COLOURS[number % 3], folder)

    def write_nfo(self, artist: str, album: str, text: str) -> None:
        """Publish the NFO of an artist and of an album."""
        folder = self.home.folder(artist)
        (folder / "artist.nfo").write_text(ARTIST_NFO.format(name=folder.name, text=text))
        (folder / album / "album.nfo").write_text(ALBUM_NFO.format(name=album[:-7], text=text))
        for name in ("artist.nfo", f"{album}/album.nfo"):
            self.home.publish(artist, name, "nfo")

    def tell(self) -> str:
        """Tell Kodi; return the sentences that came of it."""
        return "; ".join(asyncio.run(self.home.tell()).notes)

    def artist(self, name: str = BAND) -> dict[str, Any]:
        """Return an artist as Kodi has it."""
        fields = ["description", "art", "genre"]
        rows = self.kodi.rpc("AudioLibrary.GetArtists", properties=fields, albumartistsonly=True)
        return next(row for row in rows["artists"] if row["artist"] == name)

    def album(self, title: str = DAWN[:-7]) -> dict[str, Any]:
        """Return an album as Kodi has it."""
        fields = ["title", "description", "art", "albumlabel"]
        rows = self.kodi.rpc("AudioLibrary.GetAlbums", properties=fields)["albums"]
        return next(row for row in rows if row["title"] == title)

    def album_of(self, artist: str) -> dict[str, Any]:
        """Return the only album of an artist as Kodi has it."""
        fields = ["displayartist", "art"]
        rows = self.kodi.rpc("AudioLibrary.GetAlbums", properties=fields)["albums"]
        return next(row for row in rows if row["displayartist"] == artist)

    def shown(self) -> Iterator[tuple[str, bool]]:
        """Yield for each slot of the band and its first album whether Kodi shows what was published."""
        for slots, row in ((OF_ARTIST, self.artist()), (OF_ALBUM, self.album())):
            for number, slot in enumerate(slots):
                address = row["art"].get(kodi_name(slot), "")
                colour = self.kodi.colour(address) if address else "not there"
                yield f"{slot.text}: {colour}", colour == COLOURS[number % 3]


def _record(path: Path, artist: str, album: str, cover: Path | None = None) -> None:
    """Write a short track with tags, and a cover in it."""
    tags = {"title": "Song", "artist": artist, "album_artist": artist, "album": album, "track": "1"}
    command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "sine=d=1"]
    if cover is not None:
        command += ["-i", str(cover), "-map", "0", "-map", "1", "-c:v", "copy", "-id3v2_version", "3"]
        command += ["-metadata:s:v", "title=Album cover", "-metadata:s:v", "comment=Cover (front)"]
    command += [part for key, value in tags.items() for part in ("-metadata", f"{key}={value}")]
    subprocess.run([*command, str(path)], check=True)


def no_refresh(site: MusicSite) -> Iterator[tuple[str, bool]]:
    """What can be asked of the music."""
    names = [name for name in site.kodi.rpc("JSONRPC.Introspect")["methods"] if name.startswith("Audio")]
    yield "there is no refresh of an artist or album", not [name for name in names if "Refresh" in name]
    setters = {"AudioLibrary.SetArtistDetails", "AudioLibrary.SetAlbumDetails"}
    yield "their pictures can be set", setters <= set(names)


def new_artist(site: MusicSite) -> Iterator[tuple[str, bool]]:
    """An artist that Kodi does not know, with a picture of each kind and NFO."""
    band = site.add(BAND, DAWN)
    site.publish_all(band, DAWN)
    site.write_nfo(band, DAWN, "Told")
    yield f"telling it leaves nothing to say: {site.tell()!r}", True
    yield from site.shown()
    read = (site.artist()["description"], site.album()["description"])
    yield f"without its setting it reads no NFO: {read}", read == ("", "")


def later_pictures(site: MusicSite) -> Iterator[tuple[str, bool]]:
    """Pictures of a known artist that come, change and go."""
    band, folder = "601", site.home.folder("601")
    site.home.unpublish(band, "banner.jpg")
    site.publish(band, ArtSlot(ArtKind.FANART, number=3), "blue")
    site.publish(band, ArtSlot(ArtKind.POSTER), "lime")
    site.kodi.scan(folder)
    art = site.artist()["art"]
    yield "a scan shows no picture of an artist that came later", "fanart2" not in art
    yield "a scan leaves what is gone", "banner" in art
    site.publish(band, ArtSlot(ArtKind.THUMB, *OF_DAWN), "blue", DAWN)
    site.kodi.scan(folder)
    art = site.artist()["art"]
    yield "unless a JPEG in an album's folder came or changed", "fanart2" in art
    yield "which leaves what is gone, too", "banner" in art
    site.tell()
    art = site.artist()["art"]
    yield "once it is told it shows what came", site.kodi.colour(art["fanart2"]) == "blue"
    yield "and nothing that is gone", "banner" not in art
    yield "a changed picture of the same name", site.kodi.colour(art["thumb"]) == "lime"
    yield "a changed cover of the same name", site.kodi.colour(site.album()["art"]["thumb"]) == "blue"


def new_album(site: MusicSite) -> Iterator[tuple[str, bool]]:
    """A second album of a known artist, its cover as other programs name it."""
    band = "601"
    tracks = [f"{album}/{BAND} - {album[:-7]} - 01 - Song.mp3" for album in (DAWN, DUSK)]
    site.home.set_videos(band, *tracks)
    for album, track in zip((DAWN, DUSK), tracks, strict=True):
        _record(site.home.folder(band) / track, BAND, album[:-7])
    (site.home.folder(band) / DUSK / "cover.jpg").write_bytes(drawn("blue"))
    notes = site.tell()
    cover = site.album(DUSK[:-7])["art"].get("thumb", "")
    yield f"it is there with its cover.jpg {notes}", bool(cover) and site.kodi.colour(cover) == "blue"
    (site.home.folder(band) / DUSK / "folder.jpg").write_bytes(drawn("red"))
    yield "folder.jpg, which came later, is not read", site.album(DUSK[:-7])["art"]["thumb"] == cover


def other_names(site: MusicSite) -> Iterator[tuple[str, bool]]:
    """What is published for Jellyfin too, and what else programs put beside music."""
    band = site.add("Others", DUSK)
    folder = site.home.folder(band)
    for name in ("logo.png", "poster.jpg", "artist.jpg", "backdrop.jpg", "fanart-1.jpg"):
        (folder / name).write_bytes(drawn("red", name[-4:]))
    for name in ("cdart.png", "front.jpg", "disc.png"):
        (folder / DUSK / name).write_bytes(drawn("red", name[-4:]))
    site.tell()
    of_artist, of_album = site.artist("Others")["art"], site.album_of("Others")["art"]
    yield f"of an artist it takes {sorted(of_artist)}", "thumb" not in of_artist
    own = sorted(kind for kind in of_album if "." not in kind)
    yield f"of an album it takes {own}", "discart" not in own


def cover_in_tags(site: MusicSite) -> Iterator[tuple[str, bool]]:
    """A track with a cover in its tags, beside a published one."""
    band = site.add("Tagged", DAWN)
    folder = site.home.folder(band) / DAWN
    inner = site.home.root.parent / "inner.jpg"
    inner.write_bytes(drawn("blue"))
    _record(next(folder.glob("*.mp3")), "Tagged", DAWN[:-7], inner)
    site.kodi.scan(folder.parent)
    thumb = site.album_of("Tagged")["art"].get("thumb", "")
    yield f"without any other it is the cover: {thumb[:16]}", thumb.startswith("image://music@")
    site.publish(band, ArtSlot(ArtKind.THUMB, *OF_DAWN), "red", DAWN)
    site.tell()
    colour = site.kodi.colour(site.album_of("Tagged")["art"]["thumb"])
    yield f"the published one takes its place once it is told: {colour}", colour == "red"


def many_artists(site: MusicSite) -> Iterator[tuple[str, bool]]:
    """So many new artists that their root is scanned."""
    for number in range(MANY):
        artist = site.add(f"Band {number}", DAWN)
        site.publish(artist, ArtSlot(ArtKind.POSTER), "red")
    report = asyncio.run(site.home.tell())
    yield f"all are taken: {report.delivered} {report.notes}", report.delivered == MANY
    shown = [site.artist(f"Band {number}")["art"].get("thumb", "") for number in range(MANY)]
    yield "each has its own picture", len({address for address in shown if address}) == MANY


def read_nfo(site: MusicSite) -> Iterator[tuple[str, bool]]:
    """With "Fetch additional information during updates" on."""
    band = site.add(BAND, DAWN)
    site.publish_all(band, DAWN)
    site.write_nfo(band, DAWN, "Told")
    site.tell()
    site.kodi.wait_until_scanned("Library.IsScanningMusic")
    read = (site.artist()["description"], site.album()["description"], site.album()["albumlabel"])
    yield f"NFO are read: {read}", read == ("Told", "Told", "Label")
    yield from site.shown()
    site.write_nfo(band, DAWN, "Retold")
    site.kodi.scan(site.home.folder(band))
    read = (site.artist()["description"], site.album()["description"], "")
    yield f"changed ones are not: {read}", read[:2] == ("Told", "Told")


def other_folder(site: MusicSite) -> Iterator[tuple[str, bool]]:
    """With an "artist information folder" that has a picture of one of two artists."""
    own = site.home.root.parent / "artists" / BAND
    own.mkdir()
    (own / "folder.jpg").write_bytes(drawn("blue"))
    for band in (site.add(BAND, DAWN), site.add("Another", DUSK)):
        site.publish(band, ArtSlot(ArtKind.POSTER), "red")
        site.publish(band, ArtSlot(ArtKind.FANART), "lime")
    site.tell()
    art = site.artist()["art"]
    yield f"the picture in it stays: {art['thumb'][-40:]}", site.kodi.colour(art["thumb"]) == "blue"
    yield "what is not in it is that beside the music", site.kodi.colour(art["fanart"]) == "lime"
    art = site.artist("Another")["art"]
    yield (
        "an artist without a folder in it has what lies beside the music",
        (site.kodi.colour(art["thumb"]) == "red"),
    )


SITES: dict[str, tuple[dict[str, object], tuple[Step, ...]]] = {
    "default": (
        {},
        (no_refresh, new_artist, later_pictures, new_album, other_names, cover_in_tags, many_artists),
    ),
    "information": ({"musiclibrary__downloadinfo": "true"}, (read_nfo,)),
    "artist folder": ({"musiclibrary__artistsfolder": "{folder}/artists/"}, (other_folder,)),
}
"""Settings and steps by the site on which they are done, each with a Kodi of its own."""


def inside() -> Iterator[str]:
    """Run the steps in this process, which has a network namespace of its own."""
    make_network()
    for name, (settings, steps) in SITES.items():
        with tempfile.TemporaryDirectory(prefix="arrtui-kodi-music-") as folder:
            Path(folder, "artists").mkdir()
            site = MusicSite(
                Path(folder), **{key: str(value).format(folder=folder) for key, value in settings.items()}
            )
            with site.kodi.running():
                for step in steps:
                    for sentence, is_right in step(site):
                        yield f"{'ok' if is_right else 'WRONG'} {name}, {step.__name__}: {sentence.strip()}"
            site.database.close()


def trial(times: int) -> Iterator[str]:
    """Run everything ``times`` over, each in a network namespace; yield a line for each thing looked at."""
    if reason := why_not():
        yield f"WRONG {reason}"
        return
    for _ in range(times):
        command = ["unshare", "--net", sys.executable, "-m", "tests.trials.kodi_music"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            yield from (line.rstrip("\n") for line in process.stdout)
        if process.returncode:
            yield f"WRONG the trial ended with {process.returncode}"


if __name__ == "__main__":
    for line in inside():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
