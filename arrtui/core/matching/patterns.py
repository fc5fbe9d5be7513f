"""Patterns of title, group and edition conditions, as .NET understands them.

The apps compile a pattern with ``RegexOptions.IgnoreCase`` (``RegexSpecificationBase``). It is rewritten for
the ``regex`` library where the two write the same thing differently; what they understand differently raises
:class:`UnsupportedPatternError`. Where a name has characters that the two take for different letters, the
answer is known only if it does not depend on them.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import Final

import regex

from arrtui.core.matching.words import required_words

TIMEOUT: Final = 0.05
"""Seconds that a pattern may take on one name; a second try gets five times as many, as the machine may be
busy."""
_APART = (
    "\N{LATIN SMALL LETTER DOTLESS I}\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}\N{LATIN SMALL LETTER LONG S}"
)
"""Letters that one of the two takes for an ASCII letter of the other case, .NET by the culture it runs in."""
_FOLDED_APART = (
    f"{_APART}\u00b5\u0345\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1\u03f5\u1c80-\u1c88\u1e9b\u1fbe"
)
_ODD = regex.compile(
    rf"[{_FOLDED_APART}\u13a0-\u13fd\uab70-\uabbf\p{{Mc}}\p{{Me}}\p{{Nl}}\p{{Cf}}\u24b6-\u24e9]"
)
"""Characters whose other case, or whose being part of a word, differs between the two."""
_LIKE_ASCII = re.compile(f"[{_APART}\N{KELVIN SIGN}]")
"""The letters beyond ASCII that may be another case of one of ASCII."""
_BEYOND_16_BITS = re.compile("[\U00010000-\U0010ffff]")
_TWO_UNITS = "\ufffd\ufffd"
"""What .NET sees of a character beyond 16 bits: two that are no part of a word."""
_ASCII = str.maketrans(dict(zip(_APART, "iis", strict=True)))
_STAND_INS = ("\N{CJK UNIFIED IDEOGRAPH-4E00}", "\N{REFERENCE MARK}")
"""A part of words without cases, and no part of words."""

_TOKEN = re.compile(
    r"""
    (?P<escape>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[pP]\{\w+\}|k<\w+>|k'\w+'|\d+|[^\d]))
    |(?P<comment>\(\?\#[^)]*\))
    |(?P<name>\(\?(?:<[A-Za-z_]\w*>|'[A-Za-z_]\w*'))
    |(?P<flags>\(\?[A-Za-z]*(?:-[A-Za-z]+)?[:)])
    |(?P<look>\(\?(?:<?[=!]|>))
    |(?P<odd>\(\?.?)
    |(?P<set>\[\^?)
    |(?P<times>[*+?]\??|\{\d+(?:,\d*)?\}\??)
    |(?P<brace>\{)
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SET_TOKEN = re.compile(
    r"(?P<escape>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[pP]\{\w+\}|\d+|[^\d]))|(?P<other>.)", re.DOTALL
)
_REPEATED_GROUP = re.compile(r"\)(?:[*+]|\{)")
_ENDLESS = re.compile(r"[*+]|\{\d+,\}")
_FEW_ENDLESS = 2
"""Quantifiers without an end, up to which a pattern tries at most the cube of a name's length."""
_SET_WITHOUT_END = "a set without an end"
_CONTROLS = {"a": "\a", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_CLASSES = frozenset("dDwWsS")
_CATEGORIES = re.compile(r"\\[pP]\{(?:L|Lm|Lo|M|Mn|Mc|Me|N|Nd|Nl|No|P|P[cdsefio]|S|S[mcko]|Z|Z[slp])\}")
"""General categories without a case, which both know by these names."""


class UnsupportedPatternError(ValueError):
    """A pattern that .NET and the ``regex`` library understand differently, or that .NET refuses."""


class NamePattern:
    """A pattern of a condition. Compared and hashed by its text."""

    def __init__(self, text: str) -> None:
        """Raise UnsupportedPatternError for what cannot be told."""
        self.text = text
        self._translated, self._flags = _Translation(text).result
        self._is_quick = _REPEATED_GROUP.search(text) is None and len(_ENDLESS.findall(text)) <= _FEW_ENDLESS
        """It needs no watching, which takes as long as a search."""

    @cached_property
    def words(self) -> frozenset[str] | None:
        """Of which each name that matches and :func:`can_be_lowered` holds one; None where none are known."""
        return required_words(self.text)

    @cached_property
    def _regex(self) -> regex.Pattern[str] | None:
        """The pattern, compiled once a name needs it, as that takes long; None if it cannot be."""
        try:
            return regex.compile(self._translated, self._flags)
        except regex.error:
            return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NamePattern) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def matches(self, name: str) -> bool | None:
        """Return whether .NET finds the pattern in a name; None where that is uncertain or takes too long."""
        if self.words is not None and can_be_lowered(name):
            lowered = name.lower()
            if not any(word in lowered for word in self.words):
                return False
        return self.search(name)

    def search(self, name: str) -> bool | None:
        """Return the same as :meth:`matches`, for a name of which it is known that it holds a word."""
        if name.isascii():
            return self._search(name)
        name = _BEYOND_16_BITS.sub(_TWO_UNITS, name)
        answer = self._search(name)
        if not is_odd(name):
            return answer
        others = (name.translate(_ASCII), *(_ODD.sub(stand_in, name) for stand_in in _STAND_INS))
        return answer if {answer, *map(self._search, others)} == {answer} else None

    def _search(self, name: str) -> bool | None:
        if self._regex is None:
            return None
        if self._is_quick:
            return self._regex.search(name) is not None
        for timeout in (TIMEOUT, 5 * TIMEOUT):
            try:
                return self._regex.search(name, timeout=timeout) is not None
            except TimeoutError:
                continue
        return None


def can_be_lowered(name: str) -> bool:
    """Return whether a name in small letters holds all ASCII words that are in it in whatever letters."""
    return name.isascii() or _LIKE_ASCII.search(name) is None


def is_odd(name: str) -> bool:
    """Return whether a name has letters of which it may be uncertain what a pattern makes of them."""
    return not name.isascii() and _ODD.search(name) is not None


def refused_by_dotnet(text: str) -> str:
    """Return why .NET refuses a pattern; empty where it takes it, or where that cannot be told."""
    if "(?P" in re.sub(r"\\.", "", text):
        return "a construct of Python"
    try:
        translated, flags = _Translation(text).result
    except UnsupportedPatternError as error:
        return str(error) if str(error) == _SET_WITHOUT_END else ""
    try:
        regex.compile(translated, flags)
    except regex.error as error:
        return str(error).partition(" at position")[0]
    return ""


@lru_cache(maxsize=8192)
def compile_pattern(text: str) -> NamePattern:
    """Return a pattern, compiled once. Raises UnsupportedPatternError."""
    return NamePattern(text)


class _Translation:
    """A pattern of .NET on its way to the ``regex`` library."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        self._place = 0
        self._flags = int(regex.VERSION0 | regex.IGNORECASE)
        self._named = self._numbered = False

    @property
    def result(self) -> tuple[str, int]:
        """The pattern and its flags. Raises UnsupportedPatternError."""
        if _BEYOND_16_BITS.search(self._text):
            raise UnsupportedPatternError("a character beyond 16 bits")
        after_times = False
        while self._place < len(self._text):
            match = _TOKEN.match(self._text, self._place)
            assert match is not None
            kind, token = match.lastgroup or "", match[0]
            self._place = match.end()
            if kind == "times" and after_times:
                raise UnsupportedPatternError("a quantifier of a quantifier, which the app refuses")
            self._parts.append(self._translated(kind, token, match.start()))
            after_times = kind == "times"
        if self._named and self._numbered:
            raise UnsupportedPatternError("a numbered reference beside named groups")
        return "".join(self._parts), self._flags

    def _translated(self, kind: str, token: str, start: int) -> str:
        match kind:
            case "escape":
                return self._escape(token)
            case "comment":
                return "(?:)"
            case "name":
                self._named = True
                return f"(?P<{token[3:-1]}>"
            case "flags":
                return self._inline_flags(token, start)
            case "odd":
                raise UnsupportedPatternError(f"{self._text[start : start + 4]}…, a construct of its own")
            case "set":
                return self._set(token)
            case "brace":
                return r"\{"
            case "other":
                _refuse_letters_apart(token)
        return token

    def _escape(self, token: str) -> str:
        """Return an escape outside of sets."""
        letter = token[1]
        if letter.isdecimal():
            if len(token) > 2 or letter == "0":
                raise UnsupportedPatternError(f"{token}, a reference or a character by its number")
            self._numbered = True
            return token
        if letter in _CLASSES or letter in "bBA":
            return token
        if letter == "Z":
            return r"(?=\n?\Z)"
        if letter == "z":
            return r"\Z"
        if letter == "k" and len(token) > 2:
            return f"(?P={token[3:-1]})"
        return _character(token)

    def _inline_flags(self, token: str, start: int) -> str:
        """Return flags set within a pattern: only those that hold for the whole of it, or for a group."""
        switched_on, _, switched_off = token[2:-1].partition("-")
        if not set(switched_on) <= set("ims") or not set(switched_off) <= set("ims"):
            raise UnsupportedPatternError(f"the option {token}")
        if token.endswith(":"):
            return token
        if start == 0 and switched_off in ("", "i"):
            self._flags |= (regex.DOTALL if "s" in switched_on else 0) | (
                regex.MULTILINE if "m" in switched_on else 0
            )
            self._flags &= ~int(regex.IGNORECASE) if switched_off else -1
        elif switched_on != "i" or switched_off or not self._flags & regex.IGNORECASE or "(?-" in self._text:
            raise UnsupportedPatternError(f"the option {token} within the pattern")
        return "(?:)"

    def _set(self, opening: str) -> str:
        """Return a set of characters; the place is behind its opening."""
        parts, low, in_range = [opening], "", False
        while True:
            match = _SET_TOKEN.match(self._text, self._place)
            if match is None:
                raise UnsupportedPatternError(_SET_WITHOUT_END)
            part, self._place, is_first = match[0], match.end(), len(parts) == 1
            if part == "]" and not is_first:
                return "".join([*parts, part])
            following = self._text[self._place : self._place + 1]
            _refuse_sets_within(part, following, is_first)
            if part == "-" and low and not in_range and following != "]":
                parts.append(part)
                in_range = True
                continue
            parts.append(written := _set_member(part))
            if in_range:
                _refuse_range_apart(low, written)
            low, in_range = ("" if in_range or written[1:] in _CLASSES else written), False


def _refuse_sets_within(part: str, following: str, is_first: bool) -> None:
    """Raise for what would begin a set within a set."""
    if part == "-" and following == "[" and not is_first:
        raise UnsupportedPatternError("a set less another one")
    if part == "[" and following == ":":
        raise UnsupportedPatternError("[:")


def _set_member(part: str) -> str:
    """Return a character or a class within a set."""
    if len(part) == 1:
        _refuse_letters_apart(part)
        return part if part.isalnum() or part in "_-" else "\\" + part
    if part[1] in _CLASSES:
        return part
    if part[1].isdecimal():
        raise UnsupportedPatternError(f"{part}, a character by its number")
    return r"\x08" if part == r"\b" else _character(part)


def _character(token: str) -> str:
    """Return the escape of one character, or of a category."""
    letter = token[1]
    if letter in "xu" and len(token) > 2:
        character = chr(int(token[2:], 16))
    elif letter in _CONTROLS:
        character = _CONTROLS[letter]
    elif letter in "pP" and _CATEGORIES.fullmatch(token):
        return token
    elif letter.isalnum():
        raise UnsupportedPatternError(f"the escape {token}")
    else:
        character = letter
    _refuse_letters_apart(character)
    return f"\\u{ord(character):04x}"


def _refuse_letters_apart(character: str) -> None:
    if _ODD.match(character):
        raise UnsupportedPatternError(f"{character}, whose other case differs")


def _refuse_range_apart(low: str, high: str) -> None:
    """Raise for a range with letters that only one of the two takes for an ASCII letter of the other case."""
    try:
        first, last = (_code(end) for end in (low, high))
    except ValueError:
        raise UnsupportedPatternError(f"the range {low}-{high}") from None
    if any(first <= ord(letter) <= last for letter in _APART):
        raise UnsupportedPatternError(f"the range {low}-{high}, which holds letters whose other case differs")


def _code(written: str) -> int:
    """Return the number of a set's member. Raises ValueError for a class."""
    if len(written) == 6 and written[1] == "u":
        return int(written[2:], 16)
    if len(written) > 2 or written[1:] in _CLASSES:
        raise ValueError(written)
    return ord(written[-1])
