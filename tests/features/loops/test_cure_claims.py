"""A cure by the score of a format holds when releases and files are matched and judged again under it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.domain import Item
from arrtui.core.upgrades import find_refusal
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.cures.candidates import changes_for
from arrtui.features.loops.cures.model import CureKind, SettingsChange
from arrtui.features.loops.cures.past import effect_on, read_past
from arrtui.features.loops.decisions import contender_of
from arrtui.features.loops.join import join_rows
from arrtui.features.loops.kinds import judge_chain
from arrtui.features.loops.model import Attempt
from arrtui.features.loops.settings import SettingsTimeline
from tests.features.loops.live import settings

PROFILE = 8
DATE = "2026-11-28T02:12:51Z"


class Facts(NamedTuple):
    """What formats match of a release, and of the file that comes of it."""

    words: str
    group: str
    is_big: bool
    is_german: bool
    file_is_big: bool
    file_is_german: bool
    codec: str
    """What the naming adds."""


FACTS = st.builds(
    Facts,
    st.sampled_from(["", "AMZN.", "HYBRID.", "AMZN.HYBRID."]),
    st.sampled_from(["GOODGRP", "NTb"]),
    *[st.booleans()] * 4,
    st.sampled_from(["", " x264"]),
)


def bodies() -> dict[str, Any]:
    """Return the formats and the profile of the recorded chains by record key."""
    return {
        f"{row.type}/{row.id}": {"id": row.id, "name": row.name, "body": deepcopy(dict(row.body))}
        for row in settings("radarr")
    }


def book_of(records: dict[str, Any]) -> ScoreBook:
    """Return a movie whose settings never changed."""
    item = Item(id=7, external_id="603", title="Amber Glass", profile_id=PROFILE, original_language="German")
    return ScoreBook(kind="radarr", settings=SettingsTimeline("radarr", records, [], 0.0), items={7: item})


def rows_of(grabs: list[Facts], book: ScoreBook) -> list[ChainRow]:
    """Return the rows of grabs that follow each other, with the scores that the formats give."""
    rows: list[ChainRow] = []

    def add(event: str, title: str, facts: Facts, *, is_file: bool, **values: Any) -> None:
        is_big, is_german = (
            (facts.file_is_big, facts.file_is_german) if is_file else (facts.is_big, facts.is_german)
        )
        row = ChainRow(
            len(rows) + 1, DATE, 7, "603", 0, event, title, values.pop("job", ""), 3, "WEBDL-1080p", None,
            facts.group, "Somewhere", (8 if is_big else 1) << 30, values.pop("reason", ""),
            '[[4,"German"]]' if is_german else '[[1,"English"]]', values.pop("data", "{}"),
        )  # fmt: skip
        if event != "movieFileDeleted":
            known = book.import_facts(row) if is_file else book.release_facts(row)
            row = row._replace(score=book.score_of(row, known).score)
        rows.append(row)

    path = ""
    for number, facts in enumerate(grabs):
        title, job = f"Amber.Glass.1997.1080p.{facts.words}WEB-DL-{facts.group}", f"job{number}"
        source = '{"releaseSource":"Rss","indexerFlags":"0"}'
        add("grabbed", title, facts, is_file=False, job=job, data=source)
        if path:
            add("movieFileDeleted", path, facts, is_file=True, reason="Upgrade")
        path = f"/data/Amber Glass (1997)/Amber Glass (1997){facts.codec}.mkv"
        data = f'{{"fileId":"{number + 1}","importedPath":"{path}","droppedPath":"/d/{title}.mkv"}}'
        add("downloadFolderImported", title, facts, is_file=True, job=job, data=data)
    return rows


def is_taken(grab: Attempt, change: SettingsChange) -> bool:
    """Return whether the app takes a grab when everything is matched again with changed settings."""
    records = bodies()
    profile = records[f"quality_profile/{PROFILE}"]["body"]
    for row in profile["formatItems"]:
        if row["format"] == change.format_id:
            row["score"] = change.value
    profile["minUpgradeFormatScore"] = max(1, change.increment)
    book, life = book_of(records), grab.in_place
    assert life is not None
    scores = [
        book.score_of(grab.row, book.release_facts(grab.row)).score,
        book.score_of(life.row, book.renamed_facts(life, life.path)).score,
    ]
    release, file = (
        contender_of(row, score or 0) for row, score in zip((grab.row, life.row), scores, strict=True)
    )
    return find_refusal(release, file, book.settings.latest.profiles[PROFILE]) is None


@given(st.lists(FACTS, min_size=1, max_size=3), st.integers(min_value=2, max_value=6))
def test_a_format_that_counts_otherwise_stops_what_a_cure_says(drawn: list[Facts], length: int) -> None:
    book = book_of(bodies())
    chains = list(join_rows(rows_of((drawn * length)[:length], book)))
    for chain in chains:
        judge_chain(chain, book)
    past = read_past(chains, book, lambda: None)
    for change in changes_for(past):
        effect = effect_on(past, change)
        if change.kind is not CureKind.FORMAT_SCORE:
            continue
        both = replace(change, increment=effect.beside, increment_in=effect.beside_in)
        for tried in (change, both) if effect.beside else (change,):
            outcome = effect_on(past, tried)
            assert not any(is_taken(grab, tried) for chain in outcome.stopped for grab in chain.wasted)
            assert all(any(is_taken(grab, tried) for grab in chain.wasted) for chain in outcome.going_on)
            assert outcome.stopped or not tried.increment
