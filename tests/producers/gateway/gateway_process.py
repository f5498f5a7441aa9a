"""A gateway as a process of its own, and a client that speaks with it."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import urllib3

from embedded.ports import free_port
from producers.gateway.key_register import KeyRegister
from producers.gateway.scope import EVENT_NAMES, Pattern, Scope
from schemas.programmes import Programme
from tests.pipeline import eventually

__all__ = ["Answer", "GatewayProcess", "check_in"]


class Answer(NamedTuple):
    status: int
    content: Any
    headers: urllib3.HTTPHeaderDict


class GatewayProcess:
    """`engage gateway` over given engines; it may be killed and started again on its port."""

    def __init__(self, folder: Path, environment: dict[str, str], **settings: Any) -> None:
        self.folder = folder
        self.log = folder / "gateway.log"
        self.port = free_port()
        self.organisers_file = folder / "organisers.json"
        self.environment = {
            **environment,
            "ENGAGE_ORGANISERS_FILE": str(self.organisers_file),
            "ENGAGE_KEY_DIR": str(folder / "keys"),
            "ENGAGE_KAFKA_TIMEOUT": "3",
            **{f"ENGAGE_{name.upper()}": str(value) for name, value in settings.items()},
        }
        self.register = KeyRegister(self.organisers_file)
        self.pool = urllib3.PoolManager(retries=False, timeout=30)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "engage", "gateway", "--port", str(self.port)], env=self.environment, stderr=log
            )
        eventually(self._listens, bool, seconds=60, every=0.05, what="the gateway listens")

    def _listens(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> int:
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.pool.clear()
        self.process = None
        return code

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)
        self.pool.clear()

    def new_key(
        self,
        gathering: str = "*",
        *,
        programmes: Sequence[Programme] = tuple(Programme),
        events: Sequence[str] = EVENT_NAMES,
        source: str = "door:*",
    ) -> str:
        scope = Scope(frozenset(programmes), (Pattern(gathering),), frozenset(events), (Pattern(source),))
        return self.register.create("Kallio youth centre", lambda _: scope, now=datetime.now(UTC))[1]

    def ask(self, method: str, path: str, key: str | None = None, **options: Any) -> Answer:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        headers |= options.pop("headers", {})
        answer = self.pool.request(method, self.url + path, headers=headers, **options)
        kind = answer.headers.get("content-type", "")
        return Answer(answer.status, answer.json() if "json" in kind else answer.data, answer.headers)

    def get(self, path: str, key: str | None = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("GET", path, key, headers=named)

    def post(self, key: str | None, events: Any, **headers: str) -> Answer:
        named = {"content-type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        body = events if isinstance(events, bytes) else json.dumps(events).encode()
        return self.ask("POST", "/v1/events", key, headers=named, body=body)


def check_in(gathering: str, programme: str = "youth-centre", **data: Any) -> dict[str, Any]:
    now = datetime.now(UTC) - timedelta(seconds=5)
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "door:test",
        "type": f"fi.hel.engagement.{programme}.check-in.v1",
        "subject": gathering,
        "time": now.isoformat(timespec="milliseconds"),
        "data": {"direction": "entry"} | data,
    }
