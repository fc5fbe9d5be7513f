"""Read the apps' JSON leniently: unknown fields ignored, nulls tolerated, one bad element skipped, not fatal.

The apps send a whole library in one list. It is read in pieces of about a megabyte, each in one call of
msgspec: a call holds the interpreter's lock, and the event loop of a terminal must not wait for 40 MB.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import msgspec

from arrtui.clients.answers import Fetched, Odd, Skipped
from arrtui.clients.salvage import UnusableError as UnusableError
from arrtui.clients.salvage import name_of, salvaged
from arrtui.core.errors import ArrError, NotJsonError, TruncatedError

T = TypeVar("T")
R = TypeVar("R")

PIECE = 1 << 20
"""Bytes decoded in one call."""
_START = 1000
"""Bytes within which the first element of a list begins."""
IN_THREAD_FROM = 256 * 1024
"""Bytes from which a body is decoded beside the event loop."""

_READING = "reading the answer"
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}
_BOM = b"\xef\xbb\xbf"
WHOLE = slice(None)
"""All of a body."""
UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OverflowError)
"""What reading raises for a body that is no JSON, no UTF-8, nested too deeply or of immense numbers."""
_IMMENSE = "a number in it is too large"
_MOST_DIGITS = 40
"""Digits of a number that may still be meant as one: Python refuses to read thousands of them."""
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(u[dD][89a-fA-F][\da-fA-F]{2})|.)"
)
"""An escaped character of a text; its group is half a surrogate pair, which is none."""


async def beside_loop(body: bytes, read: Callable[[bytes], R]) -> R:
    """Return ``read(body)``, in a thread when the body is large enough to stall the event loop."""
    if len(body) < IN_THREAD_FROM:
        return read(body)
    return await asyncio.to_thread(read, body)


def read_list(body: bytes, type_: type[T], convert: Callable[[T], R], part: slice = WHOLE) -> Fetched[R]:
    """Return a JSON list's elements, each decoded as ``type_`` and converted.

    ``part`` is where the list stands in the body: megabytes are not copied for that.

    What cannot be understood is skipped, as is an element for which ``convert`` raises `UnusableError`. An
    unreadable fact that is not the identity of its element has its default.

    :raises TruncatedError: the JSON ends too early.
    :raises NotJsonError: it is no JSON, or no list.
    """
    if part == WHOLE:
        body = body.removeprefix(_BOM)
    try:
        return _read_pieces(_pieces(body, part), type_, convert)
    except UNREADABLE:
        pass  # a body that is broken, or that was cut where no element ends: the whole of it decides
    try:
        return _read_pieces(iter((body[part],)), type_, convert)
    except UNREADABLE as error:
        fault = _fault(error, "a list")
    raise fault


def read_piece(piece: bytes, type_: type[T], convert: Callable[[T], R]) -> Fetched[R]:
    """Return the elements of a JSON list that is read in one call. Raises one of :data:`UNREADABLE`."""
    return _read_pieces(iter((piece.removeprefix(_BOM),)), type_, convert)


def seam_of(start: bytes) -> bytes:
    """Return what stands between two elements of a list of objects by how it begins; empty if that is unsure.

    It is the closing and the opening brace with the very space that precedes the first element.
    """
    start = start.removeprefix(_BOM)
    opening = start.find(b"{")
    gap = start[1:opening]
    if opening < 1 or start[:1] != b"[" or gap.strip():
        return b""
    return b"".join((gap, b"},", gap, b"{"))


def read_object(body: bytes, type_: type[T]) -> T:
    """Return a JSON object as ``type_``.

    :raises TruncatedError: the JSON ends too early.
    :raises NotJsonError: it is no JSON, or does not fit.
    """
    body = body.removeprefix(_BOM)
    try:
        decoded: T = _decoder(type_).decode(body)
    except UNREADABLE:
        pass  # perhaps only a null
    else:
        return decoded
    try:
        return salvaged(_without_nulls(_plain(body)[0]), type_)[0]
    except (*UNREADABLE, UnusableError) as error:
        fault = _fault(error, "an object")
    raise fault


def as_type(value: Any, type_: type[T]) -> T:
    """Return a plain value that was decoded before as ``type_``; it is not changed.

    :raises NotJsonError: it does not fit.
    """
    try:
        return salvaged(_without_nulls(value), type_)[0]
    except (msgspec.ValidationError, UnusableError) as error:
        fault = _fault(error, "an object")
    raise fault


def cut_page(body: bytes) -> tuple[bytes, slice] | None:
    """Return a page of a paged list without its records, and where these are; None where it looks unusual.

    Decoding the page as a whole would skip megabytes of records in one call.
    """
    name = body.find(b'"records"')
    opening, closing = body.find(b"[", name), body.rfind(b"]")
    heading = body[: max(name, 0)].rstrip().removesuffix(b",") + b"}"
    if name < 0 or not name < opening < closing or b'"totalRecords"' not in heading:
        return None
    return heading, slice(opening, closing + 1)


def _fault(error: Exception, expected: str) -> ArrError:
    """Return our error for JSON that msgspec refuses or that is not what the app would give."""
    if "truncated" in str(error):
        return TruncatedError(
            _READING, "the answer breaks off in the middle", "Try again.", detail=str(error)
        )
    why = "the answer is not valid JSON"
    if isinstance(error, UnicodeDecodeError):
        why = "the answer is not valid text (UTF-8)"
    elif isinstance(error, RecursionError):
        why = "the answer is nested too deeply"
    elif isinstance(error, OverflowError):
        why = "a number in the answer is too large"
    elif isinstance(error, msgspec.ValidationError | UnusableError):
        why = f"the answer is not {expected} as the app would give it"
    return NotJsonError(_READING, why, "Perhaps another service answers: check url.", detail=str(error))


def _pieces(body: bytes, part: slice) -> Iterator[bytes]:
    """Yield the list in a part of the body in shorter lists, cut between elements.

    The cut is looked for as :func:`seam_of` says. Should that occur elsewhere, the piece before it is no
    JSON, which its decoder notices.
    """
    first, last, _ = part.indices(len(body))
    seam, start = seam_of(body[first : min(first + _START, last)]), first + 1
    if last - first <= PIECE or not seam:
        yield body[part]
        return
    while (cut := body.find(seam, start + PIECE, last)) >= 0:
        end = cut + seam.index(b"}") + 1
        yield b"".join((b"[", memoryview(body)[start:end], b"]"))
        start = end + 1
    yield b"".join((b"[", memoryview(body)[start:last]))


def _read_pieces(pieces: Iterator[bytes], type_: type[T], convert: Callable[[T], R]) -> Fetched[R]:
    fetched: Fetched[R] = Fetched([], [])
    for piece in pieces:
        try:
            elements = _decoder(list[type_]).decode(piece)  # type: ignore[valid-type]
        except (msgspec.DecodeError, UnicodeDecodeError):
            elements = _one_by_one(piece, type_, fetched)
        for element in elements:
            try:
                fetched.records.append(convert(element))
            except UnusableError as error:
                fetched.skipped.append(Skipped(_key(element), str(error), name_of(element)))
            except OverflowError:
                fetched.skipped.append(Skipped(_key(element), _IMMENSE, name_of(element)))
    return fetched


def _one_by_one(piece: bytes, type_: type[T], fetched: Fetched[Any]) -> list[T]:
    """Return the elements that can be understood; note those that cannot, and what of the others cannot."""
    elements: list[T] = []
    for raw in _cut(piece):
        value: Any = None
        try:
            value, facts = _plain(raw)
            element, unreadable = salvaged(_without_nulls(value), type_)
        except UnusableError as error:
            fetched.skipped.append(Skipped(_key(value), str(error), name_of(value)))
        except (msgspec.DecodeError, RecursionError):
            fetched.skipped.append(Skipped(_key(value), "it is not what the app would give", name_of(value)))
        else:
            elements.append(element)
            if facts := (*facts, *unreadable):
                fetched.odd.append(Odd(_key(value), name_of(value), facts))
    return elements


def _cut(piece: bytes) -> list[msgspec.Raw]:
    """Return the elements of a list undecoded."""
    decoder = _decoder(list[msgspec.Raw])
    try:
        elements: list[msgspec.Raw] = decoder.decode(piece)
    except msgspec.DecodeError:
        elements = decoder.decode(_without_half_pairs(piece))
    return elements


def _without_half_pairs(body: bytes) -> bytes:
    """Return JSON with a byte that is no text for each escaped half of a surrogate pair.

    A text that was cut between two halves is as damaged as one with such a byte, and is read in the same way.
    """
    return _ESCAPE.sub(lambda escape: b"\xff" if escape[1] else escape[0], body)


def _plain(body: bytes | msgspec.Raw) -> tuple[Any, tuple[str, ...]]:
    """Return plain JSON, and what of it is damaged: what is no text becomes question marks.

    A number that is too large is infinite, which no member of a resource takes.
    """
    try:
        return msgspec.json.decode(body), ()
    except (UnicodeDecodeError, msgspec.DecodeError):
        mended = _without_half_pairs(bytes(body))
    text = mended.decode("utf-8", "replace")
    damaged = ("some letters",) if text.encode() != bytes(body) else ()
    try:
        return msgspec.json.decode(text), damaged
    except msgspec.ValidationError:
        return json.loads(text, parse_int=_whole), damaged


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else math.inf


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value if item is not None]
    return value


def _key(element: Any) -> str | None:
    """Return an element's id where it has a readable one."""
    identifier = element.get("id") if isinstance(element, dict) else getattr(element, "id", None)
    return str(identifier) if str(identifier).isdecimal() and identifier else None


def _decoder(type_: Any) -> msgspec.json.Decoder[Any]:
    """Return the decoder of a type; making one costs more than decoding a short answer."""
    if type_ not in _decoders:
        _decoders[type_] = msgspec.json.Decoder(type_)
    return _decoders[type_]
