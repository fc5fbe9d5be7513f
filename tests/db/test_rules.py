"""What rules did, on both kinds of database."""

from __future__ import annotations

from arrtui.core.rule_deeds import RuleVerdict
from arrtui.core.text import HOUR
from arrtui.db import jobs, rules
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.db.rules import RuleMatch

NOW = 1_800_000_000.0


def match(event: int, rule: str = "r", *, is_dry: bool = False) -> RuleMatch:
    job = NewJob(kind="rule", subject=f"{rule} {event}", args={"event": event})
    return RuleMatch(rule, 2, is_dry, event, "radarr.main", "search for Alien", job)


def test_each_event_is_dealt_with_once_and_each_hour_has_its_limit(database: Database) -> None:
    first = database.write_sync(rules.store_matches, [match(1), match(2), match(3), match(4)], NOW)
    assert [deed.verdict for deed in first.deeds] == [RuleVerdict.ACTS] * 2 + [RuleVerdict.LIMITED]
    queued = [database.read_sync(jobs.get, deed.job_id or 0) for deed in first.deeds[:2]]
    assert [job and job.args for job in queued] == [
        {"event": event, "deed": deed.id} for event, deed in zip((1, 2), first.deeds, strict=False)
    ]
    again = database.write_sync(rules.store_matches, [match(1), match(5), match(1, "dry", is_dry=True)], NOW)
    assert [(deed.rule, deed.verdict) for deed in again.deeds] == [("dry", RuleVerdict.WOULD)]
    database.write_sync(rules.note_outcome, first.deeds[0].id, "told")
    last, used = database.read_sync(rules.last_of_each, NOW)
    assert (used, last["r"].event_id, last["dry"].job_id) == ({"r": 2, "dry": 1}, 2, None)
    deeds = database.read_sync(rules.last_deeds, "r", 10)
    assert [(deed.event_id, deed.outcome) for deed in deeds] == [(3, ""), (2, ""), (1, "told")]
    later = database.write_sync(rules.store_matches, [match(6)], NOW + HOUR)
    assert [deed.verdict for deed in later.deeds] == [RuleVerdict.ACTS]
    assert database.write_sync(rules.prune, NOW + 1) == 4
