"""The ClickHouse server of the chdb wheel as this process: ``python -m embedded.clickhouse_server``.

The wheel holds the whole server: its SQL, its HTTP and native interfaces, its users, profiles and grants. What it
lacks is a main program, so this one runs clickhouse-local with two statements that open the interfaces, and one that
reads a named pipe until somebody closes it, which is the order to stop. No background fetches, no Keeper, no
replication, and users come by file alone: `CREATE USER` answers with code 514.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import importlib
import importlib.metadata
import importlib.util
import os
import signal
import socket
import stat
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

__all__ = ["main"]

PROVEN_ON = "4.4.0"
"""The version of chdb whose private function was tried."""

LOCK_SECONDS = 15.0
_WATCH_SECONDS = 0.2
_SERVE = """
SYSTEM START LISTEN HTTP;
SYSTEM START LISTEN TCP;
SELECT count() FROM file('{pipe}', 'LineAsString', 'line String') FORMAT Null
"""


def main() -> int:
    """Serve until SIGTERM or SIGINT, then stop in order; return 1 if it could not start or ended by itself."""
    parser = argparse.ArgumentParser(prog="embedded.clickhouse_server")
    parser.add_argument("--data", type=Path, required=True, help="directory of the tables")
    parser.add_argument("--config", type=Path, required=True, help="directory of config.xml and users.xml")
    options = parser.parse_args()
    try:
        serve = _engine().query
    except (ImportError, AttributeError) as error:
        sys.stderr.write(f"{_without_server(error)}\n")
        return 1
    options.data.mkdir(parents=True, exist_ok=True)
    lock = _locked(options.data)
    if lock is None:
        sys.stderr.write(f"{options.data} is open in another process; stop that one first\n")
        return 1
    os.chdir(options.config)  # where the server looks for config.xml: it takes no other way
    pipe = options.config / "stop"
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe, 0o600)
    held = os.open(pipe, os.O_RDWR)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopped.set())
    failures: list[str] = []

    def run() -> None:
        try:
            result = serve(_SERVE.format(pipe=pipe), "TSV", path=str(options.data))
            if result.has_error():
                failures.append(_said(result.error_message()))
        except Exception as error:  # noqa: BLE001  whatever it is, the log says it
            failures.append(_said(error))

    # A daemon: a server that has failed to stop must not keep the process.
    server = threading.Thread(target=run, name="clickhouse", daemon=True)
    server.start()
    while server.is_alive() and not stopped.wait(_WATCH_SECONDS):
        pass
    _take_no_more_requests()
    os.close(held)
    server.join()
    for failure in failures:
        sys.stderr.write(f"{failure}\n")
    return 0 if stopped.is_set() and not failures else 1


def _engine() -> Any:
    """Load the engine alone: `import chdb` starts one in memory, asks it for its version and stops it.

    Raises:
        ImportError: chdb is not installed, or holds no engine.
        AttributeError: the engine has no function that serves.
    """
    found = importlib.util.find_spec("chdb")
    if found is None:
        raise ModuleNotFoundError("No module named 'chdb'", name="chdb")
    package = sys.modules["chdb"] = importlib.util.module_from_spec(found)
    here = Path.cwd()
    for folder in map(Path, package.__path__):
        library = folder / "_chdb.abi3.so"
        if library.exists():
            os.chdir(folder)  # where it looks for what belongs to it, as with `import chdb`
            try:
                if sys.platform == "linux":  # its own symbols go before those of other libraries
                    ctypes.CDLL(str(library), mode=sys.getdlopenflags() | os.RTLD_DEEPBIND)
                return importlib.import_module("chdb._chdb")
            finally:
                os.chdir(here)
    raise ImportError("no _chdb.abi3.so in it")


def _locked(data: Path) -> IO[str] | None:
    """Hold the data directory until the file is closed; None if another process does not let go of it in time."""
    lock = data.with_name(f"{data.name}.lock").open("w")
    deadline = time.monotonic() + LOCK_SECONDS
    while time.monotonic() < deadline:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return lock
        time.sleep(0.02)
    lock.close()
    return None


def _take_no_more_requests() -> None:
    """End the reading side of each connection to the server, which waits five seconds for those that stay open.

    A statement under way runs on and its answer is sent.
    """
    listeners, connections = set[int](), list[socket.socket]()
    for number in (int(path.name) for path in Path("/proc/self/fd").iterdir()):
        with suppress(OSError):  # gone meanwhile
            if not stat.S_ISSOCK(os.fstat(number).st_mode):
                continue
            one = socket.socket(fileno=os.dup(number))
            if one.family in {socket.AF_INET, socket.AF_INET6}:
                if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    listeners.add(one.getsockname()[1])
                else:
                    connections.append(one)
                    continue
            one.close()
    for one in connections:
        with one, suppress(OSError):
            if one.getsockname()[1] in listeners:
                one.shutdown(socket.SHUT_RD)


def _said(error: object) -> str:
    return str(error).partition(", Stack trace")[0].strip()


def _without_server(error: Exception) -> str:
    try:
        version = importlib.metadata.version("chdb")
    except importlib.metadata.PackageNotFoundError:
        return f"chdb is not installed: pip install 'engagement-pipeline[embedded]' or chdb=={PROVEN_ON}"
    return f"chdb {version} has no server that can be started ({error}): pip install chdb=={PROVEN_ON}"


if __name__ == "__main__":
    sys.exit(main())
