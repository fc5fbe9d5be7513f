"""Which events a rule is for, and what it would have done about those of some days."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.config.event_rules import OWN_EVENTS, WRITING, EventRule
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.text import HOUR
from arrtui.db.library import LibraryRow
from arrtui.features.library.fields import TITLE_FIELDS
from arrtui.features.rules.fields import Touched, rule_fields
from arrtui.features.rules.matching import dry_run, ready

NOW = 1_800_000_000.0
INSTANCES = ("radarr.main", "radarr.4k")
FIELDS = rule_fields(TITLE_FIELDS, INSTANCES)
ROW = LibraryRow(
    *("radarr.main", "radarr", 7, "603", "The Matrix", "matrix", 1999, "released", True, True, "HD"),
    *(("4k", "kept"), "/movies", 1, 0, 0, 4_000_000_000, "2026-01-01T00:00:00Z", "Bluray-1080p"),
    *(25, 25, 25.0, False, "/movies/The Matrix"),
)
EVENT = EstateEvent(
    type=EventType.GRABBED,
    at=NOW,
    id=1,
    instance="radarr.main",
    item_id=7,
    external_id="603",
    title="The Matrix",
    year=1999,
    release="The.Matrix.1999.2160p-GRP",
    score=125,
)


def rule(**options: Any) -> EventRule:
    values = {"name": "r", "event": ["all"], "action": "notify", "tag": "x", "pair": "p", **options}
    return EventRule.model_validate(values)


def meets(made: EventRule, touched: Touched) -> bool:
    return ready(made, FIELDS, NOW).meets(touched)


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        ("score>100 release:2160p", True),
        ("mean-score>100", False),
        ("mean-score:25 tag:4k monitored", True),
        ("-tag:4k", False),
        ("year>2000", False),
        ("kind:movies copies:2", True),
        ("@radarr.4k", False),
        ("-own -upgrade", True),
        ("size>3GB root:/movies", True),
        ("matrix -reloaded", True),
        ("!matrix", False),
    ],
)
def test_a_filter_asks_the_event_and_the_copy_on_its_instance(filter: str, expected: bool) -> None:
    assert meets(rule(filter=filter), Touched(EVENT, ROW, 2)) is expected


@pytest.mark.parametrize("name", [field.name for field in FIELDS])
def test_every_field_can_be_asked_of_an_event_about_nothing(name: str) -> None:
    field = FIELDS.by_name[name]
    text = f"{name}:none" if field.kind != "flag" else name
    nothing = Touched(EstateEvent(type=EventType.BACKUP_DONE, at=NOW))
    meets(rule(filter=text), nothing)
    meets(rule(filter=f"-{text}"), nothing)


@given(
    type=st.sampled_from(EventType),
    wanted=st.sets(st.sampled_from(EventType), min_size=1),
    action=st.sampled_from(["plan", "apply", "search", "tag", "trailer", "notify"]),
    instance=st.sampled_from(["", *INSTANCES]),
    instances=st.sets(st.sampled_from(INSTANCES)),
    own=st.booleans(),
    has_title=st.booleans(),
)
def test_a_rule_is_for_what_it_names_and_never_for_what_would_bring_it_about_again(
    type: EventType,
    wanted: set[EventType],
    action: str,
    instance: str,
    instances: set[str],
    own: bool,
    has_title: bool,
) -> None:
    made = rule(event=[kind.value for kind in wanted], action=action, instances=list(instances))
    event = msgspec.structs.replace(EVENT, type=type, instance=instance, own=own)
    if not has_title:
        event = msgspec.structs.replace(event, item_id=0, external_id="")
    is_met = meets(made, Touched(event))
    assert is_met is (
        type in wanted - OWN_EVENTS
        and (not instances or instance in instances)
        and not (own and action in WRITING)
        and (action == "notify" or has_title)
    )


@given(minutes=st.lists(st.integers(0, 180), max_size=30), limit=st.integers(1, 4))
def test_a_dry_run_counts_what_each_hour_has_room_for(minutes: list[int], limit: int) -> None:
    events = [
        Touched(msgspec.structs.replace(EVENT, id=number, at=NOW + 60 * minute), ROW)
        for number, minute in enumerate(sorted(minutes))
    ]
    outcome = dry_run(ready(rule(limit=limit), FIELDS, NOW), events, 30)
    assert outcome.matched == len(minutes) == len(outcome.acts) + outcome.held_back
    times = [act.event.at for act in outcome.acts]
    assert all(later - first >= HOUR for first, later in zip(times, times[limit:], strict=False))
