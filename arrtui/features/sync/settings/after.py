"""The settings of an instance as a plan would leave them, in the ids that it has now. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from arrtui.core.domain import Setting, SettingType
from arrtui.features.sync.fields.setting_index import SettingIndex, ident_name, ident_type
from arrtui.features.sync.fields.setting_names import REFERENCES, setting_names
from arrtui.features.sync.model import Decision, EntrySubject, Fields, Op, PlannedEntry


def settings_after(settings: Sequence[Setting], entries: Iterable[PlannedEntry]) -> tuple[Setting, ...]:
    """Return settings of an instance as the entries that are not rejected would leave them.

    ``entries`` are of that instance alone. What is added gets the ids −1, −2 and so on. A form says names
    where a body has ids; names that nothing has are left out, as the write would refuse them.
    """
    after = _SettingsAfter(settings)
    chosen = [
        planned
        for planned in entries
        if planned.entry.subject is EntrySubject.SETTING and planned.decision is not Decision.REJECTED
    ]
    # what is added has its id before anything refers to it, in whatever order the entries are
    for planned in sorted(chosen, key=lambda planned: planned.entry.op is not Op.ADD):
        after.take(planned)
    return after.result(chosen)


class _SettingsAfter:
    """The settings of an instance by what identifies them, changed entry by entry."""

    def __init__(self, settings: Sequence[Setting]) -> None:
        self._index = SettingIndex(settings, setting_names(settings, sizes=False))
        self._settings = dict(self._index)
        self._last_id = 0

    def take(self, planned: PlannedEntry) -> None:
        """Remove a setting, or give one that is added its name and id."""
        key = self._key(planned)
        if planned.entry.op is Op.REMOVE:
            self._settings.pop(key, None)
        elif key not in self._settings:
            self._last_id -= 1
            type_, name = ident_type(key), ident_name(key)
            self._settings[key] = Setting(id=self._last_id, type=type_.value, name=name)

    def result(self, entries: Sequence[PlannedEntry]) -> tuple[Setting, ...]:
        """Return the settings with the forms of entries laid over them."""
        for planned in entries:
            key = self._key(planned)
            present = self._settings.get(key)
            if planned.entry.op is not Op.REMOVE and present is not None:
                self._settings[key] = replace(present, body=self._body(present, planned.after))
        for planned in entries:
            if planned.entry.op is not Op.REMOVE and planned.after.get("scores"):
                self._score(self._key(planned), planned.after["scores"])
        return tuple(self._settings.values())

    def _score(self, key: str, scores: Mapping[str, int]) -> None:
        """Give a format that is made again the scores that it had, by the names of profiles."""
        made = self._settings.get(key)
        for place, setting in self._settings.items():
            if (
                made is None
                or setting.type != SettingType.QUALITY_PROFILE.value
                or setting.name not in scores
            ):
                continue
            row = {"format": made.id, "name": made.name, "score": scores[setting.name]}
            rows = [own for own in setting.body.get("formatItems") or () if own.get("format") != made.id]
            self._settings[place] = replace(setting, body={**setting.body, "formatItems": [*rows, row]})

    def _key(self, planned: PlannedEntry) -> str:
        """Return what identifies the setting that an entry is about here; its ident where it is not there."""
        ident = planned.entry.ident
        present = None if ident in self._settings else self._index.find(ident)
        return ident if present is None else self._index.ident(present)

    def _body(self, setting: Setting, form: Fields) -> dict[str, Any]:
        """Return the body of a setting with the parts of a form in it."""
        body = {**setting.body, **(form.get("body") or {})}
        if "fields" in form:
            rows = {row.get("name"): dict(row) for row in setting.body.get("fields") or ()}
            values = {
                name: {**rows.get(name, {}), "name": name, "value": own}
                for name, own in form["fields"].items()
            }
            body["fields"] = [*(rows | values).values()]
        for key, reference in REFERENCES.items():
            if reference.is_list and reference.part in form:
                ids = self._ids(reference.type, str.lower)
                body[key] = sorted(ids[name.lower()] for name in form[reference.part] if name.lower() in ids)
            elif reference.part in form:
                body[key] = self._ids(reference.type).get(form[reference.part], 0)
        if setting.type == SettingType.QUALITY_PROFILE.value:
            body["formatItems"] = self._format_items(setting, form.get("formats") or {})
        return body

    def _ids(self, type_: SettingType, key: Callable[[str], str] = str) -> dict[str, int]:
        """Return the ids of the settings of a type by their names."""
        own = (setting for setting in self._settings.values() if setting.type == type_.value)
        return {key(setting.name): setting.id for setting in own}

    def _format_items(self, setting: Setting, scores: Mapping[str, int]) -> list[dict[str, Any]]:
        """Return a row for each format, as the app keeps them; one not named keeps its score."""
        rows = setting.body.get("formatItems") or ()
        present = {row.get("format"): row.get("score") or 0 for row in rows}
        return [
            {"format": number, "name": name, "score": scores.get(name, present.get(number, 0))}
            for name, number in self._ids(SettingType.CUSTOM_FORMAT).items()
        ]
