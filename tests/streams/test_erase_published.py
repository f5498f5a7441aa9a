"""A person who is erased is gone from the exact numbers at once, and no published number tells that anybody is gone."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from streams.erasure import erase
from streams.releases.calendar import GRACE, LAST_GRACE, last_day
from streams.releases.release import release
from streams.releases.tables import COMPARED
from streams.settings import StreamSettings
from streams.store import Store
from tests.streams.published.cities import forget_releases
from tests.streams.test_erase import EARLIER, VISITOR, check_in, empty, numbers, other, person, stored

pytestmark = pytest.mark.engines

EVENINGS = {"monday": 12, "tuesday": 7, "friday": 5}
"""How many came to each; the erased person was among them each time, and one fewer than five must not be told."""


@pytest.fixture
def store(tables: StreamSettings) -> Iterator[Store]:
    with Store(tables) as opened:
        empty(opened)
        forget_releases(opened)
        yield opened
        empty(opened)
        forget_releases(opened)


def published(store: Store) -> dict[str, list[str]]:
    tables = [name for name in COMPARED if name != "counts"]
    kept = "* EXCEPT ('^(edition|final)$')"
    return {name: sorted(map(repr, store.query(f"SELECT {kept} FROM published.{name}"))) for name in tables}  # noqa: S608


def test_an_erasure_changes_no_published_number_by_a_few_people(store: Store) -> None:
    """Neither the next night, nor when the month closes, nor in its last revision; the exact ones are right at once."""
    stored(
        store,
        *(
            check_in(gathering, 100 * place + number, VISITOR if number == 0 else other(number))
            for place, (gathering, came) in enumerate(EVENINGS.items())
            for number in range(came)
        ),
    )
    day = EARLIER.date()
    release(store, day + timedelta(days=1))
    before = store.query("SELECT gathering, visits FROM published.gatherings")
    assert {str(gathering): visits for gathering, visits in before} == EVENINGS
    erase(store, person())
    assert {name: row[0] for name, row in numbers(store).items()} == {name: came - 1 for name, came in EVENINGS.items()}
    release(store, day + timedelta(days=2))
    assert store.query("SELECT gathering, visits FROM published.gatherings") == before
    month = last_day("month", day.replace(day=1))
    season = date(day.year, 7, 31) if day.month <= 7 else date(day.year, 12, 31)
    release(store, month + GRACE)
    closed = published(store)
    assert store.query("SELECT visits FROM published.months WHERE visits IS NOT NULL") == [(sum(EVENINGS.values()),)]
    release(store, season + LAST_GRACE)
    assert store.query("SELECT gathering, visits FROM published.gatherings") == before
    assert published(store)["months"] == closed["months"]
