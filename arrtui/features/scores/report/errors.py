"""Errors of writing a report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arrtui.core.errors import ArrtuiError


@dataclass(eq=False)
class ReportError(ArrtuiError):
    """The report cannot be written, or not where it was asked for."""

    code: ClassVar[str] = "report"
