"""The Trailers pane's detail: why a title has its state, what lies in its folder, and what was tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from arrtui.core.text import format_duration, format_minute, format_size
from arrtui.core.trailers import FolderNote, NoteKind, TrailerAttempt, TrailerFile, TrailerKind
from arrtui.features.trailers.overview import TrailerRow
from arrtui.features.trailers.reports import FolderProblem
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.trailers.rows import sign_of

LABEL = 10
"""Cells of the names to the left of the values."""
MOST_FILES = 200
"""Videos of a folder that are listed."""
_NOTES = {
    NoteKind.LINK: "a link",
    NoteKind.BROKEN_LINK: "a link to nothing",
    NoteKind.UNREADABLE: "cannot be read",
    NoteKind.ODD_NAME: "no UTF-8",
}
_KINDS = {
    TrailerKind.TRAILER: "",
    TrailerKind.BECOMES_FILM: "the app imports it as the film",
    TrailerKind.TOO_LONG: "too long for a trailer",
}


def trailer_detail(
    row: TrailerRow, problems: Sequence[FolderProblem] = (), attempts: Sequence[TrailerAttempt] = ()
) -> Content:
    """Return the text about a title.

    Args:
        row: The title.
        problems: What is wrong in its folder.
        attempts: Those to fetch its trailers, oldest first.
    """
    title, sign = row.facts.title, sign_of(row)
    style = CONTENT_STYLES[sign.style]
    name = f"{title.title} ({title.year})" if title.year else title.title
    lines = [Content.styled(sanitise(name), "bold"), Content.styled(sign.text, style), Content("")]
    lines += [Content(sanitise(row.reason)), Content("")]
    for problem in problems:
        lines += [Content.styled(sanitise(problem.text), CONTENT_STYLES["warn"]), Content("")]
    lines += named_lines(_facts(row))
    trailers = (_file_line(file.relative_path, file.size, _about(row, file)) for file in row.facts.trailers)
    for heading, part in (
        ("Trailers", trailers),
        ("In the folder", _folder_lines(row)),
        ("Attempts", _attempt_lines(attempts)),
    ):
        if listed := list(part):
            lines += [Content(""), Content.styled(heading, "bold"), *listed]
    return Content("\n").join(lines)


def named_lines(facts: Iterable[tuple[str, str]]) -> list[Content]:
    """Return a line for each fact, its name to the left of its value; facts without a value are left out."""
    return [
        Content.assemble((f"{name:<{LABEL}}", CONTENT_STYLES["dim"]), sanitise(value))
        for name, value in facts
        if value
    ]


def _facts(row: TrailerRow) -> Iterator[tuple[str, str]]:
    """Yield what there is to know of a title, as names and values; empty values mean nothing."""
    title, folder, choice = row.facts.title, row.facts.folder, row.facts.choice
    yield "instance", title.instance
    yield "folder", folder.path if folder else title.path
    yield "profile", row.profile
    if choice is not None:
        yield "you want", {True: "one", False: "none", None: "what the rule wants"}[choice.wanted]
        yield "address", choice.address


def _about(row: TrailerRow, file: TrailerFile) -> str:
    """Return what is known of a trailer: its length, what is wrong with its name, who made it."""
    made = row.facts.download_of(file)
    length = "" if file.seconds is None else format_duration(file.seconds)
    maker = "" if made is None else f"by arrtui from {made.source}, {format_minute(made.made_at)}"
    return ", ".join(filter(None, (length, _KINDS[file.kind], maker, made.name if made else "")))


def _folder_lines(row: TrailerRow) -> Iterator[Content]:
    """Yield the videos of a folder that are no trailers, and what is remarkable in it."""
    folder = row.facts.folder
    if folder is None:
        return
    trailers = {file.relative_path for file in row.facts.trailers}
    videos = [video for video in folder.videos if video.relative_path not in trailers]
    for video in videos[:MOST_FILES]:
        yield _file_line(video.relative_path, video.size, "")
    if len(videos) > MOST_FILES:
        yield Content.styled(f"and {len(videos) - MOST_FILES:,} more", CONTENT_STYLES["dim"])
    for note in folder.notes:
        yield Content.styled(_note(note), CONTENT_STYLES["warn"])


def _note(note: FolderNote) -> str:
    detail = f": {note.detail}" if note.detail else ""
    return sanitise(f"{note.relative_path} is {_NOTES[note.kind]}{detail}".replace("is cannot", "cannot"))


def _file_line(name: str, size: int, about: str) -> Content:
    rest = f"  {about}" if about else ""
    return Content.assemble(sanitise(name), (f"  {format_size(size)}{sanitise(rest)}", CONTENT_STYLES["dim"]))


def _attempt_lines(attempts: Sequence[TrailerAttempt]) -> Iterator[Content]:
    """Yield what was tried, the last attempt first."""
    for attempt in reversed(attempts):
        where = ": ".join(part for part in (attempt.source, attempt.address) if part)
        head = f"{format_minute(attempt.at)} {attempt.outcome}"
        yield Content.assemble(head, (f"  {sanitise(where)}", CONTENT_STYLES["dim"]))
        if attempt.reason:
            yield Content.styled(f"  {sanitise(attempt.reason)}", CONTENT_STYLES["warn"])
