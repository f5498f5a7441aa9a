"""How the contestants on librdkafka fetch: far ahead, so that none of them waits for the broker while it catches up."""

__all__ = ["FETCHING"]

FETCHING: dict[str, int] = {
    "queued.min.messages": 200_000,
    "queued.max.messages.kbytes": 131_072,
    "fetch.message.max.bytes": 4_194_304,
    "fetch.queue.backoff.ms": 50,
}
