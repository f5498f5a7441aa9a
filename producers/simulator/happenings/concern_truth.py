"""What became of the concerns of a gathering, as numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from producers.simulator.happenings.concerns import Concern
from producers.simulator.instants import HOUR

__all__ = ["ConcernTruth", "concern_truth"]

_STATUSES = ("raised", "passed-on", "answered", "solved")
_ANSWERING = frozenset({"answered", "solved"})


@dataclass(frozen=True, slots=True)
class ConcernTruth:
    """`concern_handling` of a gathering. None is "not recorded"; `hours_to_answer` rise."""

    raised: int | None = None
    by_category: Mapping[str, int] = field(default_factory=dict)
    by_district: Mapping[str, int] = field(default_factory=dict)
    by_status: Mapping[str, int] = field(default_factory=dict)
    passed_to: Mapping[str, int] = field(default_factory=dict)
    answered: int | None = None
    hours_to_answer: Sequence[int] = ()
    by_category_answered: Mapping[str, int] = field(default_factory=dict)


def concern_truth(concerns: Sequence[Concern]) -> ConcernTruth:
    """Count the concerns that were told of. What was handled without having been told of counts for nothing."""
    raised = [concern for concern in concerns if concern.raised]
    if not raised:
        return ConcernTruth()
    answered = [(concern, answers) for concern in raised if (answers := _answers(concern))]
    return ConcernTruth(
        raised=len(raised),
        by_category=dict(Counter(concern.category for concern in raised)),
        by_district=dict(Counter(concern.district for concern in raised if concern.district)),
        by_status=dict(Counter(_status(concern) for concern in raised)),
        passed_to=dict(Counter(agency for concern in raised for agency in _passed_to(concern))),
        answered=len(answered),
        hours_to_answer=tuple(sorted(max(0, (min(times) - one.time) // HOUR) for one, times in answered)),
        by_category_answered=dict(Counter(concern.category for concern, _ in answered)),
    )


def _answers(concern: Concern) -> list[int]:
    return [step.time for step in concern.steps if step.status in _ANSWERING]


def _status(concern: Concern) -> str:
    return max(("raised", *(step.status for step in concern.steps)), key=_STATUSES.index)


def _passed_to(concern: Concern) -> set[str]:
    return {step.passed_to for step in concern.steps if step.passed_to}
