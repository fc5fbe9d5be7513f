"""What pairs and plans are called: pure functions."""

from __future__ import annotations

from arrtui.core.config.sync import SyncPair
from arrtui.core.events import Job, JobState
from arrtui.features.sync.model import PlanState
from arrtui.runtime.sync.use_cases import PairRow
from arrtui.tui.panes.sync.detail import sync_detail
from arrtui.tui.panes.sync.rows import make_views, note_cell
from arrtui.tui.panes.sync.words import limits_of, rules_of
from tests.tui.panes.sync import plans
from tests.tui.panes.sync.fakes import MOVIES, SHOWS, UNION


def test_a_filter_is_said_rule_by_rule() -> None:
    assert list(rules_of(MOVIES.filter.include)) == [
        *("profile HD-1080p", "of 1970 or later", "score 100 or more"),
    ]
    every = SyncPair(
        name="x", source="radarr.main", target="radarr.4k",
        filter={"include": {
            "root_folders": ["/a"], "genres": ["Drama", "War"], "certifications": ["PG"], "year_from": 1990,
            "languages": ["French"], "year_to": 1999, "monitored": True, "has_file": False,
            "min_quality": "WEBDL-1080p", "min_rating": 6.5, "text": "war",
        }},
    )  # fmt: skip
    assert list(rules_of(every.filter.include)) == [
        *("in folder /a", "genre Drama or War", "certified PG", "language French", "of 1990 to 1999"),
        *("monitored", "without a file", "WEBDL-1080p or better", "rating 6.5 or more", '"war" in the title'),
    ]
    assert list(rules_of(every.filter.exclude)) == []
    assert list(limits_of(UNION)) == ["at most 20 removals, and at most 5 % of the target"]


def test_a_failure_is_forgotten_once_there_is_a_newer_plan() -> None:
    failed = Job(id=1, kind="plan", subject="shows", state=JobState.FAILED, finished_at=plans.NOW - 600)
    rows = [PairRow(SHOWS, None)]
    assert make_views(rows, [], {1: failed}, plans.NOW)[0].job is failed
    newer = plans.opened(9, plans.ADDED, pair="shows", created_at=plans.NOW - 60).plan
    assert make_views([PairRow(SHOWS, newer)], [], {1: failed}, plans.NOW)[0].job is None


def test_a_parked_apply_says_what_it_waits_for_and_is_not_at_work() -> None:
    last = plans.opened(9, state=PlanState.APPLYING).plan
    parked = Job(id=1, kind="apply", args={"plan": 9}, state=JobState.PARKED, error="It is old.")
    (view,) = make_views([PairRow(MOVIES, last)], [], {1: parked}, plans.NOW)
    assert (view.job, view.busy) == (parked, False)
    assert note_cell(view) == ("▲ parked: It is old.", "warn")
    assert "It is old." in sync_detail(view).plain


def test_older_plans_of_pairs_are_not_listed_by_themselves() -> None:
    last, old = plans.opened(9).plan, plans.opened(3).plan
    gone = plans.opened(2, pair="gone").plan
    views = make_views([PairRow(MOVIES, last)], [last, old, plans.undo().plan, gone], {}, plans.NOW)
    assert [view.key for view in views] == ["pair movies-4k", "plan 8", "plan 2"]
    assert views[1].plan is not None and views[1].plan.state is PlanState.OPEN
