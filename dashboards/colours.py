"""What a colour means, on every dashboard alike.

Green, orange and red judge; they are never a category's colour. Grafana's own names change their tone with the dark
and the light theme.
"""

from collections.abc import Mapping

from schemas.programmes import Programme

__all__ = ["AGE_BANDS", "BAD", "GOOD", "HUES", "MUTED", "NEUTRAL", "PROGRAMMES", "SECOND", "WARN"]

GOOD = "green"
WARN = "orange"
BAD = "red"
NEUTRAL = "blue"
"""A number that is neither good nor bad."""

SECOND = "purple"
"""The second of two numbers that are neither good nor bad, beside `NEUTRAL`."""

MUTED = "#8e8e8e"
"""What is suppressed, not recorded, or usual: there is nothing to judge."""

_OF_PROGRAMMES = ("#3274d9", "#a352cc", "#12a5a5", "#a3713a", "#7d8796", "#b07aa1")

PROGRAMMES: Mapping[Programme, str] = dict(zip(Programme, _OF_PROGRAMMES, strict=False))
"""A hue each, in their order. A programme more than there are hues needs another one, told well from the others."""

HUES = ("#6e6eb8", "#c15c9b", "#4f8fa8", "#8a8f3a", "#8c6d62", "#b58fd6", "#3d7f6b", "#c9a227")
"""For other categories without an order; none of them judges, and none is a programme's."""

AGE_BANDS = ("#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#084594")
"""From the youngest to the oldest: one hue that darkens, since the bands are in an order."""
