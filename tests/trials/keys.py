"""Keys planted in configuration and apps must be in nothing that arrtui prints, stores or writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.terminals import terminal
from tests.trials.site import ENV, Site, new_site

PLANTED = {
    "webhook address": "planted0webhook1key2",
    "query of an address": "planted3query4key5",
    "indexer passkey": "planted6passkey7key8",
    "provider secret": "planted9provider0key1",
    "script argument": "planted2argument3key4",
}
OWN = {
    "address of a channel": "planted5channel6key7",
    "token of the hooks": "planted8token9of0the1hooks2key3",
    "password of the hooks": "planted4password5of6hooks7key8",
}
"""Secrets of the configuration, beside the keys of the apps."""
TASKS = (
    ("webhooks", "register"), ("check",), ("backup", "--full"), ("snapshots",),
    ("diff", "radarr.main", "1", "latest"),
    ("plan", "movies"), ("sync", "movies", "--apply"), ("plans",), ("jobs",),
    ("export", "radarr.main", "{folder}/main.jsonl"),
    *(("scores", "--report", kind, "--out", "{folder}") for kind in ("json", "csv", "html")),
    ("restore", "radarr.main", "--at", "1"), ("backup", "radarr.wrong"),
    ("notify-test",), ("notify-test", "--preview", "tripwire"), ("tripwire",), ("webhooks", "status"),
)  # fmt: skip


def plant(site: Site) -> Iterator[str]:
    """Put secrets into providers of an app, as owners have them there; yield whether each is there."""
    app = site.app("radarr.main")
    headers = {"X-Api-Key": app.api_key}
    with httpx.Client(base_url=f"{app.url}/api/v3", headers=headers) as client:
        for resource in ("notification", "indexer", "downloadclient", "importlist"):
            for row in client.get(f"/{resource}").json():
                for field, secret in zip(row.get("fields", ()), PLANTED.values(), strict=False):
                    if isinstance(field.get("value"), str):
                        field["value"] = f"http://example.org/{secret}/x?apikey={secret}&tp={secret}"
                client.put(f"/{resource}/{row['id']}", params={"forceSave": "true"}, json=row)
        for implementation, field, value in (
            ("CustomScript", "arguments", f"--key {PLANTED['script argument']}"),
            ("Webhook", "url", f"https://example.org/hook/{PLANTED['webhook address']}"),
        ):
            row = {"name": implementation, "implementation": implementation, "fields": []}
            row |= {"configContract": f"{implementation}Settings", "tags": []}
            row["fields"] = [{"name": field, "value": value}]
            client.post("/notification", params={"forceSave": "true"}, json=row)
        answers = [client.get(f"/{name}").text for name in ("notification", "indexer", "importlist")]
    for name, secret in PLANTED.items():
        if name == "provider secret":  # a password, which the app shows to nobody
            continue
        yield f"{'ok' if any(secret in text for text in answers) else 'FAILED'} {name} is planted"


def own_secrets() -> dict[str, Any]:
    """Return tables of the configuration that hold secrets of arrtui's own."""
    address = f"json://127.0.0.1:1/{OWN['address of a channel']}"
    hooks = {
        "public_url": "http://127.0.0.1:1",
        "token": OWN["token of the hooks"],
        "username": "arr",
        "password": OWN["password of the hooks"],
    }
    return {"notify": [{"name": "phone", "url": address, "events": ["all"]}], "server": {"hooks": hooks}}


def searched(folder: Path, secrets: dict[str, bytes]) -> Iterator[str]:
    """Yield a line for each secret found in a file of a folder but the configuration, or that none was."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("config.toml")]
    for path in files:
        data = path.read_bytes()
        for name, secret in secrets.items():
            if secret in data:
                yield f"FAILED {name} is in {path.name}"
    yield f"ok {len(files)} files searched for {len(secrets)} keys"


def trial(times: int) -> Iterator[str]:
    """Run every task with secrets planted everywhere; yield a line for each place searched."""
    for _ in range(times):
        with new_site() as site:
            yield from plant(site)
            site.configure(**own_secrets())
            secrets = {name: text.encode() for name, text in (PLANTED | OWN).items()}
            secrets |= {f"key of {name}": app.api_key.encode() for name, app in site.estate.apps.items()}
            for words in TASKS:
                task = [word.format(folder=site.folder) for word in words]
                for options in ([], ["--json"]):
                    ended = site.run(*task, *options)
                    shown = (ended.out + ended.err).encode()
                    leaks = [name for name, secret in secrets.items() if secret in shown]
                    sign = "FAILED" if leaks else "ok"
                    yield f"{sign} {' '.join([*task, *options])} prints {leaks or 'no key'}"
            with terminal(site.command()[:-1], env=ENV, columns=120, lines=40) as screen:
                for keys in (b"1", b"2", b"3", b"4", b"6", b"an", b"t", b"\r", b"\x1b", b"\x1b", b"1"):
                    screen.read_until(b"Estate")
                    screen.type(keys)
                    for _ in range(10):
                        screen.read()
                screen.type(b"q")
                screen.finish()
                leaks = [name for name, secret in secrets.items() if secret in screen.seen]
                yield f"{'FAILED' if leaks else 'ok'} the terminal app shows {leaks or 'no key'}"
            yield from searched(site.folder, secrets)
