"""The dialog that asks where titles are copied to: from, to, profiles, root folder, search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.widget import Widget

from arrtui.core.apps import app_of
from arrtui.core.text import plural
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.picker import NamedLine, Picker, words_to_choose
from arrtui.tui.panes.library.actions.dialog_base import ValueDialog

if TYPE_CHECKING:
    from arrtui.features.sync.review import Choices


class CopyTo(NamedTuple):
    """Where titles are copied from and to, and what they get there."""

    source: str
    target: str
    names: Mapping[str, str]
    """Profiles and root folder by their fields; empty for what the pair of the two maps those of each to."""
    search: bool


Count = Callable[[str, str], tuple[int, int]]
"""Returns how many titles a source has, and how many of them a target has already."""
PairOf = Callable[[str, str], str]
"""Returns the name of the pair that leads from a source to a target, empty for none."""
AS_MAPPED = "\0"
"""The key that stands for what the pair maps the names of each title to."""


class CopyDialog(ValueDialog[CopyTo]):
    """Profile and folder are never guessed: by the map of a pair of the two instances, else one is chosen."""

    def __init__(
        self,
        text: str,
        sources: Sequence[str],
        choices: Mapping[str, Choices],
        count: Count,
        pair_of: PairOf = lambda _source, _target: "",
    ) -> None:
        """Make the dialog.

        Args:
            text: What is copied.
            sources: The instances that have some of it.
            choices: Every instance of the kind, with the names it has.
            count: See :data:`Count`.
            pair_of: See :data:`PairOf`.
        """
        super().__init__(f"Copy {text}", "A plan is made first and opens for your review.")
        self._sources = tuple(sources)
        self._choices = dict(choices)
        self._count = count
        self._pair_of = pair_of
        self._fields = (*(profile.name for profile in app_of(self._sources[0]).profiles), "root_folder")

    def lines(self) -> Iterator[Widget]:
        """Return a line for each thing to choose."""
        yield NamedLine("From", Picker({name: name for name in self._sources}, self._sources[0], id="source"))
        yield NamedLine("To", Picker(words_to_choose(()), "", id="target"))
        for field in self._fields:
            yield NamedLine(self._word(field).capitalize(), Picker(words_to_choose(()), "", id=field))
        yield NamedLine("Search", Choice({"no": "no", "yes": "yes, once added"}, "no", id="search"))

    def on_mount(self) -> None:
        """Begin with what has to be chosen."""
        self._follow_source()
        self._pick("source" if len(self._sources) > 1 else "target").focus()

    @on(Choice.Changed)
    def _changed(self, event: Choice.Changed) -> None:
        """Offer what goes with the choice."""
        event.stop()
        if event.choice.id == "source":
            self._follow_source()
        elif event.choice.id == "target":
            self._follow_target()

    def _follow_source(self) -> None:
        source = self._value("source")
        self._pick("target").offer(tuple(name for name in self._choices if name != source))
        self._follow_target()

    def _follow_target(self) -> None:
        """Offer the names of the target, and say what it has already."""
        target = self._value("target")
        choices = self._choices.get(target)
        pair = self._pair_of(self._value("source"), target)
        mapped = {AS_MAPPED: f"as {pair} maps it"} if pair else None
        for field in self._fields:
            self._pick(field).offer(choices.by_field[field] if choices else (), first=mapped)
        if choices is None:
            self.say("")
            return
        count, on_target = self._count(self._value("source"), target)
        kept = f"; {on_target:,} of them it has already, they stay as they are" if on_target else ""
        self.say(f"{plural(count, 'title')} to {target}{kept}")

    def fault(self) -> str:
        """Return what is not chosen yet, or why there is nothing to copy."""
        target = self._value("target")
        if not target:
            return "Choose the instance to copy to: right on its line."
        count, on_target = self._count(self._value("source"), target)
        if count <= on_target:
            return f"{target} has {'it' if count == 1 else 'all of them'} already."
        for field in self._fields:
            if not self._value(field):
                return f"Choose the {self._word(field)} on {target}: right on its line."
        return ""

    def answer(self) -> CopyTo:
        """Return what was chosen."""
        chosen = {field: self._value(field) for field in self._fields}
        names = {field: "" if name == AS_MAPPED else name for field, name in chosen.items()}
        search = self.query_one("#search", Choice).value == "yes"
        return CopyTo(self._value("source"), self._value("target"), names, search)

    @staticmethod
    def _word(field: str) -> str:
        return field.replace("_", " ")

    def _pick(self, name: str) -> Picker:
        return self.query_one(f"#{name}", Picker)

    def _value(self, name: str) -> str:
        return self._pick(name).value
