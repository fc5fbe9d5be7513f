"""What is wrong in the folders of titles, before an app does harm by it. Pure.

The rules are those of ``DiskScanService``, ``ExtraService`` and ``RecycleBinProvider``, as the real apps
showed them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from os.path import normcase
from typing import NamedTuple

from arrtui.core.app_extras import imported_endings
from arrtui.core.apps import App, app_of
from arrtui.core.text import name_some, shown_name
from arrtui.core.trailers import FolderNote, NoteKind, TrailerKind, VideoFile
from arrtui.db.media import FilmFile
from arrtui.features.trailers.wanting import TrailerFacts
from arrtui.media.names import (
    LARGE,
    VIDEO_EXTENSIONS,
    AppReading,
    hides_film,
    names_episode,
    names_promotion,
    reading,
)


class ProblemKind(StrEnum):
    """What is wrong."""

    BECOMES_FILM = "becomes_film"
    """A trailer, a teaser, a clip or an unfinished video that the app imports as the film or an episode."""
    HELD_AS_FILM = "held_as_film"
    """A trailer that the app holds as the film or an episode."""
    HIDDEN_FILM = "hidden_film"
    """A film or an episode that the app cannot see because of its name or its folder."""
    EXTRAS = "extras"
    """The app imports videos that come with a release as extra files."""
    SHARED_FOLDER = "shared_folder"
    """Two instances have their title in one folder."""
    LINK = "link"
    BROKEN_LINK = "broken_link"
    UNREADABLE = "unreadable"
    ODD_NAME = "odd_name"


class FolderProblem(NamedTuple):
    """Something that is wrong."""

    instance: str
    kind: ProblemKind
    text: str
    """A sentence: what is wrong, what comes of it, what to do."""
    external_id: str = ""
    """Empty for one of the instance as a whole."""
    title: str = ""
    folder: str = ""
    """Of the title, on this machine."""
    relative_path: str = ""
    """Below the folder; empty for the folder itself."""


# --- of one title ----------------------------------------------------------------------------------------


def title_problems(facts: TrailerFacts, films: Sequence[FilmFile]) -> list[FolderProblem]:
    """Return what is wrong in the folder of a title; ``films`` are the files that its app holds."""
    if facts.folder is None:
        return []
    app = app_of(facts.title.instance)
    film_paths = {film.relative_path for film in films}
    kinds = {file.relative_path: file.kind for file in facts.trailers}
    unit = f"an {app.child.singular}" if app.child is not None else f"the {app.title.singular}"
    problems = []
    for video in facts.folder.videos:
        kind = _judge(app, video, kinds.get(video.relative_path), film_paths)
        if kind is not None:
            text = _VIDEO_TEXTS[kind].format(app=app.name, unit=unit, file=video.relative_path)
            problems.append(_of_title(facts, kind, text, video.relative_path))
    for note in facts.folder.notes:
        problems.append(
            _of_title(facts, ProblemKind(note.kind.value), _note_text(app, note), note.relative_path)
        )
    return problems


def _of_title(facts: TrailerFacts, kind: ProblemKind, text: str, relative_path: str) -> FolderProblem:
    title, folder = facts.title, facts.folder.path if facts.folder else ""
    return FolderProblem(
        *(title.instance, kind, shown_name(text), title.external_id, title.title, folder, relative_path)
    )


def _judge(
    app: App, video: VideoFile, kind: TrailerKind | None, film_paths: Collection[str]
) -> ProblemKind | None:
    """Return what is wrong with a video, None for nothing; ``kind`` is what it is as a trailer.

    A video with an episode's number may be an episode called "Trailer", unless its name is that of a file.
    """
    path = video.relative_path
    if path in film_paths:
        is_trailer = kind in (TrailerKind.TRAILER, TrailerKind.BECOMES_FILM)
        return ProblemKind.HELD_AS_FILM if is_trailer else None
    promotes = names_promotion(path) and (not names_episode(path) or _is_beside(path, film_paths))
    match reading(path, app.scan):
        case AppReading.TAKEN if promotes or not video.size:
            return ProblemKind.BECOMES_FILM
        case AppReading.LEFT_OUT if _is_hidden(app, video, kind, film_paths):
            return ProblemKind.HIDDEN_FILM
    return None


def _is_beside(path: str, film_paths: Collection[str]) -> bool:
    """Return whether a video is named after a file that the app holds."""
    return any(path.startswith(film.rpartition(".")[0]) for film in film_paths)


def _is_hidden(app: App, video: VideoFile, kind: TrailerKind | None, film_paths: Collection[str]) -> bool:
    """Return whether a video that the app leaves out is a film or an episode by all appearances."""
    path = video.relative_path
    if kind is TrailerKind.TOO_LONG:
        return True
    if kind is not None or not hides_film(path) or (names_promotion(path) and video.size <= LARGE):
        return False
    return names_episode(path) and not _is_beside(path, film_paths) if app.has_children else not film_paths


_VIDEO_TEXTS: Mapping[ProblemKind, str] = {
    ProblemKind.BECOMES_FILM: (
        "{app} imports {file} as {unit} when it has no better file. Rename it so that it ends with "
        "-trailer and one extension."
    ),
    ProblemKind.HELD_AS_FILM: (
        "{app} holds the trailer {file} as {unit}. Rename it so that it ends with -trailer and one "
        "extension, and rescan the title: {app} then lets go of it, and deletes the extra files adopted "
        "for it."
    ),
    ProblemKind.HIDDEN_FILM: (
        "{app} cannot see {file}: it leaves out what is named or lies like that. If it is {unit}, give "
        "it another name."
    ),
}


def _note_text(app: App, note: FolderNote) -> str:
    """Return what comes of something in a title's folder."""
    place = note.relative_path or "Its folder"
    match note.kind:
        case NoteKind.LINK:
            return (
                f"{place} is a link to the folder {note.detail}. When {app.name} deletes the title without a "
                "recycle bin, it deletes the files behind the link; keep files here, or the link elsewhere."
            )
        case NoteKind.BROKEN_LINK:
            return (
                f"{place} is a link to {note.detail}, which is not there. {app.name} stops half way when it "
                "moves the title; remove the link."
            )
        case NoteKind.UNREADABLE:
            return f"{place} cannot be read: {note.detail}. What lies in it is not known."
    return f"The name of {place} is not UTF-8. Players and {app.name} may not find it; rename it."


# --- of instances ----------------------------------------------------------------------------------------


def shared_folders(titles: Iterable[TrailerFacts]) -> Iterator[FolderProblem]:
    """Yield a problem for each title whose folder is that of a title of another instance too.

    Each of the instances imports the other's file, and each upgrade deletes the other's film.
    """
    by_folder: defaultdict[str, list[TrailerFacts]] = defaultdict(list)
    for facts in titles:
        if facts.folder is not None:
            by_folder[normcase(facts.folder.path)].append(facts)
    for sharing in by_folder.values():
        for facts in sharing:
            names = [
                other.title.instance for other in sharing if other.title.instance != facts.title.instance
            ]
            if names:
                text = (
                    f"{facts.title.path} is the folder of {name_some(names)} too: each upgrade deletes the "
                    "other's file. Give each instance a root folder of its own."
                )
                yield _of_title(facts, ProblemKind.SHARED_FOLDER, text, "")


def instance_problems(problems: Iterable[FolderProblem]) -> list[FolderProblem]:
    """Return what is wrong with how instances are set up, a problem of each kind once for each of them.

    Folders that are shared are so title by title: one stands for all of them, with their number.
    """
    whole: list[FolderProblem] = []
    shared: defaultdict[str, list[FolderProblem]] = defaultdict(list)
    for problem in problems:
        if not problem.external_id:
            whole.append(problem)
        elif problem.kind is ProblemKind.SHARED_FOLDER:
            shared[problem.instance].append(problem)
    return [*whole, *(alike[0]._replace(text=text_of_all(alike)) for alike in shared.values())]


def text_of_all(alike: Sequence[FolderProblem]) -> str:
    """Return the text of the first of problems of one kind, with how many more there are."""
    more = len(alike) - 1
    others = f" There {'is' if more == 1 else 'are'} {more:,} more of this kind." if more else ""
    return f"{alike[0].text}{others}"


def extras_problem(instance: str, management: Mapping[str, object]) -> FolderProblem | None:
    """Return what is wrong with how an instance imports extra files, None for nothing.

    ``management`` are its media management settings as the app gives them.
    """
    videos = [name for ending, name in imported_endings(management) if ending in VIDEO_EXTENSIONS]
    if not videos:
        return None
    app = app_of(instance)
    harm = (
        f"overwrites the {app.unit.singular} just imported"
        if app.extras_overwrite
        else f"lands beside the {app.unit.singular} under its name, and becomes it when that goes"
    )
    text = (
        f"{app.name} imports extra files that end with {name_some(videos)}: the trailer or sample of a "
        f"release {harm}. Take these extensions out under Settings, Media Management, Import Extra Files."
    )
    return FolderProblem(instance, ProblemKind.EXTRAS, text)
