"""Guards that keep a bad answer from looking like a real loss. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from arrtui.core.apps import app_of
from arrtui.core.domain import Change, EntityType
from arrtui.core.errors import ImplausibleAnswerError, PartialAnswerError
from arrtui.core.text import name_some

ALWAYS_ALLOWED = {EntityType.ITEM: 1, EntityType.EPISODE: 10, EntityType.FILE: 10, EntityType.SETTING: 10}
"""How many records of a type may go at once however small the library is; one title must remain."""

PARTIAL_TOLERANCE = 0.02
"""Share of the library's titles that may come with less than announced at once."""
ALWAYS_TOLERATED = 2
"""Titles that may, however small the library is."""

RESEMBLANCE_PERCENT = 80
"""Share of an answer's titles that another instance has, from which on it is taken for that one's library."""

_WORDS = {
    EntityType.ITEM: "titles",
    EntityType.EPISODE: "episodes",
    EntityType.FILE: "files",
    EntityType.SETTING: "settings",
}


def check_shrink(
    instance: str,
    kind: EntityType,
    *,
    stored: int,
    removed: int,
    limit_percent: int,
    word: str = "",
    resemblance: Callable[[], str] = str,
) -> None:
    """Raise :class:`ImplausibleAnswerError` if ``removed`` of ``stored`` records is too much to believe.

    What counts is the number removed, not the difference in length: another library behind the same address
    may be as long as ours. ``resemblance`` says what the answer looks like instead; it is called only then.
    """
    emptied = removed >= stored and (kind is EntityType.ITEM or stored > ALWAYS_ALLOWED[kind])
    allowed = removed <= ALWAYS_ALLOWED[kind] or removed * 100 <= stored * limit_percent
    if not removed or (allowed and not emptied):
        return
    word = word or _WORDS[kind]
    left = "none is left" if removed >= stored else f"more than {limit_percent} % would go"
    looks_like = resemblance()
    raise ImplausibleAnswerError(
        what=f"comparing {word}",
        why=f"{removed:,} of {stored:,} stored {word} are missing from the answer ({left}); "
        f"{looks_like and looks_like + '; '}nothing was changed and the last backup stands",
        advice="Look at the instance and at its url; if it is right, back up once with --accept-shrink "
        "(in the app: Back up, accepting the loss).",
        instance=instance,
        is_of_settings=kind is EntityType.SETTING,
    )


def own_losses(lost: Iterable[Change], own_removals: Set[str]) -> set[int]:
    """Return the item ids of the lost titles that arrtui has removed itself: they are no loss.

    ``lost`` are the changes of titles whose external id is gone, ``own_removals`` the external ids of the
    titles removed. A removal counts for its own title alone, so one whose title is there still, or was never
    stored, excuses no other.
    """
    return {row.item_id for row in lost if row.before and row.before.get("external_id") in own_removals}


def resemblance_of(present: Set[str], lost: int, libraries: Mapping[str, Set[str]]) -> str:
    """Return what an answer looks like that lacks ``lost`` stored titles; empty where it is only shorter.

    ``present`` are the external ids of the answer, ``libraries`` those stored of other instances by name.
    """
    shared, name = max(((len(present & ids), name) for name, ids in libraries.items()), default=(0, ""))
    if shared and shared * 100 >= len(present) * RESEMBLANCE_PERCENT:
        return f"these are the titles of {name}"
    return "other titles are there in their place" if present and len(present) >= lost else ""


def check_complete(instance: str, *, library: int, short: Sequence[str]) -> None:
    """Raise :class:`PartialAnswerError` if too many titles lack episodes or files that were announced.

    ``short`` are the names of those of which that is new, ``library`` is the number of all titles. A few may
    be short because something was deleted between two requests, or because the app counts files whose rows
    are gone; see PARTIAL_TOLERANCE.
    """
    if len(short) > max(ALWAYS_TOLERATED, int(library * PARTIAL_TOLERANCE)):
        raise PartialAnswerError(
            what=f"reading {app_of(instance).unit.plural} and files",
            why=f"{len(short):,} of {library:,} titles came with fewer than the instance says they have: "
            f"{name_some(short)}; nothing was changed and the last backup stands",
            advice="Look at the instance's log and its disks, then back up again: "
            "what lacks the same then is taken for what it is.",
            instance=instance,
        )
