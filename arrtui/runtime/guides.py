"""Guides read from this machine for an instance, and what changed in them since they were used before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.accepted_settings import GUIDE_PREFIX
from arrtui.core.apps import APPS, Kind
from arrtui.core.errors import UsageError
from arrtui.core.text import format_day
from arrtui.db import guides
from arrtui.db.guides import UsedGuide

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.config.guides import GuideConfig
    from arrtui.core.config.settings_syncs import SettingsSync
    from arrtui.core.domain import Setting
    from arrtui.db.database import Database
    from arrtui.features.guides.changes import GuideChange
    from arrtui.features.guides.model import Guide, Refused
    from arrtui.features.guides.resolve import GuideSettings
    from arrtui.features.sync.model import Side
    from arrtui.runtime.services import Services

# The features are imported when they are first used: most configurations have no guide.

_MOST_REFUSED = 10
"""Sentences about what of a guide is refused."""


def guide_name(side: str) -> str:
    """Return the name of the guide that a side of a comparison or a source means; empty for none."""
    return side.removeprefix(GUIDE_PREFIX) if side.startswith(GUIDE_PREFIX) else ""


class GuideReading(NamedTuple):
    """A guide as it is now, and how that stands to what it was."""

    guide: Guide
    pin: str
    """The commit that the configuration pins it to; empty for none."""
    changes: tuple[GuideChange, ...] = ()
    """Since the state that it is compared with."""
    since: str = ""
    """Which state that is: ``1a2b3c4, used 2026-11-20``; empty where it was not used before."""

    @property
    def is_pinned(self) -> bool:
        """Whether it is what it is pinned to, if it is."""
        return not self.pin or self.guide.revision.is_pinned(self.pin)

    @property
    def trouble(self) -> str:
        """Why nothing of it is to be written unseen, as a sentence; empty where it may."""
        if self.is_pinned:
            return ""
        return (
            f"The guide {self.guide.name} is at {self.guide.revision} and pinned to {self.pin[:7]}. "
            f"Approve entry by entry, or set its revision in [guides.{self.guide.name}]."
        )

    @property
    def changed(self) -> str:
        """What changed since that state in one sentence; empty for nothing."""
        from arrtui.features.guides.changes import changes_sentence

        return changes_sentence(self.changes, self.since)


class GuideUse(NamedTuple):
    """What a guide wants of an instance."""

    reading: GuideReading
    resolved: GuideSettings

    @property
    def label(self) -> str:
        """What people call it: ``guide trash (1a2b3c4)``."""
        return self.reading.guide.label

    @property
    def notes(self) -> tuple[str, ...]:
        """What should be known of it, as sentences: what changed, what is left out."""
        parts = (self.reading.changed, *self.resolved.notes, *refusals(self.resolved.refused))
        return tuple(f"{self.label}: {part}." for part in parts if part)


def refusals(refused: Iterable[Refused]) -> list[str]:
    """Return why parts of a guide are left out, of many the first ones."""
    rows = list(refused)
    shown = [refusal(row) for row in rows[:_MOST_REFUSED]]
    more = len(rows) - len(shown)
    return [*shown, f"{more:,} more are left out"] if more else shown


def refusal(refused: Refused) -> str:
    """Return why a part of a guide is left out."""
    words = f"{refused.type.value.replace('_', ' ')} " if refused.type else ""
    return f"{words}{refused.name} is left out: {refused.why}"


class GuideServices:
    """Reads guides. Every method may raise ArrtuiError, UsageError for a guide that cannot be used."""

    def __init__(self, config: Callable[[], Config], database: Database, clock: Callable[[], float]) -> None:
        self._config = config
        self._database = database
        self._clock = clock
        self._readings: dict[tuple[str, Kind], GuideReading] = {}
        """How each guide was read last, by name and kind of app."""

    def names(self) -> tuple[str, ...]:
        """Return the names of the configured guides."""
        return tuple(guide.name for guide in self._config().guides)

    async def report(self, name: str, kind: Kind | None = None) -> list[GuideReading]:
        """Return a guide as it is for each kind of app that it speaks of, or for one; notes no use of it.

        Raises UsageError where it speaks of none.
        """
        config = self._config().guide(name)
        readings, fault = [], None
        for each in [kind] if kind else [Kind(app) for app in APPS]:
            try:
                readings.append(await self._read(config, each, ""))
            except UsageError as error:
                fault = fault or error
        if not readings and fault is not None:
            raise fault
        return readings

    async def use(self, name: str, instance: str, version: str, settings: Iterable[Setting]) -> GuideUse:
        """Return what a guide wants of an instance.

        ``version`` is that of the instance's app, ``settings`` are what is stored of it.
        """
        from arrtui.features.guides.resolve import GuideTarget, guide_settings

        config = self._config().guide(name)
        app, _, label = instance.partition(".")
        reading = await self._read(config, Kind(app), label)
        target = GuideTarget(Kind(app), version, tuple(settings))
        resolved = await asyncio.to_thread(guide_settings, reading.guide, target)
        self._readings[config.name, target.kind] = reading
        return GuideUse(reading, resolved)

    async def note_use(self, name: str, kind: Kind) -> None:
        """Note that somebody saw a guide as it was read last: later changes are told since then."""
        from arrtui.features.guides.changes import encode_formats

        reading = self._readings.get((name, kind))
        if reading is not None:
            guide = reading.guide
            doc = await asyncio.to_thread(encode_formats, guide.library.formats)
            used = UsedGuide(*guide.revision, doc, self._clock())
            await self._database.write(guides.note_use, guide.name, kind.value, used, reading.pin)

    async def _read(self, config: GuideConfig, kind: Kind, target: str) -> GuideReading:
        from arrtui.features.guides.changes import decode_formats, format_changes
        from arrtui.features.guides.load import read_guide

        guide = await asyncio.to_thread(read_guide, config, kind, target)
        used = await self._database.read(guides.used_guides, config.name, kind.value)
        others = [row for row in used if row.digest != guide.revision.digest]
        pinned = (row for row in others if config.revision and _id(row).startswith(config.revision))
        before = next(pinned, None) or next(iter(others), None)
        if before is None:
            return GuideReading(guide, config.revision)
        formats = await asyncio.to_thread(decode_formats, before.formats_doc)
        changes = await asyncio.to_thread(
            format_changes, formats, guide.library.formats, guide.wishes.formats
        )
        since = f"{_id(before)[:7]}, used {format_day(before.used_at)},"
        return GuideReading(guide, config.revision, tuple(changes), since)


async def load_guide(services: Services, sync: SettingsSync, target: Side) -> Side:
    """Return a guide as the source of a sync; see :func:`guide_side`."""
    return await guide_side(services.guides, sync, target)


async def guide_side(reader: GuideServices, sync: SettingsSync, target: Side) -> Side:
    """Return what a guide wants of a target, as the source of a sync of settings.

    Raises UsageError for a guide that is not configured or cannot be used.
    """
    from arrtui.features.sync.model import Side

    use = await reader.use(sync.source_name, target.instance, target.version, target.settings)
    return Side(
        instance="",
        kind=target.kind,
        label=use.label,
        snapshot=0,
        settings=use.resolved.settings,
        version=target.version,
        notes=use.notes,
        caution=use.reading.trouble,
        unusable=frozenset((row.type.value if row.type else "", row.name) for row in use.resolved.refused),
    )


def _id(used: UsedGuide) -> str:
    return used.revision or used.digest
