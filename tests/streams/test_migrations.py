"""The database's versions, on the real engine."""

import re
from collections.abc import Iterator

import pytest

from embedded.clickhouse import ClickHouse
from schemas.places import AGE_BANDS, DISTRICTS, OUTSIDE_HELSINKI
from streams.errors import MigrationError
from streams.facts import FAMILIES
from streams.judging import RETENTION
from streams.migrations import Migration, migrate, migrations, require_migrated
from streams.settings import StreamSettings
from streams.store import Store, statement

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with (
        ClickHouse(tmp_path_factory.mktemp("clickhouse")) as engine,
        Store(StreamSettings(clickhouse_url=engine.url)) as store,
    ):
        yield store


@pytest.fixture
def migrated(store: Store) -> Store:
    store.run_text("DROP DATABASE IF EXISTS engagement")
    migrate(store)
    return store


def test_migrating_again_changes_nothing(migrated: Store) -> None:
    """The second time there is nothing to apply, and a worker may start."""
    assert migrate(migrated) == []
    require_migrated(migrated)


def test_a_worker_does_not_start_on_a_database_that_is_behind(migrated: Store) -> None:
    """The error names the migration and the command."""
    migrated.run_text("TRUNCATE TABLE engagement.migrations")
    with pytest.raises(MigrationError, match=r"0001 is not applied; run `engage migrate`"):
        require_migrated(migrated)


def test_a_step_that_failed_in_the_middle_is_applied_again_from_its_start(migrated: Store) -> None:
    """Each statement can be run twice, so half a migration is no harm."""
    migrated.run_text("TRUNCATE TABLE engagement.migrations")
    assert [step.version for step in migrate(migrated)] == [step.version for step in migrations()]


def test_a_changed_migration_and_a_newer_database_are_refused(migrated: Store) -> None:
    """History is not rewritten, and an old release does not run on a newer database."""
    (first, *others) = migrations()
    with pytest.raises(MigrationError, match="was changed after it was applied"):
        migrate(migrated, [Migration(first.version, first.name, first.text + "-- more"), *others])
    migrated.run("record_migration", {"version": 9_999, "name": "from_the_future", "checksum": ""})
    with pytest.raises(MigrationError, match="install the newer release"):
        migrate(migrated)


def test_bands_and_districts_are_the_same_in_tables_statements_and_contracts(migrated: Store) -> None:
    """The numbers of the Enums, the names in the roll-up's statement and the contracts' lists are one list each."""
    for column, names in (("age_band", AGE_BANDS), ("home_district", (*DISTRICTS, OUTSIDE_HELSINKI))):
        ((type_,),) = migrated.query(
            f"SELECT type FROM system.columns WHERE table = 'check_ins' AND name = '{column}'"  # noqa: S608
        )
        assert re.findall(r"'([^']*)' = (\d+)", type_) == [(name, str(i)) for i, name in enumerate(["", *names])]
        listed = ", ".join(f"'{name}'" for name in names)
        assert listed in " ".join(statement("roll_ups/participation").split())
        resampled = f"countIfResample(0, {len(names) + 1}, 1)(direction = 'entry', toUInt8({column}))"
        assert resampled in statement("roll_ups/participation")


def test_facts_that_age_are_deleted_after_the_retention_and_hold_the_gathering_back_before(migrated: Store) -> None:
    """A table whose events are refused with age has that TTL, and its first fact makes the gathering old."""
    for family in FAMILIES:
        ((definition,),) = migrated.query(
            f"SELECT create_table_query FROM system.tables WHERE name = '{family.table}'"  # noqa: S608
        )
        kept = f"TTL toDateTime(time) + toIntervalDay({RETENTION.days})"
        assert (kept in definition) is family.ages
        assert ("TTL" in definition) is family.ages
    ageing = {family.table for family in FAMILIES if family.ages}
    assert ageing == {"check_ins", "head_counts"}, "add the table's first fact to oldest_fact in participation.sql"
