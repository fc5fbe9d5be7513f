"""The base of the tables of the configuration."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class ConfigTable(BaseModel):
    """A table of the file. Each field's description is what is allowed there, as its messages say it.

    A validator is built when its table is first read: building all of them takes longer than reading a file.
    """

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        hide_input_in_errors=True,
        validate_default=True,
        defer_build=True,
    )
