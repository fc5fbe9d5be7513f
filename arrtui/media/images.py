"""Look into an image that somebody else made: its type by its content, its size, what it looks like.

Nothing is believed that a server, a name or the image's own header says: the type is that of the first
bytes, and every pixel is decoded within a limit. Decoding takes up to a second: call it in a thread.
"""

from __future__ import annotations

import threading
import warnings
from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO
from typing import ClassVar, NamedTuple

from PIL import Image

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import format_size
from arrtui.media.perceptual_hash import perceptual_hash

MOST_PIXELS = 50_000_000
"""Of an image, over all its frames: a picture of 8K has 33 million."""
_LARGE = 12_000_000
"""Pixels from which images are decoded one at a time: one of the largest takes 200 MB."""
_HASHED = 64
"""Pixels of the edge to which an image is reduced before it is hashed."""
NEAR_DUPLICATE = 0.90
"""Similarity from which two images count as the same one."""
_MAGIC = (
    (b"\xff\xd8\xff", "JPEG", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "PNG", ".png"),
    (b"GIF87a", "GIF", ".gif"),
    (b"GIF89a", "GIF", ".gif"),
)
_OTHERS = (
    (b"<svg", "it is an SVG, which can hold scripts"),
    (b"<!doctype html", "it is a web page"),
    (b"<html", "it is a web page"),
    (b"<script", "it is a script"),
    (b"ftypavif", "it is an AVIF, which players do not read"),
    (b"ftypheic", "it is a HEIC, which players do not read"),
)
"""What is given instead of an image, by what stands near its beginning."""
_STARTS = (
    (b"<", "it is XML"),
    (b"{", "it is JSON"),
    (b"[", "it is JSON"),
    (b"BM", "it is a BMP, which players do not read"),
    (b"II*\0", "it is a TIFF, which players do not read"),
    (b"MM\0*", "it is a TIFF, which players do not read"),
    (b"%PDF", "it is a PDF"),
    (b"PK\x03\x04", "it is a ZIP file"),
    (b"\x1f\x8b", "it is a compressed file"),
)
_large_image = threading.Lock()
# Damaged EXIF says nothing of the picture, and a bomb is judged here, more strictly.
warnings.filterwarnings("ignore", module="PIL")


@dataclass(eq=False)
class ImageRefusedError(ArrtuiError):
    """What was given as an image is none that arrtui stores; ``why`` is a sentence without its full stop."""

    code: ClassVar[str] = "image"


class ImageFacts(NamedTuple):
    """What an image is."""

    extension: str
    """By its content: ``.jpg``, ``.png``, ``.webp`` or ``.gif``."""
    width: int
    height: int
    perceptual_hash: str
    """16 hexadecimal digits; images that look alike differ in few bits."""


def inspect_image(data: bytes, *, most_bytes: int) -> ImageFacts:
    """Return what an image is, after decoding all of it. Raises ImageRefusedError for what is none.

    ``most_bytes``: a larger one is refused.
    """
    if len(data) > most_bytes:
        raise _refused(f"it has {format_size(len(data))}, and {format_size(most_bytes)} is the most")
    format, extension = _type_of(data)
    try:
        with Image.open(BytesIO(data), formats=(format,)) as image:
            return _decode(image, extension)
    except ImageRefusedError:
        raise
    except (Image.DecompressionBombError, MemoryError) as error:
        raise _refused("it would take too much memory once unpacked", detail=str(error)) from error
    except Exception as error:  # whatever a decoder stumbles over in hostile bytes
        raise _refused(f"it cannot be decoded as {format}, or it is cut", detail=str(error)) from error


def sniff_extension(data: bytes) -> str:
    """Return the extension of an image by its first bytes, empty for what is none. Nothing is decoded."""
    try:
        return _type_of(data)[1]
    except ImageRefusedError:
        return ""


def _type_of(data: bytes) -> tuple[str, str]:
    """Return Pillow's name of a type and its extension. Raises ImageRefusedError."""
    for magic, format, extension in _MAGIC:
        if data.startswith(magic):
            return format, extension
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP", ".webp"
    if not data:
        raise _refused("it is empty")
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    why = next((words for mark, words in _OTHERS if mark in start), "")
    why = why or next((words for mark, words in _STARTS if data.lstrip().startswith(mark)), "")
    raise _refused(why or "it is no JPEG, PNG, WebP or GIF")


def _decode(image: Image.Image, extension: str) -> ImageFacts:
    """Decode every frame of an opened image. Raises whatever a decoder raises, and ImageRefusedError."""
    width, height = image.size
    _require_few(width * height, f"{width:,} × {height:,} pixels")
    with _large_image if width * height > _LARGE else nullcontext():
        if extension == ".jpg":
            image.draft("RGB", (_HASHED * 4, _HASHED * 4))
        image.load()
        small = _reduced(image)
        if extension != ".jpg" and getattr(image, "is_animated", False):
            _decode_frames(image, width * height)
    return ImageFacts(extension, width, height, perceptual_hash(small))


def _decode_frames(image: Image.Image, pixels: int) -> None:
    """Decode the frames of an animation after its first."""
    number = 1
    while True:
        try:
            image.seek(number)
        except EOFError:
            return
        number += 1
        _require_few(number * pixels, f"at least {number:,} frames of {pixels:,} pixels")
        image.load()


def _require_few(pixels: int, words: str) -> None:
    if pixels > MOST_PIXELS:
        raise _refused(f"it has {words}, and {MOST_PIXELS:,} pixels are the most")


def _reduced(image: Image.Image) -> Image.Image:
    """Return an image made small, and grey where it is transparent: white logos differ then."""
    has_alpha = "A" in image.mode or "a" in image.mode or "transparency" in image.info
    plain = image if image.mode in ("RGB", "L", "RGBA") else image.convert("RGBA" if has_alpha else "RGB")
    small = plain.resize((_HASHED, _HASHED), Image.Resampling.BOX)
    if small.mode != "RGBA":
        return small.convert("L")
    ground = Image.new("RGBA", small.size, (128, 128, 128, 255))
    return Image.alpha_composite(ground, small).convert("L")


def _refused(why: str, detail: str = "") -> ImageRefusedError:
    return ImageRefusedError("reading an image", why=why, detail=detail)
