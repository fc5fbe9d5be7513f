"""Which custom formats a file matches (`CustomFormatCalculationService.cs:172-210`)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import MODIFIERS, SOURCES, Kind

_INDEXED = re.compile(r"^.*?(?:\b(?:19|20)\d\d\b|S\d\d+(?:E\d+)*(?=\W))[ ).\]]*", re.IGNORECASE)
_LOOKBEHIND = re.compile(r"\(\?<!((?:[^()\[\]?*+{}|\\]|\[[^\]]*\]\??)*)\)")
_RELEASE_TYPES = ("unknown", "singleEpisode", "multiEpisode", "seasonPack")


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What custom formats look at; equal facts always match the same formats."""

    text: str
    group: str
    source: int
    resolution: int
    modifier: int
    languages: tuple[int, ...]
    original: bool
    """Whether one of the languages is the one the title was made in."""
    flags: int
    release_type: int


Check = Callable[[ReleaseFacts], bool]


def release_text(scene: str | None, original: str | None, relative: str) -> str:
    """The name formats are matched against: scene name, else original file, else the file itself."""
    if scene:
        return scene
    path = original or relative
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def indexed_part(text: str) -> str:
    """The name without its title, so that two titles of one release kind share a look-up."""
    return "Title.2020." + _INDEXED.sub("", text, count=1)


def facts_of(kind: Kind, file: Obj, original: int) -> ReleaseFacts:
    """The facts of a file (or of a release described by the same keys)."""
    text = release_text(file.get("sceneName"), file.get("originalFilePath"), file["relativePath"])
    quality = file["quality"]["quality"]
    release_type = file.get("releaseType", "unknown")
    spoken = tuple(language["id"] for language in file["languages"])
    return ReleaseFacts(
        indexed_part(text),
        file.get("releaseGroup") or "",
        SOURCES[kind].index(quality.get("source", "unknown")),
        quality.get("resolution", 0),
        MODIFIERS.index(quality.get("modifier", "none")),
        spoken,
        original in spoken,
        file.get("indexerFlags", 0),
        _RELEASE_TYPES.index(release_type),
    )


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str] | None:
    """The .NET pattern in Python; None when it uses what Python's `re` lacks, and then never matches."""
    try:
        return re.compile(_LOOKBEHIND.sub(_fixed_width, pattern), re.IGNORECASE)
    except re.error:
        return None


def _fixed_width(match: re.Match[str]) -> str:
    """Spell out the lengths of a negative look-behind: Python wants each of them fixed."""
    parts = re.findall(r"\[[^\]]*\]\??|[^\[\]]+", match[1])
    choices = [("", part[:-1]) if part.endswith("]?") else (part,) for part in parts]
    return "".join(f"(?<!{''.join(choice)})" for choice in itertools.product(*choices))


def _text_check(value: Any, read: Callable[[ReleaseFacts], str]) -> Check:
    pattern = compiled(str(value))
    if pattern is None:
        return lambda facts: False
    search = pattern.search
    return lambda facts: search(read(facts)) is not None


def _language_check(value: Any) -> Check:
    wanted = int(value)
    if wanted == -2:
        return lambda facts: facts.original
    return lambda facts: wanted in facts.languages


def _check(specification: Obj) -> Check:
    value, implementation = _value(specification), specification["implementation"]
    if read := _TEXTS.get(implementation):
        return _text_check(value, read)
    if implementation == "LanguageSpecification":
        return _language_check(value)
    return _number_check(implementation, value)


def _number_check(implementation: str, value: Any) -> Check:
    attribute = {
        "SourceSpecification": "source",
        "ResolutionSpecification": "resolution",
        "QualityModifierSpecification": "modifier",
        "ReleaseTypeSpecification": "release_type",
    }.get(implementation)
    wanted = int(value) if isinstance(value, int | float | str) and str(value).lstrip("-").isdigit() else -1
    if attribute:
        return lambda facts: bool(getattr(facts, attribute) == wanted)
    if implementation == "IndexerFlagSpecification":
        return lambda facts: bool(facts.flags & wanted)
    return lambda facts: False


def _negated(specification: Obj) -> Check:
    check = _check(specification)
    if specification.get("negate"):
        return lambda facts: not check(facts)
    return check


Group = tuple[list[Check], list[Check]]
_TEXTS: dict[str, Callable[[ReleaseFacts], str]] = {
    "ReleaseTitleSpecification": lambda facts: facts.text,
    "ReleaseGroupSpecification": lambda facts: facts.group,
}
_NOT_JOINABLE = re.compile(r"\\[1-9]|\(\?[a-zA-Z]|\(\?P?<[a-zA-Z]")


def _groups(format_: Obj) -> list[Group]:
    """Per kind of specification: the required checks and the others."""
    kinds: dict[str, list[Obj]] = {}
    for specification in format_["specifications"]:
        kinds.setdefault(specification["implementation"], []).append(specification)
    return [_group(kind, specifications) for kind, specifications in kinds.items()]


def _group(kind: str, specifications: list[Obj]) -> Group:
    required = [_negated(item) for item in specifications if item.get("required")]
    others = [item for item in specifications if not item.get("required")]
    joinable = [item for item in others if kind in _TEXTS and _joinable(item)]
    rest = [_negated(item) for item in others if item not in joinable]
    if joinable:
        rest.insert(0, _text_check("|".join(f"(?:{_value(item)})" for item in joinable), _TEXTS[kind]))
    return required, rest


def _joinable(specification: Obj) -> bool:
    """Whether a pattern may become one branch of a common one, which is far quicker to try."""
    pattern = str(_value(specification))
    return (
        not specification.get("negate")
        and not _NOT_JOINABLE.search(pattern)
        and compiled(pattern) is not None
    )


def _value(specification: Obj) -> Any:
    return next((field.get("value") for field in specification["fields"] if field["name"] == "value"), None)


def _group_matches(group: Group, facts: ReleaseFacts) -> bool:
    required, other = group
    if not all(check(facts) for check in required):
        return False
    return bool(required) or any(check(facts) for check in other)


class Matcher:
    """Matches facts against a set of formats, remembering every answer until the formats change."""

    def __init__(self) -> None:
        self._rules: list[tuple[int, list[Group]]] = []
        self._known: dict[ReleaseFacts, tuple[int, ...]] = {}

    def load(self, formats: Iterable[Obj]) -> None:
        """Take these formats from now on."""
        self._rules = [(item["id"], _groups(item)) for item in formats]
        self._known = {}

    def match(self, facts: ReleaseFacts) -> tuple[int, ...]:
        """The ids of the formats that match."""
        known = self._known.get(facts)
        if known is None:
            known = tuple(number for number, groups in self._rules if self._matches(groups, facts))
            self._known[facts] = known
        return known

    @staticmethod
    def _matches(groups: list[Group], facts: ReleaseFacts) -> bool:
        return all(_group_matches(group, facts) for group in groups)
