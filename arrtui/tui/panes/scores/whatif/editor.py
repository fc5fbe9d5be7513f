"""Editing the values that are tried: which profile's they are, and the keys that change them."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from arrtui.core.text import plural
from arrtui.features.scores.model import Moved, Profile, ProfileRow
from arrtui.tui.panes.scores.tab import ScoresTab
from arrtui.tui.panes.scores.whatif.draft import (
    LEAST,
    MOST,
    EditLine,
    Place,
    ScenarioDraft,
    Value,
    What,
    cutoff_names,
    edit_lines,
    profiles_of,
    stepped,
)
from arrtui.tui.panes.scores.whatif.pick_dialog import ScenarioPickDialog
from arrtui.tui.panes.scores.whatif.rows import EditTable
from arrtui.tui.panes.scores.whatif.value_dialog import ScenarioValueDialog

_EDITS = ("step", "reset")


class Editing(ScoresTab):
    """Knows what is tried, and of which profile the values show."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "plus,equals_sign",
            "step(10)",
            "More",
            show=False,
            id="whatif.more",
            tooltip="Try 10 points more, or the next quality",
        ),
        Binding(
            "minus",
            "step(-10)",
            "Less",
            show=False,
            id="whatif.less",
            tooltip="Try 10 points less, or the quality before",
        ),
        Binding(
            "greater_than_sign",
            "step(100)",
            "Much more",
            show=False,
            id="whatif.much-more",
            tooltip="Try 100 points more",
        ),
        Binding(
            "less_than_sign",
            "step(-100)",
            "Much less",
            show=False,
            id="whatif.much-less",
            tooltip="Try 100 points less",
        ),
        Binding(
            "backspace",
            "reset",
            "Reset",
            id="whatif.reset",
            tooltip="Take the change of the value back",
        ),
        Binding(
            "Z",
            "reset_all",
            "Reset all",
            show=False,
            id="whatif.reset-all",
            tooltip="Take all changes back and begin anew",
        ),
        Binding(
            "P",
            "profile",
            "Profile",
            show=False,
            id="whatif.profile",
            tooltip="Choose the instance and the profile",
        ),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.draft = ScenarioDraft()
        """What is tried."""
        self.place: Place | None = None
        """The instance and the profile whose values show."""

    @property
    def values(self) -> EditTable:
        """The values that can be edited."""
        raise NotImplementedError

    def changed(self) -> None:
        """Show what is tried now."""
        raise NotImplementedError

    @property
    def tried(self) -> bool:
        """Whether anything is tried on the instance whose values show."""
        return self.place is not None and bool(self.draft.scenario(self.place[0]).changes)

    # Which profile

    @property
    def places(self) -> dict[Place, Profile]:
        """The profiles that can be chosen."""
        return profiles_of({one.instance: one.library for one in self.shown})

    def settle_place(self) -> None:
        """Choose a profile where none is, or where the one chosen does not show any more."""
        places = self.places
        if self.place not in places:
            self.place = next(iter(places), None)

    def action_profile(self) -> None:
        """Choose another profile; what is tried of others stays."""
        places = list(self.places)
        words = {f"{profile} on {instance}": self._note((instance, profile)) for instance, profile in places}
        at = places.index(self.place) if self.place in places else 0

        def choose(place: int | None) -> None:
            if place is not None:
                self.place = places[place]
                self.changed()

        self.app.push_screen(ScenarioPickDialog("Try other values of", words, at), choose)

    def _note(self, place: Place) -> str:
        row = self.profile_row(place)
        files = plural(row.files if row else 0, "file")
        return f"{files}, changed" if place in self.draft.changes else files

    def profile_row(self, place: Place | None = None) -> ProfileRow | None:
        """Return what is known of the files of a profile, or of the one whose values show."""
        instance, profile = place or self.place or ("", "")
        analysis = self.analysis_of(instance)
        rows = analysis.profiles if analysis else ()
        return next((row for row in rows if row.profile == profile), None)

    # The values

    def lines_at(self, place: Place) -> list[EditLine]:
        """Return the values of a profile as they are tried; nothing where it is not known any more."""
        analysis = self.analysis_of(place[0])
        found = analysis.library.profiles.values() if analysis else ()
        profile = next((one for one in found if one.name == place[1]), None)
        if analysis is None or profile is None:
            return []
        return edit_lines(analysis.library, profile, self.draft.changes.get(place))

    def show_values(self) -> None:
        """Show the values as they are tried."""
        lines = self.lines_at(self.place) if self.place else []
        self.values.set_rows(lines, key=lambda line: line.key)

    def tried_scores(self) -> tuple[int, int]:
        """Return the minimum and the wanted score as they are tried."""
        lines = {line.what: line.new for line in (self.lines_at(self.place) if self.place else [])}
        return int(lines.get(What.MINIMUM, 0)), int(lines.get(What.WANTED, 0))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to edit only while keys go to the values."""
        line = self.values.cursor_row
        if action == "step":
            return self.values.has_focus and line is not None and _steps(line, int(str(parameters[0])))
        if action == "reset":
            return self.values.has_focus and line is not None and line.changed
        if action == "reset_all":
            return bool(self.draft.changes)
        return bool(self.places) if action == "profile" else True

    def try_value(self, line: EditLine, value: Value) -> None:
        """Try another value of the profile whose values show."""
        if self.place is not None and value != line.new:
            self.draft.set(self.place, line, value)
            self.changed()

    def action_step(self, step: int) -> None:
        """Try a few points more or less; of the cutoff the next quality or the one before."""
        line = self.values.cursor_row
        if line is None or self.place is None:
            return
        if line.is_score:
            self.try_value(line, stepped(line.new, step))
        elif line.what is What.UPGRADES:
            self.try_value(line, int(not line.new))
        else:
            names = cutoff_names(self.places[self.place])
            at = names.index(str(line.new)) if line.new in names else 0
            self.try_value(line, names[min(len(names) - 1, max(0, at + (1 if step > 0 else -1)))])

    def action_reset(self) -> None:
        """Take the change of one value back."""
        if (line := self.values.cursor_row) is not None:
            self.try_value(line, line.now)

    def action_reset_all(self) -> None:
        """Take all changes back."""
        self.draft = ScenarioDraft()
        self.changed()

    def edit(self, line: EditLine) -> None:
        """Have a value typed or chosen."""
        if self.place is None:
            return
        if line.what is What.UPGRADES:
            self.try_value(line, int(not line.new))
        elif line.is_score:
            where = f"{self.place[1]} on {self.place[0]}; now {int(line.now):,}."
            dialog = ScenarioValueDialog(line.name, where, int(line.new), (LEAST, MOST))
            self.app.push_screen(dialog, lambda value: None if value is None else self.try_value(line, value))
        else:
            self._choose_cutoff(line, cutoff_names(self.places[self.place]))

    def _choose_cutoff(self, line: EditLine, names: list[str]) -> None:
        words = {name: "now" if name == line.now else "" for name in names}
        at = names.index(str(line.new)) if line.new in names else 0

        def choose(place: int | None) -> None:
            if place is not None:
                self.try_value(line, names[place])

        self.app.push_screen(ScenarioPickDialog(line.name, words, at), choose)

    @work(exclusive=True)
    async def _open_title(self, moved: Moved) -> None:
        """Show the title of a file as the Library does."""
        from arrtui.tui.panes.scores.format_files_dialog import open_title

        await open_title(self.app, moved.file)


def _steps(line: EditLine, step: int) -> bool:
    """Return whether a line can be stepped: what is no score knows no hundreds."""
    return line.is_score or abs(step) == 10
