"""Which titles a pair is about: its filter turned into one function, asked once per title. Pure.

A title passes when it meets every rule to include and none to exclude. A list is met by any of its names;
names are whole names in upper or lower case. The first and last year are one rule. What is not known (no
year, no file, no score, no rating, a quality that the title's profile does not have) meets no rule: it fails
one to include and is not excluded by one to exclude.
"""

from __future__ import annotations

from collections.abc import Callable

from arrtui.core.config.sync import SyncFilter
from arrtui.features.sync.model import Side, SideTitle
from arrtui.features.sync.planning.filter_rules import Files, rules_of

Judge = Callable[[SideTitle, Files], str]
"""Returns the rule that leaves a title out, as a sentence; empty for a title that passes."""


def compile_filter(filter: SyncFilter, side: Side) -> Judge:
    """Return the function that judges the titles of a side by a filter.

    It takes a title and its files, which it looks at only where :func:`needs_files` says so.
    """
    required = [
        (rule.meets, f"{rule.missed} (include.{rule.name}).") for rule in rules_of(filter.include, side)
    ]
    refused = [(rule.meets, f"{rule.met} (exclude.{rule.name}).") for rule in rules_of(filter.exclude, side)]

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
