"""Whether a trailer is wanted for a title. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from arrtui.core.trailers import (
    TitleFolder,
    TrailerAttempt,
    TrailerChoice,
    TrailerDownload,
    TrailerFile,
    TrailerKind,
)
from arrtui.db.media import TrailerTitle
from arrtui.db.trailers import InstanceRule


class WantGround(StrEnum):
    """Why a trailer is wanted for a title, or is not."""

    CHOSEN = "chosen"
    """Its owner wants one."""
    RULE = "rule"
    """The rule of its instance wants one."""
    BETTER = "better"
    """The rule wants one that the profile accepts beside the one that is there."""
    SATISFIED = "satisfied"
    """One is there."""
    DECLINED = "declined"
    """Its owner wants none."""
    NO_RULE = "no_rule"
    """The rule wants none."""
    NOT_NEW = "not_new"
    """It was there before the rule was."""
    NOT_MONITORED = "not_monitored"
    """Its app does not look for files."""
    NO_FILE = "no_file"
    """It has no film or episode yet."""


WANTED = frozenset((WantGround.CHOSEN, WantGround.RULE, WantGround.BETTER))
"""Grounds on which a trailer is to be fetched."""


class TrailerFacts(NamedTuple):
    """Everything known of a title from which its status follows."""

    title: TrailerTitle
    folder: TitleFolder | None = None
    """None while it was not read."""
    trailers: Sequence[TrailerFile] = ()
    downloads: Sequence[TrailerDownload] = ()
    attempt: TrailerAttempt | None = None
    """The last one."""
    choice: TrailerChoice | None = None

    @property
    def own_trailers(self) -> list[TrailerFile]:
        """The trailers that are there of the title as a whole, whoever made them."""
        return [
            file for file in self.trailers if file.season is None and file.kind is not TrailerKind.TOO_LONG
        ]

    def download_of(self, file: TrailerFile) -> TrailerDownload | None:
        """Return what arrtui recorded of a trailer that it made; None for one of somebody else."""
        for download in reversed(self.downloads):
            same = (download.relative_path, download.size) == (file.relative_path, file.size)
            if same and download.gone_at is None:
                return download
        return None


class WantingRules(NamedTuple):
    """By what an instance wants trailers."""

    rule: InstanceRule
    only_with_files: bool
    accepts: Callable[[TrailerFacts, TrailerFile], bool]
    """Whether the profile of a title would make a trailer of somebody else unnecessary."""


def ground_of(facts: TrailerFacts, rules: WantingRules) -> WantGround:
    """Return why a trailer is wanted for a title or not. What its owner chose beats every rule."""
    files, choice = facts.own_trailers, facts.choice
    if choice is not None and choice.wanted is False:
        return WantGround.DECLINED
    if choice is not None and choice.wanted:
        return WantGround.SATISFIED if files else WantGround.CHOSEN
    if rules.rule.rule == "all" and files:
        accepted = any(facts.download_of(file) or rules.accepts(facts, file) for file in files)
        if accepted or (rules.only_with_files and not facts.title.files):
            return WantGround.SATISFIED
        return WantGround.BETTER
    return WantGround.SATISFIED if files else _ground_by_rule(facts, rules)


def _ground_by_rule(facts: TrailerFacts, rules: WantingRules) -> WantGround:
    """Return what the rule of the instance says of a title without a trailer."""
    rule, since = rules.rule
    if rule == "none":
        return WantGround.NO_RULE
    if rule == "new" and (facts.folder is None or facts.folder.seen_at <= since):
        return WantGround.NOT_NEW
    if rule == "sync" and not facts.title.monitored:
        return WantGround.NOT_MONITORED
    if rules.only_with_files and not facts.title.files:
        return WantGround.NO_FILE
    return WantGround.RULE
