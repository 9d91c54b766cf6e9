"""A trained model, and actions with a real desk, for conversations in every language."""

from __future__ import annotations

from tests.actions.conftest import clock, conversation, desk, directory
from tests.nlu.conftest import model, understanding

__all__ = ["clock", "conversation", "desk", "directory", "model", "understanding"]
