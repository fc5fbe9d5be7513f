"""Pictures in the terminal: in half blocks of the app's cells, or refused with a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from textual.widgets import Static

from arrtui.runtime.services import Services
from arrtui.tui.kit import incognito, pictures
from arrtui.tui.kit.disguising import toggle_incognito
from arrtui.tui.kit.pictures import PictureDialog, is_remote, show_picture
from tests.tui.estates import NOW
from tests.tui.live import Screen, opened

pytest.importorskip("textual_image")


@pytest.fixture
def poster(tmp_path: Path) -> Path:
    """Return an image, red above and blue below."""
    path = tmp_path / "poster.png"
    image = Image.new("RGB", (40, 60), (200, 0, 0))
    image.paste((0, 0, 200), (0, 30, 40, 60))
    image.save(path)
    return path


async def show(screen: Screen, path: Path) -> None:
    screen.app.run_worker(show_picture(screen.app, path, "Film: poster"))


def drawn(screen: Screen) -> set[tuple[str, str]]:
    """Return the colours of the picture's half blocks, above and below."""
    widget = screen.app.screen.query_one(Static)
    segments = [segment for strip in widget.render_lines(widget.size.region) for segment in strip]
    return {
        (segment.style.color.name, segment.style.bgcolor.name)
        for segment in segments
        if segment.text.startswith("▀") and segment.style and segment.style.color and segment.style.bgcolor
    }


async def test_a_picture_is_drawn_in_half_blocks_and_left(services: Services, poster: Path) -> None:
    async with opened(services, (80, 24), clock=lambda: NOW) as screen:
        await show(screen, poster)
        await screen.until(lambda: isinstance(screen.app.screen, PictureDialog))
        await screen.pilot.pause()
        widget = screen.app.screen.query_one(Static)
        assert widget.size.height * 2 == pytest.approx(widget.size.width * 1.5, abs=2)
        colours = {above for above, _ in drawn(screen)}
        assert {"#c80000", "#0000c8"} <= colours
        await screen.press("escape")
        assert not isinstance(screen.app.screen, PictureDialog)


@pytest.mark.parametrize("content", [b"", b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
async def test_what_is_no_image_is_a_sentence(services: Services, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(content)
    async with opened(services, clock=lambda: NOW) as screen:
        await show(screen, path)
        await screen.until(lambda: any("broken.jpg cannot be shown" in toast for toast in screen.toasts))


async def test_without_the_extra_it_is_said_how_to_get_it(
    services: Services, poster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str, *_args: Any) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(pictures, "import_module", missing)
    async with opened(services, clock=lambda: NOW) as screen:
        await show(screen, poster)
        await screen.until(lambda: any("arrtui[images]" in toast for toast in screen.toasts))


async def test_the_incognito_mode_shows_no_picture(services: Services, poster: Path) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        toggle_incognito(screen.app)
        await screen.until(incognito.is_on)
        await show(screen, poster)
        await screen.until(lambda: any("incognito mode" in toast for toast in screen.toasts))
        assert not isinstance(screen.app.screen, PictureDialog)
        toggle_incognito(screen.app)
        await screen.until(lambda: not incognito.is_on())


async def test_a_terminal_that_knows_sixels_gets_them_outside_of_the_app_but_not_over_ssh(
    services: Services, poster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renderables = pictures._ask_terminal()
    filled: list[Path] = []
    monkeypatch.setattr(renderables, "Image", renderables.SixelImage)
    monkeypatch.setattr(pictures, "_fill_terminal", lambda _app, _drawing, path, _title: filled.append(path))
    async with opened(services, clock=lambda: NOW) as screen:
        await show(screen, poster)
        await screen.until(lambda: filled == [poster])
        monkeypatch.setenv("SSH_CONNECTION", "10.0.0.2 50000 10.0.0.1 22")
        await show(screen, poster)
        await screen.until(lambda: isinstance(screen.app.screen, PictureDialog))
        assert filled == [poster]


def test_ssh_is_told_by_its_variables() -> None:
    assert is_remote({"SSH_TTY": "/dev/pts/1"})
    assert not is_remote({"SSH_TTY": "", "TERM": "xterm-kitty"})
