"""Which versions of the apps arrtui works with. Pure."""

from __future__ import annotations

import re

from arrtui.core.apps import Ability, Kind


def parsed(version: str) -> tuple[int, ...]:
    """Return a version's numbers; empty where it has none."""
    match = re.match(r"\d+(\.\d+)*", version.strip())
    return tuple(map(int, match.group().split("."))) if match else ()


def is_refused(kind: Kind, version: str) -> bool:
    """Return whether the version is known and too old."""
    numbers = parsed(version)
    return bool(numbers) and numbers < parsed(kind.app.oldest)


def version_warnings(kind: Kind, version: str) -> tuple[str, ...]:
    """Return what the user should know of a version that is not refused."""
    numbers = parsed(version)
    if not numbers:
        return (f"{kind.app.name} does not tell its version; some answers may be misunderstood.",)
    if numbers >= parsed(kind.app.recommended):
        return ()
    return (
        f"{kind.app.name} {version} is older than {kind.app.recommended}: {kind.app.below_recommended}. "
        "Update it.",
    )


def is_able(kind: Kind, ability: Ability, version: str) -> bool:
    """Return whether an app can do something; one that does not tell its version can do only what all can."""
    since = kind.app.since.get(ability)
    return since is not None and parsed(version) >= parsed(since)
