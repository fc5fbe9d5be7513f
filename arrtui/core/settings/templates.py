"""Settings saved by name: what a template holds, and the file one is exchanged in."""

from __future__ import annotations

from typing import Any

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import Setting, SettingType
from arrtui.core.errors import UsageError
from arrtui.core.masking import setting_body
from arrtui.core.settings.identity import KIND_WORDS
from arrtui.core.structs import describe_structs

FORMAT = 1
"""The form of the file, raised when another arrtui could not read it."""
LARGEST_FILE = 32 * 1024**2
"""Bytes of a file that is read; all formats of a guide are a tenth of it."""
LONGEST_NAME = 60
_READING = "reading a template"


class SettingsTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """Some settings of an instance, without secrets, as they were when they were saved."""

    name: str
    app: Kind
    source: str
    """The instance or snapshot they are of."""
    version: str
    """Of the app."""
    saved_at: float
    """UTC seconds."""
    settings: tuple[Setting, ...]
    """With the ids of their instance, by which they refer to each other."""


class _TemplateFile(msgspec.Struct, kw_only=True):
    """A template in a file."""

    arrtui_template: int
    name: str
    app: Kind
    source: str = ""
    version: str = ""
    saved_at: float = 0.0
    settings: list[_FileSetting]


class _FileSetting(msgspec.Struct, kw_only=True):
    type: SettingType
    id: int
    name: str = ""
    body: dict[str, Any]


def checked_name(name: str) -> str:
    """Return a template's name. Raises UsageError for one that could not be asked for."""
    if not name or name != name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        why = f"its name is 1 to {LONGEST_NAME} characters that can be printed, without blanks at the ends"
        raise UsageError("saving a template", why=why)
    return name


def without_secrets(settings: tuple[Setting, ...]) -> tuple[Setting, ...]:
    """Return settings with every secret masked, whoever wrote them."""
    return tuple(msgspec.structs.replace(row, body=setting_body(row.type, row.body)) for row in settings)


def template_file(template: SettingsTemplate) -> bytes:
    """Return the content of the file of a template, JSON that is indented for readers."""
    content = {"arrtui_template": FORMAT} | msgspec.to_builtins(template)
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def read_template_file(data: bytes) -> SettingsTemplate:
    """Return the template of a file; a secret in it is masked. Raises UsageError for what is none."""
    if len(data) > LARGEST_FILE:
        raise UsageError(_READING, why=f"the file is larger than {LARGEST_FILE // 1024**2} MB")
    try:
        file = msgspec.json.decode(data, type=_TemplateFile)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(_READING, why=f"the file holds none ({error})") from None
    if file.arrtui_template != FORMAT:
        raise UsageError(_READING, why="a newer arrtui has written it", advice="Update arrtui.")
    if unknown := [row.type.value for row in file.settings if row.type not in KIND_WORDS]:
        raise UsageError(_READING, why=f"{unknown[0]} is nothing that a template holds")
    settings = tuple(
        Setting(id=row.id, type=row.type.value, name=row.name, body=row.body) for row in file.settings
    )
    return SettingsTemplate(
        name=checked_name(file.name),
        app=file.app,
        source=file.source,
        version=file.version,
        saved_at=file.saved_at,
        settings=without_secrets(settings),
    )


describe_structs(__name__)
