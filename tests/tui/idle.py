"""Waiting until the app has nothing to do, without the fixed sleeps of Textual's pilot.

The pilot sleeps for at least 20 ms after each key and each pause, and longer while the process uses the CPU.
That was two thirds of the time of a test, and on a busy machine it is wrong: a process that gets no CPU looks
idle. Here the event loop, the screen and the thread pools are asked instead.
"""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import textual.app
import textual.pilot
from textual._context import active_app
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

GLANCE = 0.001
"""Seconds of real sleep between two looks, in which sockets and threads may report."""
QUIET_LOOKS = 3
"""Looks in a row without anything to do after which the app is idle."""


class ThreadPoolCalls:
    """Counts the calls that run in thread pools, those of the database among them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.running = 0
        self._submit = ThreadPoolExecutor.submit

    def submit(self, pool: ThreadPoolExecutor, /, *args: Any, **options: Any) -> Future[Any]:
        """Submit a call to a pool and count it until it has ended."""
        with self._lock:
            self.running += 1
        try:
            future = self._submit(pool, *args, **options)
        except BaseException:
            self._end()
            raise
        future.add_done_callback(self._end)
        return future

    def _end(self, _future: Future[Any] | None = None) -> None:
        with self._lock:
            self.running -= 1


_CALLS = ThreadPoolCalls()


_draw = Screen._compositor_refresh


def _draw_when_idle(screen: Screen[Any]) -> None:
    """Leave what has changed on the screen in front to the next look at it; the compositor keeps it."""
    if screen is screen.app.screen and screen.app.is_headless:
        screen._dirty_widgets.clear()
    else:
        _draw(screen)


def _lay_out(app: App[Any] | None) -> bool:
    """Do at once what is due within a sixtieth of a second, but for drawing; False if nothing is."""
    if app is None or not app._screen_stack:
        return False
    screen = app.screen
    needs_layout = screen._layout_required or screen._scroll_required or screen._recompose_required
    if not (needs_layout or screen._repaint_required or screen._dirty_widgets or screen._callbacks):
        return False
    screen._on_timer_update()
    return True


async def wait_for_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Wait until no callback is ready, nothing is to be painted and no thread pool works.

    It takes at least ``min_sleep`` and at most ``max_sleep`` seconds.
    """
    loop: Any = asyncio.get_running_loop()
    app = active_app.get(None)
    start = time.monotonic()
    quiet = 0
    while quiet < QUIET_LOOKS and time.monotonic() - start < max_sleep:
        await asyncio.sleep(0)
        busy = bool(loop._ready) or _CALLS.running or _lay_out(app)
        quiet = 0 if busy else quiet + 1
        await asyncio.sleep(GLANCE)
    if (left := min_sleep - (time.monotonic() - start)) > 0:
        await asyncio.sleep(left)


_pause = Pilot.pause


async def _pause_and_draw(pilot: Pilot[Any], delay: float | None = None) -> None:
    """Pause, then draw; a pause of some time does not wait until the app is idle."""
    await _pause(pilot, delay)
    if pilot.app._screen_stack and pilot.app.screen._compositor._dirty_regions:
        _draw(pilot.app.screen)


def install() -> None:
    """Let the pilot of this process wait this way."""
    textual.app.wait_for_idle = wait_for_idle
    textual.pilot.wait_for_idle = wait_for_idle
    pausing: Any = Pilot
    pausing.pause = _pause_and_draw
    drawing: Any = Screen
    drawing._compositor_refresh = _draw_when_idle
    pool: Any = ThreadPoolExecutor
    pool.submit = lambda self, /, *args, **options: _CALLS.submit(self, *args, **options)
