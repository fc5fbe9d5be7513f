"""The secrets that entries of a plan take: told, asked for unseen, and kept out of sight."""

from __future__ import annotations

import dataclasses

import msgspec
from textual.widgets import Input

from arrtui.core.setting_secrets import SecretPlace
from arrtui.features.sync.model import EntryOutcome
from tests.tui.panes.sync import plans
from tests.tui.panes.sync.fakes import FakeServices
from tests.tui.panes.sync.harness import sync_opened

PLACE = SecretPlace("radarr.4k", "indexer", "NZBgeek", "apiKey")
TYPED = "hunter2"


def services() -> FakeServices:
    """Return services with a plan whose first entry takes a secret."""
    fake = FakeServices(plans.with_secret())
    fake.setting_secrets.taken[0] = PLACE
    return fake


async def test_a_secret_is_asked_for_unseen_and_given() -> None:
    fake = services()
    async with sync_opened(fake, plan=21) as screen:
        sign = screen.row("indexer").sign
        assert sign is not None and sign.word == "secret"
        await screen.until(lambda: "It takes its api key" in screen.detail)
        await screen.press("e")
        await screen.until(lambda: screen.dialog == "SecretsDialog")
        await screen.press(*TYPED)
        assert screen.app.screen.query_one("#secret-0", Input).value == TYPED
        assert TYPED not in screen.seen and PLACE.variable in screen.seen
        await screen.press("enter")
        await screen.until(lambda: fake.setting_secrets.given == {PLACE: TYPED})
        await screen.until(lambda: screen.row("indexer").sign is None)
        await screen.until(lambda: "is given" in screen.detail)
        assert TYPED not in "".join((screen.seen, screen.detail, *screen.toasts))


async def test_what_is_left_empty_or_takes_none_is_not_given() -> None:
    fake = services()
    async with sync_opened(fake, plan=21) as screen:
        await screen.press("e")
        await screen.until(lambda: screen.dialog == "SecretsDialog")
        await screen.press("ctrl+s")
        await screen.until(lambda: screen.dialog == "PlanScreen")
        await screen.go_to("tag")
        await screen.press("e")
        await screen.until(lambda: any("takes a secret" in toast for toast in screen.toasts))
    assert fake.setting_secrets.given == {}


async def test_what_the_app_could_not_use_is_saved_only_after_a_deliberate_yes() -> None:
    opened = plans.with_secret()
    failed = msgspec.structs.replace(
        opened.entries[0], outcome=EntryOutcome.FAILED, message="Unable to connect."
    )
    key = failed.entry.key
    plan = dataclasses.replace(opened, entries=[failed, *opened.entries[1:]], refused_tests=frozenset({key}))
    fake = FakeServices(plan)
    async with sync_opened(fake, plan=21) as screen:
        for answer, saved in (("n", []), ("y", [(21, 0)])):
            await screen.press("e")
            await screen.until(lambda: screen.dialog == "ConfirmDialog")
            assert "Unable to connect." in screen.seen
            await screen.press(answer)
            await screen.until(lambda: screen.dialog == "PlanScreen")
            await screen.until(lambda saved=saved: fake.sync.named("force_save") == saved)
