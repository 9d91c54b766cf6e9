"""The official JSON schemas of HSDS 3.0, as a validator."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, RefResolver

FOLDER = Path(__file__).parent / "hsds-3.0-schema"


@cache
def validator(name: str) -> Any:
    """The validator of one kind of object; formats such as uuid and e-mail count too."""
    schemas = {file.name: json.loads(file.read_text("utf-8")) for file in FOLDER.glob("*.json")}
    store = {name: schema for name, schema in schemas.items()}
    resolver = RefResolver("", schemas[f"{name}.json"], store=store)
    return Draft202012Validator(
        schemas[f"{name}.json"], resolver=resolver, format_checker=FormatChecker()
    )


def faults(name: str, item: Any) -> list[str]:
    """What the official schema has against an object."""
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator(name).iter_errors(item)]
