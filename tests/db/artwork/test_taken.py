"""What apps took of the owner's files stays noted, by whatever names, until it is back."""

from __future__ import annotations

from arrtui.core.artwork import Asset, AssetOrigin
from arrtui.core.taken_files import TakenFile
from arrtui.db.artwork import assets, taken
from arrtui.db.database import Database

NAME = "radarr.main"
SHA256 = "ab" * 32


def row(path: str, video: str = "", sha256: str = SHA256) -> TakenFile:
    """Return a file that was taken."""
    return TakenFile(external_id="1", relative_path=path, video=video, sha256=sha256, noted_at=1.0)


def test_names_of_any_kind_come_back_as_they_were(database: Database) -> None:
    rows = [row("caf\udce9-poster.jpg", "caf\udce9.mkv"), row("\u202egpj.<b>\n", "x.mkv")]
    database.write_sync(taken.note, NAME, rows)
    stored = database.read_sync(taken.taken, NAME)["1"]
    assert {file.relative_path: file for file in stored} == {file.relative_path: file for file in rows}
    database.write_sync(taken.forget, NAME, rows[:1])
    assert database.read_sync(taken.taken, NAME, ["1"]) == {"1": rows[1:]}


def test_what_is_taken_never_leaves_the_cache(database: Database) -> None:
    asset = Asset(sha256=SHA256, extension=".jpg", size=1, origin=AssetOrigin.APP, added_at=1.0)
    database.write_sync(assets.record, [asset])
    database.write_sync(taken.note, NAME, [row("poster.jpg")])
    assert database.write_sync(assets.forget, [SHA256]) == 0
    database.write_sync(taken.forget, NAME, [row("poster.jpg")])
    assert database.write_sync(assets.forget, [SHA256]) == 1
