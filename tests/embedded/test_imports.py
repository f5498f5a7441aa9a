"""The demo's imports from Linked Events: the truth knows what they bring, and would notice what they once got wrong."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from embedded.demo.imports import imported_events
from producers.linked_events import gatherings, importer, polling
from producers.simulator import City, Message, Simulation, simulate
from schemas.envelope import STRUCTURED_HEADERS, as_message
from schemas.programmes import Programme
from tests.producers.test_simulator_replay import differences

UNTIL = datetime.fromisoformat("2026-10-30T16:30:00+00:00")
CALM, CHAOTIC = (
    City(seed=seed, days=9, people=150, until=UNTIL, chaos=seed > 1, linked_events=True) for seed in (1, 2)
)


def imported(simulation: Simulation) -> Iterator[Message]:
    for events in imported_events(simulation.imports(), troubled=simulation.city.chaos):
        for event in events:
            yield Message(Programme.REGIONAL_EVENT.topic, *as_message(event), STRUCTURED_HEADERS)


def wrong(city: City) -> list[str]:
    simulation = simulate(city)
    return list(differences(simulation.truth(), [*imported(simulation), *simulation.messages()], city.until))


@pytest.mark.parametrize("city", [CALM, CHAOTIC], ids=["calm", "chaotic"])
def test_truth_is_what_a_replay_of_imports_and_messages_gives(city: City) -> None:
    """Page by page, twice; with chaos all once more, from an API that fails and whose pages overlap."""
    assert wrong(city) == []


def test_the_listed_gatherings_are_those_that_are_hard_to_import() -> None:
    """Series, last days, events that are deleted after people came, before anybody saw them, and what is refused."""
    simulation = simulate(CALM)
    first, second = (one.records for one in simulation.imports())
    visited = {key: one for (_, key), one in simulation.truth().gatherings.items() if one.visits}
    deleted = [record["id"] for record in second if record["deleted"]]
    assert any(f"linked-events:{id_}" in visited for id_ in deleted)
    assert any(id_ not in [record["id"] for record in first] for id_ in deleted)
    assert sum(bool(record.get("sub_events")) for record in second) == 2
    assert any(len(record.get("end_time") or "") == len("2026-10-30") for record in second)
    assert any(record.get("publication_status") == "draft" for record in second)
    statuses = {record.get("event_status") for record in second}
    assert statuses >= {"EventScheduled", "EventRescheduled", "EventPostponed", "EventCancelled", None}


def end_of_a_beginning_day(value: object) -> datetime | None:
    return gatherings._instant(value, "end_time")


def plan_of_what_is_deleted(record: Any, *about: Any) -> Any:
    listed = {**record, "deleted": False, "event_status": "EventCancelled"}
    return gatherings.events_of(listed, *about)


FAULTS: dict[str, tuple[object, str, Callable[..., object] | dict[str, str]]] = {
    "a date-only end is the midnight at which that day begins": (gatherings, "_end", end_of_a_beginning_day),
    "a series is a gathering beside its evenings": (importer, "_is_series", lambda *_: False),
    "what is deleted is not asked for": (polling, "_ASKED", {"page_size": "100"}),
    "what is deleted is planned anew, by its placeholder": (importer, "events_of", plan_of_what_is_deleted),
}


@pytest.mark.parametrize(("where", "name", "value"), FAULTS.values(), ids=FAULTS)
def test_a_fault_put_back_is_noticed(
    monkeypatch: pytest.MonkeyPatch, where: object, name: str, value: Callable[..., object] | dict[str, str]
) -> None:
    """Each was in the product once."""
    monkeypatch.setattr(where, name, value)
    assert wrong(CALM) != []
