"""Notices danger in what people say. Pure: text in, ``Assessment`` out.

from bot.risk import Context, Tier, screen
screen("i cant go on", context=Context(previous=("they stopped my payment",))).tier
"""

from bot.risk.assessment import DOMAINS, Assessment, Context, Indicator, Tier
from bot.risk.indicators import BadIndicators
from bot.risk.screening import canonical, load, ready, screen

__all__ = [
    "DOMAINS",
    "Assessment",
    "BadIndicators",
    "Context",
    "Indicator",
    "Tier",
    "canonical",
    "load",
    "ready",
    "screen",
]
