"""Which custom formats a file matches (`CustomFormatCalculationService.cs:172-210`)."""

from __future__ import annotations

import itertools
import marshal
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from arrtui.demo.http.wire import Obj
from arrtui.demo.world.tables import AUDIO, MODIFIERS, SOURCES, Kind

_TITLE_PART = re.compile(r"^.*?(?:\b(?:19|20)\d\d\b|S\d\d+(?:E\d+)*(?=\W))[ ).\]]*", re.IGNORECASE)
_LOOKBEHIND = re.compile(r"\(\?<!((?:[^()\[\]?*+{}|\\]|\[[^\]]*\]\??)*)\)")
_EARLIER_NAMES = frozenset({"sceneName", "originalFilePath"})
_RELEASE_TYPES = ("unknown", "singleEpisode", "multiEpisode", "seasonPack")


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What custom formats look at; equal facts always match the same formats."""

    text: str
    own_text: str
    """What the file itself is called; the same where only one name is known."""
    group: str
    source: int
    resolution: int
    modifier: int
    languages: tuple[int, ...]
    original: bool
    """Whether one of the languages is the one the title was made in."""
    flags: int
    release_type: int
    size: int
    """Bytes, where the app's formats look at them; else 0."""


Check = Callable[[ReleaseFacts], bool]
ReadTexts = Callable[[ReleaseFacts], set[str]]
"""The names of which a pattern has to match one."""


def facts_of(kind: Kind, file: Obj, original: int) -> ReleaseFacts:
    """Return the facts of a file (or of a release described by the same keys).

    A title condition holds of the scene name, else the original file's name, or of the file's own name
    (`CustomFormatInput.Filename`): a rename takes nothing away but may add a match.
    """
    text, own_text = release_title(file), _base_name(file["relativePath"])
    is_track = kind in AUDIO
    if is_track:  # one name counts, and the words of a track's title are no title of the release
        own_text = text
    else:
        text, own_text = _without_title(text), _without_title(own_text)
        own_text = own_text if file.keys() & _EARLIER_NAMES else text
    quality = file["quality"]["quality"]
    spoken = tuple(language["id"] for language in file.get("languages", ()))
    return ReleaseFacts(
        text=text,
        own_text=own_text,
        group=file.get("releaseGroup") or "",
        source=SOURCES[kind].index(quality.get("source", "unknown")),
        resolution=quality.get("resolution", 0),
        modifier=MODIFIERS.index(quality.get("modifier", "none")),
        languages=spoken,
        original=original in spoken,
        flags=file.get("indexerFlags", 0),
        release_type=_RELEASE_TYPES.index(file.get("releaseType", "unknown")),
        size=int(file.get("size", 0)) if is_track else 0,
    )


def release_title(file: Obj) -> str:
    """Return the name of the release that a file is: as it was called first, as far as that is known."""
    path = file.get("originalFilePath") or file["relativePath"]
    return str(file.get("sceneName") or _base_name(path))


def _base_name(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _without_title(name: str) -> str:
    """Return a release's name with a common title, so that two titles of one release kind share a look-up."""
    return "Title.2020." + _TITLE_PART.sub("", name, count=1)


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str] | None:
    """Return the .NET pattern in Python; None when it uses what `re` lacks, and then it never matches."""
    try:
        return re.compile(_LOOKBEHIND.sub(_fixed_width, pattern), re.IGNORECASE)
    except re.error:
        return None


def _fixed_width(match: re.Match[str]) -> str:
    """Spell out the lengths of a negative look-behind: Python wants each of them fixed."""
    parts = re.findall(r"\[[^\]]*\]\??|[^\[\]]+", match[1])
    choices = [("", part[:-1]) if part.endswith("]?") else (part,) for part in parts]
    return "".join(f"(?<!{''.join(choice)})" for choice in itertools.product(*choices))


def _text_check(pattern: str, read: ReadTexts) -> Check:
    expression = compiled(pattern)
    if expression is None:
        return lambda facts: False
    search = expression.search
    return lambda facts: any(map(search, read(facts)))


def _language_check(language: int, *, is_excepted: bool) -> Check:
    """Return the check for a language, or for any other one."""
    if not is_excepted:
        return lambda facts: facts.original if language == ORIGINAL else language in facts.languages
    if language == ORIGINAL:
        return lambda facts: bool(facts.languages) and not (facts.original and len(set(facts.languages)) == 1)
    return lambda facts: any(spoken != language for spoken in facts.languages)


def _check(specification: Obj) -> Check:
    """Return what a specification asks of a release, before it is negated."""
    value, implementation = _value(specification), specification["implementation"]
    if read := _TEXTS.get(implementation):
        return _text_check(str(value), read)
    if implementation == "LanguageSpecification":
        return _language_check(int(value), is_excepted=bool(_value(specification, "exceptLanguage")))
    if implementation == "SizeSpecification":
        least, most = (float(_value(specification, name) or 0) * 2**30 for name in ("min", "max"))
        return lambda facts: least < facts.size <= most
    is_number = isinstance(value, int | float | str) and str(value).lstrip("-").isdigit()
    number = int(value) if is_number else -1
    if read_number := _NUMBERS.get(implementation):
        return lambda facts: read_number(facts) == number
    if implementation == "IndexerFlagSpecification":
        return lambda facts: bool(facts.flags & number)
    return lambda facts: False


def _negated(specification: Obj) -> Check:
    check = _check(specification)
    if specification.get("negate"):
        return lambda facts: not check(facts)
    return check


Group = tuple[list[Check], list[Check]]
"""The required checks of a kind of specification, and the others."""
_TEXTS: dict[str, ReadTexts] = {
    "ReleaseTitleSpecification": lambda facts: {facts.text, facts.own_text},
    "ReleaseGroupSpecification": lambda facts: {facts.group},
}
_NUMBERS: dict[str, Callable[[ReleaseFacts], int]] = {
    "SourceSpecification": lambda facts: facts.source,
    "ResolutionSpecification": lambda facts: facts.resolution,
    "QualityModifierSpecification": lambda facts: facts.modifier,
    "ReleaseTypeSpecification": lambda facts: facts.release_type,
}
ORIGINAL = -2
"""The number of the language a title was made in."""
_NOT_JOINABLE = re.compile(r"\\[1-9]|\(\?[a-zA-Z]|\(\?P?<[a-zA-Z]")


@lru_cache(maxsize=1_024)
def _groups(specifications: bytes) -> list[Group]:
    """Return the checks of a format per kind of specification; many instances have the same formats."""
    kinds: dict[str, list[Obj]] = {}
    for specification in marshal.loads(specifications):  # noqa: S302
        kinds.setdefault(specification["implementation"], []).append(specification)
    groups = []
    for kind, of_kind in kinds.items():
        required = [_negated(spec) for spec in of_kind if spec.get("required")]
        optional = [spec for spec in of_kind if not spec.get("required")]
        joinable = [spec for spec in optional if kind in _TEXTS and _joinable(spec)]
        checks = [_negated(spec) for spec in optional if spec not in joinable]
        if joinable:
            checks.insert(0, _text_check("|".join(f"(?:{_value(spec)})" for spec in joinable), _TEXTS[kind]))
        groups.append((required, checks))
    return groups


def _joinable(specification: Obj) -> bool:
    """Return whether a pattern may become one branch of a common one, which is far quicker to try."""
    pattern = str(_value(specification))
    if specification.get("negate") or _NOT_JOINABLE.search(pattern):
        return False
    return compiled(pattern) is not None


def _value(specification: Obj, name: str = "value") -> Any:
    return next((field.get("value") for field in specification["fields"] if field["name"] == name), None)


@lru_cache(maxsize=32)
def _results_of(rules: tuple[tuple[int, bytes], ...]) -> dict[ReleaseFacts, tuple[int, ...]]:
    """Return what was matched against these formats so far."""
    return {}


class Matcher:
    """Matches facts against a set of formats, remembering every result for others with the same formats."""

    def __init__(self, formats: Iterable[Obj]) -> None:
        # Version 2 of marshal writes equal objects equally; JSON takes ten times as long.
        rules = tuple((row["id"], marshal.dumps(row["specifications"], 2)) for row in formats)
        self._rules = [(number, _groups(specifications)) for number, specifications in rules]
        self._results = _results_of(rules)

    def match(self, facts: ReleaseFacts) -> tuple[int, ...]:
        """Return the ids of the formats that match."""
        result = self._results.get(facts)
        if result is None:
            result = self._results[facts] = tuple(
                number for number, groups in self._rules if all(_matches(group, facts) for group in groups)
            )
        return result


def _matches(group: Group, facts: ReleaseFacts) -> bool:
    """Return whether all required checks hold and, without any, one of the others."""
    required, optional = group
    if not all(check(facts) for check in required):
        return False
    return bool(required) or any(check(facts) for check in optional)
