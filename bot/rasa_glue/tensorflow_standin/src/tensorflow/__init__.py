"""Stand-in for TensorFlow: importable, never usable.

Rasa 3.6 imports TensorFlow at start even when no component of the pipeline
needs it. This package answers those imports (names, base classes, decorators,
annotations) in a few kilobytes instead of 1.4 GB. Whoever really uses a neural
component (DIETClassifier, TEDPolicy, ResponseSelector...) gets
``TensorFlowMissing``, which says what to install.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any

__version__ = "0.0.0+standin"

_ROOTS = ("tensorflow", "keras", "tensorflow_hub")

HOW_TO_INSTALL = (
    "This installation runs Rasa without TensorFlow, so the neural components "
    "(DIETClassifier, TEDPolicy, ResponseSelector, UnexpecTEDIntentPolicy, "
    "ConveRT and language-model featurizers) cannot be used. To use them: "
    "pip uninstall triage-tensorflow-standin && "
    "pip install tensorflow-cpu==2.12.0 tensorflow-hub==0.13.0"
)


class TensorFlowMissing(ImportError):
    """A neural component was used although TensorFlow is not installed."""


class _PlaceholderType(type):
    """Type of every name taken from the stand-in: any attribute, any use in a class body."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _placeholder(f"{cls.__name__}.{name}")

    def __getitem__(cls, item: Any) -> Any:
        return cls

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        # `@tf.function` decorates at import time and must give the function back;
        # everything else is real use.
        if len(args) == 1 and not kwargs and callable(args[0]):
            return args[0]
        raise TensorFlowMissing(f"{cls.__name__} was used. {HOW_TO_INSTALL}")


def _placeholder(name: str) -> Any:
    return _PlaceholderType(name, (), {"__module__": "tensorflow"})


def _list_physical_devices(_kind: str | None = None) -> list[Any]:
    """Rasa asks for graphics cards when it starts: there are none to use."""
    return []


# Rasa probes these at start or before every training, with and without neural components.
_ANSWERS = {
    "tensorflow.config.list_physical_devices": _list_physical_devices,
    "tensorflow.config.experimental.list_physical_devices": _list_physical_devices,
    "tensorflow.random.set_seed": lambda _seed: None,
}


def _attribute(module: str, name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    full = f"{module}.{name}"
    if full in _ANSWERS:
        return _ANSWERS[full]
    if any(known.startswith(full + ".") for known in _ANSWERS):
        return importlib.import_module(full)
    return _placeholder(full)


class _SubmoduleFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes every submodule of the stand-in importable, however deep."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        root, _, rest = fullname.partition(".")
        if root not in _ROOTS or not rest:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = ModuleType(spec.name)
        module.__getattr__ = lambda name: _attribute(spec.name, name)  # type: ignore[method-assign]
        return module

    def exec_module(self, module: ModuleType) -> None:
        return None


if not any(isinstance(finder, _SubmoduleFinder) for finder in sys.meta_path):
    sys.meta_path.append(_SubmoduleFinder())


def __getattr__(name: str) -> Any:
    return _attribute("tensorflow", name)
