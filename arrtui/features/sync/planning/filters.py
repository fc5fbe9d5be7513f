"""Which titles a pair is about: its filter turned into one function, asked once per title. Pure.

A title passes when it meets every rule to include and none to exclude. A list is met by any of its names;
names are whole names in upper or lower case. The first and last year are one rule. What is not known (no
year, no file, no score, no rating, a quality that the title's profile does not have) meets no rule: it fails
one to include and is not excluded by one to exclude.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from arrtui.core.config.sync import FilterRules, SyncFilter
from arrtui.core.config.sync_values import plain_folder
from arrtui.core.domain import MediaFile, SettingType
from arrtui.core.profiles import parse_profile
from arrtui.features.sync.fields.mapping import lies_in
from arrtui.features.sync.fields.translate import Memo
from arrtui.features.sync.model import Side, SideTitle

Files = Sequence[MediaFile]
Meets = Callable[[SideTitle, Files], bool]
"""Returns whether a title meets a rule."""
Judge = Callable[[SideTitle, Files], str]
"""Returns the rule that leaves a title out, as a sentence; empty for a title that passes."""

_PERCENT = frozenset({"rottenTomatoes", "metacritic"})
"""Ratings from 0 to 100; all others are from 0 to 10. The best one that is known counts."""
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters that are no base letter with an accent, though people search for them so."""

_MONITORED = ("It is not monitored", "It is monitored")
_HAS_FILE = ("It has no file", "It has a file")


class FilterRule(NamedTuple):
    """One rule, and what it means for a title in words."""

    name: str
    """The option it comes from."""
    meets: Meets
    missed: str
    """Of a title that does not meet it, without the full stop."""
    met: str
    """Of a title that meets it."""


def compile_filter(filter: SyncFilter, side: Side) -> Judge:
    """Return the function that judges the titles of a side by a filter.

    It takes a title and its files, which it looks at only where :func:`needs_files` says so.
    """
    required = [
        (rule.meets, f"{rule.missed} (include.{rule.name}).") for rule in _rules_of(filter.include, side)
    ]
    refused = [(rule.meets, f"{rule.met} (exclude.{rule.name}).") for rule in _rules_of(filter.exclude, side)]

    def judge(title: SideTitle, files: Files) -> str:
        for meets, missed in required:
            if not meets(title, files):
                return missed
        for meets, met in refused:
            if meets(title, files):
                return met
        return ""

    return judge if required or refused else lambda _title, _files: ""


def rule_against(filter: SyncFilter, side: Side) -> Callable[[SideTitle], str]:
    """Return the function that judges a title of a side by its files as they are loaded there."""
    if filter == SyncFilter():
        return lambda _: ""
    judge, media = compile_filter(filter, side), side.media
    return lambda title: judge(title, media.get(title.item.id, ()))


def needs_files(filter: SyncFilter) -> bool:
    """Return whether a filter looks at the files of titles, and not just at whether there are some."""
    return any(
        rules.min_score is not None or rules.min_quality or rules.languages
        for rules in (filter.include, filter.exclude)
    )


# --- the rules -------------------------------------------------------------------------------------------


def _rules_of(rules: FilterRules, side: Side) -> Iterator[FilterRule]:
    """Yield the rules that are set, the cheap ones first."""
    if rules.monitored is not None:
        yield _switch("monitored", rules.monitored, lambda title: title.item.monitored, _MONITORED)
    if rules.has_file is not None:
        yield _switch("has_file", rules.has_file, lambda title: title.files > 0, _HAS_FILE)
    if rules.year_from or rules.year_to:
        yield _year_rule(rules.year_from, rules.year_to)
    if rules.min_rating is not None:
        yield _rating_rule(rules.min_rating)
    yield from _name_rules(rules)
    if rules.languages:
        yield _language_rule(rules.languages)
    if rules.min_score is not None:
        yield _score_rule(rules.min_score)
    if rules.min_quality:
        yield _quality_rule(rules.min_quality, side)
    if rules.text:
        yield _text_rule(rules.text)


def _switch(
    name: str, wanted: bool, state: Callable[[SideTitle], bool], words: tuple[str, str]
) -> FilterRule:
    """Return a rule on something that is so or not; ``words`` say first that it is not."""
    return FilterRule(name, lambda title, _: state(title) is wanted, words[not wanted], words[wanted])


def _year_rule(first: int, last: int) -> FilterRule:
    name = "year_from" if first else "year_to"
    years = (
        f"from {first} to {last}" if first and last else f"{first} or later" if first else f"{last} or before"
    )
    until = last or 10_000
    return FilterRule(
        name,
        lambda title, _: title.item.year > 0 and first <= title.item.year <= until,
        f"Its year is not {years}",
        f"Its year is {years}",
    )


def _rating_rule(least: float) -> FilterRule:
    def meets(title: SideTitle, _files: Files) -> bool:
        ratings = title.volatile.ratings.items() if title.volatile else ()
        return any((value / 10 if source in _PERCENT else value) >= least for source, value in ratings)

    words = f"of {least:g} or more"
    return FilterRule("min_rating", meets, f"It has no rating {words}", f"It has a rating {words}")


def _text_rule(text: str) -> FilterRule:
    part = folded(text)

    def meets(title: SideTitle, _files: Files) -> bool:
        return part in folded(title.item.title) or part in folded(title.item.original_title)

    return FilterRule("text", meets, f'Its title does not hold "{text}"', f'Its title holds "{text}"')


def _name_rules(rules: FilterRules) -> Iterator[FilterRule]:
    """Yield the rules that hold a list of names or folders."""
    single: tuple[tuple[str, str, Callable[[SideTitle], str]], ...] = (
        ("quality_profiles", "quality profile", lambda title: title.profile),
        ("series_types", "series type", lambda title: title.item.series_type),
        ("certifications", "certification", lambda title: title.item.certification),
    )
    several: tuple[tuple[str, str, Callable[[SideTitle], tuple[str, ...]]], ...] = (
        ("tags", "tag", lambda title: title.tags),
        ("genres", "genre", lambda title: title.item.genres),
    )
    for name, word, value in single:
        if names := getattr(rules, name):
            yield _one_of(name, word, names, value)
    for name, word, values in several:
        if names := getattr(rules, name):
            yield _any_of(name, word, names, values)
    if rules.root_folders:
        yield _folder_rule(rules.root_folders)


def _one_of(name: str, word: str, names: Sequence[str], value: Callable[[SideTitle], str]) -> FilterRule:
    wanted, words = _wanted(names), " or ".join(names)
    meets = Memo[str, bool](lambda label: label.casefold() in wanted)
    return FilterRule(
        name, lambda title, _: meets[value(title)], f"Its {word} is not {words}", f"Its {word} is {words}"
    )


def _any_of(
    name: str, word: str, names: Sequence[str], values: Callable[[SideTitle], tuple[str, ...]]
) -> FilterRule:
    wanted, words = _wanted(names), " or ".join(names)
    meets = Memo[tuple[str, ...], bool](lambda several: any(label.casefold() in wanted for label in several))
    return FilterRule(
        name,
        lambda title, _: meets[values(title)],
        f"It does not have the {word} {words}",
        f"It has the {word} {words}",
    )


def _wanted(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names)


def _folder_rule(folders: Sequence[str]) -> FilterRule:
    wanted, words = [plain_folder(folder) for folder in folders], " or ".join(folders)

    def lies(path: str) -> bool:
        plain = plain_folder(path)
        return bool(path) and any(lies_in(plain, folder) for folder in wanted)

    roots = Memo[str, bool](lies)

    def meets(title: SideTitle, _files: Files) -> bool:
        return roots[title.item.root_folder] or lies(title.item.path)

    return FilterRule("root_folders", meets, f"It does not lie in {words}", f"It lies in {words}")


def _language_rule(names: Sequence[str]) -> FilterRule:
    wanted, words = _wanted(names), " or ".join(names)

    def meets(title: SideTitle, files: Files) -> bool:
        if title.item.original_language.casefold() in wanted:
            return True
        return any(name.casefold() in wanted for file in files for _, name in file.languages)

    return FilterRule("languages", meets, f"Neither it nor a file of it is in {words}", f"It is in {words}")


def _score_rule(least: int) -> FilterRule:
    def meets(_title: SideTitle, files: Files) -> bool:
        return bool(files) and all(file.score is not None and file.score >= least for file in files)

    return FilterRule(
        "min_score",
        meets,
        f"It has no file with a score of {least} or more, or a worse one too",
        f"All its files have a score of {least} or more",
    )


def _quality_rule(least: str, side: Side) -> FilterRule:
    name = least.casefold()
    # the members of a group share its place, from worst to best, as in ``QualityProfile.GetIndex``
    ranks = {
        setting.name.casefold(): {
            quality.casefold(): place for quality, place in parse_profile(setting.body).quality_names
        }
        for setting in side.settings
        if setting.type == SettingType.QUALITY_PROFILE
    }

    def meets(title: SideTitle, files: Files) -> bool:
        order = ranks.get(title.profile.casefold(), {})
        worst = order.get(name)
        places = [order.get(file.quality.casefold(), -1) for file in files]
        return worst is not None and bool(places) and min(places) >= worst

    return FilterRule(
        "min_quality",
        meets,
        f"It has no file of the quality {least} or better in its profile, or a worse one too",
        f"All its files are of the quality {least} or better in its profile",
    )


def folded(text: str) -> str:
    """Return a text as it is searched: in small letters and without accents.

    >>> folded("Amélie") == folded("AMELIE")
    True
    """
    small = text.casefold()
    if small.isascii():
        return small
    letters = unicodedata.normalize("NFKD", small).translate(_LETTERS)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
