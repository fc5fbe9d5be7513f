"""Made-up names in place of titles, hosts and folders, so that a screen can be shown to others. Pure.

A replaced text keeps its length, its blanks and its punctuation, so that every line, column and cursor stays
where it is. The same name is replaced by the same letters wherever it stands. What is made up is no word of
any name that is known.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from arrtui.core.common_words import COMMON_WORDS
from arrtui.core.folding import fold
from arrtui.core.made_up import made_up
from arrtui.core.private_patterns import WORD, Span, long_paths, private_spans, private_words

_PLACED = re.compile(r" \((?:18|19|20)\d\d\)")
"""What follows a title and nothing else: the year."""
_EPISODE = re.compile(r"s\d+e\d+")
"""The number of an episode, folded; its name follows."""
_ESCAPE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_QUOTES = frozenset("\"'“”‘’«»")
_LEAST_JOINED = 6
"""Letters of a name that is recognised without the blanks in it."""
_LEAST_NUMBER = 4
"""Digits of a number that is recognised as a title wherever it stands."""
REMEMBERED = 4_096
"""Texts whose replacement is remembered: a few screens of them."""
_MOST_ISSUED = 65_536
"""Addresses, paths and releases that were made up and are remembered, so that they are not replaced again."""


class Likeness(Enum):
    """How much like a known name a text must be to be replaced."""

    LOOSE = "loose"
    """Names that tell: whatever the case, and whatever stands between the words."""
    EXACT = "exact"
    """Names of common words only: the same words in the same case."""
    WHOLE = "whole"
    """Names that are a small number or a common word: only where nothing but a name can stand."""


class KnownName(NamedTuple):
    """A name that is to be replaced."""

    text: str
    likeness: Likeness


class ReplacedPart(NamedTuple):
    """A part of a text that is replaced."""

    start: int
    end: int
    seed: str
    """What its letters are made up from: the name, folded."""


def title_name(title: str) -> KnownName:
    """Return a title as a name: how it is recognised depends on how common its words are."""
    words = folded_words(title)
    if any(map(is_telling, words)):
        return KnownName(title, Likeness.LOOSE)
    if all(word.isdigit() for word in words):
        return KnownName(title, Likeness.EXACT if len("".join(words)) >= _LEAST_NUMBER else Likeness.WHOLE)
    if len(words) > 1:
        return KnownName(title, Likeness.LOOSE)
    return KnownName(title, Likeness.EXACT if len("".join(words)) > 1 else Likeness.WHOLE)


def episode_name(title: str) -> KnownName:
    """Return the title of an episode as a name: tens of thousands of them share most words of a language."""
    words = folded_words(title)
    if any(map(is_telling, words)):
        return KnownName(title, Likeness.LOOSE)
    return KnownName(title, Likeness.EXACT if len(words) > 1 else Likeness.WHOLE)


def is_telling(word: str) -> bool:
    """Return whether a folded word by itself tells of what it is the name."""
    return len(word) > 1 and not word.isdigit() and word not in COMMON_WORDS


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text without apostrophes, whatever stands between them."""
    words = WORD.findall(text)
    return tuple(map(_plain, words) if "'" in text or "’" in text else words)


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text without apostrophes, case and accents."""
    return words_of(text.lower()) if text.isascii() else tuple(map(fold, words_of(text)))


def _plain(word: str) -> str:
    return word.replace("'", "").replace("’", "")


class Disguise:
    """Replaces in texts what is known of an estate, and what looks as if it were of one."""

    def __init__(
        self,
        names: Iterable[KnownName],
        addresses: Iterable[str] = (),
        folders: Iterable[str] = (),
        hosts: Iterable[str] = (),
        *,
        salt: str = "",
    ) -> None:
        """Make a disguise.

        Args:
            names: Titles and other names.
            addresses: Web addresses whose hosts are replaced.
            folders: Absolute paths that are replaced, also as the beginning of longer ones.
            hosts: Other names of machines and people that are replaced, but for common words: ``radarr``.
            salt: What else the letters are made up from, so that nobody can try names out.
        """
        self._salt = salt
        self._names: dict[Likeness, dict[tuple[str, ...], str]] = {likeness: {} for likeness in Likeness}
        self._whole: dict[str, str] = {}
        self._unbroken: dict[str, set[str]] = {}
        """Names in scripts without blanks, by their first character."""
        for name in names:
            for text in _spellings(name.text):
                self._learn(KnownName(text, name.likeness))
        self._sizes = _sizes_by_first_word(self._names.values())
        all_hosts = {*hosts, *(urlsplit(address).hostname or "" for address in addresses)} - COMMON_WORDS
        places = sorted({*all_hosts, *(folder.rstrip("/\\") for folder in folders)} - {""}, key=len)
        alternatives = [rf"(?<![\w.-]){re.escape(place)}(?![\w-])" for place in reversed(places)]
        self._places = re.compile("|".join(alternatives), re.IGNORECASE) if places else None
        known = {word for group in self._names.values() for words in group for word in words}
        known.update(word for place in places for word in folded_words(place))
        self._taken = {*COMMON_WORDS, *map(fold, known)}
        self._telling = sorted(filter(is_telling, self._taken))
        self._common = sorted(COMMON_WORDS)
        self._issued: set[str] = set()
        self._shown = lru_cache(REMEMBERED)(self._disguise)
        self._made_up = lru_cache(REMEMBERED)(self._draw)

    def _learn(self, name: KnownName) -> None:
        folded = folded_words(name.text)
        words, seed = words_of(name.text) if name.likeness is Likeness.EXACT else folded, " ".join(folded)
        if words:
            self._names[name.likeness].setdefault(words, seed)
        if name.likeness is Likeness.LOOSE:
            joined = "".join(words)
            if len(words) > 1 and len(joined) >= _LEAST_JOINED:
                self._names[Likeness.LOOSE].setdefault((joined,), seed)
            wide = (unicodedata.east_asian_width(character) in "WF" for character in joined)
            if len(joined) > 1 and not joined.isascii() and all(wide):
                self._unbroken.setdefault(joined[0], set()).add(joined)
        self._whole.setdefault(fold(name.text.strip()), seed)

    def __call__(self, text: str) -> str:
        """Return a text of the same length with everything known and all that looks private replaced."""
        return self._shown(text, True)

    def line(self, text: str) -> str:
        """Return a line of a screen, in which neighbours have nothing to do with each other."""
        return self._shown(text, False)

    def typed(self, text: str) -> str:
        """Return what is typed, in which a name may have just begun."""
        shown = self(text)
        pieces, done = [], 0
        for match in WORD.finditer(shown):
            word = fold(_plain(match[0]))
            is_field = text[match.end() :].startswith((":", "<", ">", "="))
            is_common = is_field or _begins_any(self._common, word)
            if not is_common and _begins_any(self._telling, word):
                pieces += [shown[done : match.start()], self._made_up(match[0], word)]
                done = match.end()
        return "".join([*pieces, shown[done:]])

    def hidden(self, text: str) -> str:
        """Return a text with everything replaced that stands for something: all of it is private."""
        return self._made_up(text, fold(text))

    def _disguise(self, text: str, is_running_text: bool) -> str:
        private = [
            span
            for span in (*(long_paths(text) if is_running_text else ()), *private_spans(text))
            if text[slice(*span)] not in self._issued
        ]
        pieces, done = [], 0
        for start, end, seed in self._parts(text, private, is_running_text=is_running_text):
            pieces += [text[done:start], self._made_up(text[start:end], seed)]
            done = end
        if not pieces:
            return text
        shown = "".join([*pieces, text[done:]])
        if len(self._issued) > _MOST_ISSUED:
            self._issued.clear()
        if private:
            spans = (*long_paths(shown), *private_spans(shown))
            self._issued.update(shown[start:end] for start, end in spans)
        return shown

    def _parts(self, text: str, private: Sequence[Span], *, is_running_text: bool) -> Iterable[ReplacedPart]:
        """Return the parts of a text that are replaced, from left to right."""
        stripped = text.strip()
        if stripped and (seed := self._whole.get(fold(stripped))) is not None:
            start = text.index(stripped)
            return (ReplacedPart(start, start + len(stripped), seed),)
        spans = [match.span() for match in self._places.finditer(text)] if self._places else []
        if is_running_text:
            private = [*private, *private_words(text)]
        known = [ReplacedPart(*span, fold(text[slice(*span)])) for span in spans]
        looking = [ReplacedPart(*span, fold(text[slice(*span)])) for span in private]
        return _apart([*known, *self._named(text), *looking])

    def _named(self, text: str) -> Iterator[ReplacedPart]:
        """Yield the names in a text; of several that begin with the same word the longest."""
        matches = list(WORD.finditer(text))
        plain = [_plain(match[0]) for match in matches]
        folded = [fold(word) for word in plain]
        place = 0
        while place < len(matches):
            size, seed = self._longest(text, matches, plain, folded, place)
            if size:
                yield ReplacedPart(matches[place].start(), matches[place + size - 1].end(), seed)
            elif self._unbroken and not plain[place].isascii():
                yield from self._within(plain[place], matches[place].start())
            place += size or 1

    def _longest(
        self,
        text: str,
        matches: Sequence[re.Match[str]],
        plain: Sequence[str],
        folded: Sequence[str],
        place: int,
    ) -> tuple[int, str]:
        """Return of how many words the longest name from a word on is, 0 for none, and what it is."""
        for size in self._sizes.get(folded[place], ()):
            if place + size > len(matches):
                continue
            lower = tuple(folded[place : place + size])
            seed = self._names[Likeness.EXACT].get(tuple(plain[place : place + size]))
            seed = self._names[Likeness.LOOSE].get(lower) if seed is None else seed
            if seed is None and (whole := self._names[Likeness.WHOLE].get(lower)) is not None:
                follows = place > 0 and _EPISODE.fullmatch(folded[place - 1]) is not None
                span = matches[place].start(), matches[place + size - 1].end()
                seed = whole if follows or _stands_as_name(text, *span) else None
            if seed is not None:
                return size, seed
        return 0, ""

    def _within(self, word: str, start: int) -> Iterator[ReplacedPart]:
        """Yield the names in a run of characters of a script without blanks."""
        place = 0
        while place < len(word):
            names = [name for name in self._unbroken.get(word[place], ()) if word.startswith(name, place)]
            size = max(map(len, names), default=0)
            if size:
                yield ReplacedPart(start + place, start + place + size, word[place : place + size])
            place += size or 1

    def _draw(self, text: str, seed: str) -> str:
        return made_up(text, f"{self._salt}\0{seed}", self._taken)


def _spellings(text: str) -> Iterator[str]:
    """Yield a name, and as tables draw it: composed, without escape sequences and what has no width."""
    yield text
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return
    shown = _ESCAPE.sub("", text)
    without = "".join(character for character in shown if unicodedata.category(character) != "Cf")
    yield unicodedata.normalize("NFC", without)


def _stands_as_name(text: str, start: int, end: int) -> bool:
    """Return whether only a name can stand at a place: in quotes, or before its year."""
    if _PLACED.match(text, end):
        return True
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return before in _QUOTES and after in _QUOTES


def _begins_any(words: Sequence[str], beginning: str) -> bool:
    """Return whether one of some sorted words begins with a text."""
    place = bisect_left(words, beginning)
    return place < len(words) and words[place].startswith(beginning)


def _apart(spans: Iterable[ReplacedPart]) -> Iterator[ReplacedPart]:
    """Yield spans from left to right, those that overlap an earlier one of the list cut into what is left."""
    owners: dict[int, str] = {}
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


def _sizes_by_first_word(groups: Iterable[Iterable[tuple[str, ...]]]) -> dict[str, tuple[int, ...]]:
    """Return of how many words the names are that begin with a word, without case, the longest first."""
    sizes: dict[str, set[int]] = {}
    for names in groups:
        for words in names:
            sizes.setdefault(fold(words[0]), set()).add(len(words))
    return {first: tuple(sorted(numbers, reverse=True)) for first, numbers in sizes.items()}
