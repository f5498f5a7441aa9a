"""`engage up` as a person uses it: in one terminal, with other commands in another."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from embedded.machine import Running, read_running
from streams.books import balance
from streams.settings import StreamSettings
from streams.store import Store
from tests.pipeline import engage_here, eventually

pytestmark = pytest.mark.engines


class Terminal:
    """Commands that know of the engines by their data directory alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = ("ENGAGE_KAFKA_BOOTSTRAP", "ENGAGE_CLICKHOUSE_URL")
        self.environment = {name: value for name, value in os.environ.items() if name not in names}
        self.environment |= {
            "ENGAGE_GATEWAY_PORT": "0",
            "ENGAGE_DATA_DIR": str(folder / "engines"),
            "ENGAGE_KEY_DIR": str(folder / "keys"),
        }

    def engage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return engage_here(self.environment, *arguments)

    @contextmanager
    def up(self) -> Iterator[Running]:
        """Run `engage up` until the end of the block, then press Ctrl-C; it must end in order."""
        with (self.folder / "up.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "engage", "up"], env=self.environment, stdout=subprocess.PIPE, stderr=log
            )
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline() for _ in range(4)]
            assert b"door page" in lines[2]
            running = read_running(self.folder / "engines")
            assert running is not None, (lines, (self.folder / "up.log").read_text())
            yield running
        finally:
            process.send_signal(signal.SIGINT)
            try:
                code = process.wait(60)
            finally:
                process.kill()
                process.stdout.close()
        assert code == 0, (self.folder / "up.log").read_text()
        assert read_running(self.folder / "engines") is None


def query(running: Running, text: str) -> Sequence[Sequence[Any]]:
    from clickhouse_connect import get_client

    client = get_client(dsn=running.clickhouse_url)
    try:
        return client.query(text).result_rows
    finally:
        client.close()


def test_imported_gatherings_take_check_ins_and_a_second_import_changes_nothing(
    tmp_path: Path, shared_data: Path
) -> None:
    """Real events become gatherings with districts; a check-in shows at once; all of it is there after a restart."""
    terminal = Terminal(tmp_path)
    page = json.loads((shared_data / "linked_events_events.json").read_text(encoding="utf-8"))
    events, places = tmp_path / "events.json", str(shared_data / "linked_events_places.json")
    events.write_text(json.dumps({**page, "meta": {**page["meta"], "next": None}}), encoding="utf-8")
    source = ("import", "linked-events", str(events), "--places", places, "--json")
    gathering = "linked-events:helsinki:afy6ikna3u"
    numbers = "SELECT * EXCEPT (computed, visitors_state) FROM engagement.participation FINAL ORDER BY gathering"
    with terminal.up() as running:
        first = terminal.engage(*source)
        assert first.returncode == 0, first.stderr
        emitted = terminal.engage(
            "emit", "check-in", "-p", "regional-event", "-g", gathering, "--card", "2920 0142", "--age-band", "18-29"
        )
        assert emitted.returncode == 0, emitted.stderr
        visits = f"SELECT visits, visitors, status FROM engagement.participation FINAL WHERE gathering = '{gathering}'"  # noqa: S608
        eventually(lambda: query(running, visits), lambda rows: rows == [(1, 1, "scheduled")])
        eventually(lambda: len(query(running, numbers)), lambda count: count == 2)
        before = query(running, numbers)
        assert {row[2] for row in before} == {"scheduled", "postponed"}
        again = terminal.engage(*source)
        assert again.returncode == 0, again.stderr
        settings = StreamSettings(kafka_bootstrap=running.bootstrap, clickhouse_url=running.clickhouse_url)
        with Store(settings) as store:
            eventually(lambda: balance(settings, store).waiting, lambda waiting: not waiting, every=0.25)
        books = json.loads(terminal.engage("books", "--json").stdout)
        assert books["balanced"]
        assert books["consumed"] == 5
        assert query(running, numbers) == before
        doctor = terminal.engage("doctor", "--json")
        assert doctor.returncode == 0, doctor.stdout
    with terminal.up() as running:
        assert query(running, numbers) == before
        assert json.loads(terminal.engage("books", "--json").stdout)["consumed"] == 5


def test_without_engines_commands_say_what_to_do(tmp_path: Path) -> None:
    """Nothing runs: each command ends soon, with its exit code and the next step."""
    terminal = Terminal(tmp_path)
    terminal.environment |= {
        "ENGAGE_KAFKA_BOOTSTRAP": "127.0.0.1:9",
        "ENGAGE_CLICKHOUSE_URL": "http://127.0.0.1:9",
        "ENGAGE_KAFKA_TIMEOUT": "2",
    }
    for arguments in (("migrate",), ("emit", "gathering-opened", "-p", "theme-night", "-g", "g")):
        ended = terminal.engage(*arguments)
        assert ended.returncode == 3, (arguments, ended.stdout, ended.stderr)
        assert "ENGAGE_KAFKA_BOOTSTRAP" in ended.stderr or "engage up" in ended.stderr
    doctor = terminal.engage("doctor", "--json")
    assert doctor.returncode == 1
    findings = {finding["subject"]: finding for finding in json.loads(doctor.stdout)}
    findings.pop("keys")  # they need no engine
    assert not any(finding["healthy"] for finding in findings.values())
    assert all(finding["remedy"] for finding in findings.values())
