"""Disclosure control of releases: which numbers about people may be shown beside all that is shown already.

Pure: no database, no clock. `protect` decides, `audit` says what an attacker who has everything can know of each
withheld number, `revised` says which later changes may be shown, `shown_answers` what may be said of answers to a
question. The terms are the field's (A. Hundepool et al., Statistical Disclosure Control, 2012, ch. 4): primary
suppression (a number is small), secondary suppression (it would give a small one away), feasibility interval, audit.
"""

from streams.releases.disclosure.answers import ShownAnswers, shown_answers
from streams.releases.disclosure.audit import audit
from streams.releases.disclosure.cells import (
    AtMost,
    Cell,
    CellKey,
    Decision,
    Range,
    Relation,
    Shown,
    Sum,
    Withheld,
    protection_width,
)
from streams.releases.disclosure.protection import protect
from streams.releases.disclosure.revisions import revised

__all__ = [
    "AtMost",
    "Cell",
    "CellKey",
    "Decision",
    "Range",
    "Relation",
    "Shown",
    "ShownAnswers",
    "Sum",
    "Withheld",
    "audit",
    "protect",
    "protection_width",
    "revised",
    "shown_answers",
]
