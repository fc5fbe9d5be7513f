"""Send an archive back to its app, and see it start with it."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from arrtui.clients import ArrClient
from arrtui.core.app_archives import ArchiveError
from arrtui.core.errors import ArrError, WrongAppError, WrongKeyError, WrongUrlBaseError
from arrtui.features.archives.fetch import make_archive

_LONGEST = 600.0
"""Seconds until an app must answer again: it brings an older database up to date first."""
_PAUSE = 1.0
_WHAT = "waiting for it to start with the archive"


async def restore_archive(client: ArrClient, path: Path) -> str:
    """Have an app start with an archive in place of its own data; return why it cannot be used now, if so.

    The app makes an archive of what it has first, so that there is a way back. Raises ArchiveError and
    what the client raises; after the upload the app is the old one until it is started anew.
    """
    started = (await client.status()).start_time
    await make_archive(client)
    await client.send_archive(path)
    await client.restart()
    return await _started_anew(client, started)


async def _started_anew(client: ArrClient, before: str) -> str:
    """Wait until the app answers as one that was not started at ``before``; return why it refuses us.

    With the archive it has the key, the port and the URL base of that time. Raises ArchiveError when it does
    not come back.
    """
    deadline, last, was_down = time.monotonic() + _LONGEST, "it is still the one from before", False
    while time.monotonic() < deadline:
        try:
            if (await client.probe()).start_time != before or was_down:
                return ""
        except WrongKeyError:
            return "it has the API key of the archive now, which is another one: write that key as api_key"
        except (WrongAppError, WrongUrlBaseError) as error:
            return str(error)
        except ArrError as error:
            last, was_down = str(error), error.passing
        await asyncio.sleep(_PAUSE)
    advice = "With the archive it has the port of that time: compare url with the app, and look into its log."
    raise ArchiveError(_WHAT, f"not within {_LONGEST / 60:.0f} minutes: {last}", advice, client.config.name)
