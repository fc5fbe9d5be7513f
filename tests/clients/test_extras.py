"""What an app tells of the files beside its videos."""

from __future__ import annotations

from pathlib import Path

import pytest

from arrtui.clients.arr import ArrClient, make_client
from arrtui.core.app_extras import METADATA, OTHER, AdoptedFile
from arrtui.features.artwork.foretelling import Fate, adopted_by_name, foretell_loss
from tests.clients.support import client, instance, json_answer
from tests.demo.files.conftest import title as title
from tests.demo.files.neighbours import FOLDERS, VIDEOS, Title


def _client(title: Title) -> ArrClient:
    return make_client(instance(title.app.url, title.kind, api_key=title.app.api_key))


async def test_what_is_foretold_of_an_upgrade_is_what_it_takes(title: Title) -> None:
    video = VIDEOS[title.kind]
    number, before = title.files()[video], title.present()
    async with _client(title) as app:
        told = await app.extra_files(title.title_id)
    assert (told is None) is app.app.has_children
    by_name = adopted_by_name(app.app, Path(FOLDERS[title.kind]).name, sorted(before), title.files())
    if told is not None:
        assert {(row.relative_path, row.file_id) for row in told} == {
            (row.relative_path, row.file_id) for row in by_name
        }
    fates = foretell_loss(told if told is not None else by_name, number, before)
    goes = {fate.relative_path for fate in fates if fate.fate is Fate.GOES}
    new = title.import_better()
    assert before - title.present() == goes | {video} and new in title.present()


async def test_rows_of_the_app_itself_go_with_no_video() -> None:
    rows = [
        {"movieId": 1, "relativePath": "poster.jpg", "type": "metadata", "id": 4},
        {"movieId": 1, "movieFileId": 0, "relativePath": "fanart.jpg", "type": "Metadata", "id": 5},
        {"movieId": 1, "movieFileId": 3, "relativePath": "sub\\x.sfv", "type": "other", "id": 6},
        {"movieId": 1, "movieFileId": 3, "type": "other"},
        7,
    ]
    told = await client(json_answer(rows)).extra_files(1)
    assert told == [
        AdoptedFile("poster.jpg", METADATA, None),
        AdoptedFile("fanart.jpg", METADATA, 0),
        AdoptedFile("sub/x.sfv", OTHER, 3),
    ]


@pytest.mark.parametrize("rows", [[], None])
async def test_a_title_without_rows_has_none(rows: object) -> None:
    assert await client(json_answer(rows or [])).extra_files(1) == []
