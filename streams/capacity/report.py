"""What is told of capacity: rows for a table, and values for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from streams.capacity.limits import Outlook

__all__ = ["NEEDED_COLUMNS", "STANDING_COLUMNS", "as_dict", "needed_row", "standing_row"]

_STAGES = ("worker", "ClickHouse", "cores", "nightly release", "ClickHouse's disk", "Kafka's disk")

STANDING_COLUMNS = ("times", "events at peak", "behind at most", "waits at most", *_STAGES, "full")
NEEDED_COLUMNS = (
    "times", "partitions", "workers", "shards", "cores each", "batches", "behind at most", "fullest", "nightly release",
)  # fmt: skip


def standing_row(times: float, found: Outlook) -> Sequence[str]:
    """Return a row about a plan as it stands."""
    full = [stage for stage, share in found.stages.items() if share > 1]
    return (
        _times(times),
        f"{found.peak_events:,.0f}/s",
        _seconds(found.seconds_behind),
        f"{found.backlog:,.0f}",
        *(_percent(found.stages.get(stage, 0.0)) for stage in _STAGES),
        ", ".join(full) or "nothing",
    )


def needed_row(times: float, found: Outlook) -> Sequence[str]:
    """Return a row about what a load needs."""
    others = {stage: share for stage, share in found.stages.items() if stage != "nightly release"}
    fullest = max(others, key=lambda stage: others[stage])
    return (
        _times(times),
        str(found.plan.partitions),
        str(found.plan.workers),
        str(found.plan.shards),
        f"{found.plan.shard_cores:g}",
        f"{found.plan.batch_seconds:g} s",
        _seconds(found.seconds_behind),
        f"{fullest} {_percent(others[fullest])}",
        _percent(found.stages["nightly release"]),
    )


def as_dict(times: float, standing: Outlook, wanted: Outlook) -> Mapping[str, Any]:
    """Return both for JSON."""
    return {"times": times, "events_a_day": standing.load.events, "standing": _told(standing), "needed": _told(wanted)}


def _told(found: Outlook) -> Mapping[str, Any]:
    return {
        "plan": asdict(found.plan),
        "stages": {stage: round(share, 4) for stage, share in found.stages.items()},
        "limit": found.limit,
        "holds": found.holds,
        "events_a_second_at_peak": round(found.peak_events, 1),
        "seconds_behind": round(found.seconds_behind, 2),
        "backlog": round(found.backlog),
        "left_at_midnight": round(found.left),
        "batch_seconds": round(found.batch_seconds, 2),
    }


def _times(times: float) -> str:
    return f"{times:,g}"


def _percent(share: float) -> str:
    return f"{100 * share:,.0f} %" if share >= 0.01 else "under 1 %"


def _seconds(seconds: float) -> str:
    return f"{seconds:,.1f} s" if seconds < 60 else f"{seconds / 60:,.0f} min"
