"""The topic of dead letters."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any

from schemas.programmes import DEAD_LETTER_TOPIC
from streams.dead_letters import DeadLetter
from streams.errors import Recoverable

__all__ = ["KafkaDeadLetters"]

_ANSWER_SECONDS = 60


class KafkaDeadLetters:
    """Publishes through the app's own producer, from another thread than its event loop's.

    Key, value and headers are the refused record's (the value without what could tell of a person), after headers that
    give reason, detail and origin. A batch that is stored again publishes again: readers know a dead letter by its
    origin.
    """

    def __init__(self, app: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._app = app
        self._loop = loop

    def publish(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Publish and return when Kafka acknowledged all.

        Raises:
            Recoverable: Kafka did not acknowledge all of them.
        """
        sending = asyncio.run_coroutine_threadsafe(self._send(dead_letters), self._loop)
        try:
            sending.result(_ANSWER_SECONDS)
        except (Exception, FutureTimeoutError) as error:
            sending.cancel()
            raise Recoverable(f"dead letters could not be published to {DEAD_LETTER_TOPIC}: {error!r}") from error

    async def _send(self, dead_letters: Sequence[DeadLetter]) -> None:
        producer = await self._app.maybe_start_producer()
        sent = [
            await producer.send(DEAD_LETTER_TOPIC, letter.key, letter.value, None, None, letter.headers)
            for letter in dead_letters
        ]
        await asyncio.gather(*sent)
