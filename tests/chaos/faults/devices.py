"""What devices do: tell late, twice, out of order, with wrong clocks, or send poison."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from producers.simulator import Message
from schemas.envelope import STRUCTURED_HEADERS
from schemas.programmes import Programme
from schemas.rejections import Rejection
from tests.chaos.ground import DEAD_LETTER_LIMIT, committed
from tests.chaos.scene import SAID_WHY, Kind, Scene
from tests.chaos.slices import Slice, rewritten, rfc3339

__all__ = ["DEVICES"]

_REFUSED = "refused, each a dead letter"


def _disorder(scene: Scene) -> None:
    cut = scene.slice(chaos=True)
    shuffled = list(cut.messages)
    scene.random.shuffle(shuffled)
    scene.send(Slice(shuffled, cut.truth))
    scene.tell("all messages in disorder")


def _duplicates(scene: Scene) -> None:
    cut = scene.slice()
    again = scene.random.randint(1, 3)
    scene.expected.add_repeats(again * len(cut.messages))
    scene.send(Slice([*cut.messages] * (again + 1), cut.truth))
    scene.tell("everything sent two to four times")


def _week_late(scene: Scene) -> None:
    def recorded(event: dict[str, str]) -> None:
        event["recordedtime"] = event["time"]

    cut = scene.slice(days_ago=scene.random.uniform(7, 40))
    scene.send(Slice([rewritten(message, recorded) or message for message in cut.messages], cut.truth))
    scene.tell("uploaded a week or more late")


def _clock_ahead(scene: Scene) -> None:
    wrong = rfc3339(datetime.now(UTC) + timedelta(hours=scene.random.uniform(1, 72)))
    _with_wrong_clock(scene, "device's clock jumps ahead", wrong, Rejection.IN_THE_FUTURE)


def _clock_behind(scene: Scene) -> None:
    wrong = rfc3339(datetime.now(UTC) - timedelta(days=scene.random.uniform(90, 3000)))
    _with_wrong_clock(scene, "device's clock jumps back by months", wrong, Rejection.TOO_LATE)


def _with_wrong_clock(scene: Scene, kind: str, wrong: str, reason: Rejection) -> None:
    """Check-ins come once more with ids of their own and a time that cannot be: all of them must be refused."""

    def jump(event: dict[str, str]) -> None:
        event["id"] += "-jumped"
        event["time"] = wrong

    cut = scene.slice()
    copies = [rewritten(message, jump, only="check-in") for message in cut.messages]
    jumped = [message for message in copies if message is not None]
    scene.expected.add_refused(reason, len(jumped))
    scene.send(Slice([*cut.messages, *jumped], cut.truth))
    if jumped:
        scene.tell(kind, _REFUSED)


def _clock_of_recording(scene: Scene) -> None:
    """The instant of recording is wrong by years; nothing is counted by it."""

    def jump(event: dict[str, str]) -> None:
        event["recordedtime"] = f"{scene.random.randint(2000, 2099)}-06-01T12:00:00.000Z"

    cut = scene.slice()
    scene.send(Slice([rewritten(message, jump) or message for message in cut.messages], cut.truth))
    scene.tell("recordedtime jumps by years")


_SOURCES = "SELECT DISTINCT source FROM engagement.gatherings ORDER BY source LIMIT 20"


def _unknown(source: str) -> bytes:
    return b'{"specversion":"1.0","id":"1","source":"%s","type":"fi.hel.engagement.check-in.v9"}' % source.encode()


def _poison(scene: Scene) -> None:
    """Events of known sources that a contract refuses, and garbage.

    Of the first the worker stops with offsets unmoved, and takes them once it is told to; the garbage it just refuses.
    """
    ground = scene.ground
    for worker in list(ground.workers):
        ground.stop_worker(worker)
    before = ground.at_rest()
    count = 2 * DEAD_LETTER_LIMIT + scene.random.randrange(DEAD_LETTER_LIMIT)
    topic = scene.random.choice([programme.topic for programme in Programme if programme.carries_persons])
    garbage = Message(topic, b"poison", b'{"specversion":"1.0"', STRUCTURED_HEADERS)
    scene.expected.add_refused(Rejection.MALFORMED, count)
    ground.emit([garbage] * count)
    patient = ground.start_worker()
    ground.settle()
    ground.stop_worker(patient)
    before = ground.at_rest()
    sources = [str(source) for (source,) in ground.store.query(_SOURCES)]
    scene.expected.add_refused(Rejection.UNKNOWN_TYPE, count)
    ground.emit(
        [Message(topic, b"poison", _unknown(sources[i % len(sources)]), STRUCTURED_HEADERS) for i in range(count)]
    )
    worker = ground.start_worker()
    ground.until(lambda: not worker.running, "the worker to stop at the dead-letter limit")
    if "would become dead letters" not in worker.log.read_text():
        scene.complaints.append(f"{worker.name} stopped at the dead-letter limit and did not say so")
    after = ground.until(ground.books, "the books")
    if committed(after) != committed(before):
        scene.complaints.append("the dead-letter limit moved offsets")
    ground.stop_worker(worker)
    patient = ground.start_worker(dead_letter_limit=1_000_000)
    scene.send(scene.slice())
    ground.settle()
    ground.stop_worker(patient)
    scene.tell("dead-letter limit", f"{SAID_WHY}, offsets unmoved; passed once the limit was raised")


DEVICES: Sequence[Kind] = (
    Kind("all messages in disorder", 5, _disorder),
    Kind("everything sent two to four times", 5, _duplicates),
    Kind("uploaded a week or more late", 5, _week_late),
    Kind("device's clock jumps ahead", 4, _clock_ahead),
    Kind("device's clock jumps back by months", 4, _clock_behind),
    Kind("recordedtime jumps by years", 4, _clock_of_recording),
    Kind("dead-letter limit", 3, _poison),
)
"""What they tell is true in the end, or is refused and counted."""
