"""Files are renamed by a plan: only what was approved by hand, never over another file, and back again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from arrtui.core.errors import GuardError
from arrtui.features.sync import store
from arrtui.features.sync.apply.files import FileRename
from arrtui.features.sync.model import (
    Decision,
    Entry,
    EntryOutcome,
    EntrySubject,
    Op,
    PlanDraft,
    PlanKind,
    PlanState,
    entry_key,
)
from arrtui.features.sync.wording import effect_text
from tests.features.sync.rig import NOW, Rig

NAME, BEFORE = "radarr.main", "trailer.mkv"


class Shelf:
    """The folder of a movie with a video that the app would import, and the plan that renames it."""

    def __init__(self, rig: Rig, folder: Path) -> None:
        self.rig, self.folder = rig, folder / "Film (1999)"
        self.folder.mkdir()
        (self.folder / BEFORE).write_bytes(b"trailer")
        self.movie = next(iter(rig.app(NAME).store.titles.values()))
        self.plan = self.save("trailers/x-trailer.mkv")

    def save(self, after: str, *, by_hand: bool = True) -> int:
        status = (self.folder / BEFORE).stat()
        now = {"folder": str(self.folder), "file": BEFORE, "size": 7, "mtime_ns": status.st_mtime_ns}
        ident = str(self.folder / BEFORE)
        entry = Entry(
            key=entry_key(NAME, EntrySubject.FILE, ident),
            instance=NAME,
            op=Op.UPDATE,
            subject=EntrySubject.FILE,
            ident=ident,
            item_id=self.movie["id"],
            title="Film",
            now=now,
            after=now | {"file": after},
            by_hand=True,
        )
        draft = PlanDraft(entries=[entry], kind=PlanKind.FILES, target=NAME)
        write = self.rig.database.write_sync
        plan_id = write(store.save, draft, NOW)
        write(store.decide, plan_id, [0], Decision.APPROVED, by_hand=by_hand)
        return plan_id

    def apply(self, plan_id: int = 0) -> EntryOutcome:
        asyncio.run(self.rig.apply(plan_id or self.plan, NAME))
        return self.rig.outcomes(plan_id or self.plan)[0]

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def shelf(rig: Rig, tmp_path: Path) -> Shelf:
    return Shelf(rig, tmp_path)


@pytest.mark.parametrize("folder", ["made", "there before"])
def test_a_file_is_renamed_and_undoing_names_it_back(shelf: Shelf, folder: str) -> None:
    trailers = shelf.folder / "trailers"
    if folder == "there before":
        trailers.mkdir()
    (planned,) = shelf.rig.entries(shelf.plan)
    assert effect_text(planned) == "trailer.mkv becomes trailers/x-trailer.mkv"
    assert shelf.apply() is EntryOutcome.DONE
    assert shelf.files() == {"trailers/x-trailer.mkv": b"trailer"} and shelf.rig.snapshots == [NAME]
    (step,) = shelf.rig.database.read_sync(store.steps, shelf.plan)
    assert (step.state, step.before["file"], step.wanted["file"]) == (
        "done",
        BEFORE,
        "trailers/x-trailer.mkv",
    )
    shelf.rig.database.write_sync(store.set_state, shelf.plan, PlanState.APPLIED, NOW)
    (change,) = shelf.rig.database.read_sync(store.changes).changes
    assert change.id == shelf.plan
    undo = asyncio.run(shelf.rig.undo(shelf.plan, NAME))
    assert shelf.apply(undo) is EntryOutcome.DONE
    assert shelf.files() == {BEFORE: b"trailer"}
    assert trailers.exists() is (folder == "there before")


@pytest.mark.parametrize("why", ["not there any more", "there already", "folder", "holds", "leads out"])
def test_what_changed_since_is_left(shelf: Shelf, tmp_path: Path, why: str) -> None:
    if why == "not there any more":
        (shelf.folder / BEFORE).write_bytes(b"another")
    elif why == "there already":
        (shelf.folder / "trailers").mkdir()
        (shelf.folder / "trailers/x-trailer.mkv").write_bytes(b"foreign")
    elif why == "folder":
        shelf.folder.rename(tmp_path / "moved")
    elif why == "leads out":
        (tmp_path / "elsewhere").mkdir()
        (shelf.folder / "trailers").symlink_to(tmp_path / "elsewhere")
    else:
        files = shelf.rig.app(NAME).store.files_of(shelf.movie["id"])
        files[0]["relativePath"] = BEFORE
    before = shelf.files()
    assert shelf.apply() is EntryOutcome.CONFLICTED
    assert why in shelf.rig.problems(shelf.plan)[0] and shelf.files() == before
    assert shelf.rig.database.read_sync(store.steps, shelf.plan) == []


def test_a_long_beginning_that_stays_is_not_told(shelf: Shelf) -> None:
    (planned,) = shelf.rig.entries(shelf.save("trailer.mkv"))
    entry = replace(planned.entry, now=planned.entry.now | {"file": "A long name (1999).trailer.mkv"})
    longer = replace(planned, entry=replace(entry, after={"file": "A long name (1999)-trailer.mkv"}))
    assert effect_text(longer) == ".trailer.mkv becomes -trailer.mkv"


def test_only_what_was_approved_by_hand_is_renamed(shelf: Shelf) -> None:
    plan_id = shelf.save("x-trailer.mkv", by_hand=False)
    assert shelf.apply(plan_id) is EntryOutcome.NONE and shelf.files() == {BEFORE: b"trailer"}


def test_a_renaming_that_was_cut_off_is_known_as_done(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    make = FileRename.make

    def killed(rename: FileRename) -> None:
        make(rename)
        raise GuardError("renaming", why="killed")

    with monkeypatch.context() as patch:
        patch.setattr(FileRename, "make", killed)
        with pytest.raises(GuardError):
            shelf.apply()
    assert shelf.apply() is EntryOutcome.DONE
    (step,) = shelf.rig.database.read_sync(store.steps, shelf.plan)
    assert step.state == "done" and list(shelf.files()) == ["trailers/x-trailer.mkv"]


def test_a_file_that_cannot_be_renamed_says_why(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_rename: FileRename) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(FileRename, "make", refused)
    assert shelf.apply() is EntryOutcome.FAILED
    assert "Permission denied" in shelf.rig.problems(shelf.plan)[0]
