"""What every provider of images and metadata can do, and what it needs of its surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from arrtui.core.artwork import ArtCandidate, MetadataField, TitleIds
from arrtui.core.errors import ArrtuiError


@dataclass(eq=False)
class ProviderError(ArrtuiError):
    """A provider could not be asked, or what it answered cannot be used."""

    provider: str = ""
    """Its name in the configuration: ``tmdb``."""
    is_down: bool = False
    """Whether it answers nobody now, or refuses the key: asking about other titles is of no use."""
    status: int = 0
    """HTTP status, where one was received."""
    code: ClassVar[str] = "provider"


class AnswerStore(Protocol):
    """Where answers of providers are kept for as long as they count as fresh."""

    async def get(self, provider: str, request: str) -> str | None:
        """Return a fresh answer, empty where the provider knew nothing; None without one."""

    async def put(self, provider: str, request: str, answer: str, seconds: float) -> None:
        """Keep an answer for some seconds. The request has no key in it."""


class Provider(Protocol):
    """Who has images and metadata. Belongs to one event loop.

    ``languages`` are of two letters, the preferred one first; ``none`` stands for images without words. A
    provider that does not know a title has nothing of it; it raises ProviderError where it cannot tell.
    """

    name: str
    """In the configuration: ``app``, ``tmdb``, ``tvdb``, ``fanart``, ``musicbrainz``."""

    async def candidates(self, title: TitleIds, languages: Sequence[str]) -> list[ArtCandidate]:
        """Return the images of a title and of its parts in all of these languages."""

    async def fields(self, title: TitleIds, languages: Sequence[str]) -> list[MetadataField]:
        """Return the metadata of a title, texts in the first language that has them."""

    async def season_fields(
        self, title: TitleIds, season: int, languages: Sequence[str]
    ) -> dict[int, list[MetadataField]]:
        """Return the metadata of a season's episodes, or of albums of one type, by their numbers."""

    async def image(self, candidate: ArtCandidate) -> bytes:
        """Return an image as it comes, unread; ProviderError for one over the configured size."""

    async def aclose(self) -> None:
        """Close the connections."""


@runtime_checkable
class RenewingProvider(Provider, Protocol):
    """A provider whose images change under the same address."""

    async def image_since(self, candidate: ArtCandidate, since: float) -> bytes | None:
        """Return an image that changed after a time (UTC seconds), None for one that did not."""


def texts_in(languages: Sequence[str]) -> list[str]:
    """Return the languages of texts, English where only images without words are wanted."""
    return [language for language in languages if language != "none"] or ["en"]


def field_list(source: str, values: dict[str, object]) -> list[MetadataField]:
    """Return values as fields of a source; what is empty is left out."""
    return [
        MetadataField(name=name, value=value, source=source)
        for name, value in values.items()
        if value not in ("", 0, None, [], {})
    ]


def unique_ids(**ids: int | str) -> list[dict[str, object]]:
    """Return the ids of a title that are known, by the name of their site; the first is the default."""
    known = [{"type": name, "value": str(value)} for name, value in ids.items() if value]
    return [{**unique, "default": index == 0} for index, unique in enumerate(known)]
