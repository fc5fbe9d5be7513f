"""Secrets of providers that arrtui is given to type into an app: where each belongs, and how it is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from zlib import crc32

VARIABLE = "ARRTUI_SECRET_"
"""What the name of a variable with such a secret begins with."""
_APART = re.compile("[^A-Z0-9]+")


class SecretPlace(NamedTuple):
    """The field of a provider that a secret is for."""

    instance: str
    type: str
    """The :class:`~arrtui.core.domain.SettingType`: ``indexer``."""
    name: str
    """Of the provider, as the app has it."""
    field: str
    """``apiKey``."""

    @property
    def variable(self) -> str:
        """The variable that may hold it: ``ARRTUI_SECRET_RADARR_4K_INDEXER_NZBGEEK_APIKEY``.

        A name with letters that no variable has ends with its checksum: two of these must not share a key.
        """
        parts = [_APART.sub("_", part.upper()).strip("_") for part in self]
        if any(letter.isalnum() and not letter.isascii() for letter in self.name):
            parts[2] = f"{parts[2]}_{crc32(self.name.encode()):08X}".strip("_")
        return VARIABLE + "_".join(parts)

    def __str__(self) -> str:
        return f"{self.field} of the {self.type.replace('_', ' ')} {self.name} on {self.instance}"


FindSecret = Callable[[SecretPlace], str | None]
"""Returns the secret that somebody gave for a field, None where nobody did. Raises ArrtuiError where what may
hold it cannot be used."""


def no_secret(_place: SecretPlace) -> None:
    """Return that no secret was given."""
