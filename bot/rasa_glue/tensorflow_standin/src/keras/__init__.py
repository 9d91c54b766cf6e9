"""Stand-in for keras; see the tensorflow package beside it."""

from __future__ import annotations

from typing import Any

import tensorflow


def __getattr__(name: str) -> Any:
    return tensorflow._attribute("keras", name)
