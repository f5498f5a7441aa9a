"""Stock Faust: an agent over the four topics with `take_events`, each event validated by pydantic as it comes.

As Faust's documentation has it: bytes in, an agent, batches by `take`, blocking work in an executor, uvloop. The batch
is large, since a small one would pay for the roll-ups more often. The last batch of a job waits `_WITHIN` seconds.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import mode.loop

mode.loop.use("uvloop")

import faust  # noqa: E402  the event loop is chosen first

from benchmarks.contestants.facts import Fact, store_facts  # noqa: E402
from schemas.contract import contract_of  # noqa: E402
from schemas.programmes import TOPICS  # noqa: E402
from streams.settings import StreamSettings  # noqa: E402
from streams.store import Store  # noqa: E402

_MOST = 20_000
_WITHIN = 2.0

settings = StreamSettings()
store = Store(settings)

app = faust.App(
    settings.consumer_group,
    broker=f"kafka://{settings.kafka_bootstrap}",
    store="memory://",
    web_enabled=False,
    topic_disable_leader=True,
    consumer_auto_offset_reset="earliest",
    stream_buffer_maxsize=_MOST,
    broker_max_poll_records=5_000,
)
topics = app.topic(*TOPICS, value_serializer="raw", key_serializer="raw")


@app.agent(topics)  # type: ignore[untyped-decorator]  # faust publishes no types
async def store_check_ins(stream: Any) -> None:
    """Gather, validate and store."""
    batches: AsyncIterator[list[Any]] = stream.take_events(_MOST, within=_WITHIN)
    async for events in batches:
        facts = [_fact(event) for event in events]
        await asyncio.get_running_loop().run_in_executor(None, store_facts, store, facts)


def _fact(event: Any) -> Fact:
    message = event.message
    programme = TOPICS[message.topic]
    return Fact(programme.value, contract_of(programme).one.validate_json(event.value), int(message.timestamp * 1000))


if __name__ == "__main__":
    app.main()
