"""The grabs of the past, judged again under a change of settings. Pure but for files that are there.

A grab counts only if the settings of today would take it too: what was cured meanwhile needs no cure. Scores
are those of the time, moved by what a change moves. Runs inside ``Database.reading()``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from msgspec import structs

from arrtui.core.apps import APPS
from arrtui.core.matching import CompiledFormat, MatchFacts, compile_format, evaluate
from arrtui.core.profiles import ProfileBody
from arrtui.core.text import parse_iso
from arrtui.core.upgrades import place_of
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.causes import formats_behind
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.cures.model import CureKind, PastEffect, RefusedUpgrade, SettingsChange
from arrtui.features.loops.decisions import GrabDecision, decision_of, facts_of_file
from arrtui.features.loops.model import Attempt, Chain, ChainKind, FormatChange
from arrtui.features.loops.waste import waste_of

MOST_UPGRADES = 2_000
"""The newest upgrades by score of an instance that are looked at for what a change costs."""
MOST_CHAINS = 100
"""The chains of an instance, worst first, that formats to change are taken from."""
Difference = tuple[Chain, int, list[FormatChange]]
"""A chain, the id of its profile, and the formats that make its file score less than the release."""
COMBINED = (CureKind.NAMING, CureKind.FORMAT_SCORE, CureKind.CONDITION)
"""Changes that make gaps smaller, so that a small increment beside them may stop the rest."""
_ANY = 1 << 40
"""An increment that no gain reaches."""


@dataclass
class PastGrabs:
    """The app's own grabs over files, as the settings of today would decide them."""

    book: ScoreBook
    check: Callable[[], None]
    """Called at each grab that is judged; it may raise to end that."""
    in_vain: list[GrabDecision] = field(default_factory=list)
    upgrades: list[GrabDecision] = field(default_factory=list)
    """Those that brought something, the newest first."""
    drifting: list[GrabDecision] = field(default_factory=list)
    """The release of a file that drifted, over this file."""
    untold: Counter[str] = field(default_factory=Counter)
    """Why grabs in vain cannot be judged, as clauses → how many."""
    cured: int = 0
    """Grabs in vain that the settings of today refuse."""
    unnamed: int = 0
    """Files whose names are not what the naming gives, so that no token can be named."""
    to_stop: Counter[int] = field(default_factory=Counter)
    """``id`` of a chain → its grabs in vain that are not cured."""

    _differences: list[Difference] | None = None

    @cached_property
    def profiles(self) -> dict[int, ProfileBody]:
        """The profiles of today by id."""
        return dict(self.book.settings.latest.profiles)

    @property
    def propers(self) -> str:
        """The setting of propers of today."""
        return self.book.settings.latest.propers

    def differences(self) -> list[Difference]:
        """Return the formats in which releases and files of chains differ, of the worst chains only."""
        if self._differences is None:
            decisions = (*self.in_vain, *self.drifting)
            chains = {id(decision.chain): (decision.chain, decision.profile_id) for decision in decisions}
            self._differences = []
            for chain, profile_id in list(chains.values())[:MOST_CHAINS]:
                self.check()
                self._differences.append((chain, profile_id, formats_behind(chain, self.book)))
        return self._differences

    def format_name(self, format_id: int) -> str:
        """Return the name of a format of today."""
        format_ = self.book.settings.latest.formats.get(format_id)
        return "" if format_ is None else format_.name

    def needing_increment(self, decisions: Iterable[GrabDecision], profile_id: int) -> list[GrabDecision]:
        """Return the decisions by a profile that a great enough increment would have refused.

        Where the app has none, those that it would have refused with the score of the file.
        """
        profile = self.profiles[profile_id]._replace(min_upgrade_score=_ANY)
        own = [decision for decision in decisions if decision.profile_id == profile_id]
        has_increment = APPS[self.book.kind].has_score_increment
        probes = own if has_increment else [row._replace(release=row.equal_release) for row in own]
        tried = zip(own, probes, strict=True)
        return [decision for decision, probe in tried if probe.refusal(profile, self.propers) is not None]


def read_past(
    chains: Iterable[Chain], book: ScoreBook, check: Callable[[], None], leave: Container[int] = ()
) -> PastGrabs:
    """Return the app's own grabs over files; ``check`` is called often and may raise to end it.

    Chains whose ``id`` is in ``leave`` are left as they are: no grab of theirs is to be stopped.
    """
    past = PastGrabs(book, check)
    by_score: list[tuple[Chain, Attempt]] = []
    for chain in chains:
        check()
        if id(chain) in leave:
            continue
        for attempt in chain.wasted:
            decision = decision_of(chain, attempt, book)
            if isinstance(decision, GrabDecision) and not _is_taken(decision, past):
                past.cured += 1
                continue
            past.to_stop[id(chain)] += 1
            if isinstance(decision, str):
                past.untold[decision] += 1
            else:
                past.in_vain.append(decision)
        if chain.kind is ChainKind.DRIFT:
            past.drifting += _drifting(chain, past)
        if not chain.is_plain:
            by_score += ((chain, attempt) for attempt in chain.attempts if _is_by_score(chain, attempt, past))
    by_score.sort(key=lambda entry: entry[1].row.date, reverse=True)
    for chain, attempt in by_score[:MOST_UPGRADES]:
        check()
        past.upgrades += _upgrade(chain, attempt, past)
    return past


def _is_taken(decision: GrabDecision, past: PastGrabs) -> bool:
    """Return whether the settings of today take a grab."""
    profile = past.profiles.get(decision.profile_id)
    return profile is not None and decision.refusal(profile, past.propers) is None


def _drifting(chain: Chain, past: PastGrabs) -> Iterator[GrabDecision]:
    """Yield the decision to grab the release of a file again, where the app would."""
    for attempt in reversed(chain.attempts):
        if attempt.file is not None and attempt.file.gone is None and not attempt.by_person:
            decision = decision_of(chain, attempt, past.book, attempt.file)
            if isinstance(decision, GrabDecision) and decision.gap > 0 and _is_taken(decision, past):
                yield decision
            return


def _is_by_score(chain: Chain, attempt: Attempt, past: PastGrabs) -> bool:
    """Return whether the app took a release over a file for its score or revision, and not in vain."""
    life, item = attempt.in_place, past.book.items.get(chain.item_id)
    if life is None or item is None or attempt.by_person or attempt.file is None or attempt in chain.wasted:
        return False
    profile = past.profiles.get(item.profile_id)
    if profile is None:
        return False
    new, old = (place_of(profile, row.quality_id) for row in (attempt.row, life.row))
    return new <= old  # a better quality is taken, or refused, whatever the scores


def _upgrade(chain: Chain, attempt: Attempt, past: PastGrabs) -> Iterator[GrabDecision]:
    """Yield the decision of a grab that the settings of today take too, and that brought something."""
    decision = decision_of(chain, attempt, past.book)
    if isinstance(decision, str) or not _is_taken(decision, past):
        return
    score = None if attempt.file is None else past.book.after(attempt.file).score
    if score is None or score > decision.file.score or decision.is_repair:
        yield decision


# --- a change --------------------------------------------------------------------------------------------


def effect_on(past: PastGrabs, change: SettingsChange) -> PastEffect:
    """Return what a change would have done to the grabs of the past."""
    trial = _Trial(past, change)
    refused, going_on = trial.parted(past.in_vain)
    # a pack is refused as soon as one of its episodes is
    downloads = {decision.download for decision in refused}
    shared = [decision for decision in going_on if decision.download in downloads]
    going_on = [decision for decision in going_on if decision.download not in downloads]
    rest = {id(decision.chain): decision.chain for decision in going_on}
    by_chain: dict[int, list[GrabDecision]] = {}
    for decision in (*refused, *shared):
        by_chain.setdefault(id(decision.chain), []).append(decision)
    spared = [own[0].chain.with_wasted(decision.attempt for decision in own) for own in by_chain.values()]
    whole = [own[0].chain for own in by_chain.values() if len(own) == past.to_stop[id(own[0].chain)]]
    upgrades, _ = trial.parted(past.upgrades)
    calmed, _ = trial.parted(past.drifting)
    return PastEffect(
        stopped=tuple(chain for chain in whole if id(chain) not in rest),
        going_on=tuple(rest.values()),
        calmed=tuple(decision.chain for decision in calmed),
        spared=waste_of(spared),
        refused=tuple(map(_refused_upgrade, upgrades)),
        upgrades=sum(change.reaches(decision.profile_id) for decision in past.upgrades),
        cannot_tell=trial.untold,
        beside=_beside(trial, going_on),
        beside_in=frozenset(decision.profile_id for decision in going_on),
    )


def _refused_upgrade(decision: GrabDecision) -> RefusedUpgrade:
    chain, row = decision.chain, decision.attempt.row
    scores = decision.file.score, decision.release.score
    return RefusedUpgrade(chain.item_id, chain.episode_ids, row.title, row.date, *scores)


def _beside(trial: _Trial, going_on: list[GrabDecision]) -> int:
    """Return the increment that stops what a change does not; 0 where none does."""
    if trial.change.kind not in COMBINED or trial.change.increment or not going_on:
        return 0
    moved = [decision for decision in map(trial.moved, going_on) if decision is not None]
    least = max((decision.gap for decision in moved), default=0) + 1
    profiles = {number: row._replace(min_upgrade_score=least) for number, row in trial.profiles.items()}
    is_enough = all(
        decision.refusal(profiles[decision.profile_id], trial.propers) is not None for decision in moved
    )
    is_smaller = any(after.gap < before.gap for after, before in zip(moved, going_on, strict=False))
    return least if is_enough and is_smaller and len(moved) == len(going_on) else 0


class _Trial:
    """The settings after a change, and decisions under them."""

    def __init__(self, past: PastGrabs, change: SettingsChange) -> None:
        self.change = change
        self.propers = change.propers or past.propers
        self.untold = 0
        self._book = past.book
        self._check = past.check
        body = change.changed_body
        self._changed_format = compile_format(body, past.book.kind) if body else None
        self.profiles = {
            number: changed_profile(profile, change, number) for number, profile in past.profiles.items()
        }

    def parted(self, decisions: Iterable[GrabDecision]) -> tuple[list[GrabDecision], list[GrabDecision]]:
        """Return the grabs that would be refused, and those that would be taken; count the others."""
        refused: list[GrabDecision] = []
        taken: list[GrabDecision] = []
        for decision in decisions:
            self._check()
            if not self.change.reaches(decision.profile_id):
                continue
            moved = self.moved(decision)
            if moved is None:
                self.untold += 1
            elif moved.refusal(self.profiles[decision.profile_id], self.propers) is None:
                taken.append(decision)
            else:
                refused.append(decision)
        return refused, taken

    def moved(self, decision: GrabDecision) -> GrabDecision | None:
        """Return a decision with the scores that a change moves; None where that cannot be told."""
        match self.change.kind:
            case CureKind.FORMAT_SCORE | CureKind.CONDITION:
                row = decision.attempt.row
                by_release = self._gain(row, self._book.release_facts(row))
                by_file = self._gain(decision.file_row, facts_of_file(decision, self._book))
            case CureKind.NAMING:
                by_release, by_file = 0, self._gain_of_name(decision)
            case _:
                return decision
        if by_release is None or by_file is None:
            return None
        release = decision.release._replace(score=decision.release.score + by_release)
        file = decision.file._replace(score=decision.file.score + by_file)
        return decision._replace(release=release, file=file)

    def _gain(self, row: ChainRow, facts: MatchFacts) -> int | None:
        """Return what a release or a file would score more with the format that is changed."""
        change, number = self.change, self.change.format_id
        then = self._book.settings.state_at(parse_iso(row.date) or 0.0).formats.get(number)
        if then is None:
            return 0
        weight = self._book.weight(row, number)
        if change.kind is CureKind.FORMAT_SCORE and weight == change.value:
            return 0
        before, after = _has(then, facts), _has(self._changed_format or then, facts)
        if before is None or after is None:
            return None
        new_weight = change.value if change.kind is CureKind.FORMAT_SCORE else weight
        return after * new_weight - before * weight

    def _gain_of_name(self, decision: GrabDecision) -> int | None:
        """Return what a file would score more under its name by another naming."""
        life, row = decision.life, decision.file_row
        facts = facts_of_file(decision, self._book)
        name = self.change.renamed.get(facts.file_name)
        if name is None:
            return None
        before = self._book.score_of(row, facts).score
        titles = (name,) if life.is_scanned else (*(facts.titles or ())[:1], name)
        after = self._book.score_of(row, structs.replace(facts, titles=titles, file_name=name)).score
        return None if before is None or after is None else after - before


def _has(format_: CompiledFormat, facts: MatchFacts) -> bool | None:
    """Return whether facts match a format; None where that cannot be told."""
    evaluation = evaluate([format_], facts)
    return None if evaluation.unknown else bool(evaluation.matched)


def changed_profile(profile: ProfileBody, change: SettingsChange, profile_id: int) -> ProfileBody:
    """Return a profile after a change."""
    if not change.reaches(profile_id):
        return profile
    if profile_id in change.increment_in:
        least = max(profile.min_upgrade_score, change.increment)
        profile = profile._replace(min_upgrade_score=least)
    match change.kind:
        case CureKind.INCREMENT:
            return profile._replace(min_upgrade_score=change.value)
        case CureKind.CUTOFF:
            return profile._replace(cutoff_score=change.value)
        case CureKind.FORMAT_SCORE:
            return profile._replace(scores={**profile.scores, change.format_id: change.value})
        case _:
            return profile
