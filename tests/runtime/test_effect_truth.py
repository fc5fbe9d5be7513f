"""The effect of changed conditions against what the real apps matched, where their answers lie beside."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from msgspec.structs import replace

from arrtui.core.apps import Kind
from arrtui.core.matching import CompiledFormat
from arrtui.features.matches.evaluation import find_doubts, forecast
from arrtui.features.matches.masks import FileMasks
from arrtui.features.matches.model import MatchLibrary
from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.effect import effect_on_files
from arrtui.runtime.format_forecasts import FormatForecasts
from tests.core.matching.truth import guide_truth
from tests.features.matches.answers import searched_answers
from tests.features.scores.builders import file, library, profile


@pytest.mark.parametrize("kind", [Kind.RADARR, Kind.SONARR])
def test_every_score_is_what_the_app_said_of_the_conditions_then(kind: Kind) -> None:
    """Every fifth format has the conditions of its neighbour now, and its own then; no other is there."""
    truth = guide_truth(kind.value)
    neighbours = {number: number - 1 for number in range(1, len(truth.formats), 5)}
    weights = {number: (number * 37) % 400 - 150 for number in neighbours}

    def score_of(formats: Iterable[int]) -> int:
        return sum(weights[number] for number in formats)

    now = [tuple(own for own in neighbours if neighbours[own] in matched) for _, matched in truth.files]
    then = [matched & neighbours.keys() for _, matched in truth.files]
    files = [file(place, kind=kind, formats=own, score=score_of(own)) for place, own in enumerate(now)]
    present = tuple(
        CompiledFormat(number, truth.formats[number].name, truth.formats[neighbour].groups)
        for number, neighbour in neighbours.items()
    )
    changed = [truth.formats[number] for number in neighbours]
    facts = [subject for subject, _ in truth.files]
    stored = MatchLibrary("radarr.main", 1, kind, "", list(range(len(files))), facts, now, present)
    masks = FileMasks(facts, searched_answers(facts, [*present, *changed]))
    assert find_doubts(stored, masks) == {}
    foretold = forecast(stored, masks, changed, (), {})
    known, bodies = FormatForecasts(""), [truth.bodies[number] | {"id": number} for number in neighbours]
    known.add(bodies, foretold)
    assert known.missing(bodies) == []
    formats = known.moves(bodies)
    analysis = analyse(library(files, [replace(profile(), scores=weights)]))
    effect = effect_on_files(analysis, {}, formats)
    scores = {own.file.file_id: own.then.score for own in effect.moved}
    assert effect.untold == () and effect.rescored > len(files) / 10
    assert [scores.get(own.file_id, own.score) for own in files] == list(map(score_of, then))
