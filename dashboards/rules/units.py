"""Which units Grafana knows."""

import re
from functools import cache

from dashboards.sdk import units

__all__ = ["is_unit"]


def is_unit(unit: str) -> bool:
    """Return whether Grafana knows a unit: one of its list, or a form such as `suffix: visits` or `time:YYYY-MM`."""
    return unit in _listed() or bool(re.fullmatch(r"(suffix|prefix|time|currency|si|count):.+", unit))


@cache
def _listed() -> frozenset[str]:
    """Return the ids of Grafana's list, as the SDK has it."""
    return frozenset(
        value for name, value in vars(units).items() if not name.startswith("_") and isinstance(value, str)
    )
