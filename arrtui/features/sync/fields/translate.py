"""Translate names of one side to the other, each looked up once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import TypeVar

from arrtui.core.config.sync import SyncPair
from arrtui.core.config.sync_values import plain_folder
from arrtui.core.domain import RootFolder
from arrtui.features.sync.fields.mapping import map_profile, map_root, map_tags
from arrtui.features.sync.fields.names import trim_path
from arrtui.features.sync.model import Side

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Memo(dict[K, V]):
    """What a function returned for each argument asked so far: a library has few different names."""

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        value = self[key] = self._make(key)
        return value


class Translation:
    """The names of a source as a pair has them on its target."""

    def __init__(self, pair: SyncPair, target: Side) -> None:
        self._target = target
        self.profiles: Memo[str, str] = Memo(lambda name: map_profile(pair, name) if name else "")
        """Name of a profile of the source → of the target; an unknown one stays so."""
        self.roots: Memo[str, str] = Memo(lambda path: self.spelled[map_root(pair, path)] if path else "")
        """Root folder of the source → of the target, in the target's spelling."""
        self.tags: Memo[tuple[str, ...], tuple[str, ...]] = Memo(lambda labels: map_tags(pair, labels))
        """Labels of the source → of the target, sorted and in small letters, as the apps keep them."""
        self.spelled: Memo[str, str] = Memo(self._spelled)
        """Any folder → a registered root folder of the target where it is one, in its spelling."""

    def _spelled(self, path: str) -> str:
        root = self.registered.get(plain_folder(path))
        return trim_path(root.path if root else path)

    @cached_property
    def registered(self) -> dict[str, RootFolder]:
        """Return the root folders of the target by the form in which folders are compared."""
        return {plain_folder(root.path): root for root in self._target.roots}


def folder_name(path: str) -> str:
    """Return the last part of a folder's path, whichever separator it has."""
    return trim_path(path).replace("\\", "/").rpartition("/")[2]


def join_folder(root: str, name: str) -> str:
    """Return the path of a folder in a root folder, with the root's own separator."""
    separator = "\\" if "\\" in root else "/"
    return f"{root.rstrip(separator)}{separator}{name}"
