"""Print what a task does: bars on a terminal, plain lines in a pipe, JSON lines on request.

Results go to standard output; progress, warnings and errors to standard error, except with ``--json``, where
everything is an object on standard output and the last one is the result.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.cli.streams import (
    OutputError,
    is_terminal,
    telling_failures,
    write_line,
    write_remark,
    writes_unicode,
)
from arrtui.core.errors import ArrtuiError
from arrtui.core.text import printable_json

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PLAIN_INTERVAL = 5.0
"""Seconds between two progress lines of one subject in a pipe."""
JSON_INTERVAL = 1.0


class Output:
    """Where a task prints its progress and its result; what a method does not override prints nothing."""

    def __enter__(self) -> Output:
        """Start."""
        return self

    def __exit__(self, *problem: object) -> None:
        """Stop, leaving the terminal as it was."""

    def progress(self, subject: str, done: int, total: int, text: str) -> None:
        """Show the progress of ``subject``; ``total`` 0 is unknown."""

    def note(self, text: str) -> None:
        """Print a remark or a warning."""

    def line(self, text: str) -> None:
        """Print a line of the result, without ``--json``."""

    def event(self, event: str, **values: Any) -> None:
        """Print an object of a task's own, e.g. one change of many, with ``--json``."""

    def failure(self, error: ArrtuiError) -> None:
        """Print an error with its detail."""

    def result(self, task: str, ok: bool, **values: Any) -> None:
        """Print the result with ``--json``, where it is the last line."""


def make_output(*, as_json: bool) -> Output:
    """Return the output that fits where it goes."""
    if as_json:
        return JsonOutput()
    return BarOutput() if is_terminal(sys.stderr) and is_terminal(sys.stdout) else PlainOutput()


def clean(text: str) -> str:
    """Return ``text`` with control characters shown as escapes: titles come from outside."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )


class _Throttle:
    """Limits progress lines: per subject the first, the last, each new text, and one per interval."""

    def __init__(self, interval: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = interval
        self._clock = clock
        self._printed: dict[str, tuple[float, str]] = {}

    def allows(self, subject: str, done: int, total: int, text: str) -> bool:
        """Return whether to print this progress now."""
        now = self._clock()
        printed_at, last_text = self._printed.get(subject, (float("-inf"), ""))
        if now - printed_at < self._interval and last_text == text and not (total and done >= total):
            return False
        self._printed[subject] = (now, text)
        return True


class PlainOutput(Output):
    """Plain lines, for a pipe, a log or cron."""

    def __init__(self) -> None:
        self._throttle = _Throttle(PLAIN_INTERVAL)

    def progress(self, subject: str, done: int, total: int, text: str) -> None:
        """Print a line, throttled."""
        if self._throttle.allows(subject, done, total, text):
            self.note(f"{subject}: {text}{f' {done:,}/{total:,}' if total else ''}")

    def note(self, text: str) -> None:
        """Print to standard error."""
        write_remark(clean(text))

    def line(self, text: str) -> None:
        """Print to standard output."""
        write_line(clean(text))

    def failure(self, error: ArrtuiError) -> None:
        """Print the sentence and, below it, the detail."""
        self.note(f"error: {error}")
        for line in error.detail.splitlines():
            self.note(f"  {line}")


class BarOutput(PlainOutput):
    """Progress bars on a terminal; lines pass above them."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __exit__(self, *problem: object) -> None:
        """Remove the bars."""
        if self._bars is not None:
            with contextlib.suppress(OSError):  # the terminal is gone
                self._bars.stop()

    def progress(self, subject: str, done: int, total: int, text: str) -> None:
        """Update the bar of ``subject``."""
        if self._bars is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
            from rich.table import Column

            self._bars = Progress(
                TextColumn("{task.fields[subject]}", markup=False),
                BarColumn(bar_width=20),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                # The text alone gives way where the line is too long for the terminal.
                TextColumn("{task.fields[text]}", markup=False, table_column=Column(ratio=1, no_wrap=True)),
                console=Console(stderr=True),
                expand=True,
                transient=True,
            )
            self._bars.start()
        if subject not in self._tasks:  # with all that its columns show: it is drawn at once
            self._tasks[subject] = self._bars.add_task(subject, total=None, subject=clean(subject), text="")
        self._bars.update(self._tasks[subject], completed=done, total=total or None, text=clean(text))

    def note(self, text: str) -> None:
        """Print above the bars."""
        if self._bars is None:
            super().note(text)
        else:
            with contextlib.suppress(OutputError):
                self._print_above(self._bars, text)

    def line(self, text: str) -> None:
        """Print above the bars."""
        if self._bars is None:
            super().line(text)
        else:
            self._print_above(self._bars, text)

    def _print_above(self, bars: Progress, text: str) -> None:
        with telling_failures():
            bars.console.print(clean(text), markup=False, highlight=False, soft_wrap=True)


class JsonOutput(Output):
    """One JSON object a line."""

    def __init__(self) -> None:
        self._throttle = _Throttle(JSON_INTERVAL)
        self._encoder = msgspec.json.Encoder()

    def progress(self, subject: str, done: int, total: int, text: str) -> None:
        """Print a progress object, throttled."""
        if self._throttle.allows(subject, done, total, text):
            self._print({"event": "progress", "subject": subject, "done": done, "total": total, "text": text})

    def note(self, text: str) -> None:
        """Print a note object."""
        self._print({"event": "note", "text": text})

    def failure(self, error: ArrtuiError) -> None:
        """Print an error object."""
        self._print(
            {"event": "error", "code": error.code, "instance": error.instance or None, "error": str(error)}
            | ({"detail": error.detail} if error.detail else {})
        )

    def result(self, task: str, ok: bool, **values: Any) -> None:
        """Print the result."""
        self._print({"task": task, "ok": ok, **values})

    def event(self, event: str, **values: Any) -> None:
        """Print an object of a task's own, e.g. one change of many."""
        self._print({"event": event, **values})

    def _print(self, value: Mapping[str, Any]) -> None:
        write_line(printable_json(self._encoder.encode(value).decode(), ascii_only=not writes_unicode()))


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """Return aligned lines under their headings; columns in ``right`` are right-aligned."""
    from rich.cells import cell_len

    lines = [list(headings), *[[clean(cell) for cell in row] for row in rows]]
    widths = [max(cell_len(line[column]) for line in lines) for column in range(len(headings))]

    def fit(column: int, cell: str) -> str:
        gap = " " * (widths[column] - cell_len(cell))
        return gap + cell if column in right else cell + gap

    return ["  ".join(fit(column, cell) for column, cell in enumerate(line)).rstrip() for line in lines]
