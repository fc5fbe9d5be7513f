"""The cures of an instance: each candidate that would have stopped something, with what it would have done.

Runs inside ``Database.reading()``.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace
from itertools import chain as joined
from typing import NamedTuple

from arrtui.core.apps import APPS
from arrtui.core.chain_key import ChainKey
from arrtui.core.upgrades import Propers
from arrtui.features.loops.cures.candidates import changes_for
from arrtui.features.loops.cures.model import Cure, CureKind, PastEffect, SettingsChange
from arrtui.features.loops.cures.naming import naming_changes
from arrtui.features.loops.cures.past import PastGrabs, effect_on, read_past
from arrtui.features.loops.load import StoredChains
from arrtui.features.loops.model import ChainKind
from arrtui.features.loops.summary import key_of_chain

INCREMENT_FIELD = "Minimum Custom Format Score Increment"
CUTOFF_FIELD = "Upgrade Until Custom Format Score"
PROPERS_FIELD = "Propers and Repacks"
PROPERS_WORDS = {
    Propers.PREFER_AND_UPGRADE: "Prefer and Upgrade",
    Propers.DO_NOT_UPGRADE: "Do not Upgrade Automatically",
    Propers.DO_NOT_PREFER: "Do Not Prefer",
}
"""As the apps' pages word them."""


class CureList(NamedTuple):
    """The cures of one instance."""

    instance: str
    cures: tuple[Cure, ...]
    grabs: int
    """Grabs in vain that the settings of today would take again; a pack is one."""
    cured: int
    """Grabs in vain that the settings of today refuse: they were changed since."""
    untold: Mapping[str, int]
    """Why other grabs in vain cannot be judged, as clauses → how many."""
    unnamed: int = 0
    """Files that a format punishes for their names, of which no token can be told."""


def find_cures(stored: StoredChains, check: Callable[[], None], muted: Container[ChainKey] = ()) -> CureList:
    """Return the cures of an instance, in no order; ``check`` is called often and may raise to end it.

    Nothing is looked for that would stop a muted chain.
    """
    kind = APPS[stored.book.kind].kind
    report = stored.report
    leave = {
        id(chain)
        for chain in report.chains
        if chain.kind is not ChainKind.NONE and key_of_chain(report, chain) in muted
    }
    past = read_past(report.chains, stored.book, check, leave)
    cures = []
    by_name = naming_changes(past, report.instance, kind)
    for change in joined(changes_for(past), by_name):
        effect = effect_on(past, change)
        tried = [(change, effect)]
        if effect.beside:
            both = replace(change, increment=effect.beside, increment_in=effect.beside_in)
            tried.append((both, effect_on(past, both)))
        cures += [_cure(own, outcome, past, stored) for own, outcome in tried if outcome.helps]
    grabs = len({decision.download for decision in past.in_vain})
    return CureList(report.instance, tuple(cures), grabs, past.cured, past.untold, past.unnamed)


def _cure(change: SettingsChange, effect: PastEffect, past: PastGrabs, stored: StoredChains) -> Cure:
    profile, subject, before, after = _words(change, past, stored)
    names = stored.book.settings.latest.profile_names
    return Cure(
        instance=stored.report.instance,
        change=change,
        profile=profile,
        subject=subject,
        before=before,
        after=after,
        increment_in=tuple(sorted(names.get(number, "") for number in change.increment_in)),
        past=effect,
    )


def _words(change: SettingsChange, past: PastGrabs, stored: StoredChains) -> tuple[str, str, str, str]:
    """Return the profile's name, what is changed, and what its field shows before and after."""
    profile = past.profiles.get(change.profile_id)
    name = stored.book.settings.latest.profile_names.get(change.profile_id, "")
    match change.kind:
        case CureKind.INCREMENT if profile:
            return name, INCREMENT_FIELD, str(profile.min_upgrade_score), str(change.value)
        case CureKind.CUTOFF if profile:
            return name, CUTOFF_FIELD, str(profile.cutoff_score), str(change.value)
        case CureKind.FORMAT_SCORE if profile:
            score = profile.scores.get(change.format_id, 0)
            return name, past.format_name(change.format_id), str(score), str(change.value)
        case CureKind.PROPERS:
            before = PROPERS_WORDS.get(Propers(past.propers), past.propers)
            return "", PROPERS_FIELD, before, PROPERS_WORDS[Propers(change.propers)]
        case CureKind.CONDITION:
            names = ", ".join(_conditions(change, past))
            return "", past.format_name(change.format_id), names, f"without the {change.word} condition"
        case _:
            return name, *change.fields[0]


def _conditions(change: SettingsChange, past: PastGrabs) -> Iterator[str]:
    """Yield the names of the conditions that a change takes out of a format."""
    body = past.book.settings.latest.format_body(change.format_id)
    for row in body.get("specifications") or ():
        if row.get("implementation") == f"{change.word}Specification":
            yield str(row.get("name") or change.word)
