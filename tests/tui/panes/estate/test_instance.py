"""Adding and editing an instance: what is wrong is said, and what is wrong is not saved."""

from __future__ import annotations

import socket
import tomllib
from typing import Any

from textual.widgets import Button, Input

from arrtui.core.apps import Kind
from arrtui.core.config import MASK, load_config
from arrtui.tui.kit.choice import Choice
from tests.tui.live import Live, Screen, opened


def free_port() -> int:
    """Return a port nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


async def open_editor(screen: Screen, *keys: str) -> None:
    """Open the editor, for a new instance unless keys are given."""
    await screen.press(*(keys or ("a", "a")))
    await screen.until(lambda: screen.dialog == "InstanceDialog")


async def fill(screen: Screen, live: Live, name: str, **other: str) -> None:
    """Type what belongs to an instance of the estate, except for what is given otherwise."""
    app = live.estate.apps[name]
    if app.kind == "sonarr":
        await screen.press("shift+tab", "right")
    for field, text in {"label": "new", "url": app.url, "api_key": app.api_key, **other}.items():
        await screen.type(field, text)


async def saved(screen: Screen) -> None:
    """Wait until a new instance is saved, and decline its first backup."""
    await screen.until(lambda: screen.dialog == "ConfirmDialog")
    await screen.press("n")
    await screen.until(lambda: screen.dialog == "MainScreen")


def result(screen: Screen) -> str:
    return screen.text("#result")


def save_label(screen: Screen) -> str:
    return str(screen.app.screen.query_one("#save", Button).label)


def names(live: Live) -> list[str]:
    return [instance.name for instance in load_config(live.path, env={}).instances]


async def test_an_instance_is_added_and_asked_at_once(live: Live) -> None:
    live.keep("radarr.main")
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await fill(screen, live, "sonarr.anime")
        await screen.press("ctrl+s")
        await saved(screen)
        assert names(live) == ["radarr.main", "sonarr.new"]
        await screen.until(lambda: screen.view("sonarr.new").row.state == "up")
        assert live.path.stat().st_mode & 0o777 == 0o600
        assert live.path.with_name("config.toml.1.bak").exists()


async def test_a_wrong_key_is_said_and_nothing_is_saved(live: Live) -> None:
    before = live.path.read_bytes()
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await fill(screen, live, "radarr.main", api_key="0" * 32)
        await screen.press("ctrl+s")
        await screen.until(lambda: "Asking" not in result(screen) and result(screen))
        assert "key" in result(screen)
        assert result(screen).startswith("radarr.new")
        assert live.path.read_bytes() == before
        assert screen.dialog == "InstanceDialog"


async def test_an_unreachable_host_is_said_and_saved_only_on_insisting(live: Live) -> None:
    before = live.path.read_bytes()
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await fill(screen, live, "radarr.main", url=f"http://127.0.0.1:{free_port()}")
        await screen.press("ctrl+s")
        await screen.until(lambda: "anyway" in save_label(screen))
        assert "nothing listens" in result(screen)
        assert live.path.read_bytes() == before
        await screen.press("ctrl+s")
        await saved(screen)
        assert "radarr.new" in names(live)


async def test_what_is_typed_after_a_failed_test_is_tested_again(live: Live) -> None:
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await fill(screen, live, "radarr.main", api_key="0" * 32)
        await screen.press("ctrl+s")
        await screen.until(lambda: "anyway" in save_label(screen))
        await screen.type("api_key", "1" * 32)
        assert "anyway" not in save_label(screen)
        await screen.press("ctrl+s")
        await screen.until(lambda: "anyway" in save_label(screen))
        assert "radarr.new" not in names(live)


async def test_the_base_the_app_names_is_taken_over(live: Live) -> None:
    app = live.estate.apps["sonarr.anime"]
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await fill(screen, live, "sonarr.anime", url=f"http://127.0.0.1:{app.port}")
        await screen.press("ctrl+t")
        await screen.until(lambda: screen.app.screen.has_class("-base"))
        assert app.url_base in str(screen.app.screen.query_one("#base", Button).label)
        await screen.press("ctrl+b")
        assert screen.app.screen.query_one("#url", Input).value == app.url
        await screen.until(lambda: "answered in" in result(screen))
        assert not screen.app.screen.has_class("-base")


async def test_the_other_app_is_recognised(live: Live) -> None:
    async with opened(live.services()) as screen:
        await open_editor(screen)
        sonarr = live.estate.apps["sonarr.main"]
        await fill(screen, live, "radarr.main", url=sonarr.url, api_key=sonarr.api_key)
        await screen.press("ctrl+t")
        await screen.until(lambda: "Sonarr" in result(screen))
        assert screen.dialog == "InstanceDialog"


async def test_faults_show_as_they_are_typed_but_not_before(live: Live) -> None:
    async with opened(live.services()) as screen:
        await open_editor(screen)
        assert not screen.app.screen.query("Field.-wrong")
        await screen.press("tab", *"ftp://nas")
        wrong = screen.app.screen.query("Field.-wrong")
        assert len(wrong) == 1
        assert "http://" in str(wrong.first().query_one(".message").render())
        await screen.type("url", "http://nas:7878")
        assert not screen.app.screen.query("Field.-wrong")


async def test_an_address_is_completed_by_what_people_leave_out(live: Live) -> None:
    async with opened(live.services()) as screen:
        await open_editor(screen)
        url = screen.app.screen.query_one("#url", Input)
        await screen.press("tab", *"nas", "tab")
        await screen.until(lambda: url.value == "http://nas:7878")
        assert not screen.app.screen.query("Field.-wrong")
        url.focus()
        await screen.type("url", "nas:8989")
        await screen.press("tab")
        await screen.until(lambda: url.value == "http://nas:8989")
        assert screen.app.screen.query_one(Choice).value == "sonarr"


async def test_the_cursor_is_on_what_was_added_and_its_first_backup_is_a_key_away(live: Live) -> None:
    live.keep("radarr.4k", "sonarr.anime")
    async with opened(live.services()) as screen:
        await open_editor(screen)
        app = live.estate.apps["radarr.main"]
        assert screen.app.screen.query_one("#label", Input).value == "main"
        await screen.press(*app.url.removeprefix("http://"), "enter", *app.api_key, "enter")
        await screen.until(lambda: screen.dialog == "ConfirmDialog")
        assert screen.estate.cursor_row is not None
        assert screen.estate.cursor_row.name == "radarr.main"
        await screen.press("enter")
        await screen.until(lambda: screen.view("radarr.main").row.complete_at)


async def test_what_is_edited_is_not_backed_up_unasked(live: Live) -> None:
    async with opened(live.services()) as screen:
        await open_editor(screen, "e")
        await screen.type("timeout", "12")
        await screen.press("ctrl+s")
        await screen.until(lambda: screen.dialog == "MainScreen")
        assert all(job.kind != "backup" for job in screen.jobs)


async def test_saving_what_is_incomplete_leads_to_the_first_fault(live: Live) -> None:
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await screen.press("tab", "tab", "ctrl+s")
        assert len(screen.app.screen.query("Field.-wrong")) == 3
        focused = screen.app.focused
        assert focused is not None
        assert focused.id in ("label", "url", "api_key")
        assert "to correct" in result(screen)


async def test_a_taken_name_is_refused(live: Live) -> None:
    before = live.path.read_bytes()
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await fill(screen, live, "radarr.main", label="4k")
        await screen.press("ctrl+s")
        await screen.until(lambda: "is there already" in result(screen))
        assert live.path.read_bytes() == before


async def test_a_name_with_dots_is_refused_at_its_field(live: Live) -> None:
    before = live.path.read_bytes()
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await fill(screen, live, "radarr.main", label="my.radarr", url="n a s")
        assert [field.id for field in screen.app.screen.query("Field.-wrong Input")] == ["label", "url"]
        await screen.press("ctrl+s")
        focused = screen.app.focused
        assert focused is not None
        assert focused.id == "label"
        assert live.path.read_bytes() == before


async def test_comments_stay_when_an_instance_is_edited_and_the_theme_changed(live: Live) -> None:
    live.path.write_text(f"# my estate\n{live.path.read_text()}# the end\n")
    async with opened(live.services()) as screen:
        await screen.press("down")
        await open_editor(screen, "e")
        await screen.type("label", "uhd")
        await screen.press("ctrl+s")
        await screen.until(lambda: screen.dialog == "MainScreen")
        await screen.press("T", "down", "enter")
        await screen.until(lambda: "theme" in live.path.read_text())
    lines = live.path.read_text().splitlines()
    assert (lines[0], lines[-2:]) == ("# my estate", ["# the end", 'theme = "light"'])
    assert "uhd" in tomllib.loads(live.path.read_text())["radarr"]


def table(live: Live, kind: str, label: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(live.path.read_text())[kind][label]
    return found


async def test_editing_shows_no_secret_and_keeps_them(live: Live) -> None:
    live.path.write_text(
        live.path.read_text().replace("[radarr.4k]", '[radarr.4k]\nheaders = { "X-Door" = "open sesame" }', 1)
    )
    key = table(live, "radarr", "4k")["api_key"]
    async with opened(live.services()) as screen:
        await screen.press("down")
        await open_editor(screen, "e")
        field = screen.app.screen.query_one("#api_key", Input)
        assert field.value == ""
        assert field.placeholder == "unchanged"
        assert field.password
        typed = "".join(line for line in screen.app.export_screenshot().splitlines())
        assert key not in typed
        assert "sesame" not in typed
        assert MASK in typed
        await screen.type("timeout", "12")
        await screen.press("ctrl+s")
        await screen.until(lambda: screen.dialog == "MainScreen")
        after = table(live, "radarr", "4k")
        assert (after["api_key"], after["headers"], after["timeout"]) == (key, {"X-Door": "open sesame"}, 12)


async def test_editing_can_rename(live: Live) -> None:
    async with opened(live.services()) as screen:
        await screen.press("down")
        await open_editor(screen, "e")
        await screen.type("label", "uhd")
        await screen.press("ctrl+s")
        await screen.until(lambda: screen.dialog == "MainScreen")
        assert names(live) == ["radarr.main", "radarr.uhd", "sonarr.main", "sonarr.anime", "lidarr.main"]


async def test_the_typed_key_can_be_revealed(live: Live) -> None:
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await screen.type("api_key", "abc123")
        assert screen.app.screen.query_one("#api_key", Input).password
        await screen.press("ctrl+r")
        assert not screen.app.screen.query_one("#api_key", Input).password


async def test_leaving_saves_nothing(live: Live) -> None:
    before = live.path.read_bytes()
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await fill(screen, live, "radarr.main")
        await screen.press("escape")
        assert screen.dialog == "MainScreen"
        assert live.path.read_bytes() == before


async def test_a_file_that_cannot_be_written_is_said(live: Live) -> None:
    async with opened(live.services()) as screen:
        await open_editor(screen)
        await fill(screen, live, "radarr.main")
        live.path.write_text(live.path.read_text() + "# changed by somebody else\n")
        before = live.path.read_bytes()
        await screen.press("ctrl+s")
        await screen.until(lambda: "Nothing was changed" in result(screen) or "changed" in result(screen))
        assert screen.dialog == "InstanceDialog"
        assert live.path.read_bytes() == before


async def test_the_address_that_is_hinted_at_is_that_of_the_app_chosen(live: Live) -> None:
    async with opened(live.services()) as screen:
        await open_editor(screen)
        url, app = screen.app.screen.query_one("#url", Input), screen.app.screen.query_one(Choice)
        for kind in Kind:
            app.choose(kind.value)
            await screen.until(lambda kind=kind: url.placeholder.endswith(f":{kind.app.port}"))


async def test_apps_on_known_hosts_are_filled_in_one_after_another(live: Live) -> None:
    async with opened(live.services()) as screen:

        async def find() -> list[tuple[Kind, str]]:
            return [(Kind.SONARR, "http://nas:8989"), (Kind.RADARR, "http://nas/radarr")]

        screen.services.trials.find_instances = find  # type: ignore[method-assign]
        await open_editor(screen)
        url, app = screen.app.screen.query_one("#url", Input), screen.app.screen.query_one(Choice)
        await screen.press("ctrl+f")
        await screen.until(lambda: (app.value, url.value) == ("sonarr", "http://nas:8989"))
        await screen.press("ctrl+f")
        await screen.until(lambda: (app.value, url.value) == ("radarr", "http://nas/radarr"))
