"""The stations of a chain: score and formats when grabbed, at the import, after the rename, and now.

What the app noted is told as it is; formats of the time stand in no row, so that they are the matcher's, told
only where their scores add up to what the app noted. Runs inside ``Database.reading()`` for files that are
there.
"""

from __future__ import annotations

from collections.abc import Iterator

from arrtui.core.domain import MediaFile
from arrtui.core.matching import MatchFacts, evaluate
from arrtui.core.matching.names import base_name, file_name_of, is_windows_path, without_extension
from arrtui.core.text import format_iso
from arrtui.db.chain_rows import ChainRow
from arrtui.features.loops.compute import ScoreBook
from arrtui.features.loops.join import data_of, row_order
from arrtui.features.loops.model import SETTINGS, Attempt, Chain, ChainStep, FileLife, FormatChange, StepKind


def steps_of(chain: Chain, book: ScoreBook) -> list[ChainStep]:
    """Return the stations of a chain, the oldest first."""
    steps = [(attempt.row, _grab_step(attempt, book)) for attempt in chain.attempts]
    for life in chain.files:
        steps += ((life.row, step) for step in _import_steps(life, book))
        steps += ((row, _later_step(life, row, book)) for row in life.renames)
        if life.gone is not None:
            steps.append((life.gone, _gone_step(life, life.gone, book)))
    steps.sort(key=lambda entry: row_order(entry[0]))
    return [*(step for _, step in steps), *(step for life in chain.files for step in _step_now(life, book))]


def _grab_step(attempt: Attempt, book: ScoreBook) -> ChainStep:
    row = attempt.row
    names, why = _told(row, book.release_facts(row), row.score, book)
    return ChainStep(
        kind=StepKind.GRAB,
        date=row.date,
        title=row.title,
        quality=row.quality,
        score=row.score,
        formats=names,
        computed=row.id in book.computed_rows,
        why=why,
        outcome=attempt.outcome.value,
    )


def _import_steps(life: FileLife, book: ScoreBook) -> Iterator[ChainStep]:
    """Yield the import of a file and the rename that belongs to it, if the file is called otherwise then."""
    row, imported = life.row, book.import_facts(life.row)
    names, why = _told(row, imported, row.score, book)
    yield ChainStep(
        kind=StepKind.IMPORT,
        date=row.date,
        title=row.title,
        quality=row.quality,
        score=row.score,
        formats=names,
        computed=row.id in book.computed_rows,
        changes=() if names is None else import_changes(life, book),
        why=why,
    )
    if not life.path or without_extension(file_name_of(life.path)) == row.title:
        return
    renamed, after = book.renamed_facts(life, life.path), book.after(life)
    names, why = _told(row, renamed, after.score, book)
    yield ChainStep(
        kind=StepKind.RENAME,
        date=row.date,
        title=file_name_of(life.path),
        quality=row.quality,
        score=after.score,
        formats=names,
        computed=after.computed,
        changes=() if names is None else rename_changes(life, book),
        why=after.why or why,
    )


def _later_step(life: FileLife, row: ChainRow, book: ScoreBook) -> ChainStep:
    """Return a rename of a file that was in the library already."""
    paths = [life.path, *(data_of(rename).path or "" for rename in life.renames)]
    number = life.renames.index(row)
    before, now = (book.renamed_facts(life, path) for path in paths[number : number + 2])
    score = book.computed_later(life, row)
    names, why = _told(row, now, score.score, book)
    return ChainStep(
        kind=StepKind.RENAME,
        date=row.date,
        title=file_name_of(paths[number + 1]),
        quality=row.quality,
        score=score.score,
        formats=names,
        computed=score.computed,
        changes=() if names is None else book.changes(before, row, now),
        why=score.why or why,
    )


def _step_now(life: FileLife, book: ScoreBook) -> Iterator[ChainStep]:
    """Yield how a file stands now, if it is there."""
    if life.gone is not None or life.file_id not in book.scores:
        return
    file = book.find_file(life.file_id)
    path = file.relative_path if file else life.path_now
    yield ChainStep(
        kind=StepKind.NOW,
        date="",
        title=base_name(path, is_windows_path(life.path_now)),
        quality=life.row.quality if file is None else file.quality,
        score=book.scores[life.file_id],
        formats=() if file is None else format_names(file, book),
        changes=() if file is None or not life.path_now else _changes_since(life, file, book),
    )


def _changes_since(life: FileLife, file: MediaFile, book: ScoreBook) -> tuple[FormatChange, ...]:
    """Return the formats that count and that a file has now and had not under its last name, or lost.

    Read from :data:`SETTINGS` where the formats or scores of now make the difference alone.
    """
    last = life.renames[-1] if life.renames else life.row
    facts = book.renamed_facts(life, life.path_now)
    known = book.computed_later(life, last) if life.renames else book.after(life)
    names, _ = _told(last, facts, known.score, book)
    if names is None or known.score is None:
        return ()
    formats, then = book.formats_of(last, facts)
    latest = book.settings.latest.formats
    today, changes = evaluate(latest.values(), facts).matched, list[FormatChange]()
    for number in sorted(then.matched ^ set(file.formats)):
        gained, format_ = number in file.formats, latest.get(number) or formats.get(number)
        score = book.weight(last._replace(date=format_iso(book.taken_at)) if gained else last, number)
        if format_ is not None and score:  # the others are in no sum that proves them
            field = SETTINGS if (number in today) is gained else ""
            changes.append(FormatChange(format_.name, gained, score, field))
    return tuple(changes)


def format_names(file: MediaFile, book: ScoreBook) -> tuple[str, ...]:
    """Return the names of the formats that the app says a file has."""
    formats = book.settings.latest.formats
    return tuple(formats[number].name for number in file.formats if number in formats)


def import_changes(life: FileLife, book: ScoreBook) -> tuple[FormatChange, ...]:
    """Return the formats that a file has at its import and its release has not, and the other way round."""
    if life.attempt is None:
        return ()
    grab = life.attempt.row
    return book.changes(book.release_facts(grab), life.row, book.import_facts(life.row))


def rename_changes(life: FileLife, book: ScoreBook) -> tuple[FormatChange, ...]:
    """Return the formats that a file wins or loses by its name in the library."""
    if not life.path:
        return ()
    return book.changes(book.import_facts(life.row), life.row, book.renamed_facts(life, life.path))


def _gone_step(life: FileLife, gone: ChainRow, book: ScoreBook) -> ChainStep:
    """Return the end of a file; the score of its row is one of its path, ours is that of the file."""
    score = book.before(life, gone)
    return ChainStep(
        kind=StepKind.DELETION,
        date=gone.date,
        title=file_name_of(gone.title),
        quality=life.row.quality,
        score=score.score,
        formats=None,
        computed=score.computed,
        why=score.why,
        outcome=gone.reason,
    )


def _told(
    row: ChainRow, facts: MatchFacts, score: int | None, book: ScoreBook
) -> tuple[tuple[str, ...] | None, str]:
    """Return the formats of facts by name, and why they cannot be told."""
    formats, evaluation = book.formats_of(row, facts)
    weights = {number: book.weight(row, number) for number in formats}
    unknown = [why for number, why in evaluation.unknown.items() if weights[number]]
    if unknown:
        return None, unknown[0]
    if score is not None and sum(weights[number] for number in evaluation.matched) != score:
        return None, "formats or scores of that time are not those stored"
    return tuple(formats[number].name for number in sorted(evaluation.matched)), ""
