"""Saved scenarios; names that differ in case only are the same.

Runs in a database thread, inside ``Database.reading()`` or ``Database.writing()``.
"""

from __future__ import annotations

import unicodedata

import msgspec

from arrtui.db import scores
from arrtui.db.docs import doc_of
from arrtui.features.scores.errors import ScenarioError
from arrtui.features.scores.model import Scenario

LONGEST = 60
"""Characters of a name."""

_decoder = msgspec.json.Decoder(Scenario)


def checked_name(name: str) -> str:
    """Return a name without space around it. Raises :class:`ScenarioError` for one that cannot be used."""
    normalized = unicodedata.normalize("NFC", name.strip())
    if not normalized:
        fault = "it has no name"
    elif len(normalized) > LONGEST:
        fault = f"its name has {len(normalized)} characters"
    elif not normalized.isprintable():
        fault = "its name has characters that cannot be shown"
    else:
        return normalized
    raise ScenarioError(
        what="naming a scenario",
        why=fault,
        advice=f"Give it a name of 1 to {LONGEST} printable characters.",
    )


def save_scenario(scenario: Scenario) -> Scenario:
    """Store a scenario in place of the one of its name, and return it as it is stored.

    Raises :class:`ScenarioError` for a name that cannot be used.
    """
    kept = msgspec.structs.replace(scenario, name=checked_name(scenario.name))
    scores.upsert_scenario(_key(kept.name), doc_of(kept))
    return kept


def scenarios() -> list[Scenario]:
    """Return every stored scenario by name."""
    return sorted(map(_decoder.decode, scores.scenario_docs()), key=lambda scenario: _key(scenario.name))


def delete_scenario(name: str) -> bool:
    """Delete the scenario of a name; return whether there was one."""
    return scores.delete_scenario(_key(name.strip()))


def _key(name: str) -> str:
    """Return the key that spellings of the same name share."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
