"""What values in the data are called: one table a kind of value, one module each.

Each key is a value as the published views have it. The boards take them as value mappings, so that SQL has no words.
"""

from dashboards.labels.age_bands import AGE_BANDS
from dashboards.labels.agencies import AGENCIES
from dashboards.labels.answers import ANSWERS
from dashboards.labels.districts import DISTRICTS
from dashboards.labels.label import Label, Labels, transform, value_mapping
from dashboards.labels.programmes import PROGRAMMES
from dashboards.labels.provenance import PROVENANCE
from dashboards.labels.states import STATES
from dashboards.labels.statuses import STATUSES

__all__ = [
    "AGENCIES",
    "AGE_BANDS",
    "ANSWERS",
    "DISTRICTS",
    "PROGRAMMES",
    "PROVENANCE",
    "STATES",
    "STATUSES",
    "Label",
    "Labels",
    "transform",
    "value_mapping",
]
