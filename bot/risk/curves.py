"""Thresholds from out-of-fold probabilities, and the curves they were chosen on.

``thresholds.json`` holds both: what is found and what is flagged in vain at every threshold.
"""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np

from bot.risk import model
from bot.risk.assessment import DOMAINS
from bot.risk.judges import FloatArray

#: What an example teaches the judge of urgency: yes, no, or nothing.
URGENT, NOT_URGENT, UNTAUGHT = 1, 0, -1

#: Share of a domain's serious examples that the classifier alone must find, within bounds. They are
#: narrow: one threshold for all did as well as each domain's own, on the half it was not chosen on.
SERIOUS_FOUND = 0.92
SERIOUS_BOUNDS = (0.18, 0.2)
#: Most of the harmless that may be offered help (T2), and be asked.
CONCERN_MOST = 0.05
ASK_MOST = 0.1
#: Most of the concerns that may be made serious where phrases have read the message.
OVER_MOST = 0.03
#: Most of what is not T4 that may be called so.
URGENT_MOST = 0.1
#: The same where a reviewed phrase says T3: the judge goes above it when it is very sure.
URGENT_OVER_MOST = 0.025
#: A passage is serious only where this share of its danger is.
MOSTLY = 0.3


def curve(
    classes: list[str], shares: FloatArray, labels: Any, everyday_rows: Any
) -> dict[str, list[dict[str, float]]]:
    """Per likeliest domain and for all: recall and false alarms at every threshold, out of fold."""
    names = np.array(classes)
    serious_share = shares[:, np.char.endswith(names, ":serious")].sum(axis=1)
    danger_share = 1 - shares[:, names == model.HARMLESS].sum(axis=1)
    likeliest = np.argmax(
        [shares[:, np.char.startswith(names, f"{d}:")].sum(axis=1) for d in DOMAINS], axis=0
    )
    is_serious = np.char.endswith(labels, ":serious")
    is_harmless = labels == model.HARMLESS
    groups = {
        "serious_recall": (is_serious, serious_share),
        "serious_among_harmless": (is_harmless & ~everyday_rows, serious_share),
        "serious_among_concern": (~is_serious & ~is_harmless, serious_share),
        "serious_among_everyday": (everyday_rows, serious_share),
        "danger_recall": (~is_harmless, danger_share),
        "danger_among_harmless": (is_harmless & ~everyday_rows, danger_share),
        "danger_among_everyday": (everyday_rows, danger_share),
    }
    found: dict[str, list[dict[str, float]]] = {}
    for number, domain in enumerate((*DOMAINS, "all")):
        here = (likeliest == number) | (domain == "all")
        found[domain] = [
            {
                "threshold": threshold,
                **{
                    name: round(float((share[mask & here] >= threshold).mean()), 4)
                    for name, (mask, share) in groups.items()
                    if (mask & here).any()
                },
            }
            for threshold in (step / 50 for step in range(1, 50))
        ]
    return found


def urgency_curve(urgent: FloatArray, urgency: Any) -> list[dict[str, float]]:
    """Of what is T4 and of what is T3, the share called T4 at every threshold, out of fold."""
    return [
        {
            "threshold": step / 50,
            "urgent_recall": round(float((urgent[urgency == URGENT] >= step / 50).mean()), 4),
            "urgent_among_others": round(
                float((urgent[urgency == NOT_URGENT] >= step / 50).mean()), 4
            ),
        }
        for step in range(1, 50)
    ]


def threshold(
    points: list[dict[str, float]], column: str, most: float, bounds: tuple[float, float]
) -> float:
    """The lowest threshold at which at most ``most`` of ``column`` is flagged, within bounds."""
    lowest = min(
        (p["threshold"] for p in points if p.get(column, 0.0) <= most),
        default=points[-1]["threshold"],
    )
    return min(max(lowest, bounds[0]), bounds[1])


def reaching(
    points: list[dict[str, float]], column: str, least: float, bounds: tuple[float, float]
) -> float:
    """The highest threshold at which ``least`` of ``column`` is still found, within bounds."""
    highest = max(
        (p["threshold"] for p in points if p.get(column, 1.0) >= least),
        default=points[0]["threshold"],
    )
    return min(max(highest, bounds[0]), bounds[1])


def choose(curves: dict[str, list[dict[str, float]]]) -> dict[str, Any]:
    """Thresholds from the curves: each domain's own for T3, common ones below it.

    A missed sign costs more than a false alarm: T3 begins where SERIOUS_FOUND of a domain's
    serious examples are found by the classifier alone. Phrases find more.
    """
    every = curves["all"]
    return {
        "serious": {
            domain: reaching(curves[domain], "serious_recall", SERIOUS_FOUND, SERIOUS_BOUNDS)
            for domain in DOMAINS
        },
        "concern": threshold(every, "danger_among_harmless", CONCERN_MOST, (0.5, 0.9)),
        "ask": threshold(every, "danger_among_harmless", ASK_MOST, (0.2, 0.5)),
        # Where phrases have read the message: few concerns become serious.
        "over_phrases": threshold(every, "serious_among_concern", OVER_MOST, (0.6, 0.9)),
        "mostly": MOSTLY,
    }


def readable(chosen: dict[str, Any]) -> str:
    """JSON with one line a threshold and one a point of a curve."""
    text = json.dumps(chosen, indent=1)
    flat = re.sub(r"\{\s+(\"threshold\":[^}]*?)\s+\}", r"{\1}", text)
    return re.sub(r",\n\s{4,}(?=\"(serious|danger|urgent)_)", ", ", flat) + "\n"
