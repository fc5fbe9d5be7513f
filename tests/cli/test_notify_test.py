"""``--run notify-test``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import prefork
from tests.environment import ENV


@pytest.mark.parametrize(
    ("channels", "args", "status", "shown"),
    [
        ("", (), 3, "[[notify]]"),
        ('[[notify]]\nname = "a"\nurl = "json://127.0.0.1:1/planted"\n', ("a",), 1, "sending through a"),
        ('[[notify]]\nname = "a"\nurl = "json://127.0.0.1:1/planted"\n', ("b",), 2, "none named b"),
        (
            '[[notify]]\nname = "a"\nurl = "json://127.0.0.1:1/planted"\ntitle = "now: {{ event.type }}"\n',
            ("--preview", "tripwire"),
            0,
            "a: now: tripwire",
        ),
    ],
)
def test_each_channel_says_what_came_of_it(
    tmp_path: Path, channels: str, args: tuple[str, ...], status: int, shown: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'{channels}[database]\nurl = "sqlite:///arrtui.db"\n')
    config.chmod(0o600)
    command = [*prefork.COMMAND, "--config", str(config), "--run", "notify-test", *args]
    ran = prefork.run(command, env=ENV)
    assert (ran.returncode, shown in ran.stdout + ran.stderr) == (status, True), ran.stdout + ran.stderr
    assert "planted" not in ran.stdout + ran.stderr
