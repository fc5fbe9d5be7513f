"""The Library pane as one uses it: by keys, over a real database."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from arrtui.core.domain import Item
from arrtui.core.errors import StorageError
from arrtui.db.database import Database
from arrtui.db.records import Listing
from arrtui.features.library.merge import TitleKey
from arrtui.tui.kit.dialogs.export import ExportDialog
from arrtui.tui.kit.dialogs.facets import FacetDialog, FacetTable
from arrtui.tui.kit.faceted_table import FacetLine
from arrtui.tui.panes.library.addresses import AddressDialog
from arrtui.tui.panes.library.lines import LibraryLine
from arrtui.tui.panes.library.series import SeriesScreen
from arrtui.tui.panes.library.title_detail import TitleDetailView, TitleScreen
from tests.features.library.estate import INSTANCES, store
from tests.tui.panes.library.harness import LibraryApp

MATRIX = TitleKey("radarr", "603")
SHOW = TitleKey("sonarr", "800")


async def until(condition: Callable[[], object], pilot: Pilot[None]) -> None:
    """Wait until something is so; a test that waits in vain fails."""
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)
    await pilot.pause()


async def ready(app: LibraryApp, pilot: Pilot[None]) -> None:
    await until(lambda: app.composed and app.pane.titles.total_count, pilot)


def line(app: LibraryApp, key: TitleKey) -> dict[str, str]:
    """What the table shows of a title, by column."""
    table = app.pane.titles
    title = table.get_row(key)
    assert title is not None

    def plain(cell: object) -> str:
        if isinstance(cell, list):
            return "".join(text for text, _ in cell)
        return cell[0] if isinstance(cell, tuple) else str(cell)

    return {column.key: plain(column.text(title)) for column in table.columns}


async def test_titles_show_where_they_are(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        assert app.pane.titles.total_count == 10
        matrix = line(app, MATRIX)
        assert (matrix["title"], matrix["radarr.main"]) == ("The Matrix", "● BD1080")
        assert (matrix["radarr.uhd"], matrix["sonarr.main"]) == ("● BD2160", "")
        show = line(app, SHOW)
        assert (show["sonarr.main"], show["sonarr.anime"]) == ("● 4/4", "○ 2/4")
        cells = {one: line(app, TitleKey("radarr", str(one)))["radarr.main"] for one in (604, 605, 606, 607)}
        assert cells == {604: "○ missing", 605: "· not out", 606: "□ WEB720", 607: "▲ DVD"}
        assert app.pane.titles.size.height >= 17


async def test_every_instance_has_a_column_and_further_ones_are_reached(small: Database) -> None:
    app = LibraryApp(small, INSTANCES | {f"radarr.x{n}": "radarr" for n in range(6)})
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        first = app.pane.titles.shown_instances
        assert first.names[0] == "radarr.main" and first.after > 0
        assert set(first.names) <= set(app.pane.titles.grid.keys)
        assert "6 not backed up yet" in app.pane.query_one(LibraryLine).render().plain
        for _ in range(8):
            await pilot.press("greater_than_sign")
        last = app.pane.titles.shown_instances
        assert last.names[-1] == "radarr.x5" and last.after == 0
        assert set(last.names) <= set(app.pane.titles.grid.keys)
        for _ in range(8):
            await pilot.press("less_than_sign")
        assert app.pane.titles.shown_instances == first


async def test_text_filters_by_any_name(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("slash", *"die")
        await until(lambda: app.pane.titles.visible_keys == [MATRIX], pilot)
        assert "1 of 10" in app.pane.query_one(LibraryLine).render().plain
        await pilot.press("escape")
        assert app.pane.titles.visible_count == 10


async def test_facets_narrow_at_once_and_are_told(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("f")
        dialog = app.screen
        assert isinstance(dialog, FacetDialog)
        table = dialog.query_one(FacetTable)
        assert table.move_to(("files", "missing"))
        await pilot.press("space")
        assert table.cursor_key == ("files", "missing")
        counts = {key: table.get_row(key).count for key in table.visible_keys}  # type: ignore[union-attr]
        assert counts["on", "radarr.main"] == 2
        assert table.move_to(("on", "radarr.main"))
        await pilot.press("space", "escape")
        keys = {key.external_id for key in app.pane.titles.visible_keys}  # type: ignore[attr-defined]
        assert keys == {"604", ""}
        facets = app.pane.query_one(FacetLine)
        assert facets.display and "Files missing" in facets.render().plain
        await pilot.press("F")
        assert app.pane.titles.visible_count == 10 and not facets.display


async def test_only_instances_of_the_kind_chosen_have_columns(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.select({"kind": frozenset({"series"})})
        await pilot.pause()
        assert app.pane.titles.shown_instances.names == ("sonarr.main", "sonarr.anime")


async def test_facets_that_leave_nothing_say_what_to_do(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.select({"kind": frozenset({"series"}), "on": frozenset({"radarr.main"})})
        await pilot.pause()
        assert app.pane.titles.visible_count == 0
        assert "F clears" in app.pane.titles.empty_filtered


async def test_all_episodes_in_one_table(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("v")
        await until(lambda: app.pane.episodes.total_count == 20, pilot)
        assert app.pane.episodes.has_focus and not app.pane.titles.display
        live = {binding.binding.id for binding in app.screen.active_bindings.values() if binding.enabled}
        assert {"library.detail", "library.export"} <= live and "library.clear-facets" not in live
        await pilot.press("slash", *"s02e05", "enter")
        assert app.pane.episodes.visible_count == 2
        await pilot.press("enter")
        assert isinstance(app.screen, SeriesScreen)
        await until(lambda: app.screen.episodes.cursor_key == (2, 5), pilot)  # type: ignore[attr-defined]
        await pilot.press("escape", "escape")
        await pilot.press("v")
        assert app.pane.titles.has_focus and app.pane.titles.display


async def test_sorting_by_a_column_without_room(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        assert "size" not in app.pane.titles.grid.keys
        await pilot.press("O")
        options = app.screen.query_one(OptionList)
        options.highlighted = [str(option.prompt).strip() for option in options.options].index("Size")
        await pilot.press("enter")
        assert app.pane.titles.sort.key == "size"
        assert app.pane.titles.visible_keys[0] == SHOW


async def test_a_refresh_keeps_cursor_marks_and_facets(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.select({"kind": frozenset({"movies"})})
        app.pane.titles.move_to(MATRIX)
        app.pane.titles.toggle_mark(MATRIX)

        def more() -> None:
            item = Item(id=70, external_id="1", title="A New One", sort_title="a new one")
            store("radarr.main", [item], {70: Listing("a")})

        await app.services.database.write(more)
        app.pane.snapshots_taken({"radarr.main"})
        await until(lambda: app.pane.titles.total_count == 11, pilot)
        assert app.pane.titles.cursor_key == MATRIX
        assert app.pane.titles.marked == [MATRIX]
        assert app.pane.titles.visible_count == 9
        assert "1 marked" in app.pane.query_one(LibraryLine).render().plain


async def test_a_hidden_pane_reads_when_it_is_shown(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.display = False
        before = len(app.services.reads)
        app.pane.snapshots_taken({"radarr.main"})
        await pilot.pause(0.1)
        assert len(app.services.reads) == before
        app.pane.display = True
        app.pane.shown()
        await until(lambda: len(app.services.reads) > before, pilot)


async def test_a_failed_read_is_told_and_what_was_shown_stays(
    small: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)

        async def fail(*_: object, **__: object) -> None:
            raise StorageError("reading the database", why="the disk is gone")

        monkeypatch.setattr(app.services, "read", fail)
        await pilot.press("r")
        await until(lambda: any("the disk is gone" in said for said in app.said), pilot)
        assert app.pane.titles.total_count == 10


async def test_nothing_stored_says_what_to_do(empty: Database) -> None:
    app = LibraryApp(empty)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: "Nothing is backed up yet" in app.pane.titles.empty, pilot)
        await pilot.press("B")
        assert app.services.backups == 1
        assert any("4 backups queued" in said for said in app.said)


async def test_no_instance_says_what_to_do(empty: Database) -> None:
    app = LibraryApp(empty, {})
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: "No instance is configured" in app.pane.titles.empty, pilot)
        assert "Press 1 for the Estate pane" in app.pane.titles.empty


async def test_reload_says_how_old_the_data_is(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("r")
        await until(lambda: app.said, pilot)
        assert app.said == ["Read again from the database, backed up 2 h ago."]


async def test_the_detail_follows_the_cursor_where_there_is_room(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(140, 40)) as pilot:
        await ready(app, pilot)
        detail = app.pane.query_one(TitleDetailView)
        await until(lambda: detail.display, pilot)
        app.pane.titles.move_to(MATRIX)
        await until(lambda: "The Matrix (1991)" in detail.plain, pilot)
        await pilot.press("tab")
        assert detail.has_focus
        await pilot.press("escape")
        assert app.pane.titles.has_focus
        app.pane.titles.move_to(SHOW)
        await until(lambda: "The Show (2001)" in detail.plain, pilot)
        await pilot.resize_terminal(80, 24)
        await until(lambda: not detail.display, pilot)


async def test_enter_opens_and_esc_comes_back_to_the_same_row(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(MATRIX)
        await pilot.press("enter")
        assert isinstance(app.screen, TitleScreen)
        detail = app.screen.query_one(TitleDetailView)
        await until(lambda: "radarr.uhd" in detail.plain, pilot)
        await pilot.press("escape")
        assert app.pane.titles.cursor_key == MATRIX and app.pane.titles.has_focus


async def test_addresses_are_shown_and_copied(small: Database) -> None:
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.titles.move_to(MATRIX)
        await pilot.press("y")
        assert app.copied == ["http://radarr.main:80/base/movie/603"]
        await pilot.press("o")
        assert isinstance(app.screen, AddressDialog)
        await pilot.press("j", "y")
        assert app.copied[1:] == ["http://radarr.uhd:80/base/movie/603"]
        await pilot.press("escape")
        app.pane.titles.move_to(SHOW)
        await pilot.press("y")
        assert app.copied[2:] == ["http://sonarr.main:80/base/series/show"]


async def test_the_rows_shown_are_exported(
    small: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        app.pane.select({"on": frozenset({"radarr.uhd"})})
        await pilot.press("x")
        assert isinstance(app.screen, ExportDialog)
        await pilot.press("enter")
        path = tmp_path / "arrtui-titles.csv"
        await until(lambda: any("5 lines written" in said for said in app.said), pilot)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert {row["title"] for row in csv.DictReader(file)} == {
            "The Matrix",
            "Die Matrix",
            "No Id",
            "Amélie",
        }


async def test_an_export_replaces_a_file_only_when_asked_twice(
    small: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "arrtui-titles.csv"
    path.write_text("mine")
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("x", "enter")
        assert isinstance(app.screen, ExportDialog) and path.read_text() == "mine"
        app.screen.query_one(Input).value = str(tmp_path / "no" / "such.csv")
        await pilot.press("enter")
        assert isinstance(app.screen, ExportDialog)
        app.screen.query_one(Input).value = path.name
        await pilot.press("enter", "enter")
        await until(lambda: any("written" in said for said in app.said), pilot)
    assert path.read_text(encoding="utf-8-sig").startswith("kind,")


async def test_an_export_that_cannot_be_written_is_told(small: Database, tmp_path: Path) -> None:
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    app = LibraryApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(app, pilot)
        await pilot.press("x")
        app.screen.query_one(Input).value = str(tmp_path / ("x" * 300))
        await pilot.press("enter")
        assert isinstance(app.screen, ExportDialog)
        assert "no name of a file" in str(app.screen.query_one("#export-fault", Static).content)
        app.screen.query_one(Input).value = str(loop)
        await pilot.press("enter")
        await until(lambda: any("loop.csv" in said and "circle" in said for said in app.said), pilot)
