"""Every published view in plain Python, written from what it says it is: what the views must come to."""

from collections.abc import Mapping
from datetime import date

from tests.streams.published.cities import RandomCity
from tests.streams.published.encounters import (
    agency_presence_rows,
    cooperation_rows,
    dialogue_sections_rows,
    dialogues_rows,
)
from tests.streams.published.feelings import concerns_rows, pulse_age_bands_rows, pulse_change_rows, pulse_rows
from tests.streams.published.rows import Rows, month_of, parts_of, quarter_of
from tests.streams.published.visits import (
    age_bands_rows,
    arrivals_rows,
    days_rows,
    districts_rows,
    gatherings_rows,
    home_districts_rows,
    inside_rows,
    mixing_rows,
    months_rows,
    reach_rows,
    theme_nights_rows,
    visitors_rows,
    weeks_rows,
)

__all__ = ["KEYS", "reference"]

KEYS: Mapping[str, tuple[str, ...]] = {
    "months": ("month", "programme"),
    "visitors": ("month", "programme"),
    "districts": ("month", "programme", "district"),
    "gatherings": ("programme", "gathering"),
    "days": ("day", "programme"),
    "weeks": ("week", "programme"),
    "age_bands": ("month", "programme", "area", "age_band"),
    "reach": ("month", "programme", "age_band"),
    "home_districts": ("month", "programme", "home_district"),
    "mixing": ("month", "programme"),
    "theme_nights": ("month",),
    "arrivals": ("programme", "gathering", "hour"),
    "inside": ("programme", "gathering"),
    "outreach_settings": ("month", "programme", "setting"),
    "outreach_age_bands": ("month", "programme", "age_band"),
    "dialogue_sections": ("month", "programme", "section"),
    "dialogues": ("month", "programme"),
    "cooperation": ("month", "programme", "agency", "other"),
    "agency_presence": ("month", "programme", "agency"),
    "referrals": ("quarter", "programme", "from_agency", "to_agency"),
    "pulse": ("month", "programme", "question", "moment", "area"),
    "pulse_age_bands": ("month", "programme", "question", "moment", "age_band"),
    "pulse_change": ("month", "programme", "question"),
    "concerns": ("quarter", "programme"),
    "concerns_by_category": ("quarter", "programme", "category"),
    "concerns_by_district": ("quarter", "programme", "district"),
    "concerns_by_status": ("quarter", "programme", "status"),
}
"""The columns that say what a row of a view is about."""


def reference(city: RandomCity, today: date, order: Mapping[str, int]) -> dict[str, Rows]:
    """Give the rows of every published view of a city on a day; `order` is the public one of gatherings."""
    over = RandomCity([one for one in city.gatherings if one.day < today])
    shown: dict[str, Rows] = {"inside": inside_rows(city, today)}
    shown["months"] = months_rows(over, order)
    shown["visitors"] = visitors_rows(over, order)
    shown["districts"] = districts_rows(over, order)
    shown["gatherings"] = gatherings_rows(over, order)
    shown["days"] = days_rows(shown["gatherings"], over)
    shown["weeks"] = weeks_rows(shown["days"], today)
    shown["age_bands"] = age_bands_rows(over, order)
    shown["reach"] = reach_rows(shown["age_bands"])
    shown["home_districts"] = home_districts_rows(over, order)
    shown["mixing"] = mixing_rows(shown["home_districts"], shown["months"])
    shown["theme_nights"] = theme_nights_rows(shown["gatherings"])
    shown["arrivals"] = arrivals_rows(over, order)
    shown["dialogue_sections"], shown["dialogues"] = dialogue_sections_rows(over), dialogues_rows(over)
    shown["cooperation"], shown["agency_presence"] = cooperation_rows(over), agency_presence_rows(over)
    shown["pulse"], shown["pulse_age_bands"] = pulse_rows(over), pulse_age_bands_rows(over)
    shown["pulse_change"] = pulse_change_rows(shown["pulse"])
    shown["concerns"] = concerns_rows(over)
    shown["outreach_settings"] = parts_of(over, month_of, "setting", "people", lambda one: one.met)
    shown["outreach_age_bands"] = parts_of(
        over, month_of, "age_band", "people", lambda one: one.met_bands, rest=lambda one: sum(one.met.values())
    )
    shown["referrals"] = [
        {**dict(zip(("from_agency", "to_agency"), row.pop("flow").split(">"), strict=True)), **row}
        for row in parts_of(over, quarter_of, "flow", "people", lambda one: one.flows)
    ]
    shown["concerns_by_category"] = parts_of(over, quarter_of, "category", "concerns", lambda one: one.concerns)
    shown["concerns_by_status"] = parts_of(over, quarter_of, "status", "concerns", lambda one: one.concern_statuses)
    shown["concerns_by_district"] = parts_of(
        over,
        quarter_of,
        "district",
        "concerns",
        lambda one: one.concern_districts,
        rest=lambda one: sum(one.concerns.values()),
    )
    return shown
