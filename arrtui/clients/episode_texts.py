"""What Sonarr says and shows of episodes, which is read by itself: a backup does without it."""

from __future__ import annotations

from typing import ClassVar

from arrtui.clients.answers import DescribedEpisode
from arrtui.clients.redact import without_credentials
from arrtui.clients.wire import Image, Whole, Wire
from arrtui.core.structs import describe_structs

_STILL = "screenshot"


class EpisodeText(Wire):
    """An episode of ``GET /episode?includeImages=true``."""

    identity: ClassVar[frozenset[str]] = frozenset({"seasonNumber", "episodeNumber"})

    season_number: Whole = 0
    episode_number: Whole = 0
    overview: str = ""
    air_date: str = ""
    images: tuple[Image, ...] = ()


def described_episode(resource: EpisodeText) -> DescribedEpisode:
    """Return what is said and shown of an episode."""
    stills = (
        without_credentials(image.remote_url)
        for image in resource.images
        if image.cover_type == _STILL and image.remote_url.startswith(("https://", "http://"))
    )
    return DescribedEpisode(
        season=resource.season_number,
        number=resource.episode_number,
        overview=resource.overview,
        air_date=resource.air_date[:10],
        still=next(stills, ""),
    )


describe_structs(__name__)
