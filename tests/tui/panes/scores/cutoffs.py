"""Reports on cutoffs over the libraries of the Scores pane, with releases made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.core.errors import ArrtuiError
from arrtui.core.profiles import ProfileBody, ProfilePlace
from arrtui.features.loops.cutoffs import CutoffReport, StoredFile, cutoff_report
from arrtui.features.loops.sightings import Seen, Sighting
from arrtui.features.scores.model import Profile, ScoreLibrary

RELEASES = 400
"""In the history of each profile."""


class FakeCutoffs:
    """Reports in memory; ``fault`` is raised by whatever is asked."""

    def __init__(self, libraries: Sequence[ScoreLibrary]) -> None:
        self._libraries = {library.instance: library for library in libraries}
        self.fault: ArrtuiError | None = None
        self.unsearched = 0

    async def report(self, instance: str) -> CutoffReport:
        if self.fault is not None:
            raise self.fault
        library = self._libraries[instance]
        files = [
            StoredFile(
                Sighting(
                    Seen.FILE, file.profile_id, file.quality_id, file.path or f"{file.title}.mkv", "",
                    file.score or 0, file.score or 0,
                ),
                file.monitored,
            )
            for file in library.files
        ]  # fmt: skip
        profiles = {number: _body(profile) for number, profile in library.profiles.items()}
        names = {number: profile.name for number, profile in library.profiles.items()}
        releases = [sighting for number in profiles for sighting in _releases(number, files)]
        return cutoff_report(instance, profiles, names, files, releases, self.unsearched)


def _body(profile: Profile) -> ProfileBody:
    places = tuple(ProfilePlace(*item) for item in profile.items)
    return ProfileBody(
        profile.upgrade_allowed,
        profile.cutoff,
        places,
        profile.minimum,
        profile.wanted,
        profile.step,
        dict(profile.scores),
    )


def _releases(profile_id: int, files: Sequence[StoredFile]) -> list[Sighting]:
    """Return releases of the qualities of a profile's files, a little below these; one is unknown."""
    own = [file.sighting for file in files if file.sighting.profile_id == profile_id]
    return [
        Sighting(
            Seen.GRAB, profile_id, own[number % len(own)].quality_id, f"Release.{number}.1080p-GRP",
            "2025-10-01T08:00:00Z", None if not number else own[number % len(own)].most - 5,
            own[number % len(own)].most + (5 if not number else -5),
        )
        for number in range(RELEASES if own else 0)
    ]  # fmt: skip
