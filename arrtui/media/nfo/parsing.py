"""Parse what people and programs call an NFO: XML, broken XML, XML with an address behind it, or text.

No entity is resolved and nothing is loaded. What can be read of broken XML counts, as it does in the players
(records N07 and S12 of ``recorded/players``).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import NamedTuple

from lxml import etree

from arrtui.core.text import format_size

MOST_BYTES = 4_000_000
"""Of an NFO that is read; those of players have some hundred kilobytes where there are many actors."""
ROOTS = ("movie", "tvshow", "episodedetails", "artist", "album")
_WRAPPER = "nfo-document"
_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_TEXT_ENCODING = re.compile(r"utf-?8|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?1|windows-125\d|cp125\d", re.I)
_BYTE_ORDERS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,300}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.I)
_SUBSET_END = re.compile(r"\]\s*>")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, not even as a reference."""
_LEGAL = bytes((*b"\t\n\r", *range(0x20, 0x80)))
"""The bytes of plain text, which most NFO are: looking for others takes a tenth of the time."""
_REFERENCE = re.compile(r"&(?:#(\d{1,9});|#[xX]([0-9a-fA-F]{1,8});|(?!(?:amp|lt|gt|quot|apos);))")
_VERBATIM = re.compile(r"<!\[CDATA\[|<!--")
_ADDRESS = re.compile(r"https?://[^\s<>\"']{1,500}")
_IDS = (
    ("tmdb", re.compile(r"themoviedb\.org/(?:movie|tv)/(\d{1,12})")),
    ("imdb", re.compile(r"imdb\.com/title/(tt\d{5,12})")),
    ("tvdb", re.compile(r"thetvdb\.com/(?:.*?[?&]id=|(?:dereferrer/)?series/)(\d{1,12})")),
)


class _Parser(threading.local):
    """A parser for each thread: making one takes as long as parsing an NFO, and it notes faults."""

    def __init__(self) -> None:
        self.of_thread = etree.XMLParser(
            recover=True,
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
            remove_pis=True,
        )


_parser = _Parser()


class ParsedNfo(NamedTuple):
    """What was parsed of an NFO."""

    roots: list[etree._Element]
    """``movie``, ``tvshow``, ``artist``, ``album``, or one ``episodedetails`` for each episode."""
    comments: list[str]
    """What stands in comments before the first root."""
    url: str
    """An address of a provider outside of the XML, or in a text that is no XML."""
    error: str
    """Why not all of it can be read, a sentence; empty where all can."""


def parse_nfo(data: bytes) -> ParsedNfo:
    """Parse an NFO, as far as that is possible."""
    if len(data) > MOST_BYTES:
        return ParsedNfo([], [], "", f"It has more than {format_size(MOST_BYTES)}, which is no NFO.")
    text = _decode(data)
    if not data.isascii() or data.translate(None, _LEGAL):
        text = _ILLEGAL.sub("", text)
    body, has_doctype = _without_doctype(_DECLARATION.sub("", text))
    wrapper, fault = _parse(_outside_verbatim(body, _escape_strays))
    elements = [] if wrapper is None else list(wrapper)
    several = (list(element) if element.tag == "xbmcmultiepisode" else [element] for element in elements)
    roots = [root for group in several for root in group if root.tag in ROOTS]
    if not roots:
        url = _address_in(text)
        return ParsedNfo([], [], url, "" if url else _why_no_root(text, fault))
    comments = []
    for element in elements:
        if not isinstance(element, etree._Comment):
            break
        comments.append((element.text or "").replace("--", "- -"))
    around = [
        wrapper.text or "" if wrapper is not None else "",
        *(element.tail or "" for element in elements),
    ]
    doctype = "It has a DOCTYPE, which is passed over." if has_doctype else ""
    return ParsedNfo(roots, comments, _address_in(" ".join(around)), doctype or fault)


def ids_in(url: str) -> dict[str, str]:
    """Return the ids that an address of a provider names: ``tmdb``, ``imdb``, ``tvdb``."""
    matches = ((name, pattern.search(url)) for name, pattern in _IDS)
    return {name: match[1] for name, match in matches if match}


def _decode(data: bytes) -> str:
    """Return the text of an NFO by its byte order mark, its declaration, as UTF-8, or as Windows' Latin."""
    for mark, encoding in _BYTE_ORDERS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    declared = _ENCODING.match(data)
    name = declared[1].decode() if declared else ""
    for encoding in (name if _TEXT_ENCODING.fullmatch(name) else "utf-8", "utf-8"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def _without_doctype(text: str) -> tuple[str, bool]:
    """Return a text without its document type, and whether it had one. Its entities stay text."""
    match = _DOCTYPE.search(text)
    if match is None:
        return text, False
    end, subset = text.find(">", match.end()), text.find("[", match.end())
    if -1 < subset < end:
        closing = _SUBSET_END.search(text, subset)
        end = closing.end() - 1 if closing else -1
    return text[: match.start()] + (text[end + 1 :] if end >= 0 else ""), True


def _outside_verbatim(text: str, change: Callable[[str], str]) -> str:
    """Change a text except for its comments and CDATA, in one pass."""
    parts, place = list[str](), 0
    while (match := _VERBATIM.search(text, place)) is not None:
        closing = "]]>" if match[0].startswith("<![") else "-->"
        end = text.find(closing, match.end())
        if end < 0:
            break
        end += len(closing)
        parts += (change(text[place : match.start()]), text[match.start() : end])
        place = end
    return "".join((*parts, change(text[place:])))


def _escape_strays(text: str) -> str:
    """Take an ``&`` that begins no reference as the text it is, and references to illegal characters out."""

    def replace(match: re.Match[str]) -> str:
        decimal, hexadecimal = match.groups()
        if decimal is None and hexadecimal is None:
            return "&amp;"
        code = int(decimal) if decimal else int(hexadecimal, 16)
        return "" if code > 0x10FFFF or _ILLEGAL.match(chr(code)) else match[0]

    return _REFERENCE.sub(replace, text)


def _parse(body: str) -> tuple[etree._Element | None, str]:
    """Return everything below one element, with what is wrong with it, a sentence."""
    parser = _parser.of_thread
    try:
        wrapper = etree.fromstring(f"<{_WRAPPER}>{body}</{_WRAPPER}>".encode(), parser)
    except etree.XMLSyntaxError as error:
        return None, f"Its XML cannot be read: {error.msg}."
    faults = list(parser.error_log)
    if not faults:
        return wrapper, ""
    if any(_WRAPPER in fault.message for fault in faults[:1]):
        return wrapper, "Its XML is cut: what came before counts."
    return wrapper, f"Its XML is broken in line {faults[0].line}: {faults[0].message.strip()}."


def _address_in(text: str) -> str:
    """Return the first address of a provider in a text; empty for none."""
    return next((match[0] for match in _ADDRESS.finditer(text) if ids_in(match[0])), "")


def _why_no_root(text: str, fault: str) -> str:
    if not text.strip():
        return "It is empty."
    if "<" not in text:
        return "It holds neither XML nor an address of a provider."
    return fault or f"It has no element {', '.join(ROOTS[:-1])} or {ROOTS[-1]}."
