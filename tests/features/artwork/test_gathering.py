"""Who is asked about titles, and for which languages."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from arrtui.core.apps import Kind
from arrtui.core.artwork import ArtCandidate, ArtKind, ArtSlot, MetadataField, TitleIds
from arrtui.core.config import ArtworkConfig
from arrtui.features.artwork.choosing import FilledSlots
from arrtui.features.artwork.due import judged_mark
from arrtui.features.artwork.gathering import Gatherer, asked_providers
from tests.features.artwork.enriched import MemoryProvider


class Listening(MemoryProvider):
    """A provider that keeps for which languages it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Sequence[str]] = []

    async def candidates(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        self.heard.append(languages)
        return await super().candidates(title, languages)

    async def fields(self, title: TitleIds, languages: Sequence[str]) -> list[MetadataField]:
        self.heard.append(languages)
        return await super().fields(title, languages)

    async def season_fields(
        self, title: TitleIds, season: int, languages: Sequence[str]
    ) -> dict[int, list[MetadataField]]:
        self.heard.append(languages)
        return await super().season_fields(title, season, languages)


def test_providers_are_asked_for_texts_and_images_in_the_owners_languages() -> None:
    provider = Listening()
    options = ArtworkConfig(languages=("de", "none"))
    gatherer = Gatherer([provider], options, lambda: 1.0)
    asyncio.run(gatherer.gather(TitleIds("sonarr", "79126"), [1, 2]))
    assert provider.heard == [("de", "none")] * 4


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        ({"providers": ["tvdb"]}, ["tvdb", "app"]),
        ({"providers": []}, ["app"]),
        ({"providers": ["app"], "image_providers": {"poster": ["fanart"]}}, ["app", "fanart"]),
        ({"providers": ["app"], "field_providers": {"plot": ["tmdb"]}}, ["app", "tmdb"]),
    ],
)
def test_those_are_asked_whose_images_or_values_count(options: dict[str, object], asked: list[str]) -> None:
    assert asked_providers(ArtworkConfig.model_validate(options), Kind.RADARR.app) == asked


def test_nobody_is_asked_for_titles_of_ids_that_they_do_not_know() -> None:
    options = ArtworkConfig()
    assert asked_providers(options, Kind.LIDARR.app) == ["fanart", "musicbrainz", "app"]
    for kind in (Kind.RADARR, Kind.SONARR):
        assert asked_providers(options, kind.app) == ["fanart", "tmdb", "tvdb", "app"]


def test_another_provider_of_music_makes_no_film_due() -> None:
    with_music, without = ArtworkConfig(), ArtworkConfig(providers=("fanart", "tmdb", "tvdb", "app"))

    def mark(options: ArtworkConfig, kind: Kind) -> str:
        names = asked_providers(options, kind.app)
        return judged_mark(options, kind.app, names, [ArtSlot(ArtKind.POSTER)], FilledSlots(), ())

    assert mark(with_music, Kind.RADARR) == mark(without, Kind.RADARR)
    assert mark(with_music, Kind.LIDARR) != mark(without, Kind.LIDARR)
