"""A pair of the configuration in words: what it filters, maps and limits. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from arrtui.core.apps import TITLE_PROFILES

if TYPE_CHECKING:
    from arrtui.core.apps import App
    from arrtui.core.config.sync import FilterRules, SyncPair

MODES = {
    "add": "add: what only the source has is added",
    "mirror": "mirror: the target becomes as the source, with removals",
    "union": "union: each side gets what only the other has",
}
_LISTS = {
    "quality_profiles": "profile",
    "root_folders": "in folder",
    "tags": "tag",
    "genres": "genre",
    "series_types": "type",
    "certifications": "certified",
    "languages": "language",
}
FIELDS = {
    "monitored": "monitored",
    **{profile.name: profile.heading.lower() for profile in TITLE_PROFILES},
    "tags": "tags",
    "minimum_availability": "minimum availability",
    "seasons": "seasons",
    "series_type": "series type",
    "monitor_new_items": "new items",
    "root_folder": "root folder",
}
"""Fields that can be kept equal, for people."""
RULES_HELP = (
    "profile: root: tag: genre: type: certification: language: year>= score>= quality>= rating>= monitored "
    "missing, or words of the title. Twice the same: either. - leaves out. right completes."
)
"""How the filter of a pair is written."""
ELSE = "*"


def rules_of(rules: FilterRules) -> Iterator[str]:
    """Yield what titles have to meet, rule by rule; nothing where there is no rule."""
    for name, word in _LISTS.items():
        if values := getattr(rules, name):
            yield f"{word} {' or '.join(values)}"
    first, last = rules.year_from, rules.year_to
    if first or last:
        span = f"{first}" if first == last else f"{first} to {last}"
        yield f"of {span}" if first and last else f"of {first} or later" if first else f"of {last} or before"
    for flag, yes, no in (
        (rules.monitored, "monitored", "not monitored"),
        (rules.has_file, "with a file", "without a file"),
    ):
        if flag is not None:
            yield yes if flag else no
    if rules.min_score is not None:
        yield f"score {rules.min_score} or more"
    if rules.min_quality:
        yield f"{rules.min_quality} or better"
    if rules.min_rating is not None:
        yield f"rating {rules.min_rating:g} or more"
    if rules.text:
        yield f'"{rules.text}" in the title'


def field_word(name: str, app: App) -> str:
    """Return a field that can be kept equal, for people."""
    return app.unit.plural if name == "episodes" else FIELDS.get(name, name)


def maps_of(names: Mapping[str, str], *, drops: str = "") -> Iterator[str]:
    """Yield each pair of names of a map; ``drops`` is said of a name that becomes nothing."""
    for old, new in names.items():
        what = "all others" if old == ELSE else old
        yield f"{what} -> {new}" if new else f"{what}: {drops}"


def limits_of(pair: SyncPair) -> Iterator[str]:
    """Yield what a plan may hold before each entry has to be decided by itself."""
    limits = pair.limits
    yield f"at most {limits.removals:,} removals, and at most {limits.removals_percent} % of the target"
    if limits.additions:
        yield f"at most {limits.additions:,} additions"


def added_as(pair: SyncPair) -> str:
    """Return in which state titles are added."""
    monitored = str(pair.monitored).lower()
    words = {"true": "monitored", "false": "not monitored"}
    state = words.get(monitored, "monitored as on the source")
    return f"{state}, {'searched for' if pair.search else 'not searched for'}"
