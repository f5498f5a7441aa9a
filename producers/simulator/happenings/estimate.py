"""How many people came, as far as the door, a sheet and a head count tell."""

from dataclasses import dataclass

from producers.simulator.attendance import Attendance
from producers.simulator.happenings.group_visits import GroupTruth
from producers.simulator.happenings.paper_sheets import SheetTruth

__all__ = ["EstimateTruth", "estimate_of"]

_SLACK = 5
"""So many people, or a tenth of the higher count where that is more, may two counts lie apart and still agree."""


@dataclass(frozen=True, slots=True)
class EstimateTruth:
    """`estimates` of a gathering. None is "not recorded"; `provenance` is then empty."""

    door: int | None = None
    sheet: int | None = None
    peak: int | None = None
    estimate: int | None = None
    provenance: str = ""
    modes: int = 0
    disagree: bool = False


def estimate_of(attendance: Attendance, groups: GroupTruth, sheets: SheetTruth) -> EstimateTruth:
    """Take the door's count, else the sheet's; a head count where more were inside than that."""
    door = _door(attendance, groups)
    peak = max((count.people for count in attendance.head_counts), default=None)
    counted, provenance = (door, "door") if door is not None else (sheets.visits, "sheet")
    if peak is not None and (counted is None or peak > counted):
        counted, provenance = peak, "head-count"
    return EstimateTruth(
        door=door,
        sheet=sheets.visits,
        peak=peak,
        estimate=counted,
        provenance=provenance if counted is not None else "",
        modes=sum(number is not None for number in (door, sheets.visits, peak)),
        disagree=_disagree(door, sheets.visits, peak),
    )


def _door(attendance: Attendance, groups: GroupTruth) -> int | None:
    if not attendance.stays and groups.groups is None:
        return None
    came = sum(1 + (stay.accompanied_by or 0) for stay in attendance.stays)
    return came + (groups.people or 0) + (groups.accompanying or 0)


def _disagree(door: int | None, sheet: int | None, peak: int | None) -> bool:
    given = [number for number in (door, sheet) if number is not None]
    if door is not None and sheet is not None and _apart(max(door, sheet), min(door, sheet)):
        return True
    return peak is not None and bool(given) and _apart(peak, max(given))


def _apart(higher: int, lower: int) -> bool:
    return higher - lower > _SLACK and 10 * (higher - lower) > higher
