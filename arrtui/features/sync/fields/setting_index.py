"""What settings are called on any instance and at any time: ``TYPE/NAME``, and finding them by it. Pure.

The rules are those of :mod:`arrtui.core.settings.identity`. What has no name of its own:

====================== ================================================================================
delay profile          its labels, as no two may share one; ``default`` without any
remote path mapping    host and path on it, which only one may have
custom filter          its label and the screen it is for
quality definition     the quality
release profile        its name, with its terms and tags where others have that name or it has none
collection             its TMDb id, since its title is translated
====================== ================================================================================

Where two are the same in all of that (release profiles, custom filters) they are numbered in the order of
their ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from arrtui.core.domain import SINGLE, Setting, SettingType
from arrtui.core.settings.identity import identify, identify_by_terms, identity_words
from arrtui.features.sync.fields.setting_names import SettingNames

DEFAULT = "default"
"""The name of the delay profile without tags, which every instance has."""


def ident_type(ident: str) -> SettingType:
    """Return the type of the setting an entry's ident names."""
    return SettingType(ident.partition("/")[0])


def ident_name(ident: str) -> str:
    """Return the name in an entry's ident."""
    return ident.partition("/")[2]


def setting_ident(setting: Setting, names: SettingNames) -> str:
    """Return what identifies a setting where no other has the same name."""
    type_ = SettingType(setting.type)
    if type_ is SettingType.COLLECTION:
        return f"{type_.value}/{setting.body.get('tmdbId', '')}"
    identity = identify(setting, names)
    if type_ is SettingType.DELAY_PROFILE:
        return f"{type_.value}/{','.join(identity) or DEFAULT}"
    return f"{type_.value}/{identity_words(type_, identity)}"


class SettingIndex:
    """Settings of an instance by their idents."""

    def __init__(self, settings: Iterable[Setting], names: SettingNames) -> None:
        """``names`` are those of the same instance."""
        self._settings: dict[str, Setting] = {}
        self._others: dict[str, Setting] = {}
        """Release profiles by their terms and tags, also where the name alone does."""
        self._plain: dict[tuple[str, int], str] = {}
        """Idents as they are before what is the same in all is numbered."""
        self._by_terms: dict[str, str] = {}
        rows = sorted(settings, key=lambda setting: setting.id)
        idents = [setting_ident(row, names) for row in rows]
        counts = Counter(idents)
        for ident, row in zip(idents, rows, strict=True):
            if row.type == SettingType.RELEASE_PROFILE.value:
                words = identity_words(SettingType.RELEASE_PROFILE, identify_by_terms(row, names))
                exact = f"{row.type}/{words}"
                self._others.setdefault(exact, row)
                self._by_terms[ident] = exact
                if counts[ident] > 1 or not row.name:
                    ident = exact
            self._plain[row.type, row.id] = ident
            self._settings[self._numbered(ident)] = row
        self._idents = {(row.type, row.id): ident for ident, row in self._settings.items()}

    def _numbered(self, ident: str) -> str:
        number, numbered = 1, ident
        while numbered in self._settings:
            number += 1
            numbered = f"{ident} #{number}"
        return numbered

    def __iter__(self) -> Iterator[tuple[str, Setting]]:
        """Yield idents with their settings, in the order of ids."""
        yield from self._settings.items()

    @cached_property
    def delay_order(self) -> list[str]:
        """The idents of the delay profiles with tags, in the order in which the app asks them."""
        rows = [(ident, row) for ident, row in self if row.type == SettingType.DELAY_PROFILE.value]
        rows.sort(key=lambda pair: (int(pair[1].body.get("order") or 0), pair[1].id))
        return [ident for ident, row in rows if row.body.get("tags")]

    def ident(self, setting: Setting) -> str:
        """Return the ident of one of the settings."""
        return self._idents[setting.type, setting.id]

    def ident_in(self, other: SettingIndex, setting: Setting) -> str:
        """Return the ident that one of the settings gets where it is added to those of another index."""
        return other._numbered(self._plain[setting.type, setting.id])

    def pairs(self, other: SettingIndex) -> dict[str, Setting]:
        """Return which setting of another index each ident means there; none is meant twice.

        An equal ident comes before a label that is shared, and before equal terms of a release profile.
        """
        pairs = {ident: row for ident, _ in self if (row := other._settings.get(ident)) is not None}
        taken = {other.ident(row) for row in pairs.values()}
        for ident, _ in self:
            row = other.find(ident) or other.find(self._by_terms.get(ident, ident))
            if ident not in pairs and row is not None and other.ident(row) not in taken:
                pairs[ident] = row
                taken.add(other.ident(row))
        return pairs

    def find(self, ident: str) -> Setting | None:
        """Return the setting that an ident means.

        A delay profile whose labels changed is the one that shares one of them.
        """
        setting = self._settings.get(ident) or self._others.get(ident)
        if setting is not None or not (labels := _delay_labels(ident)):
            return setting
        return next((other for key, other in self if labels & _delay_labels(key)), None)


def _delay_labels(ident: str) -> set[str]:
    """Return the labels of a delay profile; none for the default one and other settings."""
    if ident_type(ident) is not SettingType.DELAY_PROFILE or ident_name(ident) == DEFAULT:
        return set()
    return set(ident_name(ident).split(","))


def setting_title(setting: Setting, ident: str) -> str:
    """Return what a setting is called in a plan: ``quality profile HD``, ``naming``."""
    type_ = SettingType(setting.type)
    words = type_.value.replace("_", " ")
    if type_ in SINGLE:
        return words
    return f"{words} {setting.name if type_ is SettingType.COLLECTION else ident_name(ident)}".rstrip()
