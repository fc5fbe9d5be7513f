"""Tokens of the naming that add what a format punishes, each proven by the names of files that are there.

Runs inside ``Database.reading()``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from arrtui.core.apps import Kind
from arrtui.core.naming import NamingToken
from arrtui.features.loops.cures.model import CureKind, SettingsChange, SettingsField
from arrtui.features.loops.cures.past import PastGrabs
from arrtui.features.loops.decisions import GrabDecision, facts_of_file
from arrtui.features.loops.rename_files import RenameLibrary, load_rename_library
from arrtui.features.loops.renames import names_by

_OPTIONAL = ("mediainfo", "quality", "releasegroup", "edition", "customformat", "original")
"""How the keys of tokens begin that a name can do without."""
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Between the words of a member: ``standardMovieFormat`` is the app's field "Standard Movie Format"."""


def naming_changes(past: PastGrabs, instance: str, kind: Kind) -> Iterator[SettingsChange]:
    """Yield the naming without each token that it can do without, where a format punishes what it adds.

    The files of chains that it cannot be told of, for their names are not what the naming gives, are counted
    in ``past``.
    """
    punished = list(_punished(past))
    if not punished:
        return
    names = {facts_of_file(decision, past.book).file_name for decision in punished}
    titles = sorted({decision.chain.item_id for decision in punished})
    library = load_rename_library(instance, kind, titles)
    library = replace(library, files=[file for file in library.files if file.name in names])
    renamed: set[str] = set()
    tokens = (token for format_ in library.naming.formats.values() for token in format_.tokens)
    for token in {token.key: token for token in tokens if token.key.startswith(_OPTIONAL)}.values():
        past.check()
        change = _without(library, token)
        renamed |= change.renamed.keys()
        yield change
    past.unnamed = len(names - renamed)


def _punished(past: PastGrabs) -> Iterator[GrabDecision]:
    """Yield the grabs over files that gained what a format punishes by their names."""
    punished = {
        id(chain)
        for chain, _, changes in past.differences()
        if any(change.field == "file_name" and change.gained and change.score < 0 for change in changes)
    }
    for decision in (*past.in_vain, *past.drifting):
        if id(decision.chain) in punished:
            yield decision


def _without(library: RenameLibrary, token: NamingToken) -> SettingsChange:
    """Return the naming without a token, and what files are called by it."""
    naming = library.naming
    proposed = naming.without(token.text)
    new = names_by(library, proposed)
    fields = tuple(
        SettingsField(_WORDS.sub(" ", member).title(), format_.text, proposed.formats[member].text)
        for member, format_ in naming.formats.items()
        if format_.has(token.text)
    )
    renamed = {library.by_id[number].name: name for number, name in new.names.items()}
    return SettingsChange(kind=CureKind.NAMING, word=token.text, fields=fields, renamed=renamed)
