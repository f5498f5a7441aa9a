"""Views and functions of the database, each a file below streams/sql; they are put anew at each migration."""

__all__ = ["PUBLISHED", "VIEWS"]

PUBLISHED: tuple[str, ...] = (
    "months",
    "visitors",
    "districts",
    "gatherings",
    "days",
    "weeks",
    "age_bands",
    "reach",
    "home_districts",
    "mixing",
    "theme_nights",
    "arrivals",
    "inside",
    "outreach_settings",
    "outreach_age_bands",
    "dialogue_sections",
    "dialogues",
    "cooperation",
    "agency_presence",
    "referrals",
    "pulse",
    "pulse_age_bands",
    "pulse_change",
    "concerns",
    "concerns_by_category",
    "concerns_by_district",
    "concerns_by_status",
)
"""The views of the database `published`: all that people and Grafana may read."""

VIEWS: tuple[str, ...] = (
    "views/rounded",
    "views/sound",
    "views/withheld",
    "views/parts",
    "views/taken",
    "views/gathering_days",
    "views/publishable",
    "views/district_cells",
    "views/gathering_cells",
    "views/age_band_areas",
    "views/home_cells",
    "views/visitors_of_months",
    "views/concerns_of_quarters",
    "views/answers",
    "views/answers_by_age_band",
    "views/answer_parts",
    *(f"published/{name}" for name in PUBLISHED),
)
"""Statements in the order in which they build on each other."""
