"""The effect of changed settings: the same as analysing the files anew, and what is counted of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.effect import FormatMoves, effect_on_files
from arrtui.features.scores.model import Profile, ScoredFile, Verdict
from arrtui.features.scores.rejudge import FormatMove
from tests.features.scores.builders import (
    BAD,
    BETTER,
    BLURAY1080,
    FORMATS,
    GOOD,
    HDTV720,
    SCORES,
    SDTV,
    WEBDL1080,
    ZERO,
    file,
    library,
    profile,
)

NEW = -1
QUALITIES = (SDTV, HDTV720, WEBDL1080, BLURAY1080)


def scored(number: int, formats: frozenset[int], under: Profile, quality: int) -> ScoredFile:
    score = sum(under.scores.get(own, 0) for own in formats)
    return file(number, formats=tuple(formats), score=score, quality_id=quality, monitored=number % 3 > 0)


profiles = st.builds(
    profile,
    minimum=st.sampled_from([-100, 0, 500]),
    wanted=st.sampled_from([0, 500, 2000]),
    cutoff=st.sampled_from(QUALITIES[1:]),
    upgrade_allowed=st.booleans(),
    scores=st.dictionaries(st.sampled_from([*FORMATS, NEW]), st.sampled_from([-10_000, 0, 500, 1700])),
)
some_formats = st.frozensets(st.sampled_from([*FORMATS]))
rows = st.lists(
    st.tuples(some_formats, st.frozensets(st.sampled_from([*FORMATS, NEW])), st.sampled_from(QUALITIES)),
    max_size=8,
)


@settings(max_examples=80)
@given(rows=rows, before=profiles, after=profiles)
def test_it_is_what_an_analysis_of_the_changed_files_says(
    rows: list[tuple[frozenset[int], frozenset[int], int]], before: Profile, after: Profile
) -> None:
    before = replace(before, scores={number: own for number, own in before.scores.items() if number != NEW})
    now = [scored(number, old, before, quality) for number, (old, _, quality) in enumerate(rows)]
    then = [scored(number, new, after, quality) for number, (_, new, quality) in enumerate(rows)]
    expected = analyse(library(then, [after])).judged
    moves = {number: FormatMove(new - old, old - new) for number, (old, new, _) in enumerate(rows)}
    changed = FormatMoves(frozenset({*FORMATS, NEW}), moves)
    effect = effect_on_files(analyse(library(now, [before])), {1: after}, changed)
    moves_by_id = {move.file.file_id: move.then for move in effect.moved}
    for present, wanted in zip(analyse(library(now, [before])).judged, expected, strict=True):
        after_it = moves_by_id.get(present.file.file_id, present)
        assert (after_it.score, after_it.verdict, after_it.below_minimum, after_it.app_searches) == (
            *(wanted.score, wanted.verdict, wanted.below_minimum, wanted.app_searches),
        )
    assert sum(then for _, _, then in effect.verdicts) == effect.concerned == len(rows)


def test_what_is_counted_of_it() -> None:
    before, gigabyte = profile(), 10**9
    files = [
        file(1, size=7 * gigabyte),  # done, and would lose its points
        file(2, quality_id=HDTV720, formats=(BAD,), score=-10_000),
        file(3, profile_id=2),
    ]
    analysis = analyse(library(files, [before, profile(id=2, name="Other")]))
    after = profile(scores={**SCORES, GOOD: 0, BETTER: 0}, minimum=1, cutoff=HDTV720)
    effect = effect_on_files(analysis, {1: after})
    assert (effect.files, effect.concerned, effect.rescored, effect.rejudged) == (3, 2, 1, 2)
    assert (effect.falls_below, effect.starts_search, effect.stops_search) == (1, 0, 1)
    assert (effect.opens, effect.closes, effect.at_stake) == (1, 0, 7 * gigabyte)
    assert [(move.file.file_id, move.gain, move.then.verdict) for move in effect.moved] == [
        (1, -2200, Verdict.FORMAT),
        (2, 0, Verdict.FORMAT),
    ]


def test_only_profiles_that_score_a_changed_format_are_asked_about_it() -> None:
    files = [file(1), file(2, profile_id=2), file(3)]
    plain = profile(id=2, name="Plain", scores={})
    analysis = analyse(library(files, [profile(), plain]))
    lost = FormatMove(lost=frozenset({GOOD}))
    unknown = {1: {ZERO: "of no weight"}, 3: {GOOD: "its name is not stored"}}
    formats = FormatMoves(frozenset({GOOD, ZERO}), {1: lost, 2: lost}, unknown, {2: "doubtful"})
    effect = effect_on_files(analysis, {}, formats)
    assert [(move.file.file_id, move.gain) for move in effect.moved] == [(1, -500)]
    assert [(own.file.file_id, own.why) for own in effect.untold] == [(3, "its name is not stored")]
    assert effect.concerned == 2
