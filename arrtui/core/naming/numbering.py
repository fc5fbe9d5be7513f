"""Numbers of seasons and episodes in names.

As ``AddSeasonEpisodeNumberingTokens`` and ``AddAbsoluteNumberingTokens`` of ``FileNameBuilder`` write them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from arrtui.core.naming.facts import NamedEpisode

_SEASON_EPISODE = re.compile(
    r"(?P<before>(?<=\})[- ._]+?)?"
    r"(?P<whole>s?\{season(?::0+)?\}(?P<joint>[- ._]?[ex])(?P<episode>\{episode(?::0+)?\}))"
    r"(?P<behind>[- ._]+?(?=\{))?",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"(?P<before>(?<=\})[- ._]+?)?(?P<whole>\{absolute(?::0+)?\})(?P<behind>[- ._]+?(?=\{))?", re.IGNORECASE
)
_EPISODE_NUMBER = re.compile(r"\{episode(?::(?P<zeros>0+))?\}", re.IGNORECASE)
_ABSOLUTE_NUMBER = re.compile(r"\{absolute(?::(?P<zeros>0+))?\}", re.IGNORECASE)
_SEASON_NUMBER = re.compile(r"\{season(?::(?P<zeros>0+))?\}", re.IGNORECASE)

_DUPLICATE, _REPEAT, _SCENE, _RANGE, _PREFIXED_RANGE = range(1, 6)
"""``MultiEpisodeStyle``; everything else extends."""


class NumberPattern(NamedTuple):
    """A part of a format that numbers stand in."""

    whole: str
    """``S{season:00}E{episode:00}``."""
    separator: str
    joint: str
    """What stands between season and episode; empty for absolute numbers."""
    episode: str
    """``{episode:00}``."""

    @property
    def is_absolute(self) -> bool:
        """Whether it numbers episodes throughout a series."""
        return not self.joint

    def fill(self, season: int, episodes: Sequence[NamedEpisode], style: int) -> str:
        """Return the numbers of some episodes, in the way that the settings ask for."""
        chosen = [episodes[0], episodes[-1]] if style in (_RANGE, _PREFIXED_RANGE) else list(episodes)
        if len(episodes) == 1:
            chosen = chosen[:1]
        first, *others = chosen
        further = self._further(style)
        text = self._numbered(self.whole, first)
        text += "".join(self._numbered(further, episode) for episode in others)
        return _SEASON_NUMBER.sub(lambda match: _digits(match, season), text)

    def _further(self, style: int) -> str:
        """Return the pattern of every episode but the first."""
        if style == _DUPLICATE:
            return self.separator + self.whole
        if style == _REPEAT:
            return (self.joint or self.separator.strip() or " ") + self.episode
        joint = self.joint if style in (_SCENE, _PREFIXED_RANGE) else ""
        return f"-{joint}{self.episode}"

    def _numbered(self, pattern: str, episode: NamedEpisode) -> str:
        if self.is_absolute:
            return _ABSOLUTE_NUMBER.sub(lambda match: _digits(match, episode.absolute), pattern)
        return _EPISODE_NUMBER.sub(lambda match: _digits(match, episode.number), pattern)


def _digits(match: re.Match[str], number: int) -> str:
    return f"{number:0{len(match['zeros'] or '')}d}"


def find_numbers(text: str) -> tuple[str, dict[str, NumberPattern]]:
    """Return a component of a format with tokens in place of its numbers, and what these stand for."""
    numbers: dict[str, NumberPattern] = {}
    for pattern, name in ((_SEASON_EPISODE, "Season Episode"), (_ABSOLUTE, "Absolute Pattern")):
        patterns: dict[str, NumberPattern] = {}
        for match in pattern.finditer(text):
            parts = match.groupdict()
            separator = parts["behind"] or parts["before"] or ""
            absolute = "joint" not in parts
            if absolute and not separator.strip():
                separator = "-"
            whole = parts["whole"]
            episode = whole if absolute else parts["episode"]
            patterns.setdefault(whole, NumberPattern(whole, separator, parts.get("joint") or "", episode))
        for place, (whole, number) in enumerate(patterns.items(), 1):
            token = f"{{{name}{place}}}"
            text = text.replace(whole, token)
            numbers[token] = number
    return text, numbers


def has_absolute_number(text: str) -> bool:
    """Return whether a format numbers episodes throughout a series (``RequiresAbsoluteEpisodeNumber``)."""
    return _ABSOLUTE_NUMBER.search(text) is not None


def names_episode(text: str) -> bool:
    """Return whether a format tells which episode a file is of (``GetPatternHasEpisodeIdentifier``)."""
    aired = re.search(r"\{Air(\s|\W|_)Date\}", text, re.IGNORECASE)
    return bool(_SEASON_EPISODE.search(text) or _ABSOLUTE.search(text) or aired)
