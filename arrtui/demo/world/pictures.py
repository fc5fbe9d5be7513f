"""Artwork that is really drawn: a mosaic of colours that its name decides, with the title on it.

Two pictures of one name look the same at any size, as the same artwork does at two providers.
"""

from __future__ import annotations

import random
import re
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

SIZES = {
    "poster": (1000, 1500),
    "fanart": (1920, 1080),
    "banner": (1000, 185),
    "clearlogo": (800, 310),
    "clearart": (1000, 562),
    "discart": (1000, 1000),
    "landscape": (1000, 562),
    "characterart": (512, 512),
    "thumb": (640, 360),
    "cover": (1000, 1000),
    "portrait": (1000, 1000),
    "actor": (300, 450),
}
"""Width and height of each kind of picture, unless its name has others."""
_ALPHA = frozenset({"clearlogo", "clearart", "discart", "characterart"})
"""Kinds that are cut out: PNG with an alpha channel."""
_NAME = re.compile(
    r"(?P<owner>[a-z0-9]+)-(?P<kind>[a-z]+)-(?P<number>\d+)(?:-(?P<width>\d{1,4})x(?P<height>\d{1,4}))?\.\w+"
)
_BLOCKS = 6


class DrawnPicture(NamedTuple):
    """A picture by what decides it."""

    owner: str
    """Whose it is: ``m603``, ``s79126``, ``s79126e0102``."""
    kind: str
    number: int = 1
    width: int = 0
    height: int = 0
    """0 for the usual size of the kind."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return (self.width, self.height) if self.width else SIZES.get(self.kind, SIZES["thumb"])

    @property
    def extension(self) -> str:
        """``png`` of what is cut out, else ``jpg``."""
        return "png" if self.kind in _ALPHA else "jpg"

    @property
    def name(self) -> str:
        """The name of its file, from which :func:`picture_of` has it again."""
        size = f"-{self.width}x{self.height}" if self.width else ""
        return f"{self.owner}-{self.kind}-{self.number}{size}.{self.extension}"


def picture_of(name: str) -> DrawnPicture | None:
    """Return the picture that a name stands for, None for a name of none."""
    match = _NAME.fullmatch(name)
    if match is None or match["kind"] not in SIZES:
        return None
    size = int(match["width"] or 0), int(match["height"] or 0)
    return DrawnPicture(match["owner"], match["kind"], int(match["number"]), *size)


@lru_cache(maxsize=128)
def draw(picture: DrawnPicture, title: str, most_width: int = 0) -> bytes:
    """Return a picture as JPEG, or PNG of what is cut out.

    It is no wider than ``most_width`` pixels; 0 leaves it as it is.
    """
    from PIL import Image, ImageDraw, ImageFont

    width, height = picture.size
    if 0 < most_width < width:
        width, height = most_width, max(1, height * most_width // width)
    rng = random.Random(f"{picture.owner}-{picture.kind}-{picture.number}")
    down = max(1, _BLOCKS * height // max(width, height))
    across = max(1, _BLOCKS * width // max(width, height))
    mosaic = Image.new("RGB", (across, down))
    mosaic.putdata([tuple(rng.randrange(30, 226) for _ in range(3)) for _ in range(across * down)])
    image = mosaic.resize((width, height), Image.Resampling.NEAREST)
    ImageDraw.Draw(image).text(
        (width // 2, height // 2),
        title[:40],
        fill=(255, 255, 255),
        anchor="mm",
        font=ImageFont.load_default(max(10, width // max(12, len(title[:40])))),
    )
    written = BytesIO()
    if picture.kind in _ALPHA:
        mask = Image.new("L", (width, height), 0)
        ImageDraw.Draw(mask).ellipse((0, 0, width - 1, height - 1), fill=255)
        image.putalpha(mask)
        image.save(written, "PNG", compress_level=1)
    else:
        image.save(written, "JPEG", quality=75)
    return written.getvalue()
