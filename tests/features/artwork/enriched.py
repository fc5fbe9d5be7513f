"""Providers that answer from memory, and an instance whose titles are enriched with them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from arrtui.clients.providers.protocol import ProviderError
from arrtui.core.apps import Kind
from arrtui.core.artwork import ArtCandidate, Asset, MetadataField, SlotChoice, TitleCandidates, TitleIds
from arrtui.core.config import ArtworkConfig, InstanceConfig
from arrtui.core.domain import Episode, Item
from arrtui.core.fan_out import fan_out
from arrtui.db.artwork import assets, candidates, metadata, slots
from arrtui.db.database import Database
from arrtui.db.records import Listing, RecordBatch, write_records
from arrtui.features.artwork.downloading import ImageKeeper
from arrtui.features.artwork.due import DueTitle, DueWish, due_titles
from arrtui.features.artwork.enriching import EnrichReport, EnrichTools, TitleEnricher
from arrtui.features.artwork.gathering import Gatherer
from arrtui.media.art_cache import ArtCache
from tests.db.samples import store
from tests.media.pictures import draw

NOW = 1_800_000_000.0


class MemoryProvider:
    """A provider whose titles and images a test sets."""

    def __init__(self, name: str = "tmdb") -> None:
        self.name = name
        self.titles: dict[str, list[ArtCandidate]] = {}
        """Candidates by external id."""
        self.values: dict[str, dict[str, Any]] = {}
        """Fields by external id."""
        self.episodes: dict[tuple[str, int], dict[int, dict[str, Any]]] = {}
        """Fields by external id and season."""
        self.images: dict[str, bytes] = {}
        """By address; one that is not there is not found."""
        self.fault: Exception | None = None
        """What every request ends with."""
        self.asked: Counter[str] = Counter()

    def add(self, external_id: str, slot: str, address: str, data: bytes | None = None, **facts: Any) -> None:
        """Add a candidate with an image of its size."""
        size = {"width": 1000, "height": 1500, "language": "en", **facts}
        self.titles.setdefault(external_id, []).append(
            ArtCandidate(slot=slot, provider=self.name, address=address, **size)
        )
        self.images[address] = draw(seed=len(self.images) + 1) if data is None else data

    def down(self, why: str = "it answered 503") -> None:
        """Answer nothing from now on."""
        self.fault = ProviderError(f"asking {self.name}", why=why, provider=self.name, is_down=True)

    async def candidates(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        self._ask("candidates")
        return list(self.titles.get(title.external_id, ()))

    async def fields(self, title: TitleIds, languages: Sequence[str]) -> list[MetadataField]:
        self._ask("fields")
        return self._fields(self.values.get(title.external_id, {}))

    async def season_fields(
        self, title: TitleIds, season: int, languages: Sequence[str]
    ) -> dict[int, list[MetadataField]]:
        self._ask("seasons")
        known = self.episodes.get((title.external_id, season), {})
        return {number: self._fields(values) for number, values in known.items()}

    async def image(self, candidate: ArtCandidate) -> bytes:
        self._ask("image")
        if candidate.address not in self.images:
            raise ProviderError(f"asking {self.name}", why="the image is not there any more (404)")
        return self.images[candidate.address]

    async def aclose(self) -> None:
        """Have nothing to close."""

    def _ask(self, what: str) -> None:
        self.asked[what] += 1
        if self.fault is not None:
            raise self.fault

    def _fields(self, values: dict[str, Any]) -> list[MetadataField]:
        return [MetadataField(name=name, value=value, source=self.name) for name, value in values.items()]


class Enriched:
    """An instance and what enriching made of its titles."""

    def __init__(self, database: Database, folder: Path, name: str = "radarr.main", **options: Any) -> None:
        self.database = database
        kind, _, label = name.partition(".")
        self.instance = InstanceConfig(
            name=name, kind=Kind(kind), label=label, url="http://localhost:1", api_key="k"
        )
        self.options = ArtworkConfig.model_validate({"kinds": ["poster", "fanart"], **options})
        self.cache = ArtCache(folder / "cache", 10**9)
        self.providers = [MemoryProvider("tmdb"), MemoryProvider("app")]
        self.players: frozenset[str] = frozenset()
        self.now = NOW
        self.check: Callable[[], None] = lambda: None
        self._titles = 0

    @property
    def tmdb(self) -> MemoryProvider:
        """The provider that has most."""
        return self.providers[0]

    def add(self, title: str, *, files: int = 1, **facts: Any) -> str:
        """Store a title with a number of files; return its external id."""
        self._titles += 1
        item = Item(
            id=self._titles,
            external_id=str(600 + self._titles),
            title=title,
            sort_title=title.lower(),
            **facts,
        )
        instance_id = store(self.database, self.instance.name, item)
        with self.database.writing():
            write_records(instance_id, RecordBatch(listings={item.id: Listing("", files)}), ())
        return item.external_id

    def add_episode(self, series: str, season: int, number: int, *, file: bool = True) -> None:
        """Store an episode of a series."""
        item_id = int(series) - 600
        number_id = item_id * 10_000 + season * 100 + number
        episode = Episode(
            id=number_id, item_id=item_id, season=season, number=number, file_id=number_id if file else 0
        )
        store(self.database, self.instance.name, episode)

    def due(self, *external_ids: str, **wish: Any) -> list[DueTitle]:
        """Return the titles for which there is something to do."""
        names = tuple(provider.name for provider in self.providers)
        wanted = DueWish(self.options, names, 7, self.now, external_ids, **wish)
        return self.database.read_sync(due_titles, self.instance, wanted).titles

    def keeper(self) -> ImageKeeper:
        """Return what puts images into the cache."""
        return ImageKeeper(self.cache, self.database, lambda: self.now, 10**6)

    def run(self, *external_ids: str, **wish: Any) -> EnrichReport:
        """Enrich what is due; return what came of it."""
        self.gatherer = Gatherer(self.providers, self.options, lambda: self.now)
        tools = EnrichTools(
            *(self.database, self.gatherer, self.keeper(), self.options, lambda: self.now),
            lambda: self.check(),
            players=self.players,
            asks_again=bool(wish.get("asks_again")),
        )
        self.enricher = TitleEnricher(self.instance, tools)
        asyncio.run(fan_out(self.enricher.enrich, self.due(*external_ids, **wish), width=3))
        return self.enricher.report

    def choices(self, external_id: str) -> dict[str, SlotChoice]:
        """Return what fills the slots of a title."""
        return self.database.read_sync(slots.choices, self.instance.name).get(external_id, {})

    def chosen(self, external_id: str) -> dict[str, str]:
        """Return the addresses that fill the slots of a title."""
        return {slot: choice.address for slot, choice in self.choices(external_id).items()}

    def assets(self) -> dict[str, Asset]:
        """Return what is noted of the cache."""
        return self.database.read_sync(assets.assets)

    def stored(self, external_id: str) -> TitleCandidates:
        """Return the candidates of a title."""
        return self.database.read_sync(candidates.candidates, self.instance.name, [external_id])[external_id]

    def fields(self, external_id: str, part: str = "") -> dict[str, tuple[Any, str]]:
        """Return the values that count, with their sources, by field."""
        known = self.database.read_sync(metadata.fields_of, self.instance.name, [external_id])
        return {field.name: (field.value, field.source) for field in known.get((external_id, part), ())}

    def in_cache(self) -> set[str]:
        """Return the hashes of the files in the cache."""
        return {file.sha256 for file in self.cache.files()}
