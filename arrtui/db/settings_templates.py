"""Settings saved as templates, by name."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import Setting, encode
from arrtui.core.settings.templates import SettingsTemplate
from arrtui.db.bulk import bulk_upsert
from arrtui.db.reading import rows_of
from arrtui.db.settings_template_model import SettingsTemplateRow

_COLUMNS = ("name", "app", "source", "version", "saved_at", "settings_doc")
_settings = msgspec.json.Decoder(tuple[Setting, ...])


class TemplateRow(NamedTuple):
    """A template without its settings."""

    name: str
    app: str
    source: str
    version: str
    saved_at: float
    """UTC seconds."""


def save(template: SettingsTemplate) -> None:
    """Save a template in place of one of its name."""
    row = (template.name, template.app.value, template.source, template.version, template.saved_at)
    settings = encode([msgspec.structs.asdict(setting) for setting in template.settings])
    bulk_upsert(SettingsTemplateRow, [(*row, settings)], _COLUMNS, update=_COLUMNS[1:])


def list_templates() -> list[TemplateRow]:
    """Return every template, by name."""
    sql = "SELECT name, app, source, version, saved_at FROM settings_template ORDER BY name"
    return [TemplateRow(*row) for row in rows_of(sql)]


def get(name: str) -> SettingsTemplate | None:
    """Return the template of a name."""
    row = SettingsTemplateRow.get_or_none(SettingsTemplateRow.name == name)
    if row is None:
        return None
    return SettingsTemplate(
        name=row.name,
        app=Kind(row.app),
        source=row.source,
        version=row.version,
        saved_at=row.saved_at,
        settings=_settings.decode(row.settings_doc),
    )


def delete(name: str) -> bool:
    """Delete the template of a name; return whether there was one."""
    deleted: int = SettingsTemplateRow.delete().where(SettingsTemplateRow.name == name).execute()
    return deleted > 0
