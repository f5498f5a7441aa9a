"""When a worker is live and ready, by a clock that the tests turn."""

import pytest

from streams.health import Health


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


def look(health: Health, *, waiting: bool = False, owes: bool = False, committed: float = 0.0) -> None:
    health.look(joined=True, waiting=waiting, owes=owes, committed=committed)


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
    """The time runs from the last commit, or from when something was first owed."""
    look(health, owes=True)
    clock.now += 50
    look(health, owes=True, committed=clock.now)
    clock.now += 50
    look(health, owes=True, committed=clock.now - 50)
    assert health.why_not_live() == ""
    clock.now += 11
    look(health, owes=True, committed=clock.now - 61)
    assert health.why_not_live() == "what is stored has not been committed for 61 s"
    look(health)
    assert health.why_not_live() == ""


def test_a_worker_whose_event_loop_stands_still_is_not_live(health: Health, clock: Clock) -> None:
    """Nothing waits, as far as it was seen."""
    look(health)
    clock.now += 61
    assert health.why_not_live() == "the event loop has stood still for 61 s"


def test_a_worker_is_ready_when_it_has_joined_and_can_store(health: Health) -> None:
    """Before it has joined, and while a step fails, it is not; a worker without partitions is."""
    assert "not joined" in health.why_not_ready()
    look(health)
    assert health.why_not_ready() == ""
    health.fail("insert_facts")
    assert health.why_not_ready() == "ClickHouse: insert_facts fails and is tried again"
    health.step()
    assert health.why_not_ready() == ""
