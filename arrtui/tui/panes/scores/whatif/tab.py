"""The tab of what-ifs: other scores, minimums and cutoffs, and at once what would come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from arrtui.core.errors import ArrtuiError
from arrtui.tui.kit.debounce import Debounce
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.fitting import fitting_text
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.lines import Line, content_line
from arrtui.tui.panes.scores.tab import NO_PROFILE, NOTHING_STORED, ScoresTab
from arrtui.tui.panes.scores.title_links import open_title
from arrtui.tui.panes.scores.whatif.draft import EditLine
from arrtui.tui.panes.scores.whatif.editor import ScenarioEditor
from arrtui.tui.panes.scores.whatif.outcome import OutcomePanel
from arrtui.tui.panes.scores.whatif.rows import EDIT_COLUMNS
from arrtui.tui.panes.scores.whatif.scenario_actions import ScenarioActions

if TYPE_CHECKING:
    from arrtui.features.sync.changes import ChangeSubject

DEBOUNCE = 0.15
"""Seconds without another change after which the outcome is computed."""
WIDE, TALL = 110, 22
"""Columns and lines from which the files that would change show all the time."""


class WhatIfTab(ScoresTab):
    """The values of one profile to the left, what would come of it to the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("more", "whatif.more", "Try 10 points more, or the next quality", action="step(10)", show=False),
        bind(
            "less", "whatif.less", "Try 10 points less, or the quality before", action="step(-10)", show=False
        ),
        bind("much_more", "whatif.much-more", "Try 100 points more", action="step(100)", show=False),
        bind("much_less", "whatif.much-less", "Try 100 points less", action="step(-100)", show=False),
        bind("reset", "whatif.reset", "Take the change of the value back"),
        bind("undo", "whatif.undo", "Take back what was tried last", action="take_back"),
        bind("profile", "whatif.profile", "Choose the instance and the profile", show=False),
        bind("apply", "whatif.apply", "Make a plan of it, for review"),
        bind("save", "whatif.save", "Save it as a scenario with a name"),
        bind("load", "whatif.load", "Try a saved scenario, or delete one"),
        bind("other", "whatif.files", "Go to the files that would change, or back", action="files"),
        bind("back", "whatif.back", "Back to the values", show=False),
        menu_item(
            "actions", "r", "whatif.reset-all", "reset_all", "Reset all", "Take all changes back, begin anew"
        ),
    ]

    DEFAULT_CSS = """
    WhatIfTab {
        & > Horizontal {
            height: 1fr;
            & > #whatif-values {
                width: 44;
            }
            & > #whatif-outcome {
                width: 1fr;
                border-left: solid $border-blurred;
                & > Static {
                    height: 1fr;
                    padding: 0 1;
                    text-wrap: nowrap;
                    text-overflow: ellipsis;
                }
                & > EstateTable {
                    display: none;
                }
            }
        }
        &.-ascii > Horizontal > #whatif-outcome {
            border-left: ascii $border-blurred;
        }
        &.-files > Horizontal {
            & > #whatif-values {
                display: none;
            }
            & > #whatif-outcome {
                border-left: none;
                & > Static {
                    display: none;
                }
                & > EstateTable {
                    display: block;
                }
            }
        }
        &.-wide > Horizontal {
            & > #whatif-values {
                display: block;
                width: 54;
            }
            & > #whatif-outcome {
                border-left: solid $border-blurred;
                & > Static {
                    display: block;
                    height: 17;
                }
                & > EstateTable {
                    display: block;
                }
            }
        }
        &.-wide.-ascii > Horizontal > #whatif-outcome {
            border-left: ascii $border-blurred;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._values: EstateTable[EditLine] = EstateTable(
            EDIT_COLUMNS, search=lambda line: line.name, markable=False, id="whatif-values-table"
        )
        self._values.empty = NO_PROFILE
        self._outcome = OutcomePanel(id="whatif-outcome")
        self.outcome_debounce = Debounce(self, self._compute, DEBOUNCE)
        """Delays the computation of the outcome."""
        self.editor = ScenarioEditor(self._show_draft)
        """What is tried, and the profile whose values show."""
        self._scenarios = ScenarioActions(self, self.editor)

    def on_mount(self) -> None:
        """Look whether there is a saved scenario to load."""
        self.run_worker(self._scenarios.look(), group="reading")

    def compose(self) -> ComposeResult:
        """The profile, its values, the outcome, and the filters' lines."""
        yield Static(NOTHING_STORED, classes="tab-none", markup=False)
        yield Static(id="whatif-line", classes="tab-line", markup=False)
        with Horizontal():
            with Vertical(id="whatif-values"):
                yield self._values
            yield self._outcome
        yield FilterBar(self._values)
        yield FilterBar(self._outcome.files)

    def refill(self) -> None:
        """Show the values of a profile of the instances shown, and compute the outcome again."""
        self.set_class(not self.shown, "-none")
        self.editor.show(self.analyses, self.shown)

    # What shows

    def _show_draft(self) -> None:
        """Show the values as they are tried, and compute the outcome once there is a pause."""
        self._values.set_rows(self.editor.lines(), key=lambda line: line.key)
        selected, draft = self.editor.selected, self.editor.draft
        line: Line = [
            ("P ", "key"),
            (f"{selected[1]} on {selected[0]}" if selected else "no profile", "title"),
        ]
        if draft.name:
            line.append((f"   {draft.name}", "accent"))
        if count := draft.count:
            line.append((f"   {count:,} changed", ""))
            line.append((", not saved" if draft.unsaved else ", saved", "warn" if draft.unsaved else "dim"))
        line += [("   + -", "key"), (" 10 ", "dim"), (" } {", "key"), (" 100", "dim")]
        self.query_one("#whatif-line", Static).update(content_line(line))
        self.refresh_bindings()
        if self.editor.scenario is not None:
            self.outcome_debounce.trigger()
            return
        self.outcome_debounce.cancel()
        self._outcome.outcome, self._outcome.error = None, ""
        self._show_outcome()

    @work(exclusive=True, group="what-if")
    async def _compute(self) -> None:
        scenario, selected = self.editor.scenario, self.editor.selected
        if scenario is None or selected is None:
            return
        panel = self._outcome
        try:
            panel.outcome = await self.host.services.scores.what_if(selected[0], scenario)
        except ArrtuiError as error:
            panel.outcome, panel.error = None, str(error)
        else:
            panel.error = ""
        if self.editor.scenario is not None and selected == self.editor.selected:
            self._show_outcome()

    def _show_outcome(self) -> None:
        editor = self.editor
        self._outcome.update(editor.row(editor.selected), editor.limits, plain=self.plain)

    # Layout

    @property
    def _files_alone(self) -> bool:
        """Whether the files show in place of the values, for want of room."""
        return self.has_class("-files") and not self.has_class("-wide")

    def focus_content(self) -> None:
        """Focus the values, or the files where only they show."""
        (self._outcome.files if self._files_alone else self._values).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show the files that would change where there is room."""
        self.set_class(event.size.width >= WIDE and event.size.height >= TALL, "-wide")
        self.call_after_refresh(self._show_outcome)

    def action_files(self) -> None:
        """Go to the files that would change, or back."""
        if self.has_class("-wide"):
            (self._values if self._outcome.files.has_focus else self._outcome.files).focus()
        else:
            self.toggle_class("-files")
            self.call_after_refresh(self._show_outcome)
            self.focus_content()
        self.refresh_bindings()

    def action_back(self) -> None:
        """Go back to the values."""
        self.remove_class("-files")
        self.call_after_refresh(self._show_outcome)
        self._values.focus()
        self.refresh_bindings()

    # Keys

    @property
    def change_subject(self) -> ChangeSubject | None:
        """The profile whose values show."""
        from arrtui.features.sync.changes import profile_subject

        return profile_subject(*self.editor.selected) if self.editor.selected else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only what means something now; values are edited only while they have the focus."""
        line = self._values.cursor_row if self._values.has_focus else None
        if action == "step":
            # Only scores are stepped by a hundred.
            return line is not None and (line.is_score or abs(int(str(parameters[0]))) == 10)
        enabled = {
            "reset": line is not None and line.changed,
            "reset_all": bool(self.editor.draft.changes),
            "take_back": bool(self.editor.steps),
            "profile": bool(self.editor.profiles),
            "save": bool(self.editor.draft.changes),
            "apply": self.editor.scenario is not None,
            "back": self._outcome.files.has_focus or self._files_alone,
        }
        return enabled.get(action, True)

    def offers(self, action: str) -> bool:
        """Leave the saved scenarios out of the key line where there are none."""
        return action != "load" or self._scenarios.any_saved

    def action_step(self, step: int) -> None:
        """Try a few points more or less; of the cutoff the next quality or the one before."""
        if (line := self._values.cursor_row) is not None:
            self.editor.step(line, step)

    def action_reset(self) -> None:
        """Undo the change of one value."""
        if (line := self._values.cursor_row) is not None:
            self.editor.set(line, line.now)

    async def action_take_back(self) -> None:
        """Take back what was tried last, be it a value, all of them or a scenario."""
        await self.editor.steps.take_back()

    def key_label(self, action: str, room: int) -> str:
        """Return what the key line calls ``z`` while something can be taken back here."""
        return fitting_text([f"undo: {self.editor.steps.text}"], room) if action == "take_back" else ""

    def action_reset_all(self) -> None:
        """Undo all changes."""
        self.editor.reset_all()

    def action_profile(self) -> None:
        """Choose another profile; what is tried of others stays."""
        self._scenarios.select_profile()

    def action_save(self) -> None:
        """Save everything that is tried under a name."""
        self._scenarios.run(self._scenarios.save)

    def action_load(self) -> None:
        """Try a saved scenario."""
        self._scenarios.run(self._scenarios.load)

    def action_apply(self) -> None:
        """Have a plan made of what is tried on the instance, and review it."""
        self._scenarios.run(self._scenarios.apply)

    @on(EstateTable.CursorMoved)
    def _follow_cursor(self, event: EstateTable.CursorMoved) -> None:
        event.stop()
        self.refresh_bindings()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Edit a value, or open the title of a file."""
        event.stop()
        if event.table is self._values:
            self._scenarios.edit(event.row)
        else:
            self.run_worker(open_title(self, event.row.file), exclusive=True)
