"""Which numbers a rebuilding changes, and why: rows as they stand beside what their facts say by the rules of now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from streams.amending import left_behind, retract
from streams.records import Gathering
from streams.repair.acts import record
from streams.repair.prediction import Change, predict_retractions
from streams.roll_ups import RollUp
from streams.settings import StreamSettings
from streams.store import Store

if TYPE_CHECKING:
    from streams.repair.rebuilding import Rebuilding

__all__ = [
    "BOTH_TOTALS",
    "DAY",
    "MOVED",
    "NO_ROW",
    "OTHERWISE",
    "TAKEN_BACK",
    "changed_rows",
    "counted_once",
    "moved_away",
]

NO_ROW = "not computed before"
MOVED = "moved"
TAKEN_BACK = "taken back"
BOTH_TOTALS = "month and days of one venue"
DAY = "day of the middle"
OTHERWISE = "not what its facts say"

_MAX_CHANGES = 1_000


def changed_rows(store: Store, roll_up: RollUp, names: Mapping[str, Any]) -> list[Change]:
    """Return up to a thousand rows of a rebuilt roll-up that are not as they stand, with the reasons."""
    found = store.rows("repair/changed_rows", {**names, "most": _MAX_CHANGES})
    if not found:
        return []
    gatherings: list[Gathering] = [(programme, gathering) for programme, gathering, *_ in found]
    store.touch({roll_up.name: gatherings})
    taken_back = {
        (str(programme), str(gathering))
        for table in roll_up.tables
        for programme, gathering in store.rows("repair/taken_back", {"table": table, "roll_up": roll_up.name})
    }
    changes = []
    for gathering, (*_, standing, rebuilt) in zip(gatherings, found, strict=True):
        key = dict(zip(("programme", "gathering"), gathering, strict=True))
        before, after = (json.loads(text) if text else {} for text in (standing, rebuilt))
        change = Change(roll_up.name, key, before, after)
        changes.append(replace(change, why=reasons(change, taken_back=gathering in taken_back)))
    return changes


def reasons(change: Change, *, taken_back: bool) -> list[str]:
    """Return why a row differs from what its facts say, as far as the two rows show it."""
    if not change.before:
        return [NO_ROW]
    columns = set(change.columns)
    found = []
    if taken_back:
        found.append(TAKEN_BACK)
    if "totals" in columns and not all(total["counted"] for total in change.after.get("totals", ())):
        found.append(BOTH_TOTALS)
    if change.where == "participation" and columns & {"day", "outliers"} and not taken_back:
        found.append(DAY)
    return found or [OTHERWISE]


def moved_away(
    settings: StreamSettings, store: Store, asked: "Rebuilding", who: str, now: datetime
) -> Mapping[str, Sequence[Change]]:
    """Retract events where an older release left them, though they hold elsewhere; on a dry run return what changes.

    Returns:
        By roll-up, the rows that a dry run would change; after the retractions the rows are rebuilt as others are.
    """
    missing = [note for note in left_behind(store) if not asked.gatherings or note.gathering in asked.gatherings]
    if not missing:
        return {}
    if not asked.dry_run:
        record(store, "rebuild", who=who, at=now, details={"retracted": len(missing)})
        retract(store, missing)
        return {}
    found: dict[str, list[Change]] = {}
    for change in predict_retractions(settings, store, missing, now).roll_ups:
        found.setdefault(change.where, []).append(replace(change, why=[MOVED]))
    return found


def counted_once(store: Store) -> list[Change]:
    """Return the months of venues of which finer and coarser totals are known: their sum, and what is counted."""
    return [
        Change(
            "venue_months",
            {"programme": programme, "place": place, "month": month},
            {"visits": added},
            {"visits": counted},
            [BOTH_TOTALS],
        )
        for programme, place, month, added, counted in store.rows("repair/counted_once")
    ]
