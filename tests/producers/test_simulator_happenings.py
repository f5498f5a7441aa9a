"""What happens at gatherings beside coming and going: a city that is believable, and full of the cases that matter."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import get_type_hints

import pytest

from producers.simulator import City, HappeningsTruth, Truth, simulate
from producers.simulator.dispatch import Dispatch
from producers.simulator.happenings.mistakes import MISTAKES
from producers.simulator.made_up import MADE_UP, carried
from producers.simulator.mistakes import mistaken
from producers.simulator.programme_calendar import SIMULATED
from producers.simulator.school_year import school_is_on
from producers.simulator.simulation import Simulation
from tests.producers.happenings_fold import FOLDS

NOTHING = HappeningsTruth(**{name: kind() for name, kind in get_type_hints(HappeningsTruth).items()})
UNTIL = datetime.fromisoformat("2026-09-11T16:30:00Z")
COMING_AND_GOING = {
    "gathering-scheduled", "gathering-opened", "gathering-closed", "gathering-cancelled", "check-in", "head-count",
}  # fmt: skip


@pytest.fixture(scope="module")
def default() -> Simulation:
    return simulate(City(until=UNTIL))


@pytest.fixture(scope="module")
def default_dispatches(default: Simulation) -> Sequence[Dispatch]:
    """All that it sends, made once."""
    return list(default._dispatches())


@pytest.fixture(scope="module")
def default_truth(default: Simulation) -> Truth:
    return default.truth()


def test_default_city_tells_every_event_and_counts_in_every_roll_up(
    default_dispatches: Sequence[Dispatch], default_truth: Truth
) -> None:
    """No family is for show, none is everywhere, and few messages more are sent than of comings and goings."""
    told = Counter((dispatch.programme, dispatch.name) for dispatch in default_dispatches)
    missing = [
        (programme.value, event)
        for event in MISTAKES
        for programme in SIMULATED
        if carried(programme, event) and not told[programme, event]
    ]
    assert missing == []
    assert MISTAKES.keys() | COMING_AND_GOING == {event for _, event in told}
    assert {event for events, _ in FOLDS.values() for event in events} == MISTAKES.keys() <= MADE_UP.keys()
    assert default_truth.messages < 72_000
    for name in FOLDS:
        recorded = [getattr(one, name) for one in default_truth.happenings.values()]
        nothing = type(recorded[0])()
        assert 0 < sum(one != nothing for one in recorded) < len(recorded) / 2, name


def test_default_city_has_every_kind_of_case(default_truth: Truth) -> None:
    """The cases that a roll-up can get wrong are all there."""
    ones = list(default_truth.happenings.values())
    places = default_truth.happenings.keys() - default_truth.gatherings.keys()
    month = [one.period_participation for one in ones if one.period_participation.months]
    cases = {
        "known by nothing but contacts": any(default_truth.happenings[key].outreach.contacts for key in places),
        "known by nothing but sheets": any(
            default_truth.happenings[key].period_participation.visits is not None for key in places
        ),
        "a month's total": bool(month),
        "days' totals": any(one.period_participation.days > 1 for one in ones),
        "families at the door": any(one.family_visits for one in default_truth.gatherings.values()),
        "groups without a door": any(
            one.group_participation.groups and one.estimates.provenance == "door" and one.estimates.modes == 1
            for one in ones
        ),
        "sheet": any(one.estimates.provenance == "sheet" for one in ones),
        "head count beyond the door": any(
            one.estimates.provenance == "head-count" and one.estimates.door is not None for one in ones
        ),
        "all three": any(one.estimates.modes == 3 for one in ones),
        "counts that disagree": any(one.estimates.disagree for one in ones),
        "nothing counted": any(one.estimates.estimate is None for one in ones),
        "no follow-up given": any((one.dialogue.follow_ups_known or 0) < (one.dialogue.sessions or 0) for one in ones),
        "no agency at any session": any(one.dialogue.multi_professional == 0 for one in ones),
        "never answered": any(one.concern_handling.raised and one.concern_handling.answered == 0 for one in ones),
        "solved": any(one.concern_handling.by_status.get("solved") for one in ones),
        "answered on the spot": any(0 in one.concern_handling.hours_to_answer for one in ones),
        "answered after days": any(max(one.concern_handling.hours_to_answer, default=0) > 72 for one in ones),
        "agencies without staff given": any(
            set(one.cooperation.agencies) - one.cooperation.staff.keys() for one in ones
        ),
    }
    assert [case for case, is_there in cases.items() if not is_there] == []


def test_people_feel_safer_and_trust_more_afterwards(default_truth: Truth) -> None:
    """The shift is there to be seen: by a quarter of a step to half a step, for each question."""
    answers = Counter[str]()
    for one in default_truth.happenings.values():
        answers.update(one.sentiment.answers)

    def mean(question: str, moment: str) -> float:
        counts = [answers[f"{question}/{moment}/{answer}"] for answer in range(1, 6)]
        return sum(answer * count for answer, count in enumerate(counts, 1)) / sum(counts)

    for question in ("safety", "trust"):
        assert 0.2 < mean(question, "after") - mean(question, "before") < 0.5


def test_school_classes_come_on_days_of_school() -> None:
    """In July and at Christmas no school class comes to anything; on a Tuesday in September there is school."""
    for until in ("2026-07-24T17:00:00Z", "2026-01-04T17:00:00Z"):
        truth = simulate(City(days=10, people=6000, until=datetime.fromisoformat(until))).truth()
        kinds = [one.group_participation.by_kind for one in truth.happenings.values()]
        assert not any("school-class" in kind for kind in kinds)
        assert any(kinds)
    assert school_is_on(datetime.fromisoformat("2026-09-08").date())


def test_a_mistake_is_about_something(default_dispatches: Sequence[Dispatch]) -> None:
    """What is told wrongly at first differs from what is right: else its correction would prove nothing."""
    random = Random(1)  # noqa: S311  a choice of facts
    facts = [dispatch.fact for dispatch in default_dispatches if dispatch.name in MISTAKES]
    same = [fact for fact in random.sample(facts, 400) if mistaken(random, fact) == fact]
    assert len(same) < 20


def test_concerns_are_handled_by_whoever_and_under_numbers_that_are_nobodys(
    default_dispatches: Sequence[Dispatch],
) -> None:
    """Two tablets of one gathering use the same ids, other devices name the source, and some concerns nobody raised."""
    raised: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    handled = []
    for dispatch in default_dispatches:
        if dispatch.name == "concern-raised":
            raised[dispatch.gathering, dispatch.fact.id].add(dispatch.fact.source)
        elif dispatch.name == "concern-handled":
            handled.append((dispatch.gathering, dispatch.fact.source, json.loads(dispatch.fact.data)))
    assert any(len(sources) > 1 for sources in raised.values())
    assert any("source" not in data for _, _, data in handled)
    assert any(data.get("source") == source for _, source, data in handled)
    assert any(data.get("source", source) != source for _, source, data in handled)
    assert any((gathering, data["concern"]) not in raised for gathering, _, data in handled)


def test_with_chaos_some_families_are_told_of_by_mistake_alone() -> None:
    """A gathering may have facts of a family that were all taken back: then nothing is recorded there."""
    simulation = simulate(City(seed=2, people=900, until=UNTIL, chaos=True))  # dialogues are few: not every seed does
    truth = simulation.truth()
    by_mistake: Counter[str] = Counter()
    for dispatch in simulation._dispatches():
        for name, (events, _) in FOLDS.items():
            recorded = getattr(truth.happenings.get((dispatch.programme, dispatch.gathering), NOTHING), name)
            if dispatch.name in events and dispatch.message is None and recorded == type(recorded)():
                by_mistake[name] += 1
    assert by_mistake.keys() == FOLDS.keys()
