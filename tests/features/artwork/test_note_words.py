"""What a scan says of the notes on folders: one line for each kind, whatever names there are."""

from __future__ import annotations

import pytest

from arrtui.core.artwork import ArtFolder, ArtNote, ArtNoteKind
from arrtui.features.artwork.note_words import describe_notes


def folder(*notes: ArtNote) -> ArtFolder:
    return ArtFolder(external_id="603", path="/movies/Alien", notes=notes)


@pytest.mark.parametrize("kind", list(ArtNoteKind))
def test_every_kind_is_said_in_one_line_with_its_count(kind: ArtNoteKind) -> None:
    notes = [ArtNote(kind, f"{name}.jpg", "It is odd.") for name in ("a", "b\nc\u202e", "na\udcefve")]
    (line,) = describe_notes([folder(*notes)])
    assert line.startswith("3 ") and line.endswith("/movies/Alien/a.jpg: It is odd.")
    for note in notes:
        (line,) = describe_notes([folder(note)])
        assert line.startswith("1 ") and line.encode() and line.isprintable()


def test_the_gravest_comes_first_and_nothing_is_said_of_nothing() -> None:
    notes = (ArtNote(ArtNoteKind.LINK, "x", "A."), ArtNote(ArtNoteKind.ID_CONFLICT, "y.nfo", "B."))
    assert [line.split()[1] for line in describe_notes([folder(*notes), folder()])] == ["NFO", "link"]
    assert describe_notes([folder()]) == []
