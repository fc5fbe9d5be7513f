"""The register of the apps: one descriptor per kind of app holds everything in which the apps differ.

The code asks the descriptor and never compares kinds. What cannot be said as data (how an answer becomes
records, how a body is built) is in the app's client class, which the descriptor names.

Adding a kind of app
--------------------
1. A member of :class:`Kind` and a module here with its :class:`App`, put into the register below. Every
   field of :class:`App` says what it decides. From the descriptor come the tables of the configuration and
   their environment variables, ports that are tried, lists of ``--run list`` and the API, options that name
   parts of titles, columns, menus, words and headings, what a pair keeps equal, conditions, guides and names
   of files. Of an app that is like another one it is ``dataclasses.replace`` with other words.
2. What it has of its own in this package: numbers of conditions (:mod:`.vocabularies`), how it reads naming
   formats (:mod:`.naming_syntax`), terms of guides (:mod:`.guide_terms`), another kind of profile of its
   titles (:mod:`.title_profiles`).
3. A client with its conversion, in ``arrtui.clients``; ids of its titles in rows that all apps have go into
   ``clients.wire``.
4. What follows from its rule of upgrades, where it has one of its own, beside ``features.scores.albums``,
   and how it is read, beside ``features.backup.albums``.
5. A simulator in ``arrtui.demo``, and tests. ``tests/fourth_app.py`` adds two kinds by their descriptors
   alone: what has to be edited elsewhere for them lacks a register.

Files outside of these that a new app can need, for what no present app has: ``features.webhooks.payload``
(its names of events); ``core.domain``, ``core.settings.identity`` and ``features.sync.fields.setting_order``
(another type of setting); ``core.config.sync`` and ``core.domain`` (another kind of profile). A field of
titles that can be written and that no app has yet has no register: besides ``core.domain`` it is named in
``features.sync`` (``planning.compare``, ``apply.bodies``, ``wording``, ``revert.undo_titles``,
``fields.title_state``), ``features.live.hints`` and ``tui.panes.sync.words``.

Artwork is apart: an app has none unless its ``features`` name it. Titles of a new form need their layout in
``core.art_layouts`` and an entry in ``FORM_NAMES`` (``features.artwork.naming``), in the readers of names
(``image_names``) and in the makers of NFO (``nfo_planning``); players are told of a form that is in
``KODI_FORMS`` and in the forms of ``jellyfin_titles``.
"""

from __future__ import annotations

from arrtui.core.apps.commands import Command, Commands
from arrtui.core.apps.feed_names import FeedNames
from arrtui.core.apps.lidarr import LIDARR
from arrtui.core.apps.model import (
    APPS,
    Ability,
    App,
    ExclusionFields,
    ExternalId,
    Feature,
    Kind,
    Noun,
    ScanRules,
    TitleResource,
)
from arrtui.core.apps.naming_syntax import NamingSyntax
from arrtui.core.apps.radarr import RADARR
from arrtui.core.apps.sonarr import SONARR
from arrtui.core.apps.title_profiles import METADATA, PROFILE_BY_NAME, QUALITY, TITLE_PROFILES, TitleProfile

__all__ = [
    "APPS",
    "METADATA",
    "PROFILE_BY_NAME",
    "QUALITY",
    "TITLE_PROFILES",
    "Ability",
    "App",
    "Command",
    "Commands",
    "ExclusionFields",
    "ExternalId",
    "Feature",
    "FeedNames",
    "Kind",
    "NamingSyntax",
    "Noun",
    "ScanRules",
    "TitleProfile",
    "TitleResource",
    "app_of",
]

APPS.update((app.kind, app) for app in (RADARR, SONARR, LIDARR))


def app_of(instance: str) -> App:
    """Return the descriptor of an instance's app; the name of an instance begins with its kind."""
    return APPS[instance.partition(".")[0]]
