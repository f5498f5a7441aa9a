"""What a release publishes, what it leaves alone, and what a crash or a second release does to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schemas.programmes import Programme
from streams.errors import ReleaseRunningError, StoreRefusedError
from streams.releases.calendar import last_ended_day
from streams.releases.claim import claimed
from streams.releases.editions import TABLES, released_until
from streams.releases.live import publish_live
from streams.releases.nightly import keep_releasing
from streams.releases.release import due, release
from streams.settings import StreamSettings
from streams.store import Store
from tests.streams.published.cities import RandomCity, random_city, store_city

pytestmark = pytest.mark.engines

YESTERDAY = last_ended_day(datetime.now(UTC))
NO_EDITION = "* EXCEPT ('^(edition|made)$')"


def published(store: Store) -> Mapping[str, Sequence[str]]:
    """Every row of every table of an edition, but for which edition it is of."""
    return {
        table: sorted(map(repr, store.query(f"SELECT {NO_EDITION} FROM published.{table}")))  # noqa: S608
        for table in TABLES
    }


def months_ago(months: int) -> date:
    day = YESTERDAY.replace(day=1)
    for _ in range(months):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


class EndingStore(Store):
    """A store that ends before it runs a statement: as if the process were killed there."""

    def __init__(self, settings: StreamSettings, before: str) -> None:
        super().__init__(settings)
        self._before = before

    def run(self, name: str, parameters: Mapping[str, Any] | None = None) -> None:
        self._end(name)
        super().run(name, parameters)

    def run_text(self, text: str) -> None:
        self._end(text)
        super().run_text(text)

    def _end(self, statement: str) -> None:
        if statement.startswith(self._before):
            raise StoreRefusedError(f"killed before {statement}")


@pytest.fixture(scope="module")
def city(store: Store) -> RandomCity:
    """A random city whose gatherings are of three months ago, and some of this month up to yesterday."""
    drawn = random_city(3).gatherings
    placed = [replace(one, day=months_ago(3) + timedelta(days=place % 27)) for place, one in enumerate(drawn)]
    late = [
        replace(one, name=f"{one.name}:now", day=YESTERDAY - timedelta(days=place % 2))
        for place, one in enumerate(one for one in drawn if one.programme is Programme.YOUTH_CENTRE)
    ]
    made = RandomCity([*placed, *late[:12]])
    store_city(store, made)
    return made


def test_the_first_release_publishes_the_past_in_one_go(store: Store, city: RandomCity) -> None:
    """Gatherings up to the day that is asked, closed months as their views say, running ones as sums."""
    assert city.gatherings
    found = release(store, YESTERDAY - timedelta(days=1))
    closed = months_ago(3)
    assert {unit.period for unit in found.first if unit.kind == "month"} == {closed}
    ((newest,),) = store.query("SELECT max(day) FROM published.gatherings")
    assert newest <= YESTERDAY - timedelta(days=1)
    for table in ("districts", "age_bands", "home_districts", "pulse", "outreach_settings"):
        columns = ", ".join(
            row[0]
            for row in store.query(
                f"SELECT name FROM system.columns WHERE database = 'candidates' AND table = '{table}'"  # noqa: S608
            )
        )
        said, shown = (
            sorted(map(repr, store.query(f"SELECT {columns} FROM {database}.{table} WHERE month = '{closed}'")))  # noqa: S608
            for database in ("candidates", "published")
        )
        assert shown == said, table
    running = store.query("SELECT month, programme, visits FROM published.months WHERE running AND state = 'counted'")
    for month, programme, visits in running:
        ((total,),) = store.query(
            f"SELECT sum(visits) FROM published.gatherings WHERE toStartOfMonth(day) = '{month}' "  # noqa: S608
            f"AND programme = '{programme}'"
        )
        assert visits == total


def test_the_next_release_adds_what_is_due_and_running_it_again_changes_nothing(store: Store, city: RandomCity) -> None:
    """Yesterday's gatherings this morning; then nothing is due."""
    assert city.gatherings
    release(store, YESTERDAY)
    before = published(store)
    assert any(one.day == YESTERDAY for one in city.gatherings)
    assert store.query(f"SELECT count() FROM published.gatherings WHERE day = '{YESTERDAY}'")[0][0]  # noqa: S608
    assert not due(store, YESTERDAY)
    release(store, YESTERDAY)
    assert published(store) == before


def test_a_dry_run_publishes_nothing(store: Store, city: RandomCity) -> None:
    """It says what would be."""
    assert city.gatherings
    before, until = published(store), released_until(store)
    found = release(store, YESTERDAY + timedelta(days=200), dry_run=True)
    assert found.edition == 0
    assert found.first or found.kept or found.revised
    assert (published(store), released_until(store)) == (before, until)


def test_one_person_more_or_less_changes_nothing_that_is_published(store: Store, city: RandomCity) -> None:
    """A late upload to one gathering, an erasure at another: neither at once, nor in the season's last revision."""
    assert city.gatherings
    before = published(store)
    ((programme, gathering),) = store.query(
        "SELECT programme, gathering FROM published.gatherings "
        "WHERE state = 'counted' AND visits > 20 AND provenance = 'door' ORDER BY day, gathering LIMIT 1"
    )
    store.run_text(
        "INSERT INTO engagement.participation SELECT * EXCEPT (gathering_key) REPLACE (entries + 1 AS entries, "  # noqa: S608
        "visits + 1 AS visits, mapAdd(by_home_district, map('kallio', toUInt64(1))) AS by_home_district, "
        f"version + 1 AS version) FROM engagement.participation FINAL "
        f"WHERE programme = '{programme}' AND gathering = '{gathering}'"
    )
    ((now,),) = store.query(
        f"SELECT visits FROM candidates.live_gatherings WHERE programme = '{programme}' AND gathering = '{gathering}'"  # noqa: S608
    )
    ((shown,),) = store.query(
        f"SELECT visits FROM published.gatherings WHERE programme = '{programme}' AND gathering = '{gathering}'"  # noqa: S608
    )
    assert now == shown + 1
    assert published(store) == before
    found = release(store, YESTERDAY)
    assert (found.first, found.revised) == ([], [])
    assert published(store) == before


def test_what_was_not_prepared_is_undone_and_what_was_is_finished(
    tables: StreamSettings, store: Store, city: RandomCity
) -> None:
    """A release that ends before its edition is complete leaves the old one; one that ends after it, the new one."""
    assert city.gatherings
    late = YESTERDAY + timedelta(days=200)
    before = published(store)
    with EndingStore(tables, "releases/note_edition") as ending, pytest.raises(StoreRefusedError):
        release(ending, late)
    assert published(store) == before
    release(store, YESTERDAY)
    assert published(store) == before
    with EndingStore(tables, "ALTER TABLE published.") as ending, pytest.raises(StoreRefusedError):
        release(ending, late)
    release(store, YESTERDAY)
    after = published(store)
    assert after["releases"] != before["releases"]
    assert all("'FINAL'" in row or "'CLOSED'" in row or "'QUARTER'" in row for row in after["releases"])


def test_two_at_once_do_no_harm(store: Store, city: RandomCity) -> None:
    """The second one is told, and changes nothing."""
    assert city.gatherings
    before = published(store)
    with claimed(store), pytest.raises(ReleaseRunningError, match="another release is being made"):
        release(store, YESTERDAY)
    assert published(store) == before
    release(store, YESTERDAY)


def test_a_missed_night_is_caught_up_and_the_present_is_published(store: Store, city: RandomCity) -> None:
    """By what runs on, at once when it begins and then at each quarter of an hour."""
    assert city.gatherings
    waited: list[float] = []
    present = datetime.now(UTC) + timedelta(days=300)

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return len(waited) == 2

    keep_releasing(store, lambda: present, wait)
    assert released_until(store) == last_ended_day(present)
    assert all(0 < seconds <= 900 for seconds in waited)
    publish_live(store)
    assert store.query("SELECT count() FROM published.inside") == store.query("SELECT count() FROM candidates.inside")
