"""Each roll-up as a plain loop over facts, written from what the numbers mean: what the statements must come to."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tests.streams.told import Told

__all__ = ["FOLDS", "Row", "Rows", "folded"]

Row = Mapping[str, Any]
Rows = dict[tuple[str, str], Row]
"""Of each programme and gathering."""


def _total(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for name, amount in amounts:
        total[name] += amount
    return {name: amount for name, amount in total.items() if amount}


def _known(number: int, facts: Sequence[Any]) -> int | None:
    return number if facts else None


def _bands(data: Sequence[Row]) -> dict[str, int]:
    return _total(pair for one in data for pair in one.get("by_age_band", {}).items())


def _once(data: Sequence[Row], name: str) -> dict[str, int]:
    return _total((word, 1) for one in data for word in set(one.get(name, ())))


def _participation(facts: Sequence[Told]) -> Row:
    check_ins = [fact.data or {} for fact in facts if fact.event == "check-in"]
    heads = [(fact.data or {})["people"] for fact in facts if fact.event == "head-count"]
    entries = [one for one in check_ins if one["direction"] == "entry"]
    companions = [one.get("accompanied_by", 0) for one in entries]
    return {
        "entries": len(entries),
        "visits": _known(len(entries), check_ins),
        "accompanied": sum(companions),
        "family_visits": len([number for number in companions if number]),
        "peak_head_count": max(heads, default=None),
    }


def _group_participation(facts: Sequence[Told]) -> Row:
    data = [fact.data or {} for fact in facts]
    return {
        "groups": _known(len(data), data),
        "people": _known(sum(one["people"] for one in data), data),
        "accompanying": _known(sum(one.get("accompanied_by", 0) for one in data), data),
        "by_kind": _total((one["kind"], one["people"]) for one in data),
        "by_age_band": _total((one["age_band"], one["people"]) for one in data if "age_band" in one),
    }


def _period_participation(facts: Sequence[Told]) -> Row:
    holding: dict[tuple[str, str], tuple[Any, int]] = {}
    for fact in facts:
        data = fact.data or {}
        period, total = (data["period"], data["first_day"]), (fact.time, data["visits"])
        holding[period] = max(holding.get(period, total), total)
    counted = {key: visits for key, (_, visits) in holding.items() if _counts(*key, holding)}
    return {
        "visits": _known(sum(counted.values()), list(counted)),
        "days": len([1 for period, _ in counted if period == "day"]),
        "weeks": len([1 for period, _ in counted if period == "week"]),
        "months": len([1 for period, _ in counted if period == "month"]),
    }


def _counts(period: str, first_day: str, holding: Mapping[tuple[str, str], Any]) -> bool:
    """Whether nothing finer is known of a week (Monday to Sunday), or of a month (weeks are that of their Thursday)."""
    day = date.fromisoformat(first_day)
    days = [date.fromisoformat(first) for name, first in holding if name == "day"]
    if period == "week":
        return not any(day <= one < day + timedelta(days=7) for one in days)
    if period == "month":
        weeks = [
            date.fromisoformat(first) for name, first in holding if name == "week" and _counts(name, first, holding)
        ]
        finer = [*days, *(week + timedelta(days=3) for week in weeks)]
        return not any(one.replace(day=1) == day for one in finer)
    return True


def _outreach(facts: Sequence[Told]) -> Row:
    data = [fact.data or {} for fact in facts]
    return {
        "contacts": _known(len(data), data),
        "people": _known(sum(one["people"] for one in data), data),
        "by_setting": _total((one["setting"], one["people"]) for one in data),
        "by_age_band": _bands(data),
        "together_with": _once(data, "together_with"),
    }


def _dialogue(facts: Sequence[Told]) -> Row:
    data = [fact.data or {} for fact in facts]
    return {
        "sessions": _known(len(data), data),
        "participants": _known(sum(one["participants"] for one in data), data),
        "by_section": _total((one["section"], one["participants"]) for one in data),
        "sessions_by_section": _total((one["section"], 1) for one in data),
        "by_age_band": _bands(data),
        "themes": _once(data, "themes"),
        "agencies": _once(data, "agencies"),
        "multi_professional": _known(len([1 for one in data if one.get("agencies")]), data),
        "follow_ups": _known(len([1 for one in data if one.get("follow_up")]), data),
        "follow_ups_known": _known(len([1 for one in data if "follow_up" in one]), data),
    }


def _cooperation(facts: Sequence[Told]) -> Row:
    data = [fact.data or {} for fact in facts]
    return {
        "agencies": sorted({one["agency"] for one in data}),
        "staff": _total((one["agency"], one.get("staff", 0)) for one in data),
        "minutes": _total((one["agency"], one.get("minutes", 0)) for one in data),
    }


def _referral_flows(facts: Sequence[Told]) -> Row:
    data = [fact.data or {} for fact in facts]
    return {
        "people": _known(sum(one["people"] for one in data), data),
        "flows": _total((f"{one['from_agency']}>{one['to_agency']}", one["people"]) for one in data),
    }


def _sentiment(facts: Sequence[Told]) -> Row:
    data = [fact.data or {} for fact in facts]
    return {
        "answers": _total((f"{one['question']}/{one['moment']}/{one['answer']}", 1) for one in data),
        "answers_by_age_band": _total(
            (f"{one['question']}/{one['moment']}/{one['age_band']}/{one['answer']}", 1)
            for one in data
            if "age_band" in one
        ),
    }


_STATUSES = ("raised", "passed-on", "answered", "solved")


def _concern_handling(facts: Sequence[Told]) -> Row:
    raised = [fact for fact in facts if fact.event == "concern-raised"]
    handled = [fact for fact in facts if fact.event == "concern-handled"]
    categories, districts, statuses, passed, answered, hours = [], [], [], [], [], []
    for concern in raised:
        steps = [
            (step, step.data or {})
            for step in handled
            if ((step.data or {}).get("source", step.source), (step.data or {})["concern"])
            == (concern.source, concern.id)
        ]
        about = concern.data or {}
        categories.append(about["category"])
        districts += [about["district"]] if "district" in about else []
        statuses.append(_STATUSES[max([0, *(_STATUSES.index(data["status"]) for _, data in steps)])])
        passed += sorted({data["passed_to"] for _, data in steps if "passed_to" in data})
        answers = [step.time for step, data in steps if data["status"] in {"answered", "solved"}]
        if answers:
            answered.append(about["category"])
            hours.append(max(0, int((min(answers) - concern.time).total_seconds() // 3600)))
    return {
        "raised": _known(len(raised), raised),
        "by_category": dict(Counter(categories)),
        "by_district": dict(Counter(districts)),
        "by_status": dict(Counter(statuses)),
        "passed_to": dict(Counter(passed)),
        "answered": _known(len(answered), raised),
        "hours_to_answer": sorted(hours),
        "by_category_answered": dict(Counter(answered)),
    }


FOLDS: Mapping[str, tuple[frozenset[str], Callable[[Sequence[Told]], Row]]] = {
    "participation": (frozenset({"check-in", "head-count"}), _participation),
    "group_participation": (frozenset({"group-visit"}), _group_participation),
    "period_participation": (frozenset({"period-count"}), _period_participation),
    "outreach": (frozenset({"outreach-contact"}), _outreach),
    "dialogue": (frozenset({"dialogue-held"}), _dialogue),
    "cooperation": (frozenset({"agency-presence"}), _cooperation),
    "referral_flows": (frozenset({"referral"}), _referral_flows),
    "sentiment": (frozenset({"pulse"}), _sentiment),
    "concern_handling": (frozenset({"concern-raised", "concern-handled"}), _concern_handling),
}
"""Each roll-up's events, and its fold over the facts that hold."""


def folded(told: Iterable[Told]) -> dict[str, Rows]:
    """Give every roll-up and the estimates, from all that was told."""
    newest: dict[tuple[str, str, str, str], Told] = {}
    for one in told:
        key = (one.programme, one.gathering, one.source, one.id)
        if key not in newest or newest[key].revision < one.revision:
            newest[key] = one
    rows: dict[str, Rows] = {name: {} for name in FOLDS}
    for name, (events, fold) in FOLDS.items():
        of_gathering: dict[tuple[str, str], list[Told]] = {}
        for one in newest.values():
            if one.event in events:
                of_gathering.setdefault((one.programme, one.gathering), []).append(one)
        for gathering, facts in of_gathering.items():
            rows[name][gathering] = fold([fact for fact in facts if fact.data is not None])
    counted = ("participation", "group_participation", "period_participation")
    events_counted = frozenset().union(*(FOLDS[name][0] for name in counted))
    gatherings = {
        (one.programme, one.gathering)
        for one in newest.values()
        if one.data is not None and one.event in events_counted
    }  # of what was all taken back there is no estimate
    rows["estimates"] = {one: _estimate(*(rows[name].get(one, {}) for name in counted)) for one in gatherings}
    return rows


def _estimate(participation: Row, groups: Row, sheets: Row) -> Row:
    door = None
    if participation.get("visits") is not None or groups.get("groups") is not None:
        door = participation.get("entries", 0) + participation.get("accompanied", 0)
        door += (groups.get("people") or 0) + (groups.get("accompanying") or 0)
    sheet, peak = sheets.get("visits"), participation.get("peak_head_count")
    if door is not None and (peak is None or peak <= door):
        estimate, provenance = door, "door"
    elif door is not None:
        estimate, provenance = peak, "head-count"
    elif sheet is not None and (peak is None or peak <= sheet):
        estimate, provenance = sheet, "sheet"
    elif peak is not None:
        estimate, provenance = peak, "head-count"
    else:
        estimate, provenance = None, ""
    counts = [number for number in (door, sheet) if number is not None]
    apart = len(counts) == 2 and abs(counts[0] - counts[1]) > max(5, max(counts) / 10)
    missed = bool(counts) and peak is not None and peak > max(counts) + max(5, peak / 10)
    modes = len([number for number in (door, sheet, peak) if number is not None])
    numbers = {"door": door, "sheet": sheet, "peak": peak, "estimate": estimate}
    return {**numbers, "provenance": provenance, "modes": modes, "disagree": apart or missed}
