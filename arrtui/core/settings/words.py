"""Word what differs between two settings, now and after. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from arrtui.core.domain import encode
from arrtui.core.setting_text import NOTHING, fact_text
from arrtui.core.settings.conditions import ConditionMeaning
from arrtui.core.settings.meaning import ORDER, Meaning
from arrtui.core.settings.model import MatrixCell, SettingFieldChange, SettingStanding

STANDING_WORDS: Mapping[SettingStanding, str] = {
    SettingStanding.SAME: "same",
    SettingStanding.DIFFERS: "differs",
    SettingStanding.MISSING: "missing",
    SettingStanding.ONLY_HERE: "only here",
    SettingStanding.ACCEPTED: "meant so",
    SettingStanding.UNTOLD: "untold",
}


def field_changes(now: Meaning, after: Meaning) -> tuple[SettingFieldChange, ...]:
    """Return the facts that differ, those of the left side in its order first."""
    abouts = (about for about in {**after, **now} if now.get(about) != after.get(about))
    return tuple(_field_change(about, now.get(about), after.get(about)) for about in abouts)


def cell_words(cell: MatrixCell) -> str:
    """Return what a cell says: ``3 differ, 2 missing``, or ``same``."""
    counts = (
        (cell.differs, "differs" if cell.differs == 1 else "differ"),
        (cell.missing, "missing"),
        (cell.only_here, "only here"),
        (cell.accepted, "meant so"),
    )
    parts = [f"{number:,} {words}" for number, words in counts if number]
    parts += [cell.untold] if cell.untold else []
    return ", ".join(parts) or ("same" if cell.same else NOTHING)


def _field_change(about: str, now: Any, after: Any) -> SettingFieldChange:
    if about == ORDER and now and after:
        now, after = _moved_part(now, after)
    texts = _text(now), _text(after)
    if texts[0] == texts[1]:  # a blank, or a number written as a text
        texts = encode(now), encode(after)
    return SettingFieldChange(about, *texts)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, ConditionMeaning) else fact_text(value)


def _moved_part(now: Sequence[str], after: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the parts of two orders between what they begin and end with alike."""
    start = 0
    while start < min(len(now), len(after)) and now[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(now), len(after)) - start and now[-1 - end] == after[-1 - end]:
        end += 1
    return now[start : len(now) - end], after[start : len(after) - end]
