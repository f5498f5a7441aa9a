"""Who was really there."""

from typing import NamedTuple

from schemas.places import AgeBand

__all__ = ["Presence"]


class Presence(NamedTuple):
    """Somebody who was at a gathering, noted or not, from `came` to `left` (milliseconds since 1970)."""

    came: int
    left: int
    age_band: AgeBand
    home: str
