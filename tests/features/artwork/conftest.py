"""Fixtures of the tests of artwork."""

from __future__ import annotations

from tests.demo.files.conftest import title as title
