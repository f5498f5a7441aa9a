"""A fact as it was told wrongly at first."""

import json
from hashlib import blake2b
from random import Random

from producers.simulator.fact import Fact
from producers.simulator.happenings.mistakes import MISTAKES
from producers.simulator.instants import DAY, MINUTE, SECOND, rfc3339
from schemas.events.head_count import MAX_INSIDE
from schemas.places import AGE_BANDS, DISTRICTS

__all__ = ["mistaken"]


def mistaken(random: Random, fact: Fact) -> Fact:
    """Return the fact with something wrong or missing in it, or with another time.

    Guarantees: the contract still accepts it; source, id and event are the fact's; its time is no later.
    """
    earlier = fact.time - random.randrange(SECOND, 20 * MINUTE)
    data = json.loads(fact.data)
    if fact.event == "check-in":
        _misjudge_person(random, fact, data)
    elif fact.event == "head-count":
        data = {"people": random.choice((min(data["people"] * 10, MAX_INSIDE), data["people"] + 7, 0))}
    elif fact.event == "gathering-scheduled":
        data.pop("ends", None)
        data["capacity"] = random.randint(1, 900)
        data["starts"] = random.choice((None, rfc3339(fact.time + random.randrange(30) * DAY)))
        if random.random() < 0.5:
            data.pop("venue", None)
    elif fact.event in MISTAKES:
        MISTAKES[fact.event](random, data)
    moved = not data or random.random() < 0.3
    return fact._replace(
        time=earlier if moved else fact.time, data=json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    )


def _misjudge_person(random: Random, fact: Fact, data: dict[str, object]) -> None:
    mistake = random.randrange(5)
    if mistake == 0:
        data["direction"] = "exit" if data["direction"] == "entry" else "entry"
    elif mistake == 1:
        data["age_band"] = random.choice([band for band in AGE_BANDS if band != data.get("age_band")])
        data.pop("home_district", None)
    elif mistake == 2:
        data["accompanied_by"] = random.choice(
            [many for many in (0, 1, 2, 5, 50) if many != data.get("accompanied_by")]
        )
    elif mistake == 3 and "visitor" in data:
        data["visitor"] = blake2b(f"{fact.source} {fact.id}".encode(), digest_size=16).hexdigest()
    else:
        data["home_district"] = random.choice([home for home in DISTRICTS if home != data.get("home_district")])
