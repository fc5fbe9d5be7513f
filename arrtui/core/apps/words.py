"""Words for the apps of all kinds together, and for some of them, from their descriptors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from arrtui.core.apps import APPS, App, Noun, app_of
from arrtui.core.apps.model import FILE
from arrtui.core.text import name_some


def app_names() -> str:
    """Return the names of all apps: ``Radarr, Sonarr and Lidarr``."""
    return name_some([app.name for app in APPS.values()])


def title_words() -> str:
    """Return what titles are, of all apps: ``movies, series and artists``."""
    return name_some([app.title.plural for app in APPS.values()])


def id_labels() -> str:
    """Return the ids that titles are matched by, of all apps: ``TMDb id, TVDb id, MusicBrainz id``."""
    return ", ".join(dict.fromkeys(app.external_id.label for app in APPS.values()))


def parents(instances: Iterable[str]) -> list[App]:
    """Return the apps of some instances whose titles consist of children, in the order of the register.

    Where none of them has such titles it is the first app that has, so that a heading is never empty.
    """
    kinds = {name.partition(".")[0] for name in instances}
    known = [app for app in APPS.values() if app.has_children]
    return [app for app in known if app.kind in kinds] or known[:1]


def child_words(instances: Sequence[str] = tuple(APPS), *, joint: str = "") -> str:
    """Return what the titles of some instances, or of all apps, consist of: ``episodes and albums``.

    ``joint`` stands between them in a heading: ``episodes/albums``.
    """
    words = [app.unit.plural for app in parents(instances)]
    return joint.join(words) if joint else name_some(words)


def removable_children() -> Noun:
    """Return what can be removed of titles by itself, of all apps: ``album``, ``albums``."""
    units = [app.unit for app in APPS.values() if app.removes_children]
    return Noun(" or ".join(unit.singular for unit in units), " or ".join(unit.plural for unit in units))


def judged_noun(instances: Iterable[str]) -> Noun:
    """Return what is judged on some instances: albums, where all of them judge these, else files."""
    nouns = {app_of(name).judged for name in instances}
    return nouns.pop() if len(nouns) == 1 else FILE
