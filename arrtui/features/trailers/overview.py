"""Everything known of the trailers of an instance, read from the database at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from arrtui.core.config import InstanceConfig, TrailersConfig
from arrtui.core.config.trailer_profiles import TrailerProfile
from arrtui.core.trailers import MediaRoot, TrailerFile, TrailerKind
from arrtui.db import media, trailers
from arrtui.db.trailers import InstanceRule
from arrtui.features.trailers.status import (
    TrailerCounts,
    TrailerState,
    TrailerStatus,
    count_statuses,
    status_of,
)
from arrtui.features.trailers.wanting import TrailerFacts, WantingRules
from arrtui.features.trailers.words import fetching_sentence, status_sentence
from arrtui.media.names import extension

NOT_YET = float("inf")
"""Since when a rule counts that no refresh has seen yet: nothing is new to it."""


class TrailerRow(NamedTuple):
    """A title with the status of its trailer."""

    facts: TrailerFacts
    status: TrailerStatus
    profile: str
    """Name of the profile that it has."""
    reason: str
    """Why it has this status, in a sentence."""

    def at_work(self, doing: str) -> TrailerRow:
        """Return the row with what is done now to fetch its trailer."""
        status = self.status._replace(state=TrailerState.DOWNLOADING, doing=doing)
        return self._replace(status=status, reason=fetching_sentence(self.profile, doing))


class TrailerOverview:
    """The titles of an instance with what is known of their trailers, by sort title."""

    def __init__(
        self,
        instance: InstanceConfig,
        config: TrailersConfig,
        titles: Sequence[TrailerFacts],
        roots: Mapping[str, MediaRoot],
        rule: InstanceRule,
    ) -> None:
        """``roots`` by the path that the app gives."""
        self.titles = titles
        self.roots = roots
        self.rules = WantingRules(rule, config.only_with_files, self._accepts)
        self._instance = instance
        self._config = config

    def rows(self, downloading: Mapping[str, str], now: float) -> list[TrailerRow]:
        """Return every title with its status; the arguments are those of :func:`status_of`."""
        rows = []
        for facts in self.titles:
            root = self.roots.get(facts.title.root_folder)
            status = status_of(facts, root, self.rules, downloading, now)
            profile, _ = self.profile_of(facts)
            reason = status_sentence(facts, root, status, self.rules, profile)
            rows.append(TrailerRow(facts, status, profile, reason))
        return rows

    def counts(self, downloading: Mapping[str, str], now: float) -> TrailerCounts:
        """Return how many titles have each status; the arguments are those of :func:`status_of`."""
        return count_statuses(
            status_of(facts, self.roots.get(facts.title.root_folder), self.rules, downloading, now)
            for facts in self.titles
        )

    def profile_of(self, facts: TrailerFacts) -> tuple[str, TrailerProfile]:
        """Return the name and the profile of a title: its owner's choice, its instance's, or what fits."""
        chosen = facts.choice.profile if facts.choice is not None else ""
        return self._config.profile_of(facts.title, chosen or self._instance.trailers.profile or "")

    def _accepts(self, facts: TrailerFacts, file: TrailerFile) -> bool:
        """Return whether a trailer of somebody else is as the profile of the title would have it."""
        container = self.profile_of(facts)[1].container
        return file.kind is TrailerKind.TRAILER and extension(file.relative_path) == f".{container}"


def load_overview(instance: InstanceConfig, config: TrailersConfig) -> TrailerOverview:
    """Return what is stored of an instance; call it inside ``Database.reading()``.

    Seven statements, however many titles there are.
    """
    name = instance.name
    rule = config.rule_of(instance.trailers)
    stored = trailers.stored_rule(name)
    folders, files = media.stored_folders(name), media.trailer_files(name)
    made, tried = trailers.downloads(name), trailers.latest_attempts(name)
    choices = trailers.choices(name)
    facts = [
        TrailerFacts(
            title=title,
            folder=folders.get(title.external_id),
            trailers=files.get(title.external_id, ()),
            downloads=made.get(title.external_id, ()),
            attempt=tried.get(title.external_id),
            choice=choices.get(title.external_id),
        )
        for title in media.trailer_titles([name])
    ]
    since = stored.since if stored is not None and stored.rule == rule else NOT_YET
    return TrailerOverview(instance, config, facts, media.media_roots(name), InstanceRule(rule, since))
