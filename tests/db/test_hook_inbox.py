"""The inbox of webhooks: in their order, each handled once, forgotten after a while."""

from __future__ import annotations

from arrtui.db import hook_inbox
from arrtui.db.database import Database
from arrtui.db.hook_inbox import TWICE_SECONDS, HookOutcome, HookResult, NewHook

NOW = 1_800_000_000.0


def test_what_waits_is_handled_once_and_forgotten_later(database: Database) -> None:
    bodies = ["a", "b", "a", "c\0"]
    with database.writing():
        hook_inbox.put([NewHook("radarr.main", body, NOW + at) for at, body in enumerate(bodies)])
        hook_inbox.put([NewHook("radarr.4k", "a", NOW), NewHook("radarr.main", "a", NOW + TWICE_SECONDS + 9)])
        waiting = hook_inbox.waiting(10)
        assert [hook.body for hook in waiting] == ["a", "b", "a", "c\ufffd", "a", "a"]
        assert hook_inbox.came_before(waiting) == {waiting[2].id}
        assert hook_inbox.waiting_since() == NOW
        assert hook_inbox.hook_facts("radarr.none") is None
        odd = HookResult(waiting[1].id, HookOutcome.UNKNOWN, "Teleported")
        done = [HookResult(hook.id, HookOutcome.DONE, "Test") for hook in waiting[2:]]
        hook_inbox.settle([odd, *done], NOW + 5)
        assert hook_inbox.hook_facts("radarr.main") == (NOW + TWICE_SECONDS + 9, 1, "Teleported")
        assert [hook.id for hook in hook_inbox.waiting(10)] == [waiting[0].id]
        assert hook_inbox.last_received() == {"radarr.main": NOW + TWICE_SECONDS + 9, "radarr.4k": NOW}
        assert hook_inbox.prune(NOW + 6) == 5
        assert [hook.body for hook in hook_inbox.recent(10)] == ["a"]
