"""Check that what a pair names exists on both its sides; report everything wrong at once. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import chain

from arrtui.core.apps import QUALITY, TITLE_PROFILES
from arrtui.core.config.sync import EVERYTHING_ELSE, FilterRules, SyncPair
from arrtui.core.config.sync_values import plain_folder
from arrtui.core.domain import SettingType
from arrtui.core.errors import PairError
from arrtui.core.profiles import parse_profile
from arrtui.features.sync.fields.mapping import lies_in, profile_map, reverse_pair
from arrtui.features.sync.fields.match import match
from arrtui.features.sync.fields.translate import Translation
from arrtui.features.sync.model import Side
from arrtui.features.sync.planning.filters import rule_against


def check_pair(pair: SyncPair, source: Side, target: Side) -> None:
    """Check every name of a pair against its sides.

    Names in the filter and on the left of a map are the source's, on the right the target's. What titles of
    genres, certifications and languages there are is no setting of an instance, so these may name what no
    title has; tags missing on the target are created. A profile or folder that the target needs and does not
    have is never guessed. Raises PairError whose ``detail`` has one line for each fault; the sentence holds
    it only where it is the only one.
    """
    if problems := unknown_names(pair, source, target):
        several = len(problems) > 1
        lines = (f"{problem[:1].upper()}{problem[1:]}" for problem in problems)
        raise PairError(
            what=f"checking the pair {pair.name}",
            why=f"{len(problems)} names in it do not fit its instances"
            if several
            else problems[0].rstrip(".?"),
            advice=f"Correct [sync.{pair.name}] in the configuration, or the instance.",
            detail="\n".join(lines),
        )


def unknown_names(pair: SyncPair, source: Side, target: Side) -> list[str]:
    """Return a sentence for each name of a pair that does not fit its sides, after its option and a colon."""
    problems = [*_filter_problems(pair, source), *_map_problems(pair, source, target)]
    problems += _missing_names(pair, source, target)
    app = target.kind.app
    if "root_folder" in pair.update and app.resource.moves_with_files and not pair.move_files:
        problems.append(
            f"update: {app.name} changes a root folder only together with moving the files; "
            "set move_files = true, or leave root_folder out."
        )
    if pair.mode == "union":
        problems += _missing_names(reverse_pair(pair), target, source)
    return problems


def _filter_problems(pair: SyncPair, source: Side) -> Iterator[str]:
    qualities = dict.fromkeys(
        name
        for setting in source.settings
        if setting.type == SettingType.QUALITY_PROFILE.value
        for name, _ in parse_profile(setting.body).quality_names
    )
    profiles = source.profile_names(QUALITY.name)
    for word in ("include", "exclude"):
        rules: FilterRules = getattr(pair.filter, word)
        place = f"filter.{word}"
        yield from _unknown(f"{place}.quality_profiles", rules.quality_profiles, profiles, source)
        yield from _unknown(f"{place}.tags", rules.tags, source.tags.values(), source)
        yield from _unknown_folders(f"{place}.root_folders", rules.root_folders, source)
        if rules.min_quality and qualities:
            yield from _unknown(f"{place}.min_quality", (rules.min_quality,), qualities, source)


def _map_problems(pair: SyncPair, source: Side, target: Side) -> Iterator[str]:
    roots, tags = pair.map.root_folders, pair.map.tags
    for profile in TITLE_PROFILES:
        place, names = f"map.{profile.map_option}", profile_map(pair, profile)
        ours, theirs = (side.profile_names(profile.name) for side in (source, target))
        yield from _unknown(place, _map_sources(names), ours, source)
        yield from _unknown(place, names.values(), theirs, target, exact=True)
    yield from _unknown_folders("map.root_folders", _map_sources(roots), source)
    yield from _unknown_folders("map.root_folders", roots.values(), target)
    yield from _unknown("map.tags", _map_sources(tags), source.tags.values(), source)


def _map_sources(names: Mapping[str, str]) -> list[str]:
    return [name for name in names if name != EVERYTHING_ELSE]


def _unknown(
    place: str, names: Iterable[str], known: Iterable[str], side: Side, *, exact: bool = False
) -> Iterator[str]:
    """Yield the names that a side does not have. Case counts only where a name is written (``exact``)."""
    known = list(known)
    form: Callable[[str], str] = str if exact else str.casefold
    known_forms = {form(name) for name in known}
    for name in dict.fromkeys(names):
        if form(name) not in known_forms:
            yield f'{place}: {side.label} has no "{name}"; {_hint(name, known)}'


def _unknown_folders(place: str, folders: Iterable[str], side: Side) -> Iterator[str]:
    """Yield the folders that are neither a root folder of a side, nor around one, nor hold any title."""
    for folder in dict.fromkeys(folders):
        if not _is_folder(folder, side):
            yield f'{place}: {side.label} has no folder "{folder}"; {_hint(folder, _roots(side))}'


def _is_folder(folder: str, side: Side) -> bool:
    """Return whether a folder is a root folder of a side, lies around one, or holds any title."""
    plain = plain_folder(folder)
    paths = chain(_roots(side), (title.item.path for title in side.titles))
    return any(lies_in(plain_folder(path), plain) for path in paths)


def _roots(side: Side) -> list[str]:
    return [root.path for root in side.roots]


def _hint(name: str, known: Iterable[str]) -> str:
    """Return the names that look like another, or all there are."""
    by_form = {known_name.casefold(): known_name for known_name in known}
    if matches := get_close_matches(name.casefold(), by_form, n=3):
        return f"did you mean {' or '.join(by_form[form] for form in matches)}?"
    return f"it has {', '.join(by_form.values())}." if by_form else "it has none."


def _missing_names(pair: SyncPair, source: Side, target: Side) -> Iterator[str]:
    """Yield the profiles and folders that titles need on the target and that it does not have."""
    matched, rule = match(source, target), rule_against(pair.filter, source)
    added = [
        title
        for title in matched.only_source
        if title.item.external_id not in target.exclusions and not rule(title)
    ]
    profiles = source.kind.app.profiles
    updates = {*(profile.name for profile in profiles), "root_folder"} & set(pair.update)
    kept = [ours for ours, _ in matched.both if not rule(ours)] if updates else []
    names = Translation(pair, target)
    for profile in profiles:
        own = target.profile_names(profile.name)
        available = {*own, *profile_map(pair, profile).values()}  # the map is checked itself
        titles = added + kept if profile.name in updates else added
        counts = Counter(title.profiles.get(profile.name, "") for title in titles)
        for old in sorted(counts):
            if (new := names.profiles[profile.name][old]) not in available:
                yield _unmapped(profile.word, old, counts[old], new, own, source, target)
    registered, folders = {names.spelled[path] for path in _roots(target)}, pair.map.root_folders.values()
    unknown = [plain_folder(folder) for folder in folders if not _is_folder(folder, target)]
    titles = added + kept if "root_folder" in updates else added
    counts = Counter(title.item.root_folder for title in titles)
    for old in sorted(counts):
        new = names.roots[old]
        in_map = any(lies_in(plain_folder(new), folder) for folder in unknown)  # checked as part of the map
        if new not in registered and not in_map:
            yield _unmapped("root folder", old, counts[old], new, _roots(target), source, target)


def _unmapped(
    word: str, old: str, count: int, new: str, available: list[str], source: Side, target: Side
) -> str:
    if not old:
        return f"{count:,} of the titles of {source.label} have no {word} that is known"
    called = f'"{old}"' if old == new else f'"{old}", which becomes "{new}"'
    return (
        f"map.{word.replace(' ', '_')}s: {count:,} of the titles of {source.label} have the {word} {called}; "
        f"{target.label} has no such {word}, {_hint(new, available)}"
    )
