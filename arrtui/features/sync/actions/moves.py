"""Find the folders that an action has the apps move. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from arrtui.features.sync.actions.entries import plan_action
from arrtui.features.sync.actions.model import Action, ActionKind
from arrtui.features.sync.fields.translate import join_folder
from arrtui.features.sync.model import Side


class TitleMove(msgspec.Struct, frozen=True, kw_only=True):
    """A title whose folder the app moves, and renames by its naming format."""

    instance: str
    item_id: int
    path: str
    """Where its folder is now."""
    root: str
    """The root folder it moves to."""
    folder: str = ""
    """What the folder will be called there, relative to ``root``; empty where that is not known."""

    @property
    def new_path(self) -> str:
        """Return where its folder will be; an ellipsis stands for a name that is not known."""
        return join_folder(self.root, self.folder or "…")


def title_moves(action: Action, sides: Mapping[str, Side]) -> list[TitleMove]:
    """Return the titles whose folders move with their files, in the action's order.

    Raises ActionError for a root folder an instance does not have.
    """
    if action.kind is not ActionKind.ROOT_FOLDER or not action.move_files:
        return []
    moves: list[TitleMove] = []
    for side in (sides[name] for name in action.instances if name in sides):
        paths = {title.item.id: title.item.path for title in side.titles}
        moves += (
            TitleMove(
                instance=side.instance,
                item_id=entry.item_id,
                path=paths[entry.item_id],
                root=str(entry.after["root_folder"]),
            )
            for entry in plan_action(action, side).entries
        )
    return moves
