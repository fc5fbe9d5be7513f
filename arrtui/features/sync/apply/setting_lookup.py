"""The settings an instance has right now, and the one of them that an entry means. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from arrtui.clients import convert
from arrtui.clients.decoding import UnusableError
from arrtui.core.apps import TITLE_PROFILES, app_of
from arrtui.core.domain import SINGLE, Setting, SettingType
from arrtui.features.sync.fields.completion import laid_over, with_sizes
from arrtui.features.sync.fields.setting_forms import format_scores, is_masked, setting_form
from arrtui.features.sync.fields.setting_index import SettingIndex, ident_name, ident_type
from arrtui.features.sync.fields.setting_names import SettingNames, setting_names
from arrtui.features.sync.fields.single_values import Place, flatten, same_value, value_at
from arrtui.features.sync.model import Entry, Fields, Op

_PROFILES = tuple(profile.type for profile in TITLE_PROFILES)
REFERRED: Mapping[SettingType, tuple[SettingType, ...]] = {
    SettingType.QUALITY_PROFILE: (SettingType.CUSTOM_FORMAT,),
    SettingType.ROOT_FOLDER: (SettingType.TAG, *_PROFILES),
    SettingType.DELAY_PROFILE: (SettingType.TAG,),
    SettingType.RELEASE_PROFILE: (SettingType.TAG, SettingType.INDEXER),
    SettingType.AUTO_TAG: (SettingType.TAG, *_PROFILES),
    SettingType.CUSTOM_FILTER: (SettingType.TAG, *_PROFILES, SettingType.INDEXER),
    SettingType.COLLECTION: (SettingType.TAG, SettingType.QUALITY_PROFILE),
    SettingType.IMPORT_LIST: (SettingType.TAG, *_PROFILES),
    SettingType.INDEXER: (SettingType.TAG, SettingType.DOWNLOAD_CLIENT),
    SettingType.DOWNLOAD_CLIENT: (SettingType.TAG,),
    SettingType.NOTIFICATION: (SettingType.TAG,),
    SettingType.METADATA_CONSUMER: (SettingType.TAG,),
}
"""Type → the types its settings refer to; :class:`RemoteSettings` must have them too."""


def needed_types(entry: Entry) -> tuple[SettingType, ...]:
    """Return the types of settings that writing an entry takes, its own first, of those that its app has.

    A format that is deleted takes its scores in the profiles along, and one made again gets them back.
    """
    type_ = ident_type(entry.ident)
    with_scores = entry.op is Op.REMOVE or "scores" in entry.after
    if type_ is SettingType.CUSTOM_FORMAT and with_scores:
        return (type_, SettingType.QUALITY_PROFILE)
    has = app_of(entry.instance).settings
    return (type_, *(referred for referred in REFERRED.get(type_, ()) if referred in has))


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
    _indexes: dict[SettingType, SettingIndex] = field(default_factory=dict, init=False, compare=False)

    @cached_property
    def names(self) -> SettingNames:
        """What the ids stand for."""
        settings = (setting for type_ in self.rows for setting in self._listed(type_))
        return setting_names(settings, sizes=self.sizes)

    def index(self, type_: SettingType) -> SettingIndex:
        """Return the settings of a type by ident, with the whole answer as their body, secrets included."""
        if type_ not in self._indexes:
            self._indexes[type_] = SettingIndex(self._listed(type_), self.names)
        return self._indexes[type_]

    def ids(self, type_: SettingType) -> dict[str, int]:
        """Return the ids of settings by their names; labels in small letters."""
        lower = type_ is SettingType.TAG
        return {row.name.lower() if lower else row.name: row.id for row in self._listed(type_)}

    def _listed(self, type_: SettingType) -> Iterator[Setting]:
        """Yield the settings of a type as they were answered; those without an id cannot be meant."""
        for raw in self.rows.get(type_, ()):
            number = convert.SINGLE_ID if type_ in SINGLE else raw.get("id")
            if isinstance(number, int) and number:
                yield Setting(id=number, type=type_.value, name=convert.setting_name(type_, raw), body=raw)


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
        index, names = current.index(type_), current.names
        listed = index.find(ident)
        if listed is None and type_ in SINGLE:
            listed = next((row for _, row in index), None)
        setting = None if listed is None else _as_stored(type_, listed.body)
        if listed is None or setting is None:
            return cls(type_, current, names, None, {}, {})
        raw, form = listed.body, setting_form(setting, names)
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
        return self.current.ids(type_)

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


def _as_stored(type_: SettingType, raw: dict[str, Any]) -> Setting | None:
    """Return a raw setting in the form a backup keeps of it; None where it cannot be kept."""
    try:
        return convert.setting(type_, raw)
    except UnusableError:
        return None
