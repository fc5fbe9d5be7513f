"""What arrtui can do: one descriptor per capability, and the one list of them.

A capability is added here and nowhere else. Front ends import its tasks and its pane by their dotted names
when they are first used, so that listing capabilities imports neither textual nor any feature.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from arrtui.core.apps import APPS
from arrtui.runtime import (
    activity,
    archives,
    backup,
    estate,
    loops,
    loops_renames,
    loops_watch,
    matches,
    notify,
    recycle,
    schedules,
    serving,
    setting_repairs,
    settings_drift,
    settings_plans,
)
from arrtui.runtime import refresh as refreshing
from arrtui.runtime.artwork import (
    enrich_job,
    follow_job,
    notify_job,
    probe_job,
    publish_job,
    repair_job,
    scan_job,
    verify_job,
)
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.engine.standing import StandingWork
from arrtui.runtime.live import work as live
from arrtui.runtime.players import players_job
from arrtui.runtime.rules import acting as rule_acting
from arrtui.runtime.rules import use_cases as rules
from arrtui.runtime.scores import search
from arrtui.runtime.sync import jobs as sync
from arrtui.runtime.sync import twin_following, unfinished
from arrtui.runtime.sync import twin_jobs as twins
from arrtui.runtime.trailers import fetch_job, following, refresh
from arrtui.runtime.webhooks import connections
from arrtui.runtime.webhooks import works as webhooks


@dataclass(frozen=True)
class PaneEntry:
    """A pane of the terminal app."""

    id: str
    digit: str
    """The key that shows it."""
    title: str
    pane_class: str
    """Dotted name of a :class:`~arrtui.tui.kit.pane.Pane`."""
    targets: str = ""
    """Dotted name of a :data:`~arrtui.tui.kit.targets.TargetSource`: what can be gone to in it by name."""


@dataclass(frozen=True)
class Capability:
    """Something arrtui does, with everything that front ends and the worker need to know of it."""

    name: str
    job_kinds: tuple[JobKind, ...] = ()
    tasks: Mapping[str, str] = field(default_factory=dict)
    """Tasks of ``--run``: name to the dotted name of its click command."""
    pane: PaneEntry | None = None
    lists: Mapping[str, str] = field(default_factory=dict)
    """What ``--run list`` can list: kind of rows to the dotted name of its
    :class:`~arrtui.runtime.listings.RowList`, or of a mapping with it by that kind."""
    standing: tuple[StandingWork, ...] = ()
    """What runs without end in the process that holds the duty."""


CAPABILITIES: tuple[Capability, ...] = (
    Capability(
        "estate",
        (estate.CHECK,),
        {"check": "arrtui.cli.tasks.check:check"},
        PaneEntry(
            "estate",
            "1",
            "Estate",
            "arrtui.tui.panes.estate.pane:EstatePane",
            "arrtui.tui.panes.estate.targets:instance_targets",
        ),
        {"instances": "arrtui.runtime.listings:INSTANCES"},
    ),
    Capability(
        "backup",
        (backup.BACKUP, backup.THIN, refreshing.REFRESH),
        {
            "backup": "arrtui.cli.tasks.backup:backup",
            "snapshots": "arrtui.cli.tasks.snapshots:snapshots",
            "diff": "arrtui.cli.tasks.diff:diff",
            "export": "arrtui.cli.tasks.snapshots:export",
        },
        lists={"snapshots": "arrtui.runtime.listings:SNAPSHOTS"},
    ),
    Capability(
        "library",
        (),
        {"list": "arrtui.cli.tasks.listing:list_rows", "paths": "arrtui.cli.tasks.paths:paths"},
        PaneEntry(
            "library",
            "2",
            "Library",
            "arrtui.tui.panes.library.pane:LibraryPane",
            "arrtui.tui.panes.library.targets:title_targets",
        ),
        {
            "titles": "arrtui.runtime.listings:TITLES",
            **{app.title.plural: "arrtui.runtime.listings:TITLES_CALLED" for app in APPS.values()},
            **{
                app.unit.plural: "arrtui.runtime.listings:CHILDREN_CALLED"
                for app in APPS.values()
                if app.has_children
            },
            "files": "arrtui.runtime.listings:FILES",
            "tags": "arrtui.runtime.listings:TAGS",
            "profiles": "arrtui.runtime.listings:PROFILES",
        },
    ),
    Capability(
        "sync",
        (sync.PLAN, sync.UNDO, sync.RESTORE, sync.COPY, sync.APPLY, unfinished.SETTLE, sync.ACT, twins.TWIN),
        {
            "plan": "arrtui.cli.tasks.plan:plan",
            "sync": "arrtui.cli.tasks.plan:sync",
            "undo": "arrtui.cli.tasks.undo:undo",
            "restore": "arrtui.cli.tasks.undo:restore",
            "plans": "arrtui.cli.tasks.plans:plans",
            "twins": "arrtui.cli.tasks.twins:twins",
        },
        PaneEntry(
            "sync",
            "3",
            "Sync",
            "arrtui.tui.panes.sync.pane:SyncPane",
            "arrtui.tui.panes.sync.targets:sync_targets",
        ),
        {"pairs": "arrtui.runtime.listings:PAIRS", "plans": "arrtui.runtime.listings:PLANS"},
        (twin_following.TWINS,),
    ),
    Capability(
        "scores",
        (search.SEARCH,),
        {"scores": "arrtui.cli.tasks.scores:scores"},
        PaneEntry(
            "scores",
            "4",
            "Scores",
            "arrtui.tui.panes.scores.pane:ScoresPane",
            "arrtui.tui.panes.scores.targets:score_targets",
        ),
    ),
    Capability(
        "loops",
        (loops_renames.ASK_NAMES,),
        tasks={
            "loops": "arrtui.cli.tasks.loops:loops",
            "releases": "arrtui.cli.tasks.releases:releases",
        },
        standing=(loops.LOOKING, loops_watch.LOOKING),
    ),
    Capability(
        "settings",
        (settings_plans.PLAN_SETTINGS, settings_drift.DRIFT, setting_repairs.REPAIR),
        {"settings": "arrtui.cli.tasks.settings:settings"},
        PaneEntry(
            "settings",
            "8",
            "Settings",
            "arrtui.tui.panes.settings.pane:SettingsPane",
        ),
    ),
    Capability("archives", (archives.ARCHIVE, archives.RESTORE_ARCHIVE)),
    Capability("matches", (matches.MATCH,)),
    Capability("recycle", (recycle.EXPIRE,)),
    Capability(
        "activity",
        (activity.ACTIVITY,),
        {"activity": "arrtui.cli.tasks.activity:activity"},
        PaneEntry(
            "activity",
            "9",
            "Activity",
            "arrtui.tui.panes.activity.pane:ActivityPane",
            "arrtui.tui.panes.activity.targets:activity_view_targets",
        ),
        {"activity": "arrtui.runtime.listings:ACTIVITY"},
    ),
    Capability(
        "trailers",
        (refresh.REFRESH, fetch_job.FETCH, following.FOLLOW),
        {
            "trailers": "arrtui.cli.tasks.trailers:trailers",
            "trailers-doctor": "arrtui.cli.tasks.trailers_doctor:trailers_doctor",
            "trailers-rename": "arrtui.cli.tasks.trailers_rename:trailers_rename",
        },
        PaneEntry(
            "trailers",
            "5",
            "Trailers",
            "arrtui.tui.panes.trailers.pane:TrailersPane",
            "arrtui.tui.panes.trailers.targets:trailer_view_targets",
        ),
        {"trailers": "arrtui.runtime.listings:TRAILERS"},
    ),
    Capability(
        "artwork",
        (
            scan_job.SCAN,
            enrich_job.ENRICH,
            probe_job.PROBE,
            publish_job.PUBLISH,
            publish_job.LOOK,
            follow_job.FOLLOW,
            players_job.PLAYERS,
            notify_job.NOTIFY,
            verify_job.VERIFY,
            repair_job.REPAIR,
        ),
        {
            "artwork": "arrtui.cli.tasks.artwork:artwork",
            "players-check": "arrtui.cli.tasks.players_check:players_check",
        },
        PaneEntry(
            "artwork",
            "7",
            "Artwork",
            "arrtui.tui.panes.artwork.pane:ArtworkPane",
            "arrtui.tui.panes.artwork.targets:art_view_targets",
        ),
        standing=(players_job.COMING_BACK,),
    ),
    Capability(
        "jobs",
        (),
        {"jobs": "arrtui.cli.tasks.jobs:jobs"},
        PaneEntry(
            "jobs",
            "6",
            "Jobs",
            "arrtui.tui.panes.jobs.pane:JobsPane",
            "arrtui.tui.panes.jobs.targets:job_view_targets",
        ),
        {"jobs": "arrtui.runtime.listings:JOBS"},
    ),
    Capability(
        "webhooks",
        (connections.CONNECT, connections.REVIVE, connections.LOOK),
        {"webhooks": "arrtui.cli.tasks.webhooks:webhooks"},
        standing=(webhooks.RECEIVING, webhooks.HANDLING),
    ),
    Capability("api", standing=(serving.SERVING,)),
    Capability("live", standing=(live.LIVE,)),
    Capability("tripwire", tasks={"tripwire": "arrtui.cli.tasks.tripwire:tripwire"}),
    Capability("daemon", tasks={"daemon": "arrtui.cli.tasks.daemon:daemon"}),
    Capability(
        "schedules",
        (schedules.SCHEDULE,),
        {"schedules": "arrtui.cli.tasks.schedules:schedules"},
        standing=(schedules.SCHEDULES,),
    ),
    Capability(
        "notify",
        (notify.NOTIFY,),
        {"notify-test": "arrtui.cli.tasks.notify_test:notify_test"},
        standing=(notify.TELLING,),
    ),
    Capability(
        "rules",
        (rule_acting.RULE,),
        {"rules": "arrtui.cli.tasks.rules:rules"},
        standing=(rules.RULES,),
    ),
)


def job_kinds() -> list[JobKind]:
    """Return the kinds of job of all capabilities."""
    return [kind for capability in CAPABILITIES for kind in capability.job_kinds]


def standing_works() -> list[StandingWork]:
    """Return the standing work of all capabilities."""
    return [work for capability in CAPABILITIES for work in capability.standing]


def tasks() -> dict[str, str]:
    """Return the dotted names of the click commands of all tasks, by task, in the order of the list."""
    return {task: dotted for capability in CAPABILITIES for task, dotted in capability.tasks.items()}


def lists() -> dict[str, str]:
    """Return the dotted names of everything that can be listed, by kind of rows."""
    return {kind: dotted for capability in CAPABILITIES for kind, dotted in capability.lists.items()}


def load_list(kind: str) -> Any:
    """Import the :class:`~arrtui.runtime.listings.RowList` of a kind of rows."""
    listing = load(lists()[kind])
    return listing[kind] if isinstance(listing, Mapping) else listing


def panes() -> list[PaneEntry]:
    """Return the panes of all capabilities, ordered by their digit."""
    entries = [capability.pane for capability in CAPABILITIES if capability.pane is not None]
    return sorted(entries, key=lambda entry: entry.digit)


def load(dotted: str) -> Any:
    """Import what a dotted name such as ``package.module:Name`` stands for.

    Raises ImportError or AttributeError when there is no such thing.
    """
    module, _, name = dotted.partition(":")
    return getattr(import_module(module), name)
