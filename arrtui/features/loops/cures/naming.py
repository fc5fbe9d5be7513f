"""Tokens of the naming that add what a format punishes, each proven by the names of files that are there.

Runs inside ``Database.reading()``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from arrtui.core.apps import Kind
from arrtui.core.naming import NamingScheme, NamingToken
from arrtui.features.loops.cures.model import CureKind, FieldChange, SettingsChange
from arrtui.features.loops.cures.past import PastGrabs
from arrtui.features.loops.decisions import facts_of_file
from arrtui.features.loops.rename_files import RenameLibrary, load_rename_library
from arrtui.features.loops.renames import names_by

_OPTIONAL = ("mediainfo", "quality", "releasegroup", "edition", "customformat", "original")
"""How the keys of tokens begin that a name can do without."""
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def naming_changes(
    past: PastGrabs, instance: str, kind: Kind, check: Callable[[], None]
) -> Iterator[SettingsChange]:
    """Yield the naming without each token that it can do without, where a format punishes what it adds.

    The files of chains that it cannot be told of, for their names are not what the naming gives, are counted
    in ``past``.
    """
    names = set(_punished_names(past, check))
    if not names:
        return
    library = load_rename_library(instance, kind)
    own = [file for file in library.files if file.name in names]
    library = replace(library, files=own)
    renamed: set[str] = set()
    for token in _tokens(library.naming):
        check()
        change = _without(library, token)
        renamed |= change.renamed.keys()
        yield change
    past.unnamed = len(names - renamed)


def _punished_names(past: PastGrabs, check: Callable[[], None]) -> Iterator[str]:
    """Yield the names of files that gained what a format punishes by them."""
    punished = {
        id(chain)
        for chain, _, changes in past.differences(check)
        if any(change.field == "file_name" and change.gained and change.score < 0 for change in changes)
    }
    for decision in (*past.in_vain, *past.drifting):
        if id(decision.chain) in punished:
            yield facts_of_file(decision, past.book).file_name


def _tokens(naming: NamingScheme) -> list[NamingToken]:
    """Return the tokens that names can do without, each once."""
    tokens = (token for format_ in naming.formats.values() for token in format_.tokens)
    return list({token.key: token for token in tokens if token.key.startswith(_OPTIONAL)}.values())


def _without(library: RenameLibrary, token: NamingToken) -> SettingsChange:
    """Return the naming without a token, and what files are called by it."""
    naming = library.naming
    proposed = naming.without(token.text)
    new = names_by(library, proposed)
    fields = tuple(
        FieldChange(_field_name(member), format_.text, proposed.formats[member].text)
        for member, format_ in naming.formats.items()
        if format_.has(token.text)
    )
    renamed = {library.by_id[number].name: name for number, name in new.names.items()}
    return SettingsChange(kind=CureKind.NAMING, word=token.text, fields=fields, renamed=renamed)


def _field_name(member: str) -> str:
    """Return what the app's page calls a member of its naming: ``Standard Movie Format``."""
    words = _WORDS.sub(" ", member)
    return words[:1].upper() + words[1:]
