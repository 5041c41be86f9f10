"""What may stand in the layout file."""

from __future__ import annotations

from typing import Literal

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

from playground.app.layout_file import Layout


class LayoutFile(BaseModel):
    """The layout file, version 1."""

    model_config = ConfigDict(extra="forbid", strict=True)

    version: Literal[1]
    width: int = Field(ge=200, le=20_000)
    height: int = Field(ge=200, le=20_000)
    maximised: bool
    appearance: Literal["system", "light", "dark"]
    docks: Base64Bytes

    def layout(self) -> Layout:
        """Return it as the window takes it."""
        return Layout(**self.model_dump(exclude={"version"}))
