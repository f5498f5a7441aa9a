"""When a worker is live and ready, by a clock that the tests turn."""

from dataclasses import replace
from typing import Any

import pytest

from streams.health import Consumption, Health


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def health(clock: Clock) -> Health:
    return Health(60, clock)


CONSUMES = Consumption(answered=True, member=True, assigned=4, flowing=True)


def look(health: Health, *, waiting: bool = False, **changes: Any) -> None:
    health.look(replace(CONSUMES, **changes), storing=waiting)


def test_an_idle_worker_stays_live(health: Health, clock: Clock) -> None:
    """It has stored nothing for a day, and there was nothing to store."""
    for _ in range(24):
        clock.now += 3600
        look(health)
        assert health.why_not_live() == ""


def test_a_worker_whose_messages_wait_is_live_until_the_limit(health: Health, clock: Clock) -> None:
    """The time runs from when they began to wait, not from the last batch of the evening before."""
    clock.now += 86_400
    look(health, waiting=True)
    clock.now += 60
    look(health, waiting=True)
    assert health.why_not_live() == ""
    health.fail("insert_facts")
    clock.now += 1
    look(health, waiting=True)
    assert health.why_not_live() == "messages wait, and nothing has been stored for 61 s; insert_facts fails"
    health.step()
    assert health.why_not_live() == ""


def test_a_slow_batch_is_live_while_its_steps_succeed(health: Health, clock: Clock) -> None:
    """A batch of an hour is work, as long as something of it is done every minute."""
    for _ in range(60):
        clock.now += 59
        look(health, waiting=True)
        health.step()
        assert health.why_not_live() == ""


def test_a_worker_that_stores_and_does_not_commit_is_not_live(health: Health, clock: Clock) -> None:
    """The time runs from the partition's own last commit: that others are committed does not hide one that stands."""
    look(health, owed={"a/0": None, "a/1": 7})
    clock.now += 50
    look(health, owed={"a/0": 5, "a/1": 7})
    assert health.why_not_live() == ""
    clock.now += 11
    look(health, owed={"a/0": 9, "a/1": 7})
    assert health.why_not_live() == "what is stored of a/1 has not been committed for 61 s"
    assert health.why_not_ready() == health.why_not_live()  # a Kafka that hangs: the session goes on for a while
    look(health)
    assert health.why_not_ready() == ""
    assert health.why_not_live() == ""


def test_a_worker_whose_event_loop_stands_still_is_not_live(health: Health, clock: Clock) -> None:
    """Nothing waits, as far as it was seen."""
    look(health)
    clock.now += 61
    assert health.why_not_live() == "the event loop has stood still for 61 s"


def test_a_worker_that_is_no_member_of_its_group_is_not_live(health: Health, clock: Clock) -> None:
    """However idle it is: nobody tells it of messages. Not ready at once, not live after the limit, and live again."""
    look(health)
    for _ in range(2):
        clock.now += 40
        look(health, member=False)
    assert "no member of its consumer group" in health.why_not_ready()
    assert health.why_not_live() == "the worker has been no member of its consumer group for 80 s"
    look(health)
    assert (health.why_not_live(), health.why_not_ready()) == ("", "")


def test_a_backlog_that_nobody_reads_is_neither_live_nor_ready(health: Health, clock: Clock) -> None:
    """A member with partitions, and nothing comes: what made `/live` and `/ready` say ok for hours."""
    look(health, behind=9)
    clock.now += 31
    look(health, behind=9)
    assert health.why_not_ready() == "9 messages wait in Kafka, and none has been read for 31 s"
    clock.now += 30
    look(health, behind=9)
    assert "messages wait, and nothing has been stored for 61 s" in health.why_not_live()
    look(health, behind=8, deliveries=1)
    health.step()
    assert (health.why_not_live(), health.why_not_ready()) == ("", "")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answered": False}, "not joined"),
        ({"member": False}, "no member"),
        ({"rebalancing": True}, "divides its partitions anew"),
        ({"flowing": False}, "divides its partitions anew"),
        ({"assigned": 0}, "no partition is assigned"),
    ],
)
def test_a_worker_that_does_not_consume_is_not_ready_and_says_why(
    health: Health, changes: dict[str, Any], said: str
) -> None:
    """Before it has joined, and whenever something of it is not so."""
    assert "not joined" in health.why_not_ready()
    look(health, **changes)
    assert said in health.why_not_ready()
    look(health)
    assert health.why_not_ready() == ""


def test_a_worker_that_cannot_store_is_not_ready(health: Health, clock: Clock) -> None:
    """A step fails, or takes longer than a step of a big batch: a ClickHouse that accepts and does not answer."""
    look(health)
    health.fail("insert_facts")
    assert health.why_not_ready() == "ClickHouse: insert_facts fails and is tried again"
    health.step()
    assert health.why_not_ready() == ""
    health.begin("insert_facts")
    clock.now += 31
    assert health.why_not_ready() == "ClickHouse: insert_facts has taken 31 s so far"
    health.step()
    assert health.why_not_ready() == ""
