"""What requests to ClickHouse meet on their way: refusals by code, lost answers, cut connections, slowness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from connections.failures import RETRIABLE_CODES
from tests.chaos.proxy import Trouble
from tests.chaos.scene import SAID_WHY, Kind, Scene

__all__ = ["ANSWERS"]

_MEET_SECONDS = 30.0
_REFUSED_FOR_GOOD = 497
_MEANINGS: Mapping[int, str] = {
    159: "timeout",
    164: "read-only",
    202: "too many queries",
    210: "network",
    243: "out of space",
    252: "too many parts",
    319: "unknown status of insert",
}

_TROUBLES: Mapping[str, Trouble] = {
    **{
        f"ClickHouse answers {code}{f', {_MEANINGS[code]}' if code in _MEANINGS else ''}": Trouble("refuse", code)
        for code in sorted(RETRIABLE_CODES)
    },
    "connection cut before a request": Trouble("cut-before"),
    "connection cut in mid-upload": Trouble("cut-midway", writes_only=True),
    "answer lost after an insert was done": Trouble("cut-after", writes_only=True),
    "connection cut in mid-answer": Trouble("cut-in-answer"),
    "ClickHouse slow": Trouble("slow", seconds=1.0),
}


def _meet(name: str, scene: Scene) -> None:
    """Let this trouble and one or two others come one after the other while a slice is stored."""
    names = [name, *scene.random.sample(sorted(_TROUBLES), scene.random.choice((0, 1, 1)))]
    scene.ground.proxy.arm([_TROUBLES[one] for one in names])
    scene.send(scene.slice(chaos=scene.random.random() < 0.5))
    met = scene.ground.proxy.wait_until_met(_MEET_SECONDS)
    for one in names[: len(met)]:
        scene.tell(one)


def _refuse_for_good(scene: Scene) -> None:
    """Refuse with a code that no later attempt changes: the worker must stop, and say why."""
    workers = list(scene.ground.workers)
    scene.ground.proxy.arm([Trouble("refuse", _REFUSED_FOR_GOOD, writes_only=True)])
    scene.send(scene.slice())
    scene.ground.until(
        lambda: any(not one.running for one in workers), "the worker to stop, since ClickHouse refuses for good"
    )
    scene.ground.proxy.wait_until_met(0)
    books = scene.ground.until(scene.ground.books, "the books")
    if not books.waiting or not books.balanced:
        scene.complaints.append("a worker that ClickHouse refused for good moved the offsets of what it did not store")
    scene.tell("ClickHouse refuses for good (497)", f"{SAID_WHY}, offsets unmoved")


ANSWERS: Sequence[Kind] = (
    *(Kind(name, 3, partial(_meet, name)) for name in _TROUBLES),
    Kind("ClickHouse refuses for good (497)", 3, _refuse_for_good),
)
"""They come at random requests of the worker, one after the other."""
