"""The metadata host of music: invented artists with their discographies, by ids as MusicBrainz has them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from arrtui.demo.http.clock import DAY, iso
from arrtui.demo.world import words

KNOWN_ARTISTS = 900_000
"""The host knows the artists from 1 to this number."""
PRIMARY_TYPES = {"Album": 0, "EP": 1, "Single": 2, "Broadcast": 3, "Other": 4}
SECONDARY_TYPES = {
    "Studio": 0,
    "Compilation": 1,
    "Soundtrack": 2,
    "Spokenword": 3,
    "Interview": 4,
    "Live": 6,
    "Remix": 7,
    "DJ-mix": 8,
    "Mixtape/Street": 9,
    "Demo": 10,
    "Audio drama": 11,
}
RELEASE_STATUSES = {"Official": 0, "Promotion": 1, "Bootleg": 2, "Pseudo-Release": 3}
"""Types and statuses with the numbers that are the same in every Lidarr."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_FORMATS = ("CD", "Vinyl", "Digital Media")
_COUNTRIES = ("United Kingdom", "United States", "Germany", "Japan", "[Worldwide]")
_GENRES = words.listed("Rock Jazz Folk Electronic Classical Ambient Metal Soul")
_SPREAD = (-3, 3, -1, 1, 0, 0, -2, 2, 0, 0)
"""By how much the numbers of albums differ from their mean; the sum is zero."""


def uuid_of(kind: str, number: int) -> str:
    """Return the id of a thing; `kind`: a for artists, b albums, c releases, d tracks, e recordings."""
    return f"{number:08x}-{kind * 4}-4{kind * 3}-8{kind * 3}-{number:012x}"


def is_uuid(text: str) -> bool:
    """Return whether a text is an id as the host takes it."""
    return _UUID.fullmatch(text.lower()) is not None


def number_of(kind: str, uuid: str) -> int:
    """Return the number of a thing by its id; 0 for an id of another kind."""
    number = int(uuid[-12:], 16) if is_uuid(uuid) else 0
    return number if uuid.lower() == uuid_of(kind, number) else 0


class HostTrack(msgspec.Struct, frozen=True):
    """A track of a release."""

    track_id: str
    recording_id: str
    title: str
    position: int
    """On its medium, from 1."""
    number: str
    """On its medium, as printed: `3` or `A3`."""
    medium: int
    duration: int
    """Milliseconds."""


@dataclass(slots=True)
class HostRelease:
    """An edition of an album."""

    release_id: str
    title: str
    status: str = "Official"
    disambiguation: str = ""
    countries: tuple[str, ...] = ("United Kingdom",)
    labels: tuple[str, ...] = ("Invented Records",)
    media: tuple[str, ...] = ("CD",)
    """The format of each medium."""
    media_names: tuple[str, ...] = ()
    """What the media are called, where they have names."""
    date: str = ""
    tracks: tuple[HostTrack, ...] = ()

    @property
    def duration(self) -> int:
        """Milliseconds of all its tracks."""
        return sum(track.duration for track in self.tracks)

    @property
    def format(self) -> str:
        """The formats of the media in words: `CD`, `2xVinyl`."""
        counts = {name: self.media.count(name) for name in self.media}
        return ", ".join(f"{count}x{name}" if count > 1 else name for name, count in counts.items())


@dataclass(slots=True)
class HostAlbum:
    """An album of an artist: a release group."""

    album_id: str
    title: str
    artist_id: str
    primary_type: str = "Album"
    secondary_types: tuple[str, ...] = ()
    date: str = ""
    """In the notation of the apps; empty if nobody knows."""
    overview: str = ""
    disambiguation: str = ""
    genres: tuple[str, ...] = ()
    votes: int = 5
    rating: float = 7
    releases: list[HostRelease] = field(default_factory=list)


@dataclass(slots=True)
class HostArtist:
    """A person or a group."""

    artist_id: str
    name: str
    sort_name: str
    kind: str = "Group"
    status: str = "continuing"
    disambiguation: str = ""
    overview: str = ""
    genres: tuple[str, ...] = ()
    votes: int = 20
    rating: float = 6.5
    albums: list[HostAlbum] = field(default_factory=list)


class Discographies:
    """What the host lists; `artists` may be changed to have it list something else."""

    def __init__(self, seed: int, today: int) -> None:
        self._seed = seed
        self._today = today
        self.albums_each = 6
        """Albums of an artist, on average."""
        self.tracks_each = 9
        """Tracks of the largest edition of an album, on average."""
        self.artists: dict[str, HostArtist] = {}
        """By id the artists that were asked for so far, or set by hand."""
        self.merged: dict[str, str] = {}
        """By the id of an artist or an album that was merged into another the id of that."""
        self.seconds = 0.0
        """Knob: how long each answer takes that a request of a client waits for."""
        self.asked = 0
        """How many requests there were: one for an artist, one for each album."""

    def artist(self, artist_id: str) -> HostArtist | None:
        """Return an artist with all albums, None for an id nobody has."""
        if artist_id not in self.artists:
            number = number_of("a", artist_id)
            if not 0 < number <= KNOWN_ARTISTS:
                return None
            self.artists[artist_id] = self._invent(number)
        return self.artists[artist_id]

    def album(self, album_id: str) -> HostAlbum | None:
        """Return an album by its id, None if the host does not list it (any more)."""
        owner = self.artist(uuid_of("a", number_of("b", album_id) // 100))
        owners = [owner] if owner else []
        return next((row for artist in owners for row in artist.albums if row.album_id == album_id), None)

    def search(self, term: str) -> Iterator[HostArtist]:
        """Yield the artists whose names hold a term, of those that are known by then or named by number."""
        wanted = term.strip().lower()
        if wanted.isdigit() and (artist := self.artist(uuid_of("a", int(wanted)))):
            yield artist
        for artist in list(self.artists.values()):
            if wanted and wanted in artist.name.lower() and not wanted.isdigit():
                yield artist

    # ---- inventing --------------------------------------------------------------------------------

    def _invent(self, number: int) -> HostArtist:
        rng = random.Random(f"{self._seed}:music:{number}")
        name = _band_name(rng)
        artist = HostArtist(
            artist_id=uuid_of("a", number),
            name=name,
            sort_name=f"{name[4:]}, The".lower() if name.startswith("The ") else name.lower(),
            kind=rng.choice(("Group", "Group", "Person")),
            status=rng.choice(("continuing", "ended")),
            disambiguation=rng.choice(words.PLACES) if number % 4 == 0 else "",
            overview=" ".join(rng.sample(words.SENTENCES, 2)),
            genres=tuple(sorted(rng.sample(_GENRES, rng.choice((1, 1, 2))))),
            votes=rng.randint(3, 900),
            rating=rng.randint(50, 95) / 10,
        )
        count = max(1, self.albums_each + _SPREAD[number % len(_SPREAD)] * self.albums_each // 6)
        for place in range(1, min(count, 99) + 1):
            artist.albums.append(self._invent_album(rng, artist, number * 100 + place))
        return artist

    def _invent_album(self, rng: random.Random, artist: HostArtist, number: int) -> HostAlbum:
        kind = rng.choices(("Album", "EP", "Single"), weights=(7, 2, 1))[0]
        secondary = rng.choices(((), ("Live",), ("Compilation",), ("Remix",)), weights=(84, 7, 6, 3))[0]
        date = iso((self._today - rng.randint(-200, 16_000) * DAY) // DAY * DAY)
        title = f"{rng.choice(words.ADJECTIVES)} {rng.choice(words.NOUNS)}"
        if number % 9 == 0:
            title = rng.choice(words.PLACES)
        album = HostAlbum(
            album_id=uuid_of("b", number),
            title=title,
            artist_id=artist.artist_id,
            primary_type=kind,
            secondary_types=secondary,
            date=date,
            overview=rng.choice(words.SENTENCES),
            genres=artist.genres[:1],
            votes=rng.randint(1, 300),
            rating=rng.randint(50, 95) / 10,
        )
        spread = max(1, self.tracks_each // 3)
        most = {"Album": self.tracks_each + rng.randint(-spread, spread), "EP": 5, "Single": 2}[kind]
        for place in range(1, rng.choice((1, 2, 2, 3)) + 1):
            tracks = max(1, most - 2 * (place > 1 and rng.random() < 0.4))
            album.releases.append(_invent_release(rng, album, number * 10 + place, tracks))
        return album


def _band_name(rng: random.Random) -> str:
    adjective, noun, name = (rng.choice(row) for row in (words.ADJECTIVES, words.NOUNS, words.NAMES))
    patterns = (
        f"The {adjective} {noun}s",
        f"{adjective} {noun}",
        f"{name} {noun}",
        f"{name} & the {noun}s",
        f"{noun} / {rng.choice(words.NOUNS)}",
        f"{rng.choice(words.PLACES)} {noun} Orchestra",
        rng.choice(words.FOREIGN)[0],
    )
    return rng.choices(patterns, weights=(5, 6, 4, 2, 1, 1, 1))[0]


def _invent_release(rng: random.Random, album: HostAlbum, number: int, count: int) -> HostRelease:
    form = rng.choice(_FORMATS)
    discs = 2 if count > 10 and rng.random() < 0.4 else 1
    first_disc = (count + 1) // discs
    recording = number // 10 * 100
    tracks = []
    for place in range(1, count + 1):
        medium = 1 + (place - 1) // first_disc if discs > 1 else 1
        own_place = place - (medium - 1) * first_disc
        tracks.append(
            HostTrack(
                track_id=uuid_of("d", number * 100 + place),
                recording_id=uuid_of("e", recording + place),
                title=f"{words.EPISODE_WORDS[(number // 10 * 7 + place * 11) % len(words.EPISODE_WORDS)]}",
                position=own_place,
                number=f"{'AB'[place % 2 == 0]}{own_place}" if form == "Vinyl" else str(own_place),
                medium=medium,
                duration=1000 * (95 + (number // 10 * 13 + place * 37) % 290),
            )
        )
    return HostRelease(
        release_id=uuid_of("c", number),
        title=album.title,
        status=rng.choices(tuple(RELEASE_STATUSES), weights=(94, 3, 2, 1))[0]
        if number % 10 > 1
        else "Official",
        disambiguation=rng.choice(("", "deluxe", "remaster")) if number % 10 > 1 else "",
        countries=(rng.choice(_COUNTRIES),),
        labels=(rng.choice(words.STUDIOS),),
        media=(form,) * discs,
        media_names=("", "Bonus") if discs > 1 else (),
        date=album.date,
        tracks=tuple(tracks),
    )
