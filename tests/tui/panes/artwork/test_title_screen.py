"""A title with all its images and metadata."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from arrtui.core.artwork import ArtState
from arrtui.db.artwork import slots
from arrtui.runtime.services import Services
from arrtui.tui.panes.artwork.title_screen import ArtTitleScreen
from tests.tui.estates import CONFIG, NOW
from tests.tui.live import Screen, opened
from tests.tui.panes.artwork.scenes import MUSIC_CONFIG, artwork_services, asset_of, lay_out_music
from tests.tui.panes.artwork.test_pane import show_artwork


@pytest.fixture
def stored(library: Path, tmp_path: Path) -> Iterator[Services]:
    """Services with a cache of their own, in which artwork in every state is stored."""
    config = f'{CONFIG}\n[artwork]\ncache = "{tmp_path}/cache"\n'
    with artwork_services(library, tmp_path, config=config) as services:
        yield services


async def open_title(screen: Screen, text: str) -> ArtTitleScreen:
    """Open the first title that a filter leaves."""
    table = await show_artwork(screen)
    table.set_filter(text)
    await screen.press("g", "enter")
    await screen.until(lambda: isinstance(screen.app.screen, ArtTitleScreen))
    shown = screen.app.screen
    assert isinstance(shown, ArtTitleScreen)
    await screen.until(lambda: shown.table.total_count)
    return shown


async def test_images_seasons_and_metadata_are_listed_with_their_sources(stored: Services) -> None:
    async with opened(stored, (120, 40), clock=lambda: NOW) as screen:
        shown = await open_title(screen, "1917")
        lines = {line.key: line for line in shown.table.rows}
        poster = lines["", "poster"].slot
        assert poster is not None and poster.state is ArtState.PUBLISHED
        plot = lines["title", "plot"].field
        assert plot is not None and plot.source == "tmdb"
        await screen.until(lambda: "res 30/30" in shown.split.detail.plain)
        detail = shown.split.detail.plain
        assert detail.index("TMDB  2000x3000") < detail.index("680x1020")
        assert "did not answer" in detail
        await screen.press("escape")
        series = await open_title(screen, "parts>0 @sonarr.main")
        assert [line.part for line in series.table.rows if line.what == "poster"] == ["title", "s01", "s02"]


async def test_an_image_and_a_value_are_locked_and_unlocked(stored: Services) -> None:
    async with opened(stored, clock=lambda: NOW) as screen:
        shown = await open_title(screen, "1917")
        instance, external_id = shown._row.key
        await screen.press("a", "L")
        await screen.until(lambda: shown.table.get_row(("", "poster")).is_locked)
        assert shown.table.move_to(("title", "plot"))
        await screen.press("a", "L")
        await screen.until(lambda: shown.table.get_row(("title", "plot")).is_locked)
        locked = await stored.database.read(slots.locks, instance)
        assert locked[external_id] == {"poster", "field:plot"}
        await screen.press("a", "L")
        await screen.until(lambda: not shown.table.get_row(("title", "plot")).is_locked)


async def test_a_picture_is_drawn_from_the_cache_and_a_value_is_none(stored: Services) -> None:
    pytest.importorskip("textual_image")
    path = stored.artwork.titles.image_path(asset_of("poster"))
    path.parent.mkdir(parents=True)
    Image.new("RGB", (20, 30), (0, 90, 0)).save(path)
    async with opened(stored, clock=lambda: NOW) as screen:
        shown = await open_title(screen, "1917")
        await screen.press("p")
        await screen.until(lambda: screen.dialog == "PictureDialog")
        await screen.press("escape")
        assert shown.table.move_to(("title", "plot"))
        await screen.press("p")
        await screen.until(lambda: any("It is no image" in toast for toast in screen.toasts))


async def test_albums_of_an_artist_have_their_names_and_one_without_a_place_says_why(
    library: Path, tmp_path: Path
) -> None:
    with artwork_services(library, tmp_path, store=lay_out_music, config=MUSIC_CONFIG) as services:
        async with opened(services, (120, 40), clock=lambda: NOW) as screen:
            shown = await open_title(screen, "Silent")
            lines = [(line.part, line.what) for line in shown.table.rows]
            assert lines[:4] == [("title", kind) for kind in ("poster", "fanart", "banner", "clearlogo")]
            albums = ("Dawn at the Quay", "Nine Small Boats", "Loose Tracks")
            assert lines[4:10] == [(album, what) for album in albums for what in ("disc", "cover")]
            await screen.press("g", *["down"] * 9)
            await screen.until(lambda: "published nowhere" in shown.split.detail.plain)
            detail = shown.split.detail.plain
            assert "cover of Loose Tracks" in detail and "its files lie in the artist's folder" in detail
            await screen.press("a", "L")
            await screen.until(lambda: shown.table.rows[9].is_locked)
