"""Concerns and what became of them as facts."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from streams.facts.family import Data, Family, given, happenings

__all__ = ["CONCERNS"]

_RAISED = "concern-raised"


def _statuses(rows: Sequence[Data], names: Sequence[str]) -> Any:
    """Raising a concern gives it its first status; in a retraction there is none."""
    raised = ["raised" if name == _RAISED else "" for name in names]
    return pa.array([row.get("status", first) for row, first in zip(rows, raised, strict=True)], pa.string())


CONCERNS = Family(
    table="concerns",
    events=frozenset({_RAISED, "concern-handled"}),
    columns={
        "happening": happenings,
        "category": given("category", pa.string(), ""),
        "district": given("district", pa.string(), ""),
        "place_kind": given("place_kind", pa.string(), ""),
        "concern": given("concern", pa.string(), ""),
        "concern_source": given("source", pa.string(), ""),
        "status": _statuses,
        "passed_to": given("passed_to", pa.string(), ""),
    },
    ages=False,
)
