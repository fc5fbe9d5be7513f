"""A scenario being drafted: changes to profiles, as lines that can be edited. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from arrtui.features.scores.model import Profile, ProfileChange, Scenario, ScoreLibrary
from arrtui.features.scores.profiles import cutoff_name

LEAST, MOST = -(2**31), 2**31 - 1
"""What the apps take as a score (a 32-bit integer)."""
UNNAMED = "what-if"
"""The name of changes that were never saved."""

ProfileKey = tuple[str, str]
"""An instance and the name of one of its profiles."""


class What(StrEnum):
    """What a line changes: the field of :class:`ProfileChange`, or a format's score."""

    MINIMUM = "minimum"
    WANTED = "wanted"
    CUTOFF = "cutoff"
    UPGRADES = "upgrade_allowed"
    FORMAT = "format"


_WORDS = {
    What.MINIMUM: "Minimum score",
    What.WANTED: "Wanted score",
    What.CUTOFF: "Quality cutoff",
    What.UPGRADES: "Upgrades allowed",
}
Value = int | str
"""A score, the name of a quality, or yes and no as 1 and 0."""


@dataclass(frozen=True, slots=True)
class EditLine:
    """One value of a profile, now and as it is tried."""

    what: What
    name: str
    """Of the format, or what the value is called."""
    now: Value
    new: Value
    uses: int | None = None
    """Files of the profile that match the format."""

    @property
    def key(self) -> tuple[str, str]:
        """Identifies the line."""
        return self.what.value, self.name

    @property
    def changed(self) -> bool:
        """Whether it is tried with another value."""
        return self.now != self.new

    @property
    def is_score(self) -> bool:
        """Whether its value is a number of points."""
        return self.what in (What.MINIMUM, What.WANTED, What.FORMAT)


def edit_lines(library: ScoreLibrary, profile: Profile, change: ProfileChange | None) -> list[EditLine]:
    """Return the values of a profile: its own first, then the scores of its formats, the greatest first."""
    change = change or ProfileChange(instance=library.instance, profile=profile.name)
    uses = Counter(
        number for file in library.files if file.profile_id == profile.id for number in file.formats
    )
    lines = []
    for what, now in current_values(profile).items():
        new = getattr(change, what.value)
        new = int(new) if isinstance(new, bool) else new
        lines.append(EditLine(what, _WORDS[what], now, now if new is None else new))
    formats = []
    for number, name in library.formats.items():
        now = profile.scores.get(number, 0)
        formats.append(EditLine(What.FORMAT, name, now, change.scores.get(name, now), uses[number]))
    # Formats without a score come last, whatever score is tried.
    formats.sort(key=lambda line: (line.now == 0, -int(line.now), line.name.casefold()))
    return lines + formats


def current_values(profile: Profile) -> dict[What, Value]:
    """Return a profile's own values as they are now."""
    return {
        What.MINIMUM: profile.minimum,
        What.WANTED: profile.wanted,
        What.CUTOFF: cutoff_name(profile),
        What.UPGRADES: int(profile.upgrade_allowed),
    }


def cutoff_names(profile: Profile) -> list[str]:
    """Return the qualities and groups that may be the cutoff, worst first."""
    return [name for ids, name, allowed in profile.items if allowed or profile.cutoff in ids]


def with_value(change: ProfileChange, line: EditLine, value: Value) -> ProfileChange:
    """Return a change in which a line has another value; its present value is no change."""
    same = value == line.now
    if line.what is What.FORMAT:
        scores = {name: score for name, score in change.scores.items() if name != line.name}
        return msgspec.structs.replace(change, scores=scores if same else {**scores, line.name: int(value)})
    new: Value | bool | None = None if same else bool(value) if line.what is What.UPGRADES else value
    return msgspec.structs.replace(change, **{line.what.value: new})


def count_values(change: ProfileChange) -> int:
    """Return how many values of a profile a change concerns."""
    own_values = (change.minimum, change.wanted, change.cutoff, change.upgrade_allowed)
    return len(change.scores) + sum(value is not None for value in own_values)


def stepped(value: Value, step: int) -> int:
    """Return a score ``step`` points higher, within what the apps take."""
    return min(MOST, max(LEAST, int(value) + step))


def value_text(line: EditLine, value: Value) -> str:
    """Return a value as text."""
    if line.what is What.UPGRADES:
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else value or "unknown"


def change_words(lines: list[EditLine]) -> Iterator[str]:
    """Yield each changed line, e.g. ``Minimum score: 0 -> 100``."""
    for line in lines:
        if line.changed:
            yield f"{line.name}: {value_text(line, line.now)} -> {value_text(line, line.new)}"


@dataclass
class ScenarioDraft:
    """The changes that are tried, of any number of profiles."""

    name: str = ""
    """Of the scenario it was loaded from or saved as; empty before that."""
    changes: dict[ProfileKey, ProfileChange] = field(default_factory=dict)
    saved: tuple[ProfileChange, ...] = ()
    """The changes as they were loaded or saved."""

    @property
    def ordered_changes(self) -> tuple[ProfileChange, ...]:
        """The changes, by instance and profile."""
        return tuple(self.changes[profile] for profile in sorted(self.changes))

    @property
    def unsaved(self) -> bool:
        """Whether there is something to save."""
        return self.ordered_changes != self.saved

    @property
    def count(self) -> int:
        """Values that are tried."""
        return sum(map(count_values, self.changes.values()))

    def set(self, profile: ProfileKey, line: EditLine, value: Value) -> None:
        """Try another value of a line of a profile."""
        instance, name = profile
        change = self.changes.get(profile) or ProfileChange(instance=instance, profile=name)
        change = with_value(change, line, value)
        if count_values(change):
            self.changes[profile] = change
        else:
            self.changes.pop(profile, None)

    def scenario(self, instance: str = "", name: str = "") -> Scenario:
        """Return what is tried, of one instance alone where it is given."""
        changes = tuple(change for change in self.ordered_changes if instance in ("", change.instance))
        return Scenario(name=name or self.name or UNNAMED, changes=changes)

    def load(self, scenario: Scenario) -> None:
        """Try a saved scenario."""
        self.name = scenario.name
        self.changes = {
            (change.instance, change.profile): change for change in scenario.changes if count_values(change)
        }
        self.saved = self.ordered_changes

    def mark_saved(self, name: str) -> None:
        """Note that everything is saved under a name."""
        self.name, self.saved = name, self.ordered_changes


def profiles_of(libraries: Iterable[ScoreLibrary]) -> dict[ProfileKey, Profile]:
    """Return the profiles that can be tried, those with most files first within their instance."""
    profiles: dict[ProfileKey, Profile] = {}
    for library in libraries:
        files = Counter(file.profile_id for file in library.files)
        stored = sorted(
            library.profiles.values(), key=lambda profile: (-files[profile.id], profile.name.casefold())
        )
        profiles |= {(library.instance, profile.name): profile for profile in stored}
    return profiles
