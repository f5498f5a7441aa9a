from __future__ import annotations

import datetime as dt
import http.client
import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import clickhouse_connect
import pyarrow as pa
import pytest
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import DatabaseError
from clickhouse_connect.driver.external import ExternalData

from embedded import ClickHouse, EngineStartError

pytestmark = pytest.mark.engines

VISITS = "CREATE TABLE visits (n UInt64, who String) ENGINE = MergeTree ORDER BY n"


def visits(count: int, start: int = 0) -> pa.Table:
    numbers = range(start, start + count)
    return pa.table({"n": pa.array(numbers, pa.uint64()), "who": [f"visitor {n}" for n in numbers]})


def arrow_file(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def one(client: Client, question: str, **parameters: object) -> object:
    """The single value that a question answers with."""
    ((value,),) = client.query(question, parameters=parameters).result_rows
    return value


def count(client: Client, table: str = "visits") -> int:
    return int(str(one(client, "SELECT count() FROM {table:Identifier}", table=table)))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("String", "it's a \\ back, a\ttab, a\nline and åäö"),
        ("Array(String)", ["a'b", "c\\d", "e\nf"]),
        ("DateTime64(3, 'UTC')", dt.datetime(2026, 3, 29, 1, 2, 3, 456000, tzinfo=dt.UTC)),
        ("Nullable(Int32)", None),
        ("Date", dt.date(2026, 2, 28)),
    ],
)
@pytest.mark.parametrize("form", ["url", "form"])
def test_a_parameter_comes_back_as_it_was(clickhouse: ClickHouse, kind: str, value: object, form: str) -> None:
    """Bound parameters of every kind survive the way there and back, in the URL and as a form."""
    with clickhouse_connect.get_client(
        host="127.0.0.1", port=clickhouse.port, form_encode_query_params=form == "form", tz_mode="aware"
    ) as client:
        assert one(client, f"SELECT {{value:{kind}}}", value=value) == value


def test_twenty_thousand_ids_are_bound_as_one_parameter(clickhouse: ClickHouse) -> None:
    """A parameter that is too long for a URL is sent as a form."""
    with clickhouse_connect.get_client(host="127.0.0.1", port=clickhouse.port, form_encode_query_params=True) as client:
        ids = [f"gathering-{n:08d}-long-enough-to-look-real" for n in range(20_000)]
        assert one(client, "SELECT length({ids:Array(String)})", ids=ids) == 20_000


@pytest.mark.parametrize("compress", ["", "lz4", "zstd", "gzip"])
def test_rows_inserted_in_blocks_come_back(clickhouse: ClickHouse, client: Client, compress: str) -> None:
    """client.insert works with every compression of its body."""
    client.command(VISITS)
    with clickhouse_connect.get_client(
        host="127.0.0.1", port=clickhouse.port, database="tests", compress=compress
    ) as writer:
        summary = writer.insert("visits", [[1, "x"], [2, "å"]], column_names=["n", "who"])
    assert summary.written_rows == 2
    assert client.query("SELECT * FROM visits ORDER BY n").result_rows == [(1, "x"), (2, "å")]


def test_arrow_goes_in_and_comes_out(client: Client) -> None:
    """insert_arrow and query_arrow are inverse."""
    client.command(VISITS)
    client.insert_arrow("visits", visits(60_000))
    answer = client.query_arrow("SELECT n, who FROM visits ORDER BY n", use_strings=True)
    assert answer.column("who").to_pylist() == visits(60_000).column("who").to_pylist()


def test_an_insert_may_compute_from_its_data(client: Client) -> None:
    """INSERT … SELECT … FROM input(…) reads the request's body."""
    client.command(VISITS)
    statement = b"INSERT INTO visits SELECT n + 1, upper(who) FROM input('n UInt64, who String') FORMAT Arrow\n"
    client.raw_insert("", insert_block=statement + arrow_file(visits(2)))
    assert client.query("SELECT * FROM visits ORDER BY n").result_rows == [(1, "VISITOR 0"), (2, "VISITOR 1")]


@pytest.mark.parametrize("block", ["", '{"n": 7, "who": "a"}\n{"n": 8, "who": "b"}'])
def test_json_lines_are_inserted(client: Client, block: str) -> None:
    """JSONEachRow goes in; an empty body inserts nothing and is no error."""
    client.command(VISITS)
    client.raw_insert("visits", insert_block=block, fmt="JSONEachRow")
    assert count(client) == block.count("n")


def test_an_insert_may_select_or_name_its_values(client: Client) -> None:
    """INSERT … SELECT and INSERT … VALUES need no body."""
    client.command(VISITS)
    client.command("INSERT INTO visits SELECT number, '' FROM numbers(3)")
    client.command("INSERT INTO visits VALUES (7, 'a'), (8, 'b;c')")
    assert count(client) == 5


def test_a_setting_holds_for_one_statement(client: Client) -> None:
    """Settings sent with a statement hold for it alone."""
    ask = "SELECT getSetting('max_block_size')"
    before = client.query(ask).first_row
    assert client.query(ask, settings={"max_block_size": 123}).first_row == (123,)
    assert client.query(ask).first_row == before


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("SELECT * FROM nowhere", 60),
        ("SELEC 1", 62),
        ("SELECT 1; SELECT 2", 62),
        ("SELECT throwIf(1)", 395),
        ("CREATE USER somebody", 497),
        ("SELECT 1 SETTINGS no_such_setting = 1", 115),
    ],
)
def test_an_error_keeps_its_code(client: Client, statement: str, code: int) -> None:
    """The engine's own number and words reach the client."""
    with pytest.raises(DatabaseError, match="DB::Exception") as failure:
        client.command(statement)
    assert failure.value.code == code


def test_an_error_in_the_data_is_told_and_inserts_nothing(client: Client) -> None:
    """A value of the wrong type fails the insert with the engine's code."""
    client.command(VISITS)
    with pytest.raises(DatabaseError, match="Cannot parse") as failure:
        client.raw_insert("visits", insert_block='{"n": "zz"}\n', fmt="JSONEachRow")
    assert (failure.value.code, count(client)) == (27, 0)


def test_a_session_keeps_its_temporary_table(client: Client) -> None:
    """Statements of one client share a session."""
    client.command("CREATE TEMPORARY TABLE mine (a UInt8)")
    client.command("INSERT INTO mine VALUES (1)")
    assert count(client, "mine") == 1


def test_data_may_come_with_a_question(client: Client) -> None:
    """A table sent along can be joined."""
    data = ExternalData(file_name="ext.csv", data=b"1,q\n2,r\n", fmt="CSV", structure="x UInt64, y String")
    assert client.query("SELECT * FROM ext ORDER BY x", external_data=data).result_rows == [(1, "q"), (2, "r")]


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_a_web_page_is_refused(clickhouse: ClickHouse, headers: dict[str, str]) -> None:
    """Requests under another host name, or sent by a web page, do not reach the engine."""
    connection = http.client.HTTPConnection("127.0.0.1", clickhouse.port)
    connection.request("POST", "/", body=b"SELECT 1", headers=headers)
    assert connection.getresponse().status == 403
    connection.close()


def test_get_only_reads(clickhouse: ClickHouse) -> None:
    """GET cannot write, as on a server."""
    connection = http.client.HTTPConnection("127.0.0.1", clickhouse.port)
    connection.request("GET", "/?query=CREATE%20DATABASE%20sneaky")
    assert connection.getresponse().getheader("X-ClickHouse-Exception-Code") == "164"
    connection.close()


def test_four_threads_write_and_read_at_once(clickhouse: ClickHouse, client: Client) -> None:
    """Hundreds of mixed statements from four threads all succeed, and no row is lost or doubled."""
    client.command(VISITS)

    def work(worker: int) -> None:
        with clickhouse_connect.get_client(host="127.0.0.1", port=clickhouse.port, database="tests") as own:
            for turn in range(25):
                own.insert_arrow("visits", visits(500, start=(worker * 25 + turn) * 500))
                own.query("SELECT who, count() FROM visits GROUP BY who LIMIT 5")
                own.query("SELECT {n:UInt64}", parameters={"n": turn}, settings={"max_block_size": 1000 + turn})
                own.insert("visits", [[10**9 + worker * 25 + turn, "one"]])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert client.query("SELECT count(), uniqExact(n) FROM visits").first_row == (50_100, 50_100)


def test_reads_go_on_while_a_statement_runs(clickhouse: ClickHouse, client: Client) -> None:
    """A long statement does not hold up a short one."""
    running = threading.Thread(target=client.query, args=("SELECT sleep(1)",))
    running.start()
    with clickhouse_connect.get_client(host="127.0.0.1", port=clickhouse.port) as other:
        for _ in range(5):
            other.query("SELECT 1")
    assert running.is_alive()
    running.join()


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
        assert started.wait(20)
        engine.kill()
        writer.join()
        engine.start()
        with clickhouse_connect.get_client(host="127.0.0.1", port=engine.port) as client:
            rows = count(client)
            assert one(client, "CHECK TABLE visits SETTINGS check_query_single_value_result = 1") == 1
    assert rows in {sum(acknowledged), sum(acknowledged) + 1000}


def test_an_engine_that_cannot_start_shows_its_log(data_dir: Path) -> None:
    """When its data cannot be opened, the error shows what the engine said and where."""
    data_dir.mkdir()
    (data_dir / "engine").write_text("no directory")
    with pytest.raises(EngineStartError, match=re.escape(str(data_dir / "logs" / "clickhouse.log"))) as failure:
        ClickHouse(data_dir).start()
    assert "FileExistsError" in str(failure.value)


def test_a_port_in_use_is_named(clickhouse: ClickHouse, data_dir: Path) -> None:
    """An engine does not start on another's port, nor take the other's answers for its own."""
    with pytest.raises(EngineStartError, match=f"port {clickhouse.port} "):
        ClickHouse(data_dir, port=clickhouse.port).start()
