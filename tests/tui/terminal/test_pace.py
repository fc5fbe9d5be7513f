"""A held key draws ten frames a second, work by itself 2 KB a second; what is typed is drawn at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events

from arrtui.tui.terminal.pace import ANSWERED, DrawingPace


class Screenful:
    """An app and its screen, as far as the pace knows them, with a clock of its own."""

    is_headless = False

    def __init__(self) -> None:
        self.now, self.frames, self.repainted = 0.0, list[float](), 0
        self.sent = 0
        self.sizes: list[int] = []
        """Bytes of each frame."""
        self._batches = 0
        self._timers: list[tuple[float, Callable[[], None]]] = []
        self.pace = DrawingPace(self, lambda: self.sent, lambda: self.now)  # type: ignore[arg-type]

    @property
    def screen(self) -> Any:
        return self

    @contextmanager
    def batch_update(self) -> Iterator[None]:
        self._batches += 1
        yield
        self._batches -= 1

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Any:
        timer = (self.now + delay, callback)
        self._timers.append(timer)
        return SimpleNamespace(stop=lambda: self._timers.count(timer) and self._timers.remove(timer))

    def check_idle(self) -> None:
        self.draw()

    def work(self, until: float, *, size: int, every: float) -> None:
        """Have something to draw of so many bytes again and again."""
        while self.now + every <= until:
            self.wait(self.now + every)
            self.draw(size)

    def refresh(self) -> None:
        self.repainted += 1

    def draw(self, size: int = 0) -> None:
        """Draw a frame of so many bytes, unless drawing is paused."""
        if not self._batches:
            self.frames.append(self.now)
            self.sizes.append(size)
            self.sent += size
            self.pace.drawn()

    def press(self, key: str, at: float) -> None:
        """Press a key at a time, after what is due until then."""
        self.wait(at)
        self.pace.follow(events.Key(key, None))
        self.draw()

    def wait(self, until: float) -> None:
        due = sorted((timer for timer in self._timers if timer[0] <= until), key=lambda timer: timer[0])
        for timer in due:
            self._timers.remove(timer)
            self.now = timer[0]
            timer[1]()
        self.now = until


def test_a_held_key_draws_ten_frames_a_second_and_the_last_of_it() -> None:
    app = Screenful()
    for number in range(90):
        app.press("down", 1 + number / 30)
    app.wait(5)
    for start in range(30):
        second = [frame for frame in app.frames if 1 + start / 10 <= frame < 2 + start / 10 - 1e-6]
        assert len(second) <= 11  # the first press, and ten
    assert app.frames[-1] >= 1 + 89 / 30


def test_single_keys_and_different_keys_are_drawn_at_once() -> None:
    app = Screenful()
    for number in range(5):
        app.press("down", float(number))
    for number, key in enumerate("abab", 10):
        app.press(key, 10 + number / 100)
    assert len(app.frames) == 9


def test_another_key_ends_the_wait_of_a_held_one() -> None:
    app = Screenful()
    for number in range(10):
        app.press("down", number / 30)
    app.press("enter", 0.31)
    assert app.frames[-1] == 0.31


def test_what_textual_tried_to_draw_meanwhile_is_drawn_afterwards() -> None:
    app = Screenful()
    for number in range(4):
        app.press("down", number / 30)
    app.pace.drawn()  # a new size, say
    app.wait(1)
    assert app.repainted == 1


@pytest.mark.parametrize("size", [40, 300, 900, 1_900])
def test_work_under_way_sends_two_kilobytes_a_second(size: int) -> None:
    app = Screenful()
    app.draw(5_000)  # the first frame
    app.work(10, size=size, every=0.05)
    frames = list(zip(app.frames, app.sizes, strict=True))
    for start in (time for time in app.frames if time > ANSWERED):
        assert sum(size for time, size in frames if start <= time < start + 1 - 1e-6) <= 2_048
    assert app.frames[-1] > 8  # it goes on


def test_what_a_key_asks_for_is_drawn_at_once_while_work_is_under_way() -> None:
    app = Screenful()
    app.draw()
    app.work(3, size=1_500, every=0.05)
    app.press("2", app.now + 0.01)
    assert app.frames[-1] == app.now
    pressed = len(app.frames)
    app.work(app.now + 0.9, size=1_500, every=0.1)
    assert len(app.frames) > pressed + 7
