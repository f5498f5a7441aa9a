"""The ClickHouse server as a local process: the one that the chdb wheel holds."""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from embedded import clickhouse_server
from embedded.clickhouse_files import ServerFiles
from embedded.engine_process import EngineProcess
from embedded.errors import EngineStartError
from embedded.ports import HOST, free_port, is_free
from embedded.process import GuardedProcess


class ClickHouse(EngineProcess):
    """ClickHouse on one machine: `url` is for any client over HTTP, `native` for others, from `start` to `stop`.

    Args:
        data_dir: Its tables live in ``engine`` below it; they outlive a stop, a kill and this object. Its
            configuration is written into ``server`` at each start.
        port: Of HTTP, on 127.0.0.1; by default one is found and kept.
        native_port: Of the native protocol, likewise.
        log: Its log file; by default ``logs/clickhouse.log`` below the data directory.
        files: What its configuration says beyond that: users, more of a server's own, settings.
        environment: Variables for what the configuration takes from the environment, such as passwords.
    """

    name = "clickhouse"

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        native_port: int | None = None,
        log: Path | None = None,
        files: ServerFiles | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data_dir, port=port, log=log)
        self._native_port = native_port
        self._files = files or ServerFiles()
        self._environment = dict(environment or {})

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://{HOST}:{self.port}"

    @property
    def native_port(self) -> int:
        """The port of the native protocol on 127.0.0.1, the same for as long as this object lives."""
        if self._native_port is None:
            self._native_port = free_port()
        return self._native_port

    @property
    def native(self) -> str:
        """``127.0.0.1:PORT`` of the native protocol."""
        return f"{HOST}:{self.native_port}"

    def _prepare(self) -> GuardedProcess:
        if not is_free(self.native_port):
            raise EngineStartError(
                f"{self.name} cannot start: port {self.native_port} is in use. Stop its holder, or choose another port."
            )
        folder = self.data_dir / "server"
        self._files.write(folder, http_port=self.port, native_port=self.native_port)
        ours = str(Path(clickhouse_server.__file__).parent.parent)
        path = os.pathsep.join(part for part in (ours, os.environ.get("PYTHONPATH", "")) if part)
        return GuardedProcess(
            [
                *(sys.executable, "-m", clickhouse_server.__name__),
                *("--data", self.data_dir / "engine", "--config", folder),
            ],
            log=self.log,
            env={**os.environ, "TZ": "UTC", "PYTHONPATH": path, **self._environment},
            name=self.name,
        )

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", "/ping")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
