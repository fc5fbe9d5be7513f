"""A fault of arrtui itself: its details go into a file without any key in it, and a sentence says where."""

from __future__ import annotations

import platform
import re
import time
import traceback
from dataclasses import dataclass
from typing import ClassVar

from arrtui import __version__
from arrtui.clients.redact import MASK, Scrubber
from arrtui.core.config import Config
from arrtui.core.errors import ArrtuiError
from arrtui.core.paths import ensure_private_dir, log_folder, replace_private

_KEY = re.compile(r"\b[0-9a-f]{32}\b", re.IGNORECASE)
"""What the keys of the apps look like: one that was typed and not saved is not in the configuration."""


@dataclass(eq=False)
class CrashError(ArrtuiError):
    """arrtui stopped because of a fault of its own."""

    code: ClassVar[str] = "crash"


def crash_error(error: Exception, config: Config) -> CrashError:
    """Write the details of a fault into a file of their own and return the error that says where they are.

    Where no file can be written, the error holds the details. They have no values of variables in them, and
    the secrets of the configuration are masked.
    """
    scrub = Scrubber(config.secrets())
    trace = "".join(traceback.format_exception(error))
    versions = f"arrtui {__version__}, Python {platform.python_version()}, {platform.platform()}"
    details = _KEY.sub(MASK, scrub(f"{versions}\n\n{trace}"))
    why = details.rstrip().splitlines()[-1]
    what = "arrtui stopped because of a fault of its own"
    file = log_folder() / f"crash-{time.strftime('%Y%m%d-%H%M%S')}.txt"
    try:
        ensure_private_dir(file.parent)
        replace_private(file, details.encode("utf-8", "replace"))
    except OSError:
        return CrashError(what, why=why, advice="Please report this.", detail=details)
    return CrashError(what, why=why, advice=f"The details are in {file}: please report them.")
