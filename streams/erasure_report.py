"""What `engage erase` says: what it found, what is left, and what is out of its reach. Never the pseudonym."""

from typing import Any

from schemas.programmes import DEAD_LETTER_TOPIC, Programme
from streams.topics import TOPIC_RETENTION
from streams.traces import Traces

__all__ = ["as_dict", "as_lines", "out_of_reach"]


def out_of_reach(programme: Programme, left: Traces) -> list[tuple[str, str, str]]:
    """Give each place that erasing does not reach: where, what may be there, and what helps."""
    days = TOPIC_RETENTION.days
    again = "it goes by itself; a worker that reads the topic again stores it again: then erase again"
    places = [
        (f"topic {programme.topic}", f"the messages, up to {days} days after they were sent", again),
        (f"topic {DEAD_LETTER_TOPIC}", f"refused messages, up to {days} days after they were refused", again),
        ("devices", "check-ins that were not uploaded yet count as new when they come", "erase again after that"),
        (
            "ClickHouse's disk",
            "parts that were replaced, some minutes; backups and the server's text log, as long as they are kept",
            "delete the backups, or erase again after restoring one",
        ),
    ]
    if left.out_of_reach:
        what = f"{left.out_of_reach} gatherings whose facts may be deleted already still hold it among their visitors"
        remedy = (
            f"after the season: engage keys destroy --season SEASON --programme {programme}; no card leads to it then"
        )
        final = ("roll-ups that are final", what, remedy)
        places.insert(0, final)
    return places


def as_dict(programme: Programme, found: Traces, left: Traces, *, dry_run: bool) -> dict[str, Any]:
    """Give the result as JSON has it."""
    return {
        "programme": programme.value,
        "dry_run": dry_run,
        "check_ins": len(found.check_ins),
        "gatherings": len(found.gatherings),
        "dead_letters": len(found.dead_letters),
        "final_gatherings": left.out_of_reach,
        "complete": not left.within_reach,
        "out_of_reach": [
            {"where": where, "what": what, "remedy": remedy} for where, what, remedy in out_of_reach(programme, left)
        ],
    }


def as_lines(programme: Programme, found: Traces, left: Traces, *, dry_run: bool) -> list[str]:
    """Give the result as a terminal shows it."""
    check_ins, gatherings = len(found.check_ins), len(found.gatherings)
    counted = f"{check_ins} check-ins, {gatherings} gatherings, {len(found.dead_letters)} dead letters"
    if not found.within_reach:
        lines = ["nothing of that pseudonym is within reach; nothing was changed"]
    elif dry_run:
        lines = [f"would erase: {counted}"]
    elif left.within_reach:
        lines = [f"erased: {counted}; but more came in meanwhile: run it again"]
    else:
        lines = [f"erased: {counted}"]
    lines.append("Out of reach:")
    lines += [f"  {where}: {what}\n    {remedy}" for where, what, remedy in out_of_reach(programme, left)]
    return lines
