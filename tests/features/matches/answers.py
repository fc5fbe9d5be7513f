"""What patterns find in the texts of files, searched here and now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from arrtui.core.matching import CompiledFormat, MatchFacts
from arrtui.core.matching.tasks import search
from arrtui.features.matches.masks import NameAnswers, distinct_texts
from arrtui.features.matches.searching import add_answers, patterns_of, tasks_of


def searched_answers(
    facts: Sequence[MatchFacts], formats: Iterable[CompiledFormat]
) -> dict[str, NameAnswers]:
    """Return the answers for all texts of some files and all patterns of some formats, by field."""
    answers = {}
    patterns = patterns_of(formats)
    for field, texts in distinct_texts(facts).items():
        names = NameAnswers({text: place for place, text in enumerate(texts)})
        tasks = tasks_of(field, list(texts), patterns[field], {})
        add_answers(names, list(texts), ((task, search(task)) for task in tasks))
        answers[field] = names
    return answers
