"""Print what a plan's settings would do to stored files, above its entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from arrtui.cli.task import Task
from arrtui.core.errors import ArrtuiError
from arrtui.features.sync.model import PlannedEntry

MOST_FILES = 10
"""Files that are named in text; as JSON all are."""


async def print_effect(task: Task, entries: Sequence[PlannedEntry]) -> list[dict[str, Any]] | None:
    """Print the effect of settings on the files of each instance; return it as the result line has it.

    None where it cannot be worked out, which is noted: the plan is as good without.
    """
    from arrtui.runtime.effect_rows import make_effect_rows
    from arrtui.runtime.effect_words import effect_record, effect_sentences

    def progress(done: int, total: int) -> None:
        task.out.progress("your files", done, total, "searching their names")

    try:
        effect = await task.services.settings_effects.of_entries(entries, progress)
    except ArrtuiError as error:
        task.out.note(f"the effect on your files cannot be told: {error}")
        return None
    for own in effect.instances:
        task.out.line(f"your files on {own.instance}:")
        for sentence, _style in effect_sentences(own):
            task.out.line(f"  {sentence}")
        rows = make_effect_rows(effect.of(own.instance))
        for place, row in enumerate(rows):
            now, then = row.scores or (None, None)
            facts = {"instance": row.instance, "title": row.title, "path": row.path, "size": row.size}
            scores = {"score": now, "new_score": then, "verdict": row.verdict or None}
            task.out.event("effect", **facts, **scores, effect=row.words)
            if place < MOST_FILES:
                parts = [f"{now:,} -> {then:,}"] if row.scores else []
                task.out.line(f"    {row.title}: {', '.join(filter(None, [*parts, row.verdict, row.words]))}")
        if len(rows) > MOST_FILES:
            task.out.line(f"    and {len(rows) - MOST_FILES:,} more")
    return effect_record(effect)
