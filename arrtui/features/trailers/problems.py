"""Read from the database what is needed to say what is wrong in the folders of titles."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from arrtui.core.domain import SettingType
from arrtui.db import media
from arrtui.db.library import settings_of
from arrtui.features.trailers.overview import TrailerOverview
from arrtui.features.trailers.reports import FolderProblem, extras_problem, shared_folders, title_problems


def load_problems(overviews: Sequence[TrailerOverview], chosen: Collection[str]) -> list[FolderProblem]:
    """Return what is wrong in the folders of the chosen instances, by instance and title.

    ``overviews`` are of all instances: any may share a folder with a chosen one. Call it inside
    ``Database.reading()``.
    """
    titles = [facts for overview in overviews for facts in overview.titles]
    films = media.film_files([*chosen])
    problems = []
    for instance in chosen:
        for setting in settings_of(instance, SettingType.MEDIA_MANAGEMENT).values():
            if (problem := extras_problem(instance, setting.body)) is not None:
                problems.append(problem)
    for facts in titles:
        if facts.title.instance in chosen:
            own = films[facts.title.instance].get(facts.title.external_id, ())
            problems += title_problems(facts, own)
    return [*problems, *(problem for problem in shared_folders(titles) if problem.instance in chosen)]
