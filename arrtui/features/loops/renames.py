"""What renames do to formats and scores: of the names an app tells, and of a naming that is proposed. Pure.

A file that came by a name of its own keeps the matches of that, so that its rename can only add some; one
that a scan found has no other name than the one it gets (ARR_API 5.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import msgspec

from arrtui.core.matching import Evaluation, MatchFacts
from arrtui.core.matching.names import base_name, titles_of_file, without_extension
from arrtui.core.naming import NamingScheme
from arrtui.core.profiles import ProfileBody
from arrtui.core.text import parse_iso
from arrtui.features.loops.rename_files import RenameFile, RenameLibrary


class Untold(StrEnum):
    """Why it cannot be told what a rename does to a file."""

    NOT_ASKED = "not_asked"
    """The app was not asked for its new name."""
    NAMING_CHANGED = "naming_changed"
    """The naming settings are others than when the app was asked."""
    FILE_CHANGED = "file_changed"
    """What its name follows from is not what it was when the app was asked."""
    NOT_RENAMED = "not_renamed"
    """The app is set to rename nothing."""
    TOKEN = "token"  # noqa: S105  # no password
    """The present naming has a token of which no value is foretold."""
    OWN_NAME = "own_name"
    """Its present name is not what the present naming gives, as far as that is foretold."""
    NEW_NAME = "new_name"
    """The name by the proposed naming is not foretold."""
    DISAGREES = "disagrees"
    """Its present formats come out otherwise than in the app."""
    FORMAT = "format"
    """A format cannot be told under the new name."""
    SCORE = "score"
    """Its present score is not the sum of its formats."""


class VerdictChange(StrEnum):
    """What the new score means for further upgrades."""

    NONE = ""
    UPGRADES_AGAIN = "upgrades_again"
    """It was done; the score falls short of the profile's "Upgrade Until Custom Format Score"."""
    UPGRADES_NO_MORE = "upgrades_no_more"
    BELOW_MINIMUM = "below_minimum"
    """It falls below the profile's "Minimum Custom Format Score"."""
    ABOVE_MINIMUM = "above_minimum"


class RenameEffect(NamedTuple):
    """A file whose formats change by its rename."""

    own: RenameFile
    new_name: str
    before: int
    """Score."""
    after: int
    gained: tuple[str, ...]
    """Names of formats."""
    lost: tuple[str, ...]
    verdict: VerdictChange
    formats: frozenset[int]
    """Ids of all formats under the new name."""

    @property
    def field(self) -> str:
        """What its formats are read from that changes: ``file_name``, or ``titles`` where it has no other."""
        return "file_name" if self.own.release_name else "titles"


class UntoldRename(NamedTuple):
    """A file of which it cannot be told what a rename does to it."""

    own: RenameFile
    why: Untold
    detail: str = ""
    """A clause that says more, where there is more to say."""


@dataclass
class NewNames:
    """The names that files get."""

    names: dict[int, str] = field(default_factory=dict)
    """File id → its new base name, of those that are renamed."""
    kept: set[int] = field(default_factory=set)
    """Files that keep their name."""
    untold: dict[int, Untold] = field(default_factory=dict)
    details: dict[int, str] = field(default_factory=dict)
    """Clauses that say more of what is untold."""


@dataclass(frozen=True)
class RenameReport:
    """What renames would do to the files of an instance."""

    instance: str
    naming: tuple[str, ...]
    """The formats that names follow from, the usual one first."""
    proposed: bool
    """They are not those now set."""
    files: int
    renamed: int
    """Files that get another name and of which everything can be told."""
    kept: int
    """Files that keep their name."""
    effects: tuple[RenameEffect, ...]
    """Of the renamed files those whose formats change."""
    untold: tuple[UntoldRename, ...]
    asked_at: float | None
    """When the app was asked longest ago of what is told, UTC seconds; None for never."""

    @property
    def rescored(self) -> int:
        """How many files get another score."""
        return sum(effect.before != effect.after for effect in self.effects)


# --- names -----------------------------------------------------------------------------------------------


def names_of_app(library: RenameLibrary) -> NewNames:
    """Return the names that the app said it would give, as far as that still holds."""
    new = NewNames()
    names = {
        item_id: {name.file_id: name for name in title.names} for item_id, title in library.answers.items()
    }
    for own in library.files:
        file, title = own.file, library.answers.get(own.file.item_id)
        name = names.get(file.item_id, {}).get(file.id)
        if title is None:
            new.untold[file.id] = Untold.NOT_ASKED
        elif title.naming_mark != library.naming_mark:
            new.untold[file.id] = Untold.NAMING_CHANGED
        elif name is None:
            added = parse_iso(file.date_added) or 0.0
            new.untold[file.id] = Untold.NOT_ASKED if added > title.asked_at else Untold.FILE_CHANGED
        elif name.mark != own.mark:
            new.untold[file.id] = Untold.FILE_CHANGED
        else:
            _take(new, own, base_name(name.new_path, own.is_windows) if name.new_path else own.name)
    return new


def names_by(library: RenameLibrary, proposed: NamingScheme) -> NewNames:
    """Return the names by a naming that is proposed, of files named as the present naming gives it.

    All others cannot be told: what is not foretold of their present name would not be of the new one.
    """
    new = NewNames()
    if not library.naming.renames:
        new.untold = dict.fromkeys(library.by_id, Untold.NOT_RENAMED)
        return new
    for own in library.files:
        facts, stem = own.facts, without_extension(own.name)
        present = library.naming.name_of(facts)
        unknown = () if present is not None else library.naming.unknown_tokens(facts)
        if unknown:
            new.untold[own.file.id], new.details[own.file.id] = Untold.TOKEN, ", ".join(unknown)
            continue
        if present is None or base_name(present) != stem:
            new.untold[own.file.id] = Untold.OWN_NAME
            continue
        name = proposed.name_of(facts)
        if name is None:
            new.untold[own.file.id] = Untold.NEW_NAME
        else:
            _take(new, own, base_name(name) + own.name[len(stem) :])
    return new


def _take(new: NewNames, own: RenameFile, name: str) -> None:
    if name == own.name:
        new.kept.add(own.file.id)
    else:
        new.names[own.file.id] = name


def renamed_facts(own: RenameFile, facts: MatchFacts, name: str, kind: str) -> MatchFacts:
    """Return the facts of a file under another base name."""
    titles = titles_of_file(kind, own.release_name, "", name)
    return msgspec.structs.replace(facts, titles=titles, file_name=name)


# --- effects ---------------------------------------------------------------------------------------------


def report_renames(
    library: RenameLibrary,
    new: NewNames,
    evaluations: Mapping[int, Evaluation],
    doubts: Mapping[int, str],
    proposed: NamingScheme | None = None,
) -> RenameReport:
    """Return what new names do to files.

    ``evaluations`` are of the files that get another name, by id, under that; ``doubts`` say of which files
    the present formats come out otherwise than in the app, and how.
    """
    effects, untold, renamed = list[RenameEffect](), list[UntoldRename](), 0
    for own in library.files:
        number = own.file.id
        if number in new.untold:
            untold.append(UntoldRename(own, new.untold[number], new.details.get(number, "")))
        elif number in new.names:
            outcome = _outcome(library, own, new.names[number], evaluations.get(number), doubts)
            if isinstance(outcome, UntoldRename):
                untold.append(outcome)
                continue
            renamed += 1
            if outcome.gained or outcome.lost:
                effects.append(outcome)
    effects.sort(key=lambda effect: (effect.after - effect.before, effect.own.title.casefold()))
    scheme = proposed or library.naming
    answers = (library.answers.get(own.file.item_id) for own in library.files)
    asked = [own.asked_at for own in answers if own and own.naming_mark == library.naming_mark]
    return RenameReport(
        instance=library.instance,
        naming=tuple(dict.fromkeys(format_.text for format_ in scheme.formats.values())),
        proposed=proposed is not None,
        files=len(library.files),
        renamed=renamed,
        kept=len(new.kept),
        effects=tuple(effects),
        untold=tuple(untold),
        asked_at=min(asked, default=None) if proposed is None else None,
    )


def _outcome(
    library: RenameLibrary,
    own: RenameFile,
    name: str,
    evaluation: Evaluation | None,
    doubts: Mapping[int, str],
) -> RenameEffect | UntoldRename:
    """Return what a new name does to a file."""
    file = own.file
    if file.id in doubts:
        return UntoldRename(own, Untold.DISAGREES, doubts[file.id])
    if evaluation is None:
        return UntoldRename(own, Untold.FORMAT, "its new name could not be searched")
    before = frozenset(file.formats)
    for number, why in evaluation.unknown.items():
        if number in library.asks_names:
            return UntoldRename(own, Untold.FORMAT, why)
    # what asks for no name is as the app says it is
    after = (evaluation.matched & library.asks_names) | (before - library.asks_names)
    profile = library.settings.profiles.get(own.item.profile_id)
    scores = {} if profile is None else profile.scores
    old, score = (sum(scores.get(number, 0) for number in formats) for formats in (before, after))
    if profile is None or file.score is None or old != file.score:
        return UntoldRename(own, Untold.SCORE)
    names = library.settings.formats
    gained, lost = (
        tuple(sorted(names[number].name for number in formats if number in names))
        for formats in (after - before, before - after)
    )
    verdict = _verdict(profile, file.cutoff_unmet, old, score)
    return RenameEffect(own, name, old, score, gained, lost, verdict, after)


def _verdict(profile: ProfileBody, quality_unmet: bool, before: int, after: int) -> VerdictChange:
    """Return what another score means (``UpgradableSpecification``).

    A file of lesser quality than wanted is upgraded whatever its score.
    """
    fell, rose = (
        tuple(low < bound <= high for bound in (profile.min_score, profile.cutoff_score))
        for low, high in ((after, before), (before, after))
    )
    upgraded = profile.upgrade_allowed and not quality_unmet
    if fell[0]:
        return VerdictChange.BELOW_MINIMUM
    if rose[0]:
        return VerdictChange.ABOVE_MINIMUM
    if upgraded and fell[1]:
        return VerdictChange.UPGRADES_AGAIN
    return VerdictChange.UPGRADES_NO_MORE if upgraded and rose[1] else VerdictChange.NONE
