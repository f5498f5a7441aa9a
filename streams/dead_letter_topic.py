"""The topic of dead letters."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any

from schemas.programmes import DEAD_LETTER_TOPIC
from streams.dead_letters import DeadLetter, DeadLetterMessage
from streams.errors import Recoverable

__all__ = ["KafkaDeadLetters"]

_ANSWER_SECONDS = 60
_AT_ONCE_BYTES = 4 * 1024 * 1024
"""So much is published at once, so that a flood of large dead letters gets done piece by piece."""


class KafkaDeadLetters:
    """Publishes through the app's own producer, from another thread than its event loop's.

    Each is what `DeadLetter.message` says. A batch that is stored again publishes again: readers know a dead letter by
    its origin.
    """

    def __init__(self, app: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._app = app
        self._loop = loop

    def publish(self, dead_letters: Sequence[DeadLetter]) -> None:
        """Publish and return when Kafka acknowledged all.

        Raises:
            Recoverable: Kafka did not acknowledge all of them.
        """
        some: list[DeadLetterMessage] = []
        size = 0
        for letter in dead_letters:
            some.append(letter.message)
            size += len(some[-1].value)
            if size >= _AT_ONCE_BYTES:
                self._publish(some)
                some, size = [], 0
        self._publish(some)

    def _publish(self, messages: Sequence[DeadLetterMessage]) -> None:
        sending = asyncio.run_coroutine_threadsafe(self._send(messages), self._loop)
        try:
            sending.result(_ANSWER_SECONDS)
        except (Exception, FutureTimeoutError) as error:
            sending.cancel()
            raise Recoverable(f"dead letters could not be published to {DEAD_LETTER_TOPIC}: {error!r}") from error

    async def _send(self, messages: Sequence[DeadLetterMessage]) -> None:
        producer = await self._app.maybe_start_producer()
        sent = [await producer.send(DEAD_LETTER_TOPIC, one.key, one.value, None, None, one.headers) for one in messages]
        await asyncio.gather(*sent)
