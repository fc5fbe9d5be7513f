"""Choose settings of an instance together with all that they refer to. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from arrtui.core.domain import Setting, SettingType
from arrtui.core.setting_text import REFERENCES
from arrtui.core.settings.rows import rows_of

_Key = tuple[str, int]


def with_references(settings: Iterable[Setting], is_chosen: Callable[[Setting], bool]) -> tuple[Setting, ...]:
    """Return the chosen settings and those that they refer to: tags, profiles, formats that count.

    In the order of ``settings``. A profile loses the formats that count nothing in it, so that nothing but
    what it is for comes along.
    """
    known: Mapping[_Key, Setting] = {(row.type, row.id): row for row in settings}
    chosen: set[_Key] = set()
    waiting = [key for key, row in known.items() if is_chosen(row)]
    while waiting:
        key = waiting.pop()
        if key in known and key not in chosen:
            chosen.add(key)
            waiting += _references(known[key])
    return tuple(_counting(row) for key, row in known.items() if key in chosen)


def _references(setting: Setting) -> Iterator[_Key]:
    """Yield what a setting refers to, by type and id."""
    for key, type in REFERENCES.items():
        value = setting.body.get(key)
        numbers = value if isinstance(value, list) else [value]
        yield from ((type.value, number) for number in numbers if isinstance(number, int) and number)
    for row in rows_of(setting.body.get("formatItems")):
        if row.get("score") and isinstance(row.get("format"), int):
            yield SettingType.CUSTOM_FORMAT.value, row["format"]


def _counting(setting: Setting) -> Setting:
    """Return a setting; of a profile with the formats that count in it."""
    if setting.type != SettingType.QUALITY_PROFILE.value:
        return setting
    items = [row for row in rows_of(setting.body.get("formatItems")) if row.get("score")]
    return msgspec.structs.replace(setting, body={**setting.body, "formatItems": items})
