"""What Lidarr says and shows of albums, which is read by itself: a backup does without it."""

from __future__ import annotations

from typing import ClassVar

from msgspec import field

from arrtui.clients.answers import DescribedEpisode
from arrtui.clients.redact import without_credentials
from arrtui.clients.wire import Fraction, Image, Whole, Wire
from arrtui.core.structs import describe_structs


class AlbumRating(Wire):
    """Of ten."""

    value: Fraction = 0.0
    votes: Whole = 0


class ReleaseText(Wire):
    """A release of an album."""

    label: tuple[str, ...] = ()
    monitored: bool = False


class AlbumText(Wire):
    """An album of ``GET /album``."""

    identity: ClassVar[frozenset[str]] = frozenset({"id", "foreignAlbumId"})

    id: Whole = 0
    foreign_album_id: str = ""
    overview: str = ""
    release_date: str = ""
    genres: tuple[str, ...] = ()
    ratings: AlbumRating = field(default_factory=AlbumRating)
    images: tuple[Image, ...] = ()
    releases: tuple[ReleaseText, ...] = ()


def described_album(resource: AlbumText) -> DescribedEpisode:
    """Return what is said and shown of an album."""
    sources = {
        image.cover_type: without_credentials(image.remote_url)
        for image in resource.images
        if image.remote_url.startswith(("https://", "http://"))
    }
    labels = next((release.label for release in resource.releases if release.monitored), ())
    return DescribedEpisode(
        season=0,
        number=0,
        overview=resource.overview,
        air_date=resource.release_date[:10],
        still=sources.get("cover", ""),
        id=resource.id,
        external_id=resource.foreign_album_id,
        disc=sources.get("disc", ""),
        genres=resource.genres,
        labels=labels,
        rating=resource.ratings.value,
        votes=max(0, resource.ratings.votes),
    )


describe_structs(__name__)
