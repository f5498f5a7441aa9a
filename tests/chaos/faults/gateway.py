"""The gateway killed or frozen in mid-upload, and the device that sends again what was not answered."""

from __future__ import annotations

import http.client
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from embedded.ports import HOST, free_port
from embedded.process import GuardedProcess
from producers.gateway.key_register import KeyRegister
from producers.gateway.scope import EVENT_NAMES, Pattern, Scope
from producers.simulator import Message
from schemas.programmes import Programme
from tests.chaos.ground import Ground
from tests.chaos.scene import Kind, Scene

__all__ = ["GATEWAY"]

_REQUEST_EVENTS = 10
_ANSWER_SECONDS = 20.0
_OK = 200


def _kill(scene: Scene) -> None:
    def kill(gateway: GuardedProcess) -> None:
        time.sleep(scene.random.uniform(0, 0.06))
        gateway.kill()

    _upload(scene, kill)
    scene.tell("gateway killed in mid-upload")


def _freeze(scene: Scene) -> None:
    def freeze(gateway: GuardedProcess) -> None:
        time.sleep(scene.random.uniform(0, 0.06))
        gateway.pause()
        time.sleep(scene.random.uniform(0.5, 2.5))
        gateway.resume()

    _upload(scene, freeze)
    scene.tell("gateway frozen for a moment (SIGSTOP)")


def _upload(scene: Scene, befall: Callable[[GuardedProcess], None]) -> None:
    """Send a slice request by request; something befalls the gateway during the middle one."""
    ground = scene.ground
    cut = scene.slice()
    spoken = [message for message in cut.messages if (message.value or b"").startswith(b'{"specversion"')]
    others = [message for message in cut.messages if message not in spoken]
    requests = [spoken[first : first + _REQUEST_EVENTS] for first in range(0, len(spoken), _REQUEST_EVENTS)]
    port, key = free_port(), _new_key(ground)
    gateway = _started(ground, port)
    fatal = len(requests) // 2
    try:
        for number, request in enumerate(requests):
            fate = threading.Thread(target=befall, args=(gateway,))
            if number == fatal:
                fate.start()
            answered = _post(port, key, request)
            if number == fatal:
                fate.join()
                if not gateway.running:
                    gateway = _started(ground, port)
            if not answered:
                scene.repeats += len(request)
                ground.until(lambda request=request: _post(port, key, request), "the gateway to take events again")  # type: ignore[misc]
    finally:
        gateway.stop()
    ground.emit(others)


def _started(ground: Ground, port: int) -> GuardedProcess:
    gateway = GuardedProcess(
        [sys.executable, "-m", "engage", "gateway", "--port", str(port)],
        log=ground.folder / "logs" / "gateway.log",
        env={
            **ground.environment,
            "ENGAGE_ORGANISERS_FILE": str(_organisers(ground)),
            "ENGAGE_KEY_DIR": str(ground.folder / "keys"),
        },
        name="gateway",
    )
    gateway.start()
    ground.until(lambda: _listens(port), "the gateway to listen")
    return gateway


def _organisers(ground: Ground) -> Path:
    return ground.folder / "organisers.json"


def _new_key(ground: Ground) -> str:
    every = (Pattern("*"),)
    scope = Scope(frozenset(Programme), every, frozenset(EVENT_NAMES), every)
    return KeyRegister(_organisers(ground)).create("Fault campaign", lambda _: scope, now=datetime.now(UTC))[1]


def _listens(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def _post(port: int, key: str, messages: Sequence[Message]) -> bool:
    """Send events; whether the gateway answered that it took them all."""
    connection = http.client.HTTPConnection(HOST, port, timeout=_ANSWER_SECONDS)
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json"}
    body = json.dumps([json.loads(message.value or b"{}") for message in messages])
    try:
        connection.request("POST", "/v1/events", body, headers)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return answer.status == _OK


GATEWAY: Sequence[Kind] = (
    Kind("gateway killed in mid-upload", 4, _kill),
    Kind("gateway frozen for a moment (SIGSTOP)", 3, _freeze),
)
"""Its client sends again, whole, every request that was not answered."""
