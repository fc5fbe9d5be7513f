"""Names by the formats of the naming settings (`FileNameBuilder`): the tokens that the demo's formats use."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(
    r"\{(?P<before>[-. _(\[]*)(?P<name>[a-z][a-z0-9 ._-]*?)(?::(?P<zeros>0+))?(?P<after>[-. _)\]]*)\}",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s{2,}")

Values = Mapping[str, str | int | list[int]]
"""What stands for the tokens, by their names in lower case; a list of numbers is joined."""


def fill_format(pattern: str, values: Values, join: str = "-") -> str:
    """Return a name: a token without a value goes, and with it what stands before and after it inside.

    `join` stands between several numbers of one token (`multiEpisodeStyle`).
    """

    def replace(match: re.Match[str]) -> str:
        value = values.get(match["name"].lower(), "")
        width = len(match["zeros"] or "")
        numbers = value if isinstance(value, list) else [value] if isinstance(value, int) else []
        text = join.join(f"{number:0{width}}" for number in numbers) if numbers else str(value or "")
        return f"{match['before']}{text}{match['after']}" if text else ""

    return _SPACES.sub(" ", _TOKEN.sub(replace, pattern)).strip(" .")


def joiner(style: int, season: int) -> str:
    """Return what stands between the numbers of two episodes: `S01E01` and then `-02`, `.S01E02`, `E02`…"""
    return ("-", f".S{season:02}E", "E", "-E", "-", "-E")[style]
