"""Which numbers a rebuilding changes, and why: rows as they stand beside what their facts say by the rules of now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from streams.amending import left_behind, retract
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
    "TAKEN_BACK",
    "UNKNOWN",
    "changed_rows",
    "counted_once",
    "moved_away",
]

NO_ROW = "not computed before"
MOVED = "moved"
TAKEN_BACK = "taken back"
BOTH_TOTALS = "month and days of one venue"
DAY = "day of the middle"
UNKNOWN = "unknown"

_MAX_CHANGES = 1_000
_HELSINKI = ZoneInfo("Europe/Helsinki")


def changed_rows(store: Store, roll_up: RollUp, names: Mapping[str, Any]) -> list[Change]:
    """Return up to a thousand rows of a rebuilt roll-up that are not as they stand, with the reasons."""
    found = store.rows("repair/changed_rows", {**names, "most": _MAX_CHANGES})
    if not found:
        return []
    changes = []
    for programme, gathering, standing, rebuilt in found:
        before, after = (json.loads(text) if text else {} for text in (standing, rebuilt))
        change = Change(roll_up.name, {"programme": programme, "gathering": gathering}, before, after)
        changes.append(replace(change, why=reasons(change)))
    return changes


def reasons(change: Change) -> list[str]:
    """Return why a row differs from what its facts say, as far as the two rows prove it.

    A day that was that of the oldest fact, and is a later one or none by the facts that stand: the oldest was taken
    back. Of participation without a plan it was the day of the first check-in or head count, and is that of the middle.
    Of sheets the total of a month stood in place of its days', and their totals were not kept.
    """
    if not change.before:
        return [NO_ROW]
    columns = set(change.columns)
    found = []
    if "day" in columns and change.where != "participation" and _was_of_the_oldest(change):
        found.append(TAKEN_BACK)
        columns.discard("day")
    unplanned = change.where == "participation" and not change.after.get("starts")
    outliers_are_new = "outliers" not in columns or not change.before["outliers"]
    if (
        unplanned
        and outliers_are_new
        and (columns == {"outliers"} or ("day" in columns and _was_of_the_first(change.before)))
    ):
        found.append(DAY)
        columns -= {"day", "outliers"}
    if "totals" in columns and _was_by_the_month(change):
        found.append(BOTH_TOTALS)
        columns -= {"totals", "visits", "days", "weeks", "months"}
    return [*found, UNKNOWN] if columns or not found else found


def _was_of_the_oldest(change: Change) -> bool:
    """Whether the day was that of the oldest fact, standing or not, and no fact of that day stands."""
    oldest = str(change.before.get("oldest_fact") or "")
    same = bool(oldest) and oldest == change.after.get("oldest_fact")
    return same and change.before.get("day") == _day_of(oldest)


def _was_of_the_first(before: Mapping[str, Any]) -> bool:
    """Whether the day was that of the first who came, or of a head count before."""
    firsts = [str(before[name]) for name in ("first", "oldest_fact") if before.get(name)]
    return before.get("day") in [_day_of(first) for first in firsts]


def _was_by_the_month(change: Change) -> bool:
    """Whether the row is what an older release made of the totals: that of a month in place of its days', none kept."""
    totals = change.after.get("totals") or []
    months = {total["first_day"]: total["visits"] for total in totals if total["period"] == "month"}
    days = [total for total in totals if total["period"] == "day" and f"{total['first_day'][:7]}-01" not in months]
    added = sum(months.values()) + sum(total["visits"] for total in days)
    kept = bool(change.before.get("totals"))
    return not kept and bool(months) and len(days) + len(months) < len(totals) and change.before.get("visits") == added


def _day_of(instant: str) -> str:
    """Return the day in Helsinki of an instant as ClickHouse writes it, in UTC."""
    return str(datetime.fromisoformat(f"{instant}+00:00").astimezone(_HELSINKI).date())


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
