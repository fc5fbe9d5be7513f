"""A scenario as a plan of profile updates. Runs in a database thread, inside ``Database.reading()``."""

from __future__ import annotations

from typing import Any

from arrtui.features.scores.model import Analysis, ProfileChange, Scenario
from arrtui.features.scores.whatif import changed_profile
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import Decision, PlanKind
from arrtui.features.sync.profile_edits import ProfileEdit, plan_profiles
from arrtui.runtime.sync_plans import Made


def scenario_plan(analysis: Analysis, scenario: Scenario) -> Made:
    """Return the plan that writes a scenario to the instance of an analysis. Raises ScenarioError."""
    library = analysis.library
    side = load_side(library.instance, library.kind)
    changes = [change for change in scenario.changes if change.instance == library.instance]
    edits = [_edit(analysis, change) for change in changes]
    return Made(
        plan_profiles(side, edits, f"scenario {scenario.name}" if scenario.name else "what-if"),
        PlanKind.ACTION,
        f"scenario {scenario.name}".strip(),
        library.instance,
        snapshots={side.instance: side.snapshot},
        decision=Decision.APPROVED,
    )


def _edit(analysis: Analysis, change: ProfileChange) -> ProfileEdit:
    """Return what a change means in the app's own keys; its names are checked on the way."""
    library = analysis.library
    before = next(one for one in library.profiles.values() if one.name == change.profile)
    changed = changed_profile(before, change, library.formats)
    body: dict[str, Any] = {
        "minFormatScore": changed.minimum,
        "cutoffFormatScore": changed.wanted,
        "cutoff": changed.cutoff,
        "upgradeAllowed": changed.upgrade_allowed,
    }
    return ProfileEdit(profile=change.profile, scores=change.scores, body=body)
