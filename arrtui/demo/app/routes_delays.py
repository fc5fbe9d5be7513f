"""Routes of delay profiles: one for everything, others for the titles of some tags."""

from __future__ import annotations

from typing import Any

from arrtui.demo.app.requests import Call
from arrtui.demo.app.rows import require_row
from arrtui.demo.app.settings import DELAY_DEFAULTS
from arrtui.demo.app.settings_resource import SettingsResource
from arrtui.demo.http.errors import ApiError, Check, broken_rules, refuse_if_any, rule
from arrtui.demo.http.routing import Table, check_types, integers
from arrtui.demo.http.wire import Obj, Reply

GLOBAL = 1
"""The profile that holds where no other does; it has no tags and stays."""
_MEMBERS = (*DELAY_DEFAULTS, "order", "tags")


class DelayProfiles(SettingsResource):
    """How long downloads wait for a better release (`DelayProfileController`)."""

    def table(self) -> Table:
        """Return the routes, with the one that changes the order."""
        path = f"/api/v3/{self.resource}"
        return [*super().table(), ("PUT", f"{path}/reorder/{{id:int}}", self.reorder)]

    def read(self, call: Call, number: int) -> Obj:
        """Read a profile: whether its tags exist is not looked at; a new one goes behind the others."""
        body, rows = call.object, self.rows(call)
        check_types(body, tags=list, usenetDelay=int, torrentDelay=int, enableUsenet=bool, enableTorrent=bool)
        check_types(body, order=int)
        tags = integers(body, "tags")
        profile = DELAY_DEFAULTS | {key: body[key] for key in _MEMBERS if key in body} | {"tags": tags}
        used = {tag for row in rows.values() if row["id"] != number for tag in row["tags"]}
        _check(profile, is_global=number == GLOBAL, is_used=bool(used & set(tags)))
        if number == 0:
            profile["order"] = len(rows)
        return {"order": rows[number]["order"] if number in rows else 0} | profile

    def delete(self, call: Call) -> Reply:
        """Delete a profile; the one for everything cannot be. Raises ApiError 405."""
        if call.id == GLOBAL:
            text = "Cannot delete global delay profile"
            raise ApiError(405, {"message": f"MethodNotAllowed: {text}", "content": text})
        return super().delete(call)

    def reorder(self, call: Call) -> list[Obj]:
        """Put a profile behind another one (`after`), or to the front. Answers all."""
        rows = self.rows(call)
        moved = require_row(rows, call.id, "DelayProfile")
        after = rows.get(call.number("after") or 0)
        place = 0 if after is None else after["order"] - (moved["order"] < after["order"])
        was, behind = moved["order"], place + 2
        for row in rows.values():  # in the order of their ids, whatever theirs is
            if row["id"] == GLOBAL:
                continue
            if row is moved:
                row["order"] = place + 1
            elif row is after:
                row["order"] = place
            elif row["order"] > place:
                row["order"], behind = behind, behind + 1
            elif row["order"] > was:
                row["order"] -= 1
        return list(rows.values())


def _check(profile: Obj, *, is_global: bool, is_used: bool) -> None:
    """Apply the rules. Raises ApiError 400."""
    tags = profile["tags"]

    def too_small(key: str, name: str) -> Check:
        value: Any = profile[key]
        text = f"'{name}' must be greater than or equal to '0'."
        compared = {"comparisonValue": 0, "comparisonProperty": ""}
        return Check(
            value < 0, key[0].upper() + key[1:], text, value, "GreaterThanOrEqualValidator", compared
        )

    used = "One or more tags is used in another profile"
    failures = broken_rules(
        [
            Check(not is_global and not tags, "Tags", "'Tags' must not be empty.", tags, "NotEmptyValidator"),
            Check(
                is_global and bool(tags),
                "Tags",
                "Collection Must Be Empty",
                tags,
                "EmptyCollectionValidator`1",
            ),
            Check(is_used, "Tags", used, tags, "DelayProfileTagInUseValidator"),
            too_small("usenetDelay", "Usenet Delay"),
            too_small("torrentDelay", "Torrent Delay"),
        ]
    )
    if not profile["enableUsenet"] and not profile["enableTorrent"]:
        failures.append(rule("Either Usenet or Torrent should be enabled"))
    refuse_if_any(failures)


TABLE: Table = DelayProfiles("delayprofile", "delay_profiles", "DelayProfile").table()
