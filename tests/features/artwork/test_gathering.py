"""Who is asked about titles, and for which languages."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from arrtui.core.apps import Kind
from arrtui.core.artwork import ArtCandidate, MetadataField, TitleIds
from arrtui.core.config import ArtworkConfig
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
