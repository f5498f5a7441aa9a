"""Who works with the city's people."""

from typing import Literal, get_args

__all__ = ["AGENCIES", "Agency"]

Agency = Literal[
    "police",
    "social-services",
    "mental-health",
    "child-protection",
    "youth-work",
    "security",
    "civil-society",
    "family-services",
    "education",
]
"""An agency that takes part, or that somebody is referred to. `security`: private guards, as in shopping centres."""

AGENCIES: tuple[Agency, ...] = get_args(Agency)
