"""Settings of instances compared, for front ends: read from what backups stored, without a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.apps import app_of
from arrtui.core.domain import SettingType
from arrtui.core.errors import NoSuchSnapshotError, UsageError
from arrtui.core.memory import not_collecting
from arrtui.db import accepted_settings
from arrtui.runtime.guides import guide_name

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
    from arrtui.runtime.guide_book import GuideBook
    from arrtui.runtime.guides import GuideServices

# The features are imported when they are first used: the app's first paint does not wait for them.


class SettingsComparison(NamedTuple):
    """How the settings of two sides stand to each other."""

    differences: list[SettingDifference]
    """Also those that are the same, by type and name."""
    notes: tuple[str, ...] = ()
    """What should be known of a guide among the sides, as sentences."""


class SettingsServices:
    """Reads what is stored. Every method may raise ArrtuiError.

    A side whose instance is ``guide:NAME`` is what that guide wants of the other side.
    """

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        clock: Callable[[], float],
        guides: Callable[[], GuideServices],
    ) -> None:
        self._config = config
        self._database = database
        self._clock = clock
        self._guides = guides

    def kinds(self, kind: str, other: str | None = None) -> tuple[SettingType, ...]:
        """Return the types of setting that compare between two instances of these kinds of app.

        Without the ``other`` those between two of one kind; in the order of screens.
        """
        from arrtui.core.settings.identity import compared_types

        return compared_types(kind, other or kind)

    async def matrix(self, instances: Sequence[str], reference: str) -> SettingsMatrix:
        """Return how the settings of instances stand to those of the reference, type by type.

        An instance of which nothing is stored has cells that say so. Raises NoSuchSnapshotError where
        nothing is stored of the reference. What a guide as the reference says nothing of is empty.
        """
        from arrtui.core.settings.model import SettingsMatrix, SettingsSide

        names = tuple(self._config().instance(name).name for name in dict.fromkeys(instances))
        guided: dict[str, GuideBook] = {}
        for name in names if guide_name(reference) else ():
            with suppress(NoSuchSnapshotError, UsageError):  # a guide may say nothing of one kind of app
                guided[name] = await self._guide_book(SettingsSide(reference), SettingsSide(name))

        def load() -> SettingsMatrix:
            with not_collecting():
                books = _load_all(names, "" if guide_name(reference) else reference)
                accepted = accepted_settings.accepted()
                cells = {
                    (type, name): cell
                    for name in names
                    for type, cell in _cells(books.get(reference), name, books.get(name), guided, accepted)
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
        return (await self.comparison(left, right, types)).differences

    async def comparison(
        self, left: SettingsSide, right: SettingsSide, types: Iterable[SettingType] | None = None
    ) -> SettingsComparison:
        """Return the differences of two sides, and what should be known of a guide among them."""
        compared, notes = await self._compare(left, right, types)
        for side, other in ((left, right), (right, left)):
            if name := guide_name(side.instance):
                await self._guides().note_use(name, app_of(other.instance).kind)
        return SettingsComparison([row.difference for row in compared], notes)

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
        compared, _ = await self._compare(left, right, {type for type, *_ in keys})
        return [
            row.acceptance
            for row in compared
            if row.acceptance is not None
            and (row.difference.type, row.difference.name, row.difference.left_id, row.difference.right_id)
            in keys
        ]

    async def _compare(
        self, left: SettingsSide, right: SettingsSide, types: Iterable[SettingType] | None
    ) -> tuple[list[Compared], tuple[str, ...]]:
        """Return how settings stand, and notes on a guide among the sides."""
        from arrtui.core.settings.compare import compare

        chosen = None if types is None else frozenset(types)
        guided = await self._guided(left, right)
        kinds = [app_of(side.instance).kind.value for side in (left, right) if not guide_name(side.instance)]
        wanted = [type for type in self.kinds(*kinds) if chosen is None or type in chosen]

        def load() -> list[Compared]:
            with not_collecting():
                books = [
                    guided.book if guided and guide_name(side.instance) else _load(side)
                    for side in (left, right)
                ]
                accepted = accepted_settings.accepted()
                judge = guided.compare if guided else compare
                return [row for type in wanted for row in judge(type, books[0], books[1], accepted)]

        notes = (guided.use.reading.trouble, *guided.use.notes) if guided else ()
        return await self._database.read(load), tuple(filter(None, notes))

    async def _guided(self, left: SettingsSide, right: SettingsSide) -> GuideBook | None:
        """Return what the guide among two sides wants of the other one; None where there is no guide.

        Raises UsageError for two guides.
        """
        if guide_name(left.instance) and guide_name(right.instance):
            raise UsageError("comparing settings", why="a guide compares with an instance, not with a guide")
        if guide_name(left.instance):
            return await self._guide_book(left, right)
        return await self._guide_book(right, left) if guide_name(right.instance) else None

    async def _guide_book(self, side: SettingsSide, other: SettingsSide) -> GuideBook:
        """Return what a guide wants of another side."""
        from arrtui.features.settings.load import load_settings
        from arrtui.runtime.guide_book import GuideBook

        stored = await self._database.read(load_settings, other)
        name, settings = guide_name(side.instance), stored.settings
        use = await self._guides().use(name, other.instance, stored.version, settings)
        return GuideBook.of(side, use, app_of(other.instance).kind)


def _load(side: SettingsSide) -> SettingsBook:
    from arrtui.features.settings.load import load_book

    return load_book(side)


def _load_all(names: Iterable[str], reference: str) -> dict[str, SettingsBook]:
    """Return the settings of instances; of the reference something must be stored, unless it is empty."""
    from arrtui.core.settings.model import SettingsSide

    books: dict[str, SettingsBook] = {reference: _load(SettingsSide(reference))} if reference else {}
    for name in names:
        with suppress(NoSuchSnapshotError):
            books[name] = books.get(name) or _load(SettingsSide(name))
    return books


def _cells(
    left: SettingsBook | None,
    name: str,
    right: SettingsBook | None,
    guided: Mapping[str, GuideBook],
    accepted: frozenset[Acceptance],
) -> list[tuple[SettingType, MatrixCell]]:
    """Return the cells of an instance, of the types that compare between the two kinds of app.

    Without a ``left`` book the reference is a guide, which ``guided`` has for the instance.
    """
    from arrtui.core.settings.compare import count, count_cell
    from arrtui.core.settings.identity import compared_types
    from arrtui.core.settings.model import MatrixCell

    kind = app_of(name).kind.value
    types = compared_types(left.kind if left else kind, kind)
    if right is None:
        return [(type, MatrixCell(untold=f"nothing is stored of {name}")) for type in types]
    if left is None:
        guide = guided.get(name)
        if guide is None:
            return [(type, MatrixCell(untold=f"the guide cannot be read for {name}")) for type in types]
        return [(type, count_cell(guide.compare(type, guide.book, right, accepted))) for type in types]
    return [(type, count(type, left, right, accepted)) for type in types]
