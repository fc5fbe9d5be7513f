"""Images for tests: real ones of every type, and what hostile servers send in their place."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw


def draw(
    width: int = 200,
    height: int = 300,
    *,
    seed: int = 0,
    format: str = "JPEG",
    mode: str = "RGB",
    **options: Any,
) -> bytes:
    """Return an image with a pattern that another seed gives another one."""
    image = Image.new(mode, (width, height), 0)
    pen = ImageDraw.Draw(image)
    for number in range(12):
        x, y = (seed * 53 + number * 37) % width, (seed * 31 + number * 71) % height
        shade = (number * 21 + seed * 17) % 256
        fill: Any = (
            shade if mode in ("L", "P", "I;16") else (shade, 255 - shade, shade // 2, 255)[: len(mode)]
        )
        pen.ellipse((x - width // 6, y - height // 6, x + width // 6, y + height // 6), fill=fill)
    return encode(image, format, **options)


def encode(image: Image.Image, format: str, **options: Any) -> bytes:
    """Return an image as the bytes of a file."""
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def animation(frames: int, width: int = 50, height: int = 50, format: str = "GIF") -> bytes:
    """Return an animation of up to 256 frames that differ; grey ones, since colours are slow to count."""
    pages = [Image.new("L", (width, height), number) for number in range(frames)]
    return encode(pages[0], format, save_all=True, append_images=pages[1:])


def png_of(width: int, height: int, packed: bytes) -> bytes:
    """Return a PNG that claims a size, with packed rows of whatever length."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def bomb() -> bytes:
    """Return a PNG of 30 KB that would unpack to more than 10 GB."""
    return png_of(60_000, 60_000, zlib.compress(bytes(30_000_000), 9))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
