"""Chains that were never recorded, told by the rows that the apps write, come out as what they are."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from arrtui.core.domain import MediaFile
from arrtui.db.setting_changes import ProfileMove
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.model import SETTINGS, FormatChange, Outcome
from arrtui.features.loops.steps import steps_of
from arrtui.features.loops.waste import waste_of
from tests.features.loops.stories import (
    BLURAY,
    HDTV,
    MINUTE,
    NO_BETTER,
    START,
    UHD,
    WEB,
    WEBRIP,
    Edit,
    Story,
    book_of,
    chains_of,
    places_before,
    scores_before,
)

AMZN = "Title.27.1999.1080p.AMZN.WEB-DL.DDP5.1-FLUX"
PLAIN = "Title.27.1999.1080p.WEB-DL.DDP5.1-FLUX"
A, B, C, D = (f"Title.27.1999.1080p.WEB-DL.DDP5.1-{group}" for group in ("AAA", "BBB", "CCC", "DDD"))
CODEC = "/data/Title 27/Title 27 WEBDL-1080p x264.mkv"
HAND = {"source": "InteractiveSearch"}


def movie() -> Story:
    return Story()


def see_saw_of(*titles: str) -> Story:
    """Return releases of equal score whose files are worth less, one in the place of the other."""
    story = movie().grab(titles[0], 60).arrive(0)
    for title in titles[1:]:
        story.grab(title, 60).replace(0)
    return story


# --- movies ----------------------------------------------------------------------------------------------

STORIES: dict[str, tuple[Callable[[], Story], str, int]] = {
    # loops
    "one release under three spellings, sizes that differ by bytes": (
        lambda: movie().grab(AMZN, 160, size=8_000_000_001).arrive(100)
        .grab("title 27 1999 1080p amzn web-dl ddp5 1-flux", 160, size=8_000_000_017).replace(100)
        .grab(f"{AMZN}-Obfuscated", 160, size=8_000_000_005).replace(100),
        "loop", 2,
    ),
    "the naming adds a token and the app searches by itself": (
        lambda: movie().grab(AMZN, 100).arrive(100, path=CODEC)
        .grab(AMZN, 100, source="Search").replace(100, path=CODEC),
        "loop", 1,
    ),
    "a later rename adds the token": (
        lambda: movie().grab(AMZN, 100).arrive(100).rename(CODEC).grab(AMZN, 100).replace(100, path=CODEC),
        "loop", 1,
    ),
    "a person chose it first, then the app": (
        lambda: movie().grab(AMZN, 160, **HAND).arrive(100).grab(AMZN, 160).replace(100), "loop", 1,
    ),
    "it is grabbed again and still on its way": (
        lambda: movie().grab(AMZN, 160).arrive(100).grab(AMZN, 160), "loop", 1,
    ),
    "it is grabbed again and fails twice": (
        lambda: movie().grab(AMZN, 160).arrive(100).grab(AMZN, 160).fail()
        .grab(AMZN, 160, source="Search").fail(),
        "loop", 2,
    ),
    "a client that gives no ids": (
        lambda: movie().grab(AMZN, 160, job="").arrive(100, job="Blackhole_x_1", name="abc123", folder=AMZN)
        .grab(AMZN, 160, job="").replace(100, job="Blackhole_x_2", name="abc123", folder=AMZN),
        "loop", 1,
    ),
    "one id for the same torrent": (
        lambda: movie().grab(AMZN, 160, job="AB12").arrive(100).grab(AMZN, 160, job="AB12").replace(100),
        "loop", 1,
    ),
    "no scene name: the job and its file are called otherwise": (
        lambda: movie().grab(AMZN, 100).arrive(0, name="0a1b2c").grab(AMZN, 100).replace(0, name="0d4e5f"),
        "loop", 1,
    ),
    "the app has forgotten the first grab": (
        lambda: movie().grab(AMZN, 160, job="gone").arrive(100).grab(AMZN, 160).replace(100), "loop", 1,
    ),
    "another release was tried in vain between": (
        lambda: movie().grab(AMZN, 160).arrive(100).grab(B, 170).fail().grab(AMZN, 160).replace(100),
        "loop", 1,
    ),
    # see-saws
    "four releases, A B C D A": (lambda: see_saw_of(A, B, C, D, A), "see_saw", 1),
    "A B C A B": (lambda: see_saw_of(A, B, C, A, B), "see_saw", 2),
    "A A B A": (lambda: see_saw_of(A, A, B, A), "see_saw", 1),
    "A was chosen by a person, B and A again by the app": (
        lambda: movie().grab(A, 60, **HAND).arrive(0).grab(B, 60).replace(0).grab(A, 60).replace(0),
        "see_saw", 1,
    ),
    # repacks
    "repack, repack2, and the real proper of another group": (
        lambda: movie().grab(A, 0).arrive(0).grab(f"{A[:-4]}.REPACK-AAA", 0).replace(0)
        .grab(f"{A[:-4]}.REPACK2-AAA", 0).replace(0).grab(f"{A[:-4]}.REAL.PROPER-BBB", 0).replace(0),
        "repack_churn", 2,
    ),
    "repacks that a format rewards, of jobs without that word": (
        lambda: movie().grab(A, 0).arrive(0).grab(f"{A[:-4]}.REPACK-AAA", 5).replace(5, name=A)
        .grab(f"{A[:-4]}.REPACK2-AAA", 6).replace(6, name=A),
        "repack_churn", 1,
    ),
    # refused
    "refused again and again as no better": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(B, 130).refuse(NO_BETTER)
        .grab(B, 130).refuse(NO_BETTER),
        "grab_without_import", 2,
    ),
    "refused, then ignored by a person": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(B, 130).refuse(NO_BETTER).fail("downloadIgnored"),
        "grab_without_import", 1,
    ),
    "two samples of two releases": (
        lambda: movie().grab(A, 0).refuse("Sample").grab(B, 0).refuse("Sample"), "none", 0,
    ),
    "without a row of the queue": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(B, 130).grab(B, 130), "none", 0,
    ),
    "refused, but what a person chose": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(B, 130, **HAND).refuse(NO_BETTER), "none", 0,
    ),
    # false upgrades
    "another release, no better once it is there": (
        lambda: movie().grab(PLAIN, 0).arrive(0).grab(B, 60, size=8_000_000_000).replace(0),
        "false_upgrade", 1,
    ),
    "members of one group of qualities": (
        lambda: movie().grab(PLAIN, 0).arrive(0).grab(B, 60, quality=WEBRIP).replace(0), "false_upgrade", 1,
    ),
    "named Bluray, but the file is none": (
        lambda: movie().grab(A, 0).arrive(0).grab(B, 0, quality=BLURAY).replace(0, quality=WEB),
        "false_upgrade", 1,
    ),
    "the same release again without a person": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(AMZN, 100, source="UserInvokedSearch").replace(100),
        "false_upgrade", 1,
    ),
    "two grabs of one release at once": (
        lambda: movie().grab(AMZN, 160, job="one").grab(AMZN, 160, job="two").arrive(100, job="one")
        .replace(100, job="two"),
        "false_upgrade", 1,
    ),
    "refused twice, by a client that gives no ids": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(B, 130, job="").refuse(NO_BETTER, job="Blackhole_1")
        .grab(B, 130, job="").refuse(NO_BETTER, job="Blackhole_2"),
        "grab_without_import", 2,
    ),
    "a client that gives no ids, of which one was refused": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(B, 130, job="").wait(60)
        .grab(B, 130, job="").refuse(NO_BETTER, job="Blackhole_2"),
        "grab_without_import", 1,
    ),
    # drift
    "less than it was grabbed at": (lambda: movie().grab(AMZN, 160).arrive(100), "drift", 0),
    "more than it was grabbed at": (lambda: movie().grab(PLAIN, 0).arrive(100), "drift", 0),
    "a folder of Windows bears the token, the file does not": (
        lambda: movie().grab(AMZN, 100).arrive(100, path=r"D:\x264\Title 27\Title 27 WEBDL-1080p.mkv"),
        "none", 0,
    ),
    "less after the rename": (lambda: movie().grab(AMZN, 100).arrive(100, path=CODEC), "drift", 0),
    # harmless
    "a real upgrade, step by step": (
        lambda: movie().grab(PLAIN, 0).arrive(0).grab(AMZN, 100).replace(100)
        .grab(B, 0, quality=BLURAY).replace(0),
        "none", 0,
    ),
    "a person takes a lower score": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(PLAIN, 0, **HAND).replace(0), "none", 0,
    ),
    "a person takes a lower score, the app goes back": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(PLAIN, 0, **HAND).replace(0)
        .grab(AMZN, 100).replace(100),
        "none", 0,
    ),
    "a person grabs what is there again, thrice": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(AMZN, 100, **HAND).replace(100)
        .grab(AMZN, 100, **HAND).replace(100),
        "none", 0,
    ),
    "a 4K copy that scores less": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(B, 0, quality=UHD).replace(0), "none", 0,
    ),
    "a failed download is searched again": (
        lambda: movie().grab(A, 0).fail().grab(A, 0, source="Search").fail()
        .grab(A, 0, source="Search").arrive(0),
        "none", 0,
    ),
    "one repack": (
        lambda: movie().grab(A, 0).arrive(0).grab(f"{A[:-4]}.REPACK-AAA", 0).replace(0), "none", 0,
    ),
    "one repack of each of two releases": (
        lambda: movie().grab(A, 0).arrive(0).grab(f"{A[:-4]}.REPACK-AAA", 0).replace(0).lose("Manual")
        .grab(B, 0).arrive(0).grab(f"{B[:-4]}.REPACK-BBB", 0).replace(0),
        "none", 0,
    ),
    "a repack, a better quality, and its repack": (
        lambda: movie().grab(A, 0).arrive(0).grab(f"{A[:-4]}.REPACK-AAA", 0).replace(0)
        .grab(B, 0, quality=BLURAY).replace(0).grab(f"{B[:-4]}.REPACK-BBB", 0, quality=BLURAY).replace(0),
        "none", 0,
    ),
    "the file is gone from the disk each time": (
        lambda: movie().grab(A, 0).arrive(0).lose("MissingFromDisk").grab(A, 0).arrive(0).lose("Manual")
        .grab(A, 0).arrive(0),
        "none", 0,
    ),
    "an import by hand over what was grabbed": (
        lambda: movie().grab(AMZN, 100).arrive(100).replace(0, job="", name="holiday"), "none", 0,
    ),
    "the title is deleted and added again": (
        lambda: movie().grab(AMZN, 100).arrive(100).again(90).grab(AMZN, 100).arrive(100), "none", 0,
    ),
    "added again, and only then it goes round": (
        lambda: movie().grab(AMZN, 160).arrive(100).again(90).grab(AMZN, 160).arrive(100)
        .grab(AMZN, 160).replace(100),
        "loop", 1,
    ),
    "an id of another download is used again": (
        lambda: movie().grab(PLAIN, 0, job="1").arrive(0).grab(AMZN, 100, job="1").replace(100), "none", 0,
    ),
    "two files of one download": (
        lambda: movie().grab(AMZN, 160).arrive(100).replace(100, name=f"{AMZN}-2"), "drift", 0,
    ),
    "rows of types that nobody knows": (
        lambda: movie().odd("fileMoved").grab(PLAIN, 0).odd("unknown").arrive(0).odd(""), "none", 0,
    ),
    "releases without names": (
        lambda: movie().grab("", 60).arrive(0).grab("...", 60).replace(60), "drift", 0,
    ),
    "it begins in the middle: a file goes, another one comes": (
        lambda: movie().grab("x", 0, job="gone").lose("Upgrade").arrive(0, name=A)
        .grab(AMZN, 100).replace(100),
        "none", 0,
    ),
}  # fmt: skip
"""What is told → the rows, the kind, and how many grabs were wasted."""
FORGOTTEN = {
    "the app has forgotten the first grab",
    "it begins in the middle: a file goes, another one comes",
}
"""Of these the first row is not stored."""


@pytest.mark.parametrize("app", ["radarr", "sonarr"])
@pytest.mark.parametrize("told", STORIES)
def test_a_title_is_of_the_kind_that_its_rows_tell(
    told: str, app: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "movie", lambda: Story(app))
    make, kind, wasted = STORIES[told]
    story = make()
    if told in FORGOTTEN:
        del story.rows[0]
    (chain,) = chains_of(story)
    assert (chain.kind.value, len(chain.wasted)) == (kind, wasted)


# --- settings that were changed meanwhile ----------------------------------------------------------------

HYBRID = "Title.27.1999.HYBRID.1080p.WEB-DL.DDP5.1-NTb"
BOTH = "Title.27.1999.HYBRID.1080p.AMZN.WEB-DL.DDP5.1-NTb"
BIG = {"size": 8_000_000_000}
CHANGED: dict[str, tuple[Callable[[], Story], ScoreBook, str]] = {
    "a format counts more, so that a release came back": (
        lambda: movie().grab(AMZN, 0).arrive(0).grab(HYBRID, 70).replace(70).wait(60)
        .grab(AMZN, 100).replace(100),
        book_of("radarr", [scores_before(30, AMZN=0)]), "none",
    ),
    "it came back as an upgrade, and lost something on the way": (
        lambda: movie().grab(AMZN, 0).arrive(0).grab(HYBRID, 70).replace(70).wait(60)
        .grab(AMZN, 160, **BIG).replace(100),
        book_of("radarr", [scores_before(30, AMZN=0)]), "drift",
    ),
    "it came back for its quality, which counts more": (
        lambda: movie().grab(A, 0, quality=BLURAY).arrive(0).grab(AMZN, 100).replace(100).wait(60)
        .grab(A, 0, quality=BLURAY).replace(0),
        book_of("radarr", [places_before(30, HDTV, BLURAY, WEB)]), "none",
    ),
    "a see-saw goes on over a change that is none of its matter": (
        lambda: movie().grab(A, 60, **BIG).arrive(0).grab(B, 60, **BIG).replace(0).wait(60)
        .grab(A, 60, **BIG).replace(0),
        book_of("radarr", [scores_before(30, German=0)]), "see_saw",
    ),
    "a format counts less: what scores less is an upgrade all the same": (
        lambda: movie().grab(AMZN, 300).arrive(300).wait(60).grab(BOTH, 230, **BIG).replace(170),
        book_of("radarr", [scores_before(30, AMZN=300)]), "drift",
    ),
    "the same, and only a snapshot knows what the first file scored then": (
        lambda: movie().grab(AMZN, 305).arrive(305).wait(60).grab(BOTH, 230, **BIG).replace(170),
        book_of("radarr", [scores_before(30, AMZN=300)], samples={41: [(3, 305), (30, 105)]}), "drift",
    ),
    "qualities had another order then": (
        lambda: movie().grab(A, 0, quality=BLURAY).arrive(0).grab(B, 0).replace(0),
        book_of("radarr", [places_before(30, HDTV, BLURAY, WEB)]), "none",
    ),
    "the title had another profile then, which is gone": (
        lambda: movie().grab(AMZN, 100).arrive(100).grab(PLAIN, 0).replace(0),
        book_of("radarr", moves=[ProfileMove(27, START + 30 * MINUTE, 9)]), "none",
    ),
    "the file scores less only since a format counts less": (
        lambda: movie().grab(AMZN, 300).arrive(300),
        book_of("radarr", [scores_before(30, AMZN=300)], stored={41: 100}), "none",
    ),
    "the title got another profile before a snapshot found its file": (
        lambda: movie().grab(AMZN, 300).arrive(300),
        book_of("radarr", stored={41: 100}, moves=[ProfileMove(27, START + 30 * MINUTE, 9)]), "none",
    ),
    "a release is grabbed again for a format that counts more, and its file has less again": (
        lambda: movie().grab(AMZN, 60).arrive(60).wait(60).grab(AMZN, 160, **BIG).replace(100),
        book_of("radarr", [scores_before(30, AMZN=60)]), "loop",
    ),
}  # fmt: skip


@pytest.mark.parametrize("told", CHANGED)
def test_what_counted_at_the_time_decides(told: str) -> None:
    make, book, kind = CHANGED[told]
    (chain,) = chains_of(make(), book)
    assert chain.kind.value == kind


def test_what_a_change_of_settings_gave_a_file_is_told_as_such() -> None:
    story = movie().grab(HYBRID, 70).arrive(70).rename("/data/Title 27/Title 27 AMZN x264.mkv")
    there = MediaFile(
        id=41, item_id=27, relative_path="Title 27 AMZN x264.mkv", formats=(62, 64), score=20, quality="Q"
    )
    condition = {
        "name": "",
        "implementation": "ReleaseTitleSpecification",
        "negate": False,
        "required": False,
    }
    conditions = [condition | {"fields": [{"name": "value", "value": "nothing"}]}]
    edit = Edit(30, "custom_format/62", {"specifications": conditions})
    book = book_of("radarr", [edit], there=there)
    (chain,) = chains_of(story, book)
    *_, renamed, now = steps_of(chain, book)
    assert [change[:3] for change in renamed.changes] == [("L CodecTag", True, -80)]
    assert (renamed.score, now.score) == (-10, 20)
    assert now.changes == (
        FormatChange("L AMZN", True, 100, SETTINGS), FormatChange("L Hybrid", False, 70, "")
    )  # fmt: skip


# --- series ----------------------------------------------------------------------------------------------

PACK = "Title.27.S01.1080p.AMZN.WEB-DL.DDP5.1-FLUX"
EPISODES = range(301, 311)
"""Ten of them; in three files of the pack is not what its name says."""


def test_three_episodes_of_a_pack_of_ten_go_round() -> None:
    story = Story("sonarr", episodes=EPISODES)
    for number in range(2):
        story.of(*EPISODES).grab(PACK, 100, release_type="SeasonPack")
        for episode in EPISODES:
            words, score = ("WEB-DL", 0) if episode < 304 else ("AMZN.WEB-DL", 100)
            name = f"Title.27.S01E{episode - 300:02}.1080p.{words}.DDP5.1-FLUX"
            story.of(episode)
            (story.replace if number else story.arrive)(score, name=name)
    chains = {chain.episode_ids: chain for chain in chains_of(story)}
    assert len(chains) == len(EPISODES)
    assert {ids for ids, chain in chains.items() if chain.kind.value == "loop"} == {(301,), (302,), (303,)}
    assert {chain.kind.value for chain in chains.values()} == {"loop", "none"}
    assert waste_of(chains.values()) == (1, 3 * 2_000_000_000)


def test_a_file_of_two_episodes_that_goes_round_is_one_chain() -> None:
    story = Story("sonarr", episodes=(301, 302))
    story.grab("Title.27.S01E01E02.1080p.AMZN.WEB-DL-FLUX", 160, **BIG).arrive(100)
    story.grab("Title.27.S01E01-E02.1080p.AMZN.WEB-DL-FLUX", 160, **BIG)
    (chain,) = chains_of(story)
    assert (chain.kind.value, chain.episode_ids) == ("loop", (301, 302))
    assert waste_of([chain]).grabs == 1


def test_a_file_of_two_episodes_of_which_one_goes_round_is_one_chain_that_does() -> None:
    story = Story("sonarr", episodes=(301, 302))
    story.grab("Title.27.S01E01E02.1080p.AMZN.WEB-DL-FLUX", 160, **BIG).arrive(100)
    for episode in (302, 301):
        (chain,) = chains_of(story.of(episode).grab("Title.27.S01E01E02.1080p.AMZN.WEB-DL-FLUX", 160, **BIG))
        assert (chain.kind.value, chain.episode_ids) == ("loop", (301, 302))


def test_an_episode_whose_file_went_for_the_sake_of_another_one_is_simply_missing() -> None:
    story = Story("sonarr", episodes=(301, 302))
    story.grab("Title.27.S01E01E02.1080p.AMZN.WEB-DL-FLUX", 100).arrive(100)
    story.of(301).grab("Title.27.S01E01.1080p.AMZN.WEB-DL-GOODGRP", 120, group="GOODGRP")
    story.of(301, 302).lose("Upgrade").of(301).arrive(120)
    story.of(302).grab("Title.27.S01E02.1080p.WEB-DL-NTb", 0).arrive(0)
    assert {chain.episode_ids: chain.kind.value for chain in chains_of(story)} == {
        (301,): "none", (302,): "none"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["[Subs] Title - 01 [HD]", "[Subs] Title - 01v2 [HD]", "[Subs] Title - 01v3 [HD]"], "repack_churn"),
        (["[Subs] Title - 01 (1080p)", "[Subs] Title - 01v2 (1080p)"], "none"),
        (["Title.S00E05.WEB-DL-A", "Title.S00E05.WEB-DL-B", "title s00e05 web-dl-a"], "see_saw"),
    ],
)
def test_anime_and_specials(names: list[str], kind: str) -> None:
    score = 60 if kind == "see_saw" else 0
    story = Story("sonarr", episodes=(777,)).grab(names[0], score, **BIG if score else {}).arrive(0)
    for name in names[1:]:
        story.grab(name, score, **BIG if score else {}).replace(0)
    (chain,) = chains_of(story)
    assert chain.kind.value == kind


# --- what the apps should never write --------------------------------------------------------------------


def test_the_rows_of_an_app_that_counts_anew_are_in_the_order_of_their_dates() -> None:
    old = Story(first=1_000).grab(PLAIN, 0).arrive(0)
    new = Story(first=1).wait(30 * 1_440).grab(AMZN, 100).replace(100)
    old.rows += new.rows
    (chain,) = chains_of(old)
    assert (chain.kind.value, [grab.row.title for grab in chain.attempts]) == ("none", [PLAIN, AMZN])


def test_an_outcome_needs_a_row() -> None:
    story = movie().grab(A, 0).fail().grab(B, 0).fail("downloadIgnored")
    story.grab(C, 0).refuse("Sample").grab(D, 0).wait(60).grab(A, 0).load().wait(60).grab(B, 0).load()
    (chain,) = chains_of(story)
    outcomes = [grab.outcome for grab in chain.attempts]
    assert outcomes[:3] == [Outcome.FAILED, Outcome.IGNORED, Outcome.REFUSED]
    assert outcomes[3:] == [Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.OPEN], "nowhere, left the queue, in it"


def test_nothing_goes_round_by_a_webhook_which_does_not_tell_who_chose() -> None:
    story = movie().grab(AMZN, 160).arrive(100).grab(AMZN, 160)
    told = story.rows[-1] | {"id": -20_000, "data": {"source": "webhook", "customFormatScore": "160"}}
    history, story.rows = story.rows, [*story.rows[:-1], told]
    assert [chain.kind.value for chain in chains_of(story)] == ["drift"]
    story.rows = history
    assert [chain.kind.value for chain in chains_of(story)] == ["loop"]


GRAB, IMPORT, GONE = 0, 1, 3
"""The rows of a loop: a grab, an import, a grab, a deletion, an import."""


@pytest.mark.parametrize(
    ("number", "fields", "kind"),
    [
        (GONE, {"data": None}, "loop"),
        (GONE, {"data": {}, "sourceTitle": None}, "loop"),
        (GONE, {"quality": None, "languages": [None]}, "loop"),
        (IMPORT, {"quality": {}, "languages": None}, "loop"),
        (IMPORT, {"data": {"fileId": "\u00b2", "customFormatScore": 100.0, "size": "9" * 40}}, "loop"),
        (IMPORT, {"data": {"fileId": "9" * 40, "customFormatScore": "100", "size": -5}}, "loop"),
        (IMPORT, {"data": {"fileId": 41, "customFormatScore": 100, "importedPath": ["x"]}}, "loop"),
        (IMPORT, {"data": {"customFormatScore": "much", "droppedPath": None}}, "loop"),
        (GRAB, {"data": {"customFormatScore": "160", "size": 1e300, "releaseSource": {"a": 1}}}, "loop"),
        (GRAB, {"data": {"customFormatScore": 10**30, "size": "1e9"}}, "loop"),
        (GRAB, {"data": [], "downloadId": 7}, "loop"),
        (GRAB, {"sourceTitle": ["x"], "downloadId": None}, "loop"),
        (IMPORT, {"eventType": None}, "drift"),
    ],
)
def test_a_loop_is_told_from_what_is_left_of_odd_rows(number: int, fields: dict[str, Any], kind: str) -> None:
    story = movie().grab(AMZN, 160).arrive(100).grab(AMZN, 160).replace(100)
    story.rows[number] |= fields
    book = book_of("radarr")
    (chain,) = chains_of(story, book)
    assert chain.kind.value == kind
    assert len(steps_of(chain, book)) >= 4
    assert 0 <= waste_of([chain]).size < 2**63


@pytest.mark.parametrize(("first_minutes", "kind"), [(-1.0, "loop"), (1e3, "none")])
def test_scores_that_the_app_did_not_note_are_computed_by_the_settings_of_a_snapshot_before(
    first_minutes: float, kind: str
) -> None:
    big = {"size": 8_000_000_000}
    story = movie().grab(AMZN, None, **big).arrive(None).grab(AMZN, None, **big).replace(None)
    book = book_of("radarr", first_minutes=first_minutes)
    (chain,) = chains_of(story, book)
    assert chain.kind == kind
    steps = [step for step in steps_of(chain, book) if step.kind in ("grab", "import")]
    scores = [160, 100, 160, 100] if kind == "loop" else [None] * 4
    assert [(step.score, step.computed) for step in steps] == [(score, kind == "loop") for score in scores]
