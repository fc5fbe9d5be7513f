"""Plans for tests of the screen: small ones with something of everything, and one that is long."""

from __future__ import annotations

from typing import Any

import msgspec

from arrtui.features.sync.model import (
    Counts,
    Decision,
    Entry,
    EntryOutcome,
    EntrySubject,
    LeftOut,
    Op,
    Plan,
    PlanKind,
    PlannedEntry,
    PlanState,
    Why,
    entry_key,
)
from arrtui.features.sync.review import OpenPlan
from tests.tui.estates import HOUR, MINUTE, NOW

GIB = 1024**3
UHD = "radarr.4k"
HOSTILE = "Line\nbreak [bold]markup[/bold] \u05e9\u05dc\u05d5\u05dd \x1b[31mred " + "x" * 300


def entry(op: Op, ident: int, title: str, year: int = 0, **more: Any) -> Entry:
    instance = more.pop("instance", UHD)
    return Entry(
        key=entry_key(instance, more.get("subject", EntrySubject.ITEM), ident),
        instance=instance,
        op=op,
        ident=str(ident),
        item_id=0 if op is Op.ADD else ident % 1000,
        title=title,
        year=year,
        **more,
    )


def addition(ident: int, title: str, year: int, **more: Any) -> Entry:
    after = {
        "monitored": True,
        "quality_profile": "Ultra-HD",
        "root_folder": "/movies4k",
        "tags": ["kids"],
        "minimum_availability": "released",
        **more.pop("after", {}),
    }
    reason = more.pop("reason", "radarr.main has it, radarr.4k does not.")
    return entry(Op.ADD, ident, title, year, after=after, reason=reason, **more)


def update(
    ident: int, title: str, year: int, now: dict[str, Any], after: dict[str, Any], **more: Any
) -> Entry:
    reason = more.pop("reason", f"{', '.join(after)} differ from radarr.main.")
    return entry(Op.UPDATE, ident, title, year, now=now, after=after, reason=reason, **more)


def removal(ident: int, title: str, year: int, files: int = 1, size: int = 40 * GIB, **more: Any) -> Entry:
    now = {
        "monitored": True,
        "quality_profile": "Ultra-HD",
        "path": f"/movies4k/{title} ({year})",
        "tags": [],
    }
    reason = more.pop("reason", "radarr.main does not have it any more.")
    return entry(Op.REMOVE, ident, title, year, now=now, reason=reason, files=files, size=size, **more)


ADDED = (
    addition(603, "The Matrix", 1999, search=True, after={"tags": ["kids", "new"]}),
    addition(348, "Alien", 1979, warnings=("The folder /movies4k/Alien (1979) is used by Aliens.",)),
    addition(78, "Blade Runner", 1982, after={"monitored": False}),
    addition(9001, HOSTILE, 2001),
    addition(194, "Am\u00e9lie", 2001),
    addition(129, "\u5343\u3068\u5343\u5c0b\u306e\u795e\u96a0\u3057", 2001),
)
UPDATED = (
    update(
        680, "Pulp Fiction", 1994,
        {"monitored": False, "tags": ["kids"]}, {"monitored": True, "tags": ["classic", "kids"]},
    ),
    update(13, "Forrest Gump", 1994, {"quality_profile": "HD-1080p"}, {"quality_profile": "Ultra-HD"}),
    update(
        155, "The Dark Knight", 2008, {"root_folder": "/movies"}, {"root_folder": "/movies4k"},
        move_files=True,
    ),
)  # fmt: skip
REMOVED = (
    removal(11, "Star Wars", 1977, 2, 61 * GIB),
    removal(597, "Titanic", 1997, 0, 0, exclude=True),
)
ENTRIES = (*ADDED, *UPDATED, *REMOVED)

LEFT = (
    LeftOut(Why.FILTERED, "radarr.main", "8587", "The Lion King", 1994, "filtered: it has the tag kids-only"),
    LeftOut(Why.FILTERED, "radarr.main", "862", "Toy Story", 1995, "filtered: its score 20 is below 100"),
    LeftOut(Why.EXCLUDED, "radarr.main", "807", "Se7en", 1995, "It is on the exclusion list of radarr.4k."),
    LeftOut(Why.UNMATCHED, "radarr.main", "", "Home Video", 0, "It has no tmdbId."),
    LeftOut(Why.KEPT, UHD, "24428", "The Avengers", 2012, "Only radarr.4k has it, and add removes nothing."),
    LeftOut(Why.SAME, UHD, "550", "Fight Club", 1999, "It is as it should be."),
    LeftOut(Why.SAME, UHD, "27205", HOSTILE, 2010, "It is as it should be."),
)


def opened(
    plan_id: int = 7,
    entries: tuple[Entry, ...] = ENTRIES,
    *,
    decisions: dict[int, Decision] | None = None,
    outcomes: dict[int, tuple[EntryOutcome, str]] | None = None,
    stale: dict[int, str] | None = None,
    lock: str = "",
    **more: Any,
) -> OpenPlan:
    """Return a plan as the services would open it; numbers are positions."""
    planned = []
    for position, one in enumerate(entries):
        outcome, message = (outcomes or {}).get(position, (EntryOutcome.NONE, ""))
        decision = (decisions or {}).get(position, Decision.UNDECIDED)
        planned.append(
            PlannedEntry(position=position, entry=one, decision=decision, outcome=outcome, message=message)
        )
    return OpenPlan(make_plan(plan_id, planned, **more), planned, dict(stale or {}), lock)


def make_plan(plan_id: int, planned: list[PlannedEntry], **more: Any) -> Plan:
    """Return the plan that entries belong to."""
    ops = [one.entry.op for one in planned]
    warnings = sum(bool(one.entry.warnings) for one in planned)
    found = [one.outcome.value for one in planned if one.outcome]
    values: dict[str, Any] = {
        "kind": PlanKind.SYNC,
        "pair": "movies-4k",
        "source": "radarr.main",
        "target": UHD,
        "mode": "mirror",
        "created_at": NOW - 12 * MINUTE,
        "counts": Counts(
            add=ops.count(Op.ADD),
            update=ops.count(Op.UPDATE),
            remove=ops.count(Op.REMOVE),
            same=1_189,
            filtered=771,
            excluded=2,
            warnings=warnings,
        ),
        "outcomes": {name: found.count(name) for name in dict.fromkeys(found)},
    }
    return Plan(id=plan_id, **{**values, **more})


LOCKED = "It would remove 2 of 31 titles of radarr.4k, more than 5 %."


def locked() -> OpenPlan:
    """Return a plan whose removals exceed a limit."""
    entries = tuple(
        msgspec.structs.replace(one, by_hand=True) if one.op is Op.REMOVE else one for one in ENTRIES
    )
    lock = f"{LOCKED} Approve or reject each by itself: 2 removals left."
    return opened(7, entries, lock=lock, locked=LOCKED)


def stale() -> OpenPlan:
    """Return a plan of which two entries are stale."""
    return opened(
        7,
        decisions={0: Decision.APPROVED, 6: Decision.APPROVED},
        stale={
            0: "The Matrix was added to radarr.4k since.",
            7: "Forrest Gump has changed on radarr.4k since.",
        },
        created_at=NOW - 30 * HOUR,
    )


def failed() -> OpenPlan:
    """Return a plan that was applied, with an outcome of each kind."""
    said = "radarr.4k: adding Alien: This path is already configured for an existing movie."
    return opened(
        7,
        decisions=dict.fromkeys(range(9), Decision.APPROVED) | {9: Decision.REJECTED},
        outcomes={
            **dict.fromkeys((0, 2, 3, 4, 6), (EntryOutcome.DONE, "")),
            1: (EntryOutcome.FAILED, said),
            5: (EntryOutcome.SKIPPED, "It is there already, as wanted."),
            7: (EntryOutcome.CONFLICTED, "The quality profile is HD-720p now, HD-1080p was expected."),
            8: (EntryOutcome.FAILED, "radarr.4k: writing: no answer within 30 s."),
        },
        state=PlanState.APPLIED,
        applied_at=NOW - 2 * MINUTE,
    )


def undo() -> OpenPlan:
    """Return the plan that undoes another."""
    entries = (
        removal(603, "The Matrix", 1999, 0, 0, reason="Plan 7 added it."),
        update(
            680, "Pulp Fiction", 1994, {"monitored": True, "tags": ["classic", "kids"]},
            {"monitored": False, "tags": ["kids"]}, reason="Plan 7 changed it.",
        ),
        addition(11, "Star Wars", 1977, reason="Plan 7 removed it."),
    )  # fmt: skip
    return opened(
        8,
        entries,
        kind=PlanKind.UNDO,
        source="plan 7",
        mode="",
        undoes=7,
        notes=("2 files of Star Wars were deleted from disk; they cannot be brought back.",),
        created_at=NOW - MINUTE,
    )


def undone() -> OpenPlan:
    """Return the plan that undid another."""
    made = undo()
    planned = [msgspec.structs.replace(one, outcome=EntryOutcome.DONE) for one in made.entries]
    plan = msgspec.structs.replace(
        made.plan, state=PlanState.APPLIED, applied_at=NOW - 30, outcomes={"done": len(planned)}
    )
    return OpenPlan(plan, planned, {}, "")


def restored(plan_id: int = 12, **more: Any) -> OpenPlan:
    """Return a plan that restored an instance an hour ago, or what else is said of it."""
    values: dict[str, Any] = {"state": PlanState.APPLIED, "applied_at": NOW - HOUR} | more
    return opened(
        plan_id,
        ADDED[:2],
        outcomes=dict.fromkeys((0, 1), (EntryOutcome.DONE, "")),
        kind=PlanKind.RESTORE,
        pair="",
        source="radarr.main@812",
        target="radarr.main",
        mode="",
        **values,
    )


def leftovers() -> tuple[OpenPlan, ...]:
    """Return plans without a pair: one that was applied, and three of which nothing is left to do."""
    of_restore: dict[str, Any] = {"kind": PlanKind.RESTORE, "pair": "", "target": "radarr.main", "mode": ""}
    return (
        restored(12),
        restored(13, state=PlanState.UNDONE),
        opened(14, ADDED[:1], state=PlanState.DISCARDED, source="radarr.main@810", **of_restore),
        opened(15, (), source="radarr.main@811", **of_restore),
    )


def tried() -> OpenPlan:
    """Return the plan of a what-if scenario: an update of a quality profile."""
    now: dict[str, Any] = {
        "formats": {"x265 (HD)": 0, "Remux Tier 01": 1700},
        "body": {"cutoff": 1003, "minFormatScore": 0},
    }
    after = {"formats": {"x265 (HD)": -10_000, "Remux Tier 01": 1950}, "body": {"cutoff": 7}}
    after["body"]["minFormatScore"] = 10
    profile = update(
        0, "quality profile HD-1080p", 0, now, after, subject=EntrySubject.SETTING,
        reason="scenario stricter", qualities={1003: "WEB 1080p", 7: "Bluray-1080p"},
    )  # fmt: skip
    profile = msgspec.structs.replace(profile, ident="quality_profile/HD-1080p")
    return opened(11, (profile,), kind=PlanKind.ACTION, source="scenario stricter", pair="", mode="")


def with_secret() -> OpenPlan:
    """Return a plan of settings that adds an indexer and a tag."""
    indexer = addition(
        0,
        "indexer NZBgeek",
        0,
        subject=EntrySubject.SETTING,
        reason="radarr.main has it; radarr.4k does not.",
    )
    after = {"body": {"implementation": "Newznab"}, "fields": {"baseUrl": "https://api.nzbgeek.info"}}
    tag = msgspec.structs.replace(
        indexer, key="tag", ident="tag/kids", title="tag kids", after={"label": "kids"}
    )
    indexer = msgspec.structs.replace(indexer, ident="indexer/NZBgeek", after=after)
    return opened(
        21, (indexer, tag), kind=PlanKind.SETTINGS, source="radarr.main", pair="hd", mode="settings"
    )


def long(number: int = 10_000) -> OpenPlan:
    """Return a plan with very many entries."""
    return opened(9, tuple(addition(100_000 + n, f"Movie {n:05}", 1950 + n % 70) for n in range(number)))
