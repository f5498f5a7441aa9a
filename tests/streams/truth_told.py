"""A simulated city sent to a pipeline, and what came out of it against its truth."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from embedded.demo.sabotage import double_roll_up
from embedded.demo.verdict import judge
from producers.emitter import Emitter
from producers.simulator import City, Message, Truth, simulate
from streams.books import Books
from streams.topics import offsets
from tests.pipeline import Pipeline

__all__ = ["committed", "emit", "must_equal", "small_city"]


def small_city(*, days: int = 8, people: int = 1_500) -> tuple[Sequence[Message], Truth]:
    """Give some thousand messages, with duplicates, disorder and bad ones among them, and what must come of them."""
    simulation = simulate(City(seed=11, days=days, people=people, until=datetime.now(UTC), chaos=True))
    messages = list(simulation.messages())
    return messages, simulation.truth()


def emit(pipeline: Pipeline, messages: Iterable[Message]) -> None:
    """Send messages and return when Kafka has all of them."""
    with Emitter(pipeline.settings.kafka_bootstrap, timeout=60) as emitter:
        for message in messages:
            emitter.send_raw(message.topic, message.key, message.value, message.headers)


def committed(pipeline: Pipeline) -> int:
    """Give how many messages the workers are done with."""
    return sum(part.committed for part in offsets(pipeline.settings))


def must_equal(truth: Truth, pipeline: Pipeline, books: Books) -> None:
    """Compare every number with the truth, and the books with what was consumed; a doubled row would be found."""
    with pipeline.store() as store:
        verdict = judge(truth, store, books)
        assert not verdict.mismatches, "\n".join(str(mismatch) for mismatch in verdict.mismatches[:20])
        assert verdict.passed
        double_roll_up(store)
        spoilt = judge(truth, store, books)
    numbers = [mismatch.number for mismatch in spoilt.mismatches]
    assert not spoilt.passed
    assert any(number.endswith("-again]") for number in numbers)
    assert any(number.startswith("participation_by_day[") and number.endswith("].visits") for number in numbers)
