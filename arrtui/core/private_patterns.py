"""What looks private in a text, whatever is known of the estate: addresses, paths, files, releases. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from arrtui.core.apps import Kind
from arrtui.core.common_words import COMMON_WORDS

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
"""Letters and digits; an apostrophe belongs to the word it stands in."""
Span = tuple[int, int]
"""Start and end of a part of a text."""

_STEP = r"[^\s/\\\"<>|:;]"
"""A character of a file's name, without blanks and what separates paths from other text."""
_YEAR = r"(?:18|19|20)\d\d"
_VIDEO = r"\.(?:mkv|mp4|m4v|avi|mov|wmv|webm|mpe?g|ts|m2ts|iso|img|srt|sub|ass|idx|nfo|nzb|torrent|part)\b"
_MORE_STEPS = rf"(?: (?:{_STEP}+ ){{0,9}}(?:{_STEP}+[/\\]{_STEP}*|\({_YEAR}\)))*"
"""How a path goes on behind a blank: to another separator, or to the year that ends a folder's name."""
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_KINDS = "|".join(Kind)
_DOMAINS = (
    "com|net|org|info|io|me|tv|to|cc|de|uk|eu|us|ca|au|nl|be|fr|es|it|pl|se|no|fi|dk|ch|at|cz|ru|jp|xyz|app|"
    "dev|cloud|online|site|link|moe|local|lan|home|internal|intranet|localdomain|arpa|test|example|onion"
)
_PATH = (
    rf"(?:(?<![\w./:<)])~?/[^\W\d_]|(?<![\w./:])/[\w.@+-]+/|(?<!\w)[a-z]:[\\/](?!/)|\\\\\w){_STEP}*"
    rf"(?:[/\\]{_STEP}*)*"
)
"""An absolute path of POSIX or Windows, up to a blank."""
_SHORT_RELEASE = (
    rf"(?<![\w.])(?=[\w'.+-]*[._](?:{_YEAR}|s\d+(?:e\d+)*|\d{{3,4}}[pi])(?![^\W_]))(?=[\d._-]*[^\W\d_])"
    r"[\w'+-]+(?:\.[\w'+()\[\]-]+)*"
)
_PATTERNS = {
    "://": r"(?<=://)[^\s\"'<>()]+",
    "@": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    ":": r"(?<![\w:])(?=[\da-f:]*::|(?:[\da-f]+:){7})[\da-f]*(?::[\da-f]*){2,7}(?![\w:])",
    "/": _PATH,
    "\\": _PATH,
    ".": rf"(?<![\w.])(?:{_OCTET}\.){{3}}{_OCTET}(?![\w.]*\d)(?::\d+)?"
    rf"|(?<![\w@/.-])(?!(?:{_KINDS})\.[\w-]+(?![\w.]))(?:[a-z\d](?:[\w-]*[a-z\d])?\.)+(?:{_DOMAINS})"
    r"(?![\w-]|\.\w)(?::\d+)?"
    # The name of a release: four words or more with dots between them ...
    r"|(?<![\w.])(?=[\w.'-]*[^\W\d_]{2})[\w'-]+(?:\.[\w'-]+){3,}"
    # ... or fewer of which one is a year, the number of an episode or a resolution.
    rf"|{_SHORT_RELEASE}",
    "_": _SHORT_RELEASE,
}
"""What looks private, by a text without which it cannot be there."""
_IDS = re.compile(r"(?<=t[mv]db )\d+|(?<=t[mv]db id )\d+|(?<![^\W_])tt\d{5,}(?![^\W_])", re.IGNORECASE)
"""The ids of a title in public databases."""
_PRIVATE = {sign: re.compile(pattern, re.IGNORECASE) for sign, pattern in _PATTERNS.items()}
_LONG_PATH = re.compile(rf"{_PATH}{_MORE_STEPS}", re.IGNORECASE)
_HOST_AND_PORT = re.compile(r"(?<![\w./:-])((?=[\w.-]*[^\W\d_])[\w-]+(?:\.[\w-]+)*):\d{2,5}(?![\w:])")
_FILE_END = re.compile(_VIDEO, re.IGNORECASE)
_RESOLUTION = re.compile(
    r"(?<=[\s(\[])\d{3,4}[pi](?=[\s)\]])|(?<=\[)[a-z ]+-\d{3,4}[pi](?=[^]]*\])", re.IGNORECASE
)
_DATED = re.compile(rf"(?:(?<=[\s(\[]){_YEAR}|\bS\d+(?:E\d+)*| - \d+)(?![\w-])", re.IGNORECASE)
_BREAK = re.compile(r"[/\\\"<>|:;\n]|  |(?<!\w)'|'(?!\w)")
"""What ends a name of several words, in either direction."""


def private_spans(text: str) -> Iterator[Span]:
    """Yield the parts of a text without blanks that look private, in no order; they may overlap."""
    for sign, pattern in _PRIVATE.items():
        if sign in text:
            yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span() for match in _IDS.finditer(text))
    for match in _HOST_AND_PORT.finditer(text):
        if match[1].lower() not in COMMON_WORDS:  # as in a filter: score:100
            yield match.span()


def long_paths(text: str) -> Iterator[Span]:
    """Yield the absolute paths in a text, also those with blanks."""
    if "/" in text or "\\" in text:
        yield from (match.span() for match in _LONG_PATH.finditer(text))


def private_words(text: str) -> Iterator[Span]:
    """Yield the words of a text that belong to the name of a video or of a release with blanks in it."""
    for match in _FILE_END.finditer(text):
        yield from _telling_words(text, _break_before(text, match.start()), match.start())
    for match in _RESOLUTION.finditer(text):
        start = _break_before(text, match.start())
        if _DATED.search(text, start, match.start()):
            end = _BREAK.search(text, match.end())
            yield from _telling_words(text, start, end.start() if end else len(text))


def _break_before(text: str, place: int) -> int:
    """Return where the name of several words begins that goes up to a place."""
    return max((match.end() for match in _BREAK.finditer(text, 0, place)), default=0)


def _telling_words(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the words of a part that are not those of any sentence, which may lead to a name."""
    for match in WORD.finditer(text, start, end):
        if match[0].lower() not in COMMON_WORDS:
            yield match.span()
