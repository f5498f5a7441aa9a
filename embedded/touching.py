"""What a change of a contract touches: fact tables, roll-ups, published views and panels, followed through the code.

Contracts, tables and boards know nothing of each other; here the three are joined.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from dashboards.boards import BOARDS
from dashboards.build import as_json
from dashboards.queries import queries_of
from schemas.evolution import Change
from streams.facts import FAMILIES
from streams.roll_ups import ROLL_UPS
from streams.store import statement
from streams.views import PUBLISHED, VIEWS

__all__ = ["Touched", "touched_by"]

_COMMENT = re.compile(r"--[^\n]*")
_NAMED = re.compile(r"\b(engagement|candidates|published)[._](\w+)")


_HUB = "engagement.every_gathering"
"""It reads every roll-up, if only to know that a gathering was; so most of what people see follows from any event."""


@dataclass(frozen=True, slots=True)
class Touched:
    """What may show other numbers after a change, each in alphabetical order.

    A panel is `board / panel`, in English. `further_…` is what is reached through the view `every_gathering` alone: it
    tells that a gathering was, when and where, and what was counted of its visits.
    """

    tables: tuple[str, ...]
    roll_ups: tuple[str, ...]
    views: tuple[str, ...]
    panels: tuple[str, ...]
    further_views: tuple[str, ...]
    further_panels: tuple[str, ...]


def touched_by(change: Change) -> Touched:
    """Return what a change touches.

    A change of a whole programme touches what every event does; so does one of corrections or retractions themselves,
    since they amend any fact.
    """
    families = [family for family in FAMILIES if change.event in family.events] or FAMILIES
    return _touched(frozenset(family.table for family in families))


@cache
def _touched(tables: AbstractSet[str]) -> Touched:
    roll_ups = {roll_up.name for roll_up in ROLL_UPS if roll_up.tables & tables}
    begin = frozenset(f"engagement.{name}" for name in tables | roll_ups)
    near, far = _reached(begin, frozenset({_HUB})), _reached(begin, frozenset())
    views = {name for name in PUBLISHED if f"published.{name}" in near}
    panels = {panel for panel, asked in _asked() if asked & near}
    further_views = {name for name in PUBLISHED if f"published.{name}" in far} - views
    further_panels = {panel for panel, asked in _asked() if asked & far} - panels
    found = (tables, roll_ups, views, panels, further_views, further_panels)
    return Touched(*(tuple(sorted(names)) for names in found))


def _reached(begin: AbstractSet[str], stops: AbstractSet[str]) -> AbstractSet[str]:
    """Follow the views from tables onwards, but not past `stops`."""
    reached = set(begin)
    for view in VIEWS:  # in the order in which they build on each other
        folder, _, name = view.partition("/")
        itself = f"{'candidates' if folder == 'candidates' else 'engagement'}.{name}"
        if itself not in stops and reached & _names_in(statement(view)):
            reached |= {itself, f"published.{name}"} if name in PUBLISHED and folder == "candidates" else {itself}
    return reached


@cache
def _asked() -> tuple[tuple[str, AbstractSet[str]], ...]:
    """Return each panel with the views that its statements read."""
    return tuple(
        (f"{board.title.en} / {query.name}", _names_in(query.sql))
        for board in BOARDS
        for query in queries_of(as_json(board, "en"))
        if query.kind == "panel"
    )


def _names_in(sql: str) -> AbstractSet[str]:
    """Return the tables, views and functions that a statement names; `engagement_parts` is the function `parts`."""
    return frozenset(f"{database}.{name}" for database, name in _NAMED.findall(_COMMENT.sub("", sql)))
