"""Secrets for providers of the apps: given in a dialog, by a variable, or in a file of the owner's own.

What a dialog gave is in the memory of this process alone: no job, journal, log or database has it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.setting_secrets import SecretPlace

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.db.database import Database


class AskedSecret(NamedTuple):
    """A secret that an entry of a plan takes."""

    position: int
    """Of the entry."""
    place: SecretPlace
    is_given: bool
    """Whether somebody gave it, in whichever way."""


class SettingSecrets:
    """Finds secrets by the provider and field they are for. From any thread."""

    def __init__(self, config: Callable[[], Config], database: Database, env: Mapping[str, str]) -> None:
        self._config = config
        self._database = database
        self._env = env
        self._lock = threading.Lock()
        self._given: dict[SecretPlace, str] = {}

    def give(self, place: SecretPlace, secret: str) -> None:
        """Keep a secret that was typed until it is used or the process ends; an empty one takes it back."""
        with self._lock:
            if secret:
                self._given[place] = secret
            else:
                self._given.pop(place, None)

    def forget(self, instance: str) -> None:
        """Forget what was typed for an instance, once it was written."""
        with self._lock:
            self._given = {place: text for place, text in self._given.items() if place.instance != instance}

    def finder(self) -> Callable[[SecretPlace], str | None]:
        """Return what finds secrets for one apply; the owner's file is read when it is needed, and once.

        What is returned raises ConfigError where that file cannot be used.
        """
        from arrtui.core.config.provider_secrets import read_secret_file

        read: list[Mapping[SecretPlace, str]] = []

        def find(place: SecretPlace) -> str | None:
            with self._lock:
                secret = self._given.get(place) or self._env.get(place.variable)
            if secret or (file := self._config().secret_file.file) is None:
                return secret or None
            if not read:
                read.append(read_secret_file(file))
            return read[0].get(place)

        return find

    async def asked(self, plan_id: int) -> list[AskedSecret]:
        """Return the secrets that the entries of a plan take, as far as it can be told from what is stored.

        Raises NoSuchPlanError, and ConfigError where the owner's file cannot be used.
        """
        from arrtui.features.sync.secrets_asked import secrets_of_plan

        find, places = self.finder(), await self._database.read(secrets_of_plan, plan_id)
        return [AskedSecret(position, place, find(place) is not None) for position, place in places]
