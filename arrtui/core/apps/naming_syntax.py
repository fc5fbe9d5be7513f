"""How the apps read the formats of their naming settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_NAME = r"(?P<name>[a-z0-9]+(?:(?P<separator>[- ._]+)[a-z0-9]+)?)"


@dataclass(frozen=True)
class NamingSyntax:
    """How one app reads its formats (``FileNameBuilder.TitleRegex``)."""

    pattern: str
    """Of a token: its tag, prefix, name, separator, argument and suffix are groups."""
    keeps_dots: bool = False
    """``...`` stays as it is, where others make one separator of several."""
    values: str = ""
    """Dotted name of what its tokens stand for, by their names; empty where no name of a file is foretold."""

    @cached_property
    def token(self) -> re.Pattern[str]:
        """The pattern of a token, compiled."""
        return re.compile(self.pattern, re.IGNORECASE | re.ASCII)


RADARR_NAMING = NamingSyntax(
    r"(?P<tag>\{[-{ ._\[(]*(?:imdb(?:id)?-|edition-))?"
    rf"\{{(?P<prefix>[-{{ ._\[(]*){_NAME}"
    r"(?::(?P<argument>[ ,a-z0-9|+-]+(?<![- ])))?(?P<suffix>[-} ._)\]]*)\}",
    values="arrtui.core.naming.values:MOVIE_TOKENS",
)
SONARR_NAMING = NamingSyntax(
    rf"\{{\{{|\}}\}}|(?P<tag>)\{{(?P<prefix>[- ._\[(]*){_NAME}"
    r"(?::(?P<argument>[ ,a-z0-9+-]+(?<![- ])))?(?P<suffix>[- ._)\]]*)\}",
    keeps_dots=True,
    values="arrtui.core.naming.values:SERIES_TOKENS",
)
LIDARR_NAMING = NamingSyntax(
    rf"(?P<tag>)\{{(?P<prefix>[-{{ ._\[(]*){_NAME}"
    r"(?::(?P<argument>[ ,a-z0-9|+-]+(?<![- ])))?(?P<suffix>[-} ._)\]]*)\}"
)
"""A backup reads no tracks, so that no name of a file is foretold."""
