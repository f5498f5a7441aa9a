"""The contestants: each does the same job with the same engines, tables, inserts and roll-up statement."""

from dataclasses import dataclass

__all__ = ["CONTESTANTS", "OURS", "Contestant"]


@dataclass(frozen=True, slots=True)
class Contestant:
    """How a contestant is started. Without `requirements` it runs in the product's own environment.

    `joins_group` says whether it consumes as a member of a Kafka consumer group; one that does not says `consuming`
    on its standard error instead, right before it begins.
    """

    name: str
    title: str
    module: str
    arguments: tuple[str, ...] = ()
    requirements: str | None = None
    joins_group: bool = True


OURS = "ours"

CONTESTANTS: dict[str, Contestant] = {
    contestant.name: contestant
    for contestant in (
        Contestant(OURS, "engage worker", "engage", ("worker", "--quiet")),
        Contestant(
            "hand_written", "hand-written loop", "benchmarks.contestants.hand_written", requirements="hand_written"
        ),
        Contestant(
            "hand_overlapped",
            "hand-written loop, overlapped",
            "benchmarks.contestants.hand_written",
            ("--overlapped",),
            requirements="hand_written",
        ),
        Contestant(
            "stock_faust", "stock Faust", "benchmarks.contestants.stock_faust", ("worker",), requirements="stock_faust"
        ),
        Contestant("quixstreams", "Quix Streams", "benchmarks.contestants.quix_sink", requirements="quixstreams"),
        Contestant(
            "quixstreams_gathered",
            "Quix Streams, gathered",
            "benchmarks.contestants.quix_sink",
            ("--gathered",),
            requirements="quixstreams",
        ),
        Contestant(
            "bytewax", "Bytewax", "benchmarks.contestants.bytewax_flow", requirements="bytewax", joins_group=False
        ),
        Contestant("arroyo", "Sentry Arroyo", "benchmarks.contestants.arroyo_steps", requirements="arroyo"),
    )
}
