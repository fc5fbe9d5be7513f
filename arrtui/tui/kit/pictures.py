"""Pictures in the terminal, drawn by textual-image, which comes with the extra ``images``.

It asks the terminal what it can show, and reads the answer from where Textual reads keys; so it is imported
only while the app has given the terminal away. Where kitty's protocol or sixels are understood the picture
has the whole terminal, outside of the app, whose driver knows cells alone; else, and over SSH, where a
picture is megabytes, it is drawn in half blocks of the app's own cells.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult, SuspendNotSupported
from textual.content import Content
from textual.widgets import Static

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.handover import suspended
from arrtui.tui.kit.host import is_plain
from arrtui.tui.kit.notices import notify_failed, notify_refused, refuse_incognito
from arrtui.tui.kit.table.cells import sanitise

if TYPE_CHECKING:
    from PIL.Image import Image

NOT_INSTALLED = 'Pictures need the extra "images": pip install "arrtui[images]"'
ONLY_ASCII = "Pictures are made of block characters, and only ASCII is drawn here."
_BORDER = 4
"""Cells around a picture in its dialog."""
_PACKAGE = "textual_image"
_RENDERABLES = f"{_PACKAGE}.renderable"
_TERMINAL = f"{_PACKAGE}._terminal"


class PictureDialog(Dialog[None]):
    """Shows a picture in half blocks."""

    DEFAULT_CSS = """
    PictureDialog > DialogPanel {
        width: auto;
        & > Static {
            width: auto;
            height: auto;
        }
    }
    """

    def __init__(self, title: str, picture: Any) -> None:
        """``picture`` is what rich draws."""
        super().__init__()
        self._title = title
        self._picture = picture

    def compose(self) -> ComposeResult:
        """The picture."""
        with DialogPanel() as panel:
            panel.border_title = Content(sanitise(self._title))
            panel.border_subtitle = "esc leaves"
            yield Static(self._picture)


def is_remote(env: Mapping[str, str]) -> bool:
    """Return whether the terminal is at the other end of SSH."""
    return bool(env.get("SSH_CONNECTION") or env.get("SSH_TTY"))


async def show_picture(app: App[Any], source: Path | bytes, title: str) -> None:
    """Show an image file, or the content of one, as sharp as the terminal can. To be called in a worker."""
    if refuse_incognito(app, "The picture"):
        return
    if is_plain(app):
        notify_refused(app, ONLY_ASCII)
        return
    try:
        renderables = _load(app)
        is_sharp = renderables.Image in (renderables.SixelImage, renderables.TGPImage)
        if is_sharp and not is_remote(os.environ):
            _fill_terminal(app, renderables.Image, source, title)
            return
        width, height = app.size.width - _BORDER, app.size.height - _BORDER
        image = await asyncio.to_thread(_small_copy, source, width, height)
    except ImportError:
        notify_refused(app, NOT_INSTALLED)
    except (OSError, ValueError) as error:
        name = source.name if isinstance(source, Path) else "The picture"
        notify_failed(app, f"{name} cannot be shown: {getattr(error, 'strerror', None) or error}.")
    else:
        scale = min(width / image.width, height * 2 / image.height)  # a cell is twice as high as wide
        columns, lines = max(1, round(image.width * scale)), max(1, round(image.height * scale / 2))
        await app.push_screen_wait(PictureDialog(title, renderables.HalfcellImage(image, columns, lines)))


def _load(app: App[Any]) -> Any:
    """Import what draws, the first time while the terminal is given away. Raises ImportError."""
    if _RENDERABLES not in sys.modules:
        logging.getLogger(_PACKAGE).addHandler(logging.NullHandler())  # or tracebacks go to the terminal
        with suppress(SuspendNotSupported), suspended(app):
            _ask_terminal()
    return _ask_terminal()


def _ask_terminal() -> Any:
    """Return the module of what draws; when it is first imported it asks the terminal what it can."""
    renderables = import_module(_RENDERABLES)
    import_module(_TERMINAL).get_cell_size()
    return renderables


def _fill_terminal(app: App[Any], drawing: Any, source: Path | bytes, title: str) -> None:
    """Draw a picture outside of the app until a line is typed."""
    from rich.console import Console

    with suspended(app):
        console = Console(file=sys.__stdout__)
        console.clear()
        picture = drawing(_opened(source), "auto", max(1, console.size.height - 2))
        console.print(picture)
        console.print(f"{sanitise(title)}   enter goes back", end="", markup=False, highlight=False)
        sys.stdin.readline()
        picture.cleanup()


def _opened(source: Path | bytes) -> str | BytesIO:
    """Return what Pillow opens."""
    return BytesIO(source) if isinstance(source, bytes) else str(source)


def _small_copy(source: Path | bytes, width: int, height: int) -> Image:
    """Return an image small enough to be drawn at once. Raises OSError, ValueError."""
    from PIL import Image

    try:
        with Image.open(_opened(source)) as image:
            image.draft("RGB", (width * 4, height * 8))
            image.thumbnail((width * 4, height * 8))
            return image.convert("RGB")
    except Image.DecompressionBombError as error:
        raise ValueError(str(error)) from error
