"""Custom formats and their conditions, evaluated as the apps do.

``SpecificationMatchesGroup``: the conditions of one implementation form a group; it matches when all required
ones do and at least one does at all. A format matches when all its groups do. Where a fact is missing, a
condition is unknown, and so is what depends on it (three-valued logic).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from arrtui.core.apps import APPS
from arrtui.core.apps.vocabularies import ORIGINAL_LANGUAGE, Vocabulary
from arrtui.core.matching.facts import MatchFacts
from arrtui.core.matching.patterns import NamePattern, UnsupportedPatternError, compile_pattern

GIGABYTE = 1024**3
TITLE_FIELD = "titles"
TEXT_FIELDS = (TITLE_FIELD, "release_group", "edition")
"""What patterns are searched in."""
_UNTOLD = {
    "titles": "its names",
    "release_group": "its release group",
    "edition": "its edition",
    "languages": "its languages or the title's original one",
    "source": "the source of its quality",
    "resolution": "the resolution of its quality",
    "modifier": "the modifier of its quality",
    "indexer_flags": "its indexer flags",
    "size": "its size",
    "release_type": "its release type",
    "year": "its year",
}


class _NoText(Enum):
    """What the app may hold in place of a text."""

    NULL = 0
    NULL_OR_EMPTY = 1


_Test = Callable[[Any], bool | None]


@dataclass(frozen=True, eq=False)
class Condition:
    """One condition of a format."""

    name: str
    implementation: str
    """Without ``Specification``."""
    negate: bool
    required: bool
    field: str
    """What it reads of the facts, see :data:`READERS`."""
    test: _Test
    """Whether a value satisfies it, before negation; None where that cannot be told."""
    pattern: NamePattern | None = None
    """Of a condition on names."""
    unsupported: str = ""
    """Why it can never be told."""

    def accepts(self, value: Any) -> bool | None:
        """Return whether a value of its field satisfies it; None where that cannot be told."""
        satisfied = None if value is None or self.unsupported else self.test(value)
        return None if satisfied is None else satisfied != self.negate

    def reason(self, value: Any) -> str:
        """Return why it cannot be told of a value of its field, as a clause."""
        if self.unsupported:
            return f"condition “{self.name}” cannot be evaluated: {self.unsupported}"
        if value is not None and self.pattern is not None:
            return f"condition “{self.name}” takes too long, or depends on a letter without a certain case"
        return f"condition “{self.name}” asks for {_UNTOLD[self.field]}, which is in no row"


@dataclass(frozen=True)
class ConditionGroup:
    """The conditions of one implementation in a format; only those that decide."""

    conditions: tuple[Condition, ...]
    needs_all: bool
    """They are required ones; others of the group then decide nothing. Otherwise one of them is enough."""

    def matches(self, facts: MatchFacts) -> bool | None:
        """Return whether a file or a release satisfies it; None where that cannot be told."""
        decisive, is_open = not self.needs_all, False
        for condition in self.conditions:
            answer = condition.accepts(READERS[condition.field](facts))
            if answer is decisive:
                return decisive
            is_open = is_open or answer is None
        return None if is_open else not decisive

    def reason(self, facts: MatchFacts) -> str:
        """Return why it cannot be told."""
        values = ((condition, READERS[condition.field](facts)) for condition in self.conditions)
        return next(
            condition.reason(value) for condition, value in values if condition.accepts(value) is None
        )


@dataclass(frozen=True)
class CompiledFormat:
    """A custom format that can be evaluated."""

    id: int
    name: str
    groups: tuple[ConditionGroup, ...]
    """Those without patterns first."""

    @property
    def patterns(self) -> Iterable[tuple[str, NamePattern]]:
        """The patterns of its conditions, each with the field it is tested on."""
        conditions = (condition for group in self.groups for condition in group.conditions)
        return ((condition.field, condition.pattern) for condition in conditions if condition.pattern)


class Evaluation(NamedTuple):
    """Which formats a file or a release matches."""

    matched: frozenset[int]
    unknown: Mapping[int, str]
    """Format id → why it cannot be told."""


def evaluate(formats: Iterable[CompiledFormat], facts: MatchFacts) -> Evaluation:
    """Return the formats that a file or a release matches."""
    matched: set[int] = set()
    unknown: dict[int, str] = {}
    for format_ in formats:
        open_group = None
        for group in format_.groups:
            answer = group.matches(facts)
            if answer is False:
                break
            open_group = open_group or (group if answer is None else None)
        else:
            if open_group is None:
                matched.add(format_.id)
            else:
                unknown[format_.id] = open_group.reason(facts)
    return Evaluation(frozenset(matched), unknown)


# --- what conditions read --------------------------------------------------------------------------------


def _release_group(facts: MatchFacts) -> str | _NoText | None:
    if facts.release_group == "" and not facts.has_empty_group:
        return _NoText.NULL if facts.has_empty_group is False else _NoText.NULL_OR_EMPTY
    return facts.release_group


def _languages(facts: MatchFacts) -> tuple[tuple[str, ...], str] | None:
    return None if facts.languages is None else (facts.languages, facts.original_language)


READERS: Mapping[str, Callable[[MatchFacts], Any]] = {
    TITLE_FIELD: lambda facts: facts.titles,
    "release_group": _release_group,
    "edition": lambda facts: facts.edition,
    "languages": _languages,
    "source": lambda facts: facts.source,
    "resolution": lambda facts: facts.resolution,
    "modifier": lambda facts: facts.modifier,
    "indexer_flags": lambda facts: facts.indexer_flags,
    "size": lambda facts: facts.size,
    "release_type": lambda facts: facts.release_type,
    "year": lambda facts: 0 if facts.is_stored_file else facts.year,
}
"""How the value of each field is read of the facts; None where no row holds it."""


# --- compiling -------------------------------------------------------------------------------------------


def compile_format(body: Mapping[str, Any], kind: str) -> CompiledFormat:
    """Return a format from the body of ``GET /customformat``; ``fields`` may be a list or a mapping.

    A condition that the app does not have, or that cannot be evaluated, is unknown for every file.
    """
    vocabulary = APPS[kind].vocabulary
    by_implementation: dict[str, list[Condition]] = {}
    for specification in body.get("specifications") or ():
        condition = _condition(specification, vocabulary)
        by_implementation.setdefault(condition.implementation, []).append(condition)
    groups = []
    for conditions in by_implementation.values():
        required = tuple(condition for condition in conditions if condition.required)
        groups.append(ConditionGroup(required or tuple(conditions), needs_all=bool(required)))
    return CompiledFormat(
        id=int(body.get("id") or 0),
        name=str(body.get("name") or ""),
        groups=tuple(sorted(groups, key=lambda group: group.conditions[0].pattern is not None)),
    )


def _condition(specification: Mapping[str, Any], vocabulary: Vocabulary) -> Condition:
    implementation = str(specification.get("implementation") or "").removesuffix("Specification")
    fields = specification.get("fields") or {}
    if not isinstance(fields, Mapping):
        fields = {entry.get("name"): entry.get("value") for entry in fields}
    name = str(specification.get("name") or implementation)
    pattern, unsupported = None, ""
    field, test = _FIELDS.get(implementation, ""), _NEVER_ASKED
    try:
        if implementation not in vocabulary.implementations:
            raise UnsupportedPatternError("the app has no such condition")
        if field in _PATTERN_TESTS:
            pattern = compile_pattern(str(fields.get("value") or ""))
            test = _PATTERN_TESTS[field](pattern)
        else:
            test = _TESTS[implementation](fields, vocabulary)
    except UnsupportedPatternError as fault:
        unsupported = str(fault)
    return Condition(
        name=name,
        implementation=implementation,
        negate=specification.get("negate") is True,
        required=specification.get("required") is True,
        field=field or TITLE_FIELD,
        test=test,
        pattern=pattern,
        unsupported=unsupported,
    )


_NEVER_ASKED: _Test = bool
"""The test of a condition that is unknown for every value."""
_FIELDS = {
    "ReleaseTitle": TITLE_FIELD,
    "ReleaseGroup": "release_group",
    "Edition": "edition",
    "Language": "languages",
    "Source": "source",
    "Resolution": "resolution",
    "QualityModifier": "modifier",
    "IndexerFlag": "indexer_flags",
    "Size": "size",
    "ReleaseType": "release_type",
    "Year": "year",
}


def _any_title(pattern: NamePattern) -> _Test:
    """Return the test of a title condition: any of the names (``ReleaseTitleSpecification``)."""

    def test(titles: tuple[str, ...]) -> bool | None:
        answers = [pattern.matches(title) for title in titles]
        return True if True in answers else None if None in answers else False

    return test


def _text(pattern: NamePattern) -> _Test:
    """Return the test of a condition on a group or an edition (``MatchString``: null matches nothing)."""

    def test(text: str | _NoText) -> bool | None:
        if isinstance(text, str):
            return pattern.matches(text)
        return None if text is _NoText.NULL_OR_EMPTY and pattern.matches("") else False

    return test


_PATTERN_TESTS: Mapping[str, Callable[[NamePattern], _Test]] = {
    TITLE_FIELD: _any_title,
    "release_group": _text,
    "edition": _text,
}


def _number(fields: Mapping[str, Any], name: str) -> int:
    """Return a whole number of a condition. Raises UnsupportedPatternError for anything else."""
    try:
        return int(fields.get(name) or 0)
    except (TypeError, ValueError):
        raise UnsupportedPatternError(f"{name} is no number") from None


def _language(fields: Mapping[str, Any], vocabulary: Vocabulary) -> _Test:
    """Return the test of ``LanguageSpecification``.

    "Original" is the title's original language, and a language of its own where that is unknown.
    """
    number, is_except = _number(fields, "value"), fields.get("exceptLanguage") is True
    if number not in vocabulary.languages:
        raise UnsupportedPatternError(f"language {number} is not known")
    fixed = vocabulary.languages[number]

    def test(value: tuple[tuple[str, ...], str]) -> bool | None:
        languages, original = value
        wanted = fixed
        if number == ORIGINAL_LANGUAGE and original != vocabulary.languages[0]:
            if not original:
                return None
            wanted = original
        return any(name != wanted for name in languages) if is_except else wanted in languages

    return test


def _named(
    names: Callable[[Vocabulary], tuple[str, ...]],
) -> Callable[[Mapping[str, Any], Vocabulary], _Test]:
    """Return the maker of tests that compare a name with the one of the condition's number."""

    def make(fields: Mapping[str, Any], vocabulary: Vocabulary) -> _Test:
        known, number = names(vocabulary), _number(fields, "value")
        wanted = known[number] if 0 <= number < len(known) else None
        return lambda name: name.casefold() == wanted if name.casefold() in known else None

    return make


def _resolution(fields: Mapping[str, Any], _: Vocabulary) -> _Test:
    wanted = _number(fields, "value")
    return lambda resolution: resolution == wanted


def _flag(fields: Mapping[str, Any], vocabulary: Vocabulary) -> _Test:
    """Return the test of ``IndexerFlagSpecification``: all bits of the value are set."""
    wanted = _number(fields, "value")

    def test(flags: int | tuple[str, ...]) -> bool | None:
        bits = flags if isinstance(flags, int) else vocabulary.flag_bits(flags)
        return None if bits is None else bits & wanted == wanted

    return test


def _size(fields: Mapping[str, Any], _: Vocabulary) -> _Test:
    """Return the test of ``SizeSpecification``: more than the minimum, at most the maximum, in gigabytes."""
    try:
        low, high = (round(float(fields.get(name) or 0) * GIGABYTE) for name in ("min", "max"))
    except (TypeError, ValueError, OverflowError):
        raise UnsupportedPatternError("its sizes are no numbers") from None
    return lambda size: low < size <= high


def _year(fields: Mapping[str, Any], _: Vocabulary) -> _Test:
    """Return the test of ``YearSpecification``; the year of a stored file is 0 there, so none matches."""
    low, high = _number(fields, "min"), _number(fields, "max")
    return lambda year: low <= year <= high


_TESTS: Mapping[str, Callable[[Mapping[str, Any], Vocabulary], _Test]] = {
    "Language": _language,
    "Source": _named(lambda vocabulary: vocabulary.sources),
    "QualityModifier": _named(lambda vocabulary: vocabulary.modifiers),
    "ReleaseType": _named(lambda vocabulary: vocabulary.release_types),
    "Resolution": _resolution,
    "IndexerFlag": _flag,
    "Size": _size,
    "Year": _year,
}
