"""The facets of titles and of episodes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from arrtui.core.apps import APPS
from arrtui.core.facets import Facet, FacetIndex
from arrtui.db.library import EpisodeListRow
from arrtui.features.library.merge import Copy, DiskState, Title, disk_state

NONE = "(none)"
"""The choice of everything that has no value for a facet."""
KIND, ON, ABSENT = "kind", "on", "absent"
MONITORED_WORDS = ("monitored", "not monitored")
CUTOFF_WORDS = ("below cutoff", "cutoff met")
EPISODE_WORDS = ("has file", "no file")

TitleIndex = FacetIndex[Title, tuple[Copy, tuple[str, ...]]]
EpisodeIndex = FacetIndex[EpisodeListRow, EpisodeListRow]


def title_index(titles: Sequence[Title], instances: Mapping[str, str]) -> TitleIndex:
    """Return the facets of titles; ``instances`` maps every instance's name to its kind, in order."""
    absences: dict[tuple[str, ...], tuple[str, ...]] = {}
    """By kind and instances: the other instances, which could have the title but do not."""

    def variants(title: Title) -> list[tuple[Copy, tuple[str, ...]]]:
        holders = (title.kind, *[copy.instance for copy in title.copies])
        absent = absences.get(holders)
        if absent is None:
            could_have = (name for name, kind in instances.items() if kind == title.kind)
            absent = absences[holders] = tuple(name for name in could_have if name not in holders)
        return [(copy, absent) for copy in title.copies]

    return FacetIndex(_title_facets(tuple(instances)), titles, key=lambda title: title.key, variants=variants)


def episode_index(episodes: Sequence[EpisodeListRow], instances: Sequence[str]) -> EpisodeIndex:
    """Return the facets of episodes."""
    facets: tuple[Facet[EpisodeListRow], ...] = (
        Facet(ON, "On", lambda row: (row.instance,), tuple(instances)),
        Facet("files", "Files", lambda row: _either(row.file_id, EPISODE_WORDS), EPISODE_WORDS),
        Facet("monitored", "Monitored", lambda row: _either(row.monitored, MONITORED_WORDS), MONITORED_WORDS),
        Facet("quality", "Quality", lambda row: _named(row.quality) if row.file_id else ()),
    )
    return FacetIndex(facets, episodes, key=episode_key, variants=lambda row: (row,))


def episode_key(row: EpisodeListRow) -> tuple[str, int]:
    """Return the identity of an episode on an instance."""
    return row.instance, row.episode_id


def _title_facets(instances: tuple[str, ...]) -> tuple[Facet[tuple[Copy, tuple[str, ...]]], ...]:
    """Return the facets of pairs of a copy and the instances that lack its title."""

    def cutoff(copy: Copy) -> Iterable[str]:
        return _either(copy.cutoff_unmet, CUTOFF_WORDS) if copy.files else ()

    def monitored(copy: Copy) -> Iterable[str]:
        return _either(copy.monitored, MONITORED_WORDS)

    kinds = tuple(app.title.plural for app in APPS.values())
    return (
        Facet(KIND, "Kind", lambda pair: (APPS[pair[0].kind].title.plural,), kinds),
        Facet(ON, "On", lambda pair: (pair[0].instance,), instances),
        Facet(ABSENT, "Not on", lambda pair: pair[1], instances),
        Facet("files", "Files", lambda pair: (disk_state(pair[0]).value,), tuple(DiskState)),
        Facet("monitored", "Monitored", lambda pair: monitored(pair[0]), MONITORED_WORDS),
        Facet("cutoff", "Cutoff", lambda pair: cutoff(pair[0]), CUTOFF_WORDS),
        Facet("quality", "Quality", lambda pair: _named(pair[0].quality) if pair[0].files else ()),
        Facet("profile", "Profile", lambda pair: _named(pair[0].profile)),
        Facet("status", "Status", lambda pair: _named(pair[0].status)),
        Facet("tag", "Tag", lambda pair: pair[0].tags or (NONE,)),
        Facet("root", "Root folder", lambda pair: _named(pair[0].root_folder)),
    )


def _either(value: object, words: tuple[str, str]) -> tuple[str]:
    return (words[0] if value else words[1],)


def _named(value: str | None) -> tuple[str]:
    return (value or NONE,)
