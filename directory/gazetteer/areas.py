"""Regions, council areas and landmarks that people name instead of a suburb (``regions.yml``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

DATA = Path(__file__).with_name("regions.yml")


@dataclass(frozen=True)
class Area:
    """What people call somewhere, and the places it may stand at ("Sunshine VIC", with a postcode
    where one state has several of the name).

    ``rather``: the name is a hamlet's too, and this is what people mean. ``careful``: the names
    are ordinary words too.
    """

    title: str
    names: tuple[str, ...]
    centres: tuple[str, ...]
    careful: bool = False
    rather: bool = False


def read_areas() -> Iterator[Area]:
    """All areas of the data file, about 120."""
    raw = yaml.safe_load(DATA.read_text("utf-8"))
    for name, centre in raw["rather"].items():
        yield Area(name, (name,), (centre,), rather=True)
    for title, area in raw["regions"].items():
        yield Area(
            title, tuple(area["names"]), tuple(area["centres"]), careful=area.get("careful", False)
        )
    for title, landmark in raw["landmarks"].items():
        yield Area(title, tuple(landmark["names"]), (landmark["at"],))
