"""Secrets of providers that arrtui is given to type into an app: where each belongs, and how it is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

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
        """The variable that may hold it: ``ARRTUI_SECRET_RADARR_4K_INDEXER_NZBGEEK_APIKEY``."""
        return VARIABLE + "_".join(_APART.sub("_", part.upper()).strip("_") for part in self)

    def __str__(self) -> str:
        return f"{self.field} of the {self.type.replace('_', ' ')} {self.name} on {self.instance}"


FindSecret = Callable[[SecretPlace], str | None]
"""Returns the secret that somebody gave for a field, None where nobody did. Raises ArrtuiError where what may
hold it cannot be used."""


def no_secret(_place: SecretPlace) -> None:
    """Return that no secret was given."""
