"""Made-up services for tests of the pages, in our own YAML."""

from __future__ import annotations

from pathlib import Path

from directory import Directory

#: A refuge that hides where it is, a pantry, and a line for staff; the first is not checked.
REFUGE = """
services:
  - code: hidden-house
    name: Hidden House
    organization: Northern Women
    description: A refuge.
    needs: [refuge]
    phones: [{number: "03 9347 0000", label: Any time}]
    confidential: true
    region: Melbourne's north
    locations: [{suburb: Coburg, state: VIC, postcode: "3058"}]
    source: Made up for a test
    read_on: 2026-11-21
    review_by: 2026-11-22
    certainty: B
  - code: open-house
    name: Open House Pantry
    organization: Northern Relief
    description: Food parcels.
    needs: [food_parcel]
    phones: [{number: "03 9347 0001", label: Desk}]
    schedules: [{byday: "MO,WE", opens_at: "09:00", closes_at: "12:00"}]
    locations:
      - {address: 1 Some Street, suburb: Coburg, state: VIC, postcode: "3058",
         latitude: -37.7437, longitude: 144.9631}
    source: Made up for a test
    read_on: 2026-11-21
    review_by: 2099-01-01
    certainty: V
  - code: staff-line
    name: Staff Line
    organization: Northern Relief
    description: For workers.
    needs: [food_parcel]
    phones: [{number: "03 9347 0002", label: Desk}]
    audience: staff
    source: Made up for a test
    read_on: 2026-11-21
    review_by: 2099-01-01
    certainty: V
"""

#: What to bring, Arabic, a named door.
BRING = """
services:
  - code: bring-things
    name: Coburg Legal Desk
    organization: Northern Law
    description: Legal help.
    needs: [legal_help]
    phones: [{number: "03 9347 0009", label: Desk}]
    schedules: [{byday: "MO,TU", opens_at: "09:00", closes_at: "17:00"}]
    documents: [Any letters from the court, A card with your name]
    languages: [ar]
    cost: free
    locations:
      - {name: Northern Law House, address: 5 Long Street, suburb: Coburg, state: VIC,
         postcode: "3058", latitude: -37.7437, longitude: 144.9631}
    source: Made up for a test
    read_on: 2026-11-21
    review_by: 2099-01-01
    certainty: V
"""


def load_checked(folder: Path) -> None:
    """All of them, checked and not due, in the directory of a gateway whose data are in ``folder``."""
    directory = Directory.open(f"sqlite:///{folder / 'directory.db'}")
    checked = REFUGE.replace("certainty: B", "certainty: V")
    for name, text in (("a.yml", checked), ("b.yml", BRING)):
        (folder / name).write_text(text.replace("2026-11-22", "2099-01-01"), "utf-8")
        directory.load(folder / name)
    directory.close()
