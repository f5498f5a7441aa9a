"""What several rows of the board share."""

from dashboards.colours import BAD, GOOD, NEUTRAL, WARN
from dashboards.text import Text

__all__ = ["COMPLETENESS", "GROWTH_STEPS", "VISITS"]

VISITS = Text("Visits", "Käynnit", "Besök")
GROWTH_STEPS = ((None, BAD), (-0.5, WARN), (-0.2, NEUTRAL), (0, GOOD))
"""Weeks differ by a fifth without a reason; green is kept for no fewer than usual."""
COMPLETENESS = ((None, BAD), (0.8, WARN), (0.95, GOOD))
