"""Another image for a kind: chosen among candidates, imported from a path, or left to the phases again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from arrtui.core.artwork import ArtCandidate
from arrtui.media.images import ImageRefusedError
from arrtui.runtime.services import Services
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.panes.artwork.table import ArtTable
from tests.media.pictures import draw
from tests.tui.estates import CONFIG, NOW
from tests.tui.live import Screen, opened
from tests.tui.panes.artwork.scenes import artwork_services
from tests.tui.panes.artwork.test_pane import show_artwork


@pytest.fixture
def stored(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Services with a cache of their own, in which artwork in every state is stored."""
    config = f'{CONFIG}\n[artwork]\ncache = "{tmp_path}/cache"\n'
    with artwork_services(library, tmp_path, config=config) as services:
        yield services


async def show_first(screen: Screen, text: str) -> ArtTable:
    """Show the pane with the cursor on the first title that a filter leaves."""
    table = await show_artwork(screen)
    table.set_filter(text)
    await screen.press("g")
    return table


async def give_path(screen: Screen, path: Path) -> None:
    await screen.press("a", "i")
    await screen.until(lambda: screen.dialog == "ImagePathDialog")
    await screen.type("path", str(path))
    await screen.press("enter")


async def test_a_candidate_is_taken_whatever_its_score(
    stored: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[tuple[Any, ...]] = []

    async def choose(*target: Any) -> None:
        chosen.append(target)

    monkeypatch.setattr(stored.artwork.choosing, "choose", choose)
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_first(screen, "1917")
        key = table.cursor_key
        await screen.press("e")
        await screen.until(lambda: screen.dialog == "ArtCandidatesDialog")
        await screen.press("down", "down", "enter")
        await screen.until(lambda: chosen)
        assert chosen == [(*key, "poster", "https://app.example/680.jpg")]
        await screen.press("right", "e")
        await screen.until(lambda: any("No candidate" in toast for toast in screen.toasts))


async def test_an_image_of_ones_own_fills_a_kind_and_is_left_to_the_phases_again(
    stored: Services, tmp_path: Path
) -> None:
    path = tmp_path / "mine.png"
    Image.new("RGB", (200, 300), (9, 9, 90)).save(path)
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_first(screen, "@radarr.main poster:nothing -locked")
        key = table.cursor_key
        await give_path(screen, path)
        table.set_filter("")
        await screen.until(lambda: "import" in table.get_row(key).providers)
        title = await stored.artwork.titles.title(*key)
        choice, asset = title.slot("poster").choice, title.slot("poster").asset
        assert choice is not None and choice.by_owner
        assert asset is not None and stored.artwork.titles.image_path(asset).read_bytes() == path.read_bytes()
        assert table.move_to(key)
        await screen.press("a", "x")
        await screen.until(lambda: not table.get_row(key).providers)


@pytest.mark.parametrize("content", [None, b"", b"<svg onload='alert(1)'/>", b"<html>"])
async def test_what_is_no_image_is_refused_with_a_sentence(
    stored: Services, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "../../etc/none.jpg" if content is None else tmp_path / "mine.png"
    if content is not None:
        path.write_bytes(content)
    async with opened(stored, clock=lambda: NOW) as screen:
        table = await show_first(screen, "@radarr.main poster:nothing -locked")
        before = len(screen.toasts)
        await give_path(screen, path)
        await screen.until(lambda: len(screen.toasts) > before)
        assert "import" not in table.cursor_row.providers


@pytest.mark.parametrize("keys", [("a", "i"), ("e",)])
async def test_a_locked_kind_takes_no_image_and_is_not_asked_for_one(
    stored: Services, keys: tuple[str, ...]
) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        await show_first(screen, "locked:banner")
        await screen.press(*keys)
        await screen.until(lambda: any("a, then L, unlocks" in toast for toast in screen.toasts))
        assert screen.dialog == "MainScreen"


async def test_a_candidate_is_drawn_before_it_is_taken(
    stored: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("textual_image")
    fetched: list[str] = []

    async def preview(_instance: str, candidate: ArtCandidate) -> bytes:
        fetched.append(candidate.address)
        if len(fetched) > 1:
            raise ImageRefusedError("looking at an image", why="it is SVG")
        return draw()

    monkeypatch.setattr(stored.artwork.choosing, "preview", preview)
    async with opened(stored, clock=lambda: NOW) as screen:
        await show_first(screen, "1917")
        await screen.press("e")
        await screen.until(lambda: screen.dialog == "ArtCandidatesDialog")
        await screen.press("down", "down", "p")
        await screen.until(lambda: screen.dialog == "PictureDialog")
        assert fetched == ["https://app.example/680.jpg"]
        await screen.press("escape")
        await screen.until(lambda: screen.dialog == "ArtCandidatesDialog")
        await screen.press("p")
        await screen.until(lambda: any("it is SVG" in toast for toast in screen.toasts))
        assert screen.dialog == "ArtCandidatesDialog"
        assert "enter takes it" in str(screen.app.screen.query_one(DialogPanel).border_subtitle)
