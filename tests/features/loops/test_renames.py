"""What a rename does to formats and scores comes out as the real apps decided, or is not told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest

from arrtui.clients import convert, wire
from arrtui.core.apps import app_of
from arrtui.core.domain import Item, Setting
from arrtui.core.matching import Evaluation, evaluate
from arrtui.db import snapshots
from arrtui.db.database import Database
from arrtui.db.rename_previews import FileName, TitleNames, forget_gone_titles, store_names, stored_names
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.loops.rename_files import RenameLibrary, load_rename_library
from arrtui.features.loops.rename_words import reason_text, reasons
from arrtui.features.loops.renames import (
    RenameReport,
    Untold,
    VerdictChange,
    names_by,
    names_of_app,
    renamed_facts,
    report_renames,
)
from arrtui.features.matches.load import load_match_library
from tests.db.samples import store
from tests.features.loops.live import AFTER, settings

RADARR = "{Movie Title} ({Release Year}) {Quality Full}"
CODEC = "{Movie Title} ({Release Year}) {Quality Full} {MediaInfo VideoCodec}{-Release Group}"
_SCENE = "Archive.2025.1080p.AMZN.WEB-DL-FLUX"


def file_row(number: int, path: str, **more: Any) -> dict[str, Any]:
    """Return a movie file as Radarr answers it, of the movie of the same id."""
    quality = {"id": 3, "name": "WEBDL-1080p", "source": "webdl", "resolution": 1080, "modifier": "none"}
    return {
        "id": number, "movieId": number, "relativePath": path, "size": 400_000, "releaseGroup": "FLUX",
        "quality": {"quality": quality, "revision": {"version": 1, "real": 0}},
        "languages": [{"id": 1, "name": "English"}], "dateAdded": "2026-11-20T00:00:00Z",
        "mediaInfo": {"videoCodec": "h264"}, "customFormats": [], "customFormatScore": 0,
    } | more  # fmt: skip


def with_formats(*numbers: int, score: int) -> dict[str, Any]:
    return {"customFormats": [{"id": number} for number in numbers], "customFormatScore": score}


SCANNED = file_row(1, "Archive (2025) [AMZN]-FLUX.mkv", **with_formats(62, score=100))
CODED = file_row(
    2, "Archive (2025) WEBDL-1080p h264-FLUX.mkv", sceneName=_SCENE, **with_formats(62, 64, score=20)
)
PLAIN = file_row(3, "Archive (2025) WEBDL-1080p.mkv", sceneName=_SCENE, **with_formats(62, score=100))
WRONG = file_row(4, "Archive (2025) [AMZN].mkv", **with_formats(64, score=-80))


def store_files(
    database: Database, rows: list[dict[str, Any]], text: str = RADARR, **naming: Any
) -> RenameLibrary:
    """Store movies called Archive, each with a file, and return what is loaded of them."""
    instance = "radarr.main"
    definition = Setting(
        id=90, type="quality_definition", name="WEBDL-1080p",
        body={"title": "WEBDL-1080p", "quality": {"id": 3, "source": "webdl", "resolution": 1080}},
    )  # fmt: skip
    body = {"renameMovies": True, "standardMovieFormat": text, "replaceIllegalCharacters": True} | naming
    files = [convert.media_file(msgspec.convert(row, wire.File)) for row in rows]
    items = [
        Item(id=file.item_id, external_id=str(file.item_id), title="Archive", year=2025, profile_id=8)
        for file in files
    ]
    others = [own for own in settings("radarr") if own.name != "WEBDL-1080p"]
    naming_setting = Setting(id=1, type="naming", body=body)
    instance_id = store(database, instance, *others, definition, naming_setting, *items, *files)
    with database.writing():
        snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=AFTER, state="complete"))
    return load(database, instance)


def load(database: Database, instance: str) -> RenameLibrary:
    return database.read_sync(load_rename_library, instance, app_of(instance).kind)


def tell(database: Database, library: RenameLibrary, paths: Mapping[int, str]) -> RenameLibrary:
    """Store new paths as if the app had told them of all files, and return the library with them."""
    answers = [
        (own.file.item_id, TitleNames(AFTER, library.naming_mark,
                                      (FileName(own.file.id, own.mark, paths.get(own.file.id, "")),)))
        for own in library.files
    ]  # fmt: skip
    database.write_sync(store_names, library.instance_id, answers)
    return load(database, library.instance)


def report(database: Database, library: RenameLibrary, without: str = "", added: str = "") -> RenameReport:
    """Return what names do, evaluated one file after another."""
    proposed = None
    if without or added:
        naming = library.naming
        proposed = naming.without(without) if without else naming.with_token(added)
    new = names_of_app(library) if proposed is None else names_by(library, proposed)
    matches = database.read_sync(load_match_library, library.instance, library.kind)
    facts = dict(zip(matches.file_ids, matches.facts, strict=True))
    evaluations: dict[int, Evaluation] = {}
    doubts = {
        number: "it does" for number, app in zip(matches.file_ids, matches.app_formats, strict=True)
        if evaluate(matches.formats, facts[number]).matched != set(app)
    }  # fmt: skip
    for number, name in new.names.items():
        changed = renamed_facts(library.by_id[number], facts[number], name, library.kind)
        evaluations[number] = evaluate(matches.formats, changed)
    return report_renames(library, new, evaluations, doubts, proposed)


def test_a_scanned_file_loses_and_one_with_a_name_of_its_own_only_gains(sqlite: Database) -> None:
    library = store_files(sqlite, [SCANNED, CODED, PLAIN, WRONG], CODEC)
    new = {1: "Archive (2025) WEBDL-1080p-FLUX.mkv", 3: CODED["relativePath"], 4: "Archive.mkv"}
    result = report(sqlite, tell(sqlite, library, new))
    lost, gained = result.effects
    assert (lost.own.file.id, lost.before, lost.after, lost.lost, lost.gained) == (1, 100, 0, ("L AMZN",), ())
    assert (gained.own.file.id, gained.after, gained.gained) == (3, 20, ("L CodecTag",))
    assert (lost.field, gained.field) == ("titles", "file_name")
    assert [(own.own.file.id, own.why) for own in result.untold] == [(4, Untold.DISAGREES)]
    assert (result.files, result.renamed, result.kept, result.rescored) == (4, 2, 1, 2)


def test_a_token_is_taken_out_or_added_only_where_the_present_name_is_foretold(sqlite: Database) -> None:
    library = store_files(sqlite, [SCANNED, CODED, PLAIN], CODEC)
    result = report(sqlite, library, without="MediaInfo VideoCodec")
    (effect,) = result.effects
    assert effect.new_name == "Archive (2025) WEBDL-1080p-FLUX.mkv"
    assert (effect.before, effect.after, effect.lost) == (20, 100, ("L CodecTag",))
    assert {own.own.file.id: own.why for own in result.untold} == dict.fromkeys((1, 3), Untold.OWN_NAME)
    plain = store_files(sqlite, [SCANNED, CODED, PLAIN])
    (effect,) = report(sqlite, plain, added="MediaInfo VideoCodec").effects
    assert (effect.own.file.id, effect.new_name) == (3, "Archive (2025) WEBDL-1080p h264.mkv")
    assert (effect.before, effect.after) == (100, 20)


def test_tokens_that_are_never_foretold_are_named(sqlite: Database) -> None:
    library = store_files(sqlite, [PLAIN], CODEC + "{[Custom Formats]}")
    result = report(sqlite, library, without="Release Year")
    (untold,) = result.untold
    assert (untold.why, untold.detail) == (Untold.TOKEN, "{[Custom Formats]}")
    assert [(why.value, number) for why, number in reasons(result)] == [("token", 1)]
    assert reason_text(result, Untold.TOKEN).endswith(": {[Custom Formats]}")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": CODEC}, Untold.NAMING_CHANGED),
        ({"rows": [SCANNED | {"relativePath": "Other.mkv"}]}, Untold.FILE_CHANGED),
        ({"rows": [SCANNED | {"releaseGroup": "OTHER"}]}, Untold.FILE_CHANGED),
        ({"rows": [SCANNED | {"customFormatScore": 70}]}, Untold.SCORE),
        ({"rows": [SCANNED, PLAIN]}, Untold.NOT_ASKED),
    ],
)
def test_what_the_app_said_does_not_hold_for_ever(
    sqlite: Database, change: dict[str, Any], why: Untold
) -> None:
    tell(sqlite, store_files(sqlite, [SCANNED]), {1: "Archive (2025) WEBDL-1080p.mkv"})
    before = {"rows": [SCANNED], "text": RADARR}
    result = report(sqlite, store_files(sqlite, **(before | change)))
    assert [own.why for own in result.untold] == [why]
    assert result.asked_at == (None if why is Untold.NAMING_CHANGED else AFTER)


@pytest.mark.parametrize(
    ("bounds", "quality_unmet", "verdict"),
    [
        ({"cutoffFormatScore": 100}, False, VerdictChange.UPGRADES_AGAIN),
        ({"cutoffFormatScore": 100}, True, VerdictChange.NONE),
        ({"cutoffFormatScore": 101}, False, VerdictChange.NONE),
        ({"cutoffFormatScore": 100, "upgradeAllowed": False}, False, VerdictChange.NONE),
        ({"minFormatScore": 1}, False, VerdictChange.BELOW_MINIMUM),
    ],
)
def test_a_lower_score_may_change_what_the_app_would_do(
    sqlite: Database, bounds: dict[str, Any], quality_unmet: bool, verdict: VerdictChange
) -> None:
    library = store_files(sqlite, [SCANNED | {"qualityCutoffNotMet": quality_unmet}])
    library.settings._bodies["quality_profile/8"]["body"] |= bounds
    asked = tell(sqlite, library, {1: "Archive (2025) WEBDL-1080p.mkv"})
    asked.settings._bodies["quality_profile/8"]["body"] |= bounds
    (effect,) = report(sqlite, asked).effects
    assert effect.verdict is verdict


def test_names_go_with_their_titles(sqlite: Database) -> None:
    library = store_files(sqlite, [SCANNED, PLAIN])
    tell(sqlite, library, {})
    with sqlite.writing():
        store_names(library.instance_id, [(9, TitleNames(AFTER, "", ()))])
        forget_gone_titles(library.instance_id)
    assert set(sqlite.read_sync(stored_names, library.instance_id)) == {1, 3}
