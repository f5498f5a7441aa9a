"""The tables of `published`: by which periods their rows are published, and which columns count people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from streams.releases.calendar import Kind

__all__ = ["BY_PERIOD", "COMPARED", "DERIVED", "LIVE", "PeriodTable"]


@dataclass(frozen=True, slots=True)
class PeriodTable:
    """A table whose rows belong to a programme's month or quarter.

    Attributes:
        kind: Which; the column that holds its first day has that name too.
        key: What tells a row apart from others of its programme's period.
        people: Columns that count people, or what one of them said.
        occasions: Columns about gatherings and names, which may change freely.
        whole: The table and column that the people of all its rows add up to, where that is published.
    """

    kind: Kind
    key: Sequence[str]
    people: Sequence[str]
    occasions: Sequence[str] = ()
    whole: tuple[str, str] | None = None


_PARTS = ("district", "name_fi", "name_sv", "latitude", "longitude", "gatherings", "not_recorded", "edition", "running")

BY_PERIOD: Mapping[str, PeriodTable] = {
    "months": PeriodTable(
        "month",
        (),
        ("visits", "family_visits"),
        ("gatherings", "not_recorded", "completeness", "final", "edition", "running"),
    ),
    "visitors": PeriodTable("month", (), ("visitors", "new_visitors", "returning_visitors"), ("season",)),
    "districts": PeriodTable("month", ("district",), ("visits",), _PARTS[1:], ("months", "visits")),
    "age_bands": PeriodTable("month", ("area", "age_band"), ("visits",), (), ("months", "visits")),
    "reach": PeriodTable("month", ("age_band",), ("visits",)),
    "home_districts": PeriodTable(
        "month", ("home_district",), ("visits",), ("name_fi", "name_sv"), ("months", "visits")
    ),
    "mixing": PeriodTable("month", (), ("visits_with_home",)),
    "outreach_settings": PeriodTable("month", ("setting",), ("people",)),
    "outreach_age_bands": PeriodTable("month", ("age_band",), ("people",)),
    "dialogue_sections": PeriodTable("month", ("section",), ("participants",), ("sessions",)),
    "dialogues": PeriodTable(
        "month", (), (), ("sessions", "multi_professional", "follow_ups", "follow_ups_known", "themes")
    ),
    "cooperation": PeriodTable("month", ("agency", "other"), (), ("gatherings",)),
    "agency_presence": PeriodTable("month", ("agency",), (), ("gatherings", "hours")),
    "pulse": PeriodTable("month", ("question", "moment", "area"), ("answers",)),
    "pulse_age_bands": PeriodTable("month", ("question", "moment", "age_band"), ("answers",)),
    "pulse_change": PeriodTable("month", ("question",), ("answers_before", "answers_after")),
    "referrals": PeriodTable("quarter", ("from_agency", "to_agency"), ("people",)),
    "concerns": PeriodTable("quarter", (), ("concerns",)),
    "concerns_by_category": PeriodTable("quarter", ("category",), ("concerns",), (), ("concerns", "concerns")),
    "concerns_by_district": PeriodTable("quarter", ("district",), ("concerns",), (), ("concerns", "concerns")),
    "concerns_by_status": PeriodTable("quarter", ("status",), ("concerns",), (), ("concerns", "concerns")),
}
"""Tables of months and quarters, in the order of the page that describes them."""

COMPARED: Mapping[str, PeriodTable] = {
    **BY_PERIOD,
    "gatherings": PeriodTable(
        "month",
        ("gathering",),
        ("visits",),
        (
            "day",
            "district",
            "status",
            "starts",
            "ends",
            "name_fi",
            "name_sv",
            "name_en",
            "venue",
            "capacity",
            "provenance",
            "disagree",
            "counts",
            "final",
        ),
    ),
    "counts": PeriodTable(
        "month", ("gathering", "piece"), ("visits",), ("grain", "day", "district"), ("districts", "visits")
    ),
}
"""What a revision compares: with a month's tables its gatherings, which are published day by day, and their counts."""

DERIVED: Sequence[str] = ("days", "weeks", "theme_nights")
"""Tables that are sums and ratios of what `gatherings` shows: made anew in each release, each after what it reads."""

LIVE: Sequence[str] = ("inside", "pipeline_hours", "pipeline_workers", "pipeline_dead_letters", "pipeline_books")
"""Tables that say how things are now, made anew every quarter of an hour; of the pipeline, hours that are over."""
