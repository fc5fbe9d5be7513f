"""Ask providers for the images and the metadata of titles.

A provider that cannot be reached, or refuses its key, is not asked for further titles; what it told before
still counts, and the next run asks it again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from arrtui.clients.providers.protocol import Provider, ProviderError
from arrtui.core.apps import App
from arrtui.core.art_sources import knows_ids
from arrtui.core.artwork import ArtCandidate, MetadataField, TitleCandidates, TitleIds, slot_of
from arrtui.core.config import ArtworkConfig
from arrtui.features.artwork.fields import part_of

FAILURES = 3
"""After so many in a row a provider is taken to be down: one title may be what it cannot answer."""


ALWAYS = "app"
"""Who is asked whatever is configured: without it an NFO has no title."""


def asked_providers(options: ArtworkConfig, app: App) -> list[str]:
    """Return the names of all whose images or fields count for something of an app's titles. Pure."""
    own = [*options.image_providers.values(), *options.field_providers.values()]
    names = dict.fromkeys([*options.providers, *(name for names in own for name in names), ALWAYS])
    return [name for name in names if knows_ids(name, app.external_id.provider)]


class GatheredTitle(NamedTuple):
    """What providers told of a title."""

    candidates: tuple[ArtCandidate, ...]
    parts: dict[str, list[MetadataField]]
    """Fields by part of the title."""
    sources: frozenset[str]
    """Providers that told what they know, be it nothing."""
    faults: dict[str, str]
    """Why a provider told nothing, a sentence by provider."""


class Gatherer:
    """Asks the providers of an instance's titles. Belongs to one event loop."""

    def __init__(
        self, providers: Sequence[Provider], options: ArtworkConfig, clock: Callable[[], float]
    ) -> None:
        self._providers = providers
        self._options = options
        self._clock = clock
        self.down: dict[str, str] = {}
        """Why a provider is not asked any more, a sentence by provider."""
        self._failures: Counter[str] = Counter()
        """In a row, by provider."""

    @property
    def names(self) -> tuple[str, ...]:
        """The providers that are asked."""
        return tuple(provider.name for provider in self._providers)

    def provider(self, name: str) -> Provider | None:
        """Return a provider by name; None for one that is off."""
        return next((provider for provider in self._providers if provider.name == name), None)

    async def gather(self, title: TitleIds, seasons: Iterable[int]) -> GatheredTitle:
        """Return what the providers tell of a title and of the episodes of some of its seasons."""
        numbers = sorted(seasons)
        answers = await asyncio.gather(*(self._ask(provider, title, numbers) for provider in self._providers))
        candidates: list[ArtCandidate] = []
        parts: dict[str, list[MetadataField]] = {}
        faults: dict[str, str] = {}
        for provider, answer in zip(self._providers, answers, strict=True):
            if isinstance(answer, str):
                faults[provider.name] = answer
                continue
            candidates += answer[0]
            for part, fields in answer[1].items():
                parts.setdefault(part, []).extend(fields)
        sources = frozenset(self.names) - faults.keys()
        return GatheredTitle(tuple(candidates), parts, sources, faults)

    async def _ask(
        self, provider: Provider, title: TitleIds, seasons: Sequence[int]
    ) -> tuple[list[ArtCandidate], dict[str, list[MetadataField]]] | str:
        """Return candidates and fields of one provider, or why it told nothing."""
        if provider.name in self.down:
            return self.down[provider.name]
        languages = self._options.languages
        try:
            candidates = await provider.candidates(title, languages)
            parts = {"": await provider.fields(title, languages)}
            for season in seasons:
                episodes = await provider.season_fields(title, season, languages)
                parts |= {part_of(season, number): fields for number, fields in episodes.items()}
        except ProviderError as error:
            self.failed(provider.name, error)
            return str(error)
        self.succeeded(provider.name)
        now = self._clock()
        read = {
            part: [msgspec.structs.replace(field, read_at=now) for field in fields]
            for part, fields in parts.items()
        }
        return [candidate for candidate in candidates if _is_usable(candidate)], read

    def succeeded(self, provider: str) -> None:
        """Note that a provider answers."""
        self._failures[provider] = 0

    def failed(self, provider: str, error: ProviderError) -> None:
        """Note that a provider did not answer; one that does not several times is asked no more."""
        if error.is_down:
            self._failures[provider] += 1
            if self._failures[provider] >= FAILURES:
                self.down.setdefault(provider, str(error))


def merge_candidates(
    before: TitleCandidates | None, gathered: GatheredTitle, names: Iterable[str], *, forgives: bool
) -> list[ArtCandidate]:
    """Return the candidates of a title: those told now, and those of providers that could not be asked. Pure.

    What was learned by downloading an image is kept; with ``forgives`` refused ones may be tried again.
    """
    known: Mapping[str, ArtCandidate] = (
        {entry.address: entry for entry in before.candidates} if before else {}
    )
    silent = set(names) & gathered.faults.keys()
    kept = [entry for entry in known.values() if entry.provider in silent]
    merged = []
    for candidate in (*gathered.candidates, *kept):
        seen = known.get(candidate.address)
        if seen is not None and (seen.perceptual_hash or seen.refusal):
            candidate = msgspec.structs.replace(
                candidate,
                width=seen.width or candidate.width,
                height=seen.height or candidate.height,
                perceptual_hash=seen.perceptual_hash,
                refusal="" if forgives else seen.refusal,
            )
        merged.append(candidate)
    return list({(entry.slot, entry.address): entry for entry in merged}.values())


def _is_usable(candidate: ArtCandidate) -> bool:
    """Return whether a candidate has an address and a slot that exists."""
    try:
        slot_of(candidate.slot)
    except ValueError:
        return False
    return bool(candidate.address)
