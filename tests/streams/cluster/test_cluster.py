"""The database on a cluster: every statement is SQL, and numbers come out as on one server.

What runs: two ClickHouse servers as two shards that speak with each other over TCP, by the configuration that
`engage cluster` writes, with a worker's own steps and statements. What does not, since it takes ClickHouse Keeper: ON
CLUSTER, replication.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from embedded.clickhouse import ClickHouse
from embedded.clickhouse_files import ServerFiles
from embedded.ports import free_port
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
from streams.views import CANDIDATES, OF_THE_PIPELINE
from tests.pipeline import engage_here
from tests.streams.cluster.city_stored import roll_ups_of, rows_of, store_messages
from tests.streams.truth_told import small_city

pytestmark = pytest.mark.engines

PLAN = ClusterPlan(shards=2, replicas=1, host="server-{shard}")


def without_servers(text: str) -> str:
    """A statement for one server: neither sent to others nor replicated."""
    text = text.replace(" ON CLUSTER '{cluster}'", "")
    return re.sub(
        r"Replicated(\w+)\('[^']*', '[^']*'(?:, (\w+))?\)", lambda found: f"{found[1]}({found[2] or ''})", text
    )


@pytest.fixture(scope="module")
def messages() -> Sequence[Message]:
    return small_city(people=300)[0]


@pytest.fixture(scope="module")
def stored(store: Store, messages: Sequence[Message]) -> Store:
    """One server, as everywhere else, with a city's facts and roll-ups."""
    store_messages(store, messages)
    return store


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, messages: Sequence[Message]) -> Iterator[Sequence[Store]]:
    """Two servers, each a shard of the cluster, with the same city stored through the first one's tables."""
    folder = tmp_path_factory.mktemp("cluster")
    # Nothing is replicated, so there is no quorum to wait for.
    settings = {name: value for name, value in settings_of(PLAN).items() if name != "insert_quorum"}
    ports = {host: free_port() for host in PLAN.hosts}
    with ExitStack() as stack:
        stores = []
        for shard, host in enumerate(PLAN.hosts, start=1):
            text = servers_xml(PLAN, shard, 1)
            for other, port in ports.items():
                text = text.replace(
                    f"<host>{other}</host><port>9000</port>", f"<host>127.0.0.1</host><port>{port}</port>"
                )
            config = folder / f"{host}.xml"
            config.write_text(text)
            engine = ClickHouse(
                folder / host,
                native_port=ports[host],
                files=ServerFiles(config=config, settings=settings),
                environment={"CLICKHOUSE_CLUSTER_SECRET": "known to both"},
            )
            stack.enter_context(engine)
            stores.append(stack.enter_context(Store(StreamSettings(clickhouse_url=engine.url))))
        for store in stores:
            for text in schema():
                store.run_text(without_servers(text))
            assert migrate(store) == []
        store_messages(stores[0], messages)
        yield stores


@pytest.fixture(scope="module")
def distributed(servers: Sequence[Store]) -> Store:
    """The server through which the city was stored."""
    return servers[0]


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
    ((releases,),) = store.query(
        "SELECT count() FROM system.tables WHERE database IN ('published', 'releases') AND engine LIKE '%Tree'"
    )
    assert len(replicated) == len(made) + releases
    for text in replicated:
        assert ("{shard}/" in text) == (f" {DATABASE}." in text)


def test_a_cluster_has_the_columns_and_views_of_one_server(
    stored: Store, servers: Sequence[Store], distributed: Store
) -> None:
    """All of them on each server, with the same types; and `engage migrate` finds nothing to do there."""
    source, what = "system.columns WHERE database IN ('engagement', 'published')", "database, table, name, type"
    for server in servers:
        assert rows_of(server, source, what) == rows_of(stored, source, what)
    engines = (
        "SELECT DISTINCT engine FROM system.tables WHERE database = 'engagement' AND name IN ('check_ins', 'dialogue')"
    )
    assert distributed.query(engines) == [("Distributed",)]


def test_each_server_keeps_its_shard_alone(stored: Store, servers: Sequence[Store]) -> None:
    """Every check-in is on the shard of its gathering alone, and both have some; each server reads all."""
    (expected,) = stored.query("SELECT count() FROM engagement.check_ins FINAL")
    of_shards = [store.query(f"SELECT count() FROM {DATABASE}.check_ins FINAL")[0][0] for store in servers]  # noqa: S608
    assert all(of_shards)
    assert sum(of_shards) == expected[0]
    for number, store in enumerate(servers):
        misplaced = f"SELECT count() FROM {DATABASE}.check_ins WHERE sipHash64(programme, gathering) % 2 != {number}"  # noqa: S608
        assert store.query(misplaced) == [(0,)]
        assert store.query("SELECT count() FROM engagement.check_ins FINAL") == [expected]


def test_a_workers_statements_come_to_the_same_through_distributed_tables(
    stored: Store, servers: Sequence[Store]
) -> None:
    """Every row is that of one server: roll-ups read through either, views through the one that stored nothing."""
    expected = roll_ups_of(stored, ["engagement"])
    assert all(expected.values())
    for server in servers:
        assert roll_ups_of(server, ["engagement"]) == expected
    for view in CANDIDATES:
        if view not in OF_THE_PIPELINE:
            assert rows_of(servers[1], f"candidates.{view}") == rows_of(stored, f"candidates.{view}"), view


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


def test_a_recompute_needs_nothing_of_other_shards(stored: Store, servers: Sequence[Store]) -> None:
    """Each server's roll-ups from its own facts are, together, those of one server: none missing, none twice."""
    together: dict[str, list[Sequence[object]]] = {roll_up.name: [] for roll_up in ROLL_UPS}
    for store in servers:
        gatherings = {
            roll_up.name: [
                (str(programme), str(gathering))
                for table in roll_up.tables
                for programme, gathering in store.query(
                    f"SELECT DISTINCT programme, gathering FROM {DATABASE}.{table}"  # noqa: S608
                )
            ]
            for roll_up in ROLL_UPS
        }
        for roll_up in ROLL_UPS:
            store.run_text(f"TRUNCATE TABLE {DATABASE}.{roll_up.name}")
        store.touch({name: frozenset(of) for name, of in gatherings.items()})
        for roll_up in ROLL_UPS:
            store.run_text(statement(f"roll_ups/{roll_up.name}").replace("engagement.", f"{DATABASE}."))
        for name, rows in roll_ups_of(store, [DATABASE]).items():
            together[name] += rows
    assert {name: sorted(rows, key=repr) for name, rows in together.items()} == roll_ups_of(stored, ["engagement"])


def test_the_command_writes_what_each_server_needs(tmp_path: Path) -> None:
    """Statements, a profile, and for each server who it is and where the others are."""
    written = engage_here(
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
