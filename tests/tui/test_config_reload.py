"""The configuration file changed under a running app: taken over, or refused and mended in the editor."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from arrtui.core.events import ConfigChanged
from arrtui.runtime import config_watch
from arrtui.tui.app import ArrtuiApp
from arrtui.tui.config_dialog import ConfigDialog
from arrtui.tui.kit.top_line import TopLine
from tests.tui.live import QUIET, Live, Screen, opened

NAMES = ["radarr.main", "radarr.4k", "sonarr.main", "sonarr.anime", "lidarr.main"]
OTHERS = [*NAMES[:3], "sonarr.second", "lidarr.main"]
"""With another name for the second Sonarr."""


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the file often."""
    monkeypatch.setattr(config_watch, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(config_watch, "SETTLE_SECONDS", 0.05)


@contextlib.contextmanager
def same_terminal(*_args: Any) -> Iterator[None]:
    """Hand nothing over: there is no terminal."""
    yield


def shown(screen: Screen) -> list[str]:
    """Return the instances the Estate pane lists."""
    return [view.name for view in screen.estate.rows_shown]


def top(screen: Screen) -> str:
    return str(screen.app.main.query_one(TopLine).render())


async def test_instances_keys_theme_and_modes_follow_the_file(live: Live) -> None:
    text = live.path.read_text()
    async with opened(live.services()) as screen:
        assert shown(screen) == NAMES
        added = text.replace("[sonarr.anime]", "[sonarr.second]").replace(
            QUIET,
            '\n# mine\n[ui]\nrefresh_minutes = 0\nread_only = true\ntheme = "light"\n'
            '[keys]\n"app.quit" = "f9"\n',
        )
        live.path.write_text(added)
        await screen.until(lambda: shown(screen) == OTHERS)
        assert "read-only" in top(screen)
        assert screen.app.theme == "arrtui-light"
        assert any(
            active.binding.id == "app.quit"
            for key, active in screen.app.active_bindings.items()
            if key == "f9"
        )
        await screen.press("B")
        await screen.until(
            lambda: (
                len([job for job in screen.jobs if job.kind == "backup" and job.state.finished])
                == len(OTHERS)
            )
        )
        assert {job.instance for job in screen.jobs if job.kind == "backup"} == {*OTHERS}
        await screen.services.config_file.save_theme("dark")
        assert "# mine" in live.path.read_text(), "comments of the file that was taken over are kept"
        live.path.write_text(text)
        await screen.until(lambda: shown(screen) == NAMES)
        assert "read-only" not in top(screen)


async def test_a_changed_address_gets_a_new_client_and_a_changed_schedule_is_followed(live: Live) -> None:
    async with opened(live.services()) as screen:
        services = screen.services
        await screen.press("t")
        await screen.until(lambda: any(job.kind == "check" and job.state.finished for job in screen.jobs))
        before = services.clients.get(services.config.instance("radarr.main"))
        schedules = services.standing._tasks["schedules"]
        assert schedules.done()
        text = live.path.read_text().replace("[radarr.main]", "[radarr.main]\ntimeout = 7", 1)
        live.path.write_text(text + '\n[backup]\nschedule = "@daily"\n')
        await screen.until(lambda: not services.standing._tasks.get("schedules", schedules).done())
        after = services.clients.get(services.config.instance("radarr.main"))
        assert after is not before
        assert after.config.timeout == 7


async def test_a_wrong_file_is_refused_with_every_fault_and_mended_in_the_editor(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = live.path.read_text()
    wrong = good.replace(QUIET, '\n[ui]\nrefresh_minutes = -5\ntheme = "pink"\n')
    mended, seen = tmp_path / "mended.toml", tmp_path / "seen"
    mended.write_text(good + "# by hand\n")
    editor = tmp_path / "vi"
    editor.write_text(
        f"#!{sys.executable}\nimport shutil, sys\nopen({str(seen)!r}, 'w').write(sys.argv[1])\n"
        f"shutil.copy({str(mended)!r}, sys.argv[2])\n"
    )
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(ArrtuiApp, "suspend", same_terminal)
    async with opened(live.services()) as screen:
        live.path.write_text(wrong)
        await screen.until(lambda: screen.dialog == "ConfigDialog")
        dialog = screen.app.screen
        assert isinstance(dialog, ConfigDialog)
        assert {problem.path for problem in dialog.problems} == {"ui.refresh_minutes", "ui.theme"}
        assert screen.services.config.ui.theme == "dark"
        assert "config: 2 faults" in top(screen)
        assert shown(screen) == NAMES
        await screen.press("e")
        await screen.until(lambda: screen.dialog == "MainScreen")
        lines = wrong.splitlines()
        line = int(seen.read_text().removeprefix("+"))
        assert lines[line - 1].partition(" ")[0] in ("refresh_minutes", "theme")
        await screen.until(lambda: "config:" not in top(screen))
        assert screen.services.config_fault is None


async def test_a_file_written_in_two_steps_is_read_when_it_is_whole(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = live.path.read_text().replace("[sonarr.anime]", "[sonarr.second]")
    half = text[: text.index("[sonarr.second]")]
    steps: list[str] = []
    look = config_watch.stamp_of

    def write_and_look(path: Path) -> config_watch.FileStamp | None:
        if steps:
            path.write_text(steps.pop(0))
        return look(path)

    monkeypatch.setattr(config_watch, "stamp_of", write_and_look)
    async with opened(live.services()) as screen:
        taken: list[list[str]] = []
        services = screen.services
        services.bus.subscribe(lambda _: taken.append(services.config.instance_names()), ConfigChanged)
        steps += [half, text]
        await screen.until(lambda: "sonarr.second" in shown(screen))
        assert taken == [OTHERS]


async def test_a_file_that_is_gone_takes_nothing_away(live: Live) -> None:
    async with opened(live.services()) as screen:
        kept = live.path.read_bytes()
        await screen.until(lambda: screen.services._watching is not None)
        await screen.services.follow_config()
        live.path.unlink()
        await screen.services.follow_config()
        assert screen.services.config_fault is not None
        assert [instance.name for instance in screen.services.config.instances] == NAMES
        live.path.write_bytes(kept)
        await screen.services.follow_config()
        assert screen.services.config_fault is None


async def test_another_database_waits_for_the_next_start(live: Live) -> None:
    async with opened(live.services()) as screen:
        database = screen.services.config.database
        live.path.write_text(
            live.path.read_text().replace("arrtui.db", "other.db")
            + tomli_w.dumps({"apply": {"wait_minutes": 3}})
        )
        await screen.until(lambda: screen.services.config.apply.wait_minutes == 3)
        assert screen.services.config.database == database
        await screen.until(lambda: any("next start" in toast for toast in screen.toasts))
