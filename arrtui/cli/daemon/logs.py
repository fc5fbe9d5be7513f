"""The daemon's log: lines or JSON objects, to standard error or to a file that is rotated."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

import msgspec

from arrtui.cli.output import clean
from arrtui.clients.redact import Scrubber
from arrtui.core.config import Config
from arrtui.core.destination import DestinationError
from arrtui.runtime.engine.jobs import redacted

FORMATS = ("lines", "json")
_LARGEST = 10 * 1024 * 1024
"""Bytes of a log file before a new one is begun."""
_KEPT = 5
"""Older files that are kept."""
_CHATTY = ("httpx", "httpcore", "uvicorn", "websockets", "asyncio")
"""Libraries of whose remarks only warnings are logged."""


class KeyMask:
    """Masks what looks like a key, and the secrets of the configuration as it is now."""

    def __init__(self, config: Callable[[], Config]) -> None:
        self._config = config
        self._known: Config | None = None
        self._scrub = Scrubber(())

    def __call__(self, text: str) -> str:
        """Return the text without them."""
        config = self._config()
        if config is not self._known:
            self._known, self._scrub = config, Scrubber(config.secrets())
        return self._scrub(redacted(text))


class PrivateLogFile(RotatingFileHandler):
    """A log that is put aside when it has become large; each of its files is for the owner alone."""

    def _open(self) -> TextIOWrapper:
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=private)  # type: ignore[return-value]


class LineFormatter(logging.Formatter):
    """One line for each remark, without any key."""

    def __init__(self, mask: Callable[[str], str]) -> None:
        super().__init__()
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds")
        return f"{at} {record.levelname:<7} {clean(self._text(record))}"

    def _text(self, record: logging.LogRecord) -> str:
        trace = "" if record.exc_info is None else " " + self.formatException(record.exc_info)
        return self._mask(record.getMessage() + trace)


class JsonFormatter(LineFormatter):
    """One JSON object for each remark."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        level, name = record.levelname.lower(), record.name
        return msgspec.json.encode(
            {"at": at, "level": level, "logger": name, "message": self._text(record)}
        ).decode()


def start_logging(mask: Callable[[str], str], log_format: str, file: Path | None = None) -> None:
    """Log from now on what ``mask`` leaves of each remark. Raises DestinationError for an unwritable file."""
    handler: logging.Handler = logging.StreamHandler()
    if file is not None:
        try:
            handler = PrivateLogFile(file, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8")
        except OSError as error:
            raise DestinationError(f"writing the log {file}", why=error.strerror or str(error)) from error
    handler.setFormatter(JsonFormatter(mask) if log_format == "json" else LineFormatter(mask))
    # A request that is cut off where the server ends was cancelled by us, which is no fault to show.
    handler.addFilter(lambda record: not record.exc_info or record.exc_info[0] is not asyncio.CancelledError)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
