"""The channels of notifications: how each stands, what it will be told next; a test of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content

from arrtui.core.text import format_span, plural
from arrtui.runtime.notify import ChannelView, NextMessage
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.key_line import hidden_key
from arrtui.tui.kit.notices import notify_done, try_or_notify
from arrtui.tui.kit.table import REQUIRED, Cell, Column, EstateTable
from arrtui.tui.panes.jobs.list_dialog import ListDialog, named_facts

NO_CHANNEL = (
    "Nobody is told of anything yet. Press E outside of this and add to the configuration, e.g.:  "
    '[[notify]]  name = "phone"  url = "ntfy://a-topic-nobody-guesses"'
)
HINT = "enter shows the next message, t sends a test, esc closes"
_FAILING = ("retrying", "failed")


class ChannelsDialog(ListDialog[ChannelView]):
    """Lists the channels until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        hidden_key("t", "send_test", "Test", "channels.test", "Send a test message through the channel"),
    ]

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__("Notifications", HINT, channel_columns(clock), empty=NO_CHANNEL)
        self._clock = clock

    async def rows(self) -> Sequence[ChannelView]:
        """Return the channels as they stand now."""
        return await host_of(self).services.notify.views()

    def key_of(self, row: ChannelView) -> str:
        """Return the name of a channel."""
        return row.channel.name

    def describe(self, row: ChannelView) -> Content:
        """Return everything about a channel."""
        return channel_detail(row, self._clock())

    @on(EstateTable.Opened)
    async def _preview(self) -> None:
        """Show what the channel under the cursor will be told next."""
        from arrtui.tui.kit.dialogs.text import TextDialog

        if (view := self.current) is None:
            return
        notify = host_of(self).services.notify
        following = await try_or_notify(self, notify.next_message(view.channel.name))
        if following is not None:
            title = f"The next message of {view.channel.name}"
            self.app.push_screen(TextDialog(title, preview_text(following)))

    def action_send_test(self) -> None:
        """Send a test message through the channel under the cursor."""
        if self.current is not None:
            self.run_worker(self._send_test(self.current), exclusive=True, group="test")

    async def _send_test(self, view: ChannelView) -> None:
        async def send() -> bool:
            await host_of(self).services.notify.test(view.channel)
            return True

        notify_done(self, f"Sending a test through {view.channel.name} ...")
        if await try_or_notify(self, send()):
            notify_done(self, f"{view.channel.name} took the test.")


def channel_columns(clock: Callable[[], float]) -> tuple[Column[ChannelView], ...]:
    """Return the columns of channels."""

    def sent(view: ChannelView) -> Cell:
        return sent_words(view, clock()), "" if view.job else "dim"

    return (
        Column("name", "Channel", lambda view: view.channel.name, min_width=12, priority=REQUIRED),
        Column("service", "Service", lambda view: view.service, width=8, priority=60),
        Column("events", "Tells of", lambda view: ", ".join(view.channel.events), min_width=14, priority=80),
        Column("state", "State", _state, width=10, priority=REQUIRED),
        Column("waiting", "Waiting", _waiting, width=7, align="right", priority=90),
        Column("sent", "Sent", sent, width=10, priority=70),
        Column("error", "Last error", _error, min_width=18, priority=REQUIRED),
    )


def channel_detail(view: ChannelView, now: float) -> Content:
    """Return the text about a channel."""
    channel = view.channel
    when = [f"at most {plural(channel.max_per_hour, 'message')} an hour"]
    when += [f"quiet {channel.quiet}"] if channel.quiet else []
    when += [f"digest {channel.digest}"] if channel.digest else []
    templates = [name for name in ("title", "body") if getattr(channel, name)]
    waiting = f"{plural(view.waiting, 'event')}{f': {view.held}' if view.held else ''}"
    facts = (
        ("events", ", ".join(channel.events) + (", arrtui's own too" if channel.own else "")),
        ("from", ", ".join(channel.instances) or "all instances"),
        ("when", "; ".join(when)),
        ("template", ", ".join(f"own {name}" for name in templates)),
        ("waiting", waiting if view.waiting or view.held else ""),
        ("sent", sent_words(view, now)),
        ("error", view.error),
    )
    return named_facts(channel.name, facts)


def preview_text(following: NextMessage) -> str:
    """Return a message as it will be sent, and why it looks so."""
    message = following.message
    remarks = ["Nothing waits: this is what an event that did not happen would look like."]
    lines = [*(remarks if following.is_made_up else ()), message.title, "", message.body]
    if message.fault:
        lines += ["", f"Its template could not be used: {message.fault}"]
    return "\n".join(lines)


def sent_words(view: ChannelView, now: float) -> str:
    """Return when the last message was sent, if it was."""
    if view.job is None:
        return "never"
    if view.job.finished_at is None or view.job.error:
        return "not yet"
    return f"{format_span(now - view.job.finished_at)} ago"


def _state(view: ChannelView) -> Cell:
    word = view.state_word
    return word, "bad" if word in _FAILING else "accent" if word == "sending" else ""


def _waiting(view: ChannelView) -> Cell:
    return f"{view.waiting:,}" if view.waiting else "", ""


def _error(view: ChannelView) -> Cell:
    return view.error, "bad"
