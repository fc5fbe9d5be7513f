"""A scenario as a plan of profile updates. Runs in a database thread, inside ``Database.reading()``."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from arrtui.features.scores.model import Analysis, Scenario
from arrtui.features.scores.whatif import changed_profiles
from arrtui.features.sync.actions.profile_edits import ProfileEdit, plan_profiles
from arrtui.features.sync.load import load_side
from arrtui.features.sync.model import Decision, PlanDraft, PlanKind


def scenario_plan(analysis: Analysis, scenario: Scenario) -> PlanDraft:
    """Return the plan that writes a scenario to the instance of an analysis. Raises ScenarioError."""
    library = analysis.library
    side = load_side(library.instance)
    edits = []
    for profile_id, after in changed_profiles(library, scenario).items():
        before = library.profiles[profile_id]
        body: dict[str, Any] = {  # in the app's own keys
            "minFormatScore": after.minimum,
            "cutoffFormatScore": after.wanted,
            "cutoff": after.cutoff,
            "upgradeAllowed": after.upgrade_allowed,
        }
        changed = {id: score for id, score in after.scores.items() if before.scores.get(id) != score}
        scores = {library.formats[format_id]: score for format_id, score in changed.items()}
        edits.append(ProfileEdit(profile=before.name, scores=scores, body=body))
    return replace(
        plan_profiles(side, edits, f"scenario {scenario.name}" if scenario.name else "what-if"),
        kind=PlanKind.ACTION,
        source=f"scenario {scenario.name}".strip(),
        target=library.instance,
        snapshots={side.instance: side.snapshot},
        decision=Decision.APPROVED,
    )
