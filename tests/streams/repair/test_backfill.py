"""Facts that were lost come back from Kafka, once each, and the books stay balanced."""

from typing import Any

import pytest

from streams.topics import offsets
from tests.streams.repair.conftest import Repairable
from tests.streams.repair.happenings import check_in, group_visit

pytestmark = pytest.mark.engines

TABLES = ("check_ins", "group_visits")


def facts(pipeline: Repairable) -> dict[str, Any]:
    return {
        table: pipeline.query(f"SELECT * EXCEPT appended FROM engagement.{table} FINAL ORDER BY gathering, id")  # noqa: S608
        for table in TABLES
    }


def delete(pipeline: Repairable, table: str, where: str) -> None:
    with pipeline.store() as store:
        store.run_text(f"ALTER TABLE engagement.{table} DELETE WHERE {where} SETTINGS mutations_sync = 2")


def test_lost_facts_come_back(pipeline: Repairable) -> None:
    """A dry run says how many; then facts and roll-ups are as before, no offset is moved, the books balance."""
    pipeline.send(*[check_in(f"lost-{n % 3}", n) for n in range(30)], group_visit("lost-0", 1, 12))
    pipeline.send(b"{broken", check_in("lost-0", 0))
    before, committed, outcomes = facts(pipeline), offsets(pipeline.settings), pipeline.books().outcomes
    for table in TABLES:
        pipeline.query(
            f"ALTER TABLE engagement.{table} DELETE WHERE gathering LIKE 'lost-%' SETTINGS mutations_sync = 2"
        )
    with pipeline.store() as store:
        store.run_text(
            "ALTER TABLE engagement.participation DELETE WHERE gathering = 'lost-1' SETTINGS mutations_sync = 2"
        )

    asked = ("backfill", "--from-beginning", "--by", "aino", "--json")
    dry = pipeline.reported(*asked, "--dry-run")
    assert dry["new"] == {"check_ins": 30, "group_visits": 1}
    assert facts(pipeline) != before
    done = pipeline.reported(*asked)
    assert (done["new"], done["raised"], done["booked"]) == (dry["new"], {}, 0)
    assert done["left"] >= 1
    assert facts(pipeline) == before
    assert pipeline.query(
        "SELECT gathering, entries FROM engagement.participation FINAL WHERE gathering LIKE 'lost-%' ORDER BY gathering"
    ) == [("lost-0", 10), ("lost-1", 10), ("lost-2", 10)]
    assert offsets(pipeline.settings) == committed
    assert (pipeline.books().balanced, pipeline.books().outcomes) == (True, outcomes)
    assert pipeline.reported(*asked)["new"] == {}
    acts = pipeline.query("SELECT details['who'] FROM engagement.acts WHERE act = 'backfill'")
    assert {row[0] for row in acts} == {"aino"}


def test_lost_books_are_written_again(pipeline: Repairable) -> None:
    """Offsets that are in no outcome get theirs; dead letters come back with them."""
    pipeline.send(check_in("unbooked", 1), b"{broken too")
    outcomes, letters = pipeline.books().outcomes, pipeline.places()
    with pipeline.store() as store:
        store.run_text("TRUNCATE TABLE engagement.books")
        store.run_text("TRUNCATE TABLE engagement.quarantine")
    assert not pipeline.books().balanced
    done = pipeline.reported("backfill", "--from-beginning", "--json")
    assert done["booked"] == sum(outcomes.values())
    assert (pipeline.books().balanced, pipeline.books().outcomes) == (True, outcomes)
    assert pipeline.places() == letters


def test_from_a_place_or_a_time(pipeline: Repairable) -> None:
    """Only what lies behind it is read."""
    pipeline.send(check_in("later", 1))
    (part,) = [
        one for one in offsets(pipeline.settings) if one.topic.endswith("youth-centre.v1") and one.partition == 0
    ]
    place = f"{part.topic}/0/{part.committed - 2}"
    assert pipeline.reported("backfill", "--from-offsets", place, "--dry-run", "--json")["read"] == 2
    assert pipeline.run("backfill", "--from-time", "2100-01-01")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("backfill",), 2, "give one of"),
        (("backfill", "--from-time", "yesterday"), 2, "'yesterday' is no instant"),
        (("backfill", "--from-offsets", "engagement.youth-centre.v1/0/99999"), 1, "cannot be read again"),
        (("backfill", "--from-offsets", "engagement.nothing.v1/0/1"), 1, "no partition of a programme's topic"),
        (("rebuild", "participations"), 1, "there is no roll-up 'participations'; there are participation, "),
        (("rebuild", "participation", "-g", "nowhere"), 1, "nor a fact of gathering nowhere"),
        (("dead-letters", "replay", "--source", "nobody"), 1, "no dead letter fits source nobody"),
        (("dead-letters", "replay", "engagement.youth-centre.v1/0/99999"), 1, "there is no dead letter"),
        (("dead-letters", "replay", "1042"), 2, "no place in Kafka"),
        (("dead-letters", "replay", "a/0/1", "--reason", "malformed"), 2, "places or filters, not both"),
        (("dead-letters", "replay", "--topic", "engagement.youth-centre.v1", "-p", "theme-night"), 1, "leave one out"),
        (("dead-letters", "list", "--since", "2026-02-02", "--until", "2026-02-01"), 1, "give a --since"),
        (("dead-letters", "list", "--topic", "nothing"), 2, "no programme's topic"),
        (("dead-letters", "discard", "--why", " ", "--state"), 2, "No such option"),
    ],
)
def test_a_refused_act_names_the_value_and_the_next_step(
    pipeline: Repairable, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """And changes nothing."""
    found, _, output = pipeline.run(*arguments)
    assert (found, said in " ".join(output.replace("│", "").split())) == (code, True), output
