"""Keys that arrive at once land where they would land typed slowly."""

from __future__ import annotations

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from arrtui.runtime.services import Services
from arrtui.tui.key_parser import KeyParser, word_move
from tests.tui.estates import NOW
from tests.tui.live import Screen, opened

NAMES = {"\r": "enter", "\x1b": "escape", " ": "space"}


def burst(screen: Screen, text: str) -> None:
    """Send keys as the terminal sends a packet: all of them before the app has seen one."""
    for character in text:
        key = NAMES.get(character) or _character_to_key(character)
        screen.app.post_message(events.Key(key, character))


async def test_what_follows_a_slash_is_typed_into_the_filter(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        burst(screen, "/anime")
        await screen.until(lambda: screen.app.screen.query_one("FilterBar Input", Input).value == "anime")
        burst(screen, "\r\x1b/q")
        await screen.until(lambda: screen.app.screen.query_one("FilterBar Input", Input).value == "q")


async def test_an_opened_screen_gets_the_next_key(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        burst(screen, "2")
        await screen.until(lambda: screen.app.main.query("#library"))
        await screen.until(lambda: screen.app.main.pane.table.visible_count)
        burst(screen, "\rd")
        await screen.until(lambda: screen.dialog == "TitleScreen")
        burst(screen, "o")
        await screen.until(lambda: screen.dialog == "AddressDialog")
        burst(screen, "\x1b\x1b\x1b6fa")
        await screen.until(lambda: screen.dialog == "MainScreen" and " all 9 " in screen.text("#jobs-shown"))


async def test_a_menu_and_the_dialog_behind_it_get_their_keys(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        burst(screen, "aaname-of-it")
        await screen.until(lambda: screen.dialog == "InstanceDialog")
        await screen.until(
            lambda: (
                [field.value for field in screen.app.screen.query("#label").results(Input)] == ["name-of-it"]
            )
        )


async def test_what_is_pasted_waits_for_the_field(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        burst(screen, "/")
        screen.app.post_message(events.Paste("anime"))
        burst(screen, "x")
        await screen.until(lambda: screen.app.screen.query_one("FilterBar Input", Input).value == "animex")


async def test_keys_work_again_after_one_was_due_while_the_terminal_was_too_small(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [False]
    dropped: list[bool] = []

    def is_too_small(_app: object) -> bool:
        dropped.extend(filter(None, answers))
        return answers[0]

    monkeypatch.setattr("arrtui.tui.app.is_too_small", is_too_small)
    async with opened(services, clock=lambda: NOW) as screen:
        burst(screen, "2a6")
        screen.app.call_later(lambda: answers.__setitem__(0, True))
        await screen.until(lambda: len(dropped) >= 2)
        answers[0] = False
        burst(screen, "6")
        await screen.until(lambda: screen.app.main.query("#jobs"))


async def test_escape_and_b_or_f_move_by_a_word_only_where_one_types(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        burst(screen, "/radarr ma")
        field = screen.app.screen.query_one("FilterBar Input", Input)
        await screen.until(lambda: field.value == "radarr ma")
        screen.app.post_message(word_move("\x1bb"))
        await screen.until(lambda: field.cursor_position == len("radarr "))
        burst(screen, "\r6?")
        await screen.until(lambda: screen.dialog == "HelpDialog")
        screen.app.post_message(word_move("\x1bf"))
        await screen.until(lambda: screen.dialog == "KeyMenu")


@pytest.mark.parametrize(
    ("packet", "keys"),
    [
        ("\x1b6", ["escape", "6"]),
        ("\x1b0", ["escape", "0"]),
        ("\x1bq", ["escape", "q"]),
        ("\x1bG", ["escape", "G"]),
        ("\x1bb", ["ctrl+left"]),
        ("\x1b/4k", ["escape", "slash", "4", "k"]),
        ("\x1b\x1b6", ["escape", "escape", "6"]),
        ("\x1b[B6", ["down", "6"]),
        ("\x1b[3~", ["delete"]),
        ("\x1b", ["escape"]),
    ],
)
def test_escape_and_a_key_in_one_packet_are_two_keys(packet: str, keys: list[str]) -> None:
    parser = KeyParser()
    parsed = [*parser.feed(packet)]
    while not parsed or len(parsed) < len(keys):
        parsed += parser.tick()  # what may go on is cut off after a delay
    assert [event.key for event in parsed if isinstance(event, events.Key)] == keys
