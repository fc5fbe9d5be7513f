"""Sets of places as the bits of one number, bit 0 for the first place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def bits_of(places: Iterable[int], count: int) -> int:
    """Return a number of ``count`` bits with those at some places set."""
    digits = bytearray(b"0") * (count + 1)
    for place in places:
        digits[~place] = 49  # "1"
    return int(digits, 2)


def places_of(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set."""
    digits = f"{bits:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def octets_of(bits: int) -> bytes:
    """Return bits as bytes, the first places first."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def bits_in(octets: bytes) -> int:
    """Return the bits of bytes, those of :func:`octets_of`."""
    return int.from_bytes(octets, "little")
