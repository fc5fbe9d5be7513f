"""Guards that keep a bad answer from looking like a real loss. Pure."""

from __future__ import annotations

from arrtui.core.domain import EntityType
from arrtui.core.errors import ImplausibleAnswerError, PartialAnswerError

ALWAYS_ALLOWED = {EntityType.ITEM: 1, EntityType.EPISODE: 10, EntityType.FILE: 10, EntityType.SETTING: 10}
"""How many records of a type may go at once however small the library is; one title must remain."""

PARTIAL_TOLERANCE = 0.02
"""Share of titles whose files may be missing from the answers: they were deleted while we were reading."""

_WORDS = {
    EntityType.ITEM: "titles",
    EntityType.EPISODE: "episodes",
    EntityType.FILE: "files",
    EntityType.SETTING: "settings",
}


def check_shrink(
    instance: str, kind: EntityType, *, stored: int, removed: int, limit_percent: int, word: str = ""
) -> None:
    """Raise :class:`ImplausibleAnswerError` if ``removed`` of ``stored`` records is too much to believe.

    What counts is the number removed, not the difference in length: another library behind the same address
    may be as long as ours.
    """
    emptied = removed >= stored and (kind is EntityType.ITEM or stored > ALWAYS_ALLOWED[kind])
    allowed = removed <= ALWAYS_ALLOWED[kind] or removed * 100 <= stored * limit_percent
    if not removed or (allowed and not emptied):
        return
    word = word or _WORDS[kind]
    left = "none is left" if removed >= stored else f"more than {limit_percent} % would go"
    raise ImplausibleAnswerError(
        what=f"comparing {word}",
        why=f"{removed:,} of {stored:,} stored {word} are missing from the answer ({left}); "
        "nothing was changed and the last backup stands",
        advice="Look at the instance; if it is right, back up once with --accept-shrink "
        "(in the app: Back up, accepting the loss).",
        instance=instance,
    )


def check_complete(instance: str, *, word: str, asked: int, short: int) -> None:
    """Raise :class:`PartialAnswerError` if ``short`` of ``asked`` titles lack records that were announced.

    A few may be short because something was deleted between the two requests; see PARTIAL_TOLERANCE.
    """
    if short > max(1, int(asked * PARTIAL_TOLERANCE)):
        raise PartialAnswerError(
            what=f"reading {word}",
            why=f"{short:,} of {asked:,} titles came with fewer {word} than the instance says they have; "
            "nothing was changed and the last backup stands",
            advice="Try again; if it stays so, look at the instance's log and its disk.",
            instance=instance,
        )
