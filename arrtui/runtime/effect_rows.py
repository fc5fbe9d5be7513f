"""What a plan's settings do to single files, as rows for front ends. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from arrtui.features.loops.renames import RenameEffect
from arrtui.features.scores.effect import FileMove, UntoldFile
from arrtui.features.scores.model import ScoredFile
from arrtui.features.scores.sizes import RefusedFile
from arrtui.runtime.effect_words import move_words, rename_change, size_words
from arrtui.runtime.settings_effect import SettingsEffect

Outcome = FileMove | RefusedFile | RenameEffect | UntoldFile
"""What is told of a file."""


class EffectRow(NamedTuple):
    """What is told of a file."""

    instance: str
    title: str
    size: int
    """Bytes."""
    words: str
    """What happens to it, or why that cannot be told."""
    outcome: Outcome

    @property
    def key(self) -> Hashable:
        """Identifies the row."""
        outcome = self.outcome
        number = outcome.own.file.id if isinstance(outcome, RenameEffect) else outcome.file.file_id
        return self.instance, type(outcome).__name__, number

    @property
    def path(self) -> str:
        """Its path below its title's folder."""
        if isinstance(self.outcome, RenameEffect):
            return self.outcome.own.file.relative_path
        return self.outcome.file.path

    @property
    def scores(self) -> tuple[int, int] | None:
        """The score now and then; None where it stays or cannot be told."""
        match self.outcome:
            case FileMove(now=now, then=then):
                return now.score, then.score
            case RenameEffect(before=before, after=after):
                return before, after
        return None

    @property
    def difference(self) -> int:
        """Points that it would score more."""
        return self.scores[1] - self.scores[0] if self.scores else 0

    @property
    def verdict(self) -> str:
        """What becomes of it now and then."""
        if not isinstance(self.outcome, FileMove):
            return ""
        now, then = (own.verdict.facts.word for own in self.outcome)
        return now if now == then else f"{now} -> {then}"


def make_effect_rows(effect: SettingsEffect) -> list[EffectRow]:
    """Return a row for all that is told of a file, in the order of its weight; what cannot be told last."""
    return [row for own in effect.instances for row in _rows_of(effect, own.instance)]


def _rows_of(effect: SettingsEffect, instance: str) -> Iterator[EffectRow]:
    own = effect.of(instance).instances[0]
    moved, untold = (own.files.moved, own.files.untold) if own.files else ((), ())
    for move in moved:
        yield EffectRow(instance, title_of(move.file), move.file.size, move_words(move), move)
    for refused in own.sizes.refused if own.sizes else ():
        file = refused.file
        yield EffectRow(instance, title_of(file), file.size, size_words(refused), refused)
    for renamed in own.names.effects if own.names else ():
        size = renamed.own.file.size
        yield EffectRow(instance, renamed.own.title, size, rename_change(renamed), renamed)
    for unknown in untold:
        file = unknown.file
        yield EffectRow(instance, title_of(file), file.size, f"cannot be told: {unknown.why}", unknown)


def title_of(file: ScoredFile) -> str:
    """Return what people call what a file holds."""
    named = f"{file.title} ({file.year})" if file.year else file.title
    if not file.episodes:
        return named
    return f"{named} {'- ' if file.album else ''}{file.part}"
