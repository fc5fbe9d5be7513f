"""Quality profiles, and saved views of candidates, as the front door goes to them."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.runtime.services import Services
from arrtui.tui.kit.targets import Targets
from arrtui.tui.kit.views import view_targets
from arrtui.tui.panes.scores.pane import ScoresPane


async def score_targets(services: Services) -> Sequence[Targets]:
    """List the quality profiles of all instances, and the saved views."""
    profiles = await services.library.profiles()

    async def show_profile(pane: ScoresPane, place: int) -> None:
        profile = profiles[place]
        await pane.show_profile(profile.instance, profile.name)

    names = [f"{profile.name} on {profile.instance}" for profile in profiles]
    return [
        Targets("profile", "scores", names, show_profile),
        view_targets(services, "scores", "candidates", "loops"),
    ]
