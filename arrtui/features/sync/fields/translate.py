"""Translate names of one side to the other, each looked up once. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable
from functools import cached_property, partial
from typing import TypeVar

from arrtui.core.apps import TITLE_PROFILES, Ability
from arrtui.core.config.sync import SyncPair
from arrtui.core.config.sync_values import plain_folder
from arrtui.core.domain import RootFolder
from arrtui.core.versions import is_able
from arrtui.features.sync.fields.mapping import map_profile, map_root, map_tags
from arrtui.features.sync.fields.names import trim_path
from arrtui.features.sync.model import Fields, Side

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
ONLY_PUT = frozenset({"seasons", "path"})
"""Fields the apps' editors do not take (R and S ``MovieEditorResource``, ``SeriesEditorResource``)."""
_PLAIN_TAG = re.compile(r"[a-z0-9-]+")


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
        self._pair, self._target = pair, target
        self.profiles: dict[str, Memo[str, str]] = {
            profile.name: Memo(partial(map_profile, pair, profile=profile)) for profile in TITLE_PROFILES
        }
        """Field of a profile → its name on the source → on the target; an unknown one stays so."""
        self.roots: Memo[str, str] = Memo(lambda path: self.spelled[map_root(pair, path)] if path else "")
        """Root folder of the source → of the target, in the target's spelling."""
        self.tags: Memo[tuple[str, ...], tuple[str, ...]] = Memo(lambda labels: map_tags(pair, labels))
        """Labels of the source → of the target, sorted and in small letters, as the apps keep them."""
        self.wanted_tags: Memo[tuple[str, ...], tuple[str, ...]] = Memo(self._wanted_tags)
        """The same without labels that a rule of the target owns or that its app refuses."""
        self.refused_tags: Memo[tuple[str, ...], tuple[str, ...]] = Memo(self._refused_tags)
        """Labels of the source → those of the target that its app refuses to create."""
        self.spelled: Memo[str, str] = Memo(self._spelled)
        """Any folder → a registered root folder of the target where it is one, in its spelling."""

    def _spelled(self, path: str) -> str:
        root = self.registered.get(plain_folder(path))
        return trim_path(root.path if root else path)

    def _wanted_tags(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        unwanted = {*self._target.rule_tags, *self.refused_tags[labels]}
        return tuple(label for label in self.tags[labels] if label not in unwanted)

    def _refused_tags(self, labels: tuple[str, ...]) -> tuple[str, ...]:
        """Return the labels outside a-z, 0-9 and - where the app takes no others (``TagController``)."""
        target = self._target
        if not is_able(target.kind, Ability.PLAIN_TAGS, target.version):
            return ()
        present = set(target.tags.values())
        return tuple(
            label for label in self.tags[labels] if label not in present and not _PLAIN_TAG.fullmatch(label)
        )

    def refused_warning(self, labels: tuple[str, ...]) -> str:
        """Return what becomes of tags that the target's app refuses, and how to map them; empty for none."""
        refused = self.refused_tags[labels]
        if not refused:
            return ""
        app, tables = (
            self._target.kind.app.name,
            ", ".join(f'"{label}" = "{plain_tag(label)}"' for label in refused),
        )
        return (
            f"Without the tag {', '.join(refused)}, which {app} refuses (allowed characters a-z, 0-9 and -). "
            f"Give it another name with [sync.{self._pair.name}.map.tags] {tables}."
        )

    @cached_property
    def registered(self) -> dict[str, RootFolder]:
        """Return the root folders of the target by the form in which folders are compared."""
        return {plain_folder(root.path): root for root in self._target.roots}


def plain_tag(label: str) -> str:
    """Return a label of a-z, 0-9 and - that resembles another, ``tag`` where nothing of it is left."""
    ascii_letters = unicodedata.normalize("NFKD", label.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_letters.lower()).strip("-") or "tag"


def app_names_folder(after: Fields, *, move_files: bool) -> bool:
    """Return whether the app names the folder of a title anew, by its naming format, as it moves it.

    Its editor does where it moves the files; elsewhere the folder keeps its name (``UpdateMovie``,
    ``UpdateSeries`` with ``useExistingRelativeFolder``), and a PUT has the path in it.
    """
    return move_files and "root_folder" in after and not ONLY_PUT & after.keys()


def folder_name(path: str) -> str:
    """Return the last part of a folder's path, whichever separator it has."""
    return trim_path(path).replace("\\", "/").rpartition("/")[2]


def join_folder(root: str, name: str) -> str:
    """Return the path of a folder in a root folder, with the root's own separator."""
    separator = "\\" if "\\" in root else "/"
    return f"{root.rstrip(separator)}{separator}{name}"
