"""What an NFO says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from arrtui.core.artwork import NfoFacts
from arrtui.media.nfo import music
from arrtui.media.nfo.elements import Children, children_of, texts_of, unique_ids, values_of, whole_number
from arrtui.media.nfo.parsing import ParsedNfo, ids_in, parse_nfo

_OLD_IDS = {
    "tmdb": ("tmdbid", "tmdb_id"),
    "imdb": ("imdbid", "imdb_id", "imdb"),
    "tvdb": ("tvdbid", "tvdb_id", "tvdb"),
}
"""Elements with the id of a title in NFO of Jellyfin and of older programs."""


@dataclass(frozen=True)
class NfoDocument:
    """An NFO, as far as it can be read."""

    parsed: ParsedNfo

    @property
    def root(self) -> str:
        """One of :data:`~arrtui.media.nfo.parsing.ROOTS`; empty where there is no such XML."""
        return str(self.parsed.roots[0].tag) if self.parsed.roots else ""

    @property
    def error(self) -> str:
        """Why not all of it can be read, a sentence; empty where all can."""
        return self.parsed.error

    def facts(self, relative_path: str) -> NfoFacts:
        """Return what a scan keeps of it; the path is that below the title's folder."""
        if not self.parsed.roots:
            return NfoFacts(
                relative_path=relative_path,
                url=self.parsed.url,
                ids=ids_in(self.parsed.url),
                error=self.error,
            )
        children = self._children[0]
        texts = texts_of(children)
        return NfoFacts(
            relative_path=relative_path,
            root=self.root,
            url=self.parsed.url,
            ids=ids_in(self.parsed.url) | self._ids(children, texts),
            title=texts.get("name" if self.root == music.ARTIST else "title", ""),
            year=whole_number(texts.get("year", "")) or 0,
            is_locked=texts.get("lockdata", "").lower() == "true",
            episodes=len(self.parsed.roots) if self.root == "episodedetails" else 0,
            error=self.error,
        )

    def fields(self) -> dict[str, object]:
        """Return its values by element, those of the first episode where it describes several."""
        return self.parts()[0] if self.parsed.roots else {}

    def parts(self) -> list[dict[str, Any]]:
        """Return the values of each root: one, or one for each episode."""
        return [
            music.music_values(self.root, children) if self.root in music.ELEMENTS else values_of(children)
            for children in self._children
        ]

    @cached_property
    def _children(self) -> list[Children]:
        """Those of each root: looking at them costs more than parsing."""
        return [children_of(root) for root in self.parsed.roots]

    def _ids(self, children: Children, texts: Mapping[str, str]) -> dict[str, str]:
        """Return the ids of a title by provider; ``uniqueid`` counts before older elements."""
        if self.root in music.ELEMENTS:
            known = music.music_values(self.root, children).get("uniqueid", ())
            return {entry["type"]: entry["value"] for entry in known}
        ids = {}
        for name, elements in _OLD_IDS.items():
            if text := next((text for element in elements if (text := texts.get(element))), ""):
                ids[name] = text
        if text := texts.get("id"):
            if text.startswith("tt"):
                ids.setdefault("imdb", text)
            elif self.root == "tvshow" and text.isdecimal():
                ids.setdefault("tvdb", text)
        return ids | {entry["type"]: entry["value"] for entry in unique_ids(children.get("uniqueid", ()))}


def read_nfo(data: bytes) -> NfoDocument:
    """Return what an NFO says. Nothing is raised: what is wrong with it is in its ``error``."""
    return NfoDocument(parse_nfo(data))
