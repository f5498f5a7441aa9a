"""The ClickHouse server on this machine: its life, its data, and who gets in."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import clickhouse_connect
import pyarrow as pa
import pytest
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError

from embedded import ClickHouse, EngineStartError
from embedded.clickhouse_files import ServerFiles
from tests.pipeline import eventually

pytestmark = pytest.mark.engines

VISITS = "CREATE TABLE visits (n UInt64, who String) ENGINE = MergeTree ORDER BY n"

FORMER = """
import sys
from chdb import _chdb
connection = _chdb.connect(f"{sys.argv[1]}?max_threads=2")
for statement in (
    "CREATE TABLE visits (n UInt64, who String) ENGINE = MergeTree ORDER BY n",
    "INSERT INTO visits SELECT number, 'visitor' FROM numbers(1000)",
    "CREATE DATABASE engagement",
    "CREATE TABLE engagement.facts (n UInt64, v UInt8) ENGINE = ReplacingMergeTree(v) ORDER BY n",
    "INSERT INTO engagement.facts SELECT number % 10, number FROM numbers(100)",
    "CREATE FUNCTION one_more AS (n) -> n + 1",
):
    connection.query(statement, "Null")
connection.close()
"""
"""How data directories were made before: by chdb's own connections."""

USERS = """<clickhouse><users>
    <default remove="remove"/>
    <alone><password from_env="PASSWORD_OF_ALONE"/><networks><ip>::/0</ip></networks><profile>default</profile>
    <quota>default</quota><grants><query>GRANT SELECT ON system.one</query></grants></alone>
</users></clickhouse>"""


def visits(count: int, start: int = 0) -> pa.Table:
    numbers = range(start, start + count)
    return pa.table({"n": pa.array(numbers, pa.uint64()), "who": [f"visitor {n}" for n in numbers]})


def count(client: Client) -> int:
    return int(str(client.command("SELECT count() FROM visits")))


def entered(engine: ClickHouse, user: str, password: str) -> Client:
    return clickhouse_connect.get_client(
        host="127.0.0.1", port=engine.port, username=user, password=password, autogenerate_session_id=False
    )


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_a_web_page_is_refused(clickhouse: ClickHouse, headers: dict[str, str]) -> None:
    """Statements under another host name, or sent by a web page, find no interface."""
    connection = http.client.HTTPConnection("127.0.0.1", clickhouse.port)
    connection.request("POST", "/", body=b"SELECT 1", headers=headers)
    assert connection.getresponse().status == 404
    connection.close()


def test_it_listens_on_the_loopback_address_alone(clickhouse: ClickHouse) -> None:
    """HTTP and the native protocol are open to this machine and to no other."""
    for port in (clickhouse.port, clickhouse.native_port):
        socket.create_connection(("127.0.0.1", port), timeout=10).close()
        for other in {entry[4][0] for entry in socket.getaddrinfo(socket.gethostname(), port)} - {"127.0.0.1", "::1"}:
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((str(other), port), timeout=10)


def test_data_of_the_former_engine_opens_unchanged(data_dir: Path) -> None:
    """Tables, rows and functions that were made over chdb's own connections are there, and can be written to."""
    data_dir.mkdir()
    subprocess.run([sys.executable, "-c", FORMER, str(data_dir / "engine")], check=True, timeout=60)
    with ClickHouse(data_dir) as engine, clickhouse_connect.get_client(host="127.0.0.1", port=engine.port) as client:
        client.insert_arrow("visits", visits(10, start=1000))
        assert count(client) == 1010
        rows = client.query("SELECT n, v FROM engagement.facts FINAL ORDER BY n").result_rows
        assert rows == [(n, 90 + n) for n in range(10)]
        assert client.command("SELECT one_more(1)") == 2


def test_data_outlives_a_stop_and_a_kill(data_dir: Path) -> None:
    """Rows outlive a stop, and SIGKILL in the middle of inserts: each insert is there whole or not at all."""
    with ClickHouse(data_dir) as engine:
        with clickhouse_connect.get_client(host="127.0.0.1", port=engine.port) as client:
            client.command(VISITS)
            client.insert_arrow("visits", visits(1000))
        engine.restart()
        acknowledged = [1000]
        started = threading.Event()

        def keep_inserting() -> None:
            with clickhouse_connect.get_client(host="127.0.0.1", port=engine.port) as client:
                for turn in range(1, 10_000):
                    try:
                        client.insert_arrow("visits", visits(1000, start=turn * 1000))
                    except DatabaseError:
                        return
                    acknowledged.append(1000)
                    if turn == 10:
                        started.set()

        writer = threading.Thread(target=keep_inserting)
        writer.start()
        assert started.wait(60)
        engine.kill()
        writer.join()
        engine.start()
        with clickhouse_connect.get_client(host="127.0.0.1", port=engine.port) as client:
            rows = count(client)
            assert client.command("CHECK TABLE visits SETTINGS check_query_single_value_result = 1") == 1
    assert rows in {sum(acknowledged), sum(acknowledged) + 1000}


def test_a_stop_lets_a_statement_finish_and_does_not_wait_for_idle_clients(data_dir: Path) -> None:
    """What is under way gets its answer; a client that is merely connected keeps nothing open."""
    with ClickHouse(data_dir) as engine:
        idle = socket.create_connection(("127.0.0.1", engine.port))
        answers: list[object] = []
        with clickhouse_connect.get_client(host="127.0.0.1", port=engine.port) as client:
            slow = threading.Thread(target=lambda: answers.append(client.command("SELECT sleep(1) + 7")))
            slow.start()
            running = "SELECT count() FROM system.processes WHERE query LIKE 'SELECT sleep%'"
            with clickhouse_connect.get_client(host="127.0.0.1", port=engine.port) as other:
                eventually(lambda: other.command(running), lambda found: found == 1)
            engine.stop()
            slow.join()
        idle.close()
        assert answers == [7]
        assert engine.exit_code == 0


def test_only_users_of_the_given_file_may_do_anything(data_dir: Path) -> None:
    """With users given, their passwords and grants hold, and the user `default` can neither read nor write."""
    data_dir.mkdir()
    users = data_dir / "users.xml"
    users.write_text(USERS)
    with ClickHouse(data_dir, files=ServerFiles(users=users), environment={"PASSWORD_OF_ALONE": "a secret"}) as engine:

        def refused(user: str, password: str, statement: str) -> int | None:
            with pytest.raises(DatabaseError) as refusal:
                entered(engine, user, password).command(statement)
            return refusal.value.code

        assert entered(engine, "alone", "a secret").command("SELECT dummy FROM system.one") == 0
        create = "CREATE TABLE mine (n UInt8) ENGINE = MergeTree ORDER BY n"
        assert refused("alone", "a secret", create) == 497
        assert refused("alone", "wrong", "SELECT 1") == 516
        assert refused("default", "", create) == 497
        assert refused("default", "", "SELECT count() FROM system.users") == 497


def test_a_server_that_cannot_start_shows_its_log(data_dir: Path) -> None:
    """When its data cannot be opened, the error shows what the server said and where."""
    data_dir.mkdir()
    (data_dir / "engine").write_text("no directory")
    with pytest.raises(EngineStartError, match=re.escape(str(data_dir / "logs" / "clickhouse.log"))) as failure:
        ClickHouse(data_dir).start()
    assert "FileExistsError" in str(failure.value)


def test_another_chdb_is_named_with_the_version_to_install(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chdb without the private function that serves ends with the version that has it."""
    other = tmp_path / "chdb"
    other.mkdir()
    (other / "__init__.py").write_text("class _chdb: pass\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(EngineStartError, match=r"chdb \S+ has no server .*: pip install chdb==4\.4\.0"):
        ClickHouse(data_dir).start()


@pytest.mark.parametrize("which", ["port", "native_port"])
def test_a_port_in_use_is_named(clickhouse: ClickHouse, data_dir: Path, which: str) -> None:
    """A server does not start on another's port, nor take the other's answers for its own."""
    taken = getattr(clickhouse, which)
    with pytest.raises(EngineStartError, match=f"port {taken} "):
        ClickHouse(data_dir, **{which: taken}).start()
