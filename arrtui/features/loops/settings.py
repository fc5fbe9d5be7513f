"""The settings of an instance over time: what the snapshot before a row found. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from arrtui.core.domain import ChangeKind, SettingType
from arrtui.core.matching import CompiledFormat, compile_format
from arrtui.core.profiles import ProfileBody, parse_profile
from arrtui.core.upgrades import Propers
from arrtui.db.setting_changes import DatedChange

Bodies = dict[str, dict[str, Any]]
"""Record key of a setting → its record, as plain values."""


class SettingsState:
    """The settings between two snapshots."""

    def __init__(self, kind: str, bodies: Bodies) -> None:
        self._kind = kind
        self._bodies = bodies

    @cached_property
    def formats(self) -> Mapping[int, CompiledFormat]:
        """The custom formats by id."""
        bodies = ({"id": number} | body for number, body in self._of(SettingType.CUSTOM_FORMAT))
        return {format_.id: format_ for format_ in (compile_format(body, self._kind) for body in bodies)}

    @cached_property
    def profiles(self) -> Mapping[int, ProfileBody]:
        """The quality profiles by id."""
        return {number: parse_profile(body) for number, body in self._of(SettingType.QUALITY_PROFILE)}

    @property
    def profile_names(self) -> dict[int, str]:
        """The names of the quality profiles by id."""
        prefix = f"{SettingType.QUALITY_PROFILE.value}/"
        records = (record for key, record in self._bodies.items() if key.startswith(prefix))
        return {int(record.get("id") or 0): str(record.get("name") or "") for record in records}

    @cached_property
    def propers(self) -> str:
        """``downloadPropersAndRepacks``; the apps' own default where it is not stored."""
        bodies = (body for _, body in self._of(SettingType.MEDIA_MANAGEMENT))
        return str(next(bodies, {}).get("downloadPropersAndRepacks") or Propers.PREFER_AND_UPGRADE)

    def rules_of(self, profile_id: int) -> tuple[Any, ...]:
        """Return what is equal in two states by which a file counts the same in a profile."""
        profile = self.profiles.get(profile_id)
        if profile is None:
            return ()
        scores = {number: score for number, score in profile.scores.items() if score}
        bodies = (pair for pair in self._of(SettingType.CUSTOM_FORMAT) if pair[0] in scores)
        return profile.places, scores, {number: body.get("specifications") for number, body in bodies}

    def scored_formats(self, profile_id: int) -> list[CompiledFormat]:
        """Return the formats that count in a profile."""
        profile = self.profiles.get(profile_id)
        scores = {} if profile is None else profile.scores
        return [format_ for number, format_ in self.formats.items() if scores.get(number)]

    def scoring(self, profile_id: int) -> Mapping[int, tuple[int, Any]]:
        """Return what a score in a profile follows from: what each format counts, and its conditions."""
        profile = self.profiles.get(profile_id)
        scores = {} if profile is None else profile.scores
        return {
            number: (scores[number], body.get("specifications"))
            for number, body in self._of(SettingType.CUSTOM_FORMAT)
            if scores.get(number)
        }

    def format_body(self, format_id: int) -> dict[str, Any]:
        """Return a custom format as the app gave it; empty where it is not stored."""
        return next((body for number, body in self._of(SettingType.CUSTOM_FORMAT) if number == format_id), {})

    def _of(self, type: SettingType) -> Iterable[tuple[int, dict[str, Any]]]:
        prefix = f"{type.value}/"
        for key, record in self._bodies.items():
            if key.startswith(prefix):
                yield int(record.get("id") or 0), record.get("body") or {}


class SettingsTimeline:
    """The states of an instance's settings, one after each change that was seen."""

    def __init__(
        self, kind: str, now: Mapping[str, dict[str, Any]], changes: Sequence[DatedChange], first_at: float
    ) -> None:
        """``now`` is what is stored; ``changes`` come newest first; nothing is known before ``first_at``."""
        self.first_at = first_at
        bodies: Bodies = dict(now)
        states, dates = [SettingsState(kind, dict(bodies))], list[float]()
        for dated in changes:
            if not dates or dates[-1] != dated.at:
                dates.append(dated.at)
                states.append(SettingsState(kind, bodies))
            bodies = dict(bodies)
            _undo(bodies, dated)
            states[-1] = SettingsState(kind, bodies)
        self._states = states[::-1]
        self._dates = dates[::-1]

    def index_at(self, at: float) -> int:
        """Return the number of the state that the snapshot before a time found (UTC seconds)."""
        return bisect_right(self._dates, at)

    def state_at(self, at: float) -> SettingsState:
        """Return the settings as the snapshot before a time found them, else the oldest that are known."""
        return self._states[self.index_at(at)]

    def same_since(self, profile_id: int) -> float:
        """Return from when on what scores in a profile is known to be as it is stored now (UTC seconds)."""
        now = self.latest.scoring(profile_id)
        earlier = zip(reversed(self._dates), reversed(self._states[:-1]), strict=True)
        return next((at for at, state in earlier if state.scoring(profile_id) != now), self.first_at)

    @property
    def latest(self) -> SettingsState:
        """The settings as they are stored now."""
        return self._states[-1]


def _undo(bodies: Bodies, dated: DatedChange) -> None:
    """Take a change back."""
    change = dated.change
    match change.kind:
        case ChangeKind.ADDED:
            bodies.pop(change.key, None)
        case ChangeKind.REMOVED:
            bodies[change.key] = change.before or {}
        case ChangeKind.CHANGED:
            bodies[change.key] = {**bodies.get(change.key, {}), **(change.before or {})}
