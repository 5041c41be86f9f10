"""What may stand in the layout file."""

from __future__ import annotations

import base64
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

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
    docks: Annotated[bytes, BeforeValidator(_decoded)]

    def layout(self) -> Layout:
        """Return it as the window takes it."""
        return Layout(**self.model_dump(exclude={"version"}))
