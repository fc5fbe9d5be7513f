"""*Your files*: what the settings of a plan would do to stored files, above its entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events, work
from textual.content import Content

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import percent
from arrtui.features.sync.model import Decision, EntrySubject, PlannedEntry
from arrtui.tui.kit.debounce import Debounce
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.text_line import TextBlock
from arrtui.tui.panes.plan.words import FINAL

if TYPE_CHECKING:
    from arrtui.runtime.settings_effect import SettingsEffect

TITLE = "Your files"
WORKING = "matching what the plan changes with what is stored ..."
WIDTH, HEIGHT = 80, 24
"""The least screen that has room for more than one line."""
MOST = 6
"""Lines that it takes at most."""
REST = 0.4
"""Seconds without a further decision before it is worked out again."""


class EffectPanel(TextBlock):
    """A few lines, shown only for a plan with settings that are not applied yet."""

    DEFAULT_CSS = """
    EffectPanel {
        height: auto;
        max-height: 6;
        display: none;
        background: $panel;
        &.-active {
            display: block;
        }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.effect: SettingsEffect | None = None
        """What was worked out last; None before that, and where there is nothing to tell."""
        self._entries: tuple[PlannedEntry, ...] = ()
        self._asked: list[Any] = []
        """What decides about the effect, of the entries as they were seen last."""
        self._fault = ""
        self._share = ""
        """Of the names that are searched, with its sign; empty while none are."""
        self._is_working = False
        self._lines: tuple[Content, ...] = ()
        self._debounce = Debounce(self, self._work_out, REST)

    def outdate(self) -> None:
        """Work it out again, from what is stored by now, once the entries are read."""
        self._asked = []

    def follow(self, entries: Iterable[PlannedEntry]) -> None:
        """Tell of a plan's entries, a moment after the last decision on them."""
        from arrtui.runtime.settings_effect import is_felt

        waiting = [planned for planned in entries if planned.outcome not in FINAL]
        own = [planned for planned in waiting if planned.entry.subject is EntrySubject.SETTING]
        if len(own) < len(waiting) and not any(is_felt(planned.entry) for planned in own):
            own = []
        asked = [
            (planned.position, planned.decision is Decision.REJECTED, planned.entry, planned.edits)
            for planned in own
        ]
        if asked == self._asked:
            return
        is_first, self._asked, self._entries = not self._asked, asked, tuple(own)
        if not own:
            self._debounce.cancel()
            self.workers.cancel_group(self, "effect")
            self.effect, self._is_working = None, False
        elif is_first:
            self._work_out()
        else:
            self._debounce.trigger()
        self._draw()

    @work(group="effect", exclusive=True)
    async def _work_out(self) -> None:
        self._is_working, self._fault, self._share = True, "", ""
        self._draw()
        try:
            effects = host_of(self).services.settings_effects
            self.effect = await effects.of_entries(self._entries, self._searched)
        except ArrtuiError as error:
            self.effect, self._fault = None, str(error)
        self._is_working = False
        self._draw()
        self.screen.refresh_bindings()

    def _searched(self, done: int, total: int) -> None:
        """Show how much of the names is searched."""
        self._share = f" {percent(done, total)}%"
        self._draw()

    @property
    def can_open(self) -> bool:
        """Whether there are files to list."""
        return self.effect is not None and any(own.lists_files for own in self.effect.instances)

    def open_list(self) -> None:
        """List the files over the whole screen."""
        from arrtui.tui.panes.plan.effect_screen import EffectScreen

        if self.effect is not None:
            self.app.push_screen(EffectScreen(self.effect))

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the lines again."""
        self._draw()

    def _draw(self) -> None:
        """Show what is known. The screen is laid out again only when it takes another number of lines."""
        lines = tuple(self._written()) if self._entries else ()
        if lines == self._lines:
            return
        changes_height, self._lines = len(lines) != len(self._lines), lines
        self.set_class(bool(lines), "-active")
        self.refresh(layout=changes_height)

    def render(self) -> Content:
        """Draw the lines below each other."""
        return Content("\n").join(self._lines)

    def _written(self) -> Sequence[Content]:
        from arrtui.runtime.effect_words import effect_line, effect_sentences

        size = self.app.size
        width = max(20, size.width - 2)
        hint = "   y lists them" if self.can_open else ""
        if self.effect is None:
            sentence = (self._fault, "warn") if self._fault else (WORKING + self._share, "dim")
            return [_line(width, "", sentence)]
        if self._is_working:
            hint = f"   counting again ...{self._share}"
        if size.width < WIDTH or size.height < HEIGHT or not self.effect.instances:
            return [_line(width, "  y" if self.can_open else "", effect_line(self.effect))]
        instances = self.effect.instances
        if len(instances) > 1:
            rows = [
                (f"{own.instance}: {text}", style)
                for own in instances
                for text, style in [effect_line(self.effect.of(own.instance))]
            ]
        else:
            rows = [row for own in instances for row in effect_sentences(own)]
        styled = [Content.styled(sanitise(text), CONTENT_STYLES.get(style, "")) for text, style in rows]
        wrapped = [line for sentence in styled for line in sentence.wrap(width)]
        names = ", ".join(own.instance for own in instances[:1]) if len(instances) == 1 else ""
        return [_line(width, hint, (names, "")), *wrapped[: MOST - 1]]


def _line(width: int, hint: str, sentence: tuple[str, str]) -> Content:
    """Return the title, a sentence and a hint to the right, which never gives way."""
    text, style = sentence
    title = Content.styled(TITLE, f"bold {CONTENT_STYLES['accent']}")
    said = Content.assemble(title, "  ", (sanitise(text), CONTENT_STYLES.get(style, "")))
    room = width - len(hint)
    return said.truncate(room, ellipsis=True) + Content.styled(hint, CONTENT_STYLES["dim"])
