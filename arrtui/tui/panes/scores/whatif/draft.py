"""What is being tried: changes to profiles, as lines that can be edited. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from arrtui.features.scores.model import Profile, ProfileChange, Scenario, ScoreLibrary

LEAST, MOST = -(2**31), 2**31 - 1
"""What the apps take as a score (a 32-bit integer)."""
UNNAMED = "what-if"
"""The name of changes that were never saved."""

Place = tuple[str, str]
"""An instance and the name of one of its profiles."""


class What(StrEnum):
    """What a line changes."""

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
        """What tells the line from others."""
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
    """Return the values of a profile: what it wants first, then its formats, the greatest score first."""
    made = change or ProfileChange(instance=library.instance, profile=profile.name)
    uses: dict[int, int] = {}
    for number in (one for file in library.files if file.profile_id == profile.id for one in file.formats):
        uses[number] = uses.get(number, 0) + 1
    lines = [
        EditLine(what, _WORDS[what], now, now if (new := getattr(made, what.value)) is None else _plain(new))
        for what, now in present(profile).items()
    ]
    formats = [
        EditLine(What.FORMAT, name, now, made.scores.get(name, now), uses.get(number, 0))
        for number, name in library.formats.items()
        for now in (profile.scores.get(number, 0),)
    ]
    return lines + sorted(formats, key=_format_order)


def _format_order(line: EditLine) -> tuple[bool, int, str]:
    """Formats without a score come last, whatever score is tried."""
    score = int(line.now)
    return score == 0, -score, line.name.casefold()


def present(profile: Profile) -> dict[What, Value]:
    """Return what a profile wants now."""
    return {
        What.MINIMUM: profile.minimum,
        What.WANTED: profile.wanted,
        What.CUTOFF: cutoff_name(profile),
        What.UPGRADES: int(profile.upgrade_allowed),
    }


def cutoff_name(profile: Profile) -> str:
    """Return the name of the quality, or of the group, that is good enough; empty where it is not known."""
    return next((name for ids, name, _allowed in profile.items if profile.cutoff in ids), "")


def cutoff_names(profile: Profile) -> list[str]:
    """Return the qualities and groups that may be the cutoff, worst first."""
    return [name for ids, name, allowed in profile.items if allowed or profile.cutoff in ids]


def _plain(value: Value | bool) -> Value:
    return int(value) if isinstance(value, bool) else value


def with_value(change: ProfileChange, line: EditLine, value: Value) -> ProfileChange:
    """Return a change in which a line has another value; its present value is no change."""
    same = value == line.now
    if line.what is What.FORMAT:
        scores = {name: score for name, score in change.scores.items() if name != line.name}
        return msgspec.structs.replace(change, scores=scores if same else {**scores, line.name: int(value)})
    new: Value | bool | None = None if same else bool(value) if line.what is What.UPGRADES else value
    return msgspec.structs.replace(change, **{line.what.value: new})


def changes_anything(change: ProfileChange) -> bool:
    """Return whether a change is one."""
    rest = (change.minimum, change.wanted, change.cutoff, change.upgrade_allowed)
    return bool(change.scores) or any(one is not None for one in rest)


def stepped(value: Value, step: int) -> int:
    """Return a score that is so many points higher, as far as the apps take it."""
    return min(MOST, max(LEAST, int(value) + step))


def value_text(line: EditLine, value: Value) -> str:
    """Return a value for people."""
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
    """What is tried at the moment, of any number of profiles."""

    name: str = ""
    """Of the scenario it was loaded from or saved as; empty before that."""
    changes: dict[Place, ProfileChange] = field(default_factory=dict)
    saved: tuple[ProfileChange, ...] = ()
    """The changes as they were loaded or saved."""

    @property
    def made(self) -> tuple[ProfileChange, ...]:
        """The changes, by instance and profile."""
        return tuple(self.changes[place] for place in sorted(self.changes))

    @property
    def unsaved(self) -> bool:
        """Whether there is something to save."""
        return self.made != self.saved

    @property
    def count(self) -> int:
        """Values that are tried."""
        return sum(
            len(one.scores)
            + sum(value is not None for value in (one.minimum, one.wanted, one.cutoff, one.upgrade_allowed))
            for one in self.changes.values()
        )

    def set(self, place: Place, line: EditLine, value: Value) -> None:
        """Try another value of a line of a profile."""
        before = self.changes.get(place) or ProfileChange(instance=place[0], profile=place[1])
        after = with_value(before, line, value)
        if changes_anything(after):
            self.changes[place] = after
        else:
            self.changes.pop(place, None)

    def scenario(self, instance: str = "", name: str = "") -> Scenario:
        """Return what is tried, of one instance alone where it is given."""
        made = tuple(one for one in self.made if instance in ("", one.instance))
        return Scenario(name=name or self.name or UNNAMED, changes=made)

    def load(self, scenario: Scenario) -> None:
        """Try what was saved."""
        self.name = scenario.name
        self.changes = {(one.instance, one.profile): one for one in scenario.changes if changes_anything(one)}
        self.saved = self.made

    def mark_saved(self, name: str) -> None:
        """Note that everything is saved under a name."""
        self.name, self.saved = name, self.made


def profiles_of(libraries: Mapping[str, ScoreLibrary]) -> dict[Place, Profile]:
    """Return the profiles that can be tried, those with most files first within their instance."""
    found: dict[Place, Profile] = {}
    for name, library in libraries.items():
        count: dict[int, int] = {}
        for file in library.files:
            count[file.profile_id] = count.get(file.profile_id, 0) + 1
        ordered = sorted(
            library.profiles.values(), key=lambda one: (-count.get(one.id, 0), one.name.casefold())
        )
        found |= {(name, one.name): one for one in ordered}
    return found
