"""Send one write of a setting, and find out what became of it where the app does not say so.

Both apps answer some writes with 500 that they carried out, so that nothing is sent twice before a look at
the list (ARR_API 2.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from arrtui.core.domain import SettingType
from arrtui.core.errors import (
    ArrError,
    CannotWriteError,
    ServerFaultError,
    ValidationFailedError,
)
from arrtui.features.sync.apply.context import ApplyTarget
from arrtui.features.sync.apply.journal import Result
from arrtui.features.sync.apply.setting_requests import SettingWrite
from arrtui.features.sync.apply.setting_secrets import scrubbed
from arrtui.features.sync.fields.setting_forms import PROVIDERS

MOST_TRIES = 3
"""How often a profile is sent while another client changes the formats."""
MADE_ALL_THE_SAME = "The app answered with an error, and has made it all the same."


@dataclass
class SettingSender:
    """One write and how it is sent."""

    target: ApplyTarget
    write: SettingWrite
    secrets: tuple[str, ...] = ()
    """What is in it that nobody is shown."""
    force_save: bool = False
    """Whether the app is to save a provider although its test fails."""

    async def send(self) -> Result:
        """Send the write and return what the journal keeps of it.

        Raises the app's refusals, CannotWriteError where there are two settings of the name afterwards, and
        BrokenListError where the app cannot read its own list any more.
        """
        try:
            answer = await self._request()
        except ArrError as error:
            self._scrub(error)
            if not may_be_done(error):
                raise
            return await self._made_despite(error)
        self.target.lists.note_written(self.write.type, self.write.id, answer)
        if self.write.type in PROVIDERS:
            await self.target.lists.read_again(self.write.type)
        return {"id": self.write.id or int((answer or {}).get("id", 0))}

    async def test(self) -> None:
        """Have the app test the provider. Raises the app's refusals."""
        try:
            await self.target.client.test_setting(self.write.type, self.write.body)
        except ArrError as error:
            self._scrub(error)
            raise

    async def _request(self) -> dict[str, Any] | None:
        client, write = self.target.client, self.write
        if write.method == "post":
            return await client.post_setting(write.type, write.body)
        if write.method == "put":
            return await client.put_setting(write.type, write.id, write.body, force_save=self.force_save)
        if write.method == "reorder":
            await client.reorder_delay_profile(write.id, write.body["after"])
            return {}
        await client.delete_setting(write.type, write.id)
        return None

    async def _made_despite(self, error: ArrError) -> Result:
        """Return what the list has of a new setting that was answered with an error; raise that otherwise."""
        lists, write = self.target.lists, self.write
        lists.note_written(write.type, write.id, {})
        rows = await lists.read_again(write.type)
        if write.method != "post":
            raise error
        made = [row for row in rows if _called(write.type, row) == _called(write.type, write.body)]
        if not made or not _called(write.type, write.body):
            raise error
        if len(made) > 1:
            raise CannotWriteError(
                f"adding the {write.type.value.replace('_', ' ')} {_called(write.type, write.body)}",
                why=f"there are {len(made)} of this name now",
                advice="Delete all but one in the app, then apply again.",
                instance=self.target.instance,
            )
        return {"id": int(made[0].get("id", 0)), "remark": MADE_ALL_THE_SAME}

    def _scrub(self, error: ArrError) -> None:
        """Take the secrets that were sent out of what the app said."""
        error.why, error.detail = (scrubbed(text, self.secrets) for text in (error.why, error.detail))
        if isinstance(error, ValidationFailedError):
            error.failures = tuple((name, scrubbed(text, self.secrets)) for name, text in error.failures)


def has_new_formats(error: ArrError) -> bool:
    """Return whether a profile was refused because there are other formats than those it names."""
    return isinstance(error, ValidationFailedError) and any(
        name == "FormatItems" for name, _ in error.failures
    )


def may_be_done(error: ArrError) -> bool:
    """Return whether an app may have done what it answered with an error, or with nothing.

    A name that is taken is none: what has it is somebody else's, made since the list was read.
    """
    return error.passing or isinstance(error, ServerFaultError)


def _called(type: SettingType, row: dict[str, Any]) -> str:
    key = {SettingType.TAG: "label", SettingType.ROOT_FOLDER: "path"}.get(type, "name")
    return str(row.get(key) or "").rstrip("/\\") if key == "path" else str(row.get(key) or "")
