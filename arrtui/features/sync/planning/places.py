"""The folders of a target's titles and its root folders: what is taken, missing or full. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from arrtui.core.config.sync_values import plain_folder
from arrtui.core.text import format_gibibytes
from arrtui.features.sync.fields.narrow import bystander
from arrtui.features.sync.fields.translate import Translation, folder_name, join_folder
from arrtui.features.sync.model import Bystander, Side, SideTitle


class Places:
    """Where titles would lie on a target, and what lies there already."""

    def __init__(self, target: Side, names: Translation) -> None:
        self._target = target
        self._names = names
        self._claims: Counter[str] = Counter()

    def claim(self, paths: Iterable[str]) -> None:
        """Note where titles are going to lie, so that two that want one folder are told."""
        self._claims.update(map(plain_folder, paths))

    def taken(self, path: str, ident: str = "") -> str:
        """Return which other title has a folder, or is going to, as words; empty when none.

        ``ident`` is the external id of the title that would lie there, empty for one the target has not yet.
        """
        form = plain_folder(path)
        holder = self._holders.get(form)
        if holder is not None and holder.external_id != ident:
            return f"{holder.title} ({holder.year})" if holder.year else holder.title
        return "another title of this plan" if self._claims[form] > 1 else ""

    @cached_property
    def _holders(self) -> dict[str, Bystander]:
        titles = [*map(bystander, self._target.titles), *self._target.bystanders]
        return {plain_folder(title.path): title for title in titles}

    def root_trouble(self, root: str, size: int) -> str:
        """Return why a root folder cannot take a title of ``size`` bytes, as a sentence; empty if it can."""
        folder = self._names.registered.get(plain_folder(root))
        if folder is None:
            return f"{self._target.instance} has no root folder {root or 'for it'}."
        if not folder.accessible:
            return f"{self._target.instance} cannot reach its root folder {folder.path}."
        if folder.free_space is not None and folder.free_space < size:
            needed, left = format_gibibytes(size), format_gibibytes(folder.free_space)
            return f"No space: it takes {needed}, {folder.path} has {left} left."
        return ""

    def space_note(self, root: str, size: int) -> str:
        """Return that all additions to a root folder do not fit, as a sentence; empty when they do."""
        folder = self._names.registered.get(plain_folder(root))
        if folder is None or folder.free_space is None or folder.free_space >= size:
            return ""
        needed, left = format_gibibytes(size), format_gibibytes(folder.free_space)
        return (
            f"{self._target.instance}: what is added to {folder.path} takes {needed} at the source; "
            f"{left} is left there."
        )


def path_in(root: str, title: SideTitle) -> str:
    """Return where a title would lie in a root folder, if the app names its folder as it is named now."""
    return join_folder(root, folder_name(title.item.path))
