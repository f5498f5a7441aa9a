"""Write a job's messages to Kafka: `python -m benchmarks.loading`, in the venv of a contestant with confluent-kafka."""

import argparse
import sys

from confluent_kafka import KafkaError, Producer
from confluent_kafka import Message as Delivered

from benchmarks.load import Job, Load
from schemas.envelope import STRUCTURED_HEADERS

__all__ = ["write"]


def write(job: Job, bootstrap: str) -> None:
    """Write all messages, keyed by gathering; return when Kafka acknowledged each."""
    failed: list[str] = []

    def note(error: KafkaError | None, _message: Delivered) -> None:
        if error is not None:
            failed.append(str(error))

    producer = Producer(
        {
            "bootstrap.servers": bootstrap,
            "partitioner": "murmur2_random",  # that of Kafka's own producers: a gathering's partition is the same
            "enable.idempotence": True,
            "log_level": 3,
            "linger.ms": 50,
            "batch.size": 1_000_000,
            "queue.buffering.max.messages": 500_000,
        }
    )
    for message in Load(job).messages():
        while True:
            try:
                producer.produce(
                    message.topic, message.value, message.key, headers=STRUCTURED_HEADERS, on_delivery=note
                )
                break
            except BufferError:
                producer.poll(0.1)
        producer.poll(0)
    waiting = producer.flush(60)
    if failed or waiting:
        sys.exit(f"{len(failed)} messages failed, {waiting} wait; the first error: {failed[:1]}")


def main() -> None:
    """Read the job from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--bootstrap", required=True)
    for name in ("gatherings", "events", "until", "people", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    options = vars(parser.parse_args())
    bootstrap = options.pop("bootstrap")
    write(Job(**options), bootstrap)


if __name__ == "__main__":
    main()
