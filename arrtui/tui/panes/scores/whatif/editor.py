"""The scenario being tried, and the profile of it whose values show. No widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from arrtui.features.scores.model import Analysis, Profile, ProfileRow, Scenario
from arrtui.tui.kit.local_steps import LocalSteps
from arrtui.tui.panes.scores.whatif.draft import (
    EditLine,
    ProfileKey,
    ScenarioDraft,
    Value,
    What,
    cutoff_names,
    edit_lines,
    profiles_of,
    stepped,
)


class ScenarioEditor:
    """Changes a draft value by value."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        """Make an editor of an empty draft; ``on_change`` is called after each change of what it shows."""
        self._on_change = on_change
        self.steps = LocalSteps()
        """What was tried, value by value."""
        self._analyses: dict[str, Analysis] = {}
        self.draft = ScenarioDraft()
        """What is tried."""
        self.selected: ProfileKey | None = None
        """The profile whose values show."""
        self.profiles: dict[ProfileKey, Profile] = {}
        """Those that can be selected."""

    def show(self, analyses: Sequence[Analysis], shown: Sequence[Analysis]) -> None:
        """Replace the analyses; only profiles of the instances ``shown`` can be selected."""
        self._analyses = {analysis.instance: analysis for analysis in analyses}
        self.profiles = profiles_of([analysis.library for analysis in shown])
        if self.selected not in self.profiles:
            self.selected = next(iter(self.profiles), None)
        self._on_change()

    def select(self, profile: ProfileKey) -> None:
        """Show the values of another profile; what is tried of others stays."""
        self.selected = profile
        self._on_change()

    def try_wanted(self, profile: ProfileKey, wanted: int, format_name: str = "") -> None:
        """Show a profile with another score, wanted or of a format; nothing where it cannot be selected."""
        if profile not in self.profiles:
            return
        self.select(profile)
        sought = (What.FORMAT, format_name) if format_name else (What.WANTED, "")
        for line in self.lines():
            if (line.what, line.name if format_name else "") == sought:
                self.set(line, wanted)

    @property
    def scenario(self) -> Scenario | None:
        """What is tried on the instance whose values show; None where nothing is."""
        scenario = self.draft.scenario(self.selected[0]) if self.selected else None
        return scenario if scenario and scenario.changes else None

    @property
    def limits(self) -> tuple[int, int]:
        """The minimum and the wanted score as they are tried."""
        lines = {line.what: line.new for line in self.lines()}
        return int(lines.get(What.MINIMUM, 0)), int(lines.get(What.WANTED, 0))

    def row(self, profile: ProfileKey | None) -> ProfileRow | None:
        """Return the figures of a profile's files, None where the profile is not known."""
        instance, name = profile or ("", "")
        analysis = self._analyses.get(instance)
        return next((row for row in analysis.profiles if row.profile == name), None) if analysis else None

    def lines(self, profile: ProfileKey | None = None) -> list[EditLine]:
        """Return a profile's values as they are tried (default: the selected one's); none if not known."""
        instance, name = key = profile or self.selected or ("", "")
        analysis = self._analyses.get(instance)
        for stored in analysis.library.profiles.values() if analysis else ():
            if analysis and stored.name == name:
                return edit_lines(analysis.library, stored, self.draft.changes.get(key))
        return []

    def set(self, line: EditLine, value: Value) -> None:
        """Try another value of the selected profile."""
        if self.selected is not None and value != line.new:
            self._note(line.name)
            self.draft.set(self.selected, line, value)
            self._on_change()

    def _note(self, text: str) -> None:
        """Remember what is tried as it is, before something named by ``text`` is changed."""
        before, selected = replace(self.draft, changes=dict(self.draft.changes)), self.selected

        async def put_back() -> None:
            self.draft = before
            if selected in self.profiles:
                self.selected = selected
            self._on_change()

        self.steps.add(text, put_back)

    def step(self, line: EditLine, step: int) -> None:
        """Try a score ``step`` points higher, the other choice, or the next quality (< 0: the previous)."""
        if line.is_score:
            self.set(line, stepped(line.new, step))
        elif line.what is What.UPGRADES:
            self.set(line, int(not line.new))
        else:
            names = self.cutoffs
            index = names.index(str(line.new)) if line.new in names else 0
            self.set(line, names[min(len(names) - 1, max(0, index + (1 if step > 0 else -1)))])

    @property
    def cutoffs(self) -> list[str]:
        """The qualities that may be the cutoff of the selected profile, worst first."""
        return cutoff_names(self.profiles[self.selected]) if self.selected in self.profiles else []

    def reset_all(self) -> None:
        """Discard all changes."""
        self._note("all values")
        self.draft = ScenarioDraft()
        self._on_change()

    def load(self, scenario: Scenario) -> None:
        """Try a saved scenario, and select a profile that it changes, if one of those can be."""
        self._note(scenario.name)
        self.draft = replace(self.draft)
        self.draft.load(scenario)
        if self.selected not in self.draft.changes:
            changed = [profile for profile in self.draft.changes if profile in self.profiles]
            self.selected = changed[0] if changed else self.selected
        self._on_change()

    def mark_saved(self, name: str) -> None:
        """Note that what is tried is saved under a name."""
        self.draft.mark_saved(name)
        self._on_change()

    def forget_saved(self, name: str) -> None:
        """Note that the scenario of a name is deleted; what is tried stays, unsaved."""
        if name == self.draft.name:
            self.draft.name, self.draft.saved = "", ()
            self._on_change()
