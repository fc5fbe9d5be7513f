"""The Settings pane: the matrix, the differences of a cell, and what is accepted of them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from arrtui.core.domain import SettingType
from arrtui.core.settings.model import MatrixCell, SettingStanding
from arrtui.runtime.services import Services
from arrtui.tui.panes.settings.differences import DifferencesScreen
from arrtui.tui.panes.settings.matrix import cell_text
from arrtui.tui.panes.settings.matrix_table import MatrixTable
from tests.features.guides.layouts import format_file, write_checkout
from tests.tui.estates import CONFIG, NOW, scene_services
from tests.tui.live import Screen, opened


@pytest.mark.parametrize(
    ("cell", "room", "text"),
    [
        (None, 11, "·"),
        (MatrixCell(), 11, "· none"),
        (MatrixCell(same=3), 11, "● same"),
        (MatrixCell(same=3, accepted=2), 12, "□ 2 meant so"),
        (MatrixCell(same=3, accepted=2), 11, "□ (2)"),
        (MatrixCell(untold="nothing is stored of radarr.4k"), 11, "○ untold"),
        (MatrixCell(differs=3, missing=2, only_here=1), 34, "▲ 3 differ, 2 missing, 1 only here"),
        (MatrixCell(differs=3, missing=2, only_here=1), 33, "▲ ~3 -2 +1"),
        (MatrixCell(differs=20, missing=12, only_here=10), 11, "▲ 42 differ"),
        (MatrixCell(differs=1, untold="two of this name"), 19, "▲ 1 differs, untold"),
        (MatrixCell(differs=1, untold="two of this name"), 18, "▲ ~1 ?"),
    ],
)
def test_a_cell_says_what_fits(cell: MatrixCell | None, room: int, text: str) -> None:
    assert cell_text(cell, room)[0] == text


async def matrix_of(screen: Screen) -> MatrixTable:
    """Show the pane, and return its table once it is read."""
    await screen.press("8")
    await screen.until(lambda: screen.app.main.query("#settings-table"))
    table = screen.app.main.query_one("#settings-table", MatrixTable)
    await screen.until(lambda: table.total_count)
    return table


async def differences_of(screen: Screen, kind: SettingType) -> DifferencesScreen:
    """Open the differences of a kind on the chosen instance."""
    table = await matrix_of(screen)
    assert table.move_to(kind.value)
    await screen.press("enter")
    await screen.until(lambda: screen.dialog == "DifferencesScreen")
    shown = screen.app.screen
    assert isinstance(shown, DifferencesScreen)
    await screen.until(lambda: shown.table.total_count)
    return shown


async def test_the_reference_and_the_instance_are_chosen_by_keys(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        table = await matrix_of(screen)
        assert table.chosen == "radarr.4k"
        assert table.rows[0].reference and table.rows[0].reference.same
        assert [row.words for row in table.rows if "sonarr.main" in row.cells] == ["custom formats", "tags"]
        await screen.press("right")
        assert table.chosen == "sonarr.main"
        await screen.press("less_than_sign", "less_than_sign")  # over the Lidarr
        await screen.until(lambda: "sonarr.anime" not in table.rows[0].cells)
        assert "radarr.main" in table.rows[0].cells
        assert "sonarr.main" in table.rows[3].cells, "of one kind of app all compare"


async def test_a_difference_is_meant_so_until_it_is_taken_back(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        shown = await differences_of(screen, SettingType.IMPORT_LIST)
        (before,) = shown.table.rows
        assert before.standing is SettingStanding.DIFFERS
        await screen.press("i")
        await screen.until(lambda: shown.table.rows[0].accepted)
        assert len(await services.settings.accepted()) == 1
        await screen.press("escape")
        table = await matrix_of(screen)
        await screen.until(lambda: table.cell and (table.cell.differs, table.cell.accepted) == (0, 1))
        await screen.press("enter")
        await screen.until(lambda: isinstance(screen.app.screen, DifferencesScreen))
        await screen.until(lambda: screen.app.screen.table.total_count)
        await screen.press("i")
        await screen.until(lambda: not screen.app.screen.table.rows[0].accepted)
        assert await services.settings.accepted() == frozenset()


async def test_a_guide_is_what_instances_compare_with(library: Path, tmp_path: Path) -> None:
    folder = write_checkout(tmp_path / "guide", broken=format_file("f-x", "Broken", specifications=[]))
    config = f'{CONFIG}\n[guides.mine]\nlayout = "trash"\npath = "{folder}"\n'
    with scene_services(library, tmp_path, config=config) as services:
        async with opened(services, clock=lambda: NOW) as screen:
            table = await matrix_of(screen)
            await screen.press("less_than_sign")
            await screen.until(lambda: table.rows[0].reference is None)
            assert "guide mine" in screen.text("#settings-line")
            assert table.chosen == "radarr.4k" and table.cell and table.cell.missing
            shown = await differences_of(screen, SettingType.CUSTOM_FORMAT)
            assert SettingStanding.MISSING in {row.standing for row in shown.table.rows}
            await screen.press("I")
            await screen.until(lambda: screen.dialog == "TextDialog")


async def test_what_is_the_same_shows_on_demand_and_what_shows_is_exported(
    services: Services, tmp_path: Path
) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        shown = await differences_of(screen, SettingType.NAMING)
        await screen.until(lambda: shown.table.rows)
        assert (shown.table.visible_count, "! lists" in shown.table.empty_filtered) == (0, True)
        await screen.press("escape")
        shown = await differences_of(screen, SettingType.QUALITY_PROFILE)
        differing = shown.table.visible_count
        await screen.press("exclamation_mark")
        assert shown.table.visible_count == shown.table.total_count > differing
        await screen.press("x")
        screen.app.screen.query_one("Input").value = str(tmp_path / "out.csv")
        await screen.press("enter")
        await screen.until(lambda: (tmp_path / "out.csv").exists() and screen.dialog == "DifferencesScreen")
        with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
            lines = list(csv.DictReader(file))
        assert {line["name"] for line in lines} == {row.name for row in shown.table.rows}


async def test_an_instance_compares_with_an_earlier_backup_of_itself(services: Services) -> None:
    async with opened(services, clock=lambda: NOW) as screen:
        await matrix_of(screen)
        await screen.press("at")
        await screen.until(lambda: screen.dialog == "SnapshotsDialog")
        await screen.press("down", "enter")
        await screen.until(lambda: isinstance(screen.app.screen, DifferencesScreen))
        shown = screen.app.screen
        assert isinstance(shown, DifferencesScreen)
        await screen.until(lambda: shown.table.total_count)
        assert (shown.left.instance, shown.right.snapshot_id) == ("radarr.4k", None)
        assert {row.standing for row in shown.table.rows} <= {SettingStanding.SAME, SettingStanding.UNTOLD}
