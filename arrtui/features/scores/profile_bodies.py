"""Quality profiles of the scores model, from stored settings. Pure."""

from __future__ import annotations

from arrtui.core.domain import Setting
from arrtui.core.profiles import parse_profile
from arrtui.features.scores.model import Profile


def profile_of(instance: str, setting: Setting) -> Profile:
    """Return a stored quality profile of an instance as far as scores and upgrades go."""
    body = parse_profile(setting.body)
    return Profile(
        instance=instance,
        id=setting.id,
        name=setting.name,
        upgrade_allowed=body.upgrade_allowed,
        cutoff=body.cutoff,
        items=tuple((place.ids, place.name, place.allowed) for place in body.places),
        minimum=body.min_score,
        wanted=body.cutoff_score,
        step=body.min_upgrade_score,
        scores=body.scores,
    )
