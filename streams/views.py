"""Views and functions of the database, each a file below streams/sql; created anew where any has changed."""

__all__ = ["CANDIDATES", "OF_THE_PIPELINE", "PUBLISHED", "VIEWS"]

OF_THE_PIPELINE: tuple[str, ...] = (
    "pipeline_hours",
    "pipeline_workers",
    "pipeline_dead_letters",
    "pipeline_books",
)
"""What says how the pipeline does; the others are about gatherings."""

CANDIDATES: tuple[str, ...] = (
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
"""The views of the database `candidates`: what a release may publish, each into a table of that name in `published`."""

PUBLISHED: tuple[str, ...] = ("releases", *CANDIDATES)
"""The tables of the database `published`: all that people and Grafana may read."""

VIEWS: tuple[str, ...] = (
    "views/rounded",
    "views/sound",
    "views/withheld",
    "views/parts",
    "views/divided",
    "views/taken",
    "views/estimate",
    "views/estimates",
    "views/participation_by_programme",
    "views/every_gathering",
    "views/gathering_days",
    "views/visit_parts",
    "views/venue_months",
    "views/flags",
    "views/live_gatherings",
    "views/unfrozen_gatherings",
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
    "candidates/live_gatherings",
    "candidates/unfrozen_gatherings",
    *(f"candidates/{name}" for name in CANDIDATES),
)
"""Statements in the order in which they build on each other."""
