"""The database on a cluster: every statement is SQL, and numbers come out as on one server.

There is no cluster here. What runs: Distributed tables over one shard on the embedded engine, with a worker's own steps
and statements; and two databases as two shards. What does not: ON CLUSTER, replication, the network between servers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from embedded.clickhouse import ClickHouse
from embedded.clickhouse_files import ServerFiles
from producers.simulator import Message
from schemas.programmes import Programme
from streams.cluster.plan import ClusterPlan
from streams.cluster.schema import DATABASE, SHARDED, schema, whole_tables
from streams.cluster.servers import servers_xml, settings_of, users_xml
from streams.erasure import erase
from streams.errors import ActRefusedError
from streams.migrations import migrate
from streams.repair.scratch import open_scratch
from streams.roll_ups import ROLL_UPS
from streams.settings import StreamSettings
from streams.store import Store, statement
from streams.traces import Person
from streams.views import PUBLISHED
from tests.pipeline import engage
from tests.streams.cluster.city_stored import roll_ups_of, rows_of, store_messages
from tests.streams.truth_told import small_city

pytestmark = pytest.mark.engines

CLUSTER = """<clickhouse><tcp_port>9000</tcp_port><macros><cluster>engagement</cluster></macros>
<remote_servers><engagement><shard><replica><host>127.0.0.1</host><port>9000</port></replica></shard></engagement>
</remote_servers></clickhouse>"""
"""One shard, which is this very engine: Distributed tables then run in it, without a network."""


def without_servers(text: str) -> str:
    """A statement for one server: neither sent to others nor replicated."""
    text = text.replace(" ON CLUSTER '{cluster}'", "")
    return re.sub(
        r"Replicated(\w+)\('[^']*', '[^']*'(?:, (\w+))?\)", lambda found: f"{found[1]}({found[2] or ''})", text
    )


@pytest.fixture(scope="module")
def messages() -> Sequence[Message]:
    return small_city(people=800)[0]


@pytest.fixture(scope="module")
def stored(store: Store, messages: Sequence[Message]) -> Store:
    """One server, as everywhere else, with a city's facts and roll-ups."""
    store_messages(store, messages)
    return store


@pytest.fixture(scope="module")
def distributed(tmp_path_factory: pytest.TempPathFactory, messages: Sequence[Message]) -> Iterator[Store]:
    """An engine with Distributed tables, with the same city stored through them."""
    folder = tmp_path_factory.mktemp("cluster")
    config = folder / "config.xml"
    config.write_text(CLUSTER)
    settings = {name: value for name, value in settings_of(ClusterPlan()).items() if name != "insert_quorum"}
    with (
        ClickHouse(folder / "clickhouse", files=ServerFiles(config=config, settings=settings)) as engine,
        Store(StreamSettings(clickhouse_url=engine.url)) as open_store,
    ):
        for text in schema():
            open_store.run_text(without_servers(text))
        assert migrate(open_store) == []
        store_messages(open_store, messages)
        yield open_store


def test_every_statement_is_sql_of_a_cluster(store: Store) -> None:
    """The engine parses each, without running it; each names the cluster, but for inserts into replicated tables."""
    for text in schema():
        store.run_text(f"EXPLAIN AST {text}")
        assert "ON CLUSTER '{cluster}'" in text or text.startswith("INSERT INTO engagement.migrations")


def test_every_table_is_sharded_or_whole(store: Store) -> None:
    """What has a gathering is sharded by it, all else is whole: each table that a migration makes is one of them."""
    made = {
        str(name)
        for (name,) in store.query(
            "SELECT name FROM system.tables WHERE database = 'engagement' AND engine LIKE '%Tree'"
        )
    }
    assert made == {*SHARDED, *whole_tables()}
    assert set(SHARDED).isdisjoint(whole_tables())
    replicated = [text for text in schema() if "MergeTree" in text]
    assert len(replicated) == len(made)
    for text in replicated:
        assert ("{shard}/" in text) == (f" {DATABASE}." in text)


def test_a_cluster_has_the_columns_and_views_of_one_server(stored: Store, distributed: Store) -> None:
    """All of them, with the same types; and `engage migrate` finds nothing to do there."""
    source, what = "system.columns WHERE database IN ('engagement', 'published')", "database, table, name, type"
    assert rows_of(distributed, source, what) == rows_of(stored, source, what)
    engines = (
        "SELECT DISTINCT engine FROM system.tables WHERE database = 'engagement' AND name IN ('check_ins', 'dialogue')"
    )
    assert distributed.query(engines) == [("Distributed",)]


def test_a_workers_statements_come_to_the_same_through_distributed_tables(stored: Store, distributed: Store) -> None:
    """Facts inserted, roll-ups recomputed, published views read: every row is that of one server."""
    shown = roll_ups_of(distributed, ["engagement"])
    assert shown == roll_ups_of(stored, ["engagement"])
    assert all(shown.values())
    for view in PUBLISHED:
        if not view.startswith("pipeline"):
            assert rows_of(distributed, f"published.{view}") == rows_of(stored, f"published.{view}"), view


def test_what_changes_tables_is_refused_on_a_cluster(distributed: Store) -> None:
    """To erase and to rebuild would reach no shard, or the wrong tables; it is refused before anything is changed."""
    now = datetime.now(UTC)
    with (
        pytest.raises(ActRefusedError, match="is split over its shards"),
        open_scratch(StreamSettings(), distributed, now),
    ):
        pass
    with pytest.raises(ActRefusedError, match="is split over its shards"):
        erase(distributed, Person(Programme.YOUTH_CENTRE, "1" * 32, now))


@pytest.fixture(scope="module")
def shards(stored: Store) -> Iterator[Mapping[str, int]]:
    """Two databases on the one engine, each with the facts of its gatherings alone; and how many check-ins each has."""
    names = ("shard_1", "shard_2")
    for number, name in enumerate(names):
        stored.run_text(f"CREATE DATABASE {name}")
        for text in schema():
            if f" {DATABASE}." in text.partition("\n")[0] and "Distributed" not in text:
                stored.run_text(without_servers(text).replace(f"{DATABASE}.", f"{name}."))
        for table in SHARDED:
            if table not in {roll_up.name for roll_up in ROLL_UPS}:
                stored.run_text(
                    f"INSERT INTO {name}.{table} SELECT * FROM engagement.{table} "  # noqa: S608  names of ours
                    f"WHERE sipHash64(programme, gathering) % {len(names)} = {number}"
                )
    yield {name: stored.query(f"SELECT count() FROM {name}.check_ins")[0][0] for name in names}  # noqa: S608
    for name in names:
        stored.run_text(f"DROP DATABASE {name}")


def test_a_recompute_needs_nothing_of_other_shards(stored: Store, shards: Mapping[str, int]) -> None:
    """Each shard's roll-ups from its own facts are, together, those of one server: none missing, none twice."""
    assert all(shards.values())
    for shard in shards:
        gatherings = {
            roll_up.name: [
                (str(programme), str(gathering))
                for table in roll_up.tables
                for programme, gathering in stored.query(f"SELECT DISTINCT programme, gathering FROM {shard}.{table}")  # noqa: S608
            ]
            for roll_up in ROLL_UPS
        }
        stored.touch({name: frozenset(of) for name, of in gatherings.items()})
        for roll_up in ROLL_UPS:
            stored.run_text(statement(f"roll_ups/{roll_up.name}").replace("engagement.", f"{shard}."))
    assert roll_ups_of(stored, shards) == roll_ups_of(stored, ["engagement"])


def test_the_command_writes_what_each_server_needs(tmp_path: Path) -> None:
    """Statements, a profile, and for each server who it is and where the others are."""
    written = engage(
        {}, "cluster", "--folder", str(tmp_path), "--shards", "3", "--replicas", "2", "--host", "ch{shard}{replica}"
    )
    assert written.returncode == 0, written.stderr
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {
        "schema.sql",
        "users.d/cluster.xml",
        *(f"config.d/ch{s}{r}.xml" for s in (1, 2, 3) for r in (1, 2)),
    }
    assert (tmp_path / "schema.sql").read_text().count(";\n\n") == len(schema()) - 1
    server = ET.fromstring((tmp_path / "config.d" / "ch32.xml").read_text())  # noqa: S314  a file of ours
    assert (server.findtext("macros/shard"), server.findtext("macros/replica")) == ("3", "2")
    assert [host.text for host in server.iter("host")] == ["ch11", "ch12", "ch21", "ch22", "ch31", "ch32"]


def test_a_profile_waits_for_every_replica() -> None:
    """Else a recompute on another replica would not see a fact that is acknowledged already; both profiles say so."""
    profile = ET.fromstring(users_xml(ClusterPlan(replicas=3)))  # noqa: S314  a text of ours
    for name in ("default", "engage_reader"):
        assert profile.findtext(f"profiles/{name}/insert_quorum") == "3"
        assert profile.findtext(f"profiles/{name}/distributed_foreground_insert") == "1"
    assert "CLICKHOUSE_CLUSTER_SECRET" in servers_xml(ClusterPlan(), 1, 1)


@pytest.mark.parametrize(
    ("given", "message"),
    [({"shards": 0}, "0 shards"), ({"name": "My cluster"}, "My cluster"), ({"host": "one"}, "two servers alike")],
)
def test_a_plan_that_cannot_be_is_refused(given: Mapping[str, object], message: str) -> None:
    """With the value and what to give instead."""
    with pytest.raises(ValueError, match=message):
        ClusterPlan(**given)  # type: ignore[arg-type]  # that is what it has to refuse
