"""Settings of instances compared, for front ends: read from what backups stored, without a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from arrtui.core.apps import app_of
from arrtui.core.domain import SettingType
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.memory import not_collecting
from arrtui.db import accepted_settings

if TYPE_CHECKING:
    from arrtui.core.accepted_settings import Acceptance
    from arrtui.core.config import Config
    from arrtui.core.settings.book import SettingsBook
    from arrtui.core.settings.compare import Compared
    from arrtui.core.settings.model import (
        MatrixCell,
        SettingDifference,
        SettingsMatrix,
        SettingsSide,
    )
    from arrtui.db.database import Database

# The features are imported when they are first used: the app's first paint does not wait for them.


class SettingsServices:
    """Reads what is stored. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], database: Database, clock: Callable[[], float]) -> None:
        self._config = config
        self._database = database
        self._clock = clock

    def kinds(self, kind: str, other: str | None = None) -> tuple[SettingType, ...]:
        """Return the types of setting that compare between two instances of these kinds of app.

        Without the ``other`` those between two of one kind; in the order of screens.
        """
        from arrtui.core.settings.identity import compared_types

        return compared_types(kind, other or kind)

    async def matrix(self, instances: Sequence[str], reference: str) -> SettingsMatrix:
        """Return how the settings of instances stand to those of the reference, type by type.

        An instance of which nothing is stored has cells that say so. Raises NoSuchSnapshotError where
        nothing is stored of the reference.
        """
        from arrtui.core.settings.model import SettingsMatrix

        names = tuple(self._config().instance(name).name for name in dict.fromkeys(instances))

        def load() -> SettingsMatrix:
            with not_collecting():
                books = _load_all(names, reference)
                accepted = accepted_settings.accepted()
                cells = {
                    (type, name): cell
                    for name in names
                    for type, cell in _cells(books[reference], name, books.get(name), accepted)
                }
                taken_at = {name: book.taken_at for name, book in books.items()}
                return SettingsMatrix(reference, names, cells, taken_at)

        return await self._database.read(load)

    async def differences(
        self, left: SettingsSide, right: SettingsSide, types: Iterable[SettingType] | None = None
    ) -> list[SettingDifference]:
        """Return how each setting of the right side stands to the left one, also those that are the same.

        By type and name. Types that do not compare between the kinds of app of the sides are left out.
        """
        compared = await self._compare(left, right, types)
        return [row.difference for row in compared]

    async def accept(
        self, left: SettingsSide, right: SettingsSide, differences: Iterable[SettingDifference]
    ) -> int:
        """Accept differences until one of the sides changes; return how many there are still."""
        chosen = await self._acceptances(left, right, differences)
        await self._database.write(accepted_settings.accept, chosen, self._clock())
        return len(chosen)

    async def unaccept(
        self, left: SettingsSide, right: SettingsSide, differences: Iterable[SettingDifference]
    ) -> int:
        """Accept differences no more; return how many there are still."""
        chosen = await self._acceptances(left, right, differences)
        await self._database.write(accepted_settings.unaccept, chosen)
        return len(chosen)

    async def accepted(self) -> frozenset[Acceptance]:
        """Return every difference that was accepted, also those that changed since."""
        return await self._database.read(accepted_settings.accepted)

    async def _acceptances(
        self, left: SettingsSide, right: SettingsSide, differences: Iterable[SettingDifference]
    ) -> list[Acceptance]:
        keys = {(row.type, row.name, row.left_id, row.right_id) for row in differences}
        compared = await self._compare(left, right, {type for type, *_ in keys})
        return [
            row.acceptance
            for row in compared
            if row.acceptance is not None
            and (row.difference.type, row.difference.name, row.difference.left_id, row.difference.right_id)
            in keys
        ]

    async def _compare(
        self, left: SettingsSide, right: SettingsSide, types: Iterable[SettingType] | None
    ) -> list[Compared]:
        from arrtui.core.settings.compare import compare

        chosen = None if types is None else frozenset(types)
        kinds = (app_of(side.instance).kind.value for side in (left, right))
        wanted = [type for type in self.kinds(*kinds) if chosen is None or type in chosen]

        def load() -> list[Compared]:
            with not_collecting():
                books, accepted = (_load(left), _load(right)), accepted_settings.accepted()
                return [row for type in wanted for row in compare(type, *books, accepted)]

        return await self._database.read(load)


def _load(side: SettingsSide) -> SettingsBook:
    from arrtui.features.settings.load import load_book

    return load_book(side)


def _load_all(names: Iterable[str], reference: str) -> dict[str, SettingsBook]:
    """Return the settings of instances; of the reference something must be stored."""
    from arrtui.core.settings.model import SettingsSide

    books: dict[str, SettingsBook] = {reference: _load(SettingsSide(reference))}
    for name in names:
        with suppress(NoSuchSnapshotError):
            books[name] = books.get(name) or _load(SettingsSide(name))
    return books


def _cells(
    left: SettingsBook, name: str, right: SettingsBook | None, accepted: frozenset[Acceptance]
) -> list[tuple[SettingType, MatrixCell]]:
    """Return the cells of an instance, of the types that compare between the two kinds of app."""
    from arrtui.core.settings.compare import compare, count_cell
    from arrtui.core.settings.identity import compared_types
    from arrtui.core.settings.model import MatrixCell

    types = compared_types(left.kind, app_of(name).kind.value)
    if right is None:
        return [(type, MatrixCell(untold=f"nothing is stored of {name}")) for type in types]
    return [(type, count_cell(compare(type, left, right, accepted))) for type in types]
