"""The daemon's log: rotated, private, without a key."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from arrtui.cli.daemon import logs
from arrtui.core.config import Config
from arrtui.core.config.server import ApiConfig, ApiKeyConfig, ServerConfig

SECRET = "correct horse battery"
LATER = "staple-of-the-second-key"
HEX = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """Yield the root logger, which is as it was afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield root
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers, root.level = handlers, level


def with_key(secret: str) -> Config:
    key = ApiKeyConfig(name="dashboard", key=SecretStr(secret))
    return replace(Config(), server=ServerConfig(api=ApiConfig(key=(key,))))


@pytest.mark.parametrize("log_format", logs.FORMATS)
def test_rotated_files_are_private_and_hold_no_key(
    log_format: str, root_logger: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_LARGEST", 2_000)
    configs = [with_key(SECRET)]
    logs.start_logging(logs.KeyMask(lambda: configs[-1]), log_format, tmp_path / "daemon.log")
    for number in range(200):
        root_logger.info("remark %d: %s, api_key=%s\nand a line", number, SECRET, HEX)
    configs.append(with_key(LATER))
    try:
        raise RuntimeError(f"refused with {LATER}")
    except RuntimeError:
        root_logger.exception("it failed")
    files = sorted(tmp_path.iterdir())
    assert len(files) == 1 + logs._KEPT
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert all(file.stat().st_size <= 2_000 for file in files)
    text = "".join(file.read_text() for file in files)
    assert not [secret for secret in (SECRET, LATER, HEX) if secret in text]
    last = (tmp_path / "daemon.log").read_text().splitlines()[-1]
    assert "it failed" in last and "RuntimeError" in last
    if log_format == "json":
        assert {json.loads(line)["level"] for line in text.splitlines()} == {"info", "error"}
