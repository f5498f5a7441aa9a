import json
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any

import pytest

from benchmarks.load import Job, Load, Message
from schemas.contract import contract_of, event_name
from schemas.programmes import TOPICS

UNTIL = 1_790_000_000_000
JOBS = [
    Job(gatherings=10, events=4_000, until=UNTIL, people=500),
    Job(gatherings=60, events=4_000, until=UNTIL, people=2_000, seed=7),
]


def replay(messages: list[Message]) -> dict[tuple[str, str], dict[str, Any]]:
    """Count from the messages alone: the highest revision of each event holds, then everything is counted again."""
    facts: dict[tuple[str, str, str, str], tuple[int, str, int, dict[str, Any] | None]] = {}
    for message in messages:
        event = json.loads(message.value)
        programme, name, data = TOPICS[message.topic].value, event_name(event["type"]), event["data"]
        id_, time = event["id"], event["time"]
        if name == "correction":
            id_, new = data["corrects"], data["replacement"]
            name, time, data = new["event"], new["time"], new["data"]
        elif name == "retraction":
            id_, name, data = data["retracts"], data["event"], None
        key = (programme, event["subject"], event["source"], id_)
        fact = (event.get("revision", 1), name, milliseconds(time), data)
        if key not in facts or facts[key][0] < fact[0]:
            facts[key] = fact
    grouped: defaultdict[tuple[str, str], list[tuple[str, int, dict[str, Any]]]] = defaultdict(list)
    for (programme, gathering, _, _), (_, name, time, data) in facts.items():
        grouped[programme, gathering] += [] if data is None else [(name, time, data)]
    return {key: numbers(happened) for key, happened in grouped.items()}


def numbers(happened: list[tuple[str, int, dict[str, Any]]]) -> dict[str, Any]:
    ins = [(time, data) for name, time, data in happened if name == "check-in" and data["direction"] == "entry"]
    outs = [(time, data) for name, time, data in happened if name == "check-in" and data["direction"] == "exit"]
    heads = [(time, data["people"]) for name, time, data in happened if name == "head-count"]
    plan = next(data for name, _, data in happened if name == "gathering-scheduled")
    closed = any(name == "gathering-closed" for name, _, _ in happened)
    counted, people = max(heads, default=(0, 0))
    inside = people + sum(time > counted for time, _ in ins) - sum(time > counted for time, _ in outs)
    times = [time for time, _ in ins + outs]
    quarters = {time - time % 900_000 for time in times}
    return {
        "status": "closed" if closed else "open",
        "starts": milliseconds(plan["starts"]),
        "district": plan["venue"]["district"],
        "capacity": plan["capacity"],
        "entries": len(ins),
        "exits": len(outs),
        "visits": len(ins) if times else None,
        "visitors": len({data["visitor"] for _, data in ins if "visitor" in data}) or None,
        "anonymous_visits": sum("visitor" not in data for _, data in ins),
        "by_age_band": Counter(data["age_band"] for _, data in ins if "age_band" in data),
        "by_home_district": Counter(data["home_district"] for _, data in ins if "home_district" in data),
        "first": min(times, default=None),
        "last": max(times, default=None),
        "peak_head_count": max((people for _, people in heads), default=None),
        "inside": None if not times and not heads else 0 if closed else max(0, inside),
        "curve": {
            quarter: tuple(sum(0 <= time - quarter < 900_000 for time, _ in some) for some in (ins, outs))
            for quarter in quarters
        },
    }


def milliseconds(text: str) -> int:
    return round(datetime.fromisoformat(text).astimezone(UTC).timestamp() * 1000)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.gatherings} gatherings")
def test_a_naive_replay_of_the_messages_agrees_with_the_truth(job: Job) -> None:
    """The truth is counted from decisions, the replay from bytes; every number of every gathering is the same."""
    load = Load(job)
    replayed = replay(list(load.messages()))
    truth = load.truth()
    assert truth.messages == job.events
    assert replayed.keys() == truth.gatherings.keys()
    for key, expected in replayed.items():
        one = truth.gatherings[key]
        assert {name: getattr(one, name) for name in expected} == expected


@pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.gatherings} gatherings")
def test_every_message_fits_its_programmes_contract(job: Job) -> None:
    """The job has no dead letters."""
    for message in Load(job).messages():
        event = contract_of(TOPICS[message.topic]).one.validate_json(message.value)
        assert event["subject"] == message.key


def test_the_same_job_gives_the_same_messages() -> None:
    """The loader and the judge each make them, in processes of their own."""
    assert list(Load(JOBS[0]).messages()) == list(Load(JOBS[0]).messages())


def test_a_job_has_realistic_shares() -> None:
    """Of what is no plan, opening or closing, 96 of 100 are fresh check-ins, and a hundredth comes twice."""
    job = Job(gatherings=10, events=20_000, until=UNTIL)
    messages = list(Load(job).messages())
    names = Counter(event_name(json.loads(message.value)["type"]) for message in messages)
    assert names["check-in"] / job.events == pytest.approx(0.975, abs=0.01)
    assert set(names) == {
        "gathering-scheduled", "gathering-opened", "gathering-closed", "check-in", "head-count", "correction",
        "retraction",
    }  # fmt: skip
    assert (len(messages) - len(set(messages))) / job.events == pytest.approx(0.01, abs=0.004)


def test_the_truth_is_told_only_when_all_messages_were_given() -> None:
    """A half-made truth would judge wrongly."""
    with pytest.raises(RuntimeError, match="exhaust"):
        Load(JOBS[0]).truth()


def test_a_job_without_room_for_its_gatherings_is_refused() -> None:
    """Each gathering has a plan, an opening and maybe a closing."""
    with pytest.raises(ValueError, match="at least 30 events"):
        Job(gatherings=10, events=20, until=UNTIL)
