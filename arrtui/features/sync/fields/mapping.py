"""Map names of a pair's source to its target, and reverse a pair. Pure.

Names compare without regard to case, folders at path boundaries. A name that the map does not hold is what
``*`` says, and without one it stays itself: whether the target has it is for the check of the pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from arrtui.core.apps import QUALITY, TITLE_PROFILES, TitleProfile
from arrtui.core.config.sync import EVERYTHING_ELSE, FilterRules, SyncFilter, SyncMap, SyncPair
from arrtui.core.config.sync_values import inverted, is_posix, plain_folder
from arrtui.core.errors import UsageError


def map_profile(pair: SyncPair, name: str, profile: TitleProfile = QUALITY) -> str:
    """Return what a profile of the source, by default a quality profile, is called on the target.

    One that is not known, without a name, stays so.
    """
    return _mapped(profile_map(pair, profile), name) if name else ""


def profile_map(pair: SyncPair, profile: TitleProfile) -> Mapping[str, str]:
    """Return the map of a pair with the names of one kind of profile."""
    names: Mapping[str, str] = getattr(pair.map, profile.map_option)
    return names


def map_tags(pair: SyncPair, labels: Iterable[str]) -> tuple[str, ...]:
    """Return the target's labels for those of the source: in small letters, sorted, each once.

    A label that the map leads to an empty text is dropped.
    """
    mapped = {_mapped(pair.map.tags, label).strip().lower() for label in labels}
    return tuple(sorted(mapped - {""}))


def map_root(pair: SyncPair, path: str) -> str:
    """Return the target's root folder for one of the source."""
    return map_folder(pair.map.root_folders, path)


def map_folder(folders: Mapping[str, str], path: str) -> str:
    """Return the folder that a path leads to.

    The longest mapped folder that is the path, or around it, counts, and what lies below it stays: with
    ``/tv`` → ``/series``, ``/tv/kids`` becomes ``/series/kids``. ``*`` is the folder itself.
    """
    plain = plain_folder(path)
    around = [name for name in folders if name != EVERYTHING_ELSE and lies_in(plain, plain_folder(name))]
    if not around:
        return folders.get(EVERYTHING_ELSE, path)
    longest = max(around, key=lambda name: len(plain_folder(name)))
    folder, rest = folders[longest], plain[len(plain_folder(longest)) :].strip("/")
    if not rest:
        return folder
    separator = "\\" if "\\" in folder else "/"
    parts = (path if is_posix(path) else path.replace("\\", "/")).rstrip("/").split("/")
    return separator.join([folder.rstrip("/\\"), *parts[-(rest.count("/") + 1) :]])


def lies_in(path: str, folder: str) -> bool:
    """Return whether a folder is another or lies below it, both in the form of :func:`plain_folder`.

    >>> lies_in("/movies4k/Heat", "/movies")
    False
    """
    return path == folder or path.startswith(f"{folder}/")


def _mapped(names: Mapping[str, str], name: str) -> str:
    if not names:
        return name
    plain = name.casefold()
    mapped = (new for old, new in names.items() if old != EVERYTHING_ELSE and old.casefold() == plain)
    return next(mapped, names.get(EVERYTHING_ELSE, name))


def reverse_pair(pair: SyncPair) -> SyncPair:
    """Return the pair from its target to its source, for the second direction of a union.

    Each name leads back to what leads to it; ``*`` and dropped tags lead nowhere back, so that a name that
    nothing leads to stays itself. The filter means the same titles: its profiles, folders and tags are called
    what the target calls them. The configuration refuses unions whose maps cannot be followed back; for any
    other pair raises UsageError when two names of a map lead to one, or the source is a snapshot.
    """
    if pair.source_when:
        raise UsageError(f"turning the pair {pair.name} round", why="nothing can be written to a snapshot")
    profiles = {
        profile.map_option: inverted(profile_map(pair, profile), str.casefold) for profile in TITLE_PROFILES
    }
    folders = inverted(pair.map.root_folders, plain_folder)
    tags = inverted(pair.map.tags, str.casefold)
    maps = {**profiles, "root_folders": folders, "tags": tags}
    if None in maps.values():
        raise UsageError(
            f"turning the pair {pair.name} round",
            why="two names of a map lead to one, so nothing tells which is meant on the way back",
            advice="Give each name its own, or use two pairs of the mode add.",
        )
    changes = {
        "source": pair.target,
        "target": pair.source,
        "map": SyncMap.model_validate(maps),
        "filter": SyncFilter(
            include=_mapped_rules(pair, pair.filter.include), exclude=_mapped_rules(pair, pair.filter.exclude)
        ),
    }
    return pair.model_copy(update=changes)


def _mapped_rules(pair: SyncPair, rules: FilterRules) -> FilterRules:
    """Return rules in the target's names; a tag that is dropped keeps its name, which nothing there has."""
    if not (rules.quality_profiles or rules.root_folders or rules.tags):
        return rules
    return rules.model_copy(
        update={
            "quality_profiles": tuple(map_profile(pair, name) for name in rules.quality_profiles),
            "root_folders": tuple(map_root(pair, path) for path in rules.root_folders),
            "tags": tuple(_mapped(pair.map.tags, label) or label for label in rules.tags),
        }
    )
