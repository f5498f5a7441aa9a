"""Whether a number is shown, and why not."""

from dashboards.colours import GOOD, MUTED, WARN
from dashboards.labels.label import Label, Labels
from dashboards.text import NOT_RECORDED, SUPPRESSED, Text

__all__ = ["STATES"]

STATES: Labels = {
    "counted": Label(Text("Counted", "Laskettu", "Räknat"), GOOD),
    "suppressed": Label(SUPPRESSED, MUTED),
    "not recorded": Label(NOT_RECORDED, WARN),
}
"""To protect small groups is right, so it is grey; that nobody counted is a gap, so it warns."""
