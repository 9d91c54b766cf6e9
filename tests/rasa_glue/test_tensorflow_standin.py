"""Rasa runs without TensorFlow, and whoever needs it is told what to install."""

from __future__ import annotations

import importlib

import pytest

tensorflow = pytest.importorskip("tensorflow")
pytestmark = pytest.mark.skipif(
    not tensorflow.__version__.endswith("+standin"), reason="a real TensorFlow is installed"
)

#: Every Rasa module that `rasa train`, `run`, `shell`, `test` and `data validate` start with.
RASA_ENTRANCES = (
    "rasa.core.agent",
    "rasa.core.run",
    "rasa.core.test",
    "rasa.model_training",
    "rasa.nlu.test",
    "rasa.validator",
    "rasa.cli.shell",
    "rasa.nlu.classifiers.diet_classifier",
    "rasa.core.policies.ted_policy",
)


@pytest.mark.parametrize("module", RASA_ENTRANCES)
def test_rasas_entrances_import_without_tensorflow(module: str) -> None:
    assert importlib.import_module(module)


def test_using_a_layer_says_what_to_install() -> None:
    with pytest.raises(tensorflow.TensorFlowMissing, match=r"pip install tensorflow-cpu==2\.12"):
        tensorflow.keras.layers.Dense(3, activation="relu")


def test_a_neural_component_refuses_to_train_with_the_same_advice() -> None:
    from rasa.utils.tensorflow.layers import DenseForSparse

    with pytest.raises(tensorflow.TensorFlowMissing, match="DIETClassifier"):
        DenseForSparse(units=3, reg_lambda=0.1)


def test_no_graphics_card_is_found_rather_than_an_error() -> None:
    assert tensorflow.config.list_physical_devices("GPU") == []
