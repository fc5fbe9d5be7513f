"""What can be wrong with a what-if."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from arrtui.core.errors import ArrtuiError


@dataclass(eq=False)
class ScenarioError(ArrtuiError):
    """A scenario has no usable name, or names a profile, format or quality that is not there."""

    code: ClassVar[str] = "scenario"
