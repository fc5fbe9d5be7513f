"""A scenario as a plan of profile updates. Runs in a database thread, inside ``Database.reading()``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from arrtui.features.scores.model import Analysis, Profile, Scenario
from arrtui.features.scores.whatif import changed_profiles
from arrtui.features.sync.actions.profile_edits import ProfileEdit, plan_profiles
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import Decision, PlanDraft, PlanKind


def scenario_plan(analysis: Analysis, scenario: Scenario) -> PlanDraft:
    """Return the plan that writes a scenario to the instance of an analysis. Raises ScenarioError."""
    library = analysis.library
    side = load_side(library.instance)
    edits = [
        _edit(library.profiles[number], profile, library.formats)
        for number, profile in changed_profiles(library, scenario).items()
    ]
    return replace(
        plan_profiles(side, edits, f"scenario {scenario.name}" if scenario.name else "what-if"),
        kind=PlanKind.ACTION,
        source=f"scenario {scenario.name}".strip(),
        target=library.instance,
        snapshots={side.instance: side.snapshot},
        decision=Decision.APPROVED,
    )


def _edit(before: Profile, after: Profile, formats: Mapping[int, str]) -> ProfileEdit:
    """Return what turns one profile into the other, in the app's own keys."""
    body: dict[str, Any] = {
        "minFormatScore": after.minimum,
        "cutoffFormatScore": after.wanted,
        "cutoff": after.cutoff,
        "upgradeAllowed": after.upgrade_allowed,
    }
    scores = {
        formats[number]: score for number, score in after.scores.items() if before.scores.get(number) != score
    }
    return ProfileEdit(profile=before.name, scores=scores, body=body)
