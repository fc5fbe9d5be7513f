"""Backups of simulated apps for tests of scores."""

from __future__ import annotations

from tests.features.backup.conftest import back_it_up as back_it_up
