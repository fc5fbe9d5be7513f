"""What makes a chain of a kind and what does not, in any order of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.queued import QueuedDownload
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops import join
from arrtui.features.loops.join import join_rows
from arrtui.features.loops.kinds import judge_chain
from arrtui.features.loops.model import Chain, ChainKind, FileLife, Known, LoopReport, Outcome
from arrtui.features.loops.releases import release_key, revision_of
from arrtui.features.loops.waste import Waste, WasteBy, waste_by, waste_of, waste_of_all

DATE = "2026-11-28T02:12:51Z"
WEB, BLURAY = 3, 7


class Import(NamedTuple):
    """A release that is grabbed, and imported unless ``score`` is None."""

    title: str
    grabbed: int = 100
    score: int | None = 100
    source: str = "Rss"
    quality: int = WEB
    gone: str = "Upgrade"
    """Why its file goes, once another one comes; ``lost``: before another one is grabbed."""


class PlainJudge:
    """Scores stay as they were imported; qualities are in the order of their ids."""

    def after(self, life: FileLife) -> Known:
        return Known(life.row.score)

    def is_kept(self, file_id: int, score: int | None) -> bool:
        return score is not None

    def before(self, life: FileLife, row: ChainRow) -> Known:
        return Known(life.row.score)

    def place(self, row: ChainRow, quality_id: int) -> int | None:
        return quality_id

    def complete(self, chain: Chain) -> None: ...

    def has_same_rules(self, earlier: ChainRow, later: ChainRow) -> bool:
        return True


def rows_of(imports: Sequence[Import], episode: int = 0, first: int = 1) -> list[ChainRow]:
    """Return the rows an app writes about releases that follow each other, all of one date."""
    rows: list[ChainRow] = []
    there: Import | None = None

    def add(event: str, release: Import, **fields: object) -> None:
        row = ChainRow(
            first + len(rows), DATE, 7, "603", episode, event, release.title, "", release.quality, "Q", None,
            "GRP", "Invented", 1_000, "", "[]", "{}",
        )  # fmt: skip
        rows.append(row._replace(**fields))  # type: ignore[arg-type]

    for number, release in enumerate(imports):
        if there is not None and there.gone != "Upgrade":
            add("movieFileDeleted", there, reason=there.gone)
            there = None
        job, data = f"job{number}", f'{{"releaseSource":"{release.source}"}}'
        add("grabbed", release, download_id=job, score=release.grabbed, data_doc=data)
        if release.score is None:
            continue
        if there is not None:
            add("movieFileDeleted", there, reason="Upgrade")
        data = f'{{"fileId":"{first + number}"}}'
        add("downloadFolderImported", release, download_id=job, score=release.score, data_doc=data)
        there = release
    return rows


def judged(rows: Sequence[ChainRow], queue: Sequence[QueuedDownload] = ()) -> list[Chain]:
    chains = join_rows(rows, queue)
    for chain in chains:
        judge_chain(chain, PlainJudge())
    return chains


def kind_of(*imports: Import) -> ChainKind:
    (chain,) = judged(rows_of(imports))
    return chain.kind


A, B, C = (f"The.Matrix.1999.1080p.WEB-DL-{group}" for group in "ABC")
LOWER = Import(A, 100, 20)


@pytest.mark.parametrize(
    ("imports", "kind"),
    [
        ([LOWER, LOWER], ChainKind.LOOP),
        ([LOWER, Import(A, 100, None)], ChainKind.LOOP),
        ([LOWER, Import("The Matrix 1999 1080p WEB-DL-A-Obfuscated", 100, 20)], ChainKind.LOOP),
        ([LOWER._replace(source="InteractiveSearch"), LOWER], ChainKind.LOOP),
        ([LOWER, LOWER._replace(source="InteractiveSearch")], ChainKind.DRIFT),
        ([LOWER._replace(gone="Manual"), LOWER], ChainKind.DRIFT),
        ([Import(A), Import(A)], ChainKind.FALSE_UPGRADE),
        ([Import(A, 60, 0), Import(B, 60, 0), Import(A, 60, 0)], ChainKind.SEE_SAW),
        ([Import(A, 60, 0), Import(B, 60, 0), Import(A, 60, None)], ChainKind.SEE_SAW),
        ([Import(A, 60, 0), Import(B, 60, 0)], ChainKind.FALSE_UPGRADE),
        ([Import(A, 60, 0), Import(B, 60, 0), Import(C, 60, 0)], ChainKind.FALSE_UPGRADE),
        ([Import(A, 0, 0), Import(B, 60, 60), Import(A, 0, 0, "InteractiveSearch")], ChainKind.NONE),
        ([Import(A, 0, 0, gone="MissingFromDisk"), Import(B, 9, 9), Import(A, 12, 12)], ChainKind.NONE),
        ([Import(A, 0, 0), Import(f"{B}.REPACK", 0, 0)], ChainKind.NONE),
        ([Import(A), Import(f"{A}.REPACK"), Import(f"{A}.REPACK2", 105, 105)], ChainKind.REPACK_CHURN),
        ([Import(A, 100, 100), Import(B, -10, -10, quality=BLURAY)], ChainKind.NONE),
        ([Import(A, 100, None), Import(A, 100, None), Import(A)], ChainKind.NONE),
        ([LOWER], ChainKind.DRIFT),
    ],
)  # fmt: skip
def test_the_first_kind_that_holds(imports: list[Import], kind: ChainKind) -> None:
    assert kind_of(*imports) is kind


def refused(job: str, message: str) -> QueuedDownload:
    return QueuedDownload(
        job, 0, 7, A, "completed", "warning", "importPending", (message,), 9, 0, 1.9e9, 1.9e9
    )


NO_BETTER = "Not a Custom Format upgrade for existing movie file(s). New: [] (70) do not improve on …"


def test_a_refusal_needs_a_row_of_the_queue() -> None:
    rows = rows_of([Import(A), Import(B, 130, None), Import(B, 130, None)])
    (unknown,) = judged(rows)
    assert (unknown.kind, unknown.attempts[1].outcome) == (ChainKind.NONE, Outcome.UNKNOWN)
    (once,) = judged(rows, [refused("job1", NO_BETTER)])
    assert (once.kind, len(once.wasted)) == (ChainKind.GRAB_WITHOUT_IMPORT, 1)
    (sample,) = judged(rows, [refused("job1", "Sample")])
    assert (sample.kind, sample.attempts[1].outcome) == (ChainKind.NONE, Outcome.REFUSED)
    (twice,) = judged(rows, [refused("job1", "Sample"), refused("job2", "Sample")])
    assert (twice.kind, len(twice.wasted)) == (ChainKind.GRAB_WITHOUT_IMPORT, 2)
    running = refused("job2", "")._replace(tracked_status="ok", tracked_state="downloading")
    (open_one,) = judged(rows, [running])
    assert open_one.attempts[2].outcome is Outcome.OPEN


def test_the_wasted_bytes_are_those_of_the_files_and_a_pack_is_one_grab() -> None:
    pack = [LOWER._replace(title="The.Show.S01.1080p.WEB-DL-A")] * 3
    rows = [row for episode in (1, 2) for row in rows_of(pack, episode, 100 * episode)]
    chains = judged(rows)
    assert [chain.kind for chain in chains] == [ChainKind.LOOP] * 2
    assert waste_of(chains) == Waste(2, 4_000)
    report = LoopReport("sonarr.main", chains, {7: "The Show"}, profiles={7: "HD"})
    for by, name in zip(WasteBy, ("The Show", "HD", "", "Invented", "GRP"), strict=True):
        (row,) = waste_by([report], by)
        assert (row.name, row.waste, row.chains) == (name, Waste(2, 4_000), tuple(chains))


def test_a_grab_counts_once_for_each_format_at_fault_and_instances_add_up() -> None:
    chains = [chain for job in (1, 100) for chain in judged(rows_of([LOWER, LOWER], first=job))]
    reports = [LoopReport(name, [chain], {7: "A"}) for name, chain in zip("ab", chains, strict=True)]
    faults = {id(chains[0]): ("Big", "AMZN"), id(chains[1]): ("Big",)}
    rows = waste_by(reports, WasteBy.FORMAT, faults)
    assert [(row.name, row.waste, row.instances) for row in rows] == [
        ("Big", Waste(2, 2_000), ("a", "b")), ("AMZN", Waste(1, 1_000), ("a",)),
    ]  # fmt: skip
    assert waste_of_all(reports) == Waste(2, 2_000)


def test_a_client_without_ids_is_joined_by_title() -> None:
    rows = [
        row._replace(download_id="" if row.event == "grabbed" else "Blackhole_x_1")
        for row in rows_of([LOWER])
    ]
    (chain,) = judged(rows)
    assert chain.attempts[0].outcome is Outcome.IMPORTED and chain.kind is ChainKind.DRIFT


def test_names_of_releases() -> None:
    assert release_key("The.Matrix.1999.H.264-GRP") == release_key("the matrix 1999 h264-GRP-Obfuscated.mkv")
    assert release_key(A) != release_key(B)
    names = {"a": (0, 1), "a.PROPER.b": (0, 2), "a.REPACK3.b": (0, 4), "a.REAL.PROPER.b": (1, 2)}
    assert {name: revision_of(name) for name in names} == names
    assert revision_of("[Group] Show - 01v2 [1080p]") == (0, 2)


RELEASES = st.builds(
    Import,
    st.sampled_from([A, B, C]),
    st.sampled_from([0, 60, 100]),
    st.sampled_from([0, 60, 100, None]),
    st.sampled_from(["Rss", "UserInvokedSearch", "Search", "InteractiveSearch"]),
    st.sampled_from([WEB, BLURAY]),
    st.sampled_from(["Upgrade", "Manual"]),
)


@given(st.lists(RELEASES, max_size=8), st.randoms(use_true_random=False))
def test_rows_of_one_date_in_any_order_tell_the_same(imports: list[Import], random: object) -> None:
    rows = rows_of(imports)
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    kinds = [(chain.kind, len(chain.wasted)) for chain in judged(rows)]
    assert kinds == [(chain.kind, len(chain.wasted)) for chain in judged(shuffled)]


@given(st.lists(st.lists(RELEASES, max_size=3), max_size=4), st.integers(0, 2))
def test_what_is_told_of_plain_chains_at_once_is_what_their_rows_tell(
    episodes: list[list[Import]], shared: int
) -> None:
    rows = [
        row._replace(id=1_000 * episode + row.id)
        for episode, imports in enumerate(episodes, 1)
        for row in rows_of(imports, episode, 1 if episode <= shared else episode)
    ]
    queue = [refused("job0", NO_BETTER)._replace(episode_id=4)]
    at_once = [told(chain) for chain in judged(rows, queue)]
    with patch.object(join, "_is_simple", return_value=False):
        assert at_once == [told(chain) for chain in judged(rows, queue)]


def told(chain: Chain) -> tuple[object, ...]:
    """Return everything a chain tells, its rows by their ids."""
    grabs = [
        (grab.row.id, grab.by_person, grab.outcome, grab.queued, grab.file and grab.file.row.id)
        for grab in chain.attempts
    ]
    files = [
        (life.row.id, life.file_id, life.path, life.attempt and life.attempt.row.id, life.gone)
        for life in chain.files
    ]
    subject = (chain.item_id, chain.external_id, chain.episode_ids, chain.last)
    return *subject, grabs, files, chain.kind, [grab.row.id for grab in chain.wasted], chain.untold


@given(st.lists(RELEASES, max_size=8, unique_by=lambda release: release.title))
def test_a_chain_without_repetition_is_no_loop(imports: list[Import]) -> None:
    assert not {chain.kind for chain in judged(rows_of(imports))} & {ChainKind.LOOP, ChainKind.SEE_SAW}


@given(st.lists(RELEASES, max_size=8))
def test_what_a_person_chose_is_of_no_kind(imports: list[Import]) -> None:
    chosen = [release._replace(source="InteractiveSearch") for release in imports]
    assert {chain.kind for chain in judged(rows_of(chosen))} <= {ChainKind.NONE}


@given(st.lists(RELEASES, max_size=8))
def test_files_that_hold_what_was_promised_and_get_better_are_of_no_kind(imports: list[Import]) -> None:
    better = [
        release._replace(title=f"{release.title}{number}", grabbed=number, score=number)
        for number, release in enumerate(imports)
    ]
    better.sort(key=lambda release: release.quality)
    assert {chain.kind for chain in judged(rows_of(better))} <= {ChainKind.NONE}
