"""Who wants a trailer and how it stands: from facts to a status and its sentence."""

from __future__ import annotations

import pytest

from arrtui.core.trailers import (
    MediaRoot,
    RootState,
    TitleFolder,
    TrailerAttempt,
    TrailerChoice,
    TrailerDownload,
    TrailerFile,
    TrailerKind,
)
from arrtui.db.media import TrailerTitle
from arrtui.db.trailers import InstanceRule
from arrtui.features.trailers.status import TrailerState, TrailerStatus, count_statuses, status_of
from arrtui.features.trailers.wanting import TrailerFacts, WantGround, WantingRules, ground_of
from arrtui.features.trailers.words import status_sentence
from arrtui.media.walk import MISSING

SINCE, NOW = 1_000.0, 9_000.0
TITLE = TrailerTitle("radarr.main", "603", 7, "Alien", "alien", 1979, True, "/movies/Alien", "/movies", 1)
READY = MediaRoot(path="/movies")
OLD = TitleFolder(external_id="603", path="/movies/Alien", seen_at=SINCE)
NEW = TitleFolder(external_id="603", path="/movies/Alien", seen_at=SINCE + 1)
FOREIGN = TrailerFile(external_id="603", relative_path="Alien-trailer.mkv", size=5, mtime_ns=1)
OWN = TrailerDownload(
    external_id="603",
    source="app",
    address="a",
    relative_path="Alien-trailer.mkv",
    size=5,
    mtime_ns=1,
    made_at=NOW,
)
FILM = TrailerFile(
    external_id="603", relative_path="Cut-trailer.mkv", size=3 * 10**9, mtime_ns=1, kind=TrailerKind.TOO_LONG
)
SEASON = TrailerFile(external_id="603", relative_path="trailers/S1.mkv", size=5, mtime_ns=1, season=1)
FAILED = TrailerAttempt(
    external_id="603", at=1.0, outcome="failed", reason="It is private.", retry_after=NOW + 1
)
WANTS, DECLINES = (TrailerChoice(external_id="603", wanted=wanted) for wanted in (True, False))
FACTS = TrailerFacts(TITLE, OLD)
NO_FILE = FACTS._replace(title=TITLE._replace(files=0))


def rules(rule: str, *, accepts: bool = False, only_with_files: bool = True) -> WantingRules:
    return WantingRules(InstanceRule(rule, SINCE), only_with_files, lambda _facts, _file: accepts)


def status(facts: TrailerFacts, root: MediaRoot | None = READY, rule: str = "missing") -> TrailerStatus:
    return status_of(facts, root, rules(rule), {}, NOW)


@pytest.mark.parametrize(
    ("facts", "rule", "ground"),
    [
        (FACTS, "missing", WantGround.RULE),
        (FACTS, "all", WantGround.RULE),
        (FACTS, "none", WantGround.NO_RULE),
        (FACTS, "new", WantGround.NOT_NEW),
        (FACTS._replace(folder=NEW), "new", WantGround.RULE),
        (FACTS, "sync", WantGround.RULE),
        (FACTS._replace(title=TITLE._replace(monitored=False)), "sync", WantGround.NOT_MONITORED),
        (NO_FILE, "missing", WantGround.NO_FILE),
        (FACTS._replace(trailers=[FOREIGN]), "missing", WantGround.SATISFIED),
        (FACTS._replace(trailers=[FOREIGN]), "all", WantGround.BETTER),
        (FACTS._replace(trailers=[FOREIGN], downloads=[OWN]), "all", WantGround.SATISFIED),
        (FACTS._replace(trailers=[FILM]), "missing", WantGround.RULE),
        (FACTS._replace(trailers=[SEASON]), "missing", WantGround.RULE),
        (FACTS._replace(choice=DECLINES), "missing", WantGround.DECLINED),
        (FACTS._replace(choice=WANTS), "none", WantGround.CHOSEN),
        (NO_FILE._replace(choice=WANTS), "none", WantGround.CHOSEN),
        (FACTS._replace(choice=WANTS, trailers=[FOREIGN]), "none", WantGround.SATISFIED),
        (FACTS._replace(choice=TrailerChoice(external_id="603")), "none", WantGround.NO_RULE),
    ],
)
def test_who_wants_a_trailer(facts: TrailerFacts, rule: str, ground: WantGround) -> None:
    assert ground_of(facts, rules(rule)) is ground


def test_what_the_profile_accepts_satisfies_every_rule() -> None:
    facts = FACTS._replace(trailers=[FOREIGN])
    assert ground_of(facts, rules("all", accepts=True)) is WantGround.SATISFIED
    assert ground_of(NO_FILE, rules("missing", only_with_files=False)) is WantGround.RULE


@pytest.mark.parametrize(
    ("facts", "root", "expected"),
    [
        (FACTS, READY, TrailerState.MONITORED),
        (NO_FILE, READY, TrailerState.MISSING),
        (FACTS._replace(trailers=[FOREIGN]), READY, TrailerState.DOWNLOADED),
        (FACTS._replace(trailers=[FOREIGN], choice=DECLINES), READY, TrailerState.DOWNLOADED),
        (FACTS._replace(trailers=[FILM]), READY, TrailerState.MONITORED),
        (FACTS._replace(attempt=FAILED), READY, TrailerState.BACKING_OFF),
        (FACTS._replace(attempt=FAILED, choice=DECLINES), READY, TrailerState.MISSING),
        (FACTS, None, TrailerState.UNMAPPED),
        (FACTS, MediaRoot(path="/movies", state=RootState.UNMAPPED), TrailerState.UNMAPPED),
        (FACTS, MediaRoot(path="/movies", state=RootState.NOT_MOUNTED), TrailerState.NOT_MOUNTED),
    ],
)
def test_the_status_follows_from_the_facts(
    facts: TrailerFacts, root: MediaRoot | None, expected: TrailerState
) -> None:
    assert status(facts, root).state is expected


def test_an_attempt_counts_until_its_time_is_over() -> None:
    facts = FACTS._replace(attempt=FAILED)
    assert status_of(facts, READY, rules("missing"), {}, NOW + 1).state is TrailerState.MONITORED
    better = facts._replace(trailers=[FOREIGN])
    at = [status_of(better, READY, rules("all"), {}, now) for now in (NOW, NOW + 1)]
    assert [(each.state, each.is_wanted) for each in at] == [
        (TrailerState.DOWNLOADED, False),
        (TrailerState.DOWNLOADED, True),
    ]


def test_a_title_that_is_being_fetched() -> None:
    downloading = status_of(FACTS, READY, rules("missing"), {"603": ""}, NOW)
    assert (downloading.state, downloading.is_wanted) == (TrailerState.DOWNLOADING, False)


@pytest.mark.parametrize(
    ("error", "column"), [("", "monitored"), (MISSING, "missing"), ("permission denied", "failed")]
)
def test_every_title_is_counted_once(error: str, column: str) -> None:
    folder = TitleFolder(external_id="603", path="/movies/Alien", error=error)
    folders = [
        FACTS._replace(folder=folder),
        FACTS._replace(trailers=[FOREIGN]),
        FACTS._replace(attempt=FAILED),
    ]
    counts = count_statuses(map(status, folders))._asdict()
    assert counts.pop("items") == sum(counts.values()) == 3
    assert (counts["downloaded"], counts[column]) == (1, 2 if column == "failed" else 1)


@pytest.mark.parametrize(
    ("facts", "root", "rule", "words"),
    [
        (FACTS, READY, "missing", ['"missing"', "profile hd"]),
        (FACTS._replace(choice=WANTS), READY, "none", ["You want one", "hd"]),
        (FACTS._replace(trailers=[FOREIGN]), READY, "all", ["Alien-trailer.mkv is there", "another", "hd"]),
        (FACTS._replace(trailers=[FOREIGN], downloads=[OWN]), READY, "missing", ["put there by arrtui on"]),
        (FACTS, READY, "new", ["was there before"]),
        (FACTS._replace(attempt=FAILED), READY, "missing", ["again after", "It is private."]),
        (FACTS._replace(folder=None), READY, "missing", ["not read yet"]),
        (
            FACTS,
            MediaRoot(path="/movies", state=RootState.NOT_MOUNTED, reason="it is empty"),
            "all",
            ["it is empty"],
        ),
        (FACTS, None, "all", ["not looked at yet"]),
    ],
)
def test_the_reason_is_a_sentence(
    facts: TrailerFacts, root: MediaRoot | None, rule: str, words: list[str]
) -> None:
    wanting = rules(rule)
    sentence = status_sentence(facts, root, status_of(facts, root, wanting, {}, NOW), wanting, "hd")
    assert all(word in sentence for word in words)
    assert sentence.endswith(".")
