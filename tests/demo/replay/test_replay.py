"""The simulated apps answer recorded requests as the real ones did."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.demo.replay.records import FOLDER, FOLDERS, is_there, records
from tests.demo.replay.run import KNOWN, replay, summary

REASON = f"no recorded answers in {FOLDER}; the tables of facts stand for them"
CASES: list[Any] = [(kind, name) for kind in FOLDERS for name in records(kind)]
if not is_there():
    CASES = [pytest.param("", "", marks=pytest.mark.skip(reason=REASON))]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_request_is_answered_as_by_the_app(kind: str, name: str) -> None:
    lines = replay(kind, name)
    if name in KNOWN[kind].REASONS or name in KNOWN[kind].DIFFERENT:
        assert lines, f"{name} is answered as by {kind} now: take it off the list in known_{kind}.py"
    else:
        assert not lines, "\n".join(lines)


@pytest.mark.parametrize("kind", FOLDERS if is_there() else ())
def test_the_lists_name_recorded_requests_once(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    known = KNOWN[kind]
    assert known.REASONS.keys() | known.DIFFERENT <= records(kind).keys()
    assert not known.REASONS.keys() & known.DIFFERENT
    with capsys.disabled():
        sys.stdout.write(f"\n{summary(kind)}\n")
