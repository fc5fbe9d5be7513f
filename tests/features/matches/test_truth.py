"""What is said of all files at once agrees with what the real apps decided."""

from __future__ import annotations

import pytest

from arrtui.core.bits import places_of
from arrtui.features.matches.masks import FileMasks
from tests.core.matching.truth import guide_truth, synthetic_truth
from tests.features.matches.answers import searched_answers


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
def test_the_guides_formats_agree_with_every_file(kind: str) -> None:
    truth = guide_truth(kind)
    assert len(truth.formats) == {"radarr": 242, "sonarr": 236}[kind]
    facts = [subject for subject, _ in truth.files]
    masks = FileMasks(facts, searched_answers(facts, truth.formats))
    for compiled in truth.formats:
        matched, unknown = masks.of(compiled)
        assert unknown == 0, compiled.name
        expected = [place for place, (_, formats) in enumerate(truth.files) if compiled.id in formats]
        assert list(places_of(matched)) == expected, compiled.name


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
def test_made_up_formats_are_right_wherever_they_are_told(kind: str) -> None:
    truth = synthetic_truth(kind)
    facts = [subject for subject, _ in truth.files]
    masks = FileMasks(facts, searched_answers(facts, truth.formats))
    for compiled in truth.formats:
        matched, unknown = masks.of(compiled)
        for place, (_, formats) in enumerate(truth.files):
            assert unknown >> place & 1 or (matched >> place & 1) == (compiled.id in formats), compiled.name
