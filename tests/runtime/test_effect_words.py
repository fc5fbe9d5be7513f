"""What is said of the effect of a plan's settings."""

from __future__ import annotations

from arrtui.core.domain import SettingType
from arrtui.features.scores.analysis import analyse
from arrtui.features.scores.effect import effect_on_files
from arrtui.features.scores.sizes import SizeLimits, effect_of_sizes
from arrtui.runtime.effect_words import effect_line, effect_record, effect_sentences
from arrtui.runtime.settings_effect import InstanceEffect, NamesEffect, SettingsEffect
from tests.features.scores.builders import BETTER, BLURAY1080, HDTV720, SCORES, file, library, profile

GIB = 1 << 30
ANALYSIS = analyse(
    library([file(1, size=7 * GIB), file(2, size=2 * GIB), file(3, quality_id=HDTV720, size=3 * GIB)])
)
AFTER = {1: profile(scores={**SCORES, BETTER: 0}, minimum=501)}
SIZES = {(0, BLURAY1080): SizeLimits(None, 50)}


def test_an_instance_is_told_in_sentences_in_a_line_and_as_values() -> None:
    effect = InstanceEffect(
        "radarr.main",
        effect_on_files(ANALYSIS, AFTER),
        NamesEffect(renamed=4, kept=1, effects=(), untold=2),
        effect_of_sizes(ANALYSIS, {}, SIZES, dict.fromkeys((1, 2, 3), 100)),
        (SettingType.TAG, SettingType.DELAY_PROFILE),
    )
    assert [sentence for sentence, _ in effect_sentences(effect)] == [
        "3 files concerned: 3 change score, 2 change verdict, 3 fall below the minimum.",
        "Better releases would replace 2 files more: 9.0 GiB at stake.",
        "4 files get another name once renamed, 0 match other formats by it; of 2 it cannot be told.",
        "Offered today, 1 file would be refused by size, 0 of them by the sizes of now too: 1 Bluray-1080p.",
        "Nothing to tell of tag and delay profile: no file that is there feels it.",
    ]
    whole = SettingsEffect((effect,))
    assert effect_line(whole)[0] == (
        "3 new scores, 2 new verdicts, 3 below minimum, 9.0 GiB at stake, 4 other names, 1 refused by size"
    )
    (record,) = effect_record(whole)
    assert (record["files"]["bytes_at_stake"], record["names"]["renamed"]) == (9 * GIB, 4)
    assert (record["sizes"]["newly_refused"], record["not_felt"]) == (1, ["tag", "delay_profile"])


def test_what_is_unknown_or_felt_by_nothing_is_said() -> None:
    unknown = InstanceEffect("radarr.main", why="Nothing of it is stored.")
    assert effect_sentences(unknown) == [("Nothing of it is stored.", "warn")]
    assert effect_line(SettingsEffect((unknown,))) == ("Nothing of it is stored.", "warn")
    assert effect_sentences(InstanceEffect("radarr.main")) == [("No file feels these changes.", "good")]
