"""Quality profiles from the bodies the apps gave; what is missing, or of another type, is unset. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from arrtui.core.domain import Setting
from arrtui.features.scores.model import Profile

_Place = tuple[tuple[int, ...], str, bool]


def profile_of(instance: str, setting: Setting) -> Profile:
    """Return a stored quality profile of an instance as far as scores and upgrades go."""
    body = setting.body
    return Profile(
        instance=instance,
        id=setting.id,
        name=setting.name,
        upgrade_allowed=body.get("upgradeAllowed") is True,
        cutoff=_number(body.get("cutoff")),
        items=tuple(_place(item) for item in _objects(body.get("items"))),
        minimum=_number(body.get("minFormatScore")),
        wanted=_number(body.get("cutoffFormatScore")),
        step=_number(body.get("minUpgradeFormatScore"), 1),
        scores={
            _number(item.get("format")): _number(item.get("score"))
            for item in _objects(body.get("formatItems"))
        },
    )


def _place(item: Mapping[str, Any]) -> _Place:
    """Return one place of a profile: a quality, or a group whose members share it.

    The apps leave ids of 0 out; a group's own is 1000 or more (ARR_API 2.4).
    """
    allowed = item.get("allowed") is True
    quality = item.get("quality")
    if isinstance(quality, dict):
        return (_number(quality.get("id")),), _text(quality.get("name")), allowed
    own = (_number(item.get("id")),) if item.get("id") else ()
    members = (one.get("quality") for one in _objects(item.get("items")))
    ids = tuple(_number(one.get("id")) for one in members if isinstance(one, dict))
    return (*own, *ids), _text(item.get("name")), allowed


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def _number(value: Any, default: int = 0) -> int:
    return value if isinstance(value, int) else default


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
