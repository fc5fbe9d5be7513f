"""Made-up names in place of titles, hosts and folders, so that a screen can be shown to others. Pure.

A replaced text keeps its length, its blanks and its punctuation, so that every line, column and cursor stays
where it is. The same name is replaced by the same letters wherever it stands.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from arrtui.core.folding import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ADDRESS = re.compile(r"(?<=://)[^\s\"'<>()]+")
_PATH = re.compile(r"(?<![\w./:])/[\w.@+-]+/[^\s\"'<>,;:()]*")
"""An absolute path of at least two steps, up to a blank."""
_RELEASE = re.compile(r"(?=[\w.'-]*[^\W\d_]{2})(?<![\w.])[\w'-]+(?:\.[\w'-]+){3,}")
"""The name of a release, of whatever title: at least four words with dots between them, not all numbers."""
_VOWELS, _CONSONANTS = "aeiou", "bdfgklmnprstv"
_WIDE = "アイウエオカキクケコサシスセソタチツテトナニヌネノ"
_ATTEMPTS = 20
"""Tries to find letters that are no known name themselves."""
REMEMBERED = 4_096
"""Texts whose replacement is remembered: a few screens of them."""


class Likeness(Enum):
    """How much like a known name a text must be to be replaced."""

    LOOSE = "loose"
    """Titles of several words: whatever the case, and whatever stands between the words."""
    EXACT = "exact"
    """Names that might be words of a sentence: the same words in the same case."""
    WHOLE = "whole"
    """Names that are a number or a single common word: only a text that consists of nothing else."""


class KnownName(NamedTuple):
    """A name that is to be replaced."""

    text: str
    likeness: Likeness


class ReplacedPart(NamedTuple):
    """A part of a text that is replaced."""

    start: int
    end: int
    seed: int
    """Number of the name, from which its letters are made up."""


def title_name(title: str) -> KnownName:
    """Return a title as a name: how it is recognised depends on how common its words are."""
    words = words_of(title)
    if not any(character.isalpha() for word in words for character in word):
        return KnownName(title, Likeness.WHOLE)
    return KnownName(title, Likeness.LOOSE if len(words) > 1 else Likeness.EXACT)


def episode_name(title: str) -> KnownName:
    """Return the title of an episode as a name: tens of thousands of them share most words of a language."""
    return KnownName(title, Likeness.EXACT if len(words_of(title)) > 1 else Likeness.WHOLE)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text without apostrophes, whatever stands between them."""
    return tuple(_plain(match[0]) for match in _WORD.finditer(text))


def _plain(word: str) -> str:
    return word.replace("'", "").replace("’", "")


class Disguise:
    """Replaces in texts what is known of an estate."""

    def __init__(
        self, names: Iterable[KnownName], addresses: Iterable[str] = (), folders: Iterable[str] = ()
    ) -> None:
        """Make a disguise.

        Args:
            names: Titles and other names, in an order that stays from one time to the next.
            addresses: Web addresses whose hosts are replaced.
            folders: Absolute paths that are replaced, also as the beginning of longer ones.
        """
        self._by_words: dict[Likeness, dict[tuple[str, ...], int]] = {likeness: {} for likeness in Likeness}
        self._whole: dict[str, int] = {}
        for seed, name in enumerate(names):
            self._learn(seed, name)
        self._sizes = _sizes_by_first_word(self._by_words)
        hosts = {urlsplit(address).hostname or "" for address in addresses}
        places = sorted({*hosts, *(folder.rstrip("/") for folder in folders)} - {""}, key=len, reverse=True)
        alternatives = [rf"(?<![\w.-]){re.escape(place)}(?![\w-])" for place in places]
        self._places = re.compile("|".join([*alternatives, _PATH.pattern, _RELEASE.pattern]), re.IGNORECASE)
        self.spans = lru_cache(REMEMBERED)(self._spans)
        """Returns the parts of a text that are replaced, from left to right."""

    def _learn(self, seed: int, name: KnownName) -> None:
        words = words_of(name.text)
        if name.likeness is Likeness.LOOSE:
            words = tuple(map(fold, words))
        if words and name.likeness is not Likeness.WHOLE:
            self._by_words[name.likeness].setdefault(words, seed)
        self._whole.setdefault(fold(name.text.strip()), seed)

    def __call__(self, text: str) -> str:
        """Return a text of the same length with everything known replaced."""
        pieces, done = [], 0
        for start, end, seed in self.spans(text):
            pieces += [text[done:start], self._made_up(text[start:end], seed)]
            done = end
        return "".join([*pieces, text[done:]]) if pieces else text

    def _spans(self, text: str) -> tuple[ReplacedPart, ...]:
        stripped = text.strip()
        if (seed := self._whole.get(fold(stripped))) is not None and stripped:
            start = text.index(stripped)
            return (ReplacedPart(start, start + len(stripped), seed),)
        addresses = [ReplacedPart(*match.span(), len(match[0])) for match in _ADDRESS.finditer(text)]
        places = [ReplacedPart(*match.span(), len(match[0])) for match in self._places.finditer(text)]
        return tuple(_apart([*addresses, *self._named(text), *places]))

    def _named(self, text: str) -> Iterator[ReplacedPart]:
        """Yield the names in a text; of several that begin with the same word the longest."""
        words = list(_WORD.finditer(text))
        plain = [_plain(match[0]) for match in words]
        folded = [fold(word) for word in plain]
        place = 0
        while place < len(words):
            size, seed = self._longest(plain, folded, place)
            if size:
                yield ReplacedPart(words[place].start(), words[place + size - 1].end(), seed)
            place += size or 1

    def _longest(self, plain: list[str], folded: list[str], place: int) -> tuple[int, int]:
        """Return of how many words the longest name from a word on is, 0 for none, and its number."""
        for size in self._sizes.get(folded[place], ()):
            for likeness, words in ((Likeness.EXACT, plain), (Likeness.LOOSE, folded)):
                following = tuple(words[place : place + size])
                if (seed := self._by_words[likeness].get(following)) is not None:
                    return len(following), seed
        return 0, 0

    def _made_up(self, text: str, seed: int) -> str:
        for attempt in range(_ATTEMPTS):
            shown = made_up(text, seed + attempt * 1_000_003)
            words = words_of(shown)
            known = self._by_words[Likeness.EXACT].keys() & {words}
            known |= self._by_words[Likeness.LOOSE].keys() & {tuple(map(fold, words))}
            if not known and fold(shown.strip()) not in self._whole:
                break
        return shown


def _apart(spans: Iterable[ReplacedPart]) -> Iterator[ReplacedPart]:
    """Yield spans from left to right, those that overlap an earlier one of the list cut into what is left."""
    owners: dict[int, int] = {}
    for span in spans:
        for position in range(span.start, span.end):
            owners.setdefault(position, span.seed)
    places = sorted(owners)
    start = 0
    for number, place in enumerate(places):
        following = places[number + 1] if number + 1 < len(places) else -1
        if following != place + 1 or owners[following] != owners[place]:
            yield ReplacedPart(places[start], place + 1, owners[place])
            start = number + 1


def _sizes_by_first_word(
    by_words: Mapping[Likeness, Mapping[tuple[str, ...], int]],
) -> dict[str, tuple[int, ...]]:
    """Return of how many words the names are that begin with a word, without case, the longest first."""
    sizes: dict[str, set[int]] = {}
    for names in by_words.values():
        for words in names:
            sizes.setdefault(fold(words[0]), set()).add(len(words))
    return {first: tuple(sorted(numbers, reverse=True)) for first, numbers in sizes.items()}


def made_up(text: str, seed: int) -> str:
    """Return a text of other letters and digits; case, width and what is neither stay."""
    choose = random.Random(seed).choice  # noqa: S311  # no secret: only names that are stable
    shown, number = [], 0
    for character in text:
        if not character.isalnum():
            shown.append(character)
            continue
        if character.isdigit():
            new = choose("0123456789")
        elif unicodedata.east_asian_width(character) in "WF":
            new = choose(_WIDE)
        else:
            new = choose(_VOWELS if number % 2 else _CONSONANTS)
        shown.append(new.upper() if character.isupper() else new)
        number += 1
    return "".join(shown)
