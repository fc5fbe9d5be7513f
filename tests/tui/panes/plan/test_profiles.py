"""Plans of artists: editing their metadata profile, with what that costs, and what is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arrtui.core.apps import METADATA, QUALITY
from arrtui.features.sync.model import (
    Entry,
    EntrySubject,
    LeftOut,
    Op,
    Plan,
    PlanKind,
    PlannedEntry,
    Why,
    entry_key,
)
from arrtui.features.sync.review import Choices, OpenPlan
from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.plan.dialog_entry import EntryDialog
from arrtui.tui.panes.plan.edits import editable_fields
from tests.tui.panes.sync.fakes import FakeServices
from tests.tui.panes.sync.harness import sync_opened

NAME, COST = "lidarr.main", "The next refresh deletes 2 albums without files: A, B."
CHOICES = Choices(
    profiles={QUALITY.name: ("Any", "Lossless"), METADATA.name: ("Everything", "None", "Standard")},
    roots=("/music",),
    tags=(),
)


def planned(op: Op = Op.UPDATE, instance: str = NAME, **after: Any) -> PlannedEntry:
    return PlannedEntry(
        position=0,
        entry=Entry(
            key=entry_key(instance, EntrySubject.ITEM, "a"),
            instance=instance,
            op=op,
            ident="a",
            item_id=7,
            title="Silent Harbours",
            now={METADATA.name: "Standard"},
            after=after,
        ),
    )


def test_an_addition_has_the_profiles_of_its_app() -> None:
    assert METADATA.name in editable_fields([planned(Op.ADD)])
    assert METADATA.name not in editable_fields([planned(Op.ADD, "radarr.main")])
    assert editable_fields([planned(metadata_profile="Everything")]) == (METADATA.name,)


class Costs:
    """What a fake of the services answers, and what it was asked."""

    def __init__(self, fake: FakeServices) -> None:
        self.asked: list[str] = []
        fake.sync.profile_costs = self.costs  # type: ignore[attr-defined]
        fake.sync.choices = self.choices  # type: ignore[method-assign]

    async def costs(self, entries: Sequence[PlannedEntry]) -> list[str]:
        self.asked += [entry.after[METADATA.name] for entry in entries]
        return [COST] if self.asked[-1] != "Everything" else []

    async def choices(self, _instance: str) -> Choices:
        return CHOICES


async def test_years_are_a_column_of_what_is_left_alone_only_where_there_are_some() -> None:
    fake = FakeServices()
    plan = Plan(id=99, kind=PlanKind.SYNC, pair="music", source=NAME, target=NAME)
    fake.sync.add(OpenPlan(plan, [planned(metadata_profile="Everything")], {}, ""))
    async with sync_opened(fake, plan=99) as screen:
        for year in (1999, 0):
            fake.sync.left = [LeftOut(Why.SAME, NAME, "a", "Bowie", year, "Both have it.")]
            await screen.press("w")
            await screen.until(lambda: screen.dialog == "LeftOutDialog")
            table = screen.app.screen.query_one(EstateTable)
            await screen.until(lambda table=table: table.visible_count)
            assert ("year" in {column.key for column in table.all_columns}) is bool(year)
            await screen.press("escape")


async def test_another_metadata_profile_is_stored_once_its_cost_is_accepted() -> None:
    fake = FakeServices()
    plan = Plan(id=99, kind=PlanKind.SYNC, pair="music", source=NAME, target=NAME)
    fake.sync.add(OpenPlan(plan, [planned(metadata_profile="Everything")], {}, ""))
    costs = Costs(fake)
    async with sync_opened(fake, plan=99) as screen:
        for answer in ("n", "y"):
            await screen.press("e")
            await screen.until(lambda: screen.dialog == "EntryDialog")
            dialog = screen.app.screen
            assert isinstance(dialog, EntryDialog)
            dialog.query_one(f"#{METADATA.name}", Choice).choose("None")
            await screen.press("ctrl+s")
            await screen.until(lambda: screen.dialog == "ConfirmDialog")
            await screen.until(lambda: "deletes 2 albums" in screen.seen)
            await screen.press(answer)
            await screen.until(lambda: screen.dialog != "ConfirmDialog")
            if answer == "n":
                assert fake.sync.named("edit") == []
        await screen.until(lambda: fake.sync.named("edit"))
        assert fake.sync.named("edit") == [(99, 0, {METADATA.name: "None"})]
        assert costs.asked == ["None", "None"]
