"""The campaign: a plan out of a seed, and cycle after cycle a fault, the wait for rest, and the judgement."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random

from embedded.demo.verdict import judge
from embedded.errors import EmbeddedError
from streams.books import Books
from streams.errors import StreamError
from streams.store import Store
from tests.chaos.expected import Expected
from tests.chaos.faults import KINDS
from tests.chaos.ground import Ground, StalledError, StopAskedError
from tests.chaos.scene import RIDDEN_OUT, SAID_WHY, Kind, Scene
from tests.chaos.tally import Finding, Tally, findings_of

__all__ = ["Campaign", "plan", "run_campaign"]

_MOST_WORKERS = 2
_REFERENCE = 200


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is asked for: at least so many faults, as long as there are minutes.

    `sabotage` damages what is stored before each judgement, to see that the campaign finds it.
    """

    seed: int
    faults: int
    minutes: float
    kinds: Sequence[Kind] = KINDS
    sabotage: Callable[[Store], None] | None = None


def plan(campaign: Campaign) -> list[Kind]:
    """Give the kinds in the order in which they come: first each once, then by their frequency. Equal seeds agree."""
    random = Random(campaign.seed)  # noqa: S311  a plan, not a secret
    share = campaign.faults / _REFERENCE
    rest = [kind for kind in campaign.kinds for _ in range(round(kind.times * share) - 1)]
    rest += islice(cycle(campaign.kinds), max(0, campaign.faults - len(campaign.kinds) - len(rest)))
    random.shuffle(rest)
    return [*random.sample(campaign.kinds, len(campaign.kinds)), *rest]


def run_campaign(
    campaign: Campaign, folder: Path, progress: Callable[[Tally, str], None], stopping: Callable[[], bool]
) -> Tally:
    """Run a campaign on engines of its own in an empty folder, and give what came of it.

    It ends when there were as many faults as asked for and each kind was among them, when the minutes are over, when
    somebody asks, or when the pipeline does not come to rest any more; each time with the tally of what was done.

    Raises:
        EmbeddedError, StreamError: the engines or the first worker did not start.
    """
    tally, expected, known = Tally(campaign.seed), Expected(), set[str]()
    started = time.monotonic()
    with Ground(folder, stopping) as ground:
        ground.start_worker()
        for number, kind in enumerate(plan(campaign)):
            enough = tally.faults >= campaign.faults and number >= len(campaign.kinds)
            if enough or stopping() or time.monotonic() - started > 60 * campaign.minutes:
                break
            progress(tally, kind.name)
            scene = Scene(ground, expected, Random(f"{campaign.seed}:{number}"), campaign.seed, number)  # noqa: S311
            try:
                books = _lived_through(kind, scene)
                if campaign.sabotage is not None:
                    campaign.sabotage(ground.store)
                verdict = judge(expected.truth, ground.store, books)
            except StopAskedError:
                break
            except (EmbeddedError, StreamError, OSError) as error:
                tally.note(kind.name, "unexplained")
                tally.accuse([Finding("unexplained", f"{type(error).__name__}: {error}", (kind.name,))])
                if isinstance(error, StalledError) and not _at_rest(ground):
                    break
                continue
            finally:
                tally.seconds = time.monotonic() - started
            after = [name for name, _ in scene.met] or [kind.name]
            findings = [
                *(Finding("unexplained", complaint, after) for complaint in scene.complaints),
                *findings_of(verdict, after, known),
            ]
            tally.accuse(findings)
            for name, outcome in scene.met:
                tally.note(name, findings[0].sort if findings else outcome)
    tally.seconds = time.monotonic() - started
    return tally


def _lived_through(kind: Kind, scene: Scene) -> Books:
    """Let a fault happen and wait until all is consumed; count repeats, and why workers stopped."""
    ground = scene.ground
    ground.reasons.clear()
    kind.happen(scene)
    books = ground.settle()
    if ground.reasons:
        scene.met = [(name, SAID_WHY if came == RIDDEN_OUT else came) for name, came in scene.met]
        scene.complaints += [
            f"a worker stopped and said {reason}" for reason in ground.reasons if not reason.startswith("error: ")
        ]
    while len(ground.workers) > _MOST_WORKERS or (len(ground.workers) > 1 and scene.random.random() < 0.5):
        ground.stop_worker(ground.workers[0])
    repeated = books.consumed - scene.expected.truth.messages
    if 0 < repeated <= scene.repeats:
        scene.expected.add_repeats(repeated)
    return books


def _at_rest(ground: Ground) -> bool:
    """Whether the pipeline comes to rest after all, so that the campaign can go on."""
    try:
        ground.settle()
    except (EmbeddedError, StreamError, OSError):
        return False
    return True
