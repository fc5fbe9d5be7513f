"""The folders of a simulated estate with every style of naming: what is seen in them, style by style."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from arrtui.core.apps import Kind
from arrtui.core.trailers import NoteKind, TitleFolder, TrailerKind
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.trailers.renames import proposals
from arrtui.media import walk
from arrtui.media.names import trailer_kind
from arrtui.media.walk import read_folder

T, F, L = TrailerKind.TRAILER, TrailerKind.BECOMES_FILM, TrailerKind.TOO_LONG


class Seen(NamedTuple):
    """What is to be seen of a style."""

    kinds: tuple[TrailerKind, ...] = ()
    """Of what calls itself a trailer, sorted by path."""
    renames: int = 0
    """Videos with a wrong name that have a better one."""
    notes: tuple[NoteKind, ...] = ()


MOVIES = {
    "none": Seen(),
    "base": Seen((T,)),
    "movie": Seen((T,)),
    "folder": Seen((T,)),
    "folder in small letters": Seen((T,)),
    "bare": Seen((F,), 1),
    "dot": Seen((F,), 1),
    "underscore": Seen((F,), 1),
    "blank": Seen((F,), 1),
    "numbered": Seen((T, F), 1),
    "capitals": Seen((T,)),
    "teaser": Seen((), 1),
    "two extensions": Seen((), 1),
    "temporary": Seen(),
    "film named as a trailer": Seen((L,)),
    "title with the word": Seen(),
    "empty": Seen((), 1),
    "sidecars": Seen((T,)),
    "link": Seen((T,)),
    "broken link": Seen((), 0, (NoteKind.BROKEN_LINK,)),
    "unreadable": Seen((), 0, (NoteKind.UNREADABLE,)),
    "odd encoding": Seen((T,), 0, (NoteKind.ODD_NAME,)),
}
SERIES = {
    "none": Seen(),
    "folder": Seen((T, T)),
    "series": Seen((T,)),
    "top": Seen((T,)),
    "season": Seen((F,), 1),
    "episode": Seen(),
    "beside an episode": Seen(),
    "unreadable": Seen((), 0, (NoteKind.UNREADABLE,)),
}


Styles = dict[tuple[Kind, str], list[tuple[str, list[str]]]]


@pytest.fixture(scope="module")
def styles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Styles]:
    """Return the folders of each style that an estate has laid out, with what the app holds there."""
    size = EstateSize(radarr=(("main", 90),), sonarr=(("main", 20, 60),))
    with SimulatedEstate(size, folder=tmp_path_factory.mktemp("estate"), neighbours=True) as estate:
        estate.wait_for_files()
        folders: Styles = {}
        for app in estate.apps.values():
            store: Any = app.store
            for title in store.titles.values():
                films = [file["relativePath"] for file in store.files_of(title["id"])]
                if style := estate.styles.get(title["path"]):
                    folders.setdefault((Kind(app.kind), style), []).append((title["path"], films))
        yield folders


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let folders without any mode be unreadable for root as well."""
    scan = walk.os.scandir

    def refusing(path: str) -> object:
        if not Path(path).stat().st_mode & 0o777:
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(walk.os, "scandir", refusing)


def seen_in(kind: Kind, folder: TitleFolder, films: list[str]) -> Seen:
    """Return what is seen in a folder where the app holds some films."""
    rules = kind.app.scan
    kinds = [trailer_kind(video.relative_path, video.size, None, rules) for video in folder.videos]
    renames = sum(bool(proposal.after) for proposal in proposals(kind.app, folder, films))
    notes = tuple(note.kind for note in folder.notes)
    return Seen(tuple(one for one in kinds if one is not None), renames, notes)


@pytest.mark.parametrize(
    ("kind", "style"),
    [(Kind.RADARR, style) for style in MOVIES] + [(Kind.SONARR, style) for style in SERIES],
    ids=str,
)
@pytest.mark.usefixtures("unreadable")
def test_a_style_is_seen_for_what_it_is(styles: Styles, kind: Kind, style: str) -> None:
    wanted = MOVIES if kind is Kind.RADARR else SERIES
    for path, films in styles[kind, style]:
        folder = read_folder("1", path, 2e9)
        assert (folder.error, seen_in(kind, folder, films)) == ("", wanted[style])
