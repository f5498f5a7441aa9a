"""What values in the data are called: one table a kind of value, one module each.

Each key is a value as the published views have it. The boards take them as value mappings, so that SQL has no words.
"""

from dashboards.labels.age_bands import AGE_BANDS
from dashboards.labels.agencies import AGENCIES
from dashboards.labels.answers import ANSWERS
from dashboards.labels.categories import CATEGORIES
from dashboards.labels.concern_statuses import CONCERN_STATUSES
from dashboards.labels.districts import DISTRICTS
from dashboards.labels.label import Label, Labels, transform, value_mapping
from dashboards.labels.moments import MOMENTS
from dashboards.labels.outreach_settings import OUTREACH_SETTINGS
from dashboards.labels.programmes import PROGRAMMES
from dashboards.labels.provenance import PROVENANCE
from dashboards.labels.questions import QUESTIONS
from dashboards.labels.reasons import REASONS
from dashboards.labels.sections import SECTIONS
from dashboards.labels.states import STATES
from dashboards.labels.statuses import STATUSES
from dashboards.labels.themes import THEMES

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
