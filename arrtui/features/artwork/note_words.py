"""What a scan tells of the notes on titles' folders, a sentence for each kind. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.artwork import ArtFolder, ArtNote, ArtNoteKind
from arrtui.core.text import plural, shown_name, without_controls

_WORDS = {
    ArtNoteKind.ID_CONFLICT: ("NFO names another title than the app", "NFO name other titles than the app"),
    ArtNoteKind.TWO_NFO: (
        "movie.nfo differs from the NFO beside it",
        "movie.nfo differ from the NFO beside them",
    ),
    ArtNoteKind.BROKEN_NFO: ("NFO is not read as a whole", "NFO are not read as a whole"),
    ArtNoteKind.BROKEN_IMAGE: ("image cannot be shown", "images cannot be shown"),
    ArtNoteKind.UNREADABLE: ("file or folder cannot be read", "files and folders cannot be read"),
    ArtNoteKind.LINK: ("link lies in a title's folder", "links lie in titles' folders"),
    ArtNoteKind.FOREIGN_NAME: ("name is misunderstood by a player", "names are misunderstood by players"),
}
"""Of one and of several, the gravest kind first."""


def describe_notes(folders: Iterable[ArtFolder]) -> list[str]:
    """Return a sentence for each kind of note, with how many there are and the first of them."""
    by_kind: dict[ArtNoteKind, list[tuple[str, ArtNote]]] = {kind: [] for kind in _WORDS}
    for folder in folders:
        for note in folder.notes:
            by_kind[note.kind].append((folder.path, note))
    lines = []
    for kind, notes in by_kind.items():
        if notes:
            path, note = notes[0]
            place = f"{path}/{note.relative_path}" if note.relative_path else path
            first = without_controls(shown_name(f"{place}: {note.detail}"))
            lines.append(f"{plural(len(notes), *_WORDS[kind])}; the first is {first}")
    return lines
