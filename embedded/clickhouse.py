"""The ClickHouse engine as a local process that speaks ClickHouse's HTTP interface."""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from embedded import clickhouse_endpoint
from embedded.engine_process import EngineProcess
from embedded.ports import HOST
from embedded.process import GuardedProcess


class ClickHouse(EngineProcess):
    """ClickHouse on one machine: `url` is for any client of ClickHouse over HTTP, from `start` to `stop`.

    Args:
        data_dir: Its tables live in ``engine`` below it; they outlive a stop, a kill and this object.
        port: On 127.0.0.1; by default one is found and kept.
        log: Its log file; by default ``logs/clickhouse.log`` below the data directory.
        options: More of the engine's own: settings by name, and ``config-file``, a server's configuration.
    """

    name = "clickhouse"

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        log: Path | None = None,
        options: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data_dir, port=port, log=log)
        self._options = dict(options or {})

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://{HOST}:{self.port}"

    def _prepare(self) -> GuardedProcess:
        ours = str(Path(clickhouse_endpoint.__file__).parent.parent)
        path = os.pathsep.join(part for part in (ours, os.environ.get("PYTHONPATH", "")) if part)
        return GuardedProcess(
            [
                *(sys.executable, "-m", clickhouse_endpoint.__name__),
                *("--data", self.data_dir / "engine", "--port", str(self.port)),
                *(f"--option={name}={value}" for name, value in self._options.items()),
            ],
            log=self.log,
            env={**os.environ, "TZ": "UTC", "PYTHONPATH": path},
            name=self.name,
        )

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("POST", "/", body=b"SELECT 1")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
