"""The commands of ``python -m directory``, one module each.

A command module has ``NAME``, ``HELP`` (one line for the list), ``EXPLAINED``
(what ``--help`` says, for somebody who never programs), ``add(parser)`` for its
options and ``run(options) -> exit code``. Adding one is adding it to ``_MODULES``.
"""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

from directory import Directory

ROOT = Path(__file__).resolve().parent.parent.parent
_MODULES = ("search", "status", "check", "load", "export", "duplicates", "due", "bench")


class Command(Protocol):
    """What a command module offers."""

    NAME: str
    HELP: str
    EXPLAINED: str

    def add(self, parser: argparse.ArgumentParser) -> None:
        """Declare its options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it: 0 done, 1 refused, 2 asked in a way that cannot be used."""


class Usage(ValueError):
    """What somebody typed cannot be used; the text says what to write instead."""


def commands() -> Iterator[Command]:
    """Every command, in the order of the list in ``--help``."""
    for name in _MODULES:
        yield cast(Command, importlib.import_module(f"directory.commands.{name}"))


def default_url() -> str:
    """DIRECTORY_URL, or directory.db under DATA_DIR (var)."""
    url = os.environ.get("DIRECTORY_URL", "").strip()
    if url:
        return url
    folder = Path(os.environ.get("DATA_DIR", "").strip() or ROOT / "var").expanduser().absolute()
    return f"sqlite:///{folder / 'directory.db'}"


def open_directory(options: argparse.Namespace, *, filled: bool = True) -> Directory:
    """The directory that the options mean; ``filled`` loads the shipped records into an empty one."""
    directory = Directory.open(
        options.url or default_url(), sample=not getattr(options, "no_sample", False)
    )
    if filled and not directory.status()["version"]:
        directory.load_shipped()
    return directory
