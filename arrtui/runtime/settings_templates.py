"""Settings saved by name: from what is stored of an instance, for any other one of its kind of app."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Collection
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from arrtui.core.apps import TITLE_PROFILES, app_of
from arrtui.core.domain import Setting, SettingType
from arrtui.core.errors import UsageError
from arrtui.db import estate, settings_templates
from arrtui.db.settings_templates import TemplateRow as TemplateRow

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.config.settings_syncs import SettingsSync
    from arrtui.core.settings.model import SettingsSide
    from arrtui.core.settings.templates import SettingsTemplate
    from arrtui.db.database import Database
    from arrtui.features.sync.model import Side
    from arrtui.runtime.services import Services

USUAL_TYPES = (SettingType.CUSTOM_FORMAT, *(profile.type for profile in TITLE_PROFILES))
"""What a template holds unless other kinds are chosen; what these refer to comes along."""
PREFIX = "template"
"""What stands before the colon where a template is the source of a sync."""


class TemplateServices:
    """Saves, reads and exchanges templates. Every method may raise ArrtuiError."""

    def __init__(self, config: Callable[[], Config], database: Database, clock: Callable[[], float]) -> None:
        self._config = config
        self._database = database
        self._clock = clock

    async def save(
        self,
        name: str,
        side: SettingsSide,
        types: Collection[SettingType] = (),
        patterns: Collection[str] = (),
    ) -> SettingsTemplate:
        """Save the settings of some types whose names fit any of the patterns, with what they refer to.

        ``patterns`` are as those of a sync of settings; none fits everything. One of that name is replaced.
        Raises NoSuchSnapshotError where nothing is stored, UsageError for a name that is none or where
        nothing fits.
        """
        from arrtui.core.settings.choosing import with_references
        from arrtui.core.settings.templates import SettingsTemplate, checked_name, without_secrets
        from arrtui.features.settings.load import load_book

        chosen = {type.value for type in types or USUAL_TYPES}

        def is_chosen(row: Setting) -> bool:
            return row.type in chosen and (
                not patterns or any(fnmatchcase(row.name, pattern) for pattern in patterns)
            )

        book = await self._database.read(load_book, side)
        settings = with_references(book.all(), is_chosen)
        if not settings:
            raise UsageError(f"saving {name}", why="no setting fits what is chosen", instance=side.instance)
        (row,) = await self._database.read(estate.estate_rows, [side.instance])
        template = SettingsTemplate(
            name=checked_name(name),
            app=app_of(side.instance).kind,
            source=str(side),
            version=row.app_version,
            saved_at=self._clock(),
            settings=without_secrets(settings),
        )
        await self._database.write(settings_templates.save, template)
        return template

    async def list_templates(self) -> list[TemplateRow]:
        """Return every template without its settings, by name."""
        return await self._database.read(settings_templates.list_templates)

    async def get(self, name: str) -> SettingsTemplate:
        """Return a template. Raises UsageError where there is none of that name."""
        template = await self._database.read(settings_templates.get, name)
        if template is None:
            names = [row.name for row in await self.list_templates()]
            advice = f"Saved: {', '.join(names) or 'none yet'}."
            raise UsageError("choosing the template", why=f"there is none named {name!r}", advice=advice)
        return template

    async def delete(self, name: str) -> None:
        """Delete a template. Raises UsageError where there is none of that name."""
        await self.get(name)
        await self._database.write(settings_templates.delete, name)

    async def export(self, name: str, file: str) -> int:
        """Write a template into a file, ``-`` for standard output; return how many settings it holds.

        There is no secret in it. Raises DestinationError when it cannot be written.
        """
        from arrtui.core.destination import opened_destination, opened_output
        from arrtui.core.settings.templates import template_file

        template = await self.get(name)
        data = template_file(template)

        def write() -> None:
            own_files = self._config().own_files
            place = opened_output() if file == "-" else opened_destination(Path(file).expanduser(), own_files)
            with place as stream:
                stream.write(data)

        await asyncio.to_thread(write)
        return len(template.settings)

    async def import_file(self, file: str, name: str = "") -> SettingsTemplate:
        """Save the template of a file, ``-`` for standard input, by its own name or another one.

        Raises UsageError for a file that cannot be read or holds none.
        """
        from msgspec.structs import replace

        from arrtui.core.settings.templates import checked_name, read_template_file

        template = read_template_file(await asyncio.to_thread(_read, file))
        if name:
            template = replace(template, name=checked_name(name))
        await self._database.write(settings_templates.save, template)
        return template


def _read(file: str) -> bytes:
    """Return the start of a file that is long enough to see that it is too long. Raises UsageError."""
    from arrtui.core.settings.templates import LARGEST_FILE

    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST_FILE + 1)
        with Path(file).expanduser().open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UsageError(f"reading {file}", why=error.strerror or str(error)) from None


async def load_template(services: Services, sync: SettingsSync, target: Side) -> Side:
    """Return a template as the source of a sync. Raises UsageError where there is none of its name."""
    from arrtui.features.sync.model import Side

    template = await services.settings_templates.get(sync.source_name)
    return Side(
        instance="",
        kind=template.app,
        label=f"template {template.name}",
        snapshot=0,
        settings=template.settings,
        version=template.version,
    )
