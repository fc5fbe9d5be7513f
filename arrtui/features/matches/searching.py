"""What is to be searched for what, and the results of it; the searches themselves are pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from arrtui.core.batches import batched
from arrtui.core.bits import bits_of, places_of
from arrtui.core.matching import CompiledFormat
from arrtui.core.matching.blocks import BLOCK, BlockAnswers
from arrtui.core.matching.formats import TEXT_FIELDS
from arrtui.core.matching.tasks import SearchTask
from arrtui.db import pattern_matches
from arrtui.db.pattern_matches import StoredBits
from arrtui.features.matches.masks import NameAnswers

_PATTERNS = 32
"""Searched by one task: it takes some tenths of a second."""
_MOST_NAMES = 4
"""Names of a scope for each stored file or release, above which most must be of what is gone."""


class TextsOf(StrEnum):
    """What texts are of: those of files are kept apart, so that they are as few as can be."""

    FILES = ""
    RELEASES = "releases/"
    """In the history."""


def scope_of(kind: str, field: str, of: TextsOf = TextsOf.FILES) -> str:
    """Return the scope of the texts of a field: an app's patterns are searched in its own texts only."""
    return f"{kind}/{of.value}{field}"


def patterns_of(formats: Iterable[CompiledFormat]) -> dict[str, set[str]]:
    """Return the patterns of formats by field."""
    patterns: dict[str, set[str]] = {field: set() for field in TEXT_FIELDS}
    for compiled in formats:
        for field, pattern in compiled.patterns:
            patterns[field].add(pattern.text)
    return patterns


def tasks_of(
    scope: str, names: Sequence[str], patterns: Iterable[str], searched: Mapping[tuple[str, int], int]
) -> list[SearchTask]:
    """Return what is still to be searched; ``searched`` has the names done for each pattern and block."""
    open_by_part: dict[tuple[int, int], list[str]] = {}
    for pattern in sorted(patterns):
        for block in range((len(names) + BLOCK - 1) // BLOCK):
            first = searched.get((pattern, block), 0)
            if first < min(BLOCK, len(names) - block * BLOCK):
                open_by_part.setdefault((block, first), []).append(pattern)
    tasks = []
    for (block, first), patterns_open in sorted(open_by_part.items()):
        part = tuple(names[block * BLOCK + first : (block + 1) * BLOCK])
        tasks += [
            SearchTask(scope, block, first, tuple(batch), part) for batch in batched(patterns_open, _PATTERNS)
        ]
    return tasks


# --- stored results (in a database thread) ---------------------------------------------------------------


def register(
    kind: str,
    texts: Mapping[str, Iterable[str]],
    patterns: Mapping[str, Collection[str]],
    of: TextsOf = TextsOf.FILES,
) -> None:
    """Store texts of an app by field, and the patterns of all its formats; forget other patterns.

    Call it inside ``Database.writing()``.
    """
    count = pattern_matches.stored_files if of is TextsOf.FILES else pattern_matches.stored_releases
    most = BLOCK + _MOST_NAMES * count(kind)
    for field in TEXT_FIELDS:
        _register(scope_of(kind, field, of), texts[field], patterns[field], most)


def _register(scope: str, texts: Iterable[str], patterns: Collection[str], most: int) -> None:
    names = pattern_matches.names(scope)
    if len(names) > most:
        pattern_matches.forget_scope(scope)
        names = []
    stored = set(names)
    pattern_matches.add_names(scope, len(names), (text for text in texts if text not in stored))
    known = pattern_matches.patterns(scope)
    pattern_matches.forget_patterns([number for text, number in known.items() if text not in patterns])
    pattern_matches.add_patterns(scope, [text for text in sorted(patterns) if text not in known])


def open_tasks(kind: str) -> list[SearchTask]:
    """Return what is still to be searched in the names of an app."""
    scopes = (scope_of(kind, field, of) for of in TextsOf for field in TEXT_FIELDS)
    return [task for scope in scopes for task in _open_tasks(scope)]


def _open_tasks(scope: str) -> list[SearchTask]:
    ids = pattern_matches.patterns(scope)
    texts = {number: text for text, number in ids.items()}
    searched = {
        (texts[number], block): count for (number, block), count in pattern_matches.searched(scope).items()
    }
    return tasks_of(scope, pattern_matches.names(scope), ids, searched)


def store_answers(task: SearchTask, answers: Sequence[BlockAnswers]) -> None:
    """Store what a task found, beside what its patterns had found in the names before."""
    ids = pattern_matches.patterns(task.scope)
    before: dict[int, StoredBits] = {}
    if task.first:
        before = {row.pattern_id: row for row in pattern_matches.bits(task.scope, task.block)}
    rows = []
    for text, answer in zip(task.patterns, answers, strict=True):
        number = ids.get(text)
        if number is None:
            continue
        old = before.get(number, StoredBits(number, task.block, 0, 0, 0))
        matched, unknown = (new << task.first for new in answer)
        rows.append(
            StoredBits(
                number, task.block, task.first + len(task.names), old.matched | matched, old.unknown | unknown
            )
        )
    pattern_matches.store_bits(rows)


def stored_answers(kind: str, of: TextsOf = TextsOf.FILES) -> dict[str, NameAnswers]:
    """Return what is stored of the patterns of an app, by field."""
    return {field: _answers(scope_of(kind, field, of)) for field in TEXT_FIELDS}


def _answers(scope: str) -> NameAnswers:
    names = pattern_matches.names(scope)
    texts = {number: text for text, number in pattern_matches.patterns(scope).items()}
    rows: dict[int, list[StoredBits]] = {}
    for row in pattern_matches.bits(scope):
        rows.setdefault(row.pattern_id, []).append(row)
    answers = {text: joined(rows.get(number, ()), len(names)) for number, text in texts.items()}
    return NameAnswers({name: place for place, name in enumerate(names)}, answers)


def joined(blocks: Iterable[StoredBits], count: int) -> BlockAnswers:
    """Return the answers of blocks as one, over ``count`` names; those not searched are unknown."""
    octets = BLOCK // 8
    matched, unknown = (bytearray(count // 8 + octets) for _ in range(2))
    searched = bytearray(len(matched))
    for row in blocks:
        part = slice(row.block * octets, (row.block + 1) * octets)
        matched[part] = row.matched.to_bytes(octets, "little")
        unknown[part] = row.unknown.to_bytes(octets, "little")
        searched[part] = ((1 << row.names) - 1).to_bytes(octets, "little")
    everything = (1 << count) - 1
    hits, doubtful, done = (int.from_bytes(part, "little") for part in (matched, unknown, searched))
    return BlockAnswers(hits, (doubtful | ~done) & everything)


# --- answers for what is not stored ----------------------------------------------------------------------


def with_texts(names: NameAnswers, texts: Iterable[str]) -> NameAnswers:
    """Return answers with places for some texts too; what is stored of patterns is unknown for new places."""
    places = dict(names.places)
    for text in texts:
        places.setdefault(text, len(places))
    added = (1 << len(places)) - (1 << len(names.places))
    answers = {
        pattern: BlockAnswers(answer.matched, answer.unknown | added)
        for pattern, answer in names.answers.items()
    }
    return NameAnswers(places, answers)


def add_answers(
    names: NameAnswers, texts: Sequence[str], results: Iterable[tuple[SearchTask, Sequence[BlockAnswers]]]
) -> None:
    """Add what tasks found in ``texts`` to the answers, which have places for them."""
    own = [names.places[text] for text in texts]
    is_in_place = own == list(range(len(own)))
    searched = bits_of(own, len(names.places))
    rows: dict[str, list[StoredBits]] = {}
    for task, answers in results:
        for pattern, answer in zip(task.patterns, answers, strict=True):
            rows.setdefault(pattern, []).append(StoredBits(0, task.block, len(task.names), *answer))
    for pattern, blocks in rows.items():
        masks: Iterable[int] = joined(blocks, len(texts))
        if not is_in_place:
            moved = (map(own.__getitem__, places_of(mask)) for mask in masks)
            masks = (bits_of(places, len(names.places)) for places in moved)
        before = names.answers.get(pattern, BlockAnswers(0, 0))
        bits = (old & ~searched | new for old, new in zip(before, masks, strict=True))
        names.answers[pattern] = BlockAnswers(*bits)
