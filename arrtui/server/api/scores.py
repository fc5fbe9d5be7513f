"""Scores: how well each library does, and which files are worth upgrading."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from arrtui.core.structs import describe_structs
from arrtui.features.scores.model import Candidate
from arrtui.features.scores.summary import ScoreSummary, summarize
from arrtui.server.api.endpoint import Call, Endpoint, Label, Paging, Result, page_of
from arrtui.server.api.instances import known_instance


class CandidateParameters(Paging, frozen=True, kw_only=True):
    """Whose candidates are wanted."""

    instance: Label


class CandidateRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A file worth upgrading."""

    instance: str
    item_id: int
    title: str
    year: int
    season: int
    episodes: list[int]
    quality: str
    score: int
    gain: int
    """Points that are within reach."""
    priority: str
    verdict: str
    size: int
    """Bytes."""


async def _summaries(call: Call) -> Result:
    def read() -> list[dict[str, Any]]:
        analyses = asyncio.run(call.services.scores.analyses())
        return [_summary(summarize(analysis)) for analysis in analyses]

    return Result(await asyncio.to_thread(read))


def _summary(summary: ScoreSummary) -> dict[str, Any]:
    record: dict[str, Any] = msgspec.to_builtins(summary._asdict())
    return record


async def _candidates(call: Call) -> Result:
    name = known_instance(call)

    def read() -> list[Candidate]:
        analyses = asyncio.run(call.services.scores.analyses([name]))
        return [candidate for analysis in analyses for candidate in analysis.candidates]

    page, meta = page_of(await asyncio.to_thread(read), call.parameters)
    return Result([_candidate(candidate) for candidate in page], meta)


def _candidate(candidate: Candidate) -> CandidateRecord:
    judged = candidate.judged
    file = judged.file
    return CandidateRecord(
        instance=file.instance,
        item_id=file.item_id,
        title=file.title,
        year=file.year,
        season=file.season,
        episodes=list(file.episodes),
        quality=file.quality,
        score=judged.score,
        gain=candidate.gain,
        priority=candidate.priority.name.lower(),
        verdict=judged.verdict.value,
        size=file.size,
    )


ENDPOINTS = (
    Endpoint("GET", "/scores", "Summarize the scores of each instance.", _summaries, list[dict[str, Any]]),
    Endpoint(
        "GET",
        "/instances/{instance}/candidates",
        "List the files of an instance that are worth upgrading, the most urgent first.",
        _candidates,
        list[CandidateRecord],
        parameters=CandidateParameters,
    ),
)

describe_structs(__name__)
