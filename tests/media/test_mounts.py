"""When a root folder counts as not mounted."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.core.trailers import MediaRoot, RootState
from arrtui.media.mounts import Expected, RootLook, accept_root, count_there, judge_root, look_at_root

FULL = RootLook(names=frozenset(("Alien", "Dune")))
MOUNT = FULL._replace(is_mount=True)
GONE, EMPTY = RootLook(error="it is not there"), RootLook()
READY, LOST, UNMAPPED = RootState.READY, RootState.NOT_MOUNTED, RootState.UNMAPPED
ALL, HALF, FEW = Expected(10, 10), Expected(10, 5), Expected(10, 4)


def judge(
    look: RootLook, expected: Expected, known: MediaRoot | None, *, is_mapped: bool = False
) -> MediaRoot:
    return judge_root("/movies", look, expected, known, is_mapped=is_mapped, now=9.0)


@pytest.mark.parametrize(
    ("look", "expected", "before", "is_mapped", "state"),
    [
        (FULL, ALL, None, False, READY),
        (FULL, HALF, None, False, READY),
        (FULL, FEW, None, False, LOST),
        (FULL, Expected(0, 0), None, False, READY),
        (EMPTY, Expected(0, 0), None, False, LOST),
        (GONE, Expected(10, 0), None, False, UNMAPPED),
        (GONE, Expected(10, 0), None, True, LOST),
        (RootLook(error="permission denied"), Expected(10, 0), None, False, LOST),
        (GONE, Expected(10, 0), READY, False, LOST),
        (GONE, Expected(10, 0), LOST, False, LOST),
        (GONE, Expected(10, 0), UNMAPPED, False, UNMAPPED),
        (FULL, ALL, LOST, False, READY),
    ],
)
def test_the_state_of_a_root(
    look: RootLook, expected: Expected, before: RootState | None, is_mapped: bool, state: RootState
) -> None:
    known = None if before is None else MediaRoot(path="/movies", state=before)
    root = judge(look, expected, known, is_mapped=is_mapped)
    assert (root.state, bool(root.reason), root.checked_at) == (state, state is not READY, 9.0)


def test_what_was_a_mount_point_has_to_be_one() -> None:
    mounted = judge(MOUNT, ALL, None)
    bare = judge(FULL, ALL, mounted)
    assert (mounted.was_mount, mounted.state) == (True, READY)
    assert (bare.was_mount, bare.state) == (True, LOST)
    assert judge(MOUNT, ALL, bare).state is READY


@pytest.mark.parametrize("look", [FULL, EMPTY])
def test_the_owner_accepts_a_root_as_it_is(look: RootLook) -> None:
    doubted = judge(look, Expected(10, 2), MediaRoot(path="/movies", was_mount=True))
    accepted = accept_root(doubted, look, 2, 5.0)
    again = judge(look, Expected(10, 2), accepted)
    assert (doubted.state, accepted.state, again.state) == (LOST, READY, READY)
    assert (again.accepted_at, again.was_mount) == (5.0, False)
    assert judge(look, Expected(10, 0), again).state is LOST, "less than what was accepted"
    full = judge(FULL, ALL, again)
    assert (full.accepted_at, full.accepted_folders) == (None, None)


def test_a_root_is_looked_at(tmp_path: Path) -> None:
    for name in ("Alien", "Dune"):
        (tmp_path / "root" / name).mkdir(parents=True)
    root = str(tmp_path / "root")
    look = look_at_root(root)
    assert (look.names, look.is_mount, look.error) == (frozenset(("Alien", "Dune")), False, "")
    assert look.identity == look_at_root(root).identity != look_at_root(str(tmp_path)).identity
    folders = [f"{root}/Alien", f"{root}/Gone", f"{root}/Dune", str(tmp_path / "root")]
    assert count_there(folders, root, look) == 3
    assert look_at_root(f"{root}/Gone").error == "it is not there"
    (tmp_path / "file").touch()
    assert look_at_root(str(tmp_path / "file")).error == "not a directory"
    assert look_at_root("/").is_mount
