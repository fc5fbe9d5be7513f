"""Word what a plan does to a setting: fact by fact, with names for ids and stars for secrets. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from arrtui.core.apps import app_of
from arrtui.core.domain import SettingType
from arrtui.core.setting_text import (
    allowed_qualities,
    fact_text,
    key_words,
    quality_names,
    setting_facts,
    switches_of,
)
from arrtui.core.settings.conditions import with_names
from arrtui.core.text import plural
from arrtui.features.sync.model import Fields, PlannedEntry

_MENUS: Mapping[SettingType, str] = {
    SettingType.INDEXER: "Indexers",
    SettingType.DOWNLOAD_CLIENT: "Download Clients",
    SettingType.IMPORT_LIST: "Import Lists",
    SettingType.NOTIFICATION: "Connect",
    SettingType.METADATA_CONSUMER: "Metadata",
}
"""Where both apps have their providers, below Settings."""
_ANY = frozenset({"download_client", "indexer"})
"""Parts of a form whose empty name stands for any."""
_LONGEST = 24
"""Characters of a value that has room in a line of a table."""


class SettingChange(NamedTuple):
    """One fact of a setting, now and after."""

    fact: str
    now: str
    after: str

    def __str__(self) -> str:
        return f"{self.fact}: {self.now} -> {self.after}"


def setting_changes(planned: PlannedEntry) -> list[SettingChange]:
    """Return what an update changes of a setting."""
    qualities, kind = planned.entry.qualities, app_of(planned.entry.instance).kind.value
    now, after = (form_facts(form, qualities, kind) for form in (planned.entry.now, planned.after))
    return [
        SettingChange(fact, fact_text(now.get(fact)), fact_text(after.get(fact)))
        for fact in {**now, **after}
        if now.get(fact) != after.get(fact)
    ]


def whole_setting(form: Fields, kind: str) -> dict[str, str]:
    """Return what a setting that is added or removed says; of a profile which qualities it allows.

    ``kind`` is that of the app.
    """
    body = dict(form.get("body") or {})
    items: Sequence[Mapping[str, Any]] = body.pop("items", None) or ()
    facts = form_facts({**form, "body": body}, quality_names(items), kind)
    if items:
        facts["allowed qualities, best first"] = allowed_qualities(items)
    return {fact: fact_text(value) for fact, value in facts.items()}


def setting_gist(form: Fields) -> str:
    """Return what a setting that is added or removed is, in few words; empty where its name says all."""
    body = form.get("body") or {}
    parts: list[str] = []
    if body.get("specifications"):
        parts.append(plural(len(body["specifications"]), "condition"))
    if items := body.get("items"):
        cutoff = quality_names(items).get(body.get("cutoff", 0))
        parts += [f"up to {cutoff}"] if cutoff and body.get("upgradeAllowed") else ["no upgrades"]
        parts += [f"{plural(len(form['formats']), 'format')} scored"] if form.get("formats") else []
    if implementation := body.get("implementation"):
        switches = switches_of(body).values()
        parts += [str(implementation), *(["switched off"] if switches and not any(switches) else [])]
    return ", ".join(parts)


def form_facts(form: Fields, qualities: Mapping[int, str], kind: str) -> dict[str, Any]:
    """Return what a form says, by what it is about; ``qualities`` names the ids of a cutoff.

    ``kind`` is that of the app, whose lists name the numbers of conditions.
    """
    body = dict(form.get("body") or {})
    if specifications := body.get("specifications"):
        body["specifications"] = with_names(specifications, kind)
    facts = setting_facts(body, _number, qualities)
    facts |= setting_facts(form.get("fields") or {}, _number)
    facts |= {f"score of {name}": score for name, score in (form.get("formats") or {}).items()}
    facts |= {f"score in {name}": score for name, score in (form.get("scores") or {}).items()}
    if "follows" in form:
        facts["place in the order"] = f"behind {form['follows']}" if form["follows"] else "first"
    parts = {"body", "fields", "formats", "scores", "follows"}
    for name, value in form.items():
        if name not in parts:
            facts[name.replace("_", " ")] = "any" if name in _ANY and not value else value
    return facts


def where_to_type(type_: SettingType, name: str, fields: Sequence[str]) -> str:
    """Return where in the app secrets are typed: ``Settings > Indexers > NZBgeek: API key``."""
    words = ", ".join(re.sub(r"\b(api|url|rss)\b", _upper, key_words(field)) for field in fields)
    return f"Settings > {_MENUS[type_]} > {name}: {words}"


def _upper(word: re.Match[str]) -> str:
    return word.group().upper()


def cutoff_names(items: Sequence[Mapping[str, Any]], *sides: Fields) -> dict[int, str]:
    """Return the names of the cutoffs in forms by their ids, as the items of a profile name them."""
    ids = {(side.get("body") or {}).get("cutoff") for side in sides}
    return {number: name for number, name in quality_names(items).items() if number in ids}


def short_change(change: SettingChange) -> str:
    """Return a change for a table; only what it is about where its values are long."""
    short = len(change.now) <= _LONGEST and len(change.after) <= _LONGEST
    return f"{change.fact} {change.now} -> {change.after}" if short else change.fact


def _number(_: SettingType, number: int) -> str:
    return f"#{number}"
