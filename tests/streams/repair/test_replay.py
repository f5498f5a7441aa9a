"""A dead letter is repaired as its dry run predicted; to do it again changes nothing; and all of it is written down."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from schemas.programmes import Programme
from streams.facts import FAMILIES
from streams.repair.letters import Place
from streams.repair.prediction import ABOUT_GATHERINGS
from streams.roll_ups import ROLL_UPS
from tests.streams.repair.conftest import Repairable
from tests.streams.repair.happenings import check_in, event, group_visit, plan, yesterday

pytestmark = pytest.mark.engines

Rows = dict[str, Counter[str]]


def stored(pipeline: Repairable) -> Rows:
    """Every fact, and every row of a roll-up but for when it was computed."""
    with pipeline.store() as store:
        found = {f"facts {one.table}": f"SELECT * FROM engagement.{one.table} FINAL" for one in FAMILIES}  # noqa: S608
        for roll_up in ROLL_UPS:
            columns = "* EXCEPT ('^(computed|visitors_state)$')"
            found[f"roll-up {roll_up.name}"] = f"SELECT {columns} FROM engagement.{roll_up.name} FINAL"  # noqa: S608
        return {name: Counter(map(as_text, store.query(query))) for name, query in found.items()}


def published(pipeline: Repairable) -> Rows:
    """Every row of every published view about gatherings."""
    with pipeline.store() as store:
        return {
            f"published {name}": Counter(map(as_text, store.query(f"SELECT * FROM candidates.{name}")))  # noqa: S608
            for name in ABOUT_GATHERINGS
        }


def as_text(row: Iterable[Any]) -> str:
    return " | ".join(str(as_in_json(value)) for value in row)


def as_in_json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {as_in_json(name): as_in_json(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_in_json(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def difference(before: Rows, after: Rows) -> dict[str, tuple[Counter[str], Counter[str]]]:
    """The rows that went and those that came, of each table that changed."""
    return {
        name: (before[name] - after[name], after[name] - before[name]) for name in before if before[name] != after[name]
    }


def predicted(prediction: Any) -> dict[str, tuple[Counter[str], Counter[str]]]:
    found: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for kind, changes in (("published", prediction["published"]), ("roll-up", prediction["roll_ups"])):
        for change in changes:
            went, came = found.setdefault(f"{kind} {change['where']}", (Counter(), Counter()))
            for rows, row in ((went, change["before"]), (came, change["after"])):
                if row:
                    rows[as_text(row.values())] += 1
    return found


def test_a_repaired_dead_letter_changes_exactly_what_its_dry_run_said(pipeline: Repairable) -> None:
    """Over every published view and roll-up; replayed again nothing changes, and who did it is written down."""
    for gathering, district in (("kallio-1", "kallio"), ("malmi-1", "malmi")):
        pipeline.send(plan(gathering, district), *[check_in(gathering, number) for number in range(9)])
    pipeline.send(group_visit("kallio-1", 1, "thirty"), group_visit("malmi-1", 1, "thirty"), check_in("malmi-1", 3))
    (place, _) = pipeline.places("--reason", "wrong-data", "--state", "open")
    before, numbers = stored(pipeline), published(pipeline)

    asked = ("dead-letters", "replay", place, "--set", "people=30", "--by", "aino", "--json")
    dry = pipeline.reported(*asked, "--dry-run")
    assert stored(pipeline) == before
    assert pipeline.query("SELECT count() FROM engagement.acts WHERE act = 'replay'") == [(0,)]

    done = pipeline.reported(*asked)
    pipeline.wait_until_consumed()
    after = stored(pipeline)
    changes = difference({**before, **numbers}, {**after, **published(pipeline)})
    assert {name for name in changes if name.startswith("facts")} == {"facts group_visits"}
    del changes["facts group_visits"]
    assert changes == predicted(dry["prediction"])
    assert {"published months", "published gatherings", "roll-up group_participation"} <= changes.keys()
    assert (done["accepted"], done["refused"]) == ([place], [])

    assert pipeline.reported(*asked) == {"sent": [], "already": 1}
    assert stored(pipeline) == after
    told = pipeline.reported("dead-letters", "show", place, "--json")
    assert (told["state"], told["who"], told["sent_to"]) == ("replayed", "aino", done["sent"][0])
    assert told["outcome_there"] == ["accepted"]
    ((details,),) = pipeline.query("SELECT details FROM engagement.acts WHERE act = 'replay'")
    assert details == {"who": "aino", "letters": "1", "filters": f"place {place}", "edited": "data.people"}
    assert pipeline.books().balanced
    assert pipeline.query("SELECT name FROM system.databases WHERE name LIKE '%scratch%'") == []


def test_what_was_sent_and_not_written_down_counts_once(pipeline: Repairable) -> None:
    """A command that fell after it had sent is run again: the message is there twice, the fact once."""
    pipeline.send(group_visit("twice", 1, "thirty"))
    (place,) = pipeline.places("--state", "open", "--source", "tablet:test", "--limit", "1000")[-1:]
    asked = ("dead-letters", "replay", place, "--set", "people=30", "--json")
    first = pipeline.reported(*asked)["sent"]
    with pipeline.store() as store:
        store.run_text(
            "ALTER TABLE engagement.dead_letter_states DELETE WHERE (topic, partition, offset) = "
            f"('{Place.parse(place).topic}', {Place.parse(place).partition}, {Place.parse(place).offset}) "
            "SETTINGS mutations_sync = 2"
        )
    second = pipeline.reported(*asked)["sent"]
    pipeline.wait_until_consumed()
    assert first != second
    found = pipeline.query("SELECT groups, people FROM engagement.group_participation FINAL WHERE gathering = 'twice'")
    assert found == [(1, 30)]


def test_what_cannot_be_accepted_stays_open(pipeline: Repairable) -> None:
    """Still wrong; values that were taken out; too late: each says what helps, nothing is sent, the code is 1."""
    old = (yesterday() - timedelta(days=100)).isoformat()
    secret = check_in("refused", 1)
    secret["data"]["visitor"] = "0417-552-1"
    pipeline.send(group_visit("refused", 1, "many"), check_in("refused", 2, time=old), secret)
    police = event("police-dialogue", "dialogue-held", "refused", "1", {"section": "nobody", "participants": 4})
    pipeline.send(police, programme=Programme.POLICE_DIALOGUE)
    open_ones = pipeline.places("--state", "open")[-4:]
    code, printed, _ = pipeline.run("dead-letters", "replay", *open_ones, "--json")
    told = json.loads(printed)
    assert (code, told["accepted"], told["sent"]) == (1, [], [])
    details = {refusal["reason"]: refusal["detail"] for refusal in told["refused"]}
    assert set(details) == {"wrong-data", "too-late"}
    removed = [one for one in told["refused"] if "taken out" in one["detail"]]
    assert {one["place"].split("/")[0] for one in removed} == {
        "engagement.youth-centre.v1",
        "engagement.police-dialogue.v1",
    }
    assert all(one["remedy"].startswith("Have the sender emit the event anew") for one in removed)
    shown = pipeline.run("dead-letters", "show", open_ones[-1])[1]
    assert "refused" not in shown.partition("value")[2].partition("replay")[0]
    without = pipeline.reported("dead-letters", "replay", removed_of_youth(removed), "--set", "visitor=null", "--json")
    assert (without["accepted"], without["refused"]) == ([removed_of_youth(removed)], [])


def removed_of_youth(removed: list[Any]) -> str:
    return next(str(one["place"]) for one in removed if "youth-centre" in one["place"])


def test_a_letter_on_the_wrong_topic_goes_to_its_own(pipeline: Repairable) -> None:
    """As it is: only the topic was wrong."""
    pipeline.send(check_in("astray", 1, programme="theme-night"))
    (place,) = pipeline.places("--reason", "wrong-topic")
    assert pipeline.reported("dead-letters", "replay", place, "--json")["sent"][0].startswith("engagement.theme-night")
    pipeline.wait_until_consumed()
    found = pipeline.query("SELECT programme, entries FROM engagement.participation FINAL WHERE gathering = 'astray'")
    assert found == [("theme-night", 1)]


def test_a_discarded_letter_stays_and_says_why(pipeline: Repairable) -> None:
    """It is left by replay unless it is asked for; what was replayed cannot be discarded."""
    pipeline.send(group_visit("given-up", 1, "some"))
    (place,) = pipeline.places("--state", "open")[-1:]
    asked = ("dead-letters", "discard", place, "--why", "a test of the device", "--by", "aino", "--json")
    assert pipeline.reported(*asked, "--dry-run") == {"discarded": [place], "dry_run": True}
    assert place in pipeline.places("--state", "open")
    assert pipeline.reported(*asked)["discarded"] == [place]
    assert pipeline.reported(*asked)["discarded"] == []
    assert place in pipeline.places("--state", "discarded")
    told = pipeline.reported("dead-letters", "show", place, "--json")
    assert (told["why"], told["who"], told["sent_to"]) == ("a test of the device", "aino", None)
    assert pipeline.reported("dead-letters", "replay", place, "--set", "people=5", "--json") == {
        "sent": [],
        "already": 1,
    }
    again = pipeline.reported("dead-letters", "replay", place, "--state", "discarded", "--set", "people=5", "--json")
    assert again["accepted"] == [place]
    code, _, said = pipeline.run(*asked)
    assert (code, "was replayed; what was sent again cannot be given up" in said) == (1, True)
    acts = pipeline.query("SELECT details['why'] FROM engagement.acts WHERE act = 'discard'")
    assert acts == [("a test of the device",)]
