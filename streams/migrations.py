"""The database, brought to the version that this release works with."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import pyarrow as pa

from schemas.places import AGE_BANDS, DISTRICTS
from schemas.privacy import PRIVACY
from streams.errors import MigrationError
from streams.store import Store, statement
from streams.views import VIEWS

__all__ = ["Migration", "migrate", "migrations", "require_migrated"]

_NAME = re.compile(r"(\d{4})_(\w+)\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step; its statements are separated by a semicolon at the end of a line."""

    version: int
    name: str
    text: str

    @property
    def statements(self) -> Sequence[str]:
        """The statements in order."""
        return [part for part in re.split(r";[ \t]*(?:\n|$)", self.text) if part.strip()]

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, as it is when it is applied."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrations() -> list[Migration]:
    """Give all migrations of this release, oldest first."""
    found = []
    for file in (files("streams") / "sql" / "migrations").iterdir():
        match = _NAME.fullmatch(file.name)
        if match:
            found.append(Migration(int(match[1]), match[2], file.read_text(encoding="utf-8")))
    return sorted(found, key=lambda migration: migration.version)


def migrate(store: Store, steps: Sequence[Migration] | None = None) -> list[Migration]:
    """Apply what is not applied yet, and give it. Forward only; running it again changes nothing.

    A step that fails in the middle is applied again from its start the next time; so each statement can be run twice.

    Raises:
        MigrationError: an applied migration's text has changed since, or the database is newer than this release.
    """
    steps = migrations() if steps is None else steps
    store.run("create_databases")
    store.run("create_migrations")
    applied = {row[0]: row[1] for row in store.rows("applied_migrations")}
    known = {step.version for step in steps}
    if ahead := [version for version in applied if version not in known]:
        raise MigrationError(
            f"the database is at migration {max(ahead)}, this release knows {max(known)}; install the newer release"
        )
    fresh = []
    for step in steps:
        if step.version not in applied:
            for text in step.statements:
                store.run_text(text)
            store.run("record_migration", {"version": step.version, "name": step.name, "checksum": step.checksum})
            fresh.append(step)
        elif applied[step.version] != step.checksum:
            raise MigrationError(
                f"migration {step.version:04d}_{step.name} was changed after it was applied; "
                "restore its text and write a new migration"
            )
    _load_districts(store)
    _load_programmes(store)
    _put_views(store)
    return fresh


def require_migrated(store: Store) -> None:
    """Make sure that the database is at the version of this release.

    Raises:
        MigrationError: it is not.
    """
    missing = {step.version for step in migrations()} - {row[0] for row in store.rows("applied_migrations")}
    if missing:
        raise MigrationError(f"migration {min(missing):04d} is not applied; run `engage migrate`")


def _put_views(store: Store) -> None:
    """Put all views and functions anew, unless nothing has changed: neither a text here nor anything of them there.

    All or none, since ClickHouse writes what a function is into each view that calls it. What failed in the middle is
    put anew the next time, since it is recorded at the end alone.
    """
    store.run("create_views_put")
    texts = hashlib.sha256("\0".join(statement(view) for view in VIEWS).encode()).hexdigest()
    if any(row[0] == texts and row[1] == _views_state(store) for row in store.rows("views_put")):
        return
    for view in VIEWS:
        store.run(view)
    store.run("record_views_put", {"texts": texts, "state": _views_state(store)})


def _views_state(store: Store) -> str:
    ((state,),) = store.rows("views_state")
    return str(state)


def _load_districts(store: Store) -> None:
    districts = list(DISTRICTS.values())
    populations = [list(zip(AGE_BANDS, district.population_by_age_band, strict=True)) for district in districts]
    store.insert(
        "districts",
        pa.table(
            {
                "district": [district.id for district in districts],
                "code": pa.array([district.code for district in districts], pa.uint16()),
                "ocd_id": [district.ocd_id for district in districts],
                "name_fi": [district.name_fi for district in districts],
                "name_sv": [district.name_sv for district in districts],
                "major_district": [district.major_district for district in districts],
                "latitude": [district.latitude for district in districts],
                "longitude": [district.longitude for district in districts],
                "population": pa.array([district.population for district in districts], pa.uint32()),
                "population_by_age_band": pa.array(populations, pa.map_(pa.string(), pa.uint32())),
            }
        ),
    )


def _load_programmes(store: Store) -> None:
    store.insert(
        "programmes",
        pa.table(
            {
                "programme": [programme.value for programme in PRIVACY],
                "threshold": pa.array([terms.threshold for terms in PRIVACY.values()], pa.uint8()),
                "rounding": pa.array([terms.rounding for terms in PRIVACY.values()], pa.uint8()),
            }
        ),
    )
