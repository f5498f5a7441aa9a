"""The database's versions, on the real engine."""

import re

import pytest

from schemas.places import AGE_BANDS, DISTRICTS, OUTSIDE_HELSINKI
from streams.errors import MigrationError
from streams.facts import FAMILIES
from streams.judging import RETENTION
from streams.migrations import Migration, migrate, migrations, require_migrated
from streams.roll_ups import ROLL_UPS
from streams.store import Store, statement
from tests.shared_engines import SharedEngines

pytestmark = pytest.mark.engines


@pytest.fixture
def migrated(store: Store, engines: SharedEngines) -> Store:
    engines.restore_tables(store)
    return store


def test_from_nothing_every_migration_is_applied_in_order(store: Store) -> None:
    """An engine without either database; what comes out is the same as what was there, down to each definition."""
    definitions = "SELECT database, name, create_table_query FROM system.tables WHERE database IN {} ORDER BY ALL"
    query = definitions.format(("engagement", "published"))
    before = store.query(query)
    for database in ("published", "engagement"):
        store.run_text(f"DROP DATABASE {database}")
    assert [step.version for step in migrate(store)] == [step.version for step in migrations()]
    assert store.query(query) == before


def test_migrating_again_changes_nothing(migrated: Store) -> None:
    """The second time there is nothing to apply, and a worker may start."""
    assert migrate(migrated) == []
    require_migrated(migrated)


def test_views_are_put_anew_only_where_one_has_changed(migrated: Store) -> None:
    """Left alone they stay the same; whether one is gone, is another, or was made of other texts, all are put anew."""
    ids = "SELECT name, uuid FROM system.tables WHERE database = 'candidates' ORDER BY name"
    definition = "SELECT as_select FROM system.tables WHERE database = 'candidates' AND name = 'months'"
    put, months = migrated.query(ids), migrated.query(definition)
    migrate(migrated)
    assert migrated.query(ids) == put
    for change in (
        "DROP VIEW candidates.months",
        "CREATE OR REPLACE VIEW candidates.months AS SELECT 1 AS visits",
        "INSERT INTO engagement.views_put (texts, state) SELECT 'others', state FROM engagement.views_put LIMIT 1",
    ):
        before = set(migrated.query(ids))
        migrated.run_text(change)
        migrate(migrated)
        assert migrated.query(definition) == months, change
        assert not before & set(migrated.query(ids)), change


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
    migrated.run_text("ALTER TABLE engagement.migrations DELETE WHERE version = 9999 SETTINGS mutations_sync = 1")


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
    """A table whose events are refused with age has that TTL, and is read by a roll-up that knows its oldest fact."""
    for family in FAMILIES:
        ((definition,),) = migrated.query(
            f"SELECT create_table_query FROM system.tables WHERE database = 'engagement' AND name = '{family.table}'"  # noqa: S608
        )
        kept = f"TTL toDateTime(time) + toIntervalDay({RETENTION.days})"
        assert (kept in definition) is family.ages
        assert ("TTL" in definition) is family.ages
        assert any(family.table in roll_up.tables for roll_up in ROLL_UPS), f"no roll-up reads {family.table}"
    for roll_up in ROLL_UPS:
        columns = [
            name
            for (name,) in migrated.query(
                f"SELECT name FROM system.columns WHERE database = 'engagement' AND table = '{roll_up.name}'"  # noqa: S608
            )
        ]
        text = statement(f"roll_ups/{roll_up.name}")
        assert ("oldest_fact" in columns) is roll_up.ages, roll_up
        assert ("oldest_fact" in text) is roll_up.ages, roll_up
        assert set(re.findall(r"FROM engagement\.(\w+) FINAL", text)) == roll_up.tables
        assert text.count(f"FROM touched WHERE roll_up = '{roll_up.name}'") == text.count("FROM touched WHERE")


def test_what_was_stored_before_a_check_in_had_companions_wins_or_loses_as_it_did(migrated: Store) -> None:
    """The version of a check-in without companions is the one that the first migration gave it."""
    core = next(step for step in migrations() if step.name == "core")
    definition = next(text for text in core.statements if "engagement.check_ins" in text)
    migrated.run_text(definition.replace("engagement.check_ins", "engagement.check_ins_before"))
    columns = "programme, gathering, source, id, revision, time, direction"
    migrated.run_text(
        f"INSERT INTO engagement.check_ins ({columns}) "
        "SELECT 'youth-centre', 'g', 's', '1', 1, now64(3, 'UTC'), 'entry'"
    )
    migrated.run_text(
        f"INSERT INTO engagement.check_ins_before ({columns}) SELECT {columns} FROM engagement.check_ins"  # noqa: S608
    )
    versions = "SELECT version FROM engagement.{}"
    assert migrated.query(versions.format("check_ins")) == migrated.query(versions.format("check_ins_before"))
