"""``--run rules``."""

from __future__ import annotations

import json
import time
from pathlib import Path

from arrtui.core.config import load_config
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.db import estate_events
from arrtui.runtime.services import Services
from tests import prefork
from tests.environment import ENV

CONFIG = """
[[notify]]
name = "a"
url = "json://127.0.0.1:1/"
[[rule]]
name = "backups"
event = "backup_failed"
filter = 'reason:"no answer"'
action = "notify"
[database]
url = "sqlite:///arrtui.db"
"""


def test_rules_are_listed_and_tried_and_nothing_is_done(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(CONFIG)
    config.chmod(0o600)
    services = Services(load_config(config, env=ENV), env=ENV, kind="run")
    failed = [
        EstateEvent(type=EventType.BACKUP_FAILED, at=time.time(), instance="radarr.main", reason=reason)
        for reason in ("no answer", "no disk")
    ]
    services.database.write_sync(estate_events.insert, failed)
    services.stop()

    def run(*args: str) -> list[dict[str, object]]:
        command = [*prefork.COMMAND, "--config", str(config), "--run", "rules", *args, "--json"]
        ran = prefork.run(command, env=ENV)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return [json.loads(line) for line in ran.stdout.splitlines()]

    *_, listed = run()
    (rule,) = listed["rules"]
    assert (rule["name"], rule["dry_run"], rule["dry_run_result"]["would_act"]) == ("backups", False, 1)
    *lines, result = run("backups", "--days", "2")
    assert [line["would"] for line in lines if line.get("event") == "would_act"] == [
        "tell of backup failed on radarr.main"
    ]
    assert (result["events"], result["matched"], result["held_back"]) == (2, 1, 0)
