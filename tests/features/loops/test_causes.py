"""Causes of recorded chains, and of chains in tables of our own, proven by the matcher."""

from __future__ import annotations

import pytest

from arrtui.db.database import Database
from arrtui.features.loops.causes import Cause, CauseKind, causes_of
from arrtui.features.loops.model import StepKind
from arrtui.features.loops.steps import changed_formats, steps_of
from tests.features.loops.live import RECORDED, recorded, recorded_files, recorded_queue, store_chains

CAUSES = {
    ("live-radarr-6.1", "loop-size"): {
        CauseKind.SIZE: -60, CauseKind.LANGUAGE: -40, CauseKind.INCREMENT: 101,
    },
    ("live-radarr-6.1", "loop-rename-gains-token"): {
        CauseKind.NAMING_TOKEN: -80, CauseKind.LANGUAGE: -40, CauseKind.INCREMENT: 121,
    },
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
    assert database.read_sync(changed_formats, chain, stored.book) == (format_name,)
    steps = database.read_sync(steps_of, chain, stored.book)
    kinds = [step.kind for step in steps]
    assert kinds[:4] == [StepKind.GRAB, StepKind.IMPORT, StepKind.RENAME, StepKind.GRAB]
    renamed = steps[2]
    assert (renamed.computed, renamed.score) == (True, 100 + cause.points)
    gone = next(step for step in steps if step.kind is StepKind.DELETION)
    assert (gone.computed, gone.score) == (True, renamed.score)


def test_a_download_that_another_instance_imports_is_of_two_on_one_client(sqlite: Database) -> None:
    both = rows(RELEASE, "Amber Glass (1997) x264.mkv")
    store_chains(sqlite, "radarr.4k", both)
    stored = store_chains(sqlite, "radarr.main", both)
    (chain,) = stored.report.chains
    kinds = [cause.kind for cause in sqlite.read_sync(causes_of, chain, stored.book)]
    assert kinds[0] is CauseKind.TWO_INSTANCES and CauseKind.NAMING_TOKEN in kinds
