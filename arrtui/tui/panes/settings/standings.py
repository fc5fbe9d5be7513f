"""How a setting stands, as a sign and a word; and what differs of it in a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from arrtui.core.settings.model import SettingDifference, SettingFieldChange, SettingStanding
from arrtui.core.settings.words import STANDING_WORDS
from arrtui.tui.kit.signs import GOOD, HOLLOW, OFF, Sign

_GLYPHS = {
    SettingStanding.DIFFERS: ("~", "warn"),
    SettingStanding.MISSING: ("-", "bad"),
    SettingStanding.ONLY_HERE: ("+", "accent"),
    SettingStanding.UNTOLD: (HOLLOW, "warn"),
    SettingStanding.ACCEPTED: (OFF, "dim"),
    SettingStanding.SAME: (GOOD, "good"),
}
STANDINGS: Mapping[SettingStanding, Sign] = {
    standing: Sign(glyph, STANDING_WORDS[standing], style) for standing, (glyph, style) in _GLYPHS.items()
}
"""What matters most first."""
ORDER = list(STANDINGS)
TO_ACCEPT = frozenset({SettingStanding.DIFFERS, SettingStanding.MISSING, SettingStanding.ONLY_HERE})
"""What can be meant so."""


def by_weight(differences: Iterable[SettingDifference]) -> list[SettingDifference]:
    """Return differences, what matters most first, and alike ones in their order."""
    return sorted(differences, key=lambda difference: ORDER.index(difference.standing))


def is_changed(difference: SettingDifference) -> bool:
    """Return whether both sides have the setting, so that its facts are pairs of now and after."""
    return difference.left_id is not None and difference.right_id is not None


def fact_words(difference: SettingDifference) -> str:
    """Return what differs of a setting in one line; of one that a side lacks, or that is untold, why."""
    if difference.why:
        return difference.why
    return "; ".join(f"{fact.path}: {fact.now} -> {fact.after}" for fact in facts_of(difference))


def facts_of(difference: SettingDifference) -> Sequence[SettingFieldChange]:
    """Return the facts that differ; none where one side lacks the setting as a whole."""
    return difference.fields if is_changed(difference) else ()
