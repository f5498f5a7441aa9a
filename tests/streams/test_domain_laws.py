"""What every family's roll-up is, whatever the order, the repetition and the grouping: on the real engine."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st

from streams.roll_ups import ROLL_UPS
from streams.store import Store
from tests.streams.folds import FOLDS, Rows, folded
from tests.streams.many_examples import DELIVERIES, deliver, drawn, law_examples, together
from tests.streams.record_of import FakeRecord
from tests.streams.told import Told, ago

pytestmark = pytest.mark.engines

AGENCIES = st.sampled_from(["police", "youth-work", "security"])
BANDS = st.sampled_from(["0-6", "13-17", "65+"])
DISTRICTS = st.sampled_from(["kallio", "vuosaari", "outside-helsinki"])
CONCERNS = st.integers(0, 7).map(str)
COUNTS = st.sampled_from([0, 0, 1, 2, 7, 60])
BY_BAND = st.dictionaries(BANDS, COUNTS, max_size=3)
SOURCES = ("tablet:1", "tablet:2")


def data(required: Mapping[str, Any], **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def aged(total: str, drawn: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Let the total be no less than the people of known age: the contract wants it."""
    return drawn.map(lambda one: {**one, total: max(one[total], sum(one.get("by_age_band", {}).values()))})


DATA: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "check-in": data(
        {"direction": st.sampled_from(["entry", "entry", "exit"])}, accompanied_by=st.integers(0, 3), age_band=BANDS
    ),
    "head-count": aged("people", data({"people": COUNTS}, by_age_band=BY_BAND)),
    "group-visit": data(
        {"people": st.integers(1, 60), "kind": st.sampled_from(["school-class", "family"])},
        age_band=BANDS,
        home_district=DISTRICTS,
        accompanied_by=st.integers(0, 4),
    ),
    "period-count": st.one_of(
        data({"period": st.just("day"), "first_day": st.sampled_from(["2026-03-01", "2026-03-31", "2026-04-01"])}),
        data({"period": st.just("week"), "first_day": st.sampled_from(["2026-03-23", "2026-03-30", "2026-04-06"])}),
        data({"period": st.just("month"), "first_day": st.sampled_from(["2026-03-01", "2026-04-01"])}),
    ).flatmap(lambda sheet: COUNTS.map(lambda visits: {**sheet, "visits": visits})),
    "outreach-contact": aged(
        "people",
        data(
            {"setting": st.sampled_from(["station", "park"]), "people": st.integers(1, 9)},
            by_age_band=BY_BAND,
            together_with=st.lists(AGENCIES, max_size=4),
        ),
    ),
    "dialogue-held": aged(
        "participants",
        data(
            {"section": st.sampled_from(["extremism", "juvenile-delinquency"]), "participants": COUNTS},
            by_age_band=BY_BAND,
            themes=st.lists(st.sampled_from(["drugs", "gangs"]), max_size=3),
            agencies=st.lists(AGENCIES, max_size=3),
            follow_up=st.booleans(),
        ),
    ),
    "agency-presence": data({"agency": AGENCIES}, staff=st.integers(1, 9), minutes=COUNTS),
    "referral": data({"from_agency": AGENCIES, "to_agency": AGENCIES, "people": st.integers(1, 9)}).filter(
        lambda referral: referral["from_agency"] != referral["to_agency"]
    ),
    "pulse": data(
        {
            "question": st.sampled_from(["safety", "trust"]),
            "moment": st.sampled_from(["before", "after"]),
            "answer": st.integers(1, 5),
        },
        age_band=BANDS,
        home_district=DISTRICTS,
    ),
    "concern-raised": data({"category": st.sampled_from(["drugs", "lighting"])}, district=DISTRICTS),
    "concern-handled": data(
        {"concern": CONCERNS, "status": st.sampled_from(["passed-on", "answered", "solved"])},
        source=st.sampled_from(SOURCES),
        passed_to=AGENCIES,
    ),
}


@st.composite
def stories(draw: st.DrawFn) -> list[Told]:
    """Up to fifteen facts of one or two kinds, each with up to three revisions, any of which may take it back."""
    kinds = draw(st.lists(st.sampled_from(sorted(DATA)), min_size=1, max_size=2, unique=True))
    kinds += ["concern-raised"] if "concern-handled" in kinds else []
    half_hours = st.integers(0, 8).map(lambda number: 30 * number)
    told: list[Told] = []
    for number, event in enumerate(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=15))):
        programmes = ["police-dialogue"] if event == "dialogue-held" else ["police-dialogue", "youth-centre"]
        one = Told(
            event,
            str(number),
            draw(DATA[event]),
            ago(minutes=draw(half_hours | st.integers(0, 9_000))),
            gathering=draw(st.sampled_from(["g", "g", "g", "h"])),
            programme=draw(st.sampled_from(programmes)),
            source=draw(st.sampled_from(SOURCES)),
            plainly=draw(st.booleans()),
        )
        raised = [fact for fact in told if fact.event == "concern-raised"]
        if event == "concern-handled" and raised and draw(st.booleans()):
            concern = draw(st.sampled_from(raised))
            meant = {**(one.data or {}), "concern": concern.id, "source": concern.source}
            one = replace(one, data=meant, gathering=concern.gathering, programme=concern.programme)
        told.append(one)
        for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
            one = one.again(draw(st.none() | DATA[event]), time=ago(minutes=draw(half_hours)))
            told.append(one)
    # Some of it may never arrive: a correction may be all that is known of its fact.
    return draw(st.permutations(told))[: draw(st.integers(1, len(told)))]


def rows_of(store: Store, roll_up: str, names: Sequence[str], prefix: str) -> dict[str, Rows]:
    """Return the rows of the gatherings of many examples, by example: what follows the prefix up to a hyphen."""
    source = roll_up if roll_up == "estimates" else f"{roll_up} FINAL"
    found = store.query(
        f"SELECT programme, substring(gathering, {len(prefix) + 1}), {', '.join(names)} "  # noqa: S608
        f"FROM engagement.{source} WHERE startsWith(gathering, '{prefix}')"
    )
    rows: dict[str, Rows] = {}
    for programme, name, *values in found:
        example, _, gathering = str(name).partition("-")
        rows.setdefault(example, {})[str(programme), gathering] = dict(zip(names, values, strict=True))
    return rows


def in_example(told: Sequence[Told], example: str) -> list[Told]:
    """Give each example gatherings and sources of its own: an event is known by source and id, wherever it stands."""
    return [
        replace(
            one,
            gathering=example + one.gathering,
            source=example + one.source,
            data=one.data
            and {**one.data, **({"source": example + one.data["source"]} if "source" in one.data else {})},
        )
        for one in told
    ]


def test_every_roll_up_is_the_fold_of_its_facts(store: Store) -> None:
    """In any order, sent again, corrected, taken back: the rows are those of the facts that hold, versions included."""
    for prefix, examples in together(drawn(st.tuples(stories(), DELIVERIES), law_examples(50))):
        shuffled, straight = f"{prefix}shuffled-", f"{prefix}straight-"

        def records(number: int, told: list[Told], order: str) -> list[FakeRecord]:
            return [one.record(0) for one in in_example(told, f"{order}{number}-")]

        parcels = [
            delivery.parcels(records(number, told, shuffled)) for number, (told, delivery) in enumerate(examples)
        ]
        deliver(store, parcels)
        deliver(store, [[records(number, told, straight)] for number, (told, _) in enumerate(examples)])
        expected = {str(number): folded(told) for number, (told, _) in enumerate(examples)}
        for roll_up in next(iter(expected.values())):
            rows = {number: of_example[roll_up] for number, of_example in expected.items()}
            names = next((list(row) for some in rows.values() for row in some.values()), ["1"])
            found = rows_of(store, roll_up, names, shuffled)
            for number, must_be in rows.items():
                assert found.get(number, {}) == must_be, (roll_up, examples[int(number)])
            if roll_up in FOLDS:
                versions = ["version", *(["oldest_fact"] if _ages(roll_up) else [])]
                in_one, in_another = (rows_of(store, roll_up, versions, order) for order in (shuffled, straight))
                for place, (told, _) in enumerate(examples):
                    # The source of a concern is a part of what is said, and that differs by order.
                    if not any("source" in (one.data or {}) for one in told):
                        assert in_one.get(str(place)) == in_another.get(str(place)), (roll_up, told)


def _ages(name: str) -> bool:
    return next(roll_up for roll_up in ROLL_UPS if roll_up.name == name).ages


@st.composite
def contradictions(draw: st.DrawFn) -> tuple[Told, Told]:
    """Two contents of one event in one revision."""
    event = draw(st.sampled_from(sorted(DATA)))
    # The source of a concern is a part of what is said, and that differs by order.
    contents = DATA[event].map(lambda drawn: {name: value for name, value in drawn.items() if name != "source"})
    one = Told(event, "0", draw(contents), ago(hours=1))
    return one, replace(one, data=draw(contents))


def test_of_two_contents_with_one_revision_the_same_holds_in_either_order(store: Store) -> None:
    """Which of them it is does not depend on the order of arrival."""
    for prefix, examples in together(drawn(contradictions(), law_examples(50))):
        orders = f"{prefix}one-", f"{prefix}other-"
        for order, step in zip(orders, (1, -1), strict=True):
            parcels = [
                [[told.record(0)] for told in in_example(pair[::step], f"{order}{number}-")]
                for number, pair in enumerate(examples)
            ]
            deliver(store, parcels)
        for name, (_, fold) in FOLDS.items():
            one, other = (rows_of(store, name, [*fold([]), "version"], order) for order in orders)
            assert one == other, name
