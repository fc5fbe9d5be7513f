"""The recorded requests and answers of the real apps, read from the folder beside the project."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[4] / "shared" / "recorded"
FOLDERS = {
    "radarr": FOLDER / "radarr-6.1",
    "sonarr": FOLDER / "sonarr-4.0.19",
    "sonarr-5": FOLDER / "sonarr-5",
}
"""By app; of Sonarr 5 there is only what it answers in another way than Sonarr 4."""
_CUT = re.compile(r"(a)\1+…\((\d+) characters\)")


@dataclass(frozen=True)
class Record:
    """One request and what the real app answered."""

    app: str
    """A name of `FOLDERS`."""
    name: str
    """Group and case: `tag.put-clash`."""
    method: str
    path: str
    """With the query; `KEY` stands for the API key."""
    body: Any
    """JSON to send, text to send as it is, None for no body."""
    headers: dict[str, str]
    with_key: bool
    status: int
    answer_headers: dict[str, str]
    answer: Any
    length: int | None
    """How many members a list had before it was cut to five; None: it is whole."""
    after: dict[str, Any] = field(default_factory=dict)
    """What was so afterwards, in words of the recording."""

    @property
    def kind(self) -> str:
        """`radarr` or `sonarr`."""
        return self.app.split("-")[0]

    @property
    def group(self) -> str:
        """The part of the name before the dot."""
        return self.name.split(".")[0]

    def content(self) -> bytes | None:
        """Return the bytes to send."""
        if self.headers.get("Content-Encoding") == "gzip":  # the recording shows its bytes as broken text
            return gzip.compress(b'{"label":"keep"}')
        if self.body is None:
            return None
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()


def is_there() -> bool:
    """Return whether the recordings lie beside the project."""
    return all((folder / "index.json").is_file() for folder in FOLDERS.values())


@cache
def records(app: str) -> dict[str, Record]:
    """Return every record of an app by name; none where there are no recordings."""
    if not is_there():
        return {}
    names = json.loads((FOLDERS[app] / "index.json").read_text())
    return {name: _read(app, name) for name in names}


def _read(app: str, name: str) -> Record:
    data = json.loads((FOLDERS[app] / f"{name}.json").read_text())
    request = data["request"]
    headers = request.get("headers", {})
    if request.get("key") == "wrong":
        headers = headers | {"X-Api-Key": "wrong"}
    return Record(
        app=app,
        name=name,
        method=request["method"],
        path=_CUT.sub(lambda match: match[1] * int(match[2]), request["path"]),
        body=request.get("body"),
        headers=request.get("headers", {})
        | ({"X-Api-Key": "wrong"} if request.get("key") == "wrong" else {}),
        with_key=request.get("key") not in ("none", "wrong"),
        status=data["status"],
        answer_headers=data["headers"],
        answer=data["body"],
        length=data.get("records"),
        after=data.get("after", {}),
    )
