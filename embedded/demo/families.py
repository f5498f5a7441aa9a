"""What is compared: each roll-up, and each view over them, with what its rows are about and their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import get_type_hints

from producers.simulator import HappeningsTruth, VenueMonthTruth

__all__ = ["FAMILIES", "HAPPENINGS", "Family"]

HAPPENINGS: Sequence[str] = tuple(get_type_hints(HappeningsTruth))
"""The roll-ups of what happens beside coming and going: a row in which nothing is recorded is as good as none."""

_AGGREGATE = ("gatherings", "not_recorded", "visits", "visitors", "by_age_band", "by_home_district")
_GATHERING = (
    "status", "district", "capacity", "starts", "ends", "day", "entries", "exits", "visits", "visitors",
    "anonymous_visits", "accompanied", "family_visits", "by_age_band", "by_home_district", "first", "last", "inside",
    "peak_head_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Family:
    """A roll-up or a view over it: what its rows are about, and the numbers of each.

    A row whose numbers are all those of `nothing` says that nothing is recorded: it is compared as no row at all.
    """

    source: str
    about: Sequence[str]
    numbers: Sequence[str]
    nothing: object = None


def _happening(name: str, truth: type) -> Family:
    source = name if name == "estimates" else f"{name} FINAL"
    return Family(source, ("programme", "gathering"), [field.name for field in fields(truth)], nothing=truth())


_PARTICIPATION = "participation FINAL WHERE status != 'unplanned' OR day IS NOT NULL"
"""Without the rows of gatherings of which everything was taken back."""

FAMILIES: Mapping[str, Family] = {
    "participation": Family(_PARTICIPATION, ("programme", "gathering"), _GATHERING),
    "participation_curve": Family("participation_curve", ("programme", "gathering", "quarter"), ("entries", "exits")),
    "participation_by_day": Family("participation_by_day", ("day", "programme"), _AGGREGATE),
    "participation_by_week": Family("participation_by_week", ("week", "programme"), _AGGREGATE),
    "participation_by_month": Family("participation_by_month", ("month", "programme"), _AGGREGATE),
    "participation_by_district": Family("participation_by_district", ("month", "district", "programme"), _AGGREGATE),
    "participation_by_programme": Family("participation_by_programme", ("programme",), _AGGREGATE),
    "participation_of_city": Family("participation_of_city", ("day",), _AGGREGATE),
    "venue_months": Family(
        "venue_months", ("programme", "place", "month"), [field.name for field in fields(VenueMonthTruth)]
    ),
    **{name: _happening(name, truth) for name, truth in get_type_hints(HappeningsTruth).items()},
}
