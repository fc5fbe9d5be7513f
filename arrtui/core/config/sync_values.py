"""The single values of a pair: names, folders, what may be kept equal, and how they depend on each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from arrtui.core.apps import APPS, Kind
from arrtui.core.config.findings import nearest
from arrtui.core.config.values import wrong

EVERYTHING_ELSE = "*"
"""The name in a map that stands for every name it does not hold."""

SERIES_TYPES = ("standard", "daily", "anime")
"""The types of series Sonarr knows."""

_INSTANCE = re.compile(rf"({'|'.join(Kind)})\.[a-z0-9][a-z0-9_-]*")
_FOLDER = re.compile(r"/|[A-Za-z]:[\\/]|\\\\[^\\]")
_NAMED_SNAPSHOT = re.compile(r"[0-9]{1,15}|latest(~[0-9]{1,6})?|today|yesterday")
_FOLDER_RULE = 'start with "/", a drive such as "D:\\" or a share such as "\\\\nas\\media"'


# --- names and folders -----------------------------------------------------------------------------------


def _as_names(value: Any) -> Any:
    """Return names as a tuple; one name by itself is a list of one."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or any(not isinstance(name, str) for name in names):
        raise wrong('must be a list of names, e.g. ["kids", "4k"]')
    if any(not name.strip() for name in names):
        raise wrong("holds an empty name")
    return tuple(dict.fromkeys(names))


def is_posix(path: str) -> bool:
    """Return whether a path is one of Linux or macOS, where a backslash is a character like any other."""
    return path.startswith("/") and not path.startswith("//")


def plain_folder(path: str) -> str:
    """Return a folder in the form that is compared: ``/`` between its parts and none at its end.

    Folders of Windows (with a drive, or on a share) compare without regard to case, as they do there.
    """
    return path.rstrip("/") if is_posix(path) else path.replace("\\", "/").rstrip("/").lower()


def _check_folders(folders: tuple[str, ...]) -> tuple[str, ...]:
    if not all(_FOLDER.match(folder) for folder in folders):
        raise wrong(f"holds something that is no folder: folders {_FOLDER_RULE}")
    return folders


def _check_series_types(types: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    context: Mapping[str, Any] = info.context or {}
    kind: Kind | None = context.get("kind")
    if types and kind and "series_type" not in kind.app.title_fields:
        raise wrong(f"is a rule for series; {kind.app.name} has none")
    if not {name.lower() for name in types} <= {*SERIES_TYPES}:
        raise wrong(f"holds an unknown type; allowed are {', '.join(SERIES_TYPES)}")
    return types


def _check_year_to(year: int, info: ValidationInfo) -> int:
    if year and year < info.data.get("year_from", 0):
        raise wrong("must not be before year_from")
    return year


# --- maps ------------------------------------------------------------------------------------------------


def _check_names(names: Mapping[str, str]) -> None:
    """Refuse empty names, names that mean the same, and a ``*`` where it means nothing."""
    if not all(name.strip() for name in names):
        raise wrong("holds an empty name")
    if len({name.casefold() for name in names}) < len(names):
        raise wrong("names one thing twice; upper and lower case make no difference")
    if EVERYTHING_ELSE in names.values():
        raise wrong("leads to '*', which is no name; it may only stand on the left")


def _check_name_map(names: dict[str, str]) -> dict[str, str]:
    _check_names(names)
    if not all(name.strip() for name in names.values()):
        raise wrong("holds an empty name")
    return names


def _check_tag_map(tags: dict[str, str]) -> dict[str, str]:
    _check_names(tags)
    return tags


def _check_folder_map(folders: dict[str, str]) -> dict[str, str]:
    named = [*(name for name in folders if name != EVERYTHING_ELSE), *folders.values()]
    if not all(_FOLDER.match(folder) for folder in named):
        raise wrong(f"holds something that is no folder: folders {_FOLDER_RULE}")
    if len({plain_folder(name) for name in folders}) < len(folders):
        raise wrong("names one folder twice; a slash at the end makes no difference")
    return folders


def inverted(names: Mapping[str, str], form: Callable[[str], str]) -> dict[str, str] | None:
    """Return a map turned round, None when two of its names lead to one.

    ``form`` is what names are compared by. ``*`` and names that are dropped lead nowhere back and are left
    out: a name that nothing leads to stays as it is.
    """
    ways = {old: new for old, new in names.items() if old != EVERYTHING_ELSE and new}
    turned = {new: old for old, new in ways.items()}
    return turned if len({form(new) for new in ways.values()}) == len(ways) else None


# --- the two sides ---------------------------------------------------------------------------------------


def kind_of(source: str) -> Kind | None:
    """Return the app of an instance's name, None when it names none."""
    kind = source.partition(".")[0]
    return Kind(kind) if kind in tuple(Kind) else None


def _kind(info: ValidationInfo) -> Kind | None:
    """Return the app of a pair: of its source, be that right or wrong in all else."""
    return kind_of(str(info.data.get("source", ""))) or (info.context or {}).get("kind")


def check_instance(name: str, info: ValidationInfo) -> None:
    """Refuse a name no instance can have and, where the configured ones are known, one that none has."""
    if not _INSTANCE.fullmatch(name):
        raise wrong("must name an instance, e.g. radarr.main or sonarr.anime")
    known: Sequence[str] | None = (info.context or {}).get("instances")
    if known is not None and name not in known:
        hint = nearest(name, known) if known else "none is configured yet"
        raise wrong(f"names an instance that is not configured; {hint}")


def check_source(source: str, info: ValidationInfo) -> str:
    """Refuse what names neither an instance nor a snapshot of one."""
    name, at, when = source.partition("@")
    check_instance(name, info)
    if at and not _NAMED_SNAPSHOT.fullmatch(when.lower()):
        try:
            datetime.fromisoformat(when.upper())
        except ValueError:
            raise wrong(
                "names no snapshot after '@': give its number, latest, latest~1 or a date (2026-11-01)"
            ) from None
    return source


def _check_target(target: str, info: ValidationInfo) -> str:
    name, at, _ = target.partition("@")
    if at:
        raise wrong("must be an instance as it is now; only a source can be a snapshot")
    check_instance(name, info)
    source, _, when = str(info.data.get("source", "")).partition("@")
    if _kind(info) not in (None, kind_of(name)):
        raise wrong("must be an instance of the source's kind, such as Radarr with Radarr")
    if source == name and when:
        raise wrong("is the instance of the snapshot; to bring a snapshot back: arrtui --run restore")
    if source == name:
        raise wrong("is the source itself; a pair needs two instances")
    return target


def _check_mode(mode: str, info: ValidationInfo) -> str:
    if mode == "union" and "@" in str(info.data.get("source", "")):
        raise wrong("cannot be union with a snapshot as source, because nothing can be added to a snapshot")
    return mode


def _check_update(fields: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    kind = _kind(info)
    known = {name for app in APPS.values() for name in app.update_fields}
    allowed = kind.app.update_fields if kind else tuple(sorted(known))
    if all(name in allowed for name in fields):
        return fields
    strangers = [name for name in fields if name not in known]
    what = "holds an unknown field" if strangers else f"holds a field that {kind and kind.app.name} has not"
    raise wrong(f"{what}; {nearest(strangers[0] if strangers else '', allowed)}")


def _check_monitored(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_names)]
Folders = Annotated[Names, AfterValidator(_check_folders)]
SeriesTypes = Annotated[Names, AfterValidator(_check_series_types)]
YearTo = Annotated[int, AfterValidator(_check_year_to)]

NameMap = Annotated[dict[str, str], AfterValidator(_check_name_map)]
TagMap = Annotated[dict[str, str], AfterValidator(_check_tag_map)]
FolderMap = Annotated[dict[str, str], AfterValidator(_check_folder_map)]


def _check_follow(follow: str, info: ValidationInfo) -> str:
    """Refuse to follow what does not change."""
    if follow == "live" and "@" in str(info.data.get("source", "")):
        raise wrong("needs an instance as its source; a snapshot does not change")
    return follow


Source = Annotated[str, AfterValidator(check_source)]
Target = Annotated[str, AfterValidator(_check_target)]
Mode = Annotated[Literal["add", "mirror", "union"], AfterValidator(_check_mode)]
Follow = Annotated[Literal["off", "live"], AfterValidator(_check_follow)]
UpdateFields = Annotated[Names, AfterValidator(_check_update)]
Monitored = Annotated[Literal["source", "true", "false"], BeforeValidator(_check_monitored)]
