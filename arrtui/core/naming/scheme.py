"""The naming settings of an instance: which format names a file, and the same with a token more or less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from arrtui.core.apps import Kind
from arrtui.core.naming.facts import NamingFacts, NamingOptions
from arrtui.core.naming.formats import NamingFormat, parse_naming
from arrtui.core.naming.numbering import has_absolute_number
from arrtui.core.naming.rendering import render, unknown_tokens

_COLONS = ("delete", "dash", "spaceDash", "spaceDashSpace", "smart", "custom")
"""``ColonReplacementFormat``: Radarr answers the word, Sonarr the number; another number means delete."""
_STANDARD, _DAILY, _ANIME = "standardEpisodeFormat", "dailyEpisodeFormat", "animeEpisodeFormat"


@dataclass(frozen=True)
class NamingScheme:
    """How an instance names files."""

    kind: Kind
    renames: bool
    """Whether it renames files at all."""
    formats: Mapping[str, NamingFormat]
    """By the member of the app's naming settings, the usual one first."""
    options: NamingOptions

    def format_of(self, facts: NamingFacts) -> NamingFormat:
        """Return the format that names a file."""
        usual = next(iter(self.formats.values()))
        if facts.series_type == "daily" and facts.season > 0:
            return self.formats.get(_DAILY, usual)
        if facts.series_type == "anime" and _ANIME in self.formats:
            anime = self.formats[_ANIME]
            numbered = all(episode.absolute for episode in facts.episodes)
            return anime if numbered or not has_absolute_number(anime.text) else usual
        return usual

    def name_of(self, facts: NamingFacts) -> str | None:
        """Return the name of a file without extension; None where it cannot be told or nothing is renamed.

        Of some apps no names are foretold (:class:`~arrtui.core.apps.NamingSyntax`).
        """
        app = self.kind.app
        if not self.renames or not app.naming.values or (app.has_children and not facts.episodes):
            return None
        return render(self.format_of(facts), facts, self.options)

    def unknown_tokens(self, facts: NamingFacts) -> tuple[str, ...]:
        """Return the tokens of the format that names a file which are never foretold."""
        return unknown_tokens(self.format_of(facts))

    def has(self, token: str) -> bool:
        """Return whether a token stands in a format."""
        return any(own.has(token) for own in self.formats.values())

    def without(self, token: str) -> NamingScheme:
        """Return it with a token taken out of every format."""
        return replace(self, formats={member: own.without(token) for member, own in self.formats.items()})

    def with_token(self, token: str, after: str = "") -> NamingScheme:
        """Return it with a token added to every format that does not have it, see :class:`NamingFormat`."""
        formats = {
            member: own if own.has(token) else own.with_token(token, after)
            for member, own in self.formats.items()
        }
        return replace(self, formats=formats)


def read_naming(kind: Kind, body: Mapping[str, Any]) -> NamingScheme:
    """Return the naming settings of an instance (``/config/naming``)."""
    app = kind.app
    members = app.file_formats
    colon = body.get("colonReplacementFormat")
    if isinstance(colon, int):
        colon = _COLONS[colon] if 0 <= colon < len(_COLONS) else _COLONS[0]
    options = NamingOptions(
        replaces_illegal=bool(body.get("replaceIllegalCharacters")),
        colon=str(colon or _COLONS[0]),
        custom_colon=str(body.get("customColonReplacementFormat") or ""),
        multi_episode_style=int(body.get("multiEpisodeStyle") or 0),
    )
    formats = {member: parse_naming(str(body.get(member) or ""), kind) for member in members}
    return NamingScheme(kind, bool(body.get(app.rename_switch)), formats, options)
