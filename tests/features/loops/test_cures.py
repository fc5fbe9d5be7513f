"""What would have stopped recorded chains, and that a claim holds when a chain is judged again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.domain import Item, Setting
from arrtui.core.profiles import ProfileBody
from arrtui.core.upgrades import Contender, find_refusal
from arrtui.core.verdicts import Verdict
from arrtui.db.database import Database
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.cures.find import CureList, find_cures
from arrtui.features.loops.cures.model import Cure, CureKind, FilesEffect, SettingsChange, best_first
from arrtui.features.loops.cures.past import changed_profile, effect_on, read_past
from arrtui.features.loops.decisions import decision_of
from arrtui.features.loops.join import join_rows
from arrtui.features.loops.kinds import judge_chain
from arrtui.features.loops.load import StoredChains
from arrtui.features.loops.model import Chain, ChainKind, LoopReport
from arrtui.features.loops.settings import SettingsTimeline
from arrtui.features.loops.summary import key_of_chain
from arrtui.features.loops.waste import Waste, waste_of
from tests.features.loops import test_causes as causes
from tests.features.loops.live import (
    RECORDED,
    recorded,
    recorded_files,
    recorded_queue,
    settings,
    store_chains,
)
from tests.features.loops.test_rules import RELEASES, A, B, Import, rows_of

FILE = 439_390
STOPPED = {
    ("radarr", "cure-min-increment"): {
        "increment/Live/101", "cutoff/Live/20", "format_score/Live/L Big/0/41",
        "format_score/Live/L German/0/61",
    },
    ("radarr", "cure-naming"): {
        "increment/Live/121", "cutoff/Live/20", "format_score/Live/L CodecTag/0/41",
        "format_score/Live/L German/0/81",
    },
    ("radarr", "see-saw"): {"increment/Live/61", "cutoff/Live/0", "format_score/Live/L Big/0"},
    ("radarr", "repack-churn"): {"propers//Do Not Prefer", "propers//Do not Upgrade Automatically"},
    ("radarr", "blocked-import-score"): {"increment/Live/31", "cutoff/Live/100", "format_score/Live/L Big/0"},
    ("sonarr", "loop-season-pack"): {
        "increment/Live/161", "cutoff/Live/0", "format_score/Live/L AMZN/0/61",
        "format_score/Live/L Big/0/101",
    },
    ("radarr", "rename-drops-token"): set(),
}  # fmt: skip
"""What each recorded chain would have been stopped by."""
SPARED = {"blocked-import-score": Waste(2, 2_000_000), "loop-season-pack": Waste(1, 5 * FILE)}
"""A pack is one grab; what was not imported has its client's size."""


def short(cure: Cure) -> str:
    """Return the key of a cure without the name of the profile's field."""
    change = cure.change
    subject = cure.subject if change.kind in (CureKind.FORMAT_SCORE, CureKind.CONDITION) else ""
    beside = str(change.increment or "")
    profile = cure.profile if cure.profile or change.kind is not CureKind.PROPERS else "/"
    parts = (change.kind.value, profile.strip("/"), subject, cure.after, beside)
    return "/".join(part for place, part in enumerate(parts) if part or place == 1)


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded chains are not here")
@pytest.mark.parametrize("place", STOPPED)
def test_recorded_chains_are_stopped_by_what_the_apps_refused_them_for(
    place: tuple[str, str], sqlite: Database
) -> None:
    kind, scenario = place
    folder = "live-radarr-6.1" if kind == "radarr" else "live-sonarr-4.0.19"
    stored = store_chains(
        sqlite,
        f"{kind}.main",
        recorded(folder, f"history-{scenario}"),
        files=recorded_files(folder, scenario),
        queue=recorded_queue(folder, scenario),
    )
    cures = sqlite.read_sync(find_cures, stored, lambda: None).cures
    assert {short(cure) for cure in cures} == STOPPED[place]
    for cure in cures:
        assert len(cure.past.stopped) == len([chain for chain in stored.report.chains if chain.wasted])
        wasted = Waste(3 if scenario == "see-saw" else 2, 0)
        assert cure.past.spared.grabs == SPARED.get(scenario, wasted).grabs
        if scenario in SPARED:
            assert cure.past.spared.size == SPARED[scenario].size
    past = sqlite.read_sync(read_past, stored.report.chains, stored.book, lambda: None)
    hundred = SettingsChange(kind=CureKind.INCREMENT, profile_id=8, value=100)
    if scenario == "cure-min-increment":  # the app took it at 100
        assert not effect_on(past, hundred).stopped


def stored_chains(*histories: list[Import]) -> StoredChains:
    """Return chains of one movie each; a file's score after its rename is that of its import."""
    chains: list[Chain] = []
    known: dict[int, tuple[int | None, float]] = {}
    items = {}
    for number, imports in enumerate(histories, 1):
        rows = [
            row._replace(item_id=number, external_id=str(number))
            for row in rows_of(imports, first=number * 100)
        ]
        known |= {number * 100 + place: (row.score, 1.0) for place, row in enumerate(imports)}
        items[number] = Item(id=number, external_id=str(number), title=f"Title {number}", profile_id=8)
        chains += join_rows(rows)
    bodies: dict[str, Any] = {f"{row.type}/{row.id}": {"id": row.id, "name": row.name, "body": row.body}
                              for row in settings("radarr")}  # fmt: skip
    timeline = SettingsTimeline("radarr", bodies, [], 0.0)
    book = ScoreBook(kind="radarr", settings=timeline, items=items, stored=known)
    for chain in chains:
        judge_chain(chain, book)
    return StoredChains(LoopReport("radarr.main", chains), book)


def cures_of(stored: StoredChains) -> CureList:
    return find_cures(stored, lambda: None)


@given(st.lists(st.lists(RELEASES, max_size=6), min_size=1, max_size=3))
def test_a_claim_holds_when_the_chain_is_judged_again(histories: list[list[Import]]) -> None:
    stored = stored_chains(*histories)
    for cure in cures_of(stored).cures:
        for chain in cure.past.stopped:
            assert not [grab for grab in chain.wasted if is_taken(chain, grab, cure, stored.book)]
            left = stored_chains(replayed(histories[chain.item_id - 1], cure, stored.book))
            assert chain.kind not in {again.kind for again in left.report.chains}
        for chain in cure.past.going_on:
            assert [grab for grab in chain.wasted if is_taken(chain, grab, cure, stored.book)]
        if cure.change.kind is CureKind.INCREMENT and not cure.past.going_on:
            past = read_past(stored.report.chains, stored.book, lambda: None)
            less = SettingsChange(kind=CureKind.INCREMENT, profile_id=8, value=cure.change.value - 1)
            assert len(effect_on(past, less).stopped) < len(cure.past.stopped) or not cure.past.stopped


def replayed(imports: list[Import], cure: Cure, book: ScoreBook) -> list[Import]:
    """Return what an app with the settings of a cure grabs; what a person deletes goes nevertheless."""
    profile = changed_profile(book.settings.latest.profiles[8], cure.change, 8)
    left: list[Import] = []
    there = -1
    for row in imports:
        refusal = None
        if there >= 0 and row.source != "InteractiveSearch":
            file = left[there]
            release = Contender(row.quality, row.grabbed)
            refusal = find_refusal(release, Contender(file.quality, file.score or 0), profile)
        if refusal is None:
            left.append(row)
            there = len(left) - 1 if row.score is not None else there
        elif row.score is not None and row.gone != "Upgrade":
            left[there] = left[there]._replace(gone=row.gone)
        if there >= 0 and left[there].gone != "Upgrade":
            there = -1
    return left


def is_taken(chain: Chain, grab: Any, cure: Cure, book: ScoreBook) -> bool:
    """Return whether the app takes a grab with the settings of a cure."""
    decision = decision_of(chain, grab, book)
    assert not isinstance(decision, str)
    profile: ProfileBody = changed_profile(book.settings.latest.profiles[8], cure.change, 8)
    return decision.refusal(profile, cure.change.propers or book.settings.latest.propers) is None


def test_an_increment_that_refuses_real_upgrades_is_offered_beside_one_that_refuses_none() -> None:
    small, great = Import(A, 100, 80), Import(A, 100, 20)
    upgrade = [Import(A, 0, 0), Import(B, 40, 40)]
    stored = stored_chains([small, small], [great, great], upgrade)
    increments = {
        cure.change.value: (
            len(cure.past.stopped),
            len(cure.past.going_on),
            [row.release for row in cure.past.refused],
        )
        for cure in cures_of(stored).cures
        if cure.change.kind is CureKind.INCREMENT
    }
    assert increments == {21: (1, 1, []), 81: (2, 0, [B])}


def test_what_was_cured_since_and_what_cannot_be_judged_is_told_apart() -> None:
    lower = Import(A, 100, 20)
    stored = stored_chains([lower, lower], [Import(A, -600, -700), Import(A, -600, -700)])
    stored.book.stored = {100: (None, 1.0), 200: (-700, 1.0)}
    known = cures_of(stored)
    assert (known.grabs, known.cured) == (0, 1), "a score below the minimum is not grabbed any more"
    assert sum(known.untold.values()) == 1
    assert known.cures == ()


def test_what_is_known_and_left_as_it_is_needs_no_cure() -> None:
    stored = stored_chains([Import(A, 100, 20), Import(A, 100, 20)], [Import(A, 100, 80), Import(A, 100, 80)])
    first, _ = stored.report.chains
    known = find_cures(stored, lambda: None, {key_of_chain(stored.report, first)})
    assert known.grabs == 1
    assert {cure.change.value for cure in known.cures if cure.change.kind is CureKind.INCREMENT} == {21}


def test_a_pack_is_one_grab_in_vain() -> None:
    pack = [Import(A, 100, 20), Import(A, 100, 20)]
    stored = stored_chains(pack, pack)
    for chain in stored.report.chains:
        chain.item_id = 1
    assert cures_of(stored).grabs == waste_of(stored.report.chains).grabs == 1


def test_the_best_cure_spares_the_most_for_one_side_effect() -> None:
    stored = stored_chains([Import(A, 100, 20), Import(A, 100, 20)])
    first, *others = cures_of(stored).cures
    many = FilesEffect(files=10, verdicts=((Verdict.FORMAT, Verdict.DONE, 9),))
    costly = Cure(**{name: getattr(first, name) for name in first.__dataclass_fields__} | {"files": many})
    assert best_first([costly, *others])[-1] is costly
    assert costly.side_effects == 9
    assert [chain.kind for chain in costly.past.stopped] == [ChainKind.LOOP]


NAMING = "{Movie Title} ({Release Year}) {Quality Full} {MediaInfo VideoCodec}{-Release Group}"


def naming(text: str) -> Setting:
    """Return the naming settings of a Radarr."""
    body = {"renameMovies": True, "replaceIllegalCharacters": True, "colonReplacementFormat": "delete"}
    return Setting(id=1, type="naming", name="naming", body=body | {"standardMovieFormat": text})


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded chains are not here")
@pytest.mark.parametrize(
    ("text", "unnamed", "tokens"),
    [
        (NAMING, 0, {("{MediaInfo VideoCodec}", 41)}),
        (NAMING.replace("Full", "Title"), 0, {("{MediaInfo VideoCodec}", 41)}),
        (NAMING.replace("{Movie Title}", "{Movie Title} -"), 1, set()),
    ],
)
def test_a_naming_without_the_token_leaves_the_gap_that_was_recorded(
    text: str, unnamed: int, tokens: set[tuple[str, int]], sqlite: Database
) -> None:
    folder, scenario = "live-radarr-6.1", "loop-rename-gains-token"
    rows = recorded(folder, f"history-{scenario}")
    stored = store_chains(
        sqlite,
        "radarr.main",
        rows,
        files=recorded_files(folder, scenario),
        titles={rows[0]["movieId"]: ("Archive Distant 1016", 2025)},
        more=[naming(text)],
    )
    known = sqlite.read_sync(find_cures, stored, lambda: None)
    cures = [cure for cure in known.cures if cure.change.kind is CureKind.NAMING]
    # after the rename the app still took 140 over 100
    assert {(cure.change.word, cure.change.increment) for cure in cures} == tokens
    assert known.unnamed == unnamed
    for cure in cures:
        assert [len(cure.past.stopped), len(cure.past.going_on)] == [1, 0]
        assert cure.after == text.replace(" {MediaInfo VideoCodec}", "")
        assert cure.change.renamed == {
            "Archive Distant 1016 (2025) WEBDL-1080p h264-FLUX.mkv":
            "Archive Distant 1016 (2025) WEBDL-1080p-FLUX.mkv"
        }  # fmt: skip


def test_a_format_can_lose_its_condition_on_size(sqlite: Database) -> None:
    conditions = [
        {"name": "AMZN", "implementation": "ReleaseTitleSpecification", "fields": {"value": "AMZN"}},
        {"name": "not small", "implementation": "SizeSpecification", "fields": {"min": 3, "max": 1_000}},
    ]
    body = {"id": 62, "name": "L AMZN", "specifications": conditions}
    replaced = Setting(id=62, type="custom_format", name="L AMZN", body=body)
    listed = [dict(row) for row in causes.rows(causes.RELEASE, "Amber Glass (1997).mkv")]
    for row in listed:
        size = "8000000000" if row["eventType"] == "grabbed" else "2000000000"
        score = {"grabbed": "160", "downloadFolderImported": "0"}.get(str(row["eventType"]))
        row["data"] = dict(row["data"]) | {"size": size} | ({"customFormatScore": score} if score else {})  # type: ignore[call-overload]
    stored = store_chains(sqlite, "radarr.main", listed, more=[replaced])
    cures = sqlite.read_sync(find_cures, stored, lambda: None).cures
    (cure,) = [cure for cure in cures if cure.change.kind is CureKind.CONDITION]
    assert (cure.subject, cure.before, cure.change.increment) == ("L AMZN", "not small", 61)
    assert [row["name"] for row in cure.change.changed_body["specifications"]] == ["AMZN"]
