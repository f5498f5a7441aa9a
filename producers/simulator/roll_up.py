"""The numbers about one gathering as they must come out, made from what really happened."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from producers.simulator.attendance import Attendance
from producers.simulator.instants import MINUTE, helsinki_date, instant
from producers.simulator.occasion import Occasion, Plan
from schemas.programmes import Programme

__all__ = ["GatheringTruth", "Status", "roll_up"]

Status = Literal["scheduled", "postponed", "open", "closed", "cancelled", "unplanned"]

_QUARTER = 15 * MINUTE


@dataclass(frozen=True, slots=True)
class GatheringTruth:
    """A gathering's numbers. None is "not recorded", never 0; all datetimes are UTC, `day` is Helsinki's date.

    `curve` has an entry for each quarter-hour in which somebody came or went: its start to (entries, exits).
    `pseudonyms` are those shown at entries, from which `visitors` is counted.
    """

    programme: Programme
    gathering: str
    status: Status
    district: str
    capacity: int | None
    starts: datetime | None
    ends: datetime | None
    day: date | None
    entries: int
    exits: int
    visits: int | None
    visitors: int | None
    anonymous_visits: int
    accompanied: int
    family_visits: int
    by_age_band: Mapping[str, int]
    by_home_district: Mapping[str, int]
    first: datetime | None
    last: datetime | None
    peak_head_count: int | None
    inside: int | None
    curve: Mapping[datetime, tuple[int, int]]
    pseudonyms: frozenset[str]


def roll_up(occasion: Occasion, attendance: Attendance) -> GatheringTruth | None:
    """Count one gathering; None where nothing at all was noted of it, so that nobody can know it."""
    came = [stay.came for stay in attendance.stays]
    left = [stay.left for stay in attendance.stays if stay.left is not None]
    plan = occasion.plans[-1] if occasion.plans else None
    heads = [count.people for count in attendance.head_counts]
    if not (plan or came or heads or occasion.opened or occasion.closed or occasion.cancelled):
        return None
    pseudonyms = frozenset(stay.pseudonym for stay in attendance.stays if stay.pseudonym is not None)
    status = _status(occasion, plan)
    return GatheringTruth(
        programme=occasion.programme,
        gathering=occasion.gathering,
        status=status,
        district=plan.venue.district.id if plan and plan.venue and plan.names_district else "",
        capacity=plan.capacity if plan else None,
        starts=instant(plan.starts) if plan and plan.starts is not None else None,
        ends=instant(plan.ends) if plan and plan.ends is not None else None,
        day=_day(occasion, attendance, plan),
        entries=len(came),
        exits=len(left),
        visits=len(came) if came else None,
        visitors=len(pseudonyms) or None,
        anonymous_visits=sum(stay.pseudonym is None for stay in attendance.stays),
        accompanied=sum(stay.accompanied_by or 0 for stay in attendance.stays),
        family_visits=sum(bool(stay.accompanied_by) for stay in attendance.stays),
        by_age_band=Counter(stay.age_band for stay in attendance.stays if stay.age_band),
        by_home_district=Counter(stay.home for stay in attendance.stays if stay.home),
        first=instant(min(came)) if came else None,
        last=instant(max(came + left)) if came else None,
        peak_head_count=max(heads, default=None),
        inside=_inside(status, attendance),
        curve=_curve(came, left),
        pseudonyms=pseudonyms,
    )


def _status(occasion: Occasion, plan: Plan | None) -> Status:
    if occasion.cancelled and (plan is None or max(occasion.cancelled) >= plan.time):
        return "cancelled"
    if occasion.opened or occasion.closed:
        return "open" if max(occasion.opened, default=0) > max(occasion.closed, default=0) else "closed"
    if plan is None:
        return "unplanned"
    return "scheduled" if plan.starts is not None else "postponed"


def _day(occasion: Occasion, attendance: Attendance, plan: Plan | None) -> date | None:
    """Return the plan's day, else that of the middle of all comings and goings, else of the first head count."""
    if plan is not None and plan.starts is not None:
        return helsinki_date(plan.starts)
    moved = sorted(time for stay in attendance.stays for time in (stay.came, stay.left) if time is not None)
    if moved:
        return helsinki_date(moved[(len(moved) - 1) // 2])
    counted = [count.time for count in attendance.head_counts] or occasion.opened
    return helsinki_date(min(counted)) if counted else None


def _inside(status: Status, attendance: Attendance) -> int | None:
    if not attendance.stays and not attendance.head_counts:
        return None
    if status in {"closed", "cancelled"}:
        return 0
    since, counted = max(((count.time, count.people) for count in attendance.head_counts), default=(0, 0))
    came = sum(stay.came > since for stay in attendance.stays)
    left = sum(stay.left is not None and stay.left > since for stay in attendance.stays)
    return max(0, counted + came - left)


def _curve(came: list[int], left: list[int]) -> Mapping[datetime, tuple[int, int]]:
    quarters: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for direction, times in enumerate((came, left)):
        for time in times:
            quarters[time - time % _QUARTER][direction] += 1
    return {instant(quarter): (entries, exits) for quarter, (entries, exits) in sorted(quarters.items())}
