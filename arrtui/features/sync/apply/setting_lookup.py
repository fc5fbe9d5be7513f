"""The settings an instance has right now, and the one of them that an entry means. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from arrtui.clients import convert
from arrtui.clients.decoding import UnusableError
from arrtui.core.domain import Setting, SettingType
from arrtui.features.sync.fields.completion import laid_over, with_sizes
from arrtui.features.sync.fields.setting_forms import format_scores, is_masked, setting_form
from arrtui.features.sync.fields.setting_index import SINGLE, SettingIndex, ident_name, ident_type
from arrtui.features.sync.fields.setting_names import SettingNames, setting_names
from arrtui.features.sync.fields.single_values import Place, flatten, same_value, value_at
from arrtui.features.sync.model import Entry, Fields, Op

REFERRED: Mapping[SettingType, tuple[SettingType, ...]] = {
    SettingType.QUALITY_PROFILE: (SettingType.CUSTOM_FORMAT,),
    SettingType.DELAY_PROFILE: (SettingType.TAG,),
    SettingType.RELEASE_PROFILE: (SettingType.TAG, SettingType.INDEXER),
    SettingType.AUTO_TAG: (SettingType.TAG, SettingType.QUALITY_PROFILE),
    SettingType.CUSTOM_FILTER: (SettingType.TAG, SettingType.QUALITY_PROFILE),
    SettingType.COLLECTION: (SettingType.TAG, SettingType.QUALITY_PROFILE),
    SettingType.IMPORT_LIST: (SettingType.TAG, SettingType.QUALITY_PROFILE),
    SettingType.INDEXER: (SettingType.TAG, SettingType.DOWNLOAD_CLIENT),
    SettingType.DOWNLOAD_CLIENT: (SettingType.TAG,),
    SettingType.NOTIFICATION: (SettingType.TAG,),
    SettingType.METADATA_CONSUMER: (SettingType.TAG,),
}
"""Type → the types its settings refer to; :class:`RemoteSettings` must have them too."""


def needed_types(entry: Entry) -> tuple[SettingType, ...]:
    """Return the types of settings that writing an entry takes, its own first.

    A format that is deleted takes its scores in the profiles along, and one made again gets them back.
    """
    type_ = ident_type(entry.ident)
    with_scores = entry.op is Op.REMOVE or "scores" in entry.after
    if type_ is SettingType.CUSTOM_FORMAT and with_scores:
        return (type_, SettingType.QUALITY_PROFILE)
    return (type_, *REFERRED.get(type_, ()))


@dataclass(frozen=True)
class RemoteSettings:
    """The settings an instance has right now, as far as an entry needs them."""

    rows: Mapping[SettingType, Sequence[dict[str, Any]]]
    """As GET gave them."""
    sizes: bool = False
    """Its quality profiles have size limits."""
    templates: Sequence[Mapping[str, Any]] = ()
    """What the app proposes for a new setting of the entry's type: one profile, or a provider of each
    implementation; empty where it proposes nothing."""


@dataclass(frozen=True)
class SettingLookup:
    """The setting an ident means on the instance, with all it may refer to."""

    type: SettingType
    current: RemoteSettings
    names: SettingNames
    setting: Setting | None
    raw: dict[str, Any]
    form: Fields

    @classmethod
    def of(cls, ident: str, current: RemoteSettings) -> SettingLookup:
        """Look the setting up by its name."""
        type_ = ident_type(ident)
        settings = [setting for each_type in current.rows for setting, _ in _settings(each_type, current)]
        names = setting_names(settings, sizes=current.sizes)
        own = _settings(type_, current)
        setting = SettingIndex((row for row, _ in own), names).find(ident)
        if setting is None and type_ in SINGLE:
            setting = next((row for row, _ in own), None)
        if setting is None:
            return cls(type_, current, names, None, {}, {})
        raw = next(raw for row, raw in own if row is setting)
        form = setting_form(setting, names)
        if type_ is SettingType.CUSTOM_FORMAT:
            form |= {"scores": _scores(ident_name(ident), current)}
        return cls(type_, current, names, setting, raw, form)

    def completed(self, form: Fields) -> Fields:
        """Return a form of the setting with what the instance has and it does not know."""
        templates = self.current.templates if self.type is SettingType.QUALITY_PROFILE else ()
        profiles = [*templates, *self.current.rows.get(SettingType.QUALITY_PROFILE, ())]
        sizes = self.current.sizes
        items = [with_sizes(raw.get("items") or (), known=sizes) for raw in profiles]
        return laid_over(self.type, form, self.form, items, sizes=sizes)

    def ids(self, type_: SettingType) -> dict[str, int]:
        """Return the ids of settings by their names; labels in small letters."""
        names = (setting for setting, _ in _settings(type_, self.current))
        if type_ is SettingType.TAG:
            return {setting.name.lower(): setting.id for setting in names}
        return {setting.name: setting.id for setting in names}

    def differences(self, wanted: Fields) -> list[Place]:
        """Return the places at which the setting is not as wanted.

        Scores of formats or in profiles that are not there do not count, nor do stars: they mean whatever is
        stored.
        """
        present = flatten(self.form)
        known: dict[str, Collection[str]] = {}
        for part, type_ in (
            ("formats", SettingType.CUSTOM_FORMAT),
            ("scores", SettingType.QUALITY_PROFILE),
        ):
            known[part] = self.ids(type_).keys() if part in wanted else ()
        return [
            place
            for place, value in flatten(wanted).items()
            if not (place[0] in known and place[-1] not in known[place[0]])
            and not is_masked(value)
            and not same_value(place, value, value_at(present, place))
        ]


def _scores(name: str, current: RemoteSettings) -> dict[str, int]:
    """Return what a format scores in the quality profiles, by their names; 0 is left out."""
    profiles = current.rows.get(SettingType.QUALITY_PROFILE, ())
    scores = {str(raw.get("name")): format_scores(raw.get("formatItems") or ()).get(name) for raw in profiles}
    return {profile: score for profile, score in scores.items() if score}


def _settings(type_: SettingType, current: RemoteSettings) -> list[tuple[Setting, dict[str, Any]]]:
    """Return raw settings with the form a backup keeps of them; those without an id cannot be meant."""
    settings = []
    for raw in current.rows.get(type_, ()):
        try:
            settings.append((convert.setting(type_, raw), raw))
        except UnusableError:
            continue
    return settings
