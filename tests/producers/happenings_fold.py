"""What the facts of one gathering come to in each roll-up: read naively, as the roll-ups' definitions say it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from producers.simulator import Truth
from tests.producers.replay import GatheringKey, StandingFact

__all__ = ["FOLDS", "happenings_differences"]

Numbers = Mapping[str, Any]
Facts = Sequence[StandingFact]


def added(pairs: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    totals = Counter[str]()
    for name, number in pairs:
        if name is not None:
            totals[name] += number
    return {name: total for name, total in totals.items() if total}


def some(facts: Facts, number: int) -> int | None:
    return number if facts else None


def data_of(facts: Facts, event: str) -> list[dict[str, Any]]:
    return [fact.data for fact in facts if fact.event == event]


def banded(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    return added(pair for row in rows for pair in row.get("by_age_band", {}).items())


def ticked(rows: Iterable[dict[str, Any]], field: str) -> dict[str, int]:
    return added((name, 1) for row in rows for name in set(row.get(field, [])))


def group_participation(facts: Facts) -> Numbers:
    rows = data_of(facts, "group-visit")
    return {
        "groups": some(facts, len(rows)),
        "people": some(facts, sum(row["people"] for row in rows)),
        "accompanying": some(facts, sum(row.get("accompanied_by", 0) for row in rows)),
        "by_kind": added((row["kind"], row["people"]) for row in rows),
        "by_age_band": added((row.get("age_band"), row["people"]) for row in rows),
    }


def period_participation(facts: Facts) -> Numbers:
    held: dict[Any, tuple[Any, int]] = {}
    for fact in facts:
        period = (fact.data["period"], fact.data["first_day"])
        held[period] = max(held.get(period, (fact.time, -1)), (fact.time, fact.data["visits"]))
    days = [first for period, first in held if period == "day"]
    weeks = [
        first
        for period, first in held
        if period == "week" and not any(timedelta() <= day - first < timedelta(days=7) for day in days)
    ]
    finer = {day.replace(day=1) for day in [*days, *(week + timedelta(days=3) for week in weeks)]}
    left = [("day", day) for day in days] + [("week", week) for week in weeks]
    left += [("month", first) for period, first in held if period == "month" and first not in finer]
    return {
        "visits": sum(held[period][1] for period in left) if left else None,
        "days": sum(period == "day" for period, _ in left),
        "weeks": sum(period == "week" for period, _ in left),
        "months": sum(period == "month" for period, _ in left),
    }


def outreach(facts: Facts) -> Numbers:
    rows = data_of(facts, "outreach-contact")
    return {
        "contacts": some(facts, len(rows)),
        "people": some(facts, sum(row["people"] for row in rows)),
        "by_setting": added((row["setting"], row["people"]) for row in rows),
        "by_age_band": banded(rows),
        "together_with": ticked(rows, "together_with"),
    }


def dialogue(facts: Facts) -> Numbers:
    rows = data_of(facts, "dialogue-held")
    return {
        "sessions": some(facts, len(rows)),
        "participants": some(facts, sum(row["participants"] for row in rows)),
        "by_section": added((row["section"], row["participants"]) for row in rows),
        "sessions_by_section": added((row["section"], 1) for row in rows),
        "by_age_band": banded(rows),
        "themes": ticked(rows, "themes"),
        "agencies": ticked(rows, "agencies"),
        "multi_professional": some(facts, sum(len(row.get("agencies", [])) > 0 for row in rows)),
        "follow_ups": some(facts, sum(row.get("follow_up", False) for row in rows)),
        "follow_ups_known": some(facts, sum("follow_up" in row for row in rows)),
    }


def cooperation(facts: Facts) -> Numbers:
    rows = data_of(facts, "agency-presence")
    return {
        "agencies": tuple(sorted({row["agency"] for row in rows})),
        "staff": added((row["agency"], row.get("staff", 0)) for row in rows),
        "minutes": added((row["agency"], row.get("minutes", 0)) for row in rows),
    }


def referral_flows(facts: Facts) -> Numbers:
    rows = data_of(facts, "referral")
    return {
        "people": some(facts, sum(row["people"] for row in rows)),
        "flows": added((f"{row['from_agency']}>{row['to_agency']}", row["people"]) for row in rows),
    }


def sentiment(facts: Facts) -> Numbers:
    rows = data_of(facts, "pulse")
    return {
        "answers": added((f"{row['question']}/{row['moment']}/{row['answer']}", 1) for row in rows),
        "answers_by_age_band": added(
            (f"{row['question']}/{row['moment']}/{row['age_band']}/{row['answer']}", 1)
            for row in rows
            if "age_band" in row
        ),
    }


def concern_handling(facts: Facts) -> Numbers:
    raised = {(fact.source, fact.id): fact for fact in facts if fact.event == "concern-raised"}
    steps: dict[tuple[str, str], list[StandingFact]] = {key: [] for key in raised}
    for fact in facts:
        meant = (fact.data.get("source", fact.source), fact.data.get("concern", ""))
        if fact.event == "concern-handled" and meant in raised:
            steps[meant].append(fact)
    order = ["raised", "passed-on", "answered", "solved"]
    reached = {key: max([0, *(order.index(step.data["status"]) for step in handled)]) for key, handled in steps.items()}
    answered = {
        key: min(step.time for step in handled if step.data["status"] in {"answered", "solved"})
        for key, handled in steps.items()
        if reached[key] >= order.index("answered")
    }
    hours = [max(0, (time - raised[key].time) // timedelta(hours=1)) for key, time in answered.items()]
    return {
        "raised": len(raised) or None,
        "by_category": added((fact.data["category"], 1) for fact in raised.values()),
        "by_district": added((fact.data.get("district"), 1) for fact in raised.values()),
        "by_status": added((order[place], 1) for place in reached.values()),
        "passed_to": added(
            (agency, 1)
            for handled in steps.values()
            for agency in {step.data["passed_to"] for step in handled if "passed_to" in step.data}
        ),
        "answered": len(answered) if raised else None,
        "hours_to_answer": tuple(sorted(hours)),
        "by_category_answered": added((raised[key].data["category"], 1) for key in answered),
    }


FOLDS: Mapping[str, tuple[frozenset[str], Callable[[Facts], Numbers]]] = {
    "group_participation": (frozenset({"group-visit"}), group_participation),
    "period_participation": (frozenset({"period-count"}), period_participation),
    "outreach": (frozenset({"outreach-contact"}), outreach),
    "dialogue": (frozenset({"dialogue-held"}), dialogue),
    "cooperation": (frozenset({"agency-presence"}), cooperation),
    "referral_flows": (frozenset({"referral"}), referral_flows),
    "sentiment": (frozenset({"pulse"}), sentiment),
    "concern_handling": (frozenset({"concern-raised", "concern-handled"}), concern_handling),
}
"""By roll-up: the events that it reads, and what their facts come to. No facts give what "not recorded" looks like."""


def estimates(facts: Facts) -> Numbers:
    """Put the counts of one gathering beside each other."""
    check_ins, heads = data_of(facts, "check-in"), data_of(facts, "head-count")
    entries = [row for row in check_ins if row["direction"] == "entry"]
    groups = data_of(facts, "group-visit")
    companions = sum(row.get("accompanied_by", 0) for row in [*entries, *groups])
    door = len(entries) + companions + sum(row["people"] for row in groups) if check_ins or groups else None
    sheet = period_participation([fact for fact in facts if fact.event == "period-count"])["visits"]
    peak = max((row["people"] for row in heads), default=None)
    best = [(number, name) for number, name in ((door, "door"), (sheet, "sheet")) if number is not None][:1]
    if peak is not None and (not best or peak > best[0][0]):
        best = [(peak, "head-count")]
    given = [number for number in (door, sheet) if number is not None]
    apart = len(given) == 2 and abs(given[0] - given[1]) > max(5, 0.1 * max(given))
    missed = peak is not None and given != [] and peak > max(given) + max(5, 0.1 * peak)
    return {
        "door": door,
        "sheet": sheet,
        "peak": peak,
        "estimate": best[0][0] if best else None,
        "provenance": best[0][1] if best else "",
        "modes": sum(number is not None for number in (door, sheet, peak)),
        "disagree": apart or missed,
    }


def happenings_differences(truth: Truth, standing: Facts) -> Iterator[str]:
    """Describe each number beside coming and going in which the standing facts and the truth do not agree."""
    told: defaultdict[GatheringKey, list[StandingFact]] = defaultdict(list)
    for fact in standing:
        told[fact.gathering].append(fact)
    if told.keys() != truth.happenings.keys():
        yield f"gatherings: only in one of replay and truth {sorted(told.keys() ^ truth.happenings.keys())}"
    for key, happened in truth.happenings.items():
        due = asdict(happened)
        got = {
            name: dict(fold([fact for fact in told[key] if fact.event in events]))
            for name, (events, fold) in FOLDS.items()
        }
        got["estimates"] = dict(estimates(told[key]))
        yield from (f"{key} {name}: replay {got[name]}, truth {due[name]}" for name in due if got[name] != due[name])
