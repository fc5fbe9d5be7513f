"""Check a quality profile: language, qualities, groups, cutoff, formats and the least score. Pure.

Source: R and S ``QualityProfileController`` with ``QualityCutoffValidator`` and ``QualityItemsValidator``, R
``LanguageIntConverter``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from arrtui.core.domain import SettingType
from arrtui.core.text import plural
from arrtui.features.sync.apply.app_lists import AppLists, Row, WriteRefusal, whole

_LEAST, _MOST = -(2**31), 2**31 - 1
"""What the apps read as a score."""
_SCORES = ("minFormatScore", "cutoffFormatScore", "minUpgradeFormatScore")
_NOT_KNOWN = "Back up the instance and plan again."


def profile_refusals(body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield why a profile must not be sent."""
    yield from _language(body, lists)
    items = body.get("items")
    if not isinstance(items, list) or not items:
        yield WriteRefusal("it has no qualities", _NOT_KNOWN)
        return
    yield from _qualities(items, lists)
    yield from _groups(items)
    yield from _cutoff(body, items)
    yield from _scores(body, lists)


def _language(body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield that the app does not know the language: it would write the profile, and answer 500 then."""
    language = body.get("language")
    if language is None or lists.languages is None:
        return
    number = whole(language.get("id")) if isinstance(language, dict) else None
    if number is None or number not in lists.languages:
        named = language.get("name") if isinstance(language, dict) else language
        yield WriteRefusal(
            f"{lists.app} has no language {number if number is not None else named!r}",
            "Choose a language that it has.",
        )


def _qualities(items: Sequence[Row], lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield which qualities are missing, unknown or there twice; a member of a group counts as one."""
    rows = [row for item in items for row in (item.get("items") or [item])]
    if any(not isinstance(row.get("quality"), dict) for row in rows):
        yield WriteRefusal("a row of it is neither a quality nor a group of qualities", _NOT_KNOWN)
        return
    names = {whole(row["quality"].get("id", 0)): str(row["quality"].get("name")) for row in rows}
    counts = Counter(whole(row["quality"].get("id", 0)) for row in rows)
    if twice := [names[number] for number, count in counts.items() if count > 1]:
        yield WriteRefusal(f"it has {', '.join(twice)} twice", "Leave each quality in it once.")
    if lists.qualities is None:
        return
    if unknown := [names[number] for number in counts if number not in lists.qualities]:
        yield WriteRefusal(f"{lists.app} has no quality {', '.join(unknown)}", _NOT_KNOWN)
    if missing := [name for number, name in lists.qualities.items() if number not in counts]:
        yield WriteRefusal(
            f"it lacks {', '.join(missing)}, and {lists.app} demands every quality", _NOT_KNOWN
        )


def _groups(items: Sequence[Row]) -> Iterator[WriteRefusal]:
    groups = [item for item in items if item.get("items")]
    for group in groups:
        name, members = group.get("name"), group["items"]
        if not name:
            yield WriteRefusal("a group of it has no name", "Name the group.")
        if not whole(group.get("id")):
            yield WriteRefusal(f"its group {name} has no id", _NOT_KNOWN)
        if len(members) < 2:
            yield WriteRefusal(
                f"its group {name} holds one quality", "Leave the quality alone, or add another."
            )
        if any(member.get("items") for member in members):
            yield WriteRefusal(f"its group {name} holds another group", "Put the qualities in one group.")
    if len({group.get("id") for group in groups}) < len(groups):
        yield WriteRefusal("two of its groups have one id", _NOT_KNOWN)


def _cutoff(body: Row, items: Sequence[Row]) -> Iterator[WriteRefusal]:
    """Yield that the cutoff is none of the allowed qualities and groups of the top level."""
    allowed = {
        item["quality"].get("id", 0) if item.get("quality") else item.get("id")
        for item in items
        if item.get("allowed")
    }
    if not allowed:
        yield WriteRefusal("it allows no quality", "Allow one.")
    elif body.get("cutoff", 0) not in allowed:
        yield WriteRefusal("its cutoff is no quality or group that it allows", "Choose another cutoff.")


def _scores(body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield what is wrong with the scores: each format once, and a least score that files can reach."""
    rows = [row for row in body.get("formatItems") or () if isinstance(row, dict)]
    scores = [*(row.get("score", 0) for row in rows), *(body.get(key, 0) for key in _SCORES)]
    if any(whole(score) is None or not _LEAST <= int(score) <= _MOST for score in scores):
        yield WriteRefusal("a score of it is no whole number of 32 bits", "Correct the score.")
        return
    known = lists.ids(SettingType.CUSTOM_FORMAT)
    counts = Counter(row.get("format") for row in rows)
    if twice := [str(row.get("name")) for row in rows if counts[row.get("format")] > 1]:
        names = ", ".join(dict.fromkeys(twice))
        yield WriteRefusal(f"it names {names} twice, and the scores would be added", "Leave one of them.")
    if known is not None and (missing := known - counts.keys()):
        yield WriteRefusal(f"it lacks {plural(len(missing), 'format')} of the instance", "Apply again.")
    least_upgrade = int(body.get("minUpgradeFormatScore") or 0)
    if "minUpgradeFormatScore" in body and least_upgrade < 1:
        yield WriteRefusal("its least improvement of the score is below 1", "Set it to 1 or more.")
    yield from _least_score(int(body.get("minFormatScore") or 0), [int(row.get("score", 0)) for row in rows])


def _least_score(least: int, scores: Sequence[int]) -> Iterator[WriteRefusal]:
    most: Any = max(sum(score for score in scores if score > 0), max(scores, default=0))
    if least > most or (least > 0 and not scores):
        yield WriteRefusal(
            f"its minimum score {least:,} is above {most:,}, the most that its formats can give",
            "Lower the minimum, or write the scores first.",
        )
