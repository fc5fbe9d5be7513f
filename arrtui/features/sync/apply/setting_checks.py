"""Check one write of a setting against the lists of its instance, before anything is sent. Pure.

Both apps answer some of what they cannot store with 500, and write some of it all the same: from then on the
whole list answers 500 (ARR_API 2.4). What is checked here does such harm, or is refused by the app without a
reason to act on; the rest is left to the app, which says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.domain import SettingType
from arrtui.core.text import plural
from arrtui.features.sync.apply.app_lists import AppLists, Row, WriteRefusal, whole
from arrtui.features.sync.apply.condition_checks import condition_refusals
from arrtui.features.sync.apply.profile_checks import profile_refusals

_CREATE = "Create it first."
_REFERENCES: Mapping[str, SettingType] = {
    **{profile.wire: profile.type for profile in TITLE_PROFILES},
    "downloadClientId": SettingType.DOWNLOAD_CLIENT,
    "indexerId": SettingType.INDEXER,
}
"""Keys of a body with the id of another setting; 0 is none or any."""
_TAG_KEYS = ("tags", "excludedTags")

_Check = Callable[[Row, AppLists], Iterator[WriteRefusal]]


def first_refusal(type: SettingType, setting_id: int, body: Row, lists: AppLists) -> WriteRefusal | None:
    """Return why a setting must not be sent; None where nothing is against it.

    ``setting_id`` is that of the setting that is replaced, 0 for a new one.
    """
    return next(_refusals(type, setting_id, body, lists), None)


def _refusals(type: SettingType, setting_id: int, body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    yield from _name(type, setting_id, body, lists)
    yield from _references(body, lists)
    if type in (SettingType.CUSTOM_FORMAT, SettingType.AUTO_TAG):
        yield from condition_refusals(type, body, lists)
    if type in CHECKS:
        yield from CHECKS[type](body, lists)
    if type is SettingType.DELAY_PROFILE:
        yield from _delay_profile(setting_id, body, lists)
    if type is SettingType.REMOTE_PATH_MAPPING:
        yield from _mapping(setting_id, body, lists)


def _name(type: SettingType, setting_id: int, body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield that a name is empty or taken; names count with case and blanks (ARR_API 2.4)."""
    if type not in NAMED:
        return
    name = body.get("name")
    if not str(name or "").strip():
        yield WriteRefusal("its name is empty", "Name it.")
    elif any(row.get("name") == name for row in lists.others(type, setting_id)):
        yield WriteRefusal("another one has this name", "Plan again.")


def _references(body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield which settings it names by id that are not there: both apps take such ids (ARR_API 2.4, 2.9)."""
    for key, type in _REFERENCES.items():
        ids, number = lists.ids(type), body.get(key)
        if ids is not None and number and number not in ids:
            yield WriteRefusal(f"there is no {type.value.replace('_', ' ')} {number}", _CREATE)
    tags = lists.ids(SettingType.TAG)
    for key in _TAG_KEYS:
        missing = [number for number in body.get(key) or () if tags is not None and number not in tags]
        if missing:
            yield WriteRefusal(f"there is no tag {missing[0]}", _CREATE)
    path = body.get("rootFolderPath")
    if path and SettingType.ROOT_FOLDER in lists.rows:
        paths = {str(row.get("path")).rstrip("/\\") for row in lists.rows[SettingType.ROOT_FOLDER]}
        if str(path).rstrip("/\\") not in paths:
            yield WriteRefusal(f"there is no root folder {path}", "Add it, or map the folder in the sync.")


def _provider(body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield that the app does not know the kind of a provider: it would write it, and answer 500 then."""
    implementation = str(body.get("implementation") or "")
    if lists.templates is None:
        return
    template = lists.templates.get(implementation)
    if template is None:
        yield WriteRefusal(
            f"{lists.app} has no {implementation or 'provider without a kind'}",
            f"Update {lists.app}, or leave this one out.",
        )
    elif body.get("configContract") != template.get("configContract"):
        why = f"the settings of {implementation} are {template.get('configContract')} there"
        yield WriteRefusal(f"{why}, not {body.get('configContract')}", "Set it up in the app.")


def _auto_tag(body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    if not body.get("tags"):
        yield WriteRefusal("it gives no tag", "Give it one.")


def _release_profile(body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    terms = [term for key in ("required", "ignored") for term in body.get(key) or ()]
    if not terms:
        yield WriteRefusal("it demands and forbids nothing", "Give it a term.")
    elif any(not str(term).strip() for term in terms):
        yield WriteRefusal("one of its terms is empty", "Leave the term out.")
    if both := set(body.get("tags") or ()) & set(body.get("excludedTags") or ()):
        yield WriteRefusal(
            f"{plural(len(both), 'tag')} of it are both wanted and excluded", "Leave one of them."
        )


def _quality_definition(body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield sizes that are not in order: 0 ≤ least ≤ preferred ≤ most ≤ the app's limit."""
    sizes = [body.get(key) for key in ("minSize", "preferredSize", "maxSize")]
    known = [size for size in sizes if isinstance(size, int | float)]
    if not known:
        return
    limit = lists.largest_size
    if known != sorted(known) or known[0] < 0:
        yield WriteRefusal("its sizes are not in order: least, preferred, most", "Correct the sizes.")
    elif limit is not None and known[-1] > limit:
        yield WriteRefusal(f"its size {known[-1]:g} is above {limit:g} MB a minute", "Lower it.")


def _media_management(body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    """Yield a recycle bin whose path is relative, which both apps answer with 500."""
    folder = str(body.get("recycleBin") or "")
    if folder and not folder.startswith(("/", "\\\\")) and folder[1:2] != ":":
        yield WriteRefusal(f"the recycle bin {folder} is no whole path", "Write the path from its root.")


def _custom_filter(body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    if not body.get("type"):
        yield WriteRefusal("it does not say of which table it is", "Plan again.")


def _delay_profile(setting_id: int, body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    tags = set(body.get("tags") or ())
    is_default = setting_id == 1
    if bool(tags) is is_default:
        why = "the one for all titles takes no tags" if is_default else "it has no tag"
        yield WriteRefusal(why, "Correct its tags.")
    for other in lists.others(SettingType.DELAY_PROFILE, setting_id):
        if tags & set(other.get("tags") or ()):
            yield WriteRefusal("another delay profile has one of its tags", "Take the tag off one of them.")
    if body.get("enableUsenet") is False and body.get("enableTorrent") is False:
        yield WriteRefusal("it allows neither usenet nor torrents", "Allow one of them.")
    if any((whole(body.get(key)) or 0) < 0 for key in ("usenetDelay", "torrentDelay")):
        yield WriteRefusal("one of its delays is below 0", "Correct the delay.")


def _mapping(setting_id: int, body: Row, lists: AppLists) -> Iterator[WriteRefusal]:
    place = _mapped_place(body)
    if not all(place):
        yield WriteRefusal("its host or its remote path is empty", "Give both.")
    for other in lists.others(SettingType.REMOTE_PATH_MAPPING, setting_id):
        if _mapped_place(other) == place:
            yield WriteRefusal(f"another mapping is of {' '.join(place)}", "Plan again.")


def _mapped_place(body: Row) -> tuple[str, str]:
    return str(body.get("host") or ""), str(body.get("remotePath") or "").rstrip("/\\")


CHECKS: Mapping[SettingType, _Check] = {
    SettingType.QUALITY_PROFILE: profile_refusals,
    SettingType.IMPORT_LIST: _provider,
    SettingType.INDEXER: _provider,
    SettingType.DOWNLOAD_CLIENT: _provider,
    SettingType.NOTIFICATION: _provider,
    SettingType.METADATA_CONSUMER: _provider,
    SettingType.AUTO_TAG: _auto_tag,
    SettingType.RELEASE_PROFILE: _release_profile,
    SettingType.QUALITY_DEFINITION: _quality_definition,
    SettingType.MEDIA_MANAGEMENT: _media_management,
    SettingType.CUSTOM_FILTER: _custom_filter,
}
NAMED = frozenset(
    (
        *(SettingType.CUSTOM_FORMAT, SettingType.QUALITY_PROFILE, SettingType.AUTO_TAG),
        *(SettingType.IMPORT_LIST, SettingType.INDEXER, SettingType.DOWNLOAD_CLIENT),
        *(SettingType.NOTIFICATION, SettingType.METADATA_CONSUMER),
    )
)
"""Types of which the app demands a name that no other one has."""
