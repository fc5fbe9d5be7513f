"""The daemon's log: lines or JSON objects, to standard error or to a file that is rotated."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

import msgspec

from arrtui.cli.output import clean
from arrtui.core.destination import DestinationError
from arrtui.runtime.engine.jobs import redacted

FORMATS = ("lines", "json")
_LARGEST = 10 * 1024 * 1024
"""Bytes of a log file before a new one is begun."""
_KEPT = 5
"""Older files that are kept."""
_CHATTY = ("httpx", "httpcore", "uvicorn", "websockets", "asyncio")
"""Libraries of whose remarks only warnings are logged."""


class LineFormatter(logging.Formatter):
    """One line for each remark, without anything that looks like a key."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="seconds")
        return f"{at} {record.levelname:<7} {clean(self._text(record))}"

    def _text(self, record: logging.LogRecord) -> str:
        trace = "" if record.exc_info is None else " " + self.formatException(record.exc_info)
        return redacted(record.getMessage() + trace)


class JsonFormatter(LineFormatter):
    """One JSON object for each remark."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        level, name = record.levelname.lower(), record.name
        return msgspec.json.encode(
            {"at": at, "level": level, "logger": name, "message": self._text(record)}
        ).decode()


def start_logging(log_format: str, file: Path | None = None) -> None:
    """Log from now on. Raises DestinationError when the file cannot be written."""
    handler: logging.Handler = logging.StreamHandler()
    if file is not None:
        try:
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))
            handler = RotatingFileHandler(file, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8")
        except OSError as error:
            raise DestinationError(f"writing the log {file}", why=error.strerror or str(error)) from error
    handler.setFormatter(JsonFormatter() if log_format == "json" else LineFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
