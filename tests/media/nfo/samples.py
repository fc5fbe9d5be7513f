"""NFO of the players' records, and broken ones."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

PLAYERS = Path(__file__).parents[4] / "shared" / "recorded" / "players"


def recorded(player: str) -> dict[str, Any]:
    """Return the variants that a player was run over: ``kodi-20.1``, ``jellyfin-10.11.11``."""
    return dict(json.loads((PLAYERS / f"{player}.json").read_text(encoding="utf-8"))["variants"])


def nfos_of(variant: dict[str, Any]) -> dict[str, bytes]:
    """Return the NFO of a recorded variant by path."""
    return {
        file["path"]: base64.b64decode(file["base64"]) if "base64" in file else file["text"].encode()
        for file in variant["files"]
        if file["path"].endswith(".nfo")
    }


FILM = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<!-- created on 2020 by somebody's tool -->
<movie>
  <title lang="en">Heat</title>
  <unknown attr="1"><inner>kept</inner></unknown>
  <!-- my note -->
  <plot>Old plot</plot>
  <genre>Crime</genre>
  <genre>Drama</genre>
  <uniqueid type="trakt">77</uniqueid>
  <uniqueid type="imdb" default="true">tt0113277</uniqueid>
  <ratings><rating name="trakt" max="10"><value>8.1</value></rating></ratings>
  <set>Mann</set>
  <actor><name>Al Pacino</name><role>Hanna</role><tmdbid>1158</tmdbid></actor>
  <director tmdbid="638">Michael Mann</director>
  <fileinfo><streamdetails><video><codec>h264</codec></video></streamdetails><other>kept</other></fileinfo>
  <playcount>3</playcount>
  <lockdata>true</lockdata>
</movie>
https://www.imdb.com/title/tt0113277/
"""
