"""Causes of recorded chains, and of chains in tables of our own, proven by the matcher."""

from __future__ import annotations

from dataclasses import replace

import pytest

from arrtui.core.domain import Setting
from arrtui.db.database import Database
from arrtui.features.loops.causes import Cause, CauseKind, causes_of
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.decisions import decision_of
from arrtui.features.loops.model import ChainKind, StepKind
from arrtui.features.loops.steps import steps_of
from arrtui.features.loops.waste import formats_at_fault
from tests.features.loops.live import RECORDED, recorded, recorded_files, recorded_queue, store_chains

CAUSES = {
    ("live-radarr-6.1", "loop-size"): {
        CauseKind.SIZE: -60, CauseKind.LANGUAGE: -40, CauseKind.INCREMENT: 101,
    },
    ("live-radarr-6.1", "loop-rename-gains-token"): {
        CauseKind.NAMING_TOKEN: -80, CauseKind.LANGUAGE: -40, CauseKind.INCREMENT: 121,
    },
    ("live-radarr-6.1", "cure-naming"): {
        CauseKind.NAMING_TOKEN: -80, CauseKind.LANGUAGE: -40, CauseKind.INCREMENT: 121,
    },
    ("live-radarr-6.1", "see-saw"): {CauseKind.SIZE: -60, CauseKind.INCREMENT: 61},
    ("live-radarr-6.1", "drift-no-loop"): {CauseKind.SIZE: -60, CauseKind.LANGUAGE: -40},
    ("live-sonarr-4.0.19", "loop-size"): {CauseKind.SIZE: -60, CauseKind.INCREMENT: 61},
    ("live-sonarr-4.0.19", "loop-season-pack"): {
        CauseKind.PACK_NAME: -100, CauseKind.SIZE: -60, CauseKind.INCREMENT: 161,
    },
    ("live-radarr-6.1", "blocked-import-score"): {CauseKind.SIZE: -60},
    ("live-radarr-6.1", "repack-churn"): {CauseKind.REVISIONS: 0},
    ("live-radarr-6.1", "rename-drops-token"): {},
}  # fmt: skip

PLAIN = "Amber.Glass.1997.1080p.WEB-DL.DDP5.1-FLUX"
RELEASE = "Amber.Glass.1997.1080p.AMZN.WEB-DL.DDP5.1-FLUX"


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded chains are not here")
@pytest.mark.parametrize("place", CAUSES)
def test_recorded_chains_name_their_causes(place: tuple[str, str], sqlite: Database) -> None:
    folder, scenario = place
    stored = store_chains(
        sqlite,
        f"{'radarr' if 'radarr' in folder else 'sonarr'}.main",
        recorded(folder, f"history-{scenario}"),
        files=recorded_files(folder, scenario),
        queue=recorded_queue(folder, scenario),
        languages=dict.fromkeys(range(100), "German"),
    )
    for chain in stored.report.chains:
        causes = sqlite.read_sync(causes_of, chain, stored.book)
        assert {cause.kind: cause.points for cause in causes} == CAUSES[place]


def rows(job: str, library_name: str) -> list[dict[str, object]]:
    """Return the rows of a release that is grabbed twice; its file has no language that counts."""
    web = {"quality": {"id": 3, "name": "WEBDL-1080p"}, "revision": {"version": 1}}
    common = {"movieId": 27, "quality": web, "languages": [{"id": 1, "name": "English"}]}
    common |= {"date": "2026-11-28T02:16:35Z"}
    facts = {"size": "2000000000", "releaseGroup": "FLUX", "indexerFlags": "0", "customFormatScore": "100"}
    path = f"/data/Amber Glass (1997)/{library_name}"
    listed: list[dict[str, object]] = []
    for number in (0, 1):
        grab = {
            "sourceTitle": RELEASE,
            "downloadId": f"nzo{number}",
            "data": facts | {"releaseSource": "Rss"},
        }
        listed.append({"eventType": "grabbed", **common, **grab})
        if number:
            gone = {"reason": "Upgrade", "size": "2000000000"}
            listed.append({"eventType": "movieFileDeleted", **common, "sourceTitle": path, "data": gone})
        score = "100" if "AMZN" in job else "0"
        data = facts | {"customFormatScore": score, "fileId": str(40 + number), "importedPath": path}
        data |= {"droppedPath": f"/downloads/{job}/{job}.mkv"}
        listed.append(
            {
                "eventType": "downloadFolderImported",
                **common,
                "sourceTitle": job,
                "downloadId": f"nzo{number}",
                "data": data,
            }
        )
    return [row | {"id": number} for number, row in enumerate(listed, 1)]


@pytest.mark.parametrize(
    ("job", "name", "cause", "format_name"),
    [
        (PLAIN, "Amber Glass (1997) WEBDL-1080p.mkv", Cause(CauseKind.RENAMED_JOB, -100), "L AMZN"),
        (RELEASE, "Amber Glass (1997) x264.mkv", Cause(CauseKind.NAMING_TOKEN, -80), "L CodecTag"),
    ],
)
def test_a_renamed_job_and_a_token_of_the_naming(
    job: str, name: str, cause: Cause, format_name: str, database: Database
) -> None:
    stored = store_chains(database, "radarr.main", rows(job, name))
    (chain,) = stored.report.chains
    first, increment = database.read_sync(causes_of, chain, stored.book)
    assert first == cause._replace(formats=(format_name,))
    assert increment == Cause(CauseKind.INCREMENT, 1 - cause.points)
    faults = database.read_sync(formats_at_fault, [chain], stored.book)
    assert faults == {id(chain): (format_name,)}
    steps = database.read_sync(steps_of, chain, stored.book)
    kinds = [step.kind for step in steps]
    assert kinds[:4] == [StepKind.GRAB, StepKind.IMPORT, StepKind.RENAME, StepKind.GRAB]
    renamed = steps[2]
    assert (renamed.computed, renamed.score) == (True, 100 + cause.points)
    gone = next(step for step in steps if step.kind is StepKind.DELETION)
    assert (gone.computed, gone.score) == (True, renamed.score)


def test_a_download_that_another_instance_imports_is_of_two_on_one_client(sqlite: Database) -> None:
    ours = rows(RELEASE, "Amber Glass (1997) x264.mkv")
    store_chains(sqlite, "radarr.4k", [row for row in ours if row["eventType"] != "grabbed"])
    stored = store_chains(sqlite, "radarr.main", ours)
    (chain,) = stored.report.chains
    kinds = [cause.kind for cause in sqlite.read_sync(causes_of, chain, stored.book)]
    assert kinds[0] is CauseKind.TWO_INSTANCES and CauseKind.NAMING_TOKEN in kinds


def test_two_instances_that_grab_and_import_one_torrent_are_no_cause(sqlite: Database) -> None:
    ours = rows(RELEASE, "Amber Glass (1997) x264.mkv")
    store_chains(sqlite, "radarr.4k", ours)
    by_hand = [row | {"downloadId": ""} for row in ours if row["eventType"] == "downloadFolderImported"]
    store_chains(sqlite, "radarr.old", by_hand)
    stored = store_chains(sqlite, "radarr.main", [row | {"downloadId": ""} for row in ours])
    main = store_chains(sqlite, "radarr.other", ours)
    for (chain,), book in ((stored.report.chains, stored.book), (main.report.chains, main.book)):
        assert chain.kind is ChainKind.LOOP
        kinds = [cause.kind for cause in sqlite.read_sync(causes_of, chain, book)]
        assert CauseKind.TWO_INSTANCES not in kinds and CauseKind.NAMING_TOKEN in kinds


def scanned_rows(old_name: str) -> list[dict[str, object]]:
    """Return the rows of a scanned file that is renamed, and replaced by a release for its size, +60."""
    web = {"quality": {"id": 3, "name": "WEBDL-1080p"}, "revision": {"version": 1}}
    common = {"movieId": 27, "quality": web, "date": "2026-11-28T02:16:35Z"}
    english = common | {"languages": [{"id": 1, "name": "English"}]}
    folder, name = "/data/Amber Glass (1997)", "Amber Glass (1997) WEBDL-1080p.mkv"
    facts = {"releaseGroup": "NTb", "indexerFlags": "0"}
    grabbed = facts | {"size": "8000000000", "customFormatScore": "60", "releaseSource": "Rss"}
    dropped = facts | {"size": "2000000000", "customFormatScore": "0", "fileId": "9"}
    dropped |= {"importedPath": f"{folder}/{name}", "droppedPath": f"/downloads/{WITHOUT}.mkv"}
    rename = {"path": f"{folder}/{name}", "releaseGroup": "FLUX", "size": "2000000000", "indexerFlags": "0"}
    gone = {"reason": "Upgrade"}
    listed = [
        english | {"eventType": "movieFileRenamed", "sourceTitle": f"{folder}/{old_name}", "data": rename},
        english | {"eventType": "grabbed", "sourceTitle": WITHOUT, "downloadId": "n", "data": grabbed},
        english | {"eventType": "movieFileDeleted", "sourceTitle": f"{folder}/{name}", "data": gone},
        english
        | {
            "eventType": "downloadFolderImported",
            "sourceTitle": WITHOUT,
            "downloadId": "n",
            "data": dropped,
        },
    ]
    return [row | {"id": number} for number, row in enumerate(listed, 1)]


WITHOUT = "Amber.Glass.1997.1080p.WEB-DL.DDP5.1-NTb"


@pytest.mark.parametrize(
    ("old_name", "expected"),
    [
        ("Amber Glass (1997) [AMZN]-FLUX.mkv", [Cause(CauseKind.RENAMED_SCAN, -100, ("L AMZN",))]),
        ("Amber Glass (1997)-FLUX.mkv", []),
        ("Amber Glass (1997) x264.mkv", []),
    ],
)
def test_the_rename_of_a_scanned_file_is_a_cause_where_the_app_had_refused_before_it(
    old_name: str, expected: list[Cause], sqlite: Database
) -> None:
    stored = store_chains(sqlite, "radarr.main", scanned_rows(old_name))
    (chain,) = stored.report.chains
    assert chain.kind is ChainKind.FALSE_UPGRADE
    size, *others = sqlite.read_sync(causes_of, chain, stored.book)
    assert size.kind is CauseKind.SIZE
    assert others == [*expected, Cause(CauseKind.INCREMENT, 61)]
    stored.book.has_whole_history = False
    assert isinstance(decision_of(chain, chain.attempts[0], fresh(stored.book)), str)


def fresh(book: ScoreBook) -> ScoreBook:
    """Return a book that has computed nothing yet."""
    return replace(book, _after={}, _places={})


@pytest.mark.parametrize(
    ("original", "kind"), [("German", CauseKind.LANGUAGE), ("French", CauseKind.TAGGED_LANGUAGE)]
)
def test_a_language_is_assumed_only_where_it_is_the_titles_own(
    original: str, kind: CauseKind, sqlite: Database
) -> None:
    german = {"languages": [{"id": 4, "name": "German"}]}
    listed = rows(RELEASE, "Amber Glass (1997).mkv")
    for row in listed:
        if row["eventType"] == "grabbed":
            row.update(german, data=dict(row["data"]) | {"customFormatScore": "140"})  # type: ignore[call-overload]
    unscored = {"name": "English", "implementation": "LanguageSpecification", "fields": {"value": 1}}
    body = {"id": 90, "name": "Counts nothing", "specifications": [unscored]}
    more = [Setting(id=90, type="custom_format", name="Counts nothing", body=body)]
    stored = store_chains(sqlite, "radarr.main", listed, languages={27: original}, more=more)
    (chain,) = stored.report.chains
    assert sqlite.read_sync(causes_of, chain, stored.book)[0] == Cause(kind, -40, ("L German",))
