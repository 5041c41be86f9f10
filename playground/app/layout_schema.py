"""What may stand in the layout file."""

from __future__ import annotations

import base64
import zlib
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from playground.app.layout_file import Layout


def _decoded(text: object) -> bytes:
    return base64.b64decode(str(text), validate=True)


class LayoutFile(BaseModel):
    """The layout file, version 1."""

    model_config = ConfigDict(extra="forbid", strict=True)

    version: Literal[1]
    width: int = Field(ge=200, le=20_000)
    height: int = Field(ge=200, le=20_000)
    maximised: bool
    appearance: Literal["system", "light", "dark"]
    scale: float = Field(default=1.0, ge=0.5, le=3.0)  # absent in files of before it was kept
    docks: Annotated[bytes, BeforeValidator(_decoded)]
    docks_crc32: int

    @model_validator(mode="after")
    def _whole(self) -> LayoutFile:
        # Qt 6.10 crashes on a state in which some bytes have changed.
        if zlib.crc32(self.docks) != self.docks_crc32:
            raise ValueError("docks and docks_crc32 must agree: the state of the docks is damaged")
        return self

    def layout(self) -> Layout:
        """Return it as the window takes it."""
        return Layout(**self.model_dump(exclude={"version", "docks_crc32"}))
