"""What values in the data are called: one table a kind of value.

Each key is a value as the published views have it. The boards take them as value mappings, so that SQL has no words.
"""

from dashboards.labels.gatherings import AGE_BANDS, ANSWERS, DISTRICTS, PROGRAMMES, PROVENANCE, STATES, STATUSES
from dashboards.labels.label import Label, Labels, transform, value_mapping
from dashboards.labels.subjects import (
    AGENCIES,
    CATEGORIES,
    CONCERN_STATUSES,
    MOMENTS,
    OUTREACH_SETTINGS,
    QUESTIONS,
    REASONS,
    SECTIONS,
    THEMES,
)

__all__ = [
    "AGENCIES",
    "AGE_BANDS",
    "ANSWERS",
    "CATEGORIES",
    "CONCERN_STATUSES",
    "DISTRICTS",
    "MOMENTS",
    "OUTREACH_SETTINGS",
    "PROGRAMMES",
    "PROVENANCE",
    "QUESTIONS",
    "REASONS",
    "SECTIONS",
    "STATES",
    "STATUSES",
    "THEMES",
    "Label",
    "Labels",
    "transform",
    "value_mapping",
]
