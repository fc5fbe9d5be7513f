"""The matrix of titles × kinds: a table with a cursor for rows and one of the kinds chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from arrtui.core.artwork import NFO
from arrtui.features.artwork.matrix_fields import ART_FIELDS, searched_text
from arrtui.features.artwork.overview import ArtRow
from arrtui.tui.kit.faceted_table import FacetedTable
from arrtui.tui.kit.key_table import bind
from arrtui.tui.panes.artwork.rows import matrix_columns


class ArtTable(FacetedTable[ArtRow]):
    """Titles by their artwork."""

    noun = "titles"
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("left", "artwork.left", "The kind to the left", action="kind(-1)", show=False),
        bind("right", "artwork.right", "The kind to the right", action="kind(1)", show=False),
    ]

    @dataclass
    class KindChosen(Message):
        """Posted when another kind was chosen."""

        kind: str

    def __init__(self, *, id: str | None = None) -> None:
        self._kinds: Sequence[str] = (NFO,)
        self.kind = NFO
        """The kind that is chosen, or the NFO."""
        super().__init__(
            matrix_columns(self._kinds, self.kind),
            search=searched_text,
            fields=ART_FIELDS,
            viewed_as="artwork",
            id=id,
        )

    def identity(self, row: ArtRow) -> tuple[str, str]:
        """Return the instance and the external id."""
        return row.key

    def show_kinds(self, kinds: Sequence[str]) -> None:
        """Show these kinds, the first of them chosen unless the chosen one is among them."""
        if kinds != self._kinds:
            self._kinds = kinds
            self.choose_kind(self.kind if self.kind in kinds and self.kind != NFO else kinds[0])

    def choose_kind(self, kind: str) -> None:
        """Choose a kind."""
        self.kind = kind
        self.set_columns(matrix_columns(self._kinds, kind))
        self.post_message(self.KindChosen(kind))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Choose a kind; nothing scrolls sideways."""
        if action in ("kind", "sideways"):
            return action == "kind" and self.visible_count > 0
        return super().check_action(action, parameters)

    def action_kind(self, step: int) -> None:
        """Choose the kind beside the one that is chosen, among those that a view leaves."""
        chosen = [column.key for column in self.columns if column.key in self._kinds]
        if self.kind not in chosen:
            if chosen:
                self.choose_kind(chosen[0])
            return
        place = chosen.index(self.kind) + step
        if 0 <= place < len(chosen):
            self.choose_kind(chosen[place])
