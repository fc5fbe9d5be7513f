"""What the entries of a plan of settings refer to and the target lacks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from arrtui.core.apps import QUALITY, TITLE_PROFILES
from arrtui.core.domain import SettingType
from arrtui.core.text import name_some
from arrtui.features.sync.fields.setting_forms import references_of
from arrtui.features.sync.fields.setting_index import ident_name, ident_type
from arrtui.features.sync.model import Entry, Op
from arrtui.features.sync.settings.sides import SettingsSides

_BROUGHT = (
    *(SettingType.TAG, SettingType.CUSTOM_FORMAT),
    *(profile.type for profile in TITLE_PROFILES if profile is not QUALITY),
)
"""What comes with what refers to it: these say all of themselves."""
_Name = tuple[SettingType, str]


def with_needed(sides: SettingsSides, entries: Iterable[Entry]) -> list[Entry]:
    """Return entries with those that add the tags, formats and metadata profiles which they need.

    An entry that needs anything else which the target lacks says so.
    """
    planned = list(entries)
    there = {_name(row.type, row.name) for row in sides.target.settings}
    there -= {
        (ident_type(entry.ident), ident_name(entry.ident)) for entry in planned if entry.op is Op.REMOVE
    }
    there |= {(ident_type(entry.ident), ident_name(entry.ident)) for entry in planned if entry.op is Op.ADD}
    source = {_name(row.type, row.name): row for row in sides.wanted.settings}
    brought: list[Entry] = []
    for place, entry in enumerate(planned):
        lacking = []
        for name in dict.fromkeys(_needs(entry)):
            if name in there:
                continue
            row = source.get(name) if name[0] in _BROUGHT else None
            added = None if row is None else sides.add(row)
            if isinstance(added, Entry):
                brought.append(replace(added, reason=f"{entry.title} needs it."))
                there.add(name)
            else:
                lacking.append(f"{name[0].value.replace('_', ' ')} {name[1]}")
        if lacking:
            warning = f"{sides.target.instance} has no {name_some(lacking)}, which it refers to."
            planned[place] = replace(entry, warnings=(*entry.warnings, warning))
    return planned + brought


def _name(type: str, name: str) -> _Name:
    return SettingType(type), name.lower() if type == SettingType.TAG.value else name


def _needs(entry: Entry) -> Iterator[_Name]:
    """Yield what has to be there for an entry; a format that counts nothing in a profile need not."""
    if entry.op is not Op.REMOVE:
        scores = entry.after.get("formats") or {}
        for type, name in references_of(entry.after):
            if type is not SettingType.CUSTOM_FORMAT or scores.get(name):
                yield type, name
