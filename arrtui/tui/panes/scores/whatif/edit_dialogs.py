"""The dialogs in which a value is typed or chosen, and a profile selected."""

from __future__ import annotations

from collections.abc import Callable

from textual.widget import Widget

from arrtui.core.text import plural
from arrtui.tui.panes.scores.whatif.draft import LEAST, MOST, EditLine, What
from arrtui.tui.panes.scores.whatif.editor import ScenarioEditor
from arrtui.tui.panes.scores.whatif.input_dialog import ScenarioValueDialog
from arrtui.tui.panes.scores.whatif.pick_dialog import ScenarioPickDialog


class EditDialogs:
    """Opens the dialogs on top of a widget and hands their results to the editor."""

    def __init__(self, owner: Widget, editor: ScenarioEditor) -> None:
        self._owner = owner
        self._editor = editor

    def select_profile(self) -> None:
        """Have another profile selected."""
        editor, profiles = self._editor, list(self._editor.profiles)
        words = {}
        for instance, profile in profiles:
            row = editor.row((instance, profile))
            changed = ", changed" if (instance, profile) in editor.draft.changes else ""
            words[f"{profile} on {instance}"] = plural(row.files if row else 0, "file") + changed
        index = profiles.index(editor.selected) if editor.selected in profiles else 0
        self._pick("Try other values of", words, index, lambda index: editor.select(profiles[index]))

    def edit(self, line: EditLine) -> None:
        """Have a value typed or chosen; what has two values is switched at once."""
        editor = self._editor
        if editor.selected is None:
            return
        if line.what is What.UPGRADES:
            editor.set(line, int(not line.new))
        elif line.is_score:
            instance, profile = editor.selected
            where = f"{profile} on {instance}; now {int(line.now):,}."
            self._owner.app.push_screen(
                ScenarioValueDialog(line.name, where, int(line.new), (LEAST, MOST)),
                lambda value: None if value is None else editor.set(line, value),
            )
        else:
            names = editor.cutoffs
            words = {name: "now" if name == line.now else "" for name in names}
            index = names.index(str(line.new)) if line.new in names else 0
            self._pick(line.name, words, index, lambda index: editor.set(line, names[index]))

    def _pick(self, title: str, words: dict[str, str], index: int, picked: Callable[[int], None]) -> None:
        """Have a word chosen, beginning at ``index``; ``picked`` is called with the index chosen."""
        self._owner.app.push_screen(
            ScenarioPickDialog(title, words, index), lambda choice: None if choice is None else picked(choice)
        )
