"""What an API key may do."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from schemas.contract import CORRECTION, RETRACTION
from schemas.events import EVENT_TYPES
from schemas.programmes import Programme

__all__ = ["EVENT_NAMES", "ROLES", "Pattern", "Role", "Scope", "split"]

EVENT_NAMES: tuple[str, ...] = (*(kind.name for kind in EVENT_TYPES), CORRECTION, RETRACTION)
"""The names of everything that can be sent."""

Role = Literal["reporter", "coordinator", "reader"]

_PLANNED = frozenset({"gathering-scheduled", "gathering-cancelled"})

ROLES: Mapping[Role, frozenset[str]] = {
    "reporter": frozenset(EVENT_NAMES) - _PLANNED,
    "coordinator": frozenset(EVENT_NAMES),
    "reader": frozenset(),
}
"""What each role may send: a coordinator plans, too; a reader sends nothing. All of them read what their key covers."""

_COUNTED_AT_DOORS = frozenset({"check-in", "head-count", "group-visit"})

_PATTERN = re.compile(r"[A-Za-z0-9:/._-]{0,120}\*?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """An id, or with a star at its end the beginning of ids: `youth-centre:kallio:*`."""

    text: str

    def __post_init__(self) -> None:
        if not self.text or not _PATTERN.fullmatch(self.text):
            raise ValueError(
                f"{self.text[:120]!r} is no pattern; write an id, or its beginning and a star: youth-centre:kallio:*"
            )

    def covers(self, value: str) -> bool:
        """Whether an id is the pattern's, or begins as it does."""
        return value.startswith(self.text[:-1]) if self.text.endswith("*") else value == self.text


@dataclass(frozen=True, slots=True)
class Scope:
    """The programmes, gatherings, event names and sources that an API key covers; it may read and send nothing else.

    A venue's gatherings share the beginning of their ids, so a venue is a pattern of gatherings.
    """

    programmes: frozenset[Programme]
    gatherings: tuple[Pattern, ...]
    events: frozenset[str]
    sources: tuple[Pattern, ...]

    def covers_gathering(self, programme: Programme, gathering: str) -> bool:
        """Whether it may read the gathering and send events of it."""
        return programme in self.programmes and any(pattern.covers(gathering) for pattern in self.gatherings)

    @property
    def counts_at_doors(self) -> bool:
        """Whether it may say how many come to a gathering while it goes on."""
        return not self.events.isdisjoint(_COUNTED_AT_DOORS)

    def covers_source(self, source: str) -> bool:
        """Whether it may send events, and read rejections, of the source."""
        return any(pattern.covers(source) for pattern in self.sources)

    def covers_events(self, names: Collection[str]) -> bool:
        """Whether it may send events of all these names."""
        return self.events.issuperset(names)


def split(patterns: Sequence[Pattern]) -> tuple[list[str], list[str]]:
    """Return the whole ids and the beginnings, as SQL wants them."""
    whole = [pattern.text for pattern in patterns if not pattern.text.endswith("*")]
    return whole, [pattern.text[:-1] for pattern in patterns if pattern.text.endswith("*")]
