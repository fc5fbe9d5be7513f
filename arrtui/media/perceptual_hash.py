"""What an image looks like in 64 bits: those of images that look alike differ in few.

The hash is the one that ImageHash calls ``phash``: the signs of the lowest frequencies of the picture in
grey, against their median. It is computed here since that library brings 200 MB of others, which small
machines cannot install.
"""

from __future__ import annotations

from math import cos, pi
from operator import mul
from statistics import median

from PIL import Image

_EDGE = 32
"""Pixels of the edge of the picture that is transformed."""
_FREQUENCIES = 8
"""Of each direction that count."""
_COSINES = tuple(
    tuple(cos(pi * frequency * (2 * place + 1) / (2 * _EDGE)) for place in range(_EDGE))
    for frequency in range(_FREQUENCIES)
)
BITS = _FREQUENCIES**2


def perceptual_hash(image: Image.Image) -> str:
    """Return 16 hexadecimal digits for an image. Takes about a millisecond."""
    grey = image.convert("L").resize((_EDGE, _EDGE), Image.Resampling.LANCZOS).tobytes()
    lines = [grey[start : start + _EDGE] for start in range(0, len(grey), _EDGE)]
    across = [[sum(map(mul, cosines, line)) for line in lines] for cosines in _COSINES]
    low = [sum(map(mul, cosines, column)) for cosines in _COSINES for column in across]
    middle = median(low)
    bits = sum(1 << (BITS - 1 - place) for place, value in enumerate(low) if value > middle)
    return f"{bits:0{BITS // 4}x}"


def similarity(first: str, second: str) -> float:
    """Return how alike two images look by their perceptual hashes: 1.0 for the same, 0.0 for opposites.

    An image that was not seen yet has an empty hash and is like no other.
    """
    if not first or not second:
        return 0.0
    return 1 - (int(first, 16) ^ int(second, 16)).bit_count() / BITS
