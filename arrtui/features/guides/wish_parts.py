"""The parts that configurations of recyclarr and configarr share: profiles, sizes, naming. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.apps.guide_terms import NamingTerm
from arrtui.core.domain import SettingType
from arrtui.features.guides.checked import (
    UnreadableError,
    flag,
    name,
    names,
    plain_name,
    size,
    table,
    tables,
    whole,
)
from arrtui.features.guides.model import GuideLibrary, ProfileWish, QualityWish, Refused, SizeWish, Unmatched

Raw = dict[str, Any]
Scores = dict[str, dict[str, int | None]]
"""Profile → trash id → score; None for that of the score set."""
PROFILE_KEYS = frozenset(
    (
        *("name", "trash_id", "score_set", "upgrade", "min_format_score", "min_upgrade_format_score"),
        *("quality_sort", "qualities", "reset_unmatched_scores", "language"),
    )
)
_UNLIMITED = "unlimited"


def merged(first: Mapping[str, Any], second: Mapping[str, Any], *deep: str) -> Raw:
    """Return two tables in one: what the second says counts; tables of the ``deep`` keys are merged too."""
    both = {**first, **{key: value for key, value in second.items() if value is not None}}
    for key in deep:
        if isinstance(first.get(key), dict) and isinstance(second.get(key), dict):
            both[key] = merged(first[key], second[key])
    return both


def merged_profiles(layers: Iterable[Iterable[Raw]]) -> list[Raw]:
    """Return the profiles of layers; those of one trash id and name are one, later layers count."""
    profiles: dict[tuple[str, str], Raw] = {}
    for layer in layers:
        for raw in layer:
            key = (str(raw.get("trash_id") or ""), str(raw.get("name") or "").casefold())
            profiles[key] = merged(profiles.get(key, {}), raw, "upgrade", "reset_unmatched_scores")
    return list(profiles.values())


def profile_wish(raw: Raw, library: GuideLibrary, new_language: str) -> ProfileWish:
    """Return a profile of a configuration, over that of the guides which it names.

    Its scores are still those of the guides. Raises UnreadableError.
    """
    trash_id = name(raw, "trash_id", default="")
    base = library.profiles.get(trash_id) if trash_id else ProfileWish(name=name(raw, "name"))
    if base is None:
        raise UnreadableError("the guide has no profile of its trash id")
    upgrade = table(raw.get("upgrade"), "upgrade")
    minimum = whole(raw, "min_upgrade_format_score")
    given = {
        "name": name(raw, "name", default="") or None,
        "score_set": name(raw, "score_set", default="") or None,
        "upgrade_allowed": flag(upgrade, "allowed") if "allowed" in upgrade else None,
        "cutoff": name(upgrade, "until_quality", default="") or None,
        "cutoff_format_score": whole(upgrade, "until_score"),
        "min_format_score": whole(raw, "min_format_score"),
        "min_upgrade_format_score": whole(upgrade, "min_format_score") if minimum is None else minimum,
        "language": name(raw, "language", default="") or None,
        "qualities": _qualities(raw.get("qualities")) or None,
    }
    reset = table(raw.get("reset_unmatched_scores"), "reset_unmatched_scores")
    return msgspec.structs.replace(
        base,
        new_language=new_language,
        last=name(raw, "quality_sort", default="top") == "bottom",
        unmatched=Unmatched.RESET if reset and flag(reset, "enabled") else Unmatched.KEEP,
        kept=names(reset.get("except"), "except"),
        kept_patterns=names(reset.get("except_patterns"), "except_patterns"),
        **{field: value for field, value in given.items() if value is not None},
    )


def _qualities(raw: Any) -> tuple[QualityWish, ...]:
    return tuple(
        QualityWish(
            name(row, "name"), flag(row, "enabled", default=True), names(row.get("qualities"), "qualities")
        )
        for row in tables(raw, "qualities")
    )


def with_scores(profiles: Iterable[ProfileWish], scores: Scores) -> list[ProfileWish]:
    """Return profiles with the scores that are given to them by name, also those of which no more is given.

    A score of the configuration counts more than that of the guides.
    """
    given = {called.casefold(): (called, chosen) for called, chosen in scores.items()}
    wishes = []
    for profile in profiles:
        _, chosen = given.pop(profile.name.casefold(), ("", {}))
        wishes.append(msgspec.structs.replace(profile, scores={**profile.scores, **chosen}))
    return wishes + [
        ProfileWish(name=called, scores=chosen, described=False)
        for called, chosen in given.values()
        if chosen
    ]


# --- sizes -----------------------------------------------------------------------------------------------


def size_wishes(
    raw: Raw, library: GuideLibrary, preferred: Callable[[SizeWish, float], float | None]
) -> tuple[SizeWish, ...]:
    """Return the sizes of a ``quality_definition``: those of the guides, with those of the configuration.

    ``preferred`` computes a preferred size out of a ratio. Raises UnreadableError.
    """
    called = name(raw, "type", default="")
    if called and called not in library.sizes:
        raise UnreadableError(f"the guide has no sizes of the type {called}")
    sizes = {wish.quality.casefold(): wish for wish in library.sizes.get(called, ())}
    ratio = raw.get("preferred_ratio")
    if ratio is not None:
        share = min(size(ratio, "preferred_ratio"), 1.0)
        sizes = {
            key: SizeWish(wish.quality, wish.smallest, preferred(wish, share), wish.largest)
            for key, wish in sizes.items()
        }
    for row in tables(raw.get("qualities"), "qualities"):
        quality = plain_name(row.get("name", row.get("quality")), "quality")
        guide = sizes.get(quality.casefold(), SizeWish(quality, None, None, None))
        sizes[quality.casefold()] = SizeWish(
            guide.quality,
            guide.smallest if row.get("min") == _UNLIMITED else _given(row, "min", guide.smallest),
            _given(row, "preferred", guide.preferred),
            _given(row, "max", guide.largest),
        )
    for wish in sizes.values():
        given = [value for value in (wish.smallest, wish.preferred, wish.largest) if value is not None]
        if given != sorted(given) or (wish.preferred is None and wish.largest is not None):
            # each must reach the one before it (ARR_API 2.9)
            raise UnreadableError(f"the sizes of {wish.quality} are not in order")
    return tuple(sizes.values())


def _given(row: Raw, key: str, guide: float | None) -> float | None:
    value = row.get(key)
    if value is None:
        return guide
    return None if value == _UNLIMITED else size(value, key)


# --- naming ----------------------------------------------------------------------------------------------


def naming_keys(raw: Raw, library: GuideLibrary, kind: Kind, refused: list[Refused]) -> Raw:
    """Return the keys of the app's naming that a ``media_naming`` chooses from the guides."""
    terms = kind.app.guides
    keys: Raw = {}
    for term in terms.naming:
        chosen = at(raw, term.choice)
        if not isinstance(chosen, str):
            continue
        format = chosen_name(library, term, chosen.lower() + terms.key_suffix, chosen)
        if format is None:
            why = "the guide has no naming of this key"
            refused.append(Refused(SettingType.NAMING, ".".join(term.choice), why))
        else:
            keys[term.field] = format
    rename = at(raw, terms.rename)
    return keys | ({kind.app.rename_switch: rename} if isinstance(rename, bool) else {})


def chosen_name(library: GuideLibrary, term: NamingTerm, *keys: str) -> str | None:
    """Return the format of the first of some keys that the guides have, in any case; None for none."""
    choices = at(library.naming, term.library)
    known = {key.lower(): text for key, text in choices.items()} if isinstance(choices, dict) else {}
    texts = (known.get(key.lower()) for key in keys)
    return next((text for text in texts if isinstance(text, str) and text), None)


def at(raw: Mapping[str, Any], path: Iterable[str]) -> Any:
    """Return what lies at a path of tables; None where nothing does."""
    value: Any = raw
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
