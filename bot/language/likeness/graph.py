"""Writes ``product.onnx``: one vector times a block of rows, in whole numbers.

    python -m bot.language.likeness.graph

Needed only when the shape or the operation changes; it needs the package ``onnx``
(requirements-dev.in). The rows are handed over when the graph is loaded (``rows.py``).
"""

from __future__ import annotations

from pathlib import Path

GRAPH = Path(__file__).with_name("product.onnx")
#: Numbers of a vector and rows that one graph takes; longer and more are put together of several.
WIDTH, BLOCK = 128, 8192
#: Zero among bytes without a sign. Products of such bytes are the same on every processor; those
#: of bytes with a sign are cut off at 16 bits on some.
ZERO = 128


def write(path: Path = GRAPH) -> None:
    """Writes the graph: ``asked`` uint8[1, WIDTH] -> ``products`` int32[1, BLOCK]."""
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper

    rows = TensorProto(name="rows", data_type=TensorProto.UINT8, dims=(WIDTH, BLOCK))
    rows.data_location = TensorProto.EXTERNAL
    rows.external_data.add(key="location", value="handed-over-when-loaded")
    zero = numpy_helper.from_array(np.array(ZERO, dtype=np.uint8), "zero")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["asked", "rows", "zero", "zero"], ["products"])],
        "likeness",
        [helper.make_tensor_value_info("asked", TensorProto.UINT8, [1, WIDTH])],
        [helper.make_tensor_value_info("products", TensorProto.INT32, [1, BLOCK])],
        [rows, zero],
    )
    opsets = [helper.make_opsetid("", 18)]
    path.write_bytes(
        helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString()
    )


if __name__ == "__main__":
    write()
