"""Views and functions of the database, each a file below streams/sql; put anew where any has changed."""

__all__ = ["OF_THE_PIPELINE", "PUBLISHED", "VIEWS"]

OF_THE_PIPELINE: tuple[str, ...] = (
    "pipeline_minutes",
    "pipeline_workers",
    "pipeline_dead_letters",
    "pipeline_books",
)
"""Published views that say how the pipeline does; the others are about gatherings."""

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
    *OF_THE_PIPELINE,
)
"""The views of the database `published`: all that people and Grafana may read."""

VIEWS: tuple[str, ...] = (
    "views/rounded",
    "views/sound",
    "views/withheld",
    "views/parts",
    "views/taken",
    "views/estimate",
    "views/estimates",
    "views/participation_by_programme",
    "views/every_gathering",
    "views/gathering_days",
    "views/visit_parts",
    "views/venue_months",
    "views/flags",
    "views/publishable",
    "views/district_cells",
    "views/gathering_cells",
    "views/shown_gatherings",
    "views/age_band_areas",
    "views/home_cells",
    "views/visitors_of_months",
    "views/concerns_of_quarters",
    "views/answers",
    "views/answer_parts",
    *(f"published/{name}" for name in PUBLISHED),
)
"""Statements in the order in which they build on each other."""
