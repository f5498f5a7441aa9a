"""What each programme promises to the people it counts: why, how long, and from how many on a number is shown."""

from collections.abc import Mapping

from schemas.programmes import Programme
from schemas.programmes.profile import PrivacyTerms

__all__ = ["PRIVACY", "PrivacyTerms"]

PRIVACY: Mapping[Programme, PrivacyTerms] = {programme: programme.profile.privacy for programme in Programme}
"""By programme; tests hold the tables, the views and docs/reference/privacy.md to it."""
